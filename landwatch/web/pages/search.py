"""Search: one field for contracts, parcels, supervision numbers, companies and documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.services.searching import Index
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.drawing import Frame, page

__all__ = ["router"]

router = APIRouter()

_MOST = 60


@router.get("/search")
def search(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Find what holds some words; one contract alone is opened at once.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    q
        The words.
    """
    kept = visitor.seen(question)
    index = kept.once("search", lambda: Index(kept.assessment))
    hits = index.find(q, _MOST + 1)
    if len({hit.contract_no for hit in hits}) == 1 and hits[0].text.casefold() == q.strip().casefold():
        return RedirectResponse(Frame(request, visitor, question).contract(hits[0].contract_no), 303)
    return page(
        "search.html", request, visitor, question, kept=kept, q=q, hits=hits[:_MOST], more=len(hits) > _MOST
    )
