"""Units are exact in both directions and rounded once, half up, when they are written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch.units import (
    cm2_from_hectares,
    cm2_from_m2,
    cm2_from_mu,
    fen_from_wan_yuan,
    fen_from_yuan,
    format_hectares,
    format_m2,
    format_mu,
    format_yuan,
    mu_from_cm2,
    percent_text,
    ppb_from_permille,
    round_half_up,
)


@pytest.mark.parametrize(
    ("mu", "hectares", "square_metres"),
    [
        ("960", "64.0000", "640000.00"),
        ("1100", "73.3333", "733333.33"),
        ("1444", "96.2667", "962666.67"),
        ("700", "46.6667", "466666.67"),
    ],
)
def test_the_acreages_of_the_zone_are_exact_in_every_unit(mu: str, hectares: str, square_metres: str) -> None:
    area = cm2_from_mu(Decimal(mu))
    assert (format_hectares(area), format_m2(area), format_mu(area)) == (hectares, square_metres, f"{mu}.00")


def test_fifteen_mu_are_one_hectare_exactly() -> None:
    assert mu_from_cm2(cm2_from_hectares(Decimal(1))) == 15


def test_a_mu_is_two_thousand_thirds_of_a_square_metre() -> None:
    assert mu_from_cm2(cm2_from_m2(Decimal(40_000))) == 60
    assert mu_from_cm2(1) == Fraction(3, 20_000_000)


@given(st.integers(0, 10**13))
def test_mu_and_back_is_off_by_nothing(area: int) -> None:
    assert cm2_from_mu(mu_from_cm2(area)) == area


@given(st.integers(0, 2**70))
def test_yuan_and_back_is_off_by_nothing(fen: int) -> None:
    assert fen_from_yuan(Decimal(format_yuan(fen))) == fen


@given(st.integers(-(10**40), 10**40), st.integers(1, 10**12), st.integers(0, 6))
def test_rounding_is_half_up_for_numbers_of_any_size(above: int, below: int, decimals: int) -> None:
    number = Fraction(above, below)
    rounded = round_half_up(number, decimals)
    assert abs(Fraction(rounded) - number) <= Fraction(1, 2 * 10**decimals)
    assert -rounded.as_tuple().exponent == decimals


@pytest.mark.parametrize(
    ("number", "expected"), [("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01"), ("2.675", "2.68")]
)
def test_half_rounds_away_from_zero(number: str, expected: str) -> None:
    assert str(round_half_up(Decimal(number), 2)) == expected


@pytest.mark.parametrize(
    ("convert", "number", "expected"),
    [
        (fen_from_yuan, "18000000.00", 1_800_000_000),
        (fen_from_yuan, "92233720368547758.08", 2**63),
        (fen_from_wan_yuan, "1800.000001", 1_800_000_001),
        (ppb_from_permille, "0.5", 500_000),
        (ppb_from_permille, "0.000001", 1),
        (cm2_from_m2, "0.00005", 1),
        (cm2_from_m2, "0.00004999", 0),
    ],
)
def test_conversion_is_exact(convert: Callable[[Decimal], int], number: str, expected: int) -> None:
    assert convert(Decimal(number)) == expected


@pytest.mark.parametrize(
    ("convert", "number", "words"),
    [
        (fen_from_yuan, "0.001", "0.001 yuan is not a whole number of fen"),
        (fen_from_wan_yuan, "0.0000001", "万元 is not a whole number of fen"),
        (ppb_from_permille, "0.0000001", "‰ has more than six decimals"),
    ],
)
def test_money_and_rates_are_never_rounded_on_the_way_in(
    convert: Callable[[Decimal], int], number: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        convert(Decimal(number))


@pytest.mark.parametrize(
    ("share", "text"), [("1/3", "33.3"), ("1/20", "5"), ("1/8", "12.5"), ("0", "0"), ("1", "100")]
)
def test_a_share_is_written_in_percent_with_one_place_at_most(share: str, text: str) -> None:
    assert percent_text(Fraction(share)) == text
