"""Patrols: the plan, what it comes to, and the visits that are made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _
from landwatch.measures.figures.periods import quarter_days
from landwatch.measures.flagged import close_matches
from landwatch.measures.patrols.plan import plan
from landwatch.measures.patrols.proposals import PROPOSABLE
from landwatch.measures.patrols.rate import RateRow, rates
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.validity import load_conditions
from landwatch.measures.patrols.visits import missed, visits
from landwatch.model import Event, EventType, WorksStage
from landwatch.registry import Act, Register
from landwatch.rules import Assessment, Conventions
from landwatch.rules.strict_yaml import exact_fraction
from landwatch.rules.wording import EVENTS, word
from landwatch.services.assessing import assess_register
from landwatch.services.persons_met import Met, purpose_of, record_met
from landwatch.services.reviewing import Photo, picture_of
from landwatch.services.rostering import roster_of
from landwatch.services.shutters import with_shutter

__all__ = [
    "ANSWERS",
    "Answers",
    "Plan",
    "Proposed",
    "Recorded",
    "Sent",
    "Visit",
    "conditions_told",
    "keep",
    "plan_of",
    "rates_of",
    "read_share",
    "record",
    "told_of",
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

    def to_dicts(self) -> Iterator[dict[str, Any]]:
        """Return each line as JSON values."""
        for line in self.lines.to_dict("records"):
            days = {name: _day_text(line[name]) for name in ("opens", "until", "done")}
            texts = {name: None if pd.isna(line[name]) else line[name] for name in _TEXTS}
            yield texts | days | {"in_rate": bool(line["in_rate"])}


_TEXTS = ("contract_no", "cluster", "stage", "state", "person", "goes", "done_by")


def _day_text(value: Any) -> str | None:
    return None if pd.isna(value) else value.date().isoformat()


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


@dataclass(frozen=True)
class Sent:
    """How a visit came from a phone.

    Attributes
    ----------
    record
        What the phone calls it.
    received
        The instant of receipt.
    phone_at
        When it was saved, by the clock of the phone.
    skew
        By how much that clock was ahead when it was sent; ``None`` where it did not say.
    """

    record: str
    received: datetime
    phone_at: datetime
    skew: timedelta | None

    def details(self) -> dict[str, str | None]:
        """Lay it out as details of a fact."""
        return {
            "record": self.record,
            "received": self.received.astimezone(BEIJING).isoformat(timespec="seconds"),
            "phone_at": self.phone_at.isoformat(timespec="seconds"),
            "phone_skew": None if self.skew is None else str(round(self.skew.total_seconds())),
        }


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
    met
        Who was met; kept in the register apart from what is hashed, so that it can be destroyed.
    sent
        How it came from a phone; ``None`` where it was recorded at a desk.
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
    met: Met | None = None
    sent: Sent | None = None

    def details(self) -> dict[str, Any]:
        """Lay it out as the details of a fact; what was not said, and who was met, is left out."""
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
            **(self.sent.details() if self.sent else {}),
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


def read_share(given: str | None, option: str) -> str | None:
    """Read a share as people write it.

    Parameters
    ----------
    given
        The text, like 0.35 or 1/3; ``None`` where nothing was said.
    option
        What it was given to, for the complaint.

    Returns
    -------
    str or None
        As visits bear it: a fraction.

    Raises
    ------
    UsageError
        If it is no number from 0 to 1.
    """
    if given is None:
        return None
    try:
        share = exact_fraction(given)
    except ValueError:
        share = exact_fraction(-1)
    if not 0 <= share <= 1:
        raise UsageError(
            _("{option} {value}: is no share; write one from 0 to 1, like 0.35 or 1/3").format(
                option=option, value=given
            )
        )
    return str(share)


def record(
    database: str,
    visit: Visit,
    *,
    recorded_by: str,
    recorded_at: datetime,
    judge: Callable[[], Assessment] | None = None,
) -> Recorded:
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
    judge
        Gives the judged contracts once the visit is recorded; by default the register is judged anew.

    Raises
    ------
    UsageError
        If the contract is not in the register, the day lies in the future, nobody is named, a no has no
        reason, a fact is proposed that cannot be seen on the land, or nothing is said of who was met.
    InputError
        If a photograph is too large or no picture.
    RegisterError
        If the register cannot be opened or written.
    """
    made, added = keep(database, visit, recorded_by=recorded_by, recorded_at=recorded_at)
    assessment = judge() if judge else assess_register(database, _day_of(recorded_at))
    told = told_of(assessment, visit.contract_no, visit.number(), cluster=visit.cluster)
    assert told is not None  # it was recorded, on a day that is not after the one judged
    return replace(told, is_new=added)


def keep(database: str, visit: Visit, *, recorded_by: str, recorded_at: datetime) -> tuple[Event, bool]:
    """Keep a visit with its photographs, without judging what it means.

    Parameters
    ----------
    database
        URL of the register.
    visit
        What was found.
    recorded_by, recorded_at
        Who records it, and when, with time zone.

    Returns
    -------
    tuple
        The fact as it stands, and whether it was added now.

    Raises
    ------
    UsageError, InputError, RegisterError
        As :func:`record` does.
    """
    _refuse(visit, _day_of(recorded_at))
    if visit.met:
        visit.met.check(recorded_at)
    purpose = purpose_of("photo", recorded_at)
    number = visit.number()
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
            details=visit.details() | {"visit": number},
        )
        kept = register.personal_items() if visit.photos else []
        photos = [picture_of(with_shutter(photo, register, kept), purpose) for photo in visit.photos]
        before = register.journal_end()
        made = register.review(event, photos, Act(by=recorded_by, at=recorded_at, reason=number))
        added = register.journal_end() != before
    if visit.met:
        # The fact names its photographs, so its key is known only now. A visit that was cut off here is made
        # whole when it is sent again.
        record_met(database, made, visit.met, by=recorded_by, at=recorded_at)
    return made, added


def told_of(
    assessment: Assessment, contract_no: str, number: str, *, cluster: str | None = None
) -> Recorded | None:
    """Tell of a recorded visit whether it counts, and what does not fit.

    Parameters
    ----------
    assessment
        The judged contracts, with the visits up to their day.
    contract_no, number
        The contract, and the number of the visit.
    cluster
        The cluster as whoever went said it; ``None`` if nobody did.

    Returns
    -------
    Recorded or None
        As recorded already; ``None`` if there is no such visit.
    """
    assessment = assessment.of_which(np.asarray(assessment.contracts.index == contract_no))
    rows = visits(assessment)
    own = next((row for row in rows.to_dict("records") if row["details"].get("visit") == number), None)
    if own is None:
        return None
    told = (
        *(_("does not count; it lacks: {condition}").format(condition=each.label) for each in missed(own)),
        *_doubts(own, rows, assessment, cluster),
    )
    return Recorded(number, False, bool(own["valid"]), told)


def _day_of(at: datetime) -> date:
    """The day of an instant where the land is."""
    return at.astimezone(BEIJING).date()


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
    own: Mapping[Any, Any], rows: pd.DataFrame, assessment: Assessment, cluster: str | None
) -> Iterator[str]:
    """What does not fit, though it is kept."""
    same = rows.loc[rows["day"] == own["day"], "person"]
    others = sorted({each for each in same if each and each != own["person"]})
    if others:
        yield _("visited that day by {people}, too; both visits are kept").format(people=", ".join(others))
    if cluster is not None and cluster != own["cluster"]:
        yield _("the contract is in cluster {known}, not in {said}").format(
            known=own["cluster"] or "–", said=cluster
        )
    ground = assessment.snapshot.contract_parcels
    mine = ground.loc[ground["contract_no"] == own["contract_no"], "parcel_no"]
    if not pd.isna(own["parcel_no"]) and own["parcel_no"] not in set(mine):
        yield _("parcel {parcel} is not under the contract; its parcels are {known}").format(
            parcel=own["parcel_no"], known=", ".join(mine) or "–"
        )
