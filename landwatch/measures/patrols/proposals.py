"""Facts that visits propose: open until a second person accepts or declines them.

A proposal is no fact: no rule reads it. What becomes of it is told by the facts that name the number of its
visit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from landwatch.measures.patrols.visits import visits
from landwatch.model import EventType
from landwatch.rules import Assessment
from landwatch.rules.wording import EVENTS, word

__all__ = ["PROPOSABLE", "Proposal", "proposals"]

PROPOSABLE = (
    EventType.CONSTRUCTION_PERMIT,
    EventType.PREPARATORY_WORKS,
    EventType.PIT_EXCAVATION_DONE,
    EventType.ALL_FOUNDATION_PILES_DONE,
    EventType.FOUNDATION_PROGRESS,
    EventType.COMMENCED,
    EventType.WORK_STOPPED,
    EventType.WORK_RESUMED,
    EventType.COMPLETED,
    EventType.PRODUCTION_STARTED,
    EventType.SIGN_POSTED,
)
"""Kinds of fact that can be seen on the land."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A fact that a visit proposes.

    Attributes
    ----------
    visit, contract_no, parcel_no
        Number of the visit, and the contract and parcel it is about.
    proposed_by, recorded_by, visited_on
        Who made the visit, who recorded it, and when it was.
    fact, day, share
        The proposed fact: kind, day, and the share reached as a fraction where it has one.
    state
        ``open``, ``accepted`` or ``declined``.
    decided_by, reason
        Who decided it, and why it was declined.
    """

    visit: str
    contract_no: str
    parcel_no: str | None
    proposed_by: str | None
    recorded_by: str | None
    visited_on: date
    fact: EventType
    day: date
    share: str | None
    state: Literal["open", "accepted", "declined"]
    decided_by: str | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the proposal as JSON values."""
        return {
            "visit": self.visit,
            "contract_no": self.contract_no,
            "parcel_no": self.parcel_no,
            "proposed_by": self.proposed_by,
            "visited_on": self.visited_on.isoformat(),
            "fact": self.fact.value,
            "fact_name": word(EVENTS, self.fact),
            "day": self.day.isoformat(),
            "share": self.share,
            "state": self.state,
            "decided_by": self.decided_by,
            "reason": self.reason,
        }


def proposals(assessment: Assessment) -> tuple[Proposal, ...]:
    """List what visits proposed by the day judged, oldest first.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    """
    made = visits(assessment)
    proposing = made[made["details"].map(lambda said: bool(said.get("proposed")))]
    decided = _decided(assessment) if len(proposing) else {}
    return tuple(_proposal(row, decided) for row in proposing.to_dict("records"))


def _decided(assessment: Assessment) -> Mapping[str, tuple[EventType, Mapping[str, Any]]]:
    """The facts that name the number of a visit, by that number; a fact goes before a refusal."""
    events = assessment.snapshot.events
    naming = events["details"].str.contains('"visit"', regex=False, na=False)
    rows = events.loc[naming & (events["type"] != EventType.PATROL), ["type", "details"]]
    found: dict[str, tuple[EventType, Mapping[str, Any]]] = {}
    for kind, text in rows.itertuples(index=False):
        details = json.loads(text)
        if str(details["visit"]) not in found or kind != EventType.PROPOSAL_DECLINED:
            found[str(details["visit"])] = EventType(kind), details
    return found


def _proposal(row: Mapping[Any, Any], decided: Mapping[str, tuple[EventType, Mapping[str, Any]]]) -> Proposal:
    said = row["details"]
    kind, why = decided.get(str(said.get("visit")), (None, dict[str, Any]()))
    declined = kind is EventType.PROPOSAL_DECLINED
    return Proposal(
        visit=str(said.get("visit")),
        contract_no=str(row["contract_no"]),
        parcel_no=None if pd.isna(row["parcel_no"]) else str(row["parcel_no"]),
        proposed_by=row["person"],
        recorded_by=None if pd.isna(row["recorded_by"]) else str(row["recorded_by"]),
        visited_on=row["day"].date(),
        fact=EventType(said["proposed"]),
        day=date.fromisoformat(said.get("proposed_on") or row["day"].date().isoformat()),
        share=said.get("share"),
        state="open" if kind is None else "declined" if declined else "accepted",
        decided_by=why.get("person"),
        reason=why.get("note") if declined else None,
    )
