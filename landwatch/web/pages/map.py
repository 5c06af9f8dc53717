"""The maps: the clusters that a visitor sees, each on a page of its own, and as one file to keep."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from landwatch.access import Deed, Right
from landwatch.maps.page import Around, Sent
from landwatch.services.keeping import Kept
from landwatch.services.mapping import Land, land_of
from landwatch.web.asked import Asked, Question, Visitor, address_of, needs, now
from landwatch.web.drawing import TEMPLATES, Frame, page
from landwatch.web.seeing import cluster_seen

__all__ = ["router"]

router = APIRouter()

_ZONE = "/map"


@router.get(_ZONE)
def zone(request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked) -> Response:
    """Show the clusters that a visitor sees.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    frame = _frame(request, visitor, question)

    def draw() -> Sent:
        names = map(str, kept.assessment.snapshot.clusters["name"])
        pages = {name: frame.to(_path(name)) for name in names}
        seen = None if visitor.viewer.clusters is None else tuple(pages)
        return _land(kept, visitor).zone(pages, replace(_around(frame, _ZONE), seen=seen)).sent()

    return _page(request, visitor, question, kept.once(("map", None, *_links(frame)), draw))


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
    html = _land(kept, visitor).cluster(cluster).html()
    about = {"map": cluster, "on": question.on.isoformat()}
    visitor.office.access.note(
        Deed.EXPORTED, login=visitor.viewer.login, about=about, at=now(), address=address_of(request)
    )
    answer = _packed(request, html)
    name = quote(f"{cluster}-{question.on.isoformat()}.html", safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


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
    kept = visitor.seen(question)
    cluster_seen(kept, cluster)
    frame = _frame(request, visitor, question)

    def draw() -> Sent:
        path = _path(cluster)
        around = _around(frame, path, frame.to(f"{path}/offline.html"))
        return _land(kept, visitor).cluster(cluster, overview=frame.to(_ZONE), around=around).sent()

    return _page(request, visitor, question, kept.once(("map", cluster, *_links(frame)), draw))


def _path(cluster: str) -> str:
    return f"{_ZONE}/{quote(cluster, safe='')}"


def _land(kept: Kept, visitor: Visitor) -> Land:
    return kept.once("land", lambda: land_of(kept.assessment, rules=visitor.office.settings.acreage()))


def _frame(request: Request, visitor: Visitor, question: Question) -> Frame:
    """What stands around a page that is kept: however a day was written, its links write it one way."""
    written = {"on": question.on.isoformat()}
    if question.known_at:
        written["known_at"] = question.known_at.isoformat()
    asked = {name: written[name] for name in question.asked}
    return Frame(request, visitor, replace(question, asked=asked))


def _links(frame: Frame) -> list[str]:
    """What the links of a page depend on beside what it shows."""
    return list(frame.question.asked) if frame.question else []


def _around(frame: Frame, here: str, offline: str | None = None) -> Around:
    tools = TEMPLATES.get_template("_map_tools.html").render(frame=frame, here=here, offline=offline)
    return Around(Markup(tools), frame.to("/contracts/{no}"))


def _page(request: Request, visitor: Visitor, question: Question, drawn: Sent) -> Response:
    answer = page("map.html", request, visitor, question, drawn=drawn)
    return _packed(request, bytes(answer.body))


def _packed(request: Request, html: str | bytes) -> Response:
    """An answer of HTML, compressed where the browser takes that: of ten bytes one is left.

    That the length of an answer tells of its content is no matter here: it holds no secret, and nothing that
    whoever made the address wrote into it.
    """
    content = html.encode() if isinstance(html, str) else html
    headers = {"Vary": "Accept-Encoding, Authorization, Cookie"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content, compresslevel=1)
    return Response(content, media_type="text/html; charset=utf-8", headers=headers)
