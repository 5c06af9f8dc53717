"""The graph of the rules is read from the parameters of functions, and refuses what cannot be a graph."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from landwatch.rules.graph import in_order, rules_of


def clauses(name: str, text: str) -> ModuleType:
    """A module of rules made from its text."""
    module = ModuleType(name)
    made: dict[str, Any] = {"__name__": name}
    exec(compile(text, name, "exec"), made)
    vars(module).update(made)
    return module


CHAIN = clauses(
    "chain",
    "def zeal(due: int, on: int) -> int: ...\n"
    "def due(agreed: int, _kept: str = '') -> int: ...\n"
    "def _helper(x: int) -> int: ...\n"
    "def late(zeal: int, due: int) -> bool: ...\n",
)


def test_rules_are_the_public_functions_of_a_module_itself() -> None:
    assert list(rules_of([CHAIN])) == ["due", "late", "zeal"]


def test_a_rule_runs_after_those_it_reads_and_others_stay_away() -> None:
    rules = rules_of([CHAIN])
    assert (list(in_order(rules, ["late"])), list(in_order(rules, ["due"]))) == (
        ["due", "zeal", "late"],
        ["due"],
    )


def test_two_rules_of_one_name_are_refused() -> None:
    other = clauses("other", "def due(agreed: int) -> int: ...")
    with pytest.raises(TypeError, match="two rules are called due: one is in other"):
        rules_of([CHAIN, other])


def test_a_value_read_as_another_type_than_it_is_is_refused() -> None:
    reader = clauses("reader", "def excused(due: str) -> bool: ...")
    with pytest.raises(TypeError, match="excused reads due as <class 'str'>, which is <class 'int'>"):
        rules_of([CHAIN, reader])


def test_a_value_that_rests_on_itself_is_refused_with_its_way_round() -> None:
    round_ = clauses(
        "round", "def a(b: int) -> int: ...\ndef b(c: int) -> int: ...\ndef c(a: int) -> int: ..."
    )
    with pytest.raises(TypeError, match="a value rests on itself: a → b → c → a"):
        in_order(rules_of([round_]), ["a"])
