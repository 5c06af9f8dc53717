"""Search: one field for contracts, parcels, supervision numbers, companies and documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.services.assessing.keeping import Kept
from landwatch.services.contracts.documents import all_documents
from landwatch.services.contracts.listing import hits_table
from landwatch.services.contracts.searching import Hit, Index
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.drawing import Frame
from landwatch.web.exhibits_sent import about, page_with

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
    index = kept.once("search", lambda: _index(kept, visitor.office.database))
    hits = index.find(q, _MOST + 1)
    frame = Frame(request, visitor, question)
    if len({hit.contract_no for hit in hits}) == 1 and hits[0].text.casefold() == q.strip().casefold():
        return RedirectResponse(_place_of(hits[0], frame), 303)
    return page_with(
        "search.html",
        request,
        visitor,
        question,
        kept=kept,
        tables=[hits_table(hits[:_MOST], q, about(kept, visitor))],
        links={"text": lambda around, hit: _place_of(hit, around)},
        q=q,
        hits=hits[:_MOST],
        more=len(hits) > _MOST,
    )


def _place_of(hit: Hit, frame: Frame) -> str:
    """Where a page tells of what was found."""
    return frame.contract(hit.contract_no) + ("#documents" if hit.what == "document" else "")


def _index(kept: Kept, database: str) -> Index:
    return Index(kept.assessment, all_documents(database, kept.known_at))
