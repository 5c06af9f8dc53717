"""Deadlines roll over the rest days of the published calendar, make-up working days included."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch.workdays import add_working_days, first_published_day, last_published_day, roll_forward

PUBLISHED = st.dates(first_published_day(), last_published_day() - timedelta(60))


def rolled(day: str | date) -> date:
    return roll_forward(np.array([day], dtype="datetime64[D]"))[0].item()


def working_days_after(day: str | date, count: int) -> date:
    return add_working_days(np.array([day], dtype="datetime64[D]"), count)[0].item()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-10-02", "2024-10-08"),  # the week of National Day
        ("2024-09-29", "2024-09-29"),  # a Sunday on which all work
        ("2024-09-28", "2024-09-29"),  # a Saturday before it
        ("2024-10-12", "2024-10-12"),  # a Saturday on which all work
        ("2024-02-10", "2024-02-18"),  # Spring Festival, then a worked Sunday
        ("2024-07-10", "2024-07-10"),  # a plain Wednesday
    ],
)
def test_a_deadline_on_a_rest_day_ends_on_the_next_working_day(day: str, expected: str) -> None:
    assert rolled(day) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2024-09-27", 5, "2024-10-10"),
        ("2024-07-08", 5, "2024-07-15"),
        ("2024-07-06", 1, "2024-07-08"),
        ("2024-07-05", 0, "2024-07-05"),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: str, count: int, expected: str) -> None:
    assert working_days_after(day, count) == date.fromisoformat(expected)


@given(PUBLISHED)
def test_a_rolled_deadline_is_the_first_working_day_from_its_day_on(day: date) -> None:
    expected = day
    while not chinese_calendar.is_workday(expected):
        expected += timedelta(1)
    assert rolled(day) == expected


@given(PUBLISHED, st.integers(1, 20))
def test_so_many_working_days_lie_between_the_start_and_the_end(day: date, count: int) -> None:
    end = working_days_after(day, count)
    between = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
    assert sum(map(chinese_calendar.is_workday, between)) == count
    assert chinese_calendar.is_workday(end)


def test_beyond_the_published_calendar_a_deadline_stays_and_is_provisional() -> None:
    beyond = last_published_day() + timedelta(1)
    days, provisional = roll_forward(np.array([beyond, "2024-10-02"], dtype="datetime64[D]"))
    assert days.tolist() == [beyond, date(2024, 10, 8)]
    assert provisional.tolist() == [True, False]


def test_working_days_that_leave_the_published_calendar_are_counted_as_days() -> None:
    last = last_published_day()
    days, provisional = add_working_days(np.array([last], dtype="datetime64[D]"), 5)
    assert days.tolist() == [last + timedelta(5)]
    assert provisional.tolist() == [True]


def test_before_the_first_published_day_nothing_is_rolled() -> None:
    days, provisional = roll_forward(np.array(["2003-12-28"], dtype="datetime64[D]"))
    assert days.tolist() == [date(2003, 12, 28)] and provisional.tolist() == [True]


def test_an_unknown_day_stays_unknown_and_is_not_provisional() -> None:
    unknown = np.array(["NaT"], dtype="datetime64[D]")
    for days, provisional in (roll_forward(unknown), add_working_days(unknown, 5)):
        assert np.isnat(days).all() and not provisional.any()


def test_the_days_given_stay_as_they_are() -> None:
    given_ = np.array(["2024-10-02"], dtype="datetime64[D]")
    roll_forward(given_)
    add_working_days(given_, 5)
    assert given_.tolist() == [date(2024, 10, 2)]
