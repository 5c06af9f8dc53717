"""How values are printed, and how tables are summed up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from landwatch.reports import Column, Table
from landwatch.reports.document import Cell, Form, printed


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (Fraction(3329010, 100), "mu", "33,290.10"),
        (Fraction(21, 1000), "percent", "2.1"),
        (Fraction(-29, 1000), "points", "-2.9"),
        (Fraction(31, 1000), "points", "+3.1"),
        (Fraction(0), "points", "0.0"),
        (Fraction(-1, 100_000), "points", "0.0"),
        (1652, "count", "1,652"),
        (date(2023, 12, 31), "date", "2023-12-31"),
        (None, "percent", "n/a"),
        (None, "text", "—"),
    ],
)
def test_a_value_is_printed_with_thousands_and_the_decimals_of_its_form(
    value: Cell, form: Form, text: str
) -> None:
    assert printed(value, form) == text


def table(*rows: list[Cell]) -> Table:
    columns = [
        Column(head="cluster"),
        Column(head="in default", form="mu", total="sum"),
        Column(head="in force", form="mu", total="sum"),
        Column(head="rate", form="percent", share=(1, 2)),
    ]
    return Table(title="rates", columns=columns, rows=rows)


def test_the_total_of_a_rate_is_the_quotient_of_the_totals() -> None:
    total = table(
        ["A", Fraction(1), Fraction(10), Fraction(1, 10)], ["B", Fraction(3), Fraction(10), Fraction(3, 10)]
    ).total()
    assert total == ["Total", Fraction(4), Fraction(20), Fraction(1, 5)]


def test_the_total_of_a_rate_over_nothing_is_not_available() -> None:
    total = table(["A", Fraction(0), Fraction(0), None]).total()
    assert total is not None and total[3] is None


def test_a_value_that_is_missing_adds_nothing() -> None:
    total = table(["A", None, Fraction(2), None]).total()
    assert total is not None and total[1] == 0


def test_an_empty_table_has_no_total() -> None:
    assert table().total() is None
