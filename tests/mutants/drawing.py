"""Which mutants are tried: places drawn from four fields of the package, each place with one change to it.

The changes are those of cosmic-ray. Left out are changes that any test notices, because they only ever raise
(a day shifted by bits, a decorator removed), and changes that no figure shows (``==`` for ``is``, a type, the
width of a column, a guard against a programmer such as ``zip(strict=True)``).
"""

from __future__ import annotations

import difflib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, starmap, zip_longest
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names
from parso.tree import NodeOrLeaf

from tests.mutants.forking import ROOT

# Each field gets the same number of mutants. Of maps and reports only what says a figure,
# not how it is laid out.
FIELDS = {
    "rules": "rules: * rules/clauses: * rules/explanation: *",
    "measures": "measures/figures: * measures/acreage: *",
    "import checks": """
        formats/boundaries: checks parcels
        formats/boundary_text: parser
        formats/cells: conversion dates number_formats quantities
        formats/tables: agreed_indicators rows
    """,
    "figures of maps and reports": """
        maps: cards cluster_page content explaining formatting legend_lists overview_page replaying
            revitalised
        reports: acreage cells clusters composing contract_list due figure_definitions formulas lists
            material patrols period remarks summary
    """,
}
ARITHMETIC = {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod"}
LOGIC = {"BitOr", "BitAnd", "BitXor"}
ORDER = {"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"}
IDENTITY = {"Is", "IsNot"}
KINDS = (ARITHMETIC, LOGIC, ORDER, IDENTITY)
MARKS = ("*", "/")
UNSEEN = {"frozen", "kw_only", "maxsize", "slots", "strict", "width"}
STATEMENTS = (
    "simple_stmt",
    "if_stmt",
    "for_stmt",
    "while_stmt",
    "with_stmt",
    "try_stmt",
    "funcdef",
    "classdef",
)


@dataclass(frozen=True, order=True)
class Mutant:
    """One change to one place of a module."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int
    first_line: int

    def change(self) -> tuple[str, str]:
        """The lines that are changed, as they were and as they are in the mutant."""
        was = (ROOT / self.path).read_text(encoding="utf-8").splitlines()
        now = (self.source() or "").splitlines()
        steps = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
        parts = [(was[a:b], now[c:d]) for step, a, b, c, d in steps if step != "equal"]
        before, after = ("\n".join(chain(*(part[side] for part in parts))) for side in (0, 1))
        return before.strip(), after.strip()

    def source(self) -> str | None:
        """The changed module; None where the change makes no sense to Python."""
        operator = get_operator(f"core/{self.operator}")()
        changed = mutate_code((ROOT / self.path).read_text(encoding="utf-8"), operator, self.occurrence)
        try:
            compile(changed or "", self.path, "exec")
        except SyntaxError:
            return None
        return str(changed) if changed else None


def is_asked(name: str) -> bool:
    """Whether the changes of an operator of cosmic-ray tell good tests from poor ones."""
    kind, *pair = name.split("_")
    if kind == "RemoveDecorator":
        return False
    if kind in {"ReplaceBinaryOperator", "ReplaceComparisonOperator"}:
        return any(set(pair) <= kind for kind in KINDS)
    return kind != "ReplaceUnaryOperator" or pair[0] == "Delete"


@cache
def operators() -> dict[str, Operator]:
    """The operators that need no settings of their own, by name."""
    classes = {name.removeprefix("core/"): get_operator(name) for name in operator_names()}
    return {name: kind() for name, kind in classes.items() if not kind.arguments() and is_asked(name)}


def is_unseen(node: NodeOrLeaf) -> bool:
    """Whether a part of a module is a type, a mark among parameters, or a setting that shows in no figure."""
    while (parent := node.parent) is not None:
        before = node.get_previous_sibling()
        is_type = parent.type in {"tfpdef", "annassign"} and before == ":"
        is_result = parent.type == "funcdef" and before == "->"
        is_setting = parent.type == "argument" and getattr(parent.children[0], "value", "") in UNSEEN
        if is_type or is_result or is_setting or parent.type in {"parameters", "param"} and node in MARKS:
            return True
        node = parent
    return False


def first_line(node: NodeOrLeaf) -> int:
    """Where the statement begins that a part of a module stands in."""
    while node.parent is not None and node.type not in STATEMENTS:
        node = node.parent
    return int(node.start_pos[0])


def mutants_of(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of one module, given its text."""
    nodes = list(ast_nodes(get_ast(text)))
    for name, operator in operators().items():
        occurrence = -1
        for node in nodes:
            for (line, column), _ in operator.mutation_positions(node):
                occurrence += 1
                if not is_unseen(node):
                    yield Mutant(path, line, column, name, occurrence, first_line(node))


def modules(field: str) -> list[str]:
    """The modules of a field, written as ``room: module module room: module``; ``*`` is every one."""
    found: list[Path] = []
    room = ""
    for word in field.split():
        if word.endswith(":"):
            room = word.removesuffix(":")
        else:
            found += (ROOT / "landwatch" / room).glob(f"{word}.py")
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def draw_field(field: str, count: int, dice: random.Random) -> list[Mutant]:
    """Draw mutants of one field: first the place, so that many changes to one sign count once."""
    places: dict[tuple[str, int, int], list[Mutant]] = defaultdict(list)
    texts = ((path, (ROOT / path).read_text(encoding="utf-8")) for path in modules(field))
    for mutant in chain(*starmap(mutants_of, texts)):
        places[mutant.path, mutant.line, mutant.column].append(mutant)
    order = dice.sample(sorted(places), len(places))
    drawn = (dice.choice(sorted(places[place])) for place in order)
    return [mutant for mutant, _ in zip((one for one in drawn if one.source()), range(count), strict=False)]


def draw(count: int, seed: int) -> list[Mutant]:
    """Draw mutants evenly from all fields, in the order in which they are tried."""
    dice = random.Random(seed)
    fields = [draw_field(field, -(-count // len(FIELDS)), dice) for field in FIELDS.values()]
    return [mutant for mutant in chain(*zip_longest(*fields)) if mutant][:count]
