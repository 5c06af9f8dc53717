"""What visits propose, and the second person who decides about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from landwatch.characters import printable
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.measures.patrols.proposals import Proposal, proposals
from landwatch.model import Event, EventType
from landwatch.registry import Act, Register
from landwatch.rules import Assessment
from landwatch.services.assessing.judging import assess_register

__all__ = ["accept", "decline", "proposals_of"]


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


def accept(
    database: str,
    visit: str,
    *,
    by: str,
    at: datetime,
    person: str | None = None,
    judge: Callable[[], Assessment] | None = None,
) -> Proposal:
    """Accept what a visit proposes: the fact is recorded, with the visit as its document.

    Parameters
    ----------
    database
        URL of the register.
    visit
        Number of the visit.
    by
        Who accepts and records it; neither who made the visit nor who recorded that.
    at
        The instant, with time zone.
    person
        Their name as visits bear it; by default as `by`.
    judge
        Gives the judged contracts; by default the register is judged anew.

    Raises
    ------
    UsageError
        If there is no such open proposal, or who accepts made or recorded the visit.
    RegisterError
        If somebody has decided it meanwhile, or the register cannot be written.
    """
    who = person or by
    found = _open_proposal(database, visit, (by, who), _day_of(at), judge)
    if found.state != "open":
        return found
    details = {"visit": visit, "person": who} | ({"share": found.share} if found.share else {})
    event = Event(
        contract_no=found.contract_no,
        type=found.fact,
        day=found.day,
        parcel_no=found.parcel_no,
        document=visit,
        details=details,
    )
    with Register.open(database) as register:
        register.decide(event, Act(by=by, at=at, reason=visit))
    return replace(found, state="accepted", decided_by=who)


def decline(
    database: str,
    visit: str,
    reason: str,
    *,
    by: str,
    at: datetime,
    person: str | None = None,
    day: date | None = None,
    judge: Callable[[], Assessment] | None = None,
) -> Proposal:
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
        Who declines and records it; neither who made the visit nor who recorded that.
    at
        The instant, with time zone.
    person
        Their name as visits bear it; by default as `by`.
    day
        The day of the decision; by default that of `at`.
    judge
        Gives the judged contracts; by default the register is judged anew.

    Raises
    ------
    UsageError
        If there is no such open proposal, who declines made or recorded the visit, or the reason is empty.
    RegisterError
        If somebody has decided it meanwhile, or the register cannot be written.
    """
    if not printable(reason).strip():
        raise UsageError(_("the reason is empty; say in a sentence why (--reason)"))
    who = person or by
    day = day or _day_of(at)
    found = _open_proposal(database, visit, (by, who), day, judge, "declined")
    if found.state != "open":
        return found
    event = Event(
        contract_no=found.contract_no,
        type=EventType.PROPOSAL_DECLINED,
        day=day,
        parcel_no=found.parcel_no,
        details={"visit": visit, "person": who, "note": reason.strip()},
    )
    with Register.open(database) as register:
        register.decide(event, Act(by=by, at=at, reason=reason.strip()))
    return replace(found, state="declined", decided_by=who, reason=reason.strip())


def _open_proposal(
    database: str,
    visit: str,
    deciding: tuple[str, str],
    on: date,
    judge: Callable[[], Assessment] | None,
    wanted: Literal["accepted", "declined"] = "accepted",
) -> Proposal:
    """The proposal as it is to be decided; or as the same person has decided it, who asks for that again."""
    listed = proposals(judge()) if judge else proposals_of(database, on)
    found = {each.visit: each for each in listed}.get(visit)
    if found is None:
        raise UsageError(
            _("no visit {number} proposes anything; landwatch patrol proposals lists those that do").format(
                number=visit
            )
        )
    if found.state != "open" and (found.state, found.decided_by) != (wanted, deciding[1]):
        raise UsageError(
            _("what visit {number} proposes is decided already: {state}").format(
                number=visit, state=found.state
            )
        )
    same = [name for name in deciding if name in (found.proposed_by, found.recorded_by)]
    if same:
        raise UsageError(
            _("{person} made the visit; a second person decides what it proposes (--by)").format(
                person=same[0]
            )
        )
    return found


def _day_of(at: datetime) -> date:
    return day_in_china(at)
