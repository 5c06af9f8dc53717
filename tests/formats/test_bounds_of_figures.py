"""Figures at their bounds: the last one taken and the first one refused, the unit kept beside them."""

from __future__ import annotations

import pytest

from landwatch.formats.cells.conversion import BadValue
from landwatch.formats.cells.number_formats import DATE, format_kind
from landwatch.formats.cells.quantities import as_decimal, as_figure, as_quantity


def exact(cell: str, kind: str, unit: str, *, unit_named: bool) -> int:
    quantity = as_quantity(cell, kind, unit, unit_named=unit_named)
    assert quantity is not None
    return quantity.exact


@pytest.mark.parametrize(
    ("last", "first", "kind", "unit", "most"),
    [
        ("1000", "1000.0001", "area", "公顷", 100_000_000_000),
        ("10000000000", "10000000000.01", "money", "元", 10**12),
    ],
)
def test_without_a_unit_a_thousand_hectares_and_ten_milliard_yuan_are_the_most(
    last: str, first: str, kind: str, unit: str, most: int
) -> None:
    assert exact(last, kind, unit, unit_named=False) == most
    assert exact(first, kind, unit, unit_named=True) > most
    with pytest.raises(BadValue, match="no unit is written"):
        exact(first, kind, unit, unit_named=False)


def test_the_largest_amount_is_the_largest_that_a_register_holds() -> None:
    assert exact("92233720368547758.07", "money", "元", unit_named=True) == 2**63 - 1
    with pytest.raises(BadValue):
        exact("92233720368547758.08", "money", "元", unit_named=True)


@pytest.mark.parametrize(("cell", "unit"), [("3亩", "亩"), ("3", "公顷")])
def test_a_quantity_keeps_the_unit_it_was_read_in(cell: str, unit: str) -> None:
    quantity = as_quantity(cell, "area", "公顷", unit_named=True)
    assert quantity is not None
    assert quantity.unit == unit


def test_a_percentage_is_a_hundredth_and_a_plain_figure_is_itself() -> None:
    assert [str(as_decimal(cell)) for cell in ("120%", "120")] == ["1.2", "120"]
    assert as_decimal("") is None
    assert as_figure("") is None


@pytest.mark.parametrize("number", [26, 37, 49, 59])
def test_the_formats_beside_the_days_of_chinese_spreadsheets_are_no_days(number: int) -> None:
    assert format_kind(number, None) != DATE


@pytest.mark.parametrize("number", [27, 36, 50, 58])
def test_the_first_and_last_of_them_are_days(number: int) -> None:
    assert format_kind(number, None) == DATE
