"""An answer is made once for each object and question, and goes with the object."""

from __future__ import annotations

import gc
import weakref

from landwatch.remembered import remembered


class Thing:
    """Something of which answers are made."""


@remembered
def _answer(_thing: Thing, word: str) -> list[str]:
    return [word]


def test_the_same_question_is_answered_once() -> None:
    thing = Thing()
    assert _answer(thing, "a") is _answer(thing, "a")


def test_another_question_has_an_answer_of_its_own() -> None:
    thing = Thing()
    assert (_answer(thing, "a"), _answer(thing, "b")) == (["a"], ["b"])


def test_another_object_has_an_answer_of_its_own() -> None:
    assert _answer(Thing(), "a") is not _answer(Thing(), "a")


def test_an_answer_goes_with_its_object() -> None:
    class Answer:
        """What is made."""

    @remembered
    def _make(_thing: Thing) -> Answer:
        return Answer()

    thing = Thing()
    made = weakref.ref(_make(thing))
    del thing
    gc.collect()
    assert made() is None
