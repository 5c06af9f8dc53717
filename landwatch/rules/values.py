"""The mark that makes a function a computed value with a label, a unit, a clause and a certainty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypeVar

__all__ = ["LABELS", "WORDS", "Kind", "ValueLabel", "value"]

Kind = Literal["status", "date", "days", "amount", "area", "share", "flag", "fact"]
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class ValueLabel:
    """What a computed value is.

    Attributes
    ----------
    name
        Name of the function and of the column.
    kind, key
        Kind of value, and its name in scenario results.
    zh, en
        Label in both languages.
    clause, certainty
        What it rests on and how sure that is.
    """

    name: str
    kind: Kind
    key: str
    zh: str
    en: str
    clause: str
    certainty: str


LABELS: dict[str, ValueLabel] = {}
"""The label of every computed value, by the name of the value."""

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
        A decorator that registers the function and leaves it as it is.
    """

    def mark(function: Function) -> Function:  # numpydoc ignore=PR01
        """Register the label and the words."""
        name = function.__name__
        LABELS[name] = ValueLabel(name, kind, key, zh, en, clause, certainty)
        if words is not None:
            WORDS[name] = words
        return function

    return mark
