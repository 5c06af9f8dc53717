"""The maps: the clusters that a visitor sees, each on a page of its own, and as one file to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from landwatch.access import Deed, Right
from landwatch.characters import json_text
from landwatch.maps.page import Around, OfflineMap
from landwatch.services.maps.drawn_land import Land
from landwatch.web.asked import Asked, Question, Visitor, address_of, needs, now
from landwatch.web.drawing import TEMPLATES, Frame, page
from landwatch.web.land_kept import land_of, written_one_way
from landwatch.web.seeing import cluster_seen, contract_seen
from landwatch.web.sending import attachment, packed

__all__ = ["router"]

router = APIRouter()

_ZONE, _EXPLAINED = "/map", "/explained"


@router.get(_ZONE)
def zone(request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked) -> Response:
    """Show the clusters that a visitor sees.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """

    def _draw(land: Land, frame: Frame) -> OfflineMap:
        pages = {name: frame.to(_path(name)) for name in land.clusters}
        seen = None if visitor.viewer.clusters is None else land.clusters
        return land.zone(pages, replace(_around(frame, _ZONE), seen=seen))

    return _shown(request, visitor, question, None, _draw)


@router.get("/map/{cluster:path}/offline.html")
def offline(
    request: Request, cluster: str, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked
) -> Response:
    """Send the page of a cluster as one file that needs no server.

    Parameters
    ----------
    request
        The request.
    cluster
        Name of the cluster.
    visitor, question
        Whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    cluster_seen(kept, cluster)
    html = land_of(kept).cluster(cluster).html()
    about = {"map": cluster, "on": question.on.isoformat()}
    visitor.office.access.note(
        Deed.EXPORTED, login=visitor.viewer.login, about=about, at=now(), address=address_of(request)
    )
    name = f"{cluster.replace('/', '-')}-{question.on.isoformat()}.html"
    return attachment(html.encode(), name, "text/html; charset=utf-8")


@router.get("/map/{cluster:path}")
def cluster(
    request: Request, cluster: str, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked
) -> Response:
    """Show the map of a cluster.

    Parameters
    ----------
    request
        The request.
    cluster
        Name of the cluster.
    visitor, question
        Whoever asks, and about which day.
    """
    cluster_seen(visitor.seen(question), cluster)

    def _draw(land: Land, frame: Frame) -> OfflineMap:
        path = _path(cluster)
        around = _around(frame, path, frame.to(f"{path}/offline.html"))
        return land.cluster(cluster, overview=frame.to(_ZONE), around=around)

    return _shown(request, visitor, question, cluster, _draw)


@router.get(f"{_EXPLAINED}/{{contract_no:path}}")
def explained(contract_no: str, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked) -> Response:
    """Tell a map what the judgement of a contract rests on.

    Parameters
    ----------
    contract_no
        Number of the contract.
    visitor, question
        Whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    return Response(json_text(land_of(kept).explained(contract_no)), media_type="application/json")


def _path(cluster: str) -> str:
    return f"{_ZONE}/{quote(cluster, safe='')}"


def _around(frame: Frame, here: str, offline: str | None = None) -> Around:
    tools = TEMPLATES.get_template("_map_tools.html").render(frame=frame, here=here, offline=offline)
    return Around(Markup(tools), frame.to("/contracts/{no}"), frame.to(f"{_EXPLAINED}/{{no}}"))


def _shown(
    request: Request,
    visitor: Visitor,
    question: Question,
    cluster: str | None,
    draw: Callable[[Land, Frame], OfflineMap],
) -> Response:
    """Draw a map once for all who see the same, and put it into the page of whoever asks."""
    kept = visitor.seen(question)
    asked = written_one_way(question)
    frame = Frame(request, visitor, asked)
    drawn = kept.once(("map", cluster, tuple(asked.asked)), lambda: draw(land_of(kept), frame).sent())
    return packed(request, page("map.html", request, visitor, question, drawn=drawn))
