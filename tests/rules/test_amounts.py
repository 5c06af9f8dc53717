"""Money on columns is as exact as a Fraction, also where 64 bits end."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch.rules.amounts import (
    UNKNOWN,
    Amounts,
    Shares,
    daily_damages,
    fraction_of,
    is_short,
    known,
    minus,
    over_rows,
    share_of,
    sum_of_parts,
)

LARGEST = 2**63 - 1
FEN = st.one_of(st.integers(0, 10**12), st.integers(LARGEST - 1_000, LARGEST), st.just(UNKNOWN))
SMALL = st.integers(0, 10**7)


def column(values: Iterable[int]) -> Amounts:
    return np.array(list(values), dtype=np.int64)


def half_up(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


@given(st.lists(st.tuples(FEN, SMALL, SMALL, st.integers(0, 10**9)), min_size=1))
def test_a_share_is_the_fraction_rounded_half_up(rows: list[tuple[int, ...]]) -> None:
    base, rate, days, whole = (column(list(values)) for values in zip(*rows, strict=True))
    found = share_of([base, rate, days], [10**9, whole])
    for (b, r, d, w), value in zip(rows, found, strict=True):
        expected = UNKNOWN if UNKNOWN in (b, w) or w == 0 else half_up(Fraction(b * r * d, 10**9 * w))
        assert value == expected


@pytest.mark.parametrize(("fen", "expected"), [(49, 0), (50, 1), (51, 1), (149, 1), (150, 2)])
def test_half_a_fen_rounds_up(fen: int, expected: int) -> None:
    assert share_of([column([fen])], [100]).tolist() == [expected]


@given(st.integers(1, 2**40), st.integers(0, 2**22))
def test_a_half_and_what_lies_next_to_it_round_as_fractions_do(divisor: int, whole: int) -> None:
    above = [2 * divisor * whole + divisor + off for off in (-1, 0, 1)]
    ones = column([1, 1, 1])
    found = share_of([column(above), ones], [2, column([divisor] * 3)])
    assert found.tolist() == [half_up(Fraction(each, 2 * divisor)) for each in above]


def test_prices_beyond_64_bits_are_as_exact_as_any_other() -> None:
    price = np.array([2**70 + 1, 100], dtype=object)
    found = share_of([price, column([3, 3])], [7])
    assert found.tolist() == [half_up(Fraction((2**70 + 1) * 3, 7)), 43]


def test_damages_run_by_the_day_and_are_nothing_before_the_first() -> None:
    price, rate = column([1_800_000_000] * 3), column([500_000] * 3)
    assert daily_damages(price, rate, column([0, 1, 367])).tolist() == [0, 900_000, 330_300_000]


def test_damages_on_an_unknown_price_are_unknown_once_a_day_is_late() -> None:
    price, rate = column([UNKNOWN, UNKNOWN, 5]), column([1, 1, UNKNOWN])
    assert daily_damages(price, rate, column([0, 1, 1])).tolist() == [0, UNKNOWN, UNKNOWN]


def test_damages_that_64_bits_do_not_hold_leave_the_other_rows_alone() -> None:
    price, rate = column([LARGEST, 1_800_000_000]), column([10**9, 500_000])
    assert daily_damages(price, rate, column([10, 1])).tolist() == [LARGEST * 10, 900_000]


PARTS = st.integers(0, 10**12) | st.just(UNKNOWN)


@given(st.lists(st.tuples(FEN, PARTS, PARTS), min_size=1))
def test_an_unknown_part_is_nought_and_an_unknown_whole_stays_unknown(rows: list[tuple[int, ...]]) -> None:
    whole, *parts = (column(list(values)) for values in zip(*rows, strict=True))
    for (w, *taken), left in zip(rows, minus(whole, *parts), strict=True):
        assert left == (UNKNOWN if w == UNKNOWN else w - sum(part for part in taken if part != UNKNOWN))


def shares(values: Iterable[Fraction]) -> Shares:
    return Shares(*map(column, zip(*((v.numerator, v.denominator) for v in values), strict=True)))


@given(st.lists(st.tuples(FEN, FEN, st.sampled_from([Fraction(1, 3), Fraction(1, 4)])), min_size=1))
def test_short_is_strictly_under_the_share_of_each(rows: list[tuple[int, int, Fraction]]) -> None:
    parts, wholes, limits = zip(*rows, strict=True)
    found = is_short(column(parts), column(wholes), shares(limits))
    for (part, whole, limit), short in zip(rows, found, strict=True):
        assert short == (UNKNOWN not in (part, whole) and part < whole * limit)


def test_exactly_a_third_is_not_short_and_one_less_is() -> None:
    assert is_short(column([12, 11]), column([36, 36]), shares([Fraction(1, 3)] * 2)).tolist() == [
        False,
        True,
    ]


@given(st.lists(st.tuples(FEN, st.sampled_from([Fraction(1, 5), Fraction(1, 3)])), min_size=1))
def test_each_amount_has_a_share_of_its_own(rows: list[tuple[int, Fraction]]) -> None:
    wholes, fractions = zip(*rows, strict=True)
    for (whole, share), found in zip(rows, fraction_of(column(wholes), shares(fractions)), strict=True):
        assert found == (UNKNOWN if whole == UNKNOWN else half_up(whole * share))


def test_a_contract_has_the_sum_of_its_parts_and_others_keep_their_own() -> None:
    part = np.array([False, False, True, True])
    assert sum_of_parts(column([1, 2, 30, 40]), part, column([0, 1, 1, 1])).tolist() == [1, 70, 30, 40]


def test_a_sum_over_a_part_that_is_not_known_is_not_known() -> None:
    part = np.array([False, True, True])
    assert sum_of_parts(column([0, 30, UNKNOWN]), part, column([0, 0, 0]))[0] == UNKNOWN


def test_a_sum_that_64_bits_do_not_hold_is_exact() -> None:
    part = np.array([False, True, True])
    assert sum_of_parts(column([0, LARGEST, LARGEST]), part, column([0, 0, 0]))[0] == 2 * LARGEST


def test_known_is_where_no_column_is_unknown() -> None:
    assert known(column([1, UNKNOWN, 1]), column([1, 1, UNKNOWN])).tolist() == [True, False, False]


def test_amounts_are_computed_only_for_the_rows_that_need_them() -> None:
    asked: list[list[int]] = []

    def double(values: Amounts) -> Amounts:
        asked.append(values.tolist())
        return values * 2

    assert over_rows(np.array([False, True, True]), double, column([1, 2, 3])).tolist() == [0, 4, 6]
    assert asked == [[2, 3]]


def test_where_no_row_needs_an_amount_none_is_computed() -> None:
    def never(values: Amounts) -> Amounts:
        raise AssertionError(values)

    assert over_rows(np.array([False, False]), never, column([1, 2])).tolist() == [0, 0]
