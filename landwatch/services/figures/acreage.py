"""The ledger of acreage as a report: the stock by year and class, flows by method, targets, obstacles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from landwatch.i18n import BEIJING
from landwatch.measures.acreage import (
    STOCK,
    Account,
    Claim,
    CountingRules,
    Ledger,
    Method,
    Obstacle,
    Progress,
    Refusal,
    Replacement,
    Statement,
    claims_of,
    obstacles_of,
    plots_of,
    progress,
    replacements_of,
)
from landwatch.measures.acreage.booked import booked_as_revitalised, by_method
from landwatch.measures.flagged import check_cluster
from landwatch.model import Target
from landwatch.registry import Register
from landwatch.rules import Assessment
from landwatch.services.figures.counting import acreage_ledger
from landwatch.units import format_mu

__all__ = ["AcreageReport", "acreage_report", "closing_instants", "with_closed_years"]


@dataclass(frozen=True, kw_only=True)
class AcreageReport:
    """What the ledger says up to a day.

    Attributes
    ----------
    on, cluster
        The day, and the cluster it is limited to.
    ledger
        The entries themselves.
    years
        The whole stock, by year.
    classes
        Each class of the stock over the last year, those in which nothing stands or moves left out.
    methods
        cm² revitalised, by year and method; ``None`` is a method that is not on file.
    targets
        Progress against what was set.
    refusals
        Claims that were not taken, or in part only.
    obstacles, replacements
        Obstacles of dormant firms, and which firm came for which.
    """

    on: date
    cluster: str | None
    ledger: Ledger
    years: Mapping[int, Statement]
    classes: Mapping[Account, Statement]
    methods: Mapping[int, Mapping[Method | None, int]]
    targets: tuple[Progress, ...]
    refusals: tuple[Refusal, ...]
    obstacles: tuple[Obstacle, ...]
    replacements: tuple[Replacement, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values, areas in mu as decimal strings."""
        return {
            "on": self.on.isoformat(),
            "cluster": self.cluster,
            "years": {str(year): _statement(statement) for year, statement in self.years.items()},
            "classes": {account: _statement(statement) for account, statement in self.classes.items()},
            "methods": {
                str(year): {str(method or "not_on_file"): format_mu(area) for method, area in flows.items()}
                for year, flows in self.methods.items()
            },
            "targets": [_target(target) for target in self.targets],
            "entries": [_entry(row) for row in self.ledger.frame().to_dict("records") if self._is_own(row)],
            "refusals": [_plain(r) | {"message": r.message()} for r in self.refusals],
            "obstacles": list(map(_plain, self.obstacles)),
            "replacements": list(map(_plain, self.replacements)),
        }

    def _is_own(self, row: Mapping[Any, Any]) -> bool:
        return self.cluster is None or row["cluster"] == self.cluster


def acreage_report(
    assessment: Assessment,
    *,
    cluster: str | None = None,
    rules: CountingRules | None = None,
    targets: Iterable[Target] = (),
) -> AcreageReport:
    """Work the ledger of acreage out, and what it says by year, class and method.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    cluster
        Only this cluster.
    rules
        What counts, and which years are closed.
    targets
        What is to be reached.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    ledger, on = acreage_ledger(assessment, rules), assessment.on
    snapshot = assessment.snapshot
    contracts = snapshot.contracts if cluster is None else _in_cluster(snapshot.contracts, cluster)
    own = set(contracts["contract_no"])
    periods = {year: (date(year, 1, 1), min(date(year, 12, 31), on)) for year in ledger.years}
    last = (date(on.year, 1, 1), on)
    booked = booked_as_revitalised(ledger.frame(), cluster)
    classes = {account: ledger.statement(*last, account=account, cluster=cluster) for account in STOCK}
    return AcreageReport(
        on=on,
        cluster=cluster,
        ledger=ledger,
        years={year: ledger.statement(*days, cluster=cluster) for year, days in periods.items()},
        classes={account: s for account, s in classes.items() if s.opening or s.listed or s.reclassified},
        methods={year: _by_method(booked, *days) for year, days in periods.items()},
        targets=progress(ledger, targets, on, cluster),
        refusals=tuple(refusal for refusal in ledger.refusals if refusal.contract_no in own),
        obstacles=tuple(o for o in obstacles_of(snapshot) if o.contract_no in own),
        replacements=tuple(r for r in replacements_of(snapshot) if r.contract_no in own),
    )


def with_closed_years(database: str, rules: CountingRules, known_at: datetime | None = None) -> CountingRules:
    """Look up what was known when each year was closed, so that closed years stay as they were.

    Parameters
    ----------
    database
        URL of the register.
    rules
        What counts, and which years are closed.
    known_at
        The instant of knowledge; years closed later are open for it.

    Returns
    -------
    CountingRules
        The same, with the claims of each closed year as they were known at the end of its closing day
        in Shanghai.

    Raises
    ------
    RegisterError
        If the register cannot be opened or read.
    """
    ends = closing_instants(rules, known_at)
    closings = {year: rules.closings[year] for year in ends}
    if not ends:
        return replace(rules, closings=closings)
    known: dict[int, Sequence[Claim]] = {}
    with Register.open(database) as register:
        for year, end in ends.items():
            snapshot = register.snapshot(date(year, 12, 31), end)
            plots = plots_of(snapshot, rules.measuring_epsg)
            known[year] = claims_of(snapshot, plots, rules.counting, rules.measuring_epsg)
    return replace(rules, closings=closings, known=known)


def closing_instants(rules: CountingRules, known_at: datetime | None = None) -> dict[int, datetime]:
    """Name the instants at which years were closed, as far as they had passed.

    Parameters
    ----------
    rules
        They name the closed years.
    known_at
        The instant of knowledge; ``None`` names all.

    Returns
    -------
    dict
        By year the end of its closing day in Shanghai.
    """
    ends = {year: datetime.combine(day, time.max, BEIJING) for year, day in rules.closings.items()}
    return {year: end for year, end in ends.items() if known_at is None or end <= known_at}


def _in_cluster(contracts: pd.DataFrame, cluster: str) -> pd.DataFrame:
    return contracts[contracts["cluster"].eq(cluster)]


def _by_method(booked: pd.DataFrame, first: date, last: date) -> dict[Method | None, int]:
    sums = by_method(booked, first, last)["area_cm2"]
    flows = {Method(code) if isinstance(code, str) else None: int(area) for code, area in sums.items()}
    return dict(sorted(flows.items(), key=lambda item: (-item[1], str(item[0]))))


def _statement(statement: Statement) -> dict[str, str]:
    return {part: format_mu(area) for part, area in statement.parts().items()}


def _target(target: Progress) -> dict[str, Any]:
    return {
        "year": target.year,
        "cluster": target.cluster,
        "target_mu": format_mu(target.target_cm2),
        "reached_mu": format_mu(target.reached_cm2),
    }


def _plain(record: Refusal | Obstacle | Replacement) -> dict[str, Any]:
    values = asdict(record).items()
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}


def _entry(row: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {name: None if value is None or pd.isna(value) else value for name, value in row.items()}
    days = {name: row[name].date().isoformat() for name in ("day", "event_day")}
    return {**plain, **days, "area_mu": format_mu(int(row["area_cm2"]))}
