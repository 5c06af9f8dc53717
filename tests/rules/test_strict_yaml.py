"""What files of law and cases may say, and how exactly it is read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from landwatch.rules.strict_yaml import exact_fraction


def test_a_number_of_forty_signs_is_read_exactly() -> None:
    assert exact_fraction("0." + "3" * 38) == Fraction(int("3" * 38), 10**38)


def test_a_number_of_more_signs_than_anybody_counts_is_refused() -> None:
    with pytest.raises(ValueError):
        exact_fraction("0." + "3" * 39)
