"""Two days: on the map, and as the list of contracts that stand otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.maps.cluster_page import TILED_ABOVE
from landwatch.maps.page import Around
from landwatch.services.assessing.keeping import Kept
from landwatch.services.maps.changes_table import changes_table
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.drawing import TEMPLATES, Frame, page
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.land_kept import land_of, written_one_way
from landwatch.web.seeing import cluster_seen
from landwatch.web.sending import packed

__all__ = ["router"]

router = APIRouter()

ROWS = 500
"""Rows of a page of the list."""

PageNumber = Annotated[int, Query(alias="page", ge=1, le=100_000)]

_MAP, _LIST = "/zone/compare", "/zone/changes"

_From = Annotated[
    str, Query(alias="from", max_length=40, description="The earlier day; a year before by default.")
]


@router.get(_MAP)
def compared(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    earlier: _From = "",
    cluster: str = "",
) -> Response:
    """Show two days on the map: what differs, or both beside each other.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which later day.
    earlier
        The earlier day.
    cluster
        Only this cluster.
    """
    before, after, first = _both(visitor, question, earlier, cluster)
    asked = written_one_way(question)
    frame = Frame(request, visitor, asked)
    among = land_of(after).content.parcels
    drawn = among["cluster"].eq(cluster) if cluster else among["drawn"]
    if drawn.sum() > TILED_ABOVE:
        # So many shapes, twice, are more than a browser draws: the list says the same.
        where = frame.to(_LIST, **{"from": first.isoformat(), "cluster": cluster})
        return RedirectResponse(where, 303)
    tools = TEMPLATES.get_template("_compare_tools.html").render(
        frame=frame, first=first, cluster=cluster, clusters=_names(after), here=_MAP, other=_LIST
    )
    around = Around(Markup(tools), frame.to("/contracts/{no}"), frame.to("/explained/{no}"))
    made = land_of(after).compared(land_of(before), cluster or None, frame.to("/zone"), around)
    return packed(request, page("map.html", request, visitor, question, drawn=made.sent()))


@router.get(_LIST)
def changes(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    earlier: _From = "",
    cluster: str = "",
    page_no: PageNumber = 1,
) -> Response:
    """List the contracts that stand otherwise on the later of two days.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which later day.
    earlier, cluster
        As for :func:`compared`.
    page_no
        Which page of the list.
    """
    before, after, first = _both(visitor, question, earlier, cluster)
    table = changes_table(
        land_of(before).content, land_of(after).content, about(after, visitor, cluster), cluster or None
    )
    return page_with(
        "changes.html",
        request,
        visitor,
        question,
        kept=after,
        tables=[table],
        rows=ROWS,
        page_no=page_no,
        changed=len(table.items),
        links={"contract_no": lambda frame, row: frame.contract(row["contract_no"])},
        first=first,
        cluster=cluster,
        clusters=_names(after),
        here=_LIST,
        other=_MAP,
    )


def _both(visitor: Visitor, question: Question, earlier: str, cluster: str) -> tuple[Kept, Kept, date]:
    first = parse_day(earlier, "from") if earlier else _year_before(question.on)
    if first >= question.on:
        raise UsageError(
            _("{first} does not lie before {last}; give the earlier day first").format(
                first=first.isoformat(), last=question.on.isoformat()
            )
        )
    after = visitor.seen(question)
    if cluster:
        cluster_seen(after, cluster)
    return visitor.seen(replace(question, on=first)), after, first


def _names(kept: Kept) -> list[str]:
    return sorted(map(str, kept.assessment.snapshot.clusters["name"]))


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
