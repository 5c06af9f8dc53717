"""What counts as known on a page, and what is printed where nothing is."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from landwatch.i18n import speaking
from landwatch.maps.formatting import known, text


@pytest.mark.parametrize("nothing", [None, pd.NA, pd.NaT, math.nan, np.datetime64("NaT"), ""], ids=repr)
def test_nothing_is_not_known_in_any_of_its_forms(nothing: Any) -> None:
    assert not known(nothing)


@pytest.mark.parametrize("value", ["甲", "0", 0, 0.0, False, pd.Timestamp(2023, 1, 1)], ids=repr)
def test_nought_and_false_are_known(value: Any) -> None:
    assert known(value)


def test_a_text_is_printed_as_it_is_and_a_missing_one_is_said_to_be_missing() -> None:
    with speaking("en"):
        assert (text("甲机械有限公司"), text(pd.NA)) == ("甲机械有限公司", "not recorded")
