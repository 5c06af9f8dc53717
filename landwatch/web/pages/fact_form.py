"""Facts that a clerk types or pastes: what was understood is said before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.services.contracts.recording import Offered, look_at_facts, pasted_rows, take_facts
from landwatch.web.asked import Asked, Question, Visitor, needs, now, office_day
from landwatch.web.drawing import Frame, page
from landwatch.web.facts_written import fault_lines, inputs_of, kinds, rows_of, told_facts
from landwatch.web.seeing import contract_nos_seen

__all__ = ["Sent", "router"]

router = APIRouter()

Recording = Annotated[Visitor, needs(Right.RECORD)]


async def _sent(request: Request) -> Mapping[str, Sequence[str]]:
    """The fields of a form whose fields depend on the kind of fact."""
    form = await request.form()
    return {name: [text for text in form.getlist(name) if isinstance(text, str)] for name in form}


Sent = Annotated[Mapping[str, Sequence[str]], Depends(_sent)]


@router.get("/record")
def record_form(request: Request, visitor: Recording, question: Asked, type: str = "") -> Response:
    """Show the form for a fact, filled with what the address says.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever records, and about which day.
    type
        The kind of fact; the form to choose one without.
    """
    asked = request.query_params
    written = {name: asked.getlist(name) for name in asked}
    return _form(request, visitor, question, type if type in kinds() else "", written)


@router.post("/record")
def record_fact(request: Request, visitor: Recording, question: Asked, written: Sent) -> Response:
    """Look at what was written, or record it if it is what was looked at before.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever records, and about which day.
    written
        The fields of the form.
    """
    kind = "".join(written.get("type", ()))
    if kind not in kinds():
        return _form(request, visitor, question, "", written, status=422)
    rows = rows_of(kind, written, office_day(visitor.office))
    offered = _looked_at(visitor, rows)
    if offered.is_sound and offered.digest in written.get("seen", ()):
        done = _taken(visitor, rows)
        frame = Frame(request, visitor, question)
        return RedirectResponse(frame.to("/record", type=kind, done=done), 303)
    return _form(request, visitor, question, kind, written, offered=offered)


@router.get("/record/paste")
def paste_form(request: Request, visitor: Recording, question: Asked) -> Response:
    """Show where rows of a spreadsheet are pasted.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever records, and about which day.
    """
    return _pasted(request, visitor, question, "")


@router.post("/record/paste")
def paste(
    request: Request,
    visitor: Recording,
    question: Asked,
    table: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Look at pasted rows, or record them if they are what was looked at before.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever records, and about which day.
    table
        The rows as they were pasted.
    seen
        What names the table that was looked at.
    """
    # A form sends two characters for the end of a line.
    table = table.replace("\r\n", "\n")
    try:
        rows = pasted_rows(table)
    except UsageError as error:
        return _pasted(request, visitor, question, table, complaint=str(error))
    offered = _looked_at(visitor, rows)
    if offered.is_sound and offered.digest == seen:
        done = _taken(visitor, rows)
        return RedirectResponse(Frame(request, visitor, question).to("/record/paste", done=done), 303)
    return _pasted(request, visitor, question, table, offered=offered)


def _looked_at(visitor: Visitor, rows: Sequence[Sequence[str]]) -> Offered:
    return look_at_facts(
        visitor.office.database,
        rows,
        at=now(),
        readers=visitor.office.settings.readers(),
        contract_nos=contract_nos_seen(visitor.sees_now()),
    )


def _taken(visitor: Visitor, rows: Sequence[Sequence[str]]) -> int:
    return take_facts(
        visitor.office.database,
        rows,
        by=visitor.viewer.login,
        at=now(),
        readers=visitor.office.settings.readers(),
        contract_nos=contract_nos_seen(visitor.sees_now()),
    )


def _form(
    request: Request,
    visitor: Visitor,
    question: Question,
    kind: str,
    written: Mapping[str, Sequence[str]],
    *,
    offered: Offered | None = None,
    status: int = 200,
) -> Response:
    kept, today = visitor.sees_now(), office_day(visitor.office)
    return page(
        "record.html",
        request,
        visitor,
        question,
        status=status,
        kept=kept,
        kinds=kinds(),
        kind=kind,
        contracts=" ".join(" ".join(written.get("contract", ())).split()),
        inputs=inputs_of(kind, rows_of(kind, written, today), offered) if kind else [],
        offered=offered,
        told=told_facts(offered, kept, today) if offered and offered.is_sound else [],
        whole=fault_lines(offered, None),
        of_contracts=fault_lines(offered, 0),
        done=_count(request),
    )


def _pasted(
    request: Request,
    visitor: Visitor,
    question: Question,
    table: str,
    *,
    offered: Offered | None = None,
    complaint: str = "",
) -> Response:
    kept, today = visitor.sees_now(), office_day(visitor.office)
    return page(
        "record_paste.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        table=table,
        offered=offered,
        told=told_facts(offered, kept, today) if offered else [],
        complaint=complaint,
        done=_count(request),
    )


def _count(request: Request) -> int | None:
    """How many facts were recorded just now; ``None`` where none was sent."""
    told = request.query_params.get("done", "")
    return int(told) if told.isdecimal() and len(told) < 6 else None
