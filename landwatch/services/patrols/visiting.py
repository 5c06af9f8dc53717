"""The visits that are made: recorded with their photographs, and told whether they count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.measures.flagged import close_matches
from landwatch.measures.patrols.proposals import PROPOSABLE
from landwatch.measures.patrols.validity import load_conditions
from landwatch.measures.patrols.visits import missed, visits
from landwatch.model import Event, EventType
from landwatch.registry import Act, Content, Register
from landwatch.rules import Assessment
from landwatch.rules.strict_yaml import exact_fraction
from landwatch.rules.wording import EVENTS, word
from landwatch.services.assessing.judging import assess_register
from landwatch.services.contracts.reviewing import picture_of
from landwatch.services.patrols.shutters import with_shutter
from landwatch.services.patrols.visit import Recorded, Visit
from landwatch.services.patrols.visit_files import checked
from landwatch.services.personal.persons_met import purpose_of, record_met

__all__ = ["conditions_told", "keep", "read_share", "record", "told_of"]


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
        If a photograph is too large or no picture, or another file not what it is said to be.
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
        contents = _contents(register, visit, recorded_at)
        before = register.journal_end()
        made = register.review(event, contents, Act(by=recorded_by, at=recorded_at, reason=number))
        added = register.journal_end() != before
    if visit.met:
        # The fact names its photographs, so its key is known only now. A visit that was cut off here is made
        # whole when it is sent again.
        record_met(database, made, visit.met, by=recorded_by, at=recorded_at)
    return made, added


def _contents(register: Register, visit: Visit, at: datetime) -> list[Content]:
    """The photographs, recordings and sketches of a visit, checked."""
    known = register.pictured() if visit.photos else []
    purpose = purpose_of("photo", at)
    photos = [picture_of(with_shutter(photo, register, known), purpose) for photo in visit.photos]
    return photos + [checked(file, purpose_of(file.kind, at)) for file in visit.files]


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
    return day_in_china(at)


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
