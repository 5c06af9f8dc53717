"""Figures: what the zone, or a cluster, comes to on a day, and the rows behind each number."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.i18n import gettext as _
from landwatch.measures.figures.declared import declared
from landwatch.services.figures.listing import figures_table, rows_table
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.beside import Beside, Moved
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.figures_seen import UNNAMED, figure_seen

__all__ = ["router"]

router = APIRouter()

PAGE = 100


@router.get("/figures")
def figures(
    request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked, cluster: str = ""
) -> Response:
    """Show the figures of a day.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    cluster
        Only this cluster.
    """
    kept = visitor.seen(question)
    made = kept.figures(cluster or None)
    rests = about(kept, visitor, cluster)
    sections = list(dict.fromkeys(declared(figure.id).section for figure in made))
    return page_with(
        "figures.html",
        request,
        visitor,
        question,
        kept=kept,
        tables=[figures_table(made, rests), *(figures_table(made, rests, name) for name in sections)],
        links={
            "rows": lambda frame, figure: (
                frame.to(f"/figures/{quote(figure.id, safe='')}", cluster=cluster) if figure.rows else ""
            )
        },
        sections=sections,
        cluster=cluster,
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
    )


@router.get("/figures/{figure_id}")
def rows_behind(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    beside: Beside,
    figure_id: str,
    cluster: str = "",
    operator: str = "",
    days: Annotated[int, Query(ge=0, le=180)] = 0,
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show the rows behind a figure, each with the way to its contract.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    beside
        Another day or instant to set beside it.
    figure_id
        The figure, as `landwatch stats --json` calls it.
    cluster, operator
        Only this cluster, or what this company operates.
    days
        Within how many days what is counted falls due; 0 for the figures of the day.
    page_no
        Which hundred.
    """
    kept = visitor.seen(question)
    figure = figure_seen(kept, figure_id, cluster=cluster, operator=operator, days=days)
    other = None
    if beside:
        then = visitor.seen(beside)
        other = figure_seen(then, figure_id, cluster=cluster, operator=operator, days=days)
    known = kept.assessment.contracts.index
    return page_with(
        "figure_rows.html",
        request,
        visitor,
        question,
        kept=kept,
        figure=figure,
        other=other,
        moved=Moved.of(other, figure) if other else None,
        beside=beside,
        tables=[rows_table(kept.assessment, figure, about(kept, visitor, cluster))],
        rows=PAGE,
        page_no=page_no,
        links={
            "contract_no": lambda frame, row: (
                frame.contract(row["contract_no"]) if row["contract_no"] in known else ""
            )
        },
        cluster=cluster,
        operator=operator,
        part_name=_("not recorded") if UNNAMED in (cluster, operator) else cluster or operator,
        days=days,
    )
