"""What is kept is what a fresh reading gives; it is read once for all who ask, and never after a failure."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from landwatch.errors import RegisterError
from landwatch.i18n import speaking
from landwatch.measures.acreage import CountingRules
from landwatch.measures.flagged import findings
from landwatch.model import Event, EventType
from landwatch.registry import Register
from landwatch.services.figures import figures, judged_earlier
from landwatch.services.keeping import Choices, KeptAssessments
from tests.measures.office import KNOWN_AT, NORTH, ON, SOURCE, SOUTH, event, write_register

CUTS = (None, frozenset({NORTH}), frozenset({SOUTH}))
LATER = KNOWN_AT + timedelta(hours=1)


@pytest.fixture
def kept(office: str) -> Iterator[KeptAssessments]:
    found = KeptAssessments(office, room=3)
    yield found
    found.close()


@pytest.fixture
def record(office: str) -> Callable[..., None]:
    """Record facts an hour later."""

    def write(*events: Event) -> None:
        with Register.open(office) as register:
            register.add(source=SOURCE, recorded_by="赵六", recorded_at=LATER, events=events)

    return write


STARTED = event(1, EventType.COMMENCED, date(2023, 9, 1))


def test_a_question_asked_twice_is_read_once(kept: KeptAssessments) -> None:
    assert kept.assessment(ON) is kept.assessment(ON)


def test_a_recorded_fact_stands_in_the_next_answer(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    assert kept.assessment(ON).assessment.contracts.at["合1", "commencement_status"] == "BREACH"
    record(STARTED)
    assert kept.assessment(ON).assessment.contracts.at["合1", "commencement_status"] == "COMMENCED"


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


def test_what_is_derived_is_made_once_in_each_language(kept: KeptAssessments) -> None:
    asked = kept.assessment(ON)
    english = asked.findings()
    assert asked.findings() is english
    with speaking("zh"):
        assert asked.findings()[0].why != english[0].why
    assert asked.findings() is english


def test_what_is_flagged_is_what_a_fresh_assessment_flags(kept: KeptAssessments) -> None:
    asked = kept.assessment(ON)
    assert list(asked.findings()) == findings(asked.assessment)


def test_the_figures_are_those_of_a_fresh_assessment_beside_the_year_before(kept: KeptAssessments) -> None:
    asked = kept.assessment(ON)
    before = judged_earlier(asked.assessment, date(2022, 12, 31))
    assert asked.figures() == figures(asked.assessment, before=before)
    assert asked.figures() is asked.figures()


def test_what_closed_years_hold_is_cut_down_with_the_rest(office: str) -> None:
    rules = CountingRules(closings={2022: date(2024, 1, 31)})
    kept = KeptAssessments(office, choices=Choices(rules=rules))
    revitalised = event(2, EventType.REVITALISED, date(2022, 5, 1), document="綦规资〔2022〕1号")
    with Register.open(office) as register:
        register.add(source=SOURCE, recorded_by="赵六", recorded_at=LATER, events=[revitalised])
    held = [kept.seen(ON, clusters=asked).ledger().frame() for asked in CUTS]
    assert [entries["kind"].tolist() for entries in held] == [["listed", "revitalised"]] * 2 + [[]]
    kept.close()


def test_a_cut_is_kept_with_the_assessment_it_was_cut_from(kept: KeptAssessments) -> None:
    north = kept.seen(ON, clusters=frozenset({NORTH}))
    assert kept.seen(ON, clusters=frozenset({NORTH})) is north
    assert {finding.cluster for finding in north.findings()} == {NORTH}
    assert kept.seen(ON, clusters=frozenset({SOUTH})) is not north
    assert kept.seen(ON) is kept.assessment(ON)


def test_the_dossier_of_a_contract_comes_with_its_reviews(
    kept: KeptAssessments, record: Callable[..., None]
) -> None:
    record(event(1, EventType.REVIEW, ON, details={"verdict": "confirmed", "person": "张三"}))
    [review] = kept.assessment(ON).dossier("合1").reviews
    assert review.person == "张三"
