"""Parcels selected on the map: the list, what it adds up to, and the way on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.services.maps.selecting import (
    Rule,
    area_text,
    numbers_of,
    read_area,
    select_parcels,
)
from landwatch.services.maps.selection_tables import parcels_table, sums_table
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.land_kept import land_of

__all__ = ["router"]

router = APIRouter()

ROWS = 500
"""Rows of a page of the list."""

PageNumber = Annotated[int, Query(alias="page", ge=1, le=100_000)]


@router.get("/zone/selection")
def selection(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    area: Annotated[str, Query(max_length=8_000)] = "",
    parcels: Annotated[str, Query(max_length=20_000)] = "",
    rule: Rule = Rule.TOUCHED,
    page_no: PageNumber = 1,
) -> Response:
    """List the parcels of an area, or of some numbers.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    area
        Corners of the area, as :func:`landwatch.services.maps.selecting.read_area` reads them.
    parcels
        Numbers of parcels.
    rule
        Which parcels the area selects.
    page_no
        Which page of the list.

    Raises
    ------
    UsageError
        If area or numbers cannot be used.
    """
    kept = visitor.seen(question)
    corners = read_area(area)
    found = select_parcels(land_of(kept).content, corners, numbers_of(parcels), rule)
    rests = about(kept, visitor)
    return page_with(
        "selection.html",
        request,
        visitor,
        question,
        kept=kept,
        tables=[parcels_table(found, rests), sums_table(found, rests)],
        links={
            "contract_no": lambda frame, parcel: (
                frame.contract(parcel.contract_nos[0]) if parcel.contract_nos else ""
            )
        },
        rows=ROWS,
        page_no=page_no,
        found=found,
        area=area_text(corners),
        parcels=parcels,
        rule=str(rule),
    )
