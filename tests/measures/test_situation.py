"""The situation: past months compared, and what falls due, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from landwatch.measures.figures.situation import Month, falling_due, points_since
from landwatch.measures.figures.sums import Rate
from tests.measures.office import NORTH, SOUTH, judged


def month(day: date, part: int, whole: int = 100) -> Month:
    rates = {"commencement": Rate(part, whole), "completion": Rate(0, whole)}
    return Month(day=day, by_area=rates, by_count=rates)  # type: ignore[arg-type]


YEAR = [
    month(date(2022, 11, 30), 60),
    month(date(2022, 12, 31), 50),
    month(date(2023, 11, 30), 30),
]


@pytest.mark.parametrize(
    ("day", "years", "since", "points"),
    [
        (date(2023, 12, 31), 0, date(2023, 11, 30), Fraction(-10, 100)),
        (date(2023, 12, 31), 1, date(2022, 12, 31), Fraction(-30, 100)),
        (date(2023, 12, 15), 1, date(2022, 11, 30), Fraction(-40, 100)),
    ],
)
def test_a_rate_is_compared_with_the_last_end_of_a_month_that_had_come(
    day: date, years: int, since: date, points: Fraction
) -> None:
    found = points_since([*YEAR, month(day, 20)], "commencement", "area", years)
    assert found is not None
    assert (found.since, found.points) == (since, points)


@pytest.mark.parametrize("months", [[month(date(2023, 12, 31), 20)], [month(date(2023, 11, 30), 0, 0)]])
def test_without_an_earlier_month_or_a_pool_nothing_is_compared(months: Sequence[Month]) -> None:
    assert points_since([*months[:-1], months[-1]], "commencement", "count") is None


def test_a_month_without_a_pool_is_not_compared() -> None:
    months = [month(date(2023, 11, 30), 0, 0), month(date(2023, 12, 31), 20)]
    assert points_since(months, "commencement", "area") is None


def test_the_day_judged_is_the_last_that_falls_due_with_it() -> None:
    # 合4 has to begin on the day judged; everybody else is late or has years left.
    ahead = falling_due(judged())
    assert ahead["commencement", 30][0].rows == ("合4",)
    assert ahead["completion", 90][0].rows == ()


def test_what_falls_due_in_a_cluster_is_its_own() -> None:
    counted = [falling_due(judged(), cluster)["commencement", 30][0].value for cluster in (NORTH, SOUTH)]
    assert counted == [1, 0]
