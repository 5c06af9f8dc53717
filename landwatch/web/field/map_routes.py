"""The map of the area, to be taken along: clusters, parcels, and the office's image tiles under them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from landwatch.maps.basemaps import TileFile
from landwatch.services.assessing.keeping import Kept
from landwatch.services.field.area_map import area_of
from landwatch.web.api.answering import answer, dated
from landwatch.web.asked import Asked
from landwatch.web.faults import Refused
from landwatch.web.field.field_answers import AreaMap
from landwatch.web.field.handing_over import FieldPerson
from landwatch.web.sending import packed

__all__ = ["router"]

router = APIRouter()

_IMAGE = {200: {"content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}}
_Zoom = Annotated[int, Path(ge=0, le=24)]
_Place = Annotated[int, Path(ge=0, lt=2**24)]


@router.get("/map", response_model=AreaMap)
def area_map(request: Request, visitor: FieldPerson, question: Asked) -> Response:
    """Give the clusters and parcels that a person sees, and say which image tiles lie under them.

    Parameters
    ----------
    request, visitor, question
        The request, whoever goes, and on which day.
    """
    kept = visitor.seen(question)
    told = {
        "area": kept.once("area", lambda: area_of(kept.assessment)),
        "ground": _ground(kept, visitor.office.ground, request.scope["root_path"]),
    }
    return packed(request, answer(request, dated(kept, question) | told))


def _ground(kept: Kept, file: TileFile | None, below: str) -> dict[str, Any] | None:
    west, south, east, north = kept.assessment.snapshot.parcels.total_bounds
    # Without a boundary there are no bounds, and nothing to lay under it.
    if file is None or not west < east:
        return None

    def _named() -> list[tuple[int, int, int, int]]:
        bounds = [[south, west], [north, east]]
        return [(zoom, x, y, len(image)) for zoom, tiles in file.around(bounds) for x, y, image in tiles]

    tiles = kept.once("ground", _named)
    return {
        "url": f"{below}/ground/{{z}}/{{x}}/{{y}}",
        "tiles": [tile[:3] for tile in tiles],
        "bytes": sum(size for *_place, size in tiles),
        "credit": file.credit,
    }


@router.get(
    "/ground/{zoom}/{column}/{row}",
    response_class=Response,
    response_description="The tile, as the office's file has it.",
    responses=_IMAGE,  # type: ignore[arg-type]
)
def ground_tile(visitor: FieldPerson, zoom: _Zoom, column: _Place, row: _Place) -> Response:
    """Give an image tile of the ground.

    Parameters
    ----------
    visitor
        Whoever goes.
    zoom, column, row
        Its place on the square of Web Mercator; rows count from the north.
    """
    file = visitor.office.ground
    found = file.tile(zoom, column, row) if file else None
    if found is None:
        raise Refused(404, "not there")
    content, media_type = found
    return Response(content, media_type=media_type)
