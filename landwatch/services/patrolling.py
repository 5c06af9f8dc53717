"""Patrols: the plan, the visits, what visits propose, and who has which cluster."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.figures.periods import quarter_days
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.measures.patrols.plan import plan
from landwatch.measures.patrols.proposals import PROPOSABLE, Proposal, proposals
from landwatch.measures.patrols.rate import RateRow, rates
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.validity import load_conditions
from landwatch.measures.patrols.visits import missed, visits
from landwatch.model import Absence, Event, EventType, Patroller, Source, WorksStage
from landwatch.registry import Act, Done, Register
from landwatch.rules import Assessment, Conventions
from landwatch.rules.wording import EVENTS, word
from landwatch.services.assessing import assess_register
from landwatch.services.persons_met import purpose_of
from landwatch.services.reviewing import Photo, picture_of

__all__ = [
    "ANSWERS",
    "Answers",
    "Plan",
    "Proposed",
    "Recorded",
    "Visit",
    "accept",
    "assign",
    "away",
    "conditions_told",
    "decline",
    "plan_of",
    "proposals_of",
    "rates_of",
    "record",
    "roster_of",
]

ANSWERS = ("reported", "begun", "developed", "finished")
"""The yes-or-no questions of the official form: 报建, 动工, 开发, 竣工."""


@dataclass(frozen=True)
class Plan:
    """The visits of a period.

    Attributes
    ----------
    assessment
        The judged contracts.
    first, last
        First and last day.
    lines
        As :func:`landwatch.measures.patrols.plan.plan` gives them.
    """

    assessment: Assessment
    first: date
    last: date
    lines: pd.DataFrame

    @property
    def without_person(self) -> tuple[str, ...]:
        """Clusters with visits that are nobody's; an empty name stands for contracts without a cluster."""
        nobody = self.lines.loc[self.lines["person"].isna() & (self.lines["state"] != "done"), "cluster"]
        return tuple(sorted(set(nobody.fillna(""))))

    def of(self, person: str) -> Plan:
        """Keep what one person has on the list.

        Parameters
        ----------
        person
            Name of the person; visits of somebody absent are on the list of the stand-in.
        """
        return replace(self, lines=self.lines[self.lines["goes"] == person].reset_index(drop=True))

    def within(self, cluster: str) -> Plan:
        """Keep one cluster.

        Parameters
        ----------
        cluster
            The cluster.
        """
        return replace(self, lines=self.lines[self.lines["cluster"] == cluster].reset_index(drop=True))


@dataclass(frozen=True)
class Answers:
    """The answers of the official form; a no carries its reason.

    Attributes
    ----------
    given
        Yes or no by question of :data:`ANSWERS`.
    reasons
        Why not, by question.
    """

    given: Mapping[str, bool] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposed:
    """A fact that a visit proposes: its kind, its day (that of the visit if not given), the share reached."""

    fact: EventType
    day: date | None = None
    share: str | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What somebody found on the land.

    Attributes
    ----------
    contract_no, parcel_no, cluster
        What was visited; parcel and cluster as whoever went said them.
    day, person
        When, and who went.
    works, done_share
        How far the works have come: stage, and the share done as a fraction or decimal.
    permits, weather, note
        Texts.
    not_checked
        Why it could not be checked; ``None`` where it was.
    answers
        The answers of the official form.
    proposed
        The fact that it means, in the eyes of whoever went.
    photos
        Photographs; they are kept in the register, in the same commit.
    """

    contract_no: str
    day: date
    person: str
    parcel_no: str | None = None
    cluster: str | None = None
    works: WorksStage | None = None
    done_share: str | None = None
    permits: str | None = None
    weather: str | None = None
    note: str | None = None
    not_checked: str | None = None
    answers: Answers = Answers()
    proposed: Proposed | None = None
    photos: Sequence[Photo] = ()

    def details(self) -> dict[str, Any]:
        """Lay it out as the details of a fact; what was not said is left out."""
        proposed = self.proposed
        said = {
            "person": self.person,
            "works": self.works and self.works.value,
            "done_share": self.done_share,
            "permits": self.permits,
            "weather": self.weather,
            "note": self.note,
            "not_checked": self.not_checked,
            **self.answers.given,
            **{f"{name}_reason": reason for name, reason in self.answers.reasons.items()},
            "proposed": proposed and proposed.fact.value,
            "proposed_on": proposed and (proposed.day or self.day).isoformat(),
            "share": proposed and proposed.share,
        }
        return {name: value for name, value in said.items() if value is not None}

    def number(self) -> str:
        """Give it a number of its own, made of what it says: the same visit has the same number."""
        said = [self.contract_no, self.parcel_no, self.day.isoformat(), self.details()]
        digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        return f"XC-{self.day:%Y%m%d}-{digest[:8]}"


@dataclass(frozen=True)
class Recorded:
    """What became of a visit.

    Attributes
    ----------
    visit
        Its number.
    is_new
        False if it was recorded already.
    counts
        Whether it counts for the patrol rate.
    told
        What whoever recorded it should know: why it does not count, who else was there, what does not fit.
    """

    visit: str
    is_new: bool
    counts: bool
    told: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"visit": self.visit, "new": self.is_new, "counts": self.counts, "told": list(self.told)}


def roster_of(database: str, *, known_at: datetime | None = None) -> Roster:
    """Read who has which cluster, and who is away.

    Parameters
    ----------
    database
        URL of the register.
    known_at
        The instant of knowledge, with time zone; by default now.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return Roster(*register.patrollers(known_at))


def plan_of(
    database: str,
    first: date,
    last: date,
    on: date,
    conventions: Conventions | None = None,
    *,
    known_at: datetime | None = None,
) -> Plan:
    """Plan the visits of a period.

    Parameters
    ----------
    database
        URL of the register.
    first, last
        First and last day of the period.
    on
        The day judged: what is done, overdue and open then.
    conventions
        What the rules leave open; the due days depend on it.
    known_at
        The instant of knowledge, with time zone; by default now.

    Raises
    ------
    UsageError
        If the last day is before the first.
    RegisterError
        If the register cannot be read.
    """
    if last < first:
        raise UsageError(_("{last} is before {first}; give the days in order").format(last=last, first=first))
    assessment = assess_register(database, on, conventions, known_at=known_at)
    return Plan(
        assessment, first, last, plan(assessment, roster_of(database, known_at=known_at), first, last)
    )


def rates_of(
    assessment: Assessment, roster: Roster, first: date, last: date, cluster: str | None = None
) -> tuple[RateRow, ...]:
    """Tell the patrol rate of the quarters that meet a period, cluster by cluster and person by person.

    Parameters
    ----------
    assessment
        The judged contracts, with the visits up to their day.
    roster
        Who has which cluster.
    first, last
        First and last day of the period.
    cluster
        Only this cluster.
    """
    begins = first.year * 4 + (first.month - 1) // 3
    ends = last.year * 4 + (last.month - 1) // 3
    numbers = [divmod(each, 4) for each in range(begins, ends + 1)]
    quarters = [(year, place + 1, *quarter_days(year, place + 1)) for year, place in numbers]
    rows = rates(assessment, roster, quarters)
    return tuple(row for row in rows if cluster is None or row.cluster == cluster)


def conditions_told(on: date) -> tuple[str, ...]:
    """Say what a visit of a day must have to count.

    Parameters
    ----------
    on
        Day of the visit.
    """
    asked = ((each, each.on(on)) for each in load_conditions())
    return tuple(each.label for each, held in asked if held is not None and held.required)


def record(database: str, visit: Visit, *, recorded_by: str, recorded_at: datetime) -> Recorded:
    """Record a visit. It changes no status: what it means is proposed, and a second person decides.

    Parameters
    ----------
    database
        URL of the register.
    visit
        What was found.
    recorded_by
        Who records it.
    recorded_at
        The instant of recording, with time zone.

    Raises
    ------
    UsageError
        If the contract is not in the register, the day lies in the future, nobody is named, a no has no
        reason, or a fact is proposed that cannot be seen on the land.
    InputError
        If a photograph is too large or no picture.
    RegisterError
        If the register cannot be opened or written.
    """
    _refuse(visit, recorded_at.date())
    purpose = purpose_of("photo", recorded_at)
    photos = [picture_of(photo, purpose) for photo in visit.photos]
    number = visit.number()
    details = visit.details() | {"visit": number}
    with Register.open(database) as register:
        known = register.known().contract_nos
        if visit.contract_no not in known:
            raise UsageError(
                _("contract {number} is not in the register{close}").format(
                    number=visit.contract_no, close=close_matches(visit.contract_no, known)
                )
            )
        event = Event(
            contract_no=visit.contract_no,
            type=EventType.PATROL,
            day=visit.day,
            parcel_no=visit.parcel_no,
            details=details,
        )
        before = register.journal_end()
        made = register.review(event, photos, Act(by=recorded_by, at=recorded_at, reason=number))
        added = register.journal_end() != before
    assessment = assess_register(database, recorded_at.date())
    rows = visits(assessment)
    own = next(row for row in rows.to_dict("records") if row["details"] == made.details)
    told = (
        *(_("does not count; it lacks: {condition}").format(condition=each.label) for each in missed(own)),
        *_doubts(visit, own, rows, assessment),
    )
    return Recorded(number, added, bool(own["valid"]), told)


def _refuse(visit: Visit, today: date) -> None:
    if not visit.person.strip():
        raise UsageError(_("nobody is named who went; name the person (--person)"))
    if visit.day > today:
        raise UsageError(
            _("{day} lies in the future; give the day of the visit").format(day=visit.day.isoformat())
        )
    for name, answer in visit.answers.given.items():
        if not answer and not visit.answers.reasons.get(name, "").strip():
            raise UsageError(
                _("the answer no to {question} has no reason; say why (--no {question}=REASON)").format(
                    question=name
                )
            )
    if visit.proposed and visit.proposed.fact not in PROPOSABLE:
        raise UsageError(
            _("{fact} cannot be seen on the land; a visit can propose: {known}").format(
                fact=word(EVENTS, visit.proposed.fact), known=", ".join(PROPOSABLE)
            )
        )


def _doubts(
    visit: Visit, own: Mapping[Any, Any], rows: pd.DataFrame, assessment: Assessment
) -> Iterator[str]:
    """What does not fit, though it is kept."""
    same = rows[(rows["contract_no"] == visit.contract_no) & (rows["day"] == own["day"])]
    others = sorted({each for each in same["person"] if each and each != visit.person})
    if others:
        yield _("visited that day by {people}, too; both visits are kept").format(people=", ".join(others))
    if visit.cluster is not None and visit.cluster != own["cluster"]:
        yield _("the contract is in cluster {known}, not in {said}").format(
            known=own["cluster"] or "–", said=visit.cluster
        )
    ground = assessment.snapshot.contract_parcels
    mine = ground.loc[ground["contract_no"] == visit.contract_no, "parcel_no"]
    if visit.parcel_no is not None and visit.parcel_no not in set(mine):
        yield _("parcel {parcel} is not under the contract; its parcels are {known}").format(
            parcel=visit.parcel_no, known=", ".join(mine) or "–"
        )


def _add(register: Register, kind: str, by: str, at: datetime, event: Event) -> bool:
    said = json.dumps([event.contract_no, event.type, str(event.day), event.details], ensure_ascii=False)
    source = Source(name=kind, sha256=hashlib.sha256(said.encode()).hexdigest(), kind=kind)
    added = register.add(source=source, recorded_by=by, recorded_at=at, events=[event])
    return bool(added.events.written)


def proposals_of(database: str, on: date, *, known_at: datetime | None = None) -> tuple[Proposal, ...]:
    """List what visits proposed by a day.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day.
    known_at
        The instant of knowledge, with time zone; by default now.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    return proposals(assess_register(database, on, known_at=known_at))


def accept(database: str, visit: str, *, by: str, at: datetime) -> Proposal:
    """Accept what a visit proposes: the fact is recorded, with the visit as its document.

    Parameters
    ----------
    database
        URL of the register.
    visit
        Number of the visit.
    by
        Who accepts; not who made the visit.
    at
        The instant, with time zone.

    Raises
    ------
    UsageError
        If there is no such open proposal, or who accepts made the visit.
    RegisterError
        If the register cannot be written.
    """
    found = _open_proposal(database, visit, by, at.date())
    details = {"visit": visit, "person": by} | ({"share": found.share} if found.share else {})
    event = Event(
        contract_no=found.contract_no,
        type=found.fact,
        day=found.day,
        parcel_no=found.parcel_no,
        document=visit,
        details=details,
    )
    with Register.open(database) as register:
        _add(register, "patrol", by, at, event)
    return replace(found, state="accepted", decided_by=by)


def decline(database: str, visit: str, reason: str, *, by: str, at: datetime) -> Proposal:
    """Decline what a visit proposes.

    Parameters
    ----------
    database
        URL of the register.
    visit
        Number of the visit.
    reason
        Why, in a sentence.
    by
        Who declines; not who made the visit.
    at
        The instant, with time zone.

    Raises
    ------
    UsageError
        If there is no such open proposal, who declines made the visit, or the reason is empty.
    RegisterError
        If the register cannot be written.
    """
    if not reason.strip():
        raise UsageError(_("the reason is empty; say in a sentence why (--reason)"))
    found = _open_proposal(database, visit, by, at.date())
    event = Event(
        contract_no=found.contract_no,
        type=EventType.PROPOSAL_DECLINED,
        day=at.date(),
        parcel_no=found.parcel_no,
        details={"visit": visit, "person": by, "note": reason.strip()},
    )
    with Register.open(database) as register:
        _add(register, "patrol", by, at, event)
    return replace(found, state="declined", decided_by=by, reason=reason.strip())


def _open_proposal(database: str, visit: str, by: str, on: date) -> Proposal:
    known = {each.visit: each for each in proposals_of(database, on)}
    found = known.get(visit)
    if found is None:
        raise UsageError(
            _("no visit {number} proposes anything; landwatch patrol proposals lists those that do").format(
                number=visit
            )
        )
    if found.state != "open":
        raise UsageError(
            _("what visit {number} proposes is decided already: {state}").format(
                number=visit, state=found.state
            )
        )
    if by == found.proposed_by:
        raise UsageError(
            _("{person} made the visit; a second person decides what it proposes (--by)").format(person=by)
        )
    return found


def assign(database: str, patroller: Patroller, act: Act) -> Done:
    """Let a person patrol a cluster from a day on.

    Parameters
    ----------
    database
        URL of the register.
    patroller
        Cluster, person, stand-in and days.
    act
        Who, when, why and on which document.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    RegisterError
        If the register cannot be written, or somebody else is assigned then.
    """
    with Register.open(database) as register:
        check_cluster((cluster.name for cluster in register.known().clusters), patroller.cluster)
        return register.assign(patroller, act)


def away(database: str, absence: Absence, act: Act, *, withdrawn: bool = False) -> Done:
    """Record days on which somebody does not patrol.

    Parameters
    ----------
    database
        URL of the register.
    absence
        The person and the days.
    act
        Who, when, why and on which document.
    withdrawn
        Whether it was never true, and shall stand no longer.

    Raises
    ------
    UsageError
        If nobody of that name patrols a cluster or stands in.
    RegisterError
        If the register cannot be written.
    """
    with Register.open(database) as register:
        assigned, _absences = register.patrollers()
        known = {name for each in assigned for name in (each.person, each.stand_in) if name}
        if absence.person not in known:
            raise UsageError(
                _("{person} patrols no cluster{close}; landwatch patrol assign names who does").format(
                    person=absence.person, close=close_matches(absence.person, known)
                )
            )
        return register.absent(absence, act, withdrawn=withdrawn)
