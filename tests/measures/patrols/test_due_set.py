"""When a contract is to be visited: the due set by hand."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.measures.patrols.due_set import due_set, in_rate
from landwatch.model import EventType
from landwatch.rules import Assessment
from tests.measures.patrols.zone import SIGNED, contract, happened, judged

FAR = date(2030, 1, 1)
YEAR = date(2023, 1, 1), date(2023, 12, 31)


def windows(
    assessment: Assessment, stage: str, first: date = YEAR[0], last: date = YEAR[1]
) -> list[tuple[str, str]]:
    due = due_set(assessment, first, last)
    rows = due[due["stage"] == stage]
    return [(f"{a:%m-%d}", f"{b:%m-%d}") for a, b in zip(rows["opens"], rows["until"], strict=True)]


def test_a_contract_is_due_once_in_each_quarter() -> None:
    found = windows(judged(YEAR[1], [contract("1", FAR, FAR)]), "QUARTER")
    assert found == [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")]


def test_a_contract_signed_in_a_quarter_is_due_from_the_next_one_on() -> None:
    found = windows(judged(YEAR[1], [contract("1", FAR, FAR, signed_on=date(2023, 4, 1))]), "QUARTER")
    assert found == [("07-01", "09-30"), ("10-01", "12-31")]


def test_a_contract_that_ended_is_not_due_in_its_last_quarter() -> None:
    ended = happened("1", EventType.CONTRACT_ENDED, date(2023, 8, 15))
    assert windows(judged(YEAR[1], [contract("1", FAR, FAR)], ended), "QUARTER") == [
        ("01-01", "03-31"),
        ("04-01", "06-30"),
    ]


def test_under_construction_a_contract_is_visited_at_stage_p3() -> None:
    began = happened("1", EventType.COMMENCED, date(2023, 4, 10))
    assessment = judged(YEAR[1], [contract("1", date(2023, 5, 1), FAR)], began)
    assert windows(assessment, "P3") == [("07-01", "09-30"), ("10-01", "12-31")]
    assert windows(assessment, "QUARTER") == [("01-01", "03-31"), ("04-01", "06-30")]


def test_the_visits_about_the_due_day_lie_thirty_days_before_it_and_seven_after() -> None:
    assessment = judged(date(2023, 1, 1), [contract("1", date(2023, 6, 30), FAR)])
    # 06-30 less 30 days is 05-31, less one 06-29; 06-30 and seven days is 07-07.
    assert windows(assessment, "P1") == [("05-31", "06-29")]
    assert windows(assessment, "P2") == [("06-30", "07-07")]


def test_a_contract_that_commenced_before_is_not_visited_about_its_due_day() -> None:
    began = happened("1", EventType.COMMENCED, date(2023, 5, 30))
    assert windows(judged(YEAR[1], [contract("1", date(2023, 6, 30), FAR)], began), "P1") == []


def test_one_that_commenced_when_the_window_was_open_was_due_then() -> None:
    began = happened("1", EventType.COMMENCED, date(2023, 5, 31))
    assessment = judged(YEAR[1], [contract("1", date(2023, 6, 30), FAR)], began)
    assert windows(assessment, "P1") == [("05-31", "06-29")]


def test_before_a_due_day_visits_are_monthly_for_ninety_days() -> None:
    # 2023-06-30 is 90 days after 2023-04-01 and 121 after 2023-03-01.
    assessment = judged(date(2023, 1, 1), [contract("1", date(2023, 6, 30), FAR)])
    assert windows(assessment, "NEAR") == [("04-01", "04-30"), ("05-01", "05-31"), ("06-01", "06-30")]


def test_in_default_visits_are_monthly_until_works_begin() -> None:
    began = happened("1", EventType.COMMENCED, date(2023, 9, 5))
    assessment = judged(YEAR[1], [contract("1", date(2023, 6, 30), FAR)], began)
    assert windows(assessment, "DEFAULT") == [("07-01", "07-31"), ("08-01", "08-31"), ("09-01", "09-30")]


def test_a_plan_foresees_no_default() -> None:
    assessment = judged(date(2023, 1, 1), [contract("1", date(2023, 6, 30), FAR)])
    assert windows(assessment, "DEFAULT") == []


def test_a_contract_in_default_is_planned_monthly() -> None:
    assessment = judged(date(2023, 10, 10), [contract("1", date(2023, 6, 30), FAR)])
    found = windows(assessment, "DEFAULT", date(2023, 11, 1), date(2023, 12, 31))
    assert found == [("11-01", "11-30"), ("12-01", "12-31")]


def test_after_a_stop_a_visit_is_due_within_thirty_days() -> None:
    began = happened("1", EventType.COMMENCED, date(2023, 2, 1))
    stopped = happened("1", EventType.WORK_STOPPED, date(2023, 8, 1))
    assessment = judged(YEAR[1], [contract("1", date(2023, 2, 1), FAR)], began, stopped)
    assert windows(assessment, "STOP") == [("08-01", "08-31")]


@pytest.mark.parametrize(
    ("stage", "expected"), [("P0", ("01-10", "02-09")), ("P6", ("09-01", "10-01"))], ids=["P0", "P6"]
)
def test_a_window_follows_its_day(stage: str, expected: tuple[str, str]) -> None:
    facts = [
        happened("1", EventType.COMMENCED, date(2022, 2, 1)),
        happened("1", EventType.COMPLETED, date(2022, 9, 1)),
    ]
    assessment = judged(date(2022, 12, 31), [contract("1", date(2022, 6, 30))], *facts)
    assert SIGNED == date(2022, 1, 10)
    assert windows(assessment, stage, date(2022, 1, 1), date(2022, 12, 31)) == [expected]


def test_the_rate_counts_a_contract_under_construction_and_one_without_works() -> None:
    began = happened("2", EventType.COMMENCED, date(2022, 12, 1))
    contracts = [contract("1", FAR, FAR), contract("2", FAR, FAR), contract("3", FAR, FAR, signed_on=FAR)]
    found = in_rate(judged(YEAR[1], contracts, began), date(2023, 1, 1), date(2023, 3, 31))
    assert list(found) == ["1", "2"]
