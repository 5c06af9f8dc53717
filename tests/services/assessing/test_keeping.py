"""What is kept is what a fresh reading gives; it is read once for all who ask, and never after a failure."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from landwatch.errors import RegisterError
from landwatch.model import EventType
from landwatch.registry import Register
from landwatch.services.assessing.keeping import KeptAssessments
from tests.measures.office import KNOWN_AT, ON, event, write_register

LATER = KNOWN_AT + timedelta(hours=1)


STARTED = event(1, EventType.COMMENCED, date(2023, 9, 1))


def test_a_question_asked_twice_is_read_once(kept: KeptAssessments) -> None:
    assert kept.assessment(ON) is kept.assessment(ON)


def test_a_recorded_fact_stands_in_the_next_answer(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    assert kept.assessment(ON).assessment.contracts.at["合1", "commencement_status"] == "BREACH"
    record(STARTED)
    assert kept.assessment(ON).assessment.contracts.at["合1", "commencement_status"] == "COMMENCED"


def test_what_was_moved_on_is_forgotten_at_once_without_a_collection_of_circles(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    asked = kept.assessment(ON)
    asked.figures()
    asked.seen(frozenset({"桥河"}), money=False).figures()
    earlier = weakref.ref(asked)
    del asked
    gc.disable()
    try:
        record(STARTED)
        kept.assessment(ON)
        assert earlier() is None
    finally:
        gc.enable()


def test_what_was_known_at_an_instant_that_has_passed_is_kept_as_it_is(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    asked = kept.assessment(ON, KNOWN_AT)
    record(STARTED)
    assert kept.assessment(ON, KNOWN_AT) is asked


def test_what_is_known_at_an_instant_to_come_moves_on_until_it_has_passed(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    asked = kept.assessment(ON, LATER)
    record(STARTED)
    passed = kept.assessment(ON, LATER)
    assert asked is not passed
    record(event(4, EventType.COMMENCED, ON))
    assert kept.assessment(ON, LATER) is passed


def test_twenty_who_ask_at_once_get_the_one_answer(kept: KeptAssessments) -> None:
    ready = threading.Barrier(20)

    def ask(_number: int) -> int:
        ready.wait()
        return id(kept.assessment(ON))

    with ThreadPoolExecutor(20) as people:
        assert len(set(people.map(ask, range(20)))) == 1


def test_the_question_not_asked_for_longest_makes_way(kept: KeptAssessments) -> None:
    first, second = kept.assessment(ON), kept.assessment(ON - timedelta(days=1))
    kept.assessment(ON - timedelta(days=2))
    assert kept.assessment(ON) is first
    kept.assessment(ON - timedelta(days=3))
    assert kept.assessment(ON) is first
    assert kept.assessment(ON - timedelta(days=1)) is not second


def test_together_the_answers_have_no_more_contracts_than_there_is_room_for(office: str) -> None:
    kept = KeptAssessments(office, contracts=25)  # two answers of ten
    first, second = kept.assessment(ON), kept.assessment(ON - timedelta(days=1))
    assert kept.assessment(ON) is first
    kept.assessment(ON - timedelta(days=2))
    assert kept.assessment(ON) is first
    assert kept.assessment(ON - timedelta(days=1)) is not second
    kept.close()


def test_the_head_is_the_newest_line_of_the_journal(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    first, answer = kept.head(), kept.assessment(ON)
    record(STARTED)
    second = kept.head()
    assert first is not None and second is not None
    assert (first.sequence, second.sequence) == (1, 2)
    assert answer.head == first


def test_an_empty_register_has_no_head_and_no_contract(url: str) -> None:
    Register.create(url).close()
    kept = KeptAssessments(url)
    assert kept.head() is None
    assert len(kept.assessment(ON).assessment.contracts) == 0
    kept.close()


def test_a_file_that_is_away_is_told_each_time_and_found_again(tmp_path: Path) -> None:
    kept = KeptAssessments(write_register(tmp_path))
    file, aside = tmp_path / "office.gpkg", tmp_path / "aside.gpkg"
    kept.assessment(ON)
    file.rename(aside)
    for _time in range(2):
        with pytest.raises(RegisterError, match="There is no register"):
            kept.assessment(ON)
    assert not file.exists()
    aside.rename(file)
    assert kept.assessment(ON).assessment.contracts.index[0] == "合1"
    kept.close()
