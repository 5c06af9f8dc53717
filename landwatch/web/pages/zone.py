"""All clusters that a visitor sees on one map, and the pieces that it asks for when its parcels are many."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from markupsafe import Markup
from starlette.responses import FileResponse, PlainTextResponse, Response

from landwatch.access import Right
from landwatch.characters import json_text
from landwatch.i18n import gettext as _
from landwatch.maps.basemaps import TileFile
from landwatch.maps.page import Around, Sent
from landwatch.maps.served_land import Served, ServedLand
from landwatch.services.assessing.keeping import Kept
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.drawing import TEMPLATES, Frame, page
from landwatch.web.faults import Refused
from landwatch.web.land_kept import land_of, written_one_way
from landwatch.web.sending import packed

__all__ = ["router"]

router = APIRouter()

_HERE = "/zone"
_Place = Annotated[int, Path(ge=0, le=2**24)]
Version = Annotated[str, Query(alias="v", max_length=64, description="The version that the page has.")]


@router.get(_HERE)
def zone_map(request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked) -> Response:
    """Show all clusters that a visitor sees on one map.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    asked = written_one_way(question)
    frame = Frame(request, visitor, asked)
    drawn = kept.once(("zone", tuple(asked.asked)), lambda: _drawn(kept, frame, visitor.office.ground, asked))
    return packed(request, page("map.html", request, visitor, question, drawn=drawn))


def _drawn(kept: Kept, frame: Frame, file: TileFile | None, question: Question) -> Sent:
    tools = TEMPLATES.get_template("_zone_tools.html").render(frame=frame)
    around = Around(Markup(tools), frame.to("/contracts/{no}"), frame.to("/explained/{no}"))
    ground = file.served(f"{_HERE}/ground/{{z}}/{{x}}/{{y}}") if file else None
    return land_of(kept).whole(frame.to("/map"), around, _served(kept, question), ground).sent()


def _served(kept: Kept, question: Question) -> Served:
    """Where the pieces are; each address says of which land, so that pieces of two never meet."""
    version = _pieces(kept).version if land_of(kept).content.parcels["drawn"].any() else ""
    asked = urlencode({"v": version, **question.asked})
    return Served(
        tiles=f"{_HERE}/tiles/{{cluster}}?{asked}",
        places=f"{_HERE}/places/{{first}}?{asked}",
        lines=f"{_HERE}/lines?{asked}",
        rows=f"{_HERE}/rows/{{list}}?{asked}",
    )


def _pieces(kept: Kept) -> ServedLand:
    return kept.once("pieces", lambda: land_of(kept).pieces())


def _pieces_of(kept: Kept, version: str) -> ServedLand:
    """The pieces of the land that a page shows."""
    if not land_of(kept).content.parcels["drawn"].any():
        raise Refused(404, "not there")
    pieces = _pieces(kept)
    if version and version != pieces.version:
        raise Refused(409, _("The land has changed since this page was drawn; load the page again."))
    return pieces


@router.get(f"{_HERE}/tiles/{{cluster:path}}")
def tiles(
    visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked, cluster: str, version: Version = ""
) -> Response:
    """Send the vector tiles of a cluster, or a range of their bytes.

    Parameters
    ----------
    visitor, question
        Whoever asks, and about which day.
    cluster
        Name of the cluster, or ``-`` for what lies in none.
    version
        As the page has it.
    """
    archive = _pieces_of(visitor.seen(question), version).archives.get(cluster)
    if archive is None:
        raise Refused(404, "not there")
    return FileResponse(visitor.office.tiles.file(archive), media_type="application/vnd.pmtiles")


@router.get(f"{_HERE}/places/{{first}}")
def places(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    first: _Place,
    version: Version = "",
) -> Response:
    """Send the cards of some parcels.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    first
        Number of the first parcel on the page.
    version
        As the page has it.
    """
    return _json(request, _pieces_of(visitor.seen(question), version).places(first))


@router.get(f"{_HERE}/lines")
def lines(
    request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked, version: Version = ""
) -> Response:
    """Send what the search of the map goes through.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    version
        As the page has it.
    """
    kept = visitor.seen(question)
    pieces = _pieces_of(kept, version)
    return packed(request, PlainTextResponse(kept.once("lines", pieces.lines)))


@router.get(f"{_HERE}/rows/{{name}}")
def rows(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    name: str,
    version: Version = "",
) -> Response:
    """Send the rows of a list of the legend.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    name
        Name of the list.
    version
        As the page has it.
    """
    found = _pieces_of(visitor.seen(question), version).rows(name)
    if found is None:
        raise Refused(404, "not there")
    return _json(request, found)


@router.get(f"{_HERE}/ground/{{zoom}}/{{column}}/{{row}}")
def ground_tile(
    visitor: Annotated[Visitor, needs(Right.LAND)], zoom: _Place, column: _Place, row: _Place
) -> Response:
    """Send an image tile of the office's base map.

    Parameters
    ----------
    visitor
        Whoever asks.
    zoom, column, row
        Its place on the square of Web Mercator; rows count from the north.
    """
    file = visitor.office.ground
    found = file.tile(zoom, column, row) if file else None
    if found is None:
        raise Refused(404, "not there")
    content, media_type = found
    return Response(content, media_type=media_type)


def _json(request: Request, value: Any) -> Response:
    return packed(request, Response(json_text(value), media_type="application/json"))
