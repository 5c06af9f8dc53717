"""The patrols of a quarter: who goes where, as a list, a calendar, and a way on the map."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.maps.patrol_route import draw_route
from landwatch.measures.patrols.errands import Errands, Standing
from landwatch.measures.patrols.route import route
from landwatch.services.assessing.keeping import Kept
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.exhibits_sent import about, page_with, wants_file
from landwatch.web.patrols_listed import calendar_table, errands_table
from landwatch.web.patrols_seen import named, people_of, plan_seen, quarter_of, roster_seen
from landwatch.web.visits_seen import holders_of, visits_seen, weak_proposals

__all__ = ["router"]

router = APIRouter(prefix="/patrols")

PAGE = 50
EVERYBODY = "*"
"""Asks in an address for everybody's list, where nobody named is one's own."""

Show = Literal["", "overdue", "open", "ahead", "done", "all"]
Rate = Literal["", "due", "visited", "unvisited"]
_STANDINGS: Mapping[Show, Sequence[Standing]] = {
    "": ("missed", "open", "ahead"),
    "overdue": ("missed", "late"),
    "open": ("open",),
    "ahead": ("ahead",),
    "done": ("done",),
    "all": ("missed", "open", "ahead", "late", "done"),
}
Looking = Annotated[Visitor, needs(Right.LAND)]
_STOPS = (10, 20, 40)


@dataclass(frozen=True)
class _Choice:
    """Which lines of the plan a page is about.

    Attributes
    ----------
    cluster, person, duty
        Only of this cluster, on this person's list, of this person; empty for all.
    day
        Only lines that end on this day.
    rate
        Only lines that the patrol rate counts: all of them, those visited, or those not.
    """

    cluster: str = ""
    person: str = ""
    duty: str = ""
    day: date | None = None
    rate: Rate = ""

    @property
    def asked(self) -> Mapping[str, str]:
        """What a link asks for that is about the same lines."""
        day = self.day.isoformat() if self.day else ""
        told = {"cluster": self.cluster, "person": self.person or EVERYBODY, "duty": self.duty}
        return told | {"day": day, "rate": self.rate}

    def of(self, lines: pd.DataFrame) -> pd.DataFrame:
        """Keep the lines that are chosen."""
        for column, name in (("goes", self.person), ("person", self.duty)):
            lines = named(lines, column, name) if name else lines
        if self.cluster:
            lines = lines[lines["cluster"] == self.cluster]
        if self.day:
            lines = lines[lines["until"] == pd.Timestamp(self.day)]
        if self.rate:
            counted = lines[lines["in_rate"]]
            done = counted["state"].eq("done")
            lines = {"due": counted, "visited": counted[done], "unvisited": counted[~done]}[self.rate]
        return lines


def _choice(
    visitor: Looking,
    question: Asked,
    cluster: Annotated[str, Query(max_length=200)] = "",
    person: Annotated[str, Query(max_length=200)] = "",
    duty: Annotated[str, Query(max_length=200)] = "",
    day: Annotated[str, Query(max_length=40)] = "",
    rate: Rate = "",
) -> _Choice:
    """Read what is chosen; whoever patrols something sees their own list first."""
    mine = visitor.viewer.name
    if not (person or duty) and mine in people_of(roster_seen(visitor.seen(question), visitor)):
        person = mine
    person = "" if person == EVERYBODY else person
    return _Choice(cluster, person, duty, parse_day(day, "day") if day else None, rate)


Chosen = Annotated[_Choice, Depends(_choice)]


@router.get("")
def patrols(
    request: Request,
    visitor: Looking,
    question: Asked,
    choice: Chosen,
    show: Show = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """List the contracts to go to: what was missed, what is open, what is to come.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    choice
        Which lines of the plan.
    show
        How the lines stand.
    page_no
        Which fifty contracts.
    """
    kept = visitor.seen(question)
    every = _errands(kept, visitor, choice)
    shown = every.standing(*_STANDINGS[show])
    numbers = shown.contract_nos
    start = (page_no - 1) * PAGE
    # A file has all of them, a page fifty: so only the fifty are made for it.
    wanted = numbers if wants_file(request) else numbers[start : start + PAGE]
    listed = _told(kept, shown, wanted)
    return _page(
        "patrols.html",
        request,
        visitor,
        question,
        choice,
        tables=[errands_table(listed, about(kept, visitor, choice.cluster))],
        counts=every.counts(),
        to_go=len(every.standing("missed", "open").contract_nos),
        errands=listed,
        again=weak_proposals(kept),
        found=len(numbers),
        show=show,
        page_no=page_no,
        pages=-(-len(numbers) // PAGE),
    )


@router.get("/calendar")
def calendar(request: Request, visitor: Looking, question: Asked, choice: Chosen) -> Response:
    """Show the quarter as a calendar: what ends on each day, and the visits made.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    choice
        Which lines of the plan.
    """
    kept = visitor.seen(question)
    first, last = quarter_of(question.on)
    lines = choice.of(plan_seen(kept, visitor, first, last).lines)
    made = visits_seen(kept)
    made = made[made["day"].between(pd.Timestamp(first), pd.Timestamp(last))]
    for column, name in (("cluster", choice.cluster), ("person", choice.person or choice.duty)):
        made = made[made[column] == name] if name else made
    days = _days(lines, made)
    return _page(
        "patrol_calendar.html",
        request,
        visitor,
        question,
        choice,
        tables=[calendar_table(days, about(kept, visitor, choice.cluster))],
        months=[_month(first.year, month) for month in range(first.month, last.month + 1)],
        days=days,
        first=first,
        last=last,
        before=_before(first),
        after=_after(last),
        week=_week(),
    )


def _month(year: int, month: int) -> tuple[date, list[list[date | None]]]:
    """The first day of a month, and its weeks; days of other months are left open."""
    weeks = monthcalendar(year, month)
    return date(year, month, 1), [[date(year, month, day) if day else None for day in week] for week in weeks]


def _before(first: date) -> str:
    """The last day of the quarter before; empty at the beginning of the calendar."""
    return (first - timedelta(days=1)).isoformat() if first > date.min else ""


def _after(last: date) -> str:
    """The last day of the quarter after; empty at the end of the calendar."""
    return quarter_of(last + timedelta(days=1))[1].isoformat() if last < date.max else ""


def _week() -> tuple[str, ...]:
    return _("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")


@dataclass(frozen=True)
class _Day:
    """What a day of the calendar has: lines that end then, those of them not done, and visits made."""

    ending: int = 0
    undone: int = 0
    visits: int = 0


def _days(lines: pd.DataFrame, made: pd.DataFrame) -> Mapping[date, _Day]:
    undone = lines["state"] != "done"
    counts = {
        "ending": lines["until"].value_counts(),
        "undone": lines.loc[undone, "until"].value_counts(),
        "visits": made["day"].value_counts(),
    }
    days = {day for found in counts.values() for day in found.index}
    return {
        day.date(): _Day(**{name: int(found.get(day, 0)) for name, found in counts.items()}) for day in days
    }


@router.get("/route")
def way(
    request: Request,
    visitor: Looking,
    question: Asked,
    choice: Chosen,
    most: Annotated[int, Query(ge=2, le=_STOPS[-1])] = _STOPS[0],
) -> Response:
    """Show in which order to go round, on a small map.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    choice
        Which lines of the plan.
    most
        How many contracts: those that press most.
    """
    kept = visitor.seen(question)
    every = _errands(kept, visitor, choice).standing("missed", "open")
    numbers = every.contract_nos
    found = route(kept.assessment.snapshot, numbers[:most])
    listed = _told(kept, every, found.contract_nos)
    return _page(
        "patrol_route.html",
        request,
        visitor,
        question,
        choice,
        tables=[errands_table(listed, about(kept, visitor, choice.cluster))],
        errands=listed,
        legs={stop.contract_no: stop.leg_m for stop in found.stops},
        way=found,
        drawing=draw_route(kept.assessment, found.stops),
        to_go=len(numbers),
        most=most,
        choices=_STOPS,
    )


def _errands(kept: Kept, visitor: Visitor, choice: _Choice) -> Errands:
    lines = plan_seen(kept, visitor, *quarter_of(kept.on)).lines
    return Errands(choice.of(lines), visits_seen(kept))


def _told(kept: Kept, errands: Errands, contract_nos: Sequence[str]) -> list[dict[str, Any]]:
    """The errands with what a page says of their contracts."""
    holders = holders_of(kept, contract_nos)
    return [{"errand": each, "holder": holders[each.contract_no]} for each in errands.of(contract_nos)]


def _page(
    template: str, request: Request, visitor: Visitor, question: Question, choice: _Choice, **values: Any
) -> Response:
    kept = visitor.seen(question)
    roster = roster_seen(kept, visitor)
    return page_with(
        template,
        request,
        visitor,
        question,
        kept=kept,
        choice=choice,
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
        people=people_of(roster),
        **values,
    )
