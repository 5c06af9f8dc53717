"""A column of one value is known for one, and two of the same value are one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landwatch.rules.constants import constant, is_same

DAY, NEVER = np.datetime64("2023-06-30"), np.datetime64("NaT", "D")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (constant(DAY, 3), constant(np.datetime64("2023-06-30"), 3), True),
        (constant(NEVER, 3), constant(np.datetime64("NaT", "D"), 3), True),
        (constant(DAY, 3), constant(NEVER, 3), False),
        (constant(DAY, 3), np.array([DAY, DAY, DAY]), False),
    ],
    ids=["equal", "both unknown", "one unknown", "not made of one value"],
)
def test_two_columns_are_the_same_where_each_is_of_one_value_and_it_is_equal(
    one: Any, other: Any, same: bool
) -> None:
    assert is_same(one, other) is same
