"""Patrols as tables of their pages and of files: visits, errands, standings, the roster and the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from landwatch.catalogue import words_of
from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.measures.patrols.errands import Errand, Line
from landwatch.measures.patrols.roster import Turn
from landwatch.measures.patrols.stages import named_stage
from landwatch.measures.patrols.trust import Trust
from landwatch.model import Patroller
from landwatch.units import round_half_up
from landwatch.web.visits_seen import SeenVisit

__all__ = ["Standing", "calendar_table", "errands_table", "roster_table", "standings_table", "visits_table"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a person stands in a cluster in the quarter.

    Attributes
    ----------
    person, cluster
        Whose duty, and where.
    turn
        Whose the cluster is on the judged day, and who has the list then.
    due, visited
        Contracts that the patrol rate counts, and those of them with a visit that counts.
    lines
        Lines of the plan by state.
    """

    person: str | None
    cluster: str | None
    turn: Turn
    due: int
    visited: int
    lines: Mapping[str, int]

    @property
    def rate(self) -> Fraction | None:
        """The patrol rate; ``None`` where nothing was due."""
        return Fraction(self.visited, self.due) if self.due else None


def visits_table(
    visits: Sequence[SeenVisit],
    about: About,
    contract_no: str = "",
    holders: Mapping[str, str | None] | None = None,
    trusts: Mapping[str, Sequence[Trust]] | None = None,
) -> Table[SeenVisit]:
    """Set visits out, whether they count or not.

    Parameters
    ----------
    visits
        The visits.
    about
        What they rest on.
    contract_no
        The contract that all are of; empty for several.
    holders
        Who holds the contracts, by their numbers.
    trusts
        How far the photographs can be trusted, by number of the visit.
    """

    def _trust(visit: SeenVisit) -> str:
        found = (trusts or {}).get(visit.number or "", ())
        return "\n".join(each.sentence() for each in found)

    several: list[Column[SeenVisit]] = [
        Column("contract_no", _("Contract"), lambda visit: visit.contract_no),
        Column("cluster", _("Cluster"), lambda visit: visit.cluster),
        Column("holder", _("Holder"), lambda visit: (holders or {}).get(visit.contract_no)),
    ]
    return Table(
        id="visits",
        title=f"{contract_no}{_(': ')}{_('Patrols')}" if contract_no else _("Ledger of patrols"),
        columns=[
            Column("day", _("Day"), lambda visit: visit.day, "date"),
            *([] if contract_no else several),
            Column("person", _("Who went"), lambda visit: visit.person),
            Column("works", _("Works"), _works),
            Column("done_percent", _("Share done"), _done, "percent"),
            Column("note", _("Note"), lambda visit: visit.details.get("note")),
            Column("not_checked", _("Could not be checked"), lambda visit: visit.details.get("not_checked")),
            Column("photographs", _("Photographs"), lambda visit: len(visit.photos), "count"),
            Column("trust", _("Trust in the photograph"), _trust),
            Column("recordings", _("Recordings"), lambda visit: len(visit.voices), "count"),
            Column("sketches", _("Sketches"), lambda visit: len(visit.sketches), "count"),
            Column(
                "counts", _("Patrol rate"), lambda visit: _("counts") if visit.counts else _("does not count")
            ),
            Column("lacks", _("It lacks"), lambda visit: "\n".join(visit.lacks)),
            Column("number", _("Number of the visit"), lambda visit: visit.number),
        ],
        items=visits,
        about=about,
    )


def _works(visit: SeenVisit) -> str | None:
    stage = visit.details.get("works")
    return words_of("works")[stage].label if stage else None


def _done(visit: SeenVisit) -> Decimal | None:
    return Decimal(visit.percent) if visit.percent else None


def roster_table(patrollers: Sequence[Patroller], about: About) -> Table[Patroller]:
    """Set out who has which cluster.

    Parameters
    ----------
    patrollers
        Who had and has them.
    about
        What it rests on.
    """
    return Table(
        id="roster",
        title=_("Who has which cluster"),
        columns=[
            Column("cluster", _("Cluster"), lambda each: each.cluster),
            Column("person", _("Patroller"), lambda each: each.person),
            Column("stand_in", _("Stand-in"), lambda each: each.stand_in),
            Column("since", _("First day"), lambda each: each.since, "date"),
            Column("until", _("Last day"), lambda each: each.until, "date"),
        ],
        items=patrollers,
        about=about,
    )


def standings_table(standings: Sequence[Standing], about: About) -> Table[Standing]:
    """Set out how everybody stands in the quarter.

    Parameters
    ----------
    standings
        One a person and cluster.
    about
        What they rest on.
    """

    def _lines(state: str, name: str) -> Column[Standing]:
        return Column(state, name, lambda each: each.lines[state], "count")

    return Table(
        id="standings",
        title=_("Who is behind"),
        definition=_(
            "The rate counts contracts that are due once in the quarter; monthly visits and those about a "
            "due day are duties beside it."
        ),
        columns=[
            Column("person", _("Duty of"), lambda each: each.person or _("nobody")),
            Column("cluster", _("Cluster"), lambda each: each.cluster or _("no cluster")),
            _lines("overdue", _("Overdue")),
            _lines("open", _("Open")),
            _lines("ahead", _("To come")),
            _lines("done", _("Done")),
            Column("due", _("Due in the rate"), lambda each: each.due, "count"),
            Column("visited", _("Visited"), lambda each: each.visited, "count"),
            Column("unvisited", _("Not visited"), lambda each: each.due - each.visited, "count"),
            Column("rate", _("Patrol rate"), _rate, "percent"),
            Column("now", _("Now"), lambda each: each.turn.person, place="file"),
            Column("goes", _("Who goes"), lambda each: each.turn.goes, place="file"),
        ],
        items=standings,
        about=about,
    )


def _rate(each: Standing) -> Decimal | None:
    return None if each.rate is None else round_half_up(100 * each.rate, 1)


def errands_table(
    errands: Iterable[Mapping[str, Any]], about: About
) -> Table[tuple[Errand, str | None, Line]]:
    """Set out the contracts to go to, one line of the plan a row.

    Parameters
    ----------
    errands
        Each an `errand`, and who is the `holder`.
    about
        What they rest on.
    """
    lines = [(each["errand"], each["holder"], line) for each in errands for line in each["errand"].lines]
    return Table(
        id="errands",
        title=_("Patrols"),
        columns=[
            Column("contract_no", _("Contract"), lambda row: row[0].contract_no),
            Column("holder", _("Holder"), lambda row: row[1]),
            Column("cluster", _("Cluster"), lambda row: row[0].cluster),
            Column("stage", _("Visit"), lambda row: named_stage(row[2].stage)),
            Column("standing", _("State of the visit"), lambda row: _standing_name(row[2].standing)),
            Column("opens", _("First day"), lambda row: row[2].opens, "date"),
            Column("until", _("Last day"), lambda row: row[2].until, "date"),
            Column("person", _("Duty of"), lambda row: row[2].person),
            Column("goes", _("Who goes"), lambda row: row[2].goes),
            Column("visited_on", _("Visited on"), lambda row: row[2].visited_on, "date"),
            Column("visited_by", _("Visited by"), lambda row: row[2].visited_by),
            Column("last_visit", _("Last visit"), lambda row: row[0].last and row[0].last.day, "date"),
        ],
        items=lines,
        about=about,
    )


def _standing_name(standing: str) -> str:
    names = {
        "missed": _("overdue"),
        "late": _("made late"),
        "open": _("open now"),
        "ahead": _("to come"),
        "done": _("done"),
    }
    return names[standing]


def calendar_table(days: Mapping[date, Any], about: About) -> Table[tuple[date, Any]]:
    """Set out what ends on each day of the calendar, and the visits made.

    Parameters
    ----------
    days
        Lines that are `ending`, those of them `undone`, and `visits`, by day.
    about
        What they rest on.
    """
    return Table(
        id="calendar",
        title=_("Calendar of patrols"),
        definition=_("Visits stand on the last day on which they may be made."),
        columns=[
            Column("day", _("Day"), lambda pair: pair[0], "date"),
            Column("ending", _("Due by this day"), lambda pair: pair[1].ending, "count"),
            Column("undone", _("Not done"), lambda pair: pair[1].undone, "count"),
            Column("visits", _("Visits made"), lambda pair: pair[1].visits, "count"),
        ],
        items=sorted(days.items()),
        about=about,
    )
