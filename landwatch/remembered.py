"""What was made of an object, remembered as long as the object lives."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["remembered"]

_Of = TypeVar("_Of")
_Asked = ParamSpec("_Asked")
_Made = TypeVar("_Made")


def remembered(make: Callable[Concatenate[_Of, _Asked], _Made]) -> Callable[Concatenate[_Of, _Asked], _Made]:
    """Let a function answer a question about an object once.

    Two threads that ask at the same moment may both make the answer; they get equal ones.

    Parameters
    ----------
    make
        Takes an object that never changes, and what else is asked, which is hashable. Nobody changes what it
        gives: whoever wants to, takes a copy. It must not give anything that holds the object itself, or both
        would stay for ever.

    Returns
    -------
    Callable
        Gives what was made for the same object and question before, as long as the object lives.
    """
    known: WeakKeyDictionary[Any, dict[Hashable, _Made]] = WeakKeyDictionary()

    @wraps(make)
    def _ask(of: _Of, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Made:
        answers = known.setdefault(of, {})
        question = (args, tuple(kwargs.items()))
        if question not in answers:
            answers[question] = make(of, *args, **kwargs)
        return answers[question]

    return _ask
