"""Figures of a register: one day, each cluster, operator, land use or year, and month by month.

Here the judged contracts and the ledger of acreage come together; notebooks, the command line and reports
all take their figures from these functions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures import figures as measured
from landwatch.measures.acreage import CountingRules, Ledger, ledger_of
from landwatch.measures.figures import Figure, StockRow, Thresholds, selection
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.rules import Assessment, assess
from landwatch.rules.rejudging import rejudge
from landwatch.rules.replay import month_ends
from landwatch.snapshot import Snapshot
from landwatch.units import format_mu

__all__ = [
    "By",
    "Group",
    "TrendPoint",
    "acreage_ledger",
    "figure_named",
    "figures",
    "grouped",
    "judged_earlier",
    "judged_earlier_again",
    "records_of",
    "row_records",
    "stock",
    "trend",
]

By = Literal["cluster", "operator", "land-use", "year"]


@dataclass(frozen=True)
class Group:
    """The figures of one part of the register.

    Attributes
    ----------
    by, name
        What the register is divided by, and which part this is.
    figures
        Its figures.
    """

    by: By
    name: str
    figures: tuple[Figure, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the group as JSON values."""
        return {"by": self.by, "name": self.name, "figures": [figure.to_dict() for figure in self.figures]}


@dataclass(frozen=True)
class TrendPoint:
    """The rates at the end of a month.

    Attributes
    ----------
    on
        The day judged.
    rates
        The rates of that day.
    changes
        The change of each since the point before, in points; empty for the first.
    """

    on: date
    rates: tuple[Figure, ...]
    changes: tuple[Figure, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the point as JSON values."""
        return {
            "on": self.on.isoformat(),
            "rates": [figure.to_dict() for figure in self.rates],
            "changes": [figure.to_dict() for figure in self.changes],
        }


def acreage_ledger(assessment: Assessment, rules: CountingRules | None = None) -> Ledger:
    """Make the ledger of acreage of the day judged.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    rules
        What counts, and which years are closed.
    """
    return ledger_of(assessment.snapshot, rules)


def figures(
    assessment: Assessment,
    *,
    before: Assessment | None = None,
    cluster: str | None = None,
    rules: CountingRules | None = None,
    ledger: Ledger | None = None,
    limits: Mapping[str, int] | None = None,
) -> tuple[Figure, ...]:
    """All figures of the day judged and of its year up to that day, in the order a report has them.

    Parameters
    ----------
    assessment
        The judged contracts.
    before
        An earlier assessment: adds the change of each rate since its day, in points.
    cluster
        Only this cluster.
    rules
        What counts as revitalised, and which years are closed.
    ledger
        The ledger of acreage by these rules, where it was made before.
    limits
        Days after which a source is too old, by its name.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    entries = (ledger or acreage_ledger(assessment, rules)).frame()
    return measured.of_day(assessment, entries, before=before, cluster=cluster, limits=limits)


def grouped(
    assessment: Assessment,
    by: By,
    *,
    cluster: str | None = None,
    rules: CountingRules | None = None,
    ledger: Ledger | None = None,
    limits: Mapping[str, int] | None = None,
    only: Collection[str] = (),
) -> tuple[Group, ...]:
    """All figures of each cluster, operator or land use, or at the end of each year.

    Parameters
    ----------
    assessment
        The judged contracts.
    by
        What to divide by. By year, each group is judged at the end of its year (the last one on the day
        judged), from the first contract on; otherwise the groups together are the register.
    cluster
        Only this cluster.
    rules
        What counts as revitalised, and which years are closed.
    ledger
        The ledger of acreage by these rules, where it was made before.
    limits
        Days after which a source is too old, by its name.
    only
        Ids of the figures that are wanted; all of them where none is named.

    Returns
    -------
    tuple of Group
        In order of their names; contracts without a value are a group of their own.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    if by == "year":
        return tuple(_by_year(assessment, cluster, rules, limits))
    entries = (ledger or acreage_ledger(assessment, rules)).frame()
    slim = selection.slim(assessment)
    given: dict[str, Any] = {"limits": limits, "only": only}
    if cluster is not None:
        slim = selection.slim(slim, slim.contracts["cluster"].eq(cluster))
    names = _names(assessment, slim.contracts, by)
    return tuple(
        Group(
            by, str(name), _of_group(measured.of_day(selection.slim(slim, names.eq(name)), entries, **given))
        )
        for name in sorted(names.unique())
    )


def _of_group(made: Iterable[Figure]) -> tuple[Figure, ...]:
    """Leave out how many clusters there are: a part of the register has no say in that."""
    return tuple(figure for figure in made if figure.id != "clusters")


def stock(
    assessment: Assessment,
    *,
    cluster: str | None = None,
    rules: CountingRules | None = None,
    thresholds: Thresholds | None = None,
) -> tuple[StockRow, ...]:
    """Each class of idle and inefficient land, as computed and as recorded, side by side.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    rules
        What counts as revitalised, and which years are closed.
    thresholds
        The signs of inefficient land; the package's own where they are not given.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    entries = acreage_ledger(assessment, rules).frame()
    return measured.stock(assessment, entries, cluster=cluster, thresholds=thresholds)


def trend(assessment: Assessment, months: int = 12, *, cluster: str | None = None) -> tuple[TrendPoint, ...]:
    """The rates at the ends of the last months, the last point being the day judged.

    Parameters
    ----------
    assessment
        The judged contracts; earlier days are judged by the same facts, conventions and law.
    months
        Number of points.
    cluster
        Only this cluster.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    points: list[TrendPoint] = []
    for day in month_ends(assessment.on, months):
        rates = measured.rates(judged_earlier(assessment, day), cluster=cluster)
        before = points[-1].rates if points else ()
        moved = tuple(measured.change(*pair) for pair in zip(before, rates, strict=bool(before)))
        points.append(TrendPoint(day, rates, moved))
    return tuple(points)


def patrol_months(assessment: Assessment, *, cluster: str | None = None) -> tuple[measured.PatrolMonth, ...]:
    """The patrols of each month of the year, up to the day judged.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    year, judged = assessment.on.year, selection.slim(assessment)
    begins = [date(year, month, 1) for month in range(1, assessment.on.month + 1)]
    return tuple(
        measured.patrol_month(
            judged, judged_earlier(assessment, first - timedelta(days=1)), year, first.month, cluster=cluster
        )
        for first in begins
    )


def judged_earlier(assessment: Assessment, day: date) -> Assessment:
    """Judge an earlier day by the facts of an assessment, under its conventions.

    Parameters
    ----------
    assessment
        The judged contracts.
    day
        The earlier day.
    """
    if day == assessment.on:
        return assessment
    return assess(assessment.snapshot.earlier(day), assessment.conventions)


def judged_earlier_again(before: Assessment, snapshot: Snapshot, touched: Collection[str]) -> Assessment:
    """Judge an earlier day again when some contracts were touched since.

    Parameters
    ----------
    before
        What :func:`judged_earlier` gave.
    snapshot
        The facts that hold now, of the later day.
    touched
        Numbers of the contracts of which something may differ.

    Returns
    -------
    Assessment
        What :func:`judged_earlier` gives now; `before` itself where nothing of that time changed.
    """
    if snapshot.says_the_same(before.snapshot, touched):
        return before
    return rejudge(before, snapshot.earlier(before.on), touched)


def _by_year(
    assessment: Assessment, cluster: str | None, rules: CountingRules | None, limits: Mapping[str, int] | None
) -> Iterator[Group]:
    signed = assessment.snapshot.contracts["signed_on"].min()
    first = assessment.on.year if pd.isna(signed) else signed.year
    before: Assessment | None = None
    for year in range(first, assessment.on.year + 1):
        now = judged_earlier(assessment, min(date(year, 12, 31), assessment.on))
        made = figures(now, before=before, cluster=cluster, rules=rules, limits=limits)
        yield Group("year", str(year), made)
        before = now


def _names(assessment: Assessment, contracts: pd.DataFrame, by: By) -> pd.Series:
    """What each contract is grouped under; one without a value has words that say so."""
    if by == "land-use":
        return contracts["land_use"].fillna(_("land use not recorded"))
    if by == "cluster":
        return contracts["cluster"].fillna(_("cluster not recorded"))
    operators = assessment.snapshot.clusters.set_index("name")["operator"]
    return contracts["cluster"].map(operators).fillna(_("operator not known"))


def figure_named(
    assessment: Assessment, name: str, figures: Iterable[Figure], stock: Iterable[StockRow] = ()
) -> Figure:
    """Find a figure, a class of stock, a stage of the pipeline or a cell of performance by its id.

    Parameters
    ----------
    assessment
        The judged contracts.
    name
        The id; a stage or a column of performance may also be called by its own name.
    figures
        The figures of the day.
    stock
        The classes of idle and inefficient land.

    Raises
    ------
    UsageError
        If there is none; names close ones.
    """
    figures = list(figures)
    cluster = figures[0].cluster if figures else None
    known = {figure.id: figure for figure in figures}
    for stage in measured.pipeline(assessment, cluster=cluster):
        known |= {stage.id: stage.contracts, stage.contracts.id: stage.contracts, stage.area.id: stage.area}
    known |= {figure.id: figure for row in stock for figure in row.figures}
    for column, (count, area) in measured.performance(assessment, cluster=cluster)[-1].cells.items():
        known |= {column: count, count.id: count, area.id: area}
    if name not in known:
        raise UsageError(
            _("{name} is no figure and no stage{close}; --json lists the ids").format(
                name=name, close=close_matches(name, known)
            )
        )
    return known[name]


def row_records(assessment: Assessment, figure: Figure) -> list[dict[str, Any]]:
    """List the contracts behind a figure with what a reader needs to check them.

    Parameters
    ----------
    assessment
        The judged contracts.
    figure
        The figure.

    Returns
    -------
    list of dict
        One a contract, in the order of the figure; days as text, areas in mu.
    """
    return records_of(assessment, figure.rows)


def records_of(assessment: Assessment, numbers: Sequence[str]) -> list[dict[str, Any]]:
    """List contracts with what a reader needs to check them.

    Parameters
    ----------
    assessment
        The judged contracts.
    numbers
        Their numbers; what is no contract, e.g. the name of a cluster, has the number alone.

    Returns
    -------
    list of dict
        One a number, in their order; days as text, areas in mu.
    """
    names = ["project_name", "holder", "cluster", "land_use", "commencement_status", "completion_status"]
    days = ["commencement_due", "completion_due", "commenced_on", "completed_on"]
    # All at once: to look up a contract by itself takes as long as to look up a hundred.
    found = assessment.contracts[[*names, "area_cm2", *days]].reindex(list(numbers))
    listed = []
    for number, row in zip(numbers, found.astype(object).to_dict("records"), strict=True):
        record: dict[str, Any] = {"contract_no": number}
        record |= {name: _or_none(row[name]) for name in names}
        record["area_mu"] = None if _or_none(row["area_cm2"]) is None else format_mu(int(row["area_cm2"]))
        record |= {name: _or_none(row[name]) and row[name].date().isoformat() for name in days}
        listed.append(record)
    return listed


def _or_none(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value
