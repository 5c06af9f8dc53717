"""For auditors: the journal of the register, and the log of sign-ins."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.services.maintenance.journal import journal_lines
from landwatch.web.asked import Visitor, needs
from landwatch.web.drawing import page

__all__ = ["router"]

router = APIRouter()

_LINES = 100


@router.get("/journal")
def journal(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.JOURNAL)],
    page_no: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> Response:
    """List what was recorded, by whom and when, the newest first.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    page_no
        Which hundred.
    """
    lines = journal_lines(visitor.office.database)[::-1]
    start = (page_no - 1) * _LINES
    return page(
        "journal.html",
        request,
        visitor,
        lines=lines[start : start + _LINES],
        page_no=page_no,
        pages=-(-len(lines) // _LINES),
    )


@router.get("/sign-ins")
def sign_ins(request: Request, visitor: Annotated[Visitor, needs(Right.SIGN_INS)]) -> Response:
    """List sign-ins, grants, exports and looks at personal data, the newest first.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    """
    return page("sign_ins.html", request, visitor, noted=visitor.office.access.log(limit=5 * _LINES))
