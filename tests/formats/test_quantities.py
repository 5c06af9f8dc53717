"""Areas, money and rates: exact, with the unit written nearest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch.formats.cells.conversion import BadValue, Cell
from landwatch.formats.cells.quantities import as_decimal, as_quantity, in_unit


def exact(cell: Cell, kind: str, unit: str) -> int:
    quantity = as_quantity(cell, kind, unit, unit_named=True)
    assert quantity is not None
    return quantity.exact


@pytest.mark.parametrize(
    ("cell", "unit", "area_cm2"),
    [
        (5.8, "公顷", 580_000_000),
        ("5.8", "公顷", 580_000_000),
        ("5.8公顷", "平方米", 580_000_000),
        ("58000平方米", "公顷", 580_000_000),
        ("58,000.00 ㎡", "公顷", 580_000_000),
        ("87亩", "公顷", 580_000_000),
        ("８７", "亩", 580_000_000),
    ],
)
def test_a_unit_after_the_number_goes_before_the_unit_of_the_column(
    cell: Cell, unit: str, area_cm2: int
) -> None:
    assert exact(cell, "area", unit) == area_cm2


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        (1800, "万元", 1_800_000_000),
        ("1800万元", "元", 1_800_000_000),
        ("¥1,800.50", "元", 180_050),
        ("0.18亿元", "万元", 1_800_000_000),
    ],
)
def test_money_comes_out_in_fen(cell: Cell, unit: str, fen: int) -> None:
    assert exact(cell, "money", unit) == fen


@pytest.mark.parametrize(
    ("cell", "ppb"), [(0.5, 500_000), ("0.5‰", 500_000), ("0.05%", 500_000), ("１‰", 1_000_000)]
)
def test_daily_rates_come_out_in_parts_per_billion(cell: Cell, ppb: int) -> None:
    assert exact(cell, "rate", "‰") == ppb


def test_the_shadow_of_binary_fractions_is_not_read() -> None:
    assert exact(0.1 + 0.2, "area", "公顷") == exact("0.3", "area", "公顷")


def test_money_with_parts_of_a_fen_is_refused_and_not_rounded() -> None:
    with pytest.raises(BadValue, match="parts smaller than 0.01 yuan") as caught:
        as_quantity("1800.1234567", "money", "万元", unit_named=True)
    assert caught.value.code == "bad_number"


def test_a_figure_too_large_for_a_unit_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(BadValue, match="write the unit into the header"):
        as_quantity("58000", "area", "公顷", unit_named=False)
    assert exact("58000", "area", "公顷") == 5_800_000_000_000


def test_an_unknown_unit_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BadValue, match="“斤” is not known; known are 公顷 亩 平方米"):
        as_quantity("5斤", "area", "公顷", unit_named=True)


@pytest.mark.parametrize("cell", ["abc", "1,80", "1.2.3", "1e999", "inf", "1_000", True, "=1+1"])
def test_what_is_no_number_is_refused(cell: Cell) -> None:
    with pytest.raises(BadValue) as caught:
        as_quantity(cell, "money", "元", unit_named=True)
    assert caught.value.code == "bad_number"


@pytest.mark.parametrize("cell", [None, "", "-", "nan"])
def test_an_empty_cell_is_no_quantity(cell: Cell) -> None:
    assert as_quantity(cell, "money", "元", unit_named=True) is None


def test_a_negative_figure_is_refused() -> None:
    with pytest.raises(BadValue, match="must not be negative"):
        as_quantity("-5", "money", "元", unit_named=True)


def test_a_figure_beyond_the_columns_of_a_register_is_refused() -> None:
    with pytest.raises(BadValue, match="too large"):
        as_quantity("1e25", "money", "元", unit_named=True)


def test_a_plain_number_takes_no_unit() -> None:
    assert as_decimal("1.20") == Decimal("1.20")
    with pytest.raises(BadValue):
        as_decimal("1.2倍")


@given(area_cm2=st.integers(0, 10**13))
def test_an_area_in_hectares_survives_its_text(area_cm2: int) -> None:
    assert exact(f"{Decimal(area_cm2).scaleb(-8):f}", "area", "公顷") == area_cm2


@given(fen=st.integers(0, 10**14))
def test_an_amount_in_wan_yuan_survives_a_spreadsheet(fen: int) -> None:
    assert exact(fen / 1_000_000, "money", "万元") == fen


def test_a_stated_figure_can_be_read_in_another_unit() -> None:
    assert in_unit(Decimal(87), "亩") == in_unit(Decimal(58_000), "平方米")


def test_the_largest_amount_is_what_the_register_holds_in_64_bits() -> None:
    assert exact("92233720368547758.07", "money", "元") == 2**63 - 1
    with pytest.raises(BadValue, match="too large to be true"):
        exact("92233720368547758.08", "money", "元")
