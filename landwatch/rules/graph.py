"""The graph of the rules: which value rests on which, read from the names of the parameters of each rule.

A rule is a function named after its value; what it reads are the values, facts, choices and legal numbers
that its parameters name.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, get_type_hints

__all__ = ["Rule", "in_order", "rules_of"]


@dataclass(frozen=True, eq=False)
class Rule:
    """A function of the graph.

    Attributes
    ----------
    name
        Its name, which is that of its value.
    function
        The function itself.
    reads
        The type of each parameter, by name.
    gives
        The type of its value.
    """

    name: str
    function: Any
    reads: Mapping[str, Any]
    gives: Any


def rules_of(modules: Iterable[ModuleType]) -> dict[str, Rule]:
    """Read the rules from the clause modules: every public function that a module defines itself.

    Parameters
    ----------
    modules
        The modules, in the order in which their values are to be named.

    Returns
    -------
    dict
        The rules by name, in the order of the modules and, within a module, of the alphabet.

    Raises
    ------
    TypeError
        If two rules have one name, or a rule reads the value of another as something that it is not.
    """
    rules: dict[str, Rule] = {}
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            if name in rules:
                raise TypeError(f"two rules are called {name}: one is in {module.__name__}")
            types = get_type_hints(function)
            gives = types.pop("return")
            rules[name] = Rule(name, function, types, gives)
    for rule in rules.values():
        for read, kind in rule.reads.items():
            if read in rules and rules[read].gives != kind:
                raise TypeError(f"{rule.name} reads {read} as {kind}, which is {rules[read].gives}")
    return rules


def in_order(rules: Mapping[str, Rule], names: Iterable[str]) -> dict[str, Rule]:
    """Put the rules behind some values in an order in which they can run, each near those that need it.

    Parameters
    ----------
    rules
        All rules by name.
    names
        The values wanted.

    Returns
    -------
    dict
        The rules needed, by name.

    Raises
    ------
    TypeError
        If a value rests on itself.
    """
    found: dict[str, Rule] = {}
    open_: dict[str, None] = {}

    def visit(name: str) -> None:  # numpydoc ignore=PR01
        """Take what a rule reads, then the rule."""
        if name in found or name not in rules:
            return
        if name in open_:
            raise TypeError(f"a value rests on itself: {' → '.join([*open_, name])}")
        open_[name] = None
        for read in rules[name].reads:
            visit(read)
        del open_[name]
        found[name] = rules[name]

    for name in names:
        visit(name)
    return found
