"""The days on which past months are judged."""

from __future__ import annotations

from datetime import date

from landwatch.rules.replay import month_ends


def test_the_last_months_are_counted_with_the_month_judged_and_across_the_year() -> None:
    assert month_ends(date(2024, 1, 21), 3) == [date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 21)]


def test_february_has_its_last_day_in_a_leap_year() -> None:
    assert month_ends(date(2024, 3, 31), 2) == [date(2024, 2, 29), date(2024, 3, 31)]


def test_one_month_is_the_day_judged_alone() -> None:
    assert month_ends(date(2023, 5, 15), 1) == [date(2023, 5, 15)]
