"""The dated facts that cases are folded from, by contract."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import pandas as pd

from landwatch.casework.procedure_files import Procedure, Version
from landwatch.model import EventType
from landwatch.rules import Assessment

__all__ = ["ACTS", "Fact", "facts_of_cases"]

ACTS = (
    EventType.CASE_OPENED,
    EventType.CASE_ASSIGNED,
    EventType.CASE_STEP_PROPOSED,
    EventType.CASE_CLOSED,
    EventType.CASE_REOPENED,
)
"""Kinds of fact that say what was done with a case itself."""


class Fact(NamedTuple):
    """A fact as the fold reads it.

    Attributes
    ----------
    place
        Its place among the facts of the snapshot: facts of one day stand in the order of recording.
    type, day
        What happened, and when.
    in_effect_on
        The day on which a service took effect, where one is on record; else the day itself.
    document, details
        Number of the document, and what else is said.
    recorded_by, recorded_at
        Who recorded it, and when.
    """

    day: date
    place: int
    type: EventType
    in_effect_on: date
    document: str | None
    details: Mapping[str, Any]
    recorded_by: str | None
    recorded_at: datetime | None

    @property
    def docket(self) -> str | None:
        """Number of the case that it was recorded for."""
        return self.details.get("docket")


def facts_of_cases(
    assessment: Assessment, procedures: Iterable[Procedure], contract_nos: Collection[str]
) -> Mapping[str, list[Fact]]:
    """Collect what happened up to the day judged to contracts that have a case or could have one.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    procedures
        The procedures, which say what kinds of fact are read.
    contract_nos
        Contracts wanted besides those of which a case was ever taken.

    Returns
    -------
    Mapping
        The facts of each contract in the order of their days.
    """
    events = assessment.snapshot.events
    taken = events.loc[events["type"].eq(EventType.CASE_OPENED), "contract_no"]
    wanted = ({*taken} | {*contract_nos}) & {*assessment.contracts.index}
    days = events["day"].where(events["day"].notna(), events["start"])
    told = days.notna() & (days <= pd.Timestamp(assessment.on))
    told &= events["type"].isin(_kinds(procedures)) & events["contract_no"].isin(wanted)
    found: dict[str, list[Fact]] = defaultdict(list)
    for place, row in enumerate(events.assign(day=days)[told].to_dict("records")):
        found[str(row["contract_no"])].append(_fact(place, row))
    return {number: sorted(facts, key=lambda fact: fact[:2]) for number, facts in found.items()}


def _fact(place: int, row: Mapping[Any, Any]) -> Fact:
    details = json.loads(row["details"]) if isinstance(row["details"], str) else {}
    day = row["day"].date()
    effect = details.get("effective_on")
    return Fact(
        day=day,
        place=place,
        type=EventType(row["type"]),
        in_effect_on=max(day, date.fromisoformat(effect)) if effect else day,
        document=None if pd.isna(row["document"]) else str(row["document"]),
        details=details,
        recorded_by=None if pd.isna(row["recorded_by"]) else str(row["recorded_by"]),
        recorded_at=None if pd.isna(row["recorded_at"]) else _instant(row["recorded_at"]),
    )


def _instant(given: Any) -> datetime:
    return given if isinstance(given, datetime) else datetime.fromisoformat(str(given))


def _kinds(procedures: Iterable[Procedure]) -> set[EventType]:
    kinds = {*ACTS, EventType.SERVICE_FAILED, EventType.SUSPENSION_IMPOSED, EventType.SUSPENSION_LIFTED}
    for procedure in procedures:
        for _since, version in procedure.versions:
            kinds |= {step.fact for step in version.steps.values()} | _asked_for(version)
    return kinds


def _asked_for(version: Version) -> set[EventType]:
    conditions = [condition for need in version.records.values() for condition in need.any]
    conditions += [bar.when for bar in version.bars.values()]
    named = [(each.fact, each.absent, each.since_then) for each in conditions]
    return {kind for kinds in named for kind in kinds if kind is not None}
