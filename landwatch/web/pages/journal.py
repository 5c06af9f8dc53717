"""The journal of the register: in pages, line by line, and whether anybody changed it since."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.registry.journal import Recorded
from landwatch.registry.journal_pages import Chosen, Written
from landwatch.services.maintenance.journal import journal_end, journal_entry, journal_page, verify
from landwatch.web.asked import Asked, Visitor, needs, now
from landwatch.web.audit_listed import journal_table, written_table
from landwatch.web.drawing import Frame, page
from landwatch.web.exhibits_sent import page_with
from landwatch.web.faults import Refused
from landwatch.web.recording_days import instants_of

__all__ = ["router"]

router = APIRouter()

_LINES = 50
_MOST_FAULTS = 200
Reading = Annotated[Visitor, needs(Right.JOURNAL)]
Short = Annotated[str, Query(max_length=200)]


@router.get("/journal")
def journal(
    request: Request,
    visitor: Reading,
    question: Asked,
    by: Short = "",
    verb: Short = "",
    first: Short = "",
    last: Short = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> Response:
    """List what was recorded, by whom and when, the newest first.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and up to which instant.
    by, verb
        Only lines of this person, and of this verb.
    first, last
        Only what was recorded on these days and between.
    page_no
        Which fifty.
    """
    since, until = instants_of(first, last)
    by_then = min((each for each in (until, question.known_at) if each), default=None)
    chosen = Chosen(actor=by or None, verb=verb or None, since=since, until=by_then)
    database = visitor.office.database

    def _lines(passed: int, count: int) -> Sequence[Recorded]:
        return journal_page(database, chosen, first=passed, count=count).lines

    found = journal_page(database, chosen, first=0, count=0)
    return page_with(
        "journal.html",
        request,
        visitor,
        question,
        tables=[journal_table(found.total, _lines, journal_end(database))],
        links={"line": lambda _frame, line: f"/journal/{line.sequence}"},
        rows=_LINES,
        page_no=page_no,
        found=found,
        chosen={"by": by, "verb": verb, "first": first, "last": last},
    )


# Before the line of a number, whose place it would be taken for.
@router.get("/journal/verification")
def ask_verification(request: Request, visitor: Reading) -> Response:
    """Show the end of the journal, and offer to verify all of it.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    """
    end = journal_end(visitor.office.database)
    return page("verification.html", request, visitor, end=end, report=None, complaint="", head="")


@router.post("/journal/verification")
def verification(
    request: Request, visitor: Reading, head: Annotated[str, Form(max_length=2_000)] = ""
) -> Response:
    """Verify the journal, and every row of the register against it.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    head
        The end of the journal as it was kept elsewhere.
    """
    database, begun = visitor.office.database, now()
    report, complaint = None, ""
    try:
        report = verify(database, head.strip() or None)
    except UsageError as error:
        complaint = str(error)
    return page(
        "verification.html",
        request,
        visitor,
        status=422 if complaint else 200,
        end=journal_end(database),
        report=report,
        complaint=complaint,
        head=head.strip(),
        begun=begun,
        most=_MOST_FAULTS,
    )


@router.get("/journal/{sequence}")
def line(request: Request, visitor: Reading, sequence: str) -> Response:
    """Show one line of the journal with the records that it wrote.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    sequence
        Its number.

    Raises
    ------
    Refused
        If there is no such line.
    """
    number = int(sequence) if sequence.isascii() and sequence.isdecimal() and len(sequence) < 16 else 0
    found = journal_entry(visitor.office.database, number)
    if found is None:
        raise Refused(404, "not there")
    return page_with(
        "journal_line.html",
        request,
        visitor,
        tables=[written_table(found)],
        links={name: partial(_history, name) for name in ("contract_no", "parcel_no")},
        entry=found,
        end=journal_end(visitor.office.database),
    )


def _history(name: str, frame: Frame, row: Written) -> str:
    """Where the history of a contract or a parcel is told."""
    of = getattr(row, name)
    return frame.to("/audit/history", of=of) if of else ""
