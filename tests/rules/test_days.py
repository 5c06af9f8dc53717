"""Calendar arithmetic on columns does what ``datetime`` and ``relativedelta`` do on one day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from landwatch.rules.constants import constant, is_constant
from landwatch.rules.days import (
    NO_DAY,
    Days,
    add_days,
    add_months,
    add_years,
    by_calendar,
    count_late,
    earlier,
    later,
)

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def column(*days: date | str | None) -> Days:
    return np.array([NO_DAY if day is None else np.datetime64(day, "D") for day in days])


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2023-02-28", 1, "2024-02-28"),
        ("2023-06-30", 1, "2024-06-30"),
        ("1896-02-29", 4, "1900-02-28"),
    ],
)
def test_a_year_ends_on_the_corresponding_day_or_the_month_end(day: str, years: int, expected: str) -> None:
    assert add_years(column(day), years).tolist() == [date.fromisoformat(expected)]


@given(st.lists(DAYS, min_size=1), st.integers(-30, 30))
def test_months_are_added_as_relativedelta_adds_them(days: list[date], months: int) -> None:
    assert add_months(column(*days), months).tolist() == [day + relativedelta(months=months) for day in days]


@given(st.lists(st.tuples(DAYS, st.integers(0, 3)), min_size=1))
def test_each_day_can_have_its_own_number_of_years(pairs: list[tuple[date, int]]) -> None:
    days, years = zip(*pairs, strict=True)
    added = add_years(column(*days), np.array(years, dtype=np.int64))
    assert added.tolist() == [day + relativedelta(years=n) for day, n in pairs]


@given(st.lists(DAYS, min_size=1), st.integers(-4000, 4000))
def test_days_are_added_as_timedelta_adds_them(days: list[date], count: int) -> None:
    assert add_days(column(*days), count).tolist() == [day + timedelta(count) for day in days]


def test_a_long_column_is_looked_up_in_a_calendar_and_comes_out_the_same() -> None:
    days = [date(2019, 12, 1) + timedelta(n % 800) for n in range(3_000)]
    assert add_years(column(*days), 1).tolist() == [day + relativedelta(years=1) for day in days]


def test_a_long_column_keeps_its_unknown_days() -> None:
    days = [None if n % 7 == 0 else date(2023, 1, 31) for n in range(3_000)]
    added = add_months(column(*days), 1)
    assert [day for day, n in zip(added.tolist(), range(3_000), strict=True) if n % 7 == 0] == [None] * 429
    assert set(added[~np.isnat(added)].tolist()) == {date(2023, 2, 28)}


def test_a_long_column_without_a_known_day_stays_unknown() -> None:
    assert np.isnat(add_years(column(*[None] * 2_000), 1)).all()


def test_one_number_spread_over_all_rows_is_added_to_each() -> None:
    days = column(*[date(2020, 1, 1) + timedelta(n) for n in range(1_500)])
    spread = np.broadcast_to(np.int64(2), days.shape)
    assert (add_years(days, spread) == add_years(days, 2)).all()


def test_a_rule_is_asked_for_each_calendar_day_once() -> None:
    asked: list[int] = []

    def rule(days: Days) -> Days:
        asked.append(len(days))
        return add_days(days, 1)

    days = column(*[date(2023, 1, 1) + timedelta(n % 10) for n in range(2_000)])
    assert (by_calendar(days, rule) == add_days(days, 1)).all()
    assert asked == [10]


def test_days_late_are_counted_from_the_day_after_the_due_day() -> None:
    until = column("2023-06-29", "2023-06-30", "2023-07-01", "2024-07-01")
    assert count_late(until, column(*["2023-06-30"] * 4)).tolist() == [0, 0, 1, 367]


def test_nothing_is_late_where_a_day_is_unknown() -> None:
    assert count_late(column(None, "2023-07-01", None), column("2023-06-30", None, None)).tolist() == [
        0,
        0,
        0,
    ]


def test_of_two_days_the_known_one_is_taken() -> None:
    one, other = column("2023-01-01", None, None), column("2023-01-02", "2023-01-03", None)
    assert earlier(one, other).tolist() == [date(2023, 1, 1), date(2023, 1, 3), None]
    assert later(one, other).tolist() == [date(2023, 1, 2), date(2023, 1, 3), None]


ANY_DAY = st.none() | DAYS


@given(st.lists(st.tuples(ANY_DAY, ANY_DAY), min_size=1))
def test_days_are_compared_and_counted_as_numpy_does_it_day_by_day(
    pairs: list[tuple[date | None, ...]],
) -> None:
    one, other = (column(*days) for days in zip(*pairs, strict=True))
    late = (one - other).astype(np.int64)
    assert np.array_equal(earlier(one, other), np.fmin(one, other), equal_nan=True)
    assert np.array_equal(later(one, other), np.fmax(one, other), equal_nan=True)
    assert np.array_equal(count_late(one, other), np.where(np.isnat(one - other), 0, np.maximum(late, 0)))


def test_a_column_of_one_unknown_day_leaves_the_other_days_alone() -> None:
    days = column("2020-01-01", None)
    never = constant(NO_DAY, 2)
    assert earlier(never, days) is days
    assert later(days, never) is days
    assert is_constant(add_days(never, 3))
