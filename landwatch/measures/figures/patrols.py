"""Patrol coverage (动态巡查率): valid visits against the set that was due, by quarter and by month.

What is due, and which visits count, is said by :mod:`landwatch.measures.patrols`. A month is told by what was
still open when it began, and by the contracts in default, which by convention want a visit every month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import periods, selection
from landwatch.measures.figures.declared import Declared, declare
from landwatch.measures.figures.figure import Figure, share, size
from landwatch.measures.patrols.due_set import in_force, is_in_rate
from landwatch.measures.patrols.visits import visited_in, visits
from landwatch.remembered import remembered
from landwatch.rules import Assessment
from landwatch.snapshot import are_in

__all__ = ["PatrolMonth", "patrol_coverage", "patrol_month"]


def patrol_coverage(
    assessment: Assessment, year: int, quarter: int | None = None, *, cluster: str | None = None
) -> Figure:
    """Share of the contracts due for patrol that had a valid one, by calendar quarter (动态巡查率).

    Parameters
    ----------
    assessment
        The judged contracts.
    year
        Calendar year.
    quarter
        1 to 4; the quarters begun by the day judged, added up, where it is not given.
    cluster
        Only this cluster.
    """
    quarters = [periods.quarter_days(year, q) for q in ([quarter] if quarter else range(1, 5))]
    cycles = [cycle for cycle in quarters if cycle[0] <= assessment.on]
    due = [_due(assessment, cycle, cluster) for cycle in cycles]
    seen = [visited_in(_visits(assessment), *cycle) for cycle in cycles]
    visited = [rows[are_in(rows.index, some)] for rows, some in zip(due, seen, strict=True)]
    nothing = assessment.contracts[["cluster"]].iloc[:0]
    return share(
        assessment,
        pd.concat([nothing, *visited]),
        pd.concat([nothing, *due]),
        id="patrol_coverage_quarter" if quarter else "patrol_coverage",
        cluster=cluster,
        label=_label(year, quarter),
        definition=_(
            "Contracts with at least one valid patrol in the calendar quarter divided by those due; "
            "a year adds its quarters up."
        ),
    )


@remembered
def _visits(assessment: Assessment) -> pd.DataFrame:
    return visits(assessment)


@remembered
def _due(assessment: Assessment, quarter: tuple[date, date], cluster: str | None) -> pd.DataFrame:
    rows = assessment.contracts[["cluster"]][is_in_rate(assessment, *quarter)]
    return rows if cluster is None else rows[rows["cluster"] == cluster]


def _label(year: int, quarter: int | None) -> str:
    if quarter:
        return _("Patrol coverage in quarter {quarter} of {year}").format(quarter=quarter, year=year)
    return _("Patrol coverage in {period}").format(period=year)


@dataclass(frozen=True)
class PatrolMonth:
    """The patrols of a month.

    Attributes
    ----------
    year, month
        The month.
    open
        Contracts due in the quarter that had no valid visit in it when the month began.
    first
        Those of them that had one in the month.
    so_far
        Share of the contracts due in the quarter that were visited by the end of the month.
    in_default
        Of the contracts in default when the month began, those with a valid visit in it.
    """

    year: int
    month: int
    open: Figure
    first: Figure
    so_far: Figure
    in_default: Figure

    @property
    def name(self) -> str:
        """The month, in the current language."""
        return periods.period_name(self.year, self.month)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the month."""
        return self.open, self.first, self.so_far, self.in_default

    def to_dict(self) -> dict[str, Any]:
        """Return the month as JSON values."""
        names = ("open", "first", "so_far", "in_default")
        return {"month": f"{self.year}-{self.month:02}"} | {n: getattr(self, n).to_dict() for n in names}


def patrol_month(
    assessment: Assessment, before: Assessment, year: int, month: int, *, cluster: str | None = None
) -> PatrolMonth:
    """Tell a month's patrols: what was open, what was visited, and how far the quarter has come.

    Parameters
    ----------
    assessment
        The judged contracts, for the visits up to their day.
    before
        The same register judged on the last day of the month before, for who was in default.
    year, month
        The month.
    cluster
        Only this cluster.
    """
    first, last = periods.days_of(year, month)
    quarter = periods.quarter_days(year, (month + 2) // 3)
    due = _due(assessment, quarter, cluster)
    made = _visits(assessment)
    earlier = visited_in(made, quarter[0], first - timedelta(days=1))
    visited = visited_in(made, first, last)
    left = due[~are_in(due.index, earlier)]
    period = periods.period_name(year, month)
    worded = _Worded(assessment, cluster, period)
    return PatrolMonth(
        year,
        month,
        *worded.quarter(due, left, left[are_in(left.index, visited)]),
        worded.defaults(_in_default(before, assessment, (first, last), cluster), visited),
    )


def _in_default(
    before: Assessment, assessment: Assessment, month: tuple[date, date], cluster: str | None
) -> pd.DataFrame:
    judged = selection.live(selection.slim(before), cluster)
    late = judged.index[judged["commencement_breach"] | judged["completion_breach"]]
    rows = selection.contracts(assessment, cluster)
    return rows[are_in(rows.index, in_force(assessment, *month)) & are_in(rows.index, late)]


@dataclass(frozen=True)
class _Worded:
    """Makes the figures of a month."""

    assessment: Assessment
    cluster: str | None
    period: str

    def quarter(
        self, due: pd.DataFrame, left: pd.DataFrame, done: pd.DataFrame
    ) -> tuple[Figure, Figure, Figure]:
        both: dict[str, Any] = {"cluster": self.cluster}
        begun = size(
            self.assessment,
            left,
            id="patrol_month_open",
            label=_("Open for patrol at the beginning of {period}").format(period=self.period),
            definition=_("Contracts due in the quarter without a valid patrol in it before the month."),
            **both,
        )
        first = size(
            self.assessment,
            done,
            id="patrol_month_first",
            label=_("First patrolled in {period}").format(period=self.period),
            definition=_(
                "Of the contracts open at the beginning of the month those with a valid patrol in it."
            ),
            **both,
        )
        visited = due[~are_in(due.index, left.index) | are_in(due.index, done.index)]
        so_far = share(
            self.assessment,
            visited,
            due,
            id="patrol_month_so_far",
            label=_("Patrol coverage of the quarter by the end of {period}").format(period=self.period),
            definition=_(
                "Contracts with a valid patrol since the quarter began, divided by those due in it."
            ),
            **both,
        )
        return begun, first, so_far

    def defaults(self, late: pd.DataFrame, visited: pd.Series) -> Figure:
        return share(
            self.assessment,
            late[are_in(late.index, visited)],
            late,
            id="patrol_month_in_default",
            cluster=self.cluster,
            label=_("Patrols of contracts in default in {period}").format(period=self.period),
            definition=_(
                "Contracts in default with a valid patrol in the month, divided by all in default when it "
                "began; a visit every month is a convention and no part of the coverage by quarter."
            ),
        )


declare(
    Declared(
        id="patrol_coverage_quarter",
        section="patrols",
        kind="flow",
        is_share=True,
        pool="due_for_patrol",
        source="patrols",
        make=lambda day: patrol_coverage(
            day.judged, day.year, (day.judged.on.month + 2) // 3, cluster=day.cluster
        ),
    ),
    Declared(
        id="patrol_coverage",
        section="patrols",
        kind="flow",
        is_share=True,
        pool="due_for_patrol",
        source="patrols",
        is_main=True,
        make=lambda day: patrol_coverage(day.judged, day.year, cluster=day.cluster),
    ),
    *(
        Declared(
            id=f"patrol_month_{name}",
            section="patrols",
            kind="flow",
            is_share=name in ("so_far", "in_default"),
            pool="in_default" if name == "in_default" else "due_for_patrol",
            source="patrols",
        )
        for name in ("open", "first", "so_far", "in_default")
    ),
)
