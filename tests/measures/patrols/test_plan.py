"""What is done, overdue and open, and who has it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from landwatch.measures.patrols.plan import open_until, plan, plan_again
from landwatch.measures.patrols.rate import RateRow, rates
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.visits import visits, visits_again
from landwatch.model import Absence, Event, EventType, Patroller
from tests.measures.patrols.zone import contract, happened, judged, visited

FAR = date(2030, 1, 1)
ON = date(2023, 5, 10)
HERE = Patroller(cluster="桥河", person="张三", stand_in="李四", since=date(2023, 1, 1))
AWAY = Absence(person="张三", since=date(2023, 5, 1), until=date(2023, 5, 31))
YEAR = date(2023, 1, 1), date(2023, 12, 31)


def states(on: date, *days: date) -> list[str]:
    assessment = judged(on, [contract("1", FAR, FAR)], *(visited("1", day) for day in days))
    return plan(assessment, Roster([HERE]), *YEAR)["state"].tolist()


def test_a_quarter_is_overdue_open_or_ahead() -> None:
    assert states(ON) == ["overdue", "open", "ahead", "ahead"]


def test_a_visit_that_counts_makes_its_quarter_done() -> None:
    assert states(ON, date(2023, 2, 1)) == ["done", "open", "ahead", "ahead"]


def test_on_its_last_day_a_visit_is_still_open() -> None:
    assert states(date(2023, 6, 30))[1] == "open"


def test_in_an_absence_the_stand_in_has_the_open_line_only() -> None:
    lines = plan(judged(ON, [contract("1", FAR, FAR)]), Roster([HERE], [AWAY]), *YEAR)
    assert lines["person"].tolist() == ["张三"] * 4
    assert lines["goes"].tolist() == ["张三", "李四", "张三", "张三"]


def test_the_lines_of_a_cluster_without_a_person_stay_in_the_plan() -> None:
    lines = plan(judged(ON, [contract("1B", FAR, FAR)]), Roster([HERE]), *YEAR)
    assert (len(lines), lines["person"].isna().all()) == (4, True)


def test_the_next_visit_is_wanted_by_the_first_day_that_ends() -> None:
    # In default since 2022-06-30: the month ends before the quarter does.
    late = judged(ON, [contract("1", date(2022, 6, 30)), contract("2", FAR, FAR)])
    assert {number: day.date() for number, day in open_until(late).items()} == {
        "1": date(2023, 5, 31),
        "2": date(2023, 6, 30),
    }


def test_the_rate_is_told_by_cluster_and_person() -> None:
    contracts = [contract(number, FAR, FAR) for number in ("1", "2", "3B")]
    made = [visited("1", date(2023, 2, 1)), visited("2", date(2023, 2, 1), person="李四")]
    assessment = judged(date(2023, 3, 31), contracts, *made)
    found = rates(assessment, Roster([HERE]), [(2023, 1, date(2023, 1, 1), date(2023, 3, 31))])
    assert found == (RateRow(2023, 1, "北渡", None, 1, 0, 0), RateRow(2023, 1, "桥河", "张三", 2, 2, 1))


def test_a_quarter_that_has_not_begun_has_no_rate() -> None:
    assessment = judged(date(2023, 3, 31), [contract("1", FAR, FAR)])
    assert rates(assessment, Roster([HERE]), [(2023, 2, date(2023, 4, 1), date(2023, 6, 30))]) == ()


SOME = [contract("1", date(2023, 3, 31)), contract("2", FAR, FAR), contract("3B", date(2023, 6, 30))]
BEFORE = [visited("1", date(2023, 2, 1)), visited("2", date(2023, 2, 1), "李四")]


@pytest.mark.parametrize(
    "since",
    [
        [],
        [visited("2", date(2023, 4, 3))],
        [visited("1", date(2023, 2, 1), "王五"), visited("3B", date(2023, 1, 5))],
        [happened("1", EventType.COMMENCED, date(2023, 3, 1))],
        [happened("3B", EventType.CONTRACT_ENDED, date(2023, 2, 1))],
    ],
    ids=["nothing", "a visit", "two visits", "commenced", "ended"],
)
def test_what_was_touched_is_planned_again_as_if_everything_were(since: list[Event]) -> None:
    roster, touched = Roster([HERE], [AWAY]), {event.contract_no for event in since}
    before, now = judged(ON, SOME, *BEFORE), judged(ON, SOME, *BEFORE, *since)
    made = visits_again(visits(before), now, touched)
    lines = plan_again(plan(before, roster, *YEAR), now, roster, YEAR, touched)
    pd.testing.assert_frame_equal(made, visits(now))
    pd.testing.assert_frame_equal(lines, plan(now, roster, *YEAR))
