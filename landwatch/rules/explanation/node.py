"""An explanation as it is told: nodes of a tree, and the dossier they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.rules.explanation.findings import Finding
from landwatch.rules.wording import (
    CONVENTIONS,
    EVENTS,
    SEVERITIES,
    SIDES,
    word,
)

__all__ = [
    "Explanation",
    "Node",
]


@dataclass(frozen=True)
class Node:
    """One value of the tree, with what it rests on.

    Attributes
    ----------
    name
        Name of the value, fact, law value or event.
    label, value
        What it is and what it amounts to, as text in the language of the explanation.
    told
        The value as people read it where that differs: an amount in groups of three, and how it is the
        product of base, daily rate and days. Not part of the plain data.
    clause
        The clause, source or document.
    certainty
        How sure the clause is; empty for facts.
    version
        For legal numbers, which day chose the value and since when it has been in force.
    recorded
        For facts of the register, who recorded it, when and, of a contract, from which file.
    children
        What the value was computed from; empty where the value stands in full further up.
    """

    name: str
    label: str
    value: str
    clause: str = ""
    certainty: str = ""
    recorded: str = ""
    children: tuple[Node, ...] = ()
    told: str = ""
    version: str = ""

    @property
    def basis(self) -> str:
        """What the value rests on, in one line: clause, version and certainty, and who recorded it."""
        return "; ".join(filter(None, [self.clause, self.version, self.certainty, self.recorded]))

    def rests_on_record(self) -> bool:
        """Tell whether a dated fact of the register stands somewhere below.

        Returns
        -------
        bool
            True where an event was found that the value was computed from.
        """
        return any(child.name in EVENTS or child.rests_on_record() for child in self.children)

    def to_dict(self) -> dict[str, Any]:
        """Return the node and all below it as plain data.

        Returns
        -------
        dict
            Empty entries are left out.
        """
        keys = ("name", "label", "value", "clause", "version", "certainty", "recorded")
        own = {key: getattr(self, key) for key in keys}
        kept: dict[str, Any] = {key: text for key, text in own.items() if text}
        if self.children:
            kept["children"] = [child.to_dict() for child in self.children]
        return kept


@dataclass(frozen=True)
class Explanation:
    """The dossier of one contract on one day.

    Attributes
    ----------
    contract_no, holder, cluster, on
        Which contract, who holds the land now, where, judged at the end of which day (ISO).
    known_at
        The instant of knowledge, ISO; empty where facts have no recorded history.
    headline
        One line: why the contract is where it is.
    law_version, dossier
        Hash of the legal numbers; SHA-256 over facts, law and conventions: same inputs, same hash.
    conventions
        The choices in force.
    findings
        What is to be done, by whom and by when, gravest first.
    roots
        The statuses, amounts and flags with what they rest on.
    """

    contract_no: str
    holder: str
    cluster: str
    on: str
    known_at: str
    headline: str
    law_version: str
    dossier: str
    conventions: dict[str, str]
    findings: tuple[Finding, ...]
    roots: tuple[Node, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the dossier as plain data.

        Returns
        -------
        dict
            The attributes, with the tree under ``tree``.
        """
        own = {key: value for key, value in vars(self).items() if key not in ("roots", "findings")}
        own["findings"] = [
            vars(found) | {"deadline": found.deadline and found.deadline.isoformat()}
            for found in self.findings
        ]
        return own | {"tree": [root.to_dict() for root in self.roots]}

    def text(self) -> str:
        """Write the dossier as an indented tree.

        Returns
        -------
        str
            One value a line.
        """
        lines = [
            _("Contract {contract}, judged at the end of {day}").format(
                contract=self.contract_no, day=self.on
            ),
            *filter(None, [", ".join(filter(None, [self.holder, self.cluster])), self.headline]),
            "",
        ]
        for root in self.roots:
            lines += _drawn(root, "", "")
        if self.findings:
            on = date.fromisoformat(self.on)
            lines += ["", _("What to do next:"), *(f"- {_told(found, on)}" for found in self.findings)]
        choices = _("; ").join(word(CONVENTIONS, f"{key}={value}") for key, value in self.conventions.items())
        lines += [
            "",
            _("Conventions: {choices}").format(choices=choices),
            _("Law {law}, dossier {dossier}").format(law=self.law_version, dossier=self.dossier),
        ]
        return "\n".join(lines)


def _told(found: Finding, on: date) -> str:
    side = word(SIDES, found.side)
    told = _("[{severity}] {label}: {step} (responsible: {side})").format(
        severity=word(SEVERITIES, found.severity), label=found.label, step=found.next_step, side=side
    )
    if found.deadline:
        told += _(", by {day}").format(day=found.deadline.isoformat())
        if found.deadline < on:
            over = (on - found.deadline).days
            told += ngettext(" ({count} day overdue)", " ({count} days overdue)", over).format(count=over)
    return f"{told}  〔{found.clause}〕"


def _drawn(node: Node, first: str, rest: str) -> Iterator[str]:
    said = _(": ").join(filter(None, [node.label, node.told or node.value]))
    yield f"{first}{said}" + (f"  〔{node.basis}〕" if node.basis else "")
    for place, child in enumerate(node.children):
        last = place == len(node.children) - 1
        yield from _drawn(child, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ "))
