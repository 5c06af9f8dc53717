"""Exact money on whole columns.

Amounts are integers in fen. :data:`UNKNOWN` stands for an amount that is not known, as NaT does for a
day, and spreads. Products that 64 bits cannot hold are computed with Python integers for just those rows,
so that a price near the limit is as exact as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from landwatch.rules.constants import constant

__all__ = [
    "BILLION",
    "UNKNOWN",
    "Amounts",
    "Shares",
    "daily_damages",
    "fraction_of",
    "is_short",
    "known",
    "minus",
    "over_rows",
    "share_of",
    "sum_of_parts",
]

Amounts = NDArray[Any]
"""Integers: int64, or Python integers in an object array where 64 bits do not hold one of them."""


class Shares(NamedTuple):
    """Exact shares, one a row, as columns of numerators and of positive denominators."""

    numerator: NDArray[np.int64]
    denominator: NDArray[np.int64]


UNKNOWN: int = int(np.iinfo(np.int64).min)

_SAFE = float(2**62)
# More than the error of a quotient of ten numbers that were rounded to floats, in parts of the quotient.
_ERROR = 2.0**-48
BILLION = 10**9


def known(*columns: Amounts) -> NDArray[np.bool_]:
    """Tell where every one of the columns is known.

    Parameters
    ----------
    *columns
        Integer columns of one length.

    Returns
    -------
    NDArray[np.bool_]
        True where none is :data:`UNKNOWN`.
    """
    found = np.ones(len(columns[0]), dtype=np.bool_)
    for column in columns:
        found &= np.asarray(column != UNKNOWN, dtype=np.bool_)
    return found


def share_of(factors: Sequence[Amounts], divisors: Sequence[Amounts | int]) -> Amounts:
    """Multiply columns, divide by others, and round once, half up, to a whole fen.

    Parameters
    ----------
    factors
        Non-negative integer columns of one length, e.g. price in fen, daily rate in ppb, days.
    divisors
        Positive integers or columns of the same length, e.g. 1,000,000,000 for a rate in ppb.

    Returns
    -------
    Amounts
        The rounded quotients; :data:`UNKNOWN` where a factor or divisor is unknown or a divisor is 0.
    """
    usable = _usable(factors, divisors)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        estimate = _as_floats(factors)
        estimate /= _as_floats(divisors)
        nearest = np.rint(estimate)
        # The whole number next to an estimate is right unless a half lies within the error of the estimate.
        estimate -= nearest
        is_sure = usable & (np.abs(estimate) + (nearest + 1) * _ERROR < 0.5)
    if is_sure.all():
        return np.asarray(nearest.astype(np.int64))
    quotient: Amounts = np.full(len(nearest), UNKNOWN)
    quotient[is_sure] = nearest[is_sure]
    unsure = np.flatnonzero(usable & ~is_sure)
    return _put(quotient, unsure, _exact_quotient(factors, divisors, unsure)) if len(unsure) else quotient


def _usable(factors: Sequence[Amounts], divisors: Sequence[Amounts | int]) -> NDArray[np.bool_]:
    columns = [divisor for divisor in divisors if not isinstance(divisor, int)]
    usable = known(*factors, *columns)
    for divisor in columns:
        usable &= np.asarray(divisor != 0, dtype=np.bool_)
    return usable


def _as_floats(columns: Sequence[Amounts | int]) -> Any:
    return reduce(np.multiply, (np.asarray(column).astype(np.float64) for column in columns))


def _exact_quotient(
    factors: Sequence[Amounts], divisors: Sequence[Amounts | int], rows: NDArray[np.int64]
) -> Amounts:
    """Divide with Python integers."""
    above = reduce(np.multiply, (column[rows].astype(object) for column in factors))
    below = np.ones_like(above)
    for divisor in divisors:
        below = below * (divisor if isinstance(divisor, int) else divisor[rows].astype(object))
    whole = above // below
    rest = above - whole * below
    return np.asarray(whole + (rest >= below - rest))


def fraction_of(whole: Amounts, share: Shares) -> Amounts:
    """Take a share of amounts, rounded once, half up, to a whole fen.

    Parameters
    ----------
    whole
        Amounts in fen.
    share
        The share of each, e.g. one fifth.

    Returns
    -------
    Amounts
        The shares; :data:`UNKNOWN` where the amount is unknown.
    """
    return share_of([whole, share.numerator], [share.denominator])


def daily_damages(base: Amounts, rate_ppb: Amounts, days: NDArray[np.int64]) -> Amounts:
    """Compute damages that run by the day.

    Parameters
    ----------
    base
        Amount in fen on which they run.
    rate_ppb
        Daily rate in parts per billion.
    days
        Days late.

    Returns
    -------
    Amounts
        Damages in fen; nothing where no day is late, :data:`UNKNOWN` where base or rate is unknown.
    """
    return over_rows(
        days > 0, lambda base, rate, days: share_of([base, rate, days], [BILLION]), base, rate_ppb, days
    )


def over_rows(
    rows: NDArray[np.bool_], compute: Callable[..., Amounts], *columns: Any, otherwise: int = 0
) -> Amounts:
    """Compute amounts for the rows that need it.

    Parameters
    ----------
    rows
        The rows wanted.
    compute
        Takes the columns, cut to those rows.
    *columns
        Columns of all rows.
    otherwise
        The amount of all other rows.

    Returns
    -------
    Amounts
        What was computed, and `otherwise` elsewhere.
    """
    chosen = np.flatnonzero(rows)
    if len(chosen) == 0:
        return constant(np.int64(otherwise), len(rows))
    computed = compute(*(column[chosen] for column in columns))
    return _put(np.full(len(rows), otherwise, dtype=np.int64), chosen, computed)


def sum_of_parts(amounts: Amounts, part: NDArray[np.bool_], contract_row: NDArray[np.int64]) -> Amounts:
    """Give each contract that has parts the sum of their amounts.

    Parameters
    ----------
    amounts
        One amount a row.
    part
        The rows that are parts.
    contract_row
        For each row, the row of its contract.

    Returns
    -------
    Amounts
        The same amounts but for those contracts: the sum, :data:`UNKNOWN` where that of a part is unknown.
    """
    places = np.flatnonzero(part)
    if len(places) == 0:
        return amounts
    sure = known(amounts[places])
    summed = amounts.copy()
    if np.abs(amounts[places[sure]].astype(np.float64)).sum() > _SAFE:
        summed = summed.astype(object)
    contracts = contract_row[places]
    summed[contracts] = 0
    np.add.at(summed, contracts[sure], summed[places[sure]])
    summed[contracts[~sure]] = UNKNOWN
    return summed


def minus(whole: Amounts, *parts: Amounts) -> Amounts:
    """Subtract columns; an unknown part is nought, an unknown whole stays unknown.

    Parameters
    ----------
    whole
        The amounts to subtract from.
    *parts
        What is taken off.

    Returns
    -------
    Amounts
        The differences.
    """
    left = whole.copy()
    sure = known(whole)
    for part in parts:
        taken = np.flatnonzero(sure & known(part))
        if len(taken):
            left = _put(left, taken, _difference(left[taken], part[taken]))
    return left


def _difference(left: Amounts, right: Amounts) -> Amounts:
    """Subtract, with Python integers where 64 bits might not hold the result."""
    size = max(float(np.abs(column.astype(np.float64)).max()) for column in (left, right))
    return left - right if size < _SAFE else left.astype(object) - right.astype(object)


def is_short(part: Amounts, whole: Amounts, share: Shares) -> NDArray[np.bool_]:
    """Tell where a part is strictly below a share of the whole, compared exactly.

    Parameters
    ----------
    part, whole
        Integer columns.
    share
        The share of each, e.g. one third.

    Returns
    -------
    NDArray[np.bool_]
        True where ``part / whole < share``; false where either is unknown.
    """
    sure = known(part, whole)
    short = np.zeros(len(part), dtype=np.bool_)
    if not sure.any():
        return short
    some, all_of_it, above, below = (column[sure] for column in (part, whole, *share))
    if max(some.max(), all_of_it.max()) * float(below.max()) > _SAFE:
        some, all_of_it = some.astype(object), all_of_it.astype(object)
    short[sure] = some * below < all_of_it * above
    return short


def _put(column: Amounts, rows: NDArray[np.int64], values: Amounts) -> Amounts:
    """Write values to their rows, in a column of Python integers if 64 bits do not hold them."""
    limit = np.iinfo(np.int64).max
    if values.dtype == object and column.dtype != object and max(map(abs, values)) > limit:
        column = column.astype(object)
    column[rows] = values if column.dtype == object else values.astype(np.int64, copy=False)
    return column
