"""Sheets and files to hand out: how a sheet would look, and the forms that have them made as jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.maps.printing import PAPERS, Form, Paper, Wish, parse_scale
from landwatch.services.assessing.keeping import Kept
from landwatch.services.maps.printing import Preview, preview_sheet
from landwatch.web.asked import Asked, Visitor, needs, today
from landwatch.web.drawing import page
from landwatch.web.faults import Refused
from landwatch.web.land_kept import land_of
from landwatch.web.seeing import cluster_seen

__all__ = ["router"]

router = APIRouter()

_WIDTH = 1_200  # pixels of a preview: words of a sheet of A3 can just be read

_Scale = Annotated[str, Query(max_length=20)]


@router.get("/zone/print")
def sheets(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    cluster: str = "",
    paper: Paper = "A3",
    scale: _Scale = "",
    form: Annotated[Form, Query(alias="format")] = "pdf",
) -> Response:
    """Show how a sheet of a cluster would look, and what else can be handed out.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    cluster
        Name of the cluster; the first where none is named.
    paper, scale
        The paper, and the scale as ``1:5000``; the largest that fits where it is empty.
    form
        Which kind of file.
    """
    kept = visitor.seen(question)
    names = sorted(map(str, kept.assessment.snapshot.clusters["name"]))
    if cluster:
        cluster_seen(kept, cluster)
    chosen = cluster or next(iter(names), "")
    asked = parse_scale(scale, "scale") if scale else None
    preview = _preview(visitor, kept, chosen, paper, asked) if chosen else Preview((), ())
    drawn = preview.sheets[0] if preview.sheets else None
    return page(
        "sheets.html",
        request,
        visitor,
        question,
        kept=kept,
        clusters=names,
        cluster=chosen,
        papers=list(PAPERS),
        paper=paper,
        scales=preview.scales,
        scale=asked if asked in preview.scales else None,
        form=form,
        sheet=drawn,
    )


@router.get("/zone/print/preview.png")
def preview_picture(
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    cluster: str,
    paper: Paper = "A3",
    scale: _Scale = "",
) -> Response:
    """Draw a small picture of a sheet.

    Parameters
    ----------
    visitor, question
        Whoever asks, and about which day.
    cluster
        Name of the cluster.
    paper, scale
        As for :func:`sheets`.
    """
    kept = visitor.seen(question)
    asked = parse_scale(scale, "scale") if scale else None
    preview = _preview(visitor, kept, cluster_seen(kept, cluster), paper, asked)
    if not preview.sheets:
        raise Refused(404, "not there")
    picture = kept.once(
        ("sheet", cluster, paper, preview.sheets[0].frame.scale, today()), lambda: preview.picture(_WIDTH)
    )
    return Response(picture, media_type="image/png")


def _preview(visitor: Visitor, kept: Kept, cluster: str, paper: Paper, scale: int | None) -> Preview:
    content = land_of(kept).content
    drawn = content.parcels["drawn"] & content.parcels["cluster"].eq(cluster)
    if not drawn.any():
        return Preview((), ())
    limits = {str(name): days for name, days in visitor.office.settings.stale_after.items()}
    return preview_sheet(content, cluster, Wish(paper=paper, scale=scale), today(), limits)
