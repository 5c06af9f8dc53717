"""The days of a contract on one line: what was agreed, changed, excused and kept, up to the day judged.

Nothing is judged here: the days are those of the assessment, the periods and changes those on record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, cast, get_args

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.model import EventType
from landwatch.rules import Assessment
from landwatch.rules.wording import EVENTS, SOURCES, word

__all__ = ["Mark", "Milestone", "Name", "TimeLine", "What", "mark_name", "milestone_name", "time_line"]

Name = Literal["handover", "commencement", "completion", "production", "full_production"]
"""What is to be done by a day, in the order in which it is done."""

What = Literal["agreed", "in_force", "excused", "claimed", "moves_nothing", "due", "actual", "late"]
"""What a mark stands for: ``due`` is the day that counts, ``claimed`` an excuse that nobody has verified,
``moves_nothing`` one that was verified and does not move the day, because it began after the default."""

_AIR = 40  # the share of the line, one part in so many, that is left at either end

# Where the assessment has the day agreed, the day in force after changes, the day that counts, the actual
# day, and the days by which it is late.
_COLUMNS: Mapping[Name, tuple[str, str | None, str, str, str]] = {
    "handover": ("agreed_handover", None, "agreed_handover", "handed_over_on", "handover_days"),
    "commencement": (
        "agreed_or_derived_commencement",
        "commencement_due",
        "effective_commencement_due",
        "commenced_on",
        "commencement_days",
    ),
    "completion": (
        "agreed_completion",
        "completion_day_in_force",
        "completion_due",
        "completed_on",
        "completion_days",
    ),
    "production": (
        "agreed_production",
        None,
        "production_due",
        "production_started_on",
        "production_days",
    ),
    "full_production": (
        "agreed_full_production",
        None,
        "full_production_due",
        "full_production_on",
        "full_production_days",
    ),
}
_OF_PHASES: tuple[Name, ...] = ("commencement", "completion")
_EXCUSED: Mapping[Name, str] = {"commencement": "excused_days", "completion": "completion_excused_days"}
_EXCUSES = (EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day or a period of a milestone.

    Attributes
    ----------
    what
        What it stands for.
    first
        The day, or the first of a period; ``None`` where none is recorded.
    last
        The last day of a period, at most the day judged; ``None`` for a single day.
    runs
        Whether the period goes on after the day judged.
    days
        Length of a period that counts, in days; ``None`` where none is counted.
    note
        What fixed it: a kind of record, a document.
    """

    what: What
    first: date | None
    last: date | None = None
    runs: bool = False
    days: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that is to be done by a day.

    Attributes
    ----------
    name
        What is to be done.
    phase
        The phase that it belongs to; empty for the contract itself.
    marks
        Its days and periods, in the order in which they are told.
    """

    name: Name
    phase: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The milestones of a contract on one scale.

    Attributes
    ----------
    on
        The day judged.
    first, last
        The days at the ends of the scale.
    milestones
        In the order in which they fall due.
    """

    on: date
    first: date
    last: date
    milestones: tuple[Milestone, ...]

    def share(self, day: date) -> float:
        """Say where a day stands.

        Parameters
        ----------
        day
            A day.

        Returns
        -------
        float
            0 at the beginning of the scale, 1 at its end.
        """
        return (day - self.first).days / max((self.last - self.first).days, 1)

    def years(self) -> tuple[date, ...]:
        """Give the days on which a year of the scale begins."""
        begins = (date(year, 1, 1) for year in range(self.first.year, self.last.year + 1))
        return tuple(day for day in begins if self.first <= day <= self.last)


def time_line(assessment: Assessment, contract_no: str) -> TimeLine:
    """Lay the days of a contract out on one line.

    Parameters
    ----------
    assessment
        The judged contracts.
    contract_no
        Number of one of them.

    Raises
    ------
    KeyError
        If the assessment has no such contract.
    """
    milestones = tuple(_milestones(assessment, contract_no))
    signed = _day(assessment.contracts.loc[contract_no, "signed_on"])
    days = {assessment.on} | ({signed} if signed else set())
    for milestone in milestones:
        days |= {day for mark in milestone.marks for day in (mark.first, mark.last) if day}
    air = (max(days) - min(days)) // _AIR + timedelta(days=10)
    return TimeLine(assessment.on, min(days) - air, max(days) + air, milestones)


def milestone_name(name: Name) -> str:
    """Name a milestone in the current language.

    Parameters
    ----------
    name
        What is to be done.
    """
    names: dict[Name, str] = {
        "handover": _("Handover"),
        "commencement": _("Commencement"),
        "completion": _("Completion"),
        "production": _("Start of production"),
        "full_production": _("Full production"),
    }
    return names[name]


def mark_name(what: What) -> str:
    """Name a mark in the current language.

    Parameters
    ----------
    what
        What it stands for.
    """
    names: dict[What, str] = {
        "agreed": _("Agreed"),
        "in_force": _("Amended"),
        "excused": _("Excused"),
        "claimed": _("Excuse claimed, not verified"),
        "moves_nothing": _("Verified cause, moves no day"),
        "due": _("Day that counts"),
        "actual": _("Actual"),
        "late": _("Late"),
    }
    return names[what]


def _milestones(assessment: Assessment, contract_no: str) -> Iterator[Milestone]:
    snapshot = assessment.snapshot.of_contracts([contract_no])
    row = assessment.contracts.loc[contract_no]
    periods = _excuses(snapshot.events, assessment.on)
    phases = assessment.parts[assessment.parts["contract_no"].eq(contract_no) & assessment.parts["is_phase"]]
    agreed = snapshot.phases.set_index("number").to_dict("index")
    for name in get_args(Name):
        if name in _OF_PHASES and len(phases):
            for phase in phases.to_dict("records"):
                number = str(phase["part"])
                own = {**phase, **agreed.get(number, {})}
                yield Milestone(name, number, tuple(_marks(name, own, assessment.on, periods, number)))
            continue
        marks = tuple(_marks(name, row, assessment.on, periods, ""))
        if name in _OF_PHASES or any(mark.first for mark in marks):
            yield Milestone(name, "", marks)


def _marks(name: Name, row: Any, on: date, excuses: list[tuple[str, Mark]], phase: str) -> Iterator[Mark]:
    first, amended, due, actual, late = _COLUMNS[name]
    # A phase says what was agreed under the name that the contract has for it.
    agreed = _day(row.get(first if not phase else f"agreed_{name}"))
    in_force, counts, done = (_day(row.get(column)) for column in (amended, due, actual))
    days = row.get(late)
    yield Mark(what="agreed", first=agreed)
    if in_force and in_force != agreed:
        source = row.get("commencement_due_source") if name == "commencement" and not phase else None
        yield Mark(what="in_force", first=in_force, note=word(SOURCES, source) if source else "")
    if name in _EXCUSED:
        excused = row.get(_EXCUSED[name])
        moves = counts != (in_force or agreed) if excused is None else bool(excused)
        own = (mark for of, mark in excuses if of in ("", phase))
        yield from (mark if moves or mark.what != "excused" else _without_effect(mark) for mark in own)
    if counts and counts != (in_force or agreed):
        yield Mark(what="due", first=counts)
    yield Mark(what="actual", first=done)
    if counts and not pd.isna(days) and days:
        until = counts + timedelta(days=int(days))
        yield Mark(
            what="late",
            first=counts + timedelta(days=1),
            last=until,
            runs=done is None and until >= on,
            days=int(days),
        )


def _without_effect(excuse: Mark) -> Mark:
    return replace(excuse, what="moves_nothing")


def _excuses(events: pd.DataFrame, on: date) -> list[tuple[str, Mark]]:
    """Periods that are, or are said to be, no fault of the holder, each with its phase."""
    found = events[events["type"].isin(_EXCUSES) & events["start"].le(pd.Timestamp(on))]
    told = []
    for event in found.sort_values("start").to_dict("records"):
        end = _day(event["end"])
        is_verified = not pd.isna(event["verified"]) and bool(event["verified"])
        mark = Mark(
            what="excused" if is_verified else "claimed",
            first=cast(date, _day(event["start"])),
            last=min(end or on, on),
            runs=end is None or end > on,
            note=" ".join(filter(None, [word(EVENTS, event["type"]), _text(event["document"])])),
        )
        told.append((_text(event["phase"]), mark))
    return told


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else value.date()
