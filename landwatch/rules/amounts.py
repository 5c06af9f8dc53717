"""Exact money on whole columns.

Amounts are integers in fen. :data:`UNKNOWN` stands for an amount that is not known, as NaT does for a
day, and spreads. Products that 64 bits cannot hold are computed with Python integers for just those rows,
so that a price near the limit is as exact as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
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
    rows = len(factors[0])
    below = [np.broadcast_to(np.asarray(divisor), (rows,)) for divisor in divisors]
    usable = known(*factors, *below)
    for divisor in below:
        usable &= np.asarray(divisor != 0, dtype=np.bool_)
    size = np.ones(rows)
    for column in factors:
        size = size * np.abs(column.astype(np.float64))
    fits = usable & (size < _SAFE)
    result = _quotient([_small(c, fits) for c in factors], [_small(d, fits, 1) for d in below])
    result[~fits] = UNKNOWN
    large = np.flatnonzero(usable & ~fits)
    if len(large) == 0:
        return result
    exact = _quotient([c[large].astype(object) for c in factors], [d[large].astype(object) for d in below])
    return _put(result, large, exact)


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


def _small(column: Amounts, fits: NDArray[np.bool_], otherwise: int = 0) -> NDArray[np.int64]:
    return np.where(fits, column, otherwise).astype(np.int64)


def _quotient(factors: Sequence[Amounts], divisors: Sequence[Amounts]) -> Amounts:
    above = factors[0].copy()
    for column in factors[1:]:
        above = above * column
    below = divisors[0]
    for column in divisors[1:]:
        below = below * column
    whole = above // below
    rest = above - whole * below
    return np.asarray(whole + (rest >= below - rest))


def _put(column: Amounts, rows: NDArray[np.int64], values: Amounts) -> Amounts:
    limit = np.iinfo(np.int64).max
    if values.dtype == object and column.dtype != object and max(map(abs, values)) > limit:
        column = column.astype(object)
    column = column.copy()
    column[rows] = values if column.dtype == object else values.astype(np.int64)
    return column
