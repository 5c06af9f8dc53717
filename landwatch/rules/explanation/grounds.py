"""Which value rests on which: of a contract with its days and records, or of a value in general."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any, Literal

from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.rules.engine import RULES, labels
from landwatch.rules.explanation.law_text import law_value_text
from landwatch.rules.explanation.node import Explanation, Node
from landwatch.rules.parameters import Law, load_law
from landwatch.rules.wording import CERTAINTY, EVENTS, FACTS, word

__all__ = ["Ground", "Grounds", "grounds_of", "grounds_of_value", "is_value"]

Kind = Literal["asked", "value", "law", "fact"]


@dataclass(frozen=True)
class Ground:
    """A value, a fact or a legal number of the graph.

    Attributes
    ----------
    key
        What tells it from the others.
    kind
        ``value`` computed, ``law``, ``fact`` on file; ``asked`` is the value that was asked about.
    label, value, basis
        What it is, what it amounts to (empty in general) and the clause, source or document.
    """

    key: str
    kind: Kind
    label: str
    value: str = ""
    basis: str = ""


@dataclass
class Grounds:
    """What rests on what.

    Attributes
    ----------
    title
        Of which contract on which day, or of which value.
    grounds
        The values, facts and legal numbers by key.
    edges
        Pairs of keys: the first rests on the second.
    """

    title: str
    grounds: dict[str, Ground] = field(default_factory=dict)
    edges: dict[tuple[str, str], None] = field(default_factory=dict)

    def steps(self) -> list[tuple[str, str]]:
        """Return the edges without those that a longer way says as well, so that a drawing can be read."""
        below: dict[str, list[str]] = {}
        for above, ground in self.edges:
            below.setdefault(above, []).append(ground)

        @cache
        def reached(key: str) -> frozenset[str]:  # numpydoc ignore=PR01
            """Everything that a value rests on, by whatever way."""
            return frozenset(below.get(key, ())).union(*map(reached, below.get(key, ())))

        return [
            (above, ground)
            for above, ground in self.edges
            if not any(ground in reached(other) for other in below[above])
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return what rests on what as plain data."""
        return {
            "title": self.title,
            "values": [vars(ground) for ground in self.grounds.values()],
            "rests_on": [list(edge) for edge in self.edges],
        }


def grounds_of(explanation: Explanation, law: Law | None = None) -> Grounds:
    """Draw what an explanation tells together: each value once, however many others rest on it.

    Parameters
    ----------
    explanation
        The explanation of one contract.
    law
        The legal numbers; the package's own where they are not given.

    Returns
    -------
    Grounds
        In the language of the explanation.
    """
    law = law or load_law()
    found = Grounds(
        _("What the findings on contract {contract} rest on, judged at the end of {day}").format(
            contract=explanation.contract_no, day=explanation.on
        )
    )

    keys: dict[str, dict[str, None]] = {}

    def add(node: Node) -> str:  # numpydoc ignore=PR01
        """Take a node and what stands below it; return its key."""
        # A value told again further down is the same; phases have values, and contracts records, of one name.
        key = " ".join(
            filter(None, (node.name, node.label, node.value, "" if node.name in RULES else node.clause))
        )
        keys.setdefault(node.name, {})[key] = None
        found.grounds.setdefault(key, Ground(key, _kind(node.name, law), node.label, node.value, node.basis))
        for child in node.children:
            found.edges[key, add(child)] = None
        return key

    for root in explanation.roots:
        add(root)
    # An explanation says nothing twice, so that it leaves out some of what stands further up: tied here.
    for name in keys:
        for read in _read(name, law):
            for above, below in product(keys[name], keys.get(read, ())):
                if len(keys[name]) == len(keys[read]) == 1:
                    found.edges[above, below] = None
    return found


def _kind(name: str, law: Law) -> Kind:
    if name in law.values:
        return "law"
    return "value" if name in RULES else "fact"


def grounds_of_value(name: str, law: Law | None = None) -> Grounds:
    """Draw what a value rests on in general, and what rests on it.

    Parameters
    ----------
    name
        Name of a computed value or of a legal number.
    law
        The legal numbers; the package's own where they are not given.

    Returns
    -------
    Grounds
        In the current language; steps without a label are passed through.

    Raises
    ------
    KeyError
        If there is no value of that name; see :func:`is_value`.
    """
    law = law or load_law()
    asked = _ground(name, law, "asked")
    found = Grounds(_("What {value} rests on, and what rests on it").format(value=asked.label), {name: asked})

    def down(above: str) -> None:  # numpydoc ignore=PR01
        """Take what a value rests on."""
        for read in _read(above, law):
            new = read not in found.grounds
            found.grounds.setdefault(read, _ground(read, law))
            found.edges[above, read] = None
            if new:
                down(read)

    def up(below: str) -> None:  # numpydoc ignore=PR01
        """Take what rests on a value."""
        for reader in labels():
            if below in _read(reader, law):
                new = reader not in found.grounds
                found.grounds.setdefault(reader, _ground(reader, law))
                found.edges[reader, below] = None
                if new:
                    up(reader)

    down(name)
    up(name)
    return found


def is_value(name: str, law: Law | None = None) -> bool:
    """Tell whether a name is that of a computed value or of a legal number.

    Parameters
    ----------
    name
        The name.
    law
        The legal numbers; the package's own where they are not given.
    """
    return name in labels() or name in (law or load_law()).values


def _read(name: str, law: Law) -> dict[str, None]:
    """What a value rests on that has a name for people; a step without one gives what it rests on itself."""

    def named(rule: str) -> Iterator[str]:
        for read in RULES[rule].reads if rule in RULES else ():
            if read in labels() or read in law.values or read in FACTS:
                yield read
            else:
                yield from named(read)

    return dict.fromkeys(named(name))


def _ground(name: str, law: Law, kind: Kind | None = None) -> Ground:
    chinese = language() == "zh"
    if name in labels():
        label = labels()[name]
        basis = "; ".join(filter(None, [label.clause, word(CERTAINTY, label.certainty)]))
        return Ground(name, kind or "value", label.zh if chinese else label.en, basis=basis)
    if name in law.values:
        value = law.values[name]
        held = law_value_text(value, value.values[-1][1])
        title = value.label_zh if chinese else value.label_en
        basis = "; ".join(filter(None, [value.source, word(CERTAINTY, value.certainty)]))
        return Ground(name, kind or "law", title, held, basis)
    return Ground(name, "fact", word(EVENTS if name in EVENTS else FACTS, name))
