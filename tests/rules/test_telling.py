"""The table of what an explanation tells names values that there are, and says what it does with each."""

from __future__ import annotations

import numpy as np
import pytest

from landwatch.rules.amounts import UNKNOWN
from landwatch.rules.engine import RULES, labels
from landwatch.rules.explanation import telling
from landwatch.rules.explanation.telling import is_aside, is_told, says_something


def test_every_value_of_the_table_is_a_rule() -> None:
    assert sorted(set(telling._TABLE) - set(RULES)) == []


def test_every_value_that_heads_an_explanation_has_a_label() -> None:
    assert [name for name in telling.HEADS if name not in labels()] == []


@pytest.mark.parametrize(
    ("name", "says", "on_record", "told"),
    [
        ("commenced_on", False, False, True),
        ("excused_days", False, False, False),
        ("excused_days", False, True, True),
        ("derived_commencement_due", False, True, False),
        ("route_judged_on", True, True, False),
    ],
)
def test_a_value_is_told_by_its_line_of_the_table(name: str, says: bool, on_record: bool, told: bool) -> None:
    assert is_told(name, says, on_record) is told


def test_the_area_is_spoken_of_only_where_it_divides_the_price() -> None:
    asked = ("damages_base_fen", "area_cm2")
    assert (is_aside(*asked, by_parcel=False), is_aside(*asked, by_parcel=True)) == (True, False)


def test_an_unknown_amount_of_damages_says_something_and_nought_does_not() -> None:
    label = labels()["commencement_damages_fen"]
    values = {label.name: np.array([UNKNOWN, 0, 5], dtype=object)}
    assert [says_something(label, values, row) for row in range(3)] == [True, False, True]


def test_an_amount_that_is_not_known_and_one_of_nought_say_nothing() -> None:
    label = labels()["idle_fee_potential_fen"]
    values = {label.name: np.array([UNKNOWN, 0, 5], dtype=object)}
    assert [says_something(label, values, row) for row in range(3)] == [False, False, True]
