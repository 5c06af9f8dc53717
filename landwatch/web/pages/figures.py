"""Figures: what the zone, or a cluster, comes to on a day, with the rows behind each number."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.drawing import page

__all__ = ["router"]

router = APIRouter()


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
