"""Whoever only reads gets the answer of a moment ago meanwhile; whoever records waits for the newest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import pytest

from landwatch.model import EventType
from landwatch.services.assessing.keeping import Kept, KeptAssessments
from landwatch.services.figures.counting import figures, judged_earlier
from tests.measures.office import NORTH, ON, event

STARTED = event(1, EventType.COMMENCED, date(2023, 9, 1))


@pytest.fixture
def large(office: str) -> Iterator[KeptAssessments]:
    """What is kept of a register that counts as large, after two people have read it."""
    found = KeptAssessments(office, few=0)
    found.seen(ON, newest=False)
    found.seen(ON, newest=False)
    eventually(lambda: found.seen(ON, newest=False) is found.assessment(ON))
    yield found
    found.close()


def eventually(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


@contextmanager
def being_read(kept: KeptAssessments) -> Iterator[None]:
    """Somebody else is reading the register of the day at this moment, and has not finished."""
    with kept._place(ON, None).lock:
        yield


def state(kept: Kept) -> str:
    return str(kept.assessment.contracts.at["合1", "commencement_status"])


def test_a_reader_gets_the_answer_of_a_moment_ago_while_the_newest_is_made(
    large: KeptAssessments, record: Callable[..., None]
) -> None:
    large.seen(ON, newest=False)
    with being_read(large):
        record(STARTED)
        assert state(large.seen(ON, newest=False)) == "BREACH"


def test_the_answer_of_a_moment_ago_says_on_which_line_it_rests(
    large: KeptAssessments, record: Callable[..., None]
) -> None:
    before = large.head()
    with being_read(large):
        record(STARTED)
        assert large.seen(ON, newest=False).head == before != large.head()


def test_after_a_second_a_reader_waits_for_the_newest(
    large: KeptAssessments, record: Callable[..., None]
) -> None:
    with ThreadPoolExecutor(1) as reader:
        with being_read(large):
            record(STARTED)
            time.sleep(1.1)
            asked = reader.submit(large.seen, ON, newest=False)
            time.sleep(0.3)
            assert not asked.done()
        assert state(asked.result()) == "COMMENCED"


def test_whoever_wants_the_newest_never_gets_that_of_a_moment_ago(
    large: KeptAssessments, record: Callable[..., None]
) -> None:
    large.seen(ON, newest=False)
    record(STARTED)
    assert state(large.seen(ON)) == "COMMENCED"


def test_a_recorded_fact_is_made_ready_before_anybody_asks(
    large: KeptAssessments, record: Callable[..., None]
) -> None:
    record(STARTED)
    eventually(lambda: large._place(ON, None).ready is large.assessment(ON))


def test_figures_that_people_keep_asking_for_are_made_again_before_they_ask(
    large: KeptAssessments, record: Callable[..., None]
) -> None:
    large.seen(ON, newest=False).figures(NORTH)
    record(STARTED)
    eventually(lambda: large._place(ON, None).ready is large.assessment(ON))
    assert (("figures", NORTH), "en") in large.assessment(ON)._made


def test_what_was_made_ready_is_what_a_fresh_reading_gives(
    large: KeptAssessments, record: Callable[..., None]
) -> None:
    large.seen(ON, newest=False).figures()
    record(STARTED)
    eventually(lambda: large._place(ON, None).ready is large.assessment(ON))
    found = large.seen(ON, newest=False)
    before = judged_earlier(found.assessment, date(2022, 12, 31))
    assert found.figures() == figures(found.assessment, before=before)


def test_of_a_small_register_a_reader_gets_the_newest_at_once(
    office: str, record: Callable[..., None]
) -> None:
    kept = KeptAssessments(office)
    for _turn in range(3):
        kept.seen(ON, newest=False)
    record(STARTED)
    assert state(kept.seen(ON, newest=False)) == "COMMENCED"
    kept.close()
