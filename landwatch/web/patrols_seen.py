"""What pages and API take from a kept assessment about patrols, cut to what a visitor sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.measures.figures.periods import quarter_days
from landwatch.measures.patrols.plan import plan, plan_again
from landwatch.measures.patrols.rate import RateRow
from landwatch.measures.patrols.roster import Roster
from landwatch.rules import Assessment
from landwatch.services.assessing.keeping import Kept
from landwatch.services.patrols.plans import Plan, rates_of
from landwatch.services.patrols.rostering import roster_of
from landwatch.web.asked import Question, Visitor

__all__ = [
    "NOBODY",
    "judging",
    "named",
    "people_of",
    "period_of",
    "plan_seen",
    "quarter_of",
    "rates_seen",
    "roster_seen",
]


NOBODY = "-"
"""Stands in an address for lines that are nobody's; no name is written like that."""

_LONGEST = timedelta(days=800)


def quarter_of(day: date) -> tuple[date, date]:
    """Give the first and last day of the calendar quarter that a day lies in.

    Parameters
    ----------
    day
        The day.
    """
    return quarter_days(day.year, (day.month + 2) // 3)


def period_of(first: str | None, last: str | None, on: date) -> tuple[date, date]:
    """Read a period as an address names it; by default the quarter of the judged day.

    Parameters
    ----------
    first, last
        First and last day as people write them.
    on
        The judged day.

    Raises
    ------
    UsageError
        If a day cannot be read, the last is before the first, or the period is too long.
    """
    usual = quarter_of(on)
    begins = parse_day(first, "first") if first else None
    ends = parse_day(last, "last") if last else None
    begins = begins or (usual[0] if ends is None or ends >= usual[0] else quarter_of(ends)[0])
    ends = ends or (usual[1] if begins <= usual[1] else quarter_of(begins)[1])
    if ends < begins:
        raise UsageError(
            _("{last} is before {first}; give the days in order").format(last=ends, first=begins)
        )
    if ends - begins > _LONGEST:
        raise UsageError(
            _("{first} to {last} is longer than {days} days; ask for a shorter period").format(
                first=begins, last=ends, days=_LONGEST.days
            )
        )
    return begins, ends


def roster_seen(kept: Kept, visitor: Visitor) -> Roster:
    """Tell who has which of the clusters that a visitor sees, and who of them is away.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    visitor
        Whoever asks.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """

    def _read() -> Roster:
        # As known when the assessment was made, so that both tell of the same state of the register.
        every = roster_of(visitor.office.database, known_at=kept.known_at)
        clusters = visitor.viewer.clusters
        if clusters is None:
            return every
        here = [each for each in every.patrollers if each.cluster in clusters]
        people = {name for each in here for name in (each.person, each.stand_in)}
        return Roster(here, [each for each in every.absences if each.person in people])

    return kept.once("roster", _read)


def people_of(roster: Roster) -> tuple[str, ...]:
    """Name whoever patrols something or stands in, or did.

    Parameters
    ----------
    roster
        Who has which cluster.
    """
    both = (name for each in roster.patrollers for name in (each.person, each.stand_in))
    return tuple(sorted({name for name in both if name}))


def plan_seen(kept: Kept, visitor: Visitor, first: date, last: date) -> Plan:
    """Plan the visits of a period.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    visitor
        Whoever asks.
    first, last
        First and last day.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    roster = roster_seen(kept, visitor)

    def _made() -> pd.DataFrame:
        return plan(kept.assessment, roster, first, last)

    def _again(before: tuple[Roster, pd.DataFrame], touched: frozenset[str]) -> tuple[Roster, pd.DataFrame]:
        then, lines = before
        if then != roster:
            return roster, _made()
        return roster, plan_again(lines, kept.assessment, roster, (first, last), touched)

    # What anybody may ask for is not kept: nobody shall fill the memory with periods.
    if (first, last) == quarter_of(kept.on):
        _roster, lines = kept.once("plan of the quarter", lambda: (roster, _made()), again=_again)
    else:
        lines = _made()
    return Plan(kept.assessment, first, last, lines)


def rates_seen(kept: Kept, visitor: Visitor, first: date, last: date) -> tuple[RateRow, ...]:
    """Tell the patrol rate of the quarters that meet a period.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    visitor
        Whoever asks.
    first, last
        First and last day.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    roster = roster_seen(kept, visitor)

    def _made() -> tuple[RateRow, ...]:
        return rates_of(kept.assessment, roster, first, last)

    is_usual = (first, last) == quarter_of(kept.on)
    return kept.once("rates of the quarter", _made) if is_usual else _made()


def named(lines: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """Keep the lines of somebody, or of nobody.

    Parameters
    ----------
    lines
        Lines of a plan.
    column
        ``person`` (whose they are) or ``goes`` (who has the list).
    name
        The name, or :data:`NOBODY`.
    """
    return lines[lines[column].isna() if name == NOBODY else lines[column] == name]


def judging(visitor: Visitor, question: Question, day: date) -> Callable[[], Assessment]:
    """Give what judges the register once something of a day is recorded: what is kept, moved on.

    Parameters
    ----------
    visitor, question
        Whoever asks, and about which day.
    day
        The day of what is recorded.
    """
    asked = replace(question, on=max(question.on, day), known_at=None)
    return lambda: visitor.seen(asked).assessment
