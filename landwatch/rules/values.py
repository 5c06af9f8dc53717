"""The mark that makes a function a computed value with a label, a unit, a clause and a certainty."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal, TypeVar

from landwatch.rules.graph import tag

__all__ = ["WORDS", "Kind", "value"]

Kind = Literal["status", "date", "days", "amount", "area", "share", "flag", "fact"]
Function = TypeVar("Function", bound=Callable[..., Any])

WORDS: dict[str, type[StrEnum]] = {}
"""The enumeration in whose codes a status value is given, by the name of the value."""


def value(
    kind: Kind,
    key: str,
    *,
    zh: str,
    en: str,
    clause: str,
    certainty: str = "known",
    words: type[StrEnum] | None = None,
) -> Callable[[Function], Function]:
    """Mark a function as a value of the graph.

    Parameters
    ----------
    kind
        What it is, and with it the unit: a status word, a day, a number of days, an amount in fen, an
        area in cm², a share, or a flag that stands or not; ``fact`` helps other values only.
    key
        Its name in results, e.g. ``commencement`` among the days.
    zh, en
        Label in Chinese and English.
    clause
        The clause or rule it rests on.
    certainty
        ``seen``, ``known``, ``convention`` or ``unsure``.
    words
        For a status, the enumeration whose codes the function returns.

    Returns
    -------
    Callable
        A decorator that leaves the function as it is for Hamilton.
    """
    marked = tag(kind=kind, key=key, label_zh=zh, label_en=en, clause=clause, certainty=certainty)

    def mark(function: Function) -> Function:  # numpydoc ignore=PR01
        """Register the words, then hand the function to Hamilton's own mark."""
        if words is not None:
            WORDS[function.__name__] = words
        result: Function = marked(function)
        return result

    return mark
