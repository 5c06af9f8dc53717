"""The month or the year of a report."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.reports import Kind, Period


@pytest.mark.parametrize("text", ["2023", "2023年", " 2023 "])
def test_a_year_runs_from_january_to_december(text: str) -> None:
    period = Period.parse("annual", text)
    assert (period.first, period.last, period.before) == (
        date(2023, 1, 1),
        date(2023, 12, 31),
        date(2022, 12, 31),
    )


@pytest.mark.parametrize("text", ["2024-02", "2024-2", "2024/02", "2024年2月"])
def test_a_month_is_read_as_people_write_it(text: str) -> None:
    period = Period.parse("monthly", text)
    assert (period.first, period.last, period.code) == (date(2024, 2, 1), date(2024, 2, 29), "2024-02")


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        ("annual", "2023-06", "is not a year; write it like 2023"),
        ("annual", "0000", "is not a year; write it like 2023"),
        ("monthly", "2023", "is not a month; write it like 2023-06"),
        ("monthly", "2023-13", "is not a month; write it like 2023-06"),
    ],
)
def test_what_is_no_such_period_is_refused(kind: Kind, text: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"--period {text}: {hint}"):
        Period.parse(kind, text)


def test_a_day_outside_the_period_is_refused() -> None:
    with pytest.raises(UsageError, match="--on 2024-01-01: lies outside 2023, 2023-01-01 to 2023-12-31"):
        Period.parse("annual", "2023").check(date(2024, 1, 1))


def test_a_period_is_named_in_the_language_spoken() -> None:
    with speaking("zh"):
        assert [Period.parse("annual", "2023").name(), Period.parse("monthly", "2023-06").name()] == [
            "2023年",
            "2023年6月",
        ]
