"""What followed a visit (后续处理): facts that name it, and what the office did before the next visit.

That something followed is a matter of days; that it followed *from* the visit is said by those facts alone
that name its number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from landwatch.measures.patrols.visits import visits
from landwatch.model import EventType
from landwatch.rules import Assessment

__all__ = ["FOLLOWING", "FollowUp", "followed"]

FOLLOWING = frozenset(
    {
        EventType.COMMENCEMENT_REMINDER_SENT,
        EventType.COMPLETION_REMINDER_SENT,
        EventType.DEMAND_LETTER_SERVED,
        EventType.SUSPICION_FOUND,
        EventType.INVESTIGATION_NOTICE_ISSUED,
        EventType.IDLE_RECOGNITION,
        EventType.HEARING_RIGHT_NOTICE_SERVED,
        EventType.IDLE_FEE_DECISION_SERVED,
        EventType.RECOVERY_DECISION_SERVED,
        EventType.SUSPENSION_IMPOSED,
        EventType.SUSPENSION_LIFTED,
        EventType.DEFAULT_DISPOSED,
        EventType.REVIEW,
    }
)
"""Kinds of fact by which an office acts on what was found."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that followed a visit: its kind, the day, the number of its document, and a verdict."""

    kind: EventType
    day: date
    document: str | None
    verdict: str | None


def followed(assessment: Assessment, contract_nos: Iterable[str]) -> Mapping[int, tuple[FollowUp, ...]]:
    """Tell what followed each visit of some contracts by the day judged.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    contract_nos
        The contracts.

    Returns
    -------
    Mapping
        Oldest first, by the row number of the visit (``event_id``); without visits that nothing followed.
    """
    wanted = set(contract_nos)
    made = visits(assessment)
    made = made[made["contract_no"].isin(wanted)]
    by_number = {
        str(said["visit"]): row
        for row, said in zip(made["event_id"], made["details"], strict=True)
        if "visit" in said
    }
    by_contract = {
        str(number): (rows["day"].to_numpy("datetime64[D]"), rows["event_id"].to_numpy())
        for number, rows in made.groupby("contract_no")
    }
    found: dict[int, list[FollowUp]] = {}
    for fact in _facts(assessment, wanted):
        said = json.loads(fact["details"]) if isinstance(fact["details"], str) else {}
        days, rows = by_contract.get(str(fact["contract_no"]), ((), ()))
        # The last visit by that day; a fact that names a visit belongs to that one.
        place = int(np.searchsorted(days, fact["day"].to_datetime64(), side="right")) - 1
        visit = (
            by_number.get(str(said.get("visit"))) if "visit" in said else rows[place] if place >= 0 else None
        )
        if visit is not None:
            document = None if pd.isna(fact["document"]) else str(fact["document"])
            follow_up = FollowUp(EventType(fact["type"]), fact["day"].date(), document, said.get("verdict"))
            found.setdefault(int(visit), []).append(follow_up)
    return {visit: tuple(facts) for visit, facts in found.items()}


def _facts(assessment: Assessment, wanted: set[str]) -> Iterable[Mapping[Any, Any]]:
    """What the office did, and what names a visit and stands; declining is no doing."""
    events = assessment.snapshot.events
    named = events["details"].str.contains('"visit"', regex=False, na=False)
    kinds = events["type"].isin(FOLLOWING) | (
        named & ~events["type"].isin([EventType.PATROL, EventType.PROPOSAL_DECLINED])
    )
    chosen = kinds & events["contract_no"].isin(wanted) & (events["day"] <= pd.Timestamp(assessment.on))
    return events[chosen].sort_values(["day", "event_id"]).to_dict("records")
