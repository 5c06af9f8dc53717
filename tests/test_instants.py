"""Days as people write them when everybody knows the year."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.instants import short_day

TODAY = date(2024, 1, 21)


@pytest.mark.parametrize("written", ["0121", "1-21", "01/21", "1.21", "1月21日"])
def test_a_day_without_its_year_that_is_not_ahead_is_one_of_this_year(written: str) -> None:
    assert short_day(written, TODAY) == date(2024, 1, 21)


def test_a_day_without_its_year_that_would_lie_ahead_is_one_of_the_year_before() -> None:
    assert short_day("0122", TODAY) == date(2023, 1, 22)


def test_a_day_that_may_lie_ahead_is_one_of_this_year() -> None:
    assert short_day("1231", TODAY, ahead=True) == date(2024, 12, 31)


@pytest.mark.parametrize("written", ["2024", "1332", "0231", "20240121", "630", "", "1/2/3"])
def test_what_is_no_day_without_a_year_is_left_alone(written: str) -> None:
    assert short_day(written, TODAY) is None
