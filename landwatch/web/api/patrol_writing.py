"""What the API takes in about patrols: visits, decisions about proposals, who has what, and who is away."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.instants import parse_day
from landwatch.model import Absence, Patroller
from landwatch.services.patrols.visit import Proposed, Visit
from landwatch.services.patrols.visiting import read_share
from landwatch.web import patrol_writes
from landwatch.web.api.patrol_answers import (
    AbsenceAnswer,
    AssignmentAnswer,
    NewAbsence,
    NewAssignment,
    NewProposal,
    NewVisit,
    ProposalAnswer,
    Refusal,
    VisitAnswer,
)
from landwatch.web.api.repeating import Key, done_once
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.patrol_writes import answers_of, event_of, met_of, said, works_of
from landwatch.web.seeing import contract_seen

__all__ = ["router"]

router = APIRouter()


@router.post("/contracts/{contract_no:path}/visits", status_code=201, response_model=VisitAnswer)
def record_visit(
    request: Request,
    contract_no: str,
    visitor: Annotated[Visitor, needs(Right.REVIEW)],
    question: Asked,
    given: NewVisit,
    key: Key = None,
) -> Response:
    """Record a visit; it changes no status. What it means is proposed, and a second person decides.

    Parameters
    ----------
    request
        The request.
    contract_no
        Its number, percent-encoded.
    visitor, question
        Whoever records it, and the day on which the contract is there.
    given
        What was found.
    key
        Names the request when it is repeated.
    """
    contract_seen(visitor.seen(question), contract_no)
    visit = _visit(visitor, contract_no, given)

    def _recorded() -> str:
        made = patrol_writes.record(visitor, question, visit)
        return json.dumps({"contract_no": contract_no} | made.to_dict(), ensure_ascii=False)

    return done_once(request, visitor, key, given, _recorded)


def _visit(visitor: Visitor, contract_no: str, given: NewVisit) -> Visit:
    return Visit(
        contract_no=contract_no,
        day=parse_day(given.on, "on"),
        person=said(given.person) or visitor.viewer.name,
        parcel_no=said(given.parcel_no),
        cluster=said(given.cluster),
        works=works_of(given.works),
        done_share=read_share(said(given.done_share), "done_share"),
        permits=said(given.permits),
        weather=said(given.weather),
        note=said(given.note),
        not_checked=said(given.not_checked),
        answers=answers_of(given.answers, given.reasons),
        proposed=_proposed(given.proposed) if given.proposed else None,
        met=met_of(given.met.name, given.met.telephone) if given.met else None,
    )


def _proposed(given: NewProposal) -> Proposed:
    day = parse_day(given.on, "proposed.on") if given.on else None
    return Proposed(event_of(given.fact), day, read_share(said(given.share), "proposed.share"))


@router.post("/patrols/proposals/{visit}/accept", status_code=201, response_model=ProposalAnswer)
def accept_proposal(
    request: Request,
    visit: str,
    visitor: Annotated[Visitor, needs(Right.DECIDE)],
    question: Asked,
    key: Key = None,
) -> Response:
    """Accept what a visit proposes, as the second person: the fact is recorded, on the visit.

    Parameters
    ----------
    request
        The request.
    visit
        Number of the visit.
    visitor, question
        Whoever accepts, and about which day.
    key
        Names the request when it is repeated.
    """

    def _accepted() -> str:
        made = patrol_writes.accept(visitor, question, visit)
        return json.dumps(made.to_dict(), ensure_ascii=False)

    return done_once(request, visitor, key, None, _accepted)


@router.post("/patrols/proposals/{visit}/decline", status_code=201, response_model=ProposalAnswer)
def decline_proposal(
    request: Request,
    visit: str,
    visitor: Annotated[Visitor, needs(Right.DECIDE)],
    question: Asked,
    given: Refusal,
    key: Key = None,
) -> Response:
    """Decline what a visit proposes, as the second person; the visit stays.

    Parameters
    ----------
    request
        The request.
    visit
        Number of the visit.
    visitor, question
        Whoever declines, and about which day.
    given
        Why.
    key
        Names the request when it is repeated.
    """

    def _declined() -> str:
        made = patrol_writes.decline(visitor, question, visit, given.reason)
        return json.dumps(made.to_dict(), ensure_ascii=False)

    return done_once(request, visitor, key, given, _declined)


@router.post("/patrols/assignments", status_code=201, response_model=AssignmentAnswer)
def assign(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.ASSIGN)],
    question: Asked,
    given: NewAssignment,
    key: Key = None,
) -> Response:
    """Let a person patrol a cluster from a day on; from the same first day again, it corrects.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever assigns, and about which day.
    given
        Cluster, person, stand-in and days.
    key
        Names the request when it is repeated.
    """
    patroller = Patroller(
        cluster=given.cluster,
        person=given.person.strip(),
        stand_in=said(given.stand_in),
        since=parse_day(given.since, "since"),
        until=parse_day(given.until, "until") if given.until else None,
    )

    def _assigned() -> str:
        patrol_writes.assign(visitor, question, patroller, given.reason, given.document)
        until = patroller.until and patroller.until.isoformat()
        told = {"cluster": patroller.cluster, "person": patroller.person, "stand_in": patroller.stand_in}
        return json.dumps(told | {"since": patroller.since.isoformat(), "until": until}, ensure_ascii=False)

    return done_once(request, visitor, key, given, _assigned)


@router.post("/patrols/absences", status_code=201, response_model=AbsenceAnswer)
def mark_absent(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.ASSIGN)],
    question: Asked,
    given: NewAbsence,
    key: Key = None,
) -> Response:
    """Record days on which somebody does not patrol: the list moves to the stand-in, not the duty.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever records it, and about which day.
    given
        The person and the days.
    key
        Names the request when it is repeated.
    """
    absence = Absence(
        person=given.person, since=parse_day(given.since, "since"), until=parse_day(given.until, "until")
    )

    def _marked() -> str:
        patrol_writes.mark_absent(
            visitor, question, absence, given.reason, given.document, withdrawn=given.withdrawn
        )
        days = {"since": absence.since.isoformat(), "until": absence.until.isoformat()}
        return json.dumps({"person": absence.person} | days, ensure_ascii=False)

    return done_once(request, visitor, key, given, _marked)
