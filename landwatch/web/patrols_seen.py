"""What pages and API take from a kept assessment about patrols, cut to what a visitor sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from landwatch.catalogue import photo_item
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.measures.figures.periods import quarter_days
from landwatch.measures.patrols.plan import plan, plan_again
from landwatch.measures.patrols.proposals import Proposal, proposals
from landwatch.measures.patrols.rate import RateRow
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.trust import Trust, ground_of, trust_of
from landwatch.measures.patrols.visits import missed, visits, visits_again
from landwatch.rules import Assessment
from landwatch.services.keeping import Kept
from landwatch.services.patrolling import Plan, rates_of
from landwatch.services.rostering import roster_of
from landwatch.units import percent_text
from landwatch.web.asked import Question, Visitor
from landwatch.web.faults import Refused

__all__ = [
    "NOBODY",
    "SeenVisit",
    "holders_of",
    "judging",
    "named",
    "people_of",
    "period_of",
    "plan_seen",
    "proposal_seen",
    "proposals_seen",
    "quarter_of",
    "rates_seen",
    "roster_seen",
    "told_visits",
    "trusts_of",
    "visits_of",
    "visits_seen",
]


@dataclass(frozen=True, kw_only=True)
class SeenVisit:
    """A visit as pages and API tell of it.

    Attributes
    ----------
    number
        Its number; ``None`` where an older record has none.
    contract_no, cluster, parcel_no, day, person, recorded_by
        Where, when, who went and who recorded it.
    counts, lacks
        Whether it counts for the patrol rate, and what it lacks to.
    details
        What was found, by the names of the details of a fact.
    photos
        Name of each photograph, and the personal item that holds it.
    """

    number: str | None
    contract_no: str
    cluster: str | None
    parcel_no: str | None
    day: date
    person: str | None
    recorded_by: str | None
    counts: bool
    lacks: tuple[str, ...]
    details: Mapping[str, Any]
    photos: tuple[tuple[str, str], ...]

    @property
    def percent(self) -> str:
        """The share done in percent, to one place; empty where nobody said it."""
        share = self.details.get("done_share")
        return "" if share is None else percent_text(Fraction(str(share)))


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


def visits_seen(kept: Kept) -> pd.DataFrame:
    """List the visits up to the judged day.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    """
    return kept.once(
        "visits",
        lambda: visits(kept.assessment),
        again=lambda before, touched: visits_again(before, kept.assessment, touched),
    )


def told_visits(rows: pd.DataFrame) -> tuple[SeenVisit, ...]:
    """Tell of visits.

    Parameters
    ----------
    rows
        Some rows of :func:`visits_seen`.
    """
    return tuple(_told(row) for row in rows.to_dict("records"))


def visits_of(kept: Kept, contract_no: str) -> tuple[SeenVisit, ...]:
    """Tell of the visits of a contract, oldest first.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    contract_no
        Number of the contract.
    """
    # Of one contract few are read, however many the register has and whatever was recorded just now.
    whole = kept.assessment
    return told_visits(visits(whole.of_which(np.asarray(whole.contracts.index == contract_no))))


def trusts_of(kept: Kept, made: Iterable[SeenVisit]) -> Mapping[str, tuple[Trust, ...]]:
    """Tell how far the photographs of visits can be trusted.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    made
        The visits.

    Returns
    -------
    Mapping
        By number of the visit; those without photographs or a number are left out.
    """
    snapshot = kept.assessment.snapshot
    return {
        each.number: trust_of(each.details, each.day, ground_of(snapshot, each.contract_no, each.parcel_no))
        for each in made
        if each.number and each.photos
    }


def holders_of(kept: Kept, contract_nos: Iterable[str]) -> Mapping[str, str | None]:
    """Name who holds contracts now.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    contract_nos
        Numbers of some of them.
    """
    known = kept.assessment.contracts.loc[list(contract_nos), ["current_holder", "holder"]]
    names = known["current_holder"].where(known["current_holder"].notna(), known["holder"])
    return {str(number): None if pd.isna(name) else str(name) for number, name in names.items()}


def _told(row: Mapping[Any, Any]) -> SeenVisit:
    texts = ("cluster", "parcel_no", "person", "recorded_by")
    known = {name: None if pd.isna(row[name]) else str(row[name]) for name in texts}
    details = row["details"]
    return SeenVisit(
        number=details.get("visit"),
        contract_no=str(row["contract_no"]),
        day=row["day"].date(),
        counts=bool(row["valid"]),
        lacks=tuple(condition.label for condition in missed(row)),
        details=details,
        photos=tuple((str(each.get("name") or ""), photo_item(each)) for each in details.get("photos") or ()),
        **known,
    )


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


def proposals_seen(kept: Kept) -> tuple[Proposal, ...]:
    """List what visits proposed by the judged day, oldest first.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    """
    return kept.once("proposals", lambda: proposals(kept.assessment))


def proposal_seen(kept: Kept, visit: str) -> Proposal:
    """Find what a visit proposes.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    visit
        Number of the visit.

    Raises
    ------
    Refused
        If no visit that the visitor sees has that number and proposes something.
    """
    found = next((each for each in proposals_seen(kept) if each.visit == visit), None)
    if found is None:
        raise Refused(404, "not there")
    return found


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
