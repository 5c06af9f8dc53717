"""Explanations inside a page: what each judgement rests on, written once however often it is told.

A tree repeats itself: the same law value stands under every commencement, the same handover under several
days. Texts and nodes are therefore kept in two tables, and what is told twice is kept once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.rules.explanation.findings import Finding
from landwatch.rules.explanation.node import Node
from landwatch.rules.explanation.tree import explanations
from landwatch.rules.wording import CONVENTIONS, SEVERITIES, SIDES, word

__all__ = ["explained", "explained_note"]

MOST_EXPLAINED = 1000
"""Contracts whose explanation travels in one page, so that a large page stays small and quick to make."""


def explained(content: MapContent, contract_nos: Iterable[str]) -> dict[str, Any]:
    """Lay out the explanations of contracts; where there are too many, of those that matter most.

    Parameters
    ----------
    content
        What is drawn.
    contract_nos
        Numbers of contracts in force.

    Returns
    -------
    dict
        ``texts``; ``nodes``, each label, value and basis as places in the texts, and the places of its
        children; ``contracts``, each its roots, what to do next (severity, text, clause) and
        fingerprint; ``law`` and ``conventions``.
    """
    chosen = _gravest(content, contract_nos)
    tables = _Tables()
    contracts = {
        told.contract_no: [
            [tables.node(root) for root in told.roots],
            [[found.severity, _next_step(found), found.clause] for found in told.findings],
            told.dossier,
        ]
        for told in explanations(content.assessment, chosen)
    }
    choices = vars(content.assessment.conventions).items()
    return {
        "texts": list(tables.texts),
        "nodes": [list(node) for node in tables.nodes],
        "contracts": contracts,
        "law": content.assessment.law_version,
        "conventions": _("; ").join(word(CONVENTIONS, f"{key}={value}") for key, value in choices),
    }


def explained_note(content: MapContent, contract_nos: Iterable[str]) -> list[str]:
    """Say whose explanation is left out of a page.

    Parameters
    ----------
    content
        What is drawn.
    contract_nos
        Numbers of contracts in force.

    Returns
    -------
    list of str
        A sentence, or none where nothing is left out.
    """
    left = len(set(contract_nos)) - MOST_EXPLAINED
    if left <= 0:
        return []
    return [
        _(
            "Full explanations are in this page for the {most} gravest contracts; of the other {left} it has "
            "the reason, and `landwatch explain` tells the rest."
        ).format(most=f"{MOST_EXPLAINED:,}", left=f"{left:,}")
    ]


def _gravest(content: MapContent, contract_nos: Iterable[str]) -> list[str]:
    """Idle land first, then by the gravity of the state."""
    rows = content.contracts.loc[list(dict.fromkeys(contract_nos)), ["state", "idle"]]
    if len(rows) <= MOST_EXPLAINED:
        return list(rows.index)
    rank = content.holdings.drop_duplicates("contract_no").set_index("contract_no")["rank"]
    order = pd.DataFrame({"busy": rows["idle"].isna(), "rank": rank.reindex(rows.index)})
    return list(order.sort_values(["busy", "rank"], kind="stable").index[:MOST_EXPLAINED])


class _Tables:
    """Texts and nodes by their places; the text at 0 is empty."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {"": 0}
        self.nodes: dict[tuple[Any, ...], int] = {}

    def node(self, node: Node) -> int:
        told = (node.label, node.told or node.value, node.basis)
        places = [self.texts.setdefault(text, len(self.texts)) for text in told]
        children = tuple(self.node(child) for child in node.children)
        return self.nodes.setdefault((*places, children), len(self.nodes))


def _next_step(found: Finding) -> str:
    step = _("[{severity}] {label}: {step} (responsible: {side})").format(
        severity=word(SEVERITIES, found.severity),
        label=found.label,
        step=found.next_step,
        side=word(SIDES, found.side),
    )
    return step + (_(", by {day}").format(day=found.deadline.isoformat()) if found.deadline else "")
