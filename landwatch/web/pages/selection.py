"""Parcels selected on the map: the list, what it adds up to, and the way on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.measures.figures.states import Idle, idle_label, state_label
from landwatch.services.maps.selecting import (
    Rule,
    area_text,
    numbers_of,
    read_area,
    select_parcels,
)
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.drawing import page
from landwatch.web.land_kept import land_of

__all__ = ["router"]

router = APIRouter()


@router.get("/zone/selection")
def selection(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    area: Annotated[str, Query(max_length=8_000)] = "",
    parcels: Annotated[str, Query(max_length=20_000)] = "",
    rule: Rule = Rule.TOUCHED,
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

    Raises
    ------
    UsageError
        If area or numbers cannot be used.
    """
    kept = visitor.seen(question)
    corners = read_area(area)
    found = select_parcels(land_of(kept).content, corners, numbers_of(parcels), rule)
    marks = {Idle(mark): tally for mark, tally in found.by_mark().items()}
    return page(
        "selection.html",
        request,
        visitor,
        question,
        kept=kept,
        found=found,
        area=area_text(corners),
        parcels=parcels,
        rule=str(rule),
        states=[(state_label(state), tally) for state, tally in found.by_state().items()],
        marks=[(idle_label(mark), tally) for mark, tally in marks.items()],
        state_name=state_label,
        mark_name=lambda mark: idle_label(Idle(mark)),
    )
