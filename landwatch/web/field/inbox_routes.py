"""The office's side: which records came from whom, how far each has come, and what a person decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from landwatch.access import Right
from landwatch.incoming import Stored
from landwatch.instants import parse_day
from landwatch.services.field.receipts import Receipt, contract_of, inbox_of, receipt_of
from landwatch.services.field.receiving import decide
from landwatch.web.api.answering import Limit, Reader, Start, answer, next_of
from landwatch.web.asked import Asked, Question, Visitor, needs, now
from landwatch.web.faults import Refused
from landwatch.web.field import field_answers
from landwatch.web.field.handing_over import Uuid, names_of, take_in_complete

__all__ = ["router"]

router = APIRouter()

State = Annotated[str | None, Query(max_length=20, description="Only records in this state.")]
Days = Annotated[int, Query(ge=1, le=3660, description="How far back to list what stands in the register.")]


@router.get("/inbox", response_model=field_answers.Inbox)
def inbox(
    request: Request,
    visitor: Reader,
    question: Asked,
    state: State = None,
    days: Days = 31,
    start: Start = 0,
    limit: Limit = 200,
) -> Response:
    """List what phones handed over, the newest first.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and the day on which the contracts are there.
    state
        Only records in this state.
    days
        How far back to list what stands in the register; what is open is always listed.
    start, limit
        Which part of the list.
    """
    found = received(visitor, question, days)
    chosen = [each for each in found if state in (None, each.state)]
    names = names_of(visitor.office)
    items = [item(each, names) for each in chosen[start : start + limit]]
    return answer(request, {"items": items, "next": next_of(len(chosen), start, limit)})


@router.post("/records/{uuid}/decision", response_model=field_answers.Receipt)
def decision(
    uuid: Uuid,
    visitor: Annotated[Visitor, needs(Right.DECIDE)],
    question: Asked,
    given: field_answers.Decision,
) -> Response:
    """Decide about a record that is held: it becomes a visit, or is set aside and stays.

    Parameters
    ----------
    uuid
        What the phone calls it.
    visitor, question
        Whoever decides, and the day on which the contract is there.
    given
        What is decided.
    """
    stored = held_seen(visitor, question, uuid, given.record)
    incoming = visitor.office.incoming
    day = parse_day(given.on, "on") if given.on else None
    by = visitor.viewer.login
    decide(incoming, stored, keep=given.keep, reason=given.reason, by=by, at=now(), day=day)
    take_in_complete(visitor.office, stored.login)
    after = incoming.record(uuid, sha256=given.record)
    assert after is not None  # nothing is ever removed
    return JSONResponse(receipt_of(incoming, after).to_dict())


def received(visitor: Visitor, question: Question, days: int) -> list[Receipt]:
    """List the records that a visitor sees; those that are complete become visits first.

    Parameters
    ----------
    visitor, question
        Whoever asks, and the day on which the contracts are there.
    days
        How far back to list what stands in the register.
    """
    take_in_complete(visitor.office)
    viewer = visitor.viewer
    since = now() - timedelta(days=days)
    seen = visitor.seen(question).assessment
    return inbox_of(visitor.office.incoming, seen, viewer.login, since, sees_all=viewer.clusters is None)


def held_seen(visitor: Visitor, question: Question, uuid: str, sha256: str) -> Stored:
    """Find a record that a visitor may decide about.

    Parameters
    ----------
    visitor, question
        Whoever decides, and the day on which the contract is there.
    uuid, sha256
        What the phone calls it, and its hash.

    Raises
    ------
    Refused
        If there is none that the visitor sees.
    """
    stored = visitor.office.incoming.record(uuid, sha256=sha256)
    sees_all = visitor.viewer.clusters is None
    if stored is None or not (sees_all or contract_of(visitor.seen(question).assessment, stored)):
        raise Refused(404, "not there")
    return stored


def item(receipt: Receipt, names: dict[str, str]) -> dict[str, object]:
    """Lay a record out as the office sees it.

    Parameters
    ----------
    receipt
        The record.
    names
        What people are called, by login.
    """
    stored = receipt.stored
    return receipt.to_dict() | {
        "login": stored.login,
        "person": names.get(stored.login, stored.login),
        "on": stored.day.isoformat(),
        "contract_no": stored.contract_no,
        "parcel_no": stored.parcel_no,
        "waits_for": receipt.waits_for and receipt.waits_for[1],
        "waits_for_kind": receipt.waits_for and receipt.waits_for[0],
        "phone_skew": None if stored.skew is None else round(stored.skew.total_seconds()),
        "decided_by": stored.decided and stored.decided.by,
        "decision": stored.decided and stored.decided.reason,
    }
