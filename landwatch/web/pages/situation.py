"""The situation at a glance: for the desk and the phone, and for a screen on the wall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.i18n import gettext as _
from landwatch.measures.acreage.targets import Progress, progress
from landwatch.measures.figures import Figure
from landwatch.measures.figures.pools import OBLIGATIONS, Obligation
from landwatch.measures.figures.situation import AHEAD, Month, points_since
from landwatch.services.assessing.keeping import Kept
from landwatch.services.figures.situation_tables import (
    Part,
    difference,
    parts_of,
    parts_table,
    rates_chart,
    signed_points,
)
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.beside import Beside
from landwatch.web.drawing import Frame, page
from landwatch.web.exhibits_sent import Link, about, page_with
from landwatch.web.figures_seen import UNNAMED, figures_seen, key_of, targets_seen
from landwatch.web.seeing import cluster_seen

__all__ = ["router"]

router = APIRouter()


@dataclass(frozen=True, kw_only=True)
class _Number:
    """A figure as a card shows it.

    Attributes
    ----------
    figure
        The figure.
    days
        Within how many days what it counts falls due; 0 for a figure of the day.
    changes
        What is said of how it moved.
    other
        The same figure of another day or instant, where one is asked for.
    """

    figure: Figure
    days: int = 0
    changes: Sequence[str] = ()
    other: Figure | None = None

    @property
    def moved(self) -> str:
        """How far it lies from the other one."""
        return difference(self.other, self.figure) if self.other else ""


@dataclass(frozen=True, kw_only=True)
class _Card:
    """What stands together under one head: the first number is the large one."""

    id: str
    title: str
    numbers: Sequence[_Number]
    targets: Sequence[Progress] = ()


@router.get("/situation")
def situation(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    beside: Beside,
    cluster: str = "",
) -> Response:
    """Show the situation of a day: rates, what falls due, idle and revitalised land, patrols, suspensions.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    beside
        Another day or instant to set beside it.
    cluster
        Only this cluster.
    """
    kept = visitor.seen(question)
    if cluster:
        cluster_seen(kept, cluster)
    rests = about(kept, visitor, cluster)
    reached = _progress(kept, visitor, question)
    months = kept.past_rates(cluster or None)
    parts = [] if cluster else _parts(kept, reached)
    return page_with(
        "situation.html",
        request,
        visitor,
        question,
        kept=kept,
        cards=_cards(kept, cluster, months, reached, visitor.seen(beside) if beside else None),
        tables=[parts_table(id_, title, rows, rests) for id_, title, rows in parts],
        charts=[rates_chart(months, rests)],
        links={"part": _situation_of(kept)} | {id_: _rows_of(kept, id_) for id_ in _LINKED},
        months=months,
        cluster=cluster,
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
        beside=beside,
    )


@router.get("/wall")
def wall(request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked) -> Response:
    """Show few numbers, large, for a screen on the wall: nothing of persons, companies or money.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    reached = _progress(kept, visitor, question)
    months = kept.past_rates()
    return page(
        "wall.html",
        request,
        visitor,
        question,
        kept=kept,
        cards=_cards(kept, "", months, reached, None),
        clusters=parts_of(kept.parts("cluster"), reached),
        chart=rates_chart(months, about(kept, visitor)),
    )


_LINKED = (
    *("live_contracts_count", "live_contracts_area"),
    *("commencement_default_rate_area", "completion_default_rate_area"),
    *("idle_suspected_area", "idle_recognised_area", "revitalised_area"),
    *("patrol_coverage", "suspended_companies"),
)


def _rows_of(kept: Kept, figure_id: str) -> Link:
    """Where the number of a part leads: to the rows behind it."""
    path = f"/figures/{quote(figure_id, safe='')}"

    def _address(frame: Frame, part: Part) -> str:
        key = {part.by: key_of(kept, part.by, part.name)}
        return frame.to(path, **key) if part.figures[figure_id].rows else ""

    return _address


def _situation_of(kept: Kept) -> Link:
    """Where the name of a cluster leads: to its own situation."""

    def _address(frame: Frame, part: Part) -> str:
        is_cluster = part.by == "cluster" and key_of(kept, part.by, part.name) != UNNAMED
        return frame.to("/situation", cluster=part.name) if is_cluster else ""

    return _address


def _parts(kept: Kept, reached: Sequence[Progress]) -> Iterator[tuple[str, str, list[Part]]]:
    yield "clusters", _("Cluster"), parts_of(kept.parts("cluster"), reached)
    yield "operators", _("Operator"), parts_of(kept.parts("operator"))


def _progress(kept: Kept, visitor: Visitor, question: Question) -> tuple[Progress, ...]:
    """How far this year's targets are reached, as far as they are seen."""
    wanted = [each.target for each in targets_seen(visitor, question) if each.target.year == kept.on.year]
    return progress(kept.ledger(), wanted, kept.on) if wanted else ()


def _cards(
    kept: Kept,
    cluster: str,
    months: Sequence[Month],
    reached: Sequence[Progress],
    other: Kept | None,
) -> list[_Card]:
    figures = figures_seen(kept, cluster)
    others = figures_seen(other, cluster) if other else {}

    def _numbers(*ids: str) -> list[_Number]:
        return [_Number(figure=figures[id_], other=others.get(id_)) for id_ in ids]

    due = _due(kept, cluster, other)
    return [
        *(_rate_card(each, months, figures, others) for each in OBLIGATIONS),
        _Card(id="ahead", title=_("Falling due"), numbers=due),
        _Card(
            id="idle",
            title=_("Idle land now"),
            numbers=_numbers("idle_suspected_area", "idle_recognised_area", "stock_area"),
        ),
        _Card(
            id="revitalised",
            title=_("Revitalised land"),
            numbers=_numbers("revitalised_area"),
            targets=[each for each in reached if each.cluster == (cluster or None)],
        ),
        _Card(id="patrols", title=_("Patrols"), numbers=_numbers("patrol_coverage")),
        _Card(id="suspended", title=_("Suspensions"), numbers=_numbers("suspended_companies")),
        _Card(
            id="live",
            title=_("Live contracts"),
            numbers=_numbers("live_contracts_count", "live_contracts_area"),
        ),
    ]


def _rate_card(
    obligation: Obligation,
    months: Sequence[Month],
    figures: Mapping[str, Figure],
    others: Mapping[str, Figure],
) -> _Card:
    names = {"commencement": _("Commencement default rate"), "completion": _("Completion default rate")}
    numbers = []
    for by in ("area", "count"):
        found = (points_since(months, obligation, by, years) for years in (0, 1))
        said = [
            _("{points} points since {day}").format(
                points=signed_points(each.points), day=each.since.isoformat()
            )
            for each in found
            if each
        ]
        id_ = f"{obligation}_default_rate_{by}"
        numbers.append(_Number(figure=figures[id_], changes=said, other=others.get(id_)))
    return _Card(id=obligation, title=names[obligation], numbers=numbers)


def _due(kept: Kept, cluster: str, other: Kept | None) -> list[_Number]:
    now = kept.falling_due(cluster or None)
    then = other.falling_due(cluster or None) if other else {}
    return [
        _Number(
            figure=now[obligation, days][0],
            days=days,
            other=then[obligation, days][0] if then else None,
        )
        for days in AHEAD
        for obligation in OBLIGATIONS
    ]
