"""Figures: what the zone, or a cluster, comes to on a day, and the rows behind each number."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.services.figures.counting import row_records
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.drawing import page
from landwatch.web.faults import Refused

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
    sections = [(name, list(of)) for name, of in groupby(made, key=lambda f: f.to_dict()["section"])]
    return page(
        "figures.html",
        request,
        visitor,
        question,
        kept=kept,
        sections=sections,
        cluster=cluster,
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
    )


@router.get("/figures/{figure_id}")
def rows_behind(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    figure_id: str,
    cluster: str = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Show the rows behind a figure, each with the way to its contract.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    figure_id
        The figure, as `landwatch stats --json` calls it.
    cluster
        Only this cluster.
    page_no
        Which hundred.
    """
    kept = visitor.seen(question)
    figure = next((each for each in kept.figures(cluster or None) if each.id == figure_id), None)
    if figure is None:
        raise Refused(404, "not there")
    start = (page_no - 1) * PAGE
    shown = replace(figure, rows=figure.rows[start : start + PAGE])
    return page(
        "figure_rows.html",
        request,
        visitor,
        question,
        kept=kept,
        figure=figure,
        rows=row_records(kept.assessment, shown),
        known=kept.assessment.contracts.index,
        cluster=cluster,
        page_no=page_no,
        pages=-(-len(figure.rows) // PAGE),
    )
