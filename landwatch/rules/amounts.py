"""Exact money on whole columns.

Amounts are integers in fen. :data:`UNKNOWN` stands for an amount that is not known, as NaT does for a
day, and spreads. Products that 64 bits cannot hold are computed with Python integers for just those rows,
so that a price near the limit is as exact as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BILLION",
    "UNKNOWN",
    "Amounts",
    "daily_damages",
    "is_short",
    "known",
    "minus",
    "over_rows",
    "share_of",
]

Amounts = NDArray[Any]
"""Integers: int64, or Python integers in an object array where 64 bits do not hold one of them."""

UNKNOWN: int = int(np.iinfo(np.int64).min)

_SAFE = float(2**62)
_NEAR, _SMALL_DIVISOR = float(2**49), float(2**60)
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
    above, below = _as_floats(factors), _as_floats(divisors)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        estimate = above / below
        # Off by less than a half there, and twice the rest still fits 64 bits.
        is_near = usable & (estimate < _NEAR) & (below < _SMALL_DIVISOR) & _are_machine_integers(factors)
    result = _to_nearest(factors, divisors, np.where(is_near, np.rint(estimate), 0).astype(np.int64))
    result[~is_near] = UNKNOWN
    large = np.flatnonzero(usable & ~is_near)
    return _put(result, large, _exact_quotient(factors, divisors, large)) if len(large) else result


def _usable(factors: Sequence[Amounts], divisors: Sequence[Amounts | int]) -> NDArray[np.bool_]:
    columns = [divisor for divisor in divisors if not isinstance(divisor, int)]
    usable = known(*factors, *columns)
    for divisor in columns:
        usable &= np.asarray(divisor != 0, dtype=np.bool_)
    return usable


def _as_floats(columns: Sequence[Amounts | int]) -> Any:
    return reduce(np.multiply, (np.asarray(column).astype(np.float64) for column in columns))


def _are_machine_integers(factors: Sequence[Amounts]) -> bool:
    return all(column.dtype != object for column in factors)


def _to_nearest(factors: Sequence[Amounts], divisors: Sequence[Amounts | int], near: Amounts) -> Amounts:
    """Correct quotients that are off by less than one and a half, without ever dividing integers.

    The products wrap at 64 bits, and so does their difference: but the true difference is small, so that
    what is left of it is exact, however large the products are.
    """
    if not _are_machine_integers(factors):
        return near
    below: Any = reduce(np.multiply, divisors)
    rest = reduce(np.multiply, factors) - near * below
    return np.asarray(near + (2 * rest >= below) - (2 * rest < -below))


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


def over_rows(rows: NDArray[np.bool_], compute: Callable[..., Amounts], *columns: Amounts) -> Amounts:
    """Compute amounts for the rows that need it; for all others there is nothing.

    Parameters
    ----------
    rows
        The rows wanted.
    compute
        Takes the columns, cut to those rows.
    *columns
        Columns of all rows.

    Returns
    -------
    Amounts
        What was computed, and 0 elsewhere.
    """
    amounts: Amounts = np.zeros(len(rows), dtype=np.int64)
    chosen = np.flatnonzero(rows)
    return _put(amounts, chosen, compute(*(column[chosen] for column in columns))) if len(chosen) else amounts


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


def is_short(part: Amounts, whole: Amounts, share: Fraction) -> NDArray[np.bool_]:
    """Tell where a part is strictly below a share of the whole, compared exactly.

    Parameters
    ----------
    part, whole
        Integer columns.
    share
        The share, e.g. one third.

    Returns
    -------
    NDArray[np.bool_]
        True where ``part / whole < share``; false where either is unknown.
    """
    sure = known(part, whole)
    short = np.zeros(len(part), dtype=np.bool_)
    short[sure] = part[sure].astype(object) * share.denominator < whole[sure].astype(object) * share.numerator
    return short


def _put(column: Amounts, rows: NDArray[np.int64], values: Amounts) -> Amounts:
    limit = np.iinfo(np.int64).max
    if values.dtype == object and column.dtype != object and max(map(abs, values)) > limit:
        column = column.astype(object)
    column = column.copy()
    column[rows] = values if column.dtype == object else values.astype(np.int64)
    return column
