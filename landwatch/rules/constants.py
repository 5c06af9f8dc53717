"""Columns of one value: a rule that speaks of few contracts costs few."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["constant", "is_constant", "is_same"]


def constant(value: Any, rows: int) -> NDArray[Any]:
    """Make a column of one value; it cannot be written to.

    Parameters
    ----------
    value
        The value, of a NumPy type or ``None``.
    rows
        Number of rows.

    Returns
    -------
    NDArray
        A view of one value.
    """
    return np.broadcast_to(np.asarray(value), (rows,))


def is_constant(column: Any) -> bool:
    """Tell whether a column was made of one value.

    Parameters
    ----------
    column
        A column.

    Returns
    -------
    bool
        False for a column that holds each of its values, be they equal or not, and for an empty one.
    """
    return len(column) > 0 and getattr(column, "strides", None) == (0,)


def is_same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Tell whether two columns are of one and the same value.

    Parameters
    ----------
    one, other
        Columns.

    Returns
    -------
    bool
        True where both are constant and equal; an unknown day equals an unknown day.
    """
    if not (is_constant(one) and is_constant(other)) or one.dtype != other.dtype:
        return False
    return bool(one[0] is other[0] or one[0] == other[0] or (one[0] != one[0] and other[0] != other[0]))
