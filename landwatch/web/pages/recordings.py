"""Sound recordings and sketches of visits, for whoever may see them; that somebody looked is noted."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.formats.sketches import read_sketch
from landwatch.i18n import gettext as _
from landwatch.maps.sketch_drawing import drawing_of
from landwatch.measures.patrols.trust import ground_of
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.faults import Refused
from landwatch.web.personal_seen import look_at
from landwatch.web.seeing import contract_seen
from landwatch.web.sending import attachment
from landwatch.web.visits_seen import SeenVisit, visits_of

__all__ = ["router"]

router = APIRouter()


# The routes below a contract stand before that of its page, whose number takes the rest of the address.
@router.get("/contracts/{contract_no:path}/voices/{item}")
def voice(
    request: Request,
    contract_no: str,
    item: str,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
) -> Response:
    """Send a recording of a visit.

    Parameters
    ----------
    request
        The request.
    contract_no, item
        Number of the contract, and what the visit names the recording by.
    visitor, question
        Whoever asks, and about which day.
    """
    _visit_with(item, "voices", contract_no, visitor, question)
    content, media_type = look_at(request, visitor, contract_no, item)
    return Response(content, media_type=media_type)


@router.get("/contracts/{contract_no:path}/sketches/{item}")
def sketch(
    request: Request,
    contract_no: str,
    item: str,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    form: Literal["svg", "geojson"] = "svg",
) -> Response:
    """Draw a sketch of a visit over the parcels, or send it as it came.

    Parameters
    ----------
    request
        The request.
    contract_no, item
        Number of the contract, and what the visit names the sketch by.
    visitor, question
        Whoever asks, and about which day.
    form
        Whether as a drawing, or as GeoJSON to be kept.
    """
    made = _visit_with(item, "sketches", contract_no, visitor, question)
    content, media_type = look_at(request, visitor, contract_no, item)
    if form == "geojson":
        return attachment(content, f"{made.number}-{item[:8]}.geojson", media_type)
    ground = ground_of(visitor.seen(question).assessment.snapshot, contract_no, made.parcel_no)
    title = _("Sketch of {day}, {number}").format(day=made.day.isoformat(), number=contract_no)
    return Response(drawing_of(read_sketch(content), ground, title), media_type="image/svg+xml")


def _visit_with(
    item: str, member: Literal["voices", "sketches"], contract_no: str, visitor: Visitor, question: Question
) -> SeenVisit:
    """The visit that names an item, of a contract that the visitor sees."""
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    for made in visits_of(kept, contract_no):
        if item in {each for _name, each in getattr(made, member)}:
            return made
    raise Refused(404, "not there")
