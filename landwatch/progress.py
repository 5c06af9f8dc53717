"""How a service shows how far its work is, without knowing what draws it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

__all__ = ["Track", "untracked"]

Track = Callable[[Sequence[Any], str], Iterable[Any]]
"""Walks through work and shows how far it is: the work, and what is being done."""


def untracked(work: Sequence[Any], _description: str) -> Iterable[Any]:
    """Walk through work without showing anything.

    Parameters
    ----------
    work
        The things to do.
    _description
        What is being done.
    """
    return work
