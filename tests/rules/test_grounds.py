"""What rests on what: of one contract with its days and records, and of a value in general."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from landwatch.i18n import speaking
from landwatch.rules.explanation.grounds import Ground, Grounds, grounds_of, grounds_of_value, is_value
from landwatch.rules.explanation.tree import explain
from tests.rules.test_tree import late


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def named(grounds: Grounds, name: str) -> Ground:
    """The one value of a name."""
    (found,) = [ground for key, ground in grounds.grounds.items() if key.split(" ")[0] == name]
    return found


def test_a_default_rests_on_the_day_that_counts_though_the_explanation_says_it_elsewhere() -> None:
    drawn = grounds_of(explain(late(), "2023-1"))
    status, due = named(drawn, "commencement_status"), named(drawn, "effective_commencement_due")
    assert (status.key, due.key) in drawn.edges


def test_the_agreed_day_on_file_is_a_fact_with_who_recorded_it_as_its_basis() -> None:
    agreed = named(grounds_of(explain(late(), "2023-1")), "agreed_commencement")
    assert (agreed.kind, agreed.basis.split(";")[0]) == ("fact", "contract")


def test_a_law_value_of_a_contract_says_which_day_chose_it() -> None:
    year = named(grounds_of(explain(late(on=date(2025, 7, 1)), "2023-1")), "idle_first_years")
    assert (year.kind, year.value) == ("law", "1 year")
    assert "in force since 1999-04-28" in year.basis


def test_in_general_the_year_of_idleness_reaches_the_fee() -> None:
    drawn = grounds_of_value("idle_first_years")
    assert drawn.grounds["idle_first_years"].kind == "asked"
    assert ("first_idle_day", "idle_first_years") in drawn.edges
    assert "idle_fee_potential_fen" in drawn.grounds


def test_in_general_a_status_rests_on_the_agreed_day_by_way_of_steps_without_a_name() -> None:
    drawn = grounds_of_value("commencement_status")
    assert drawn.grounds["agreed_commencement"].kind == "fact"
    assert {name for name in drawn.grounds if name.startswith("amendments")} == set()


def test_a_drawing_leaves_out_a_line_that_a_longer_way_says() -> None:
    parts = {name: Ground(name, "value", name) for name in ("late", "due", "agreed")}
    edges = dict.fromkeys([("late", "due"), ("due", "agreed"), ("late", "agreed")])
    assert Grounds("", parts, edges).steps() == [("late", "due"), ("due", "agreed")]


def test_names_of_rules_and_of_law_are_values_and_numbers_of_contracts_are_none() -> None:
    assert (is_value("idle_status"), is_value("idle_first_years"), is_value("2023-1")) == (True, True, False)
