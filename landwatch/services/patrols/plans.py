"""The visits of a period as they are planned, and the rate that they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.periods import quarter_days
from landwatch.measures.patrols.plan import plan
from landwatch.measures.patrols.rate import RateRow, rates
from landwatch.measures.patrols.roster import Roster
from landwatch.rules import Assessment, Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.patrols.rostering import roster_of

__all__ = ["Plan", "plan_of", "rates_of"]


@dataclass(frozen=True)
class Plan:
    """The visits of a period.

    Attributes
    ----------
    assessment
        The judged contracts.
    first, last
        First and last day.
    lines
        As :func:`landwatch.measures.patrols.plan.plan` gives them.
    """

    assessment: Assessment
    first: date
    last: date
    lines: pd.DataFrame

    @property
    def without_person(self) -> tuple[str, ...]:
        """Clusters with visits that are nobody's; an empty name stands for contracts without a cluster."""
        nobody = self.lines.loc[self.lines["person"].isna() & (self.lines["state"] != "done"), "cluster"]
        return tuple(sorted(set(nobody.fillna(""))))

    def of(self, person: str) -> Plan:
        """Keep what one person has on the list.

        Parameters
        ----------
        person
            Name of the person; visits of somebody absent are on the list of the stand-in.
        """
        return replace(self, lines=self.lines[self.lines["goes"] == person].reset_index(drop=True))

    def due(self, within_days: int | None = None) -> Plan:
        """Keep what is open or overdue on the judged day, of contracts that are still in force.

        Parameters
        ----------
        within_days
            Only what is to be done within so many days, and what is overdue.
        """
        live = selection.live(self.assessment).index
        chosen = self.lines["state"].isin(["open", "overdue"]) & self.lines["contract_no"].isin(live)
        if within_days is not None:
            chosen &= self.lines["until"] <= pd.Timestamp(self.assessment.on) + pd.Timedelta(days=within_days)
        return replace(self, lines=self.lines[chosen])

    def within(self, cluster: str) -> Plan:
        """Keep one cluster.

        Parameters
        ----------
        cluster
            The cluster.
        """
        return replace(self, lines=self.lines[self.lines["cluster"] == cluster].reset_index(drop=True))

    def to_dicts(self) -> Iterator[dict[str, Any]]:
        """Return each line as JSON values."""
        for line in self.lines.to_dict("records"):
            days = {name: _day_text(line[name]) for name in ("opens", "until", "done")}
            texts = {name: None if pd.isna(line[name]) else line[name] for name in _TEXTS}
            yield texts | days | {"in_rate": bool(line["in_rate"])}


_TEXTS = ("contract_no", "cluster", "stage", "state", "person", "goes", "done_by")


def _day_text(value: Any) -> str | None:
    return None if pd.isna(value) else value.date().isoformat()


def plan_of(
    database: str,
    first: date,
    last: date,
    on: date,
    conventions: Conventions | None = None,
    *,
    known_at: datetime | None = None,
) -> Plan:
    """Plan the visits of a period.

    Parameters
    ----------
    database
        URL of the register.
    first, last
        First and last day of the period.
    on
        The day judged: what is done, overdue and open then.
    conventions
        What the rules leave open; the due days depend on it.
    known_at
        The instant of knowledge, with time zone; by default now.

    Raises
    ------
    UsageError
        If the last day is before the first.
    RegisterError
        If the register cannot be read.
    """
    if last < first:
        raise UsageError(_("{last} is before {first}; give the days in order").format(last=last, first=first))
    assessment = assess_register(database, on, conventions, known_at=known_at)
    return Plan(
        assessment, first, last, plan(assessment, roster_of(database, known_at=known_at), first, last)
    )


def rates_of(
    assessment: Assessment, roster: Roster, first: date, last: date, cluster: str | None = None
) -> tuple[RateRow, ...]:
    """Tell the patrol rate of the quarters that meet a period, cluster by cluster and person by person.

    Parameters
    ----------
    assessment
        The judged contracts, with the visits up to their day.
    roster
        Who has which cluster.
    first, last
        First and last day of the period.
    cluster
        Only this cluster.
    """
    begins = first.year * 4 + (first.month - 1) // 3
    ends = last.year * 4 + (last.month - 1) // 3
    numbers = [divmod(each, 4) for each in range(begins, ends + 1)]
    quarters = [(year, place + 1, *quarter_days(year, place + 1)) for year, place in numbers]
    rows = rates(assessment, roster, quarters)
    return tuple(row for row in rows if cluster is None or row.cluster == cluster)
