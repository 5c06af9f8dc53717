"""What phones handed over, as the office sees it: whose, how far it has come, and what waits for a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.incoming import Stored
from landwatch.instants import parse_day
from landwatch.services.field.receipts import contract_of, state_name, waiting_name
from landwatch.services.field.receiving import clear, decide
from landwatch.web.asked import Asked, Question, Visitor, needs, now
from landwatch.web.exhibits_sent import about, page_with, wants_file
from landwatch.web.field.handing_over import Uuid, names_of, take_in_complete
from landwatch.web.field.inbox_routes import held_seen, received
from landwatch.web.received_listed import received_table

__all__ = ["router"]

router = APIRouter(prefix="/received")

PAGE = 100
STATES = ("waiting", "complete", "held", "recorded", "aside")


@router.get("")
def from_phones(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    login: str = "",
    state: str = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """List what phones handed over.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    login, state
        Only the records of this person, or in this state.
    page_no
        Which hundred.
    """
    return _inbox_page(request, visitor, question, login=login, state=state, page_no=page_no)


@router.post("/{uuid}")
def decided(
    request: Request,
    uuid: Uuid,
    visitor: Annotated[Visitor, needs(Right.DECIDE)],
    question: Asked,
    record: Annotated[str, Form(max_length=64)] = "",
    keep: Annotated[str, Form(max_length=10)] = "",
    reason: Annotated[str, Form(max_length=1000)] = "",
    day: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Decide about a record that is held.

    Parameters
    ----------
    request
        The request.
    uuid
        What the phone calls it.
    visitor, question
        Whoever decides, and about which day.
    record
        Its hash.
    keep
        ``yes`` to make it a visit, ``no`` to set it aside; ``clear`` to remove what was set aside.
    reason, day
        Why, and the day that counts where that of the phone is wrong.
    """
    stored = held_seen(visitor, question, uuid, record)
    try:
        _act(visitor, stored, keep, reason, day)
    except UsageError as error:
        return _inbox_page(request, visitor, question, complaint=str(error))
    take_in_complete(visitor.office, stored.login)
    return RedirectResponse("/received", 303)


def _act(visitor: Visitor, stored: Stored, keep: str, reason: str, day: str) -> None:
    incoming, by = visitor.office.incoming, visitor.viewer.login
    if keep == "clear":
        clear(incoming, stored, reason=reason, by=by, at=now())
    elif keep in ("yes", "no"):
        counts = parse_day(day, "day") if day else None
        decide(incoming, stored, keep=keep == "yes", reason=reason, by=by, at=now(), day=counts)
    else:
        raise UsageError(_("Choose what becomes of the record: a visit, or set aside."))


def _inbox_page(
    request: Request,
    visitor: Visitor,
    question: Question,
    *,
    login: str = "",
    state: str = "",
    page_no: int = 1,
    complaint: str = "",
) -> Response:
    every = received(visitor, question, 31)
    chosen = [each for each in every if login in ("", each.stored.login) and state in ("", each.state)]
    start = (page_no - 1) * PAGE
    names = names_of(visitor.office)
    seen = visitor.seen(question).assessment
    shown = chosen if wants_file(request) else chosen[start : start + PAGE]
    rows = [(each, contract_of(seen, each.stored)) for each in shown]
    return page_with(
        "inbox.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        tables=[received_table(rows, names, about(visitor.seen(question), visitor))],
        received=rows,
        names=names,
        people=sorted({each.stored.login for each in every}),
        waiting_name=waiting_name,
        states={name: state_name(name) for name in STATES},
        open=sum(each.is_open for each in every),
        chosen={"login": login, "state": state},
        page_no=page_no,
        pages=-(-len(chosen) // PAGE),
        complaint=complaint,
    )
