"""Early letters: whom to remind of a commencement or a completion that falls due soon.

A letter falls due with the reminder of the rules (国土资厅发〔2013〕30号; ``reminder_days`` of the law), once
for each due day: where a supplement or an extension moves it, the letter for the old day does not do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from landwatch.measures.figures import selection
from landwatch.model import CommencementStatus, CompletionStatus, EventType
from landwatch.rules import Assessment
from landwatch.rules.parameters import load_law

__all__ = ["LETTERS", "Kind", "Letter", "Paper", "letters"]

Kind = Literal["commencement", "completion"]
LETTERS: Mapping[Kind, EventType] = {
    "commencement": EventType.COMMENCEMENT_REMINDER_SENT,
    "completion": EventType.COMPLETION_REMINDER_SENT,
}
"""The fact that a letter was sent, by what it reminds of."""

_PAPERS: Mapping[Kind, Sequence[EventType]] = {
    "commencement": (
        EventType.LAND_USE_PERMIT,
        EventType.WORKS_PERMIT,
        EventType.CONSTRUCTION_PERMIT,
        EventType.COMMENCEMENT_DECLARED,
    ),
    "completion": (
        EventType.WORKS_PERMIT,
        EventType.CONSTRUCTION_PERMIT,
        EventType.COMPLETION_DECLARED,
    ),
}
_REMIND = {"commencement": CommencementStatus.REMIND, "completion": CompletionStatus.REMIND}
_DUE = {"commencement": "effective_commencement_due", "completion": "completion_due"}
_IN_FORCE = {"commencement": "commencement_due", "completion": "completion_day_in_force"}
_AGREED = {"commencement": "agreed_or_derived_commencement", "completion": "agreed_completion"}
_UNTOLD = dict.fromkeys((*_AGREED.values(), _IN_FORCE["completion"]))  # of a phase


@dataclass(frozen=True, slots=True)
class Paper:
    """What the register knows of a paper: its kind, the day and the number; no day where it knows nothing."""

    kind: EventType
    day: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that is due, or was sent already.

    Attributes
    ----------
    kind
        What it reminds of.
    contract_no, phase
        The contract, and the phase of it whose day it is.
    agreed, in_force, due
        The day as signed and the day in force after changes (``None`` where that is not told, as of the
        completion of a phase), and the day that counts.
    first_day
        First day of the reminder.
    days_left
        Calendar days from the day judged to the due day.
    apply_by
        Last day to apply for an extension; ``None`` for a completion.
    papers
        What is asked for, each with what the register knows of it.
    sent
        Day and number of the letter that was sent for this due day; ``None`` while none was.
    """

    kind: Kind
    contract_no: str
    phase: str | None
    agreed: date | None
    in_force: date | None
    due: date
    first_day: date
    days_left: int
    apply_by: date | None
    papers: tuple[Paper, ...]
    sent: Paper | None

    @property
    def missing(self) -> tuple[EventType, ...]:
        """The papers of which the register knows nothing."""
        return tuple(paper.kind for paper in self.papers if paper.day is None)


def letters(
    assessment: Assessment, kinds: Sequence[Kind] = ("commencement", "completion")
) -> tuple[Letter, ...]:
    """List the letters of the contracts in force of which something falls due soon.

    Parameters
    ----------
    assessment
        The judged contracts.
    kinds
        What is reminded of.

    Returns
    -------
    tuple of Letter
        By due day, then by number; those that were sent already among them.
    """
    live = selection.live(assessment)
    facts = _facts(assessment, live.index)
    made = (
        _letter(assessment, kind, row, facts.get(str(row["contract_no"]), ()))
        for kind in kinds
        for row in _soon(assessment, live, kind)
    )
    return tuple(sorted(made, key=lambda each: (each.due, each.contract_no, each.phase or "", each.kind)))


def _soon(assessment: Assessment, live: pd.DataFrame, kind: Kind) -> Iterator[Mapping[Any, Any]]:
    """The contracts, and of contracts with phases the phases, that fall due soon."""
    parts = assessment.parts
    phases = parts[parts["is_phase"] & parts["contract_no"].isin(live.index)]
    whole = live[(live[f"{kind}_status"] == _REMIND[kind]) & ~live.index.isin(phases["contract_no"])]
    yield from whole.assign(part=None).to_dict("records")
    for phase in phases[phases[f"{kind}_status"] == _REMIND[kind]].to_dict("records"):
        # What is the contract's own, with the days of the phase.
        yield live.loc[phase["contract_no"]].to_dict() | _UNTOLD | phase


def _facts(assessment: Assessment, contract_nos: pd.Index) -> dict[str, list[Mapping[Any, Any]]]:
    """What happened by the day judged and a letter speaks of, by contract, oldest first."""
    events = assessment.snapshot.events
    kinds = {*LETTERS.values(), *(paper for papers in _PAPERS.values() for paper in papers)}
    chosen = events["type"].isin(kinds) & events["contract_no"].isin(contract_nos)
    happened = events[chosen & (events["day"] <= pd.Timestamp(assessment.on))].sort_values(
        "day", kind="stable"
    )
    found: dict[str, list[Mapping[Any, Any]]] = {}
    for fact in happened.to_dict("records"):
        found.setdefault(str(fact["contract_no"]), []).append(fact)
    return found


def _letter(
    assessment: Assessment, kind: Kind, row: Mapping[Any, Any], facts: Sequence[Mapping[Any, Any]]
) -> Letter:
    phase = None if pd.isna(row["part"]) else str(row["part"])
    own = [fact for fact in facts if pd.isna(fact["phase"]) or str(fact["phase"]) == phase]
    due = row[_DUE[kind]].date()
    in_force = _day(row[_IN_FORCE[kind]])
    first_day = due - _days("reminder_days", assessment.on)
    return Letter(
        kind=kind,
        contract_no=str(row["contract_no"]),
        phase=phase,
        agreed=_day(row[_AGREED[kind]]),
        in_force=in_force,
        due=due,
        first_day=first_day,
        days_left=(due - assessment.on).days,
        # By the text that was signed.
        apply_by=(in_force or due)
        - _days("extension_application_days", _day(row["signed_on"]) or assessment.on)
        if kind == "commencement"
        else None,
        papers=tuple(_paper(asked, own) for asked in _PAPERS[kind]),
        sent=_sent(kind, due, first_day, own),
    )


def _days(name: str, day: date) -> timedelta:
    return timedelta(days=int(load_law().values[name].held_on(day)))


def _paper(kind: EventType, facts: Sequence[Mapping[Any, Any]]) -> Paper:
    fact = next((fact for fact in reversed(facts) if fact["type"] == kind), None)
    return Paper(kind) if fact is None else Paper(kind, _day(fact["day"]), _text(fact["document"]))


def _sent(kind: Kind, due: date, first_day: date, facts: Sequence[Mapping[Any, Any]]) -> Paper | None:
    """The letter for this due day: it names the day, or was sent since the reminder for it began."""
    for fact in facts:
        if fact["type"] == LETTERS[kind]:
            named = json.loads(fact["details"]).get("about_day") if _text(fact["details"]) else None
            day = fact["day"].date()
            if named == due.isoformat() if named else day >= first_day:
                return Paper(LETTERS[kind], day, _text(fact["document"]))
    return None


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else value.date()


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
