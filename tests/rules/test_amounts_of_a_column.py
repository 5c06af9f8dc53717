"""Amounts as a column of a snapshot holds them, unknown ones and such as need more than 64 bits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from landwatch.rules.amounts import UNKNOWN
from landwatch.rules.events import read_amounts


def test_amounts_of_64_bits_stay_integers_and_the_missing_one_is_unknown() -> None:
    read = read_amounts(pd.Series([7, None, -3], dtype="Int64"))
    assert read.dtype == np.int64
    assert read.tolist() == [7, UNKNOWN, -3]


def test_amounts_beyond_64_bits_are_kept_to_the_last_digit() -> None:
    read = read_amounts(pd.Series([2**70 + 1, None], dtype=object))
    assert read.tolist() == [2**70 + 1, UNKNOWN]
