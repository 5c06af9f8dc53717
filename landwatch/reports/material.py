"""What a report is made from: figures and judged contracts, as other rooms give them.

The room of the reports neither counts nor draws maps; :mod:`landwatch.services.figures.reporting` hands over
what others counted and drew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import pandas as pd

from landwatch.measures.acreage import Progress
from landwatch.measures.figures import Figure, PatrolMonth, StockRow, Window
from landwatch.measures.figures.declared import declared
from landwatch.measures.figures.pools import units_of
from landwatch.model import ContractStatus
from landwatch.reports.document import Drawing, Form
from landwatch.reports.period import Period
from landwatch.rules import Assessment

__all__ = ["Figures", "Material", "form_of"]


Figures = Mapping[str, Figure]
"""Figures by their ids."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that a report says, before it is put into words.

    Attributes
    ----------
    period
        The month or year.
    assessment
        The contracts judged at the end of the period, with the facts they rest on.
    cluster
        The cluster the report is limited to; ``None`` for the zone.
    figures
        The figures of the day.
    earlier
        The same figures of the day before the period; flows only where they are of the same year, or where
        whole years are compared.
    before
        The day of `earlier`.
    month
        Of the figures those that are flows, of the month alone; empty in the report of a year.
    by_cluster
        The figures of each cluster in the report.
    patrols
        Patrol coverage by quarter, oldest first.
    patrol_months
        The patrols of each month of the year, up to the day judged.
    stock
        The classes of idle and inefficient land.
    targets
        Progress against what was set for the year and the years before; empty where nothing was.
    windows
        What falls due within 30, 60, 90 and 180 days, counted for each kind.
    dues
        What falls due within 180 days: `kind`, `rank`, `contract_no`, `part`, `day`, `days_left`, `area_cm2`,
        `probability` and `drivers` (a text).
    ranking
        By what the days of each kind are ranked, in a sentence.
    definitions
        Label, definition and pool of each figure by id, in Chinese and in English.
    disposals
        Disposed defaults: `contract_no`, `kind`, `day`, `document`, `note` and the `area_cm2` that counts;
        one row a contract, kind and month.
    revitalised
        Revitalised land from the first year on: `contract_no`, `day`, `method`, `documents`, `area_cm2`;
        negative where an entry was reversed.
    suspensions
        Suspended approvals: `contract_no`, `day`, `lifted`, `document`, `basis`, `scopes`.
    methods
        Names of the methods of revitalisation by code.
    overview
        Map of the clusters; ``None`` where no cluster has a boundary.
    program
        The program and its version.
    unwritten
        What the font of the PDF cannot write, a sentence each.
    """

    period: Period
    assessment: Assessment
    cluster: str | None
    figures: Figures
    earlier: Figures
    before: date
    month: Figures
    by_cluster: Mapping[str, Figures]
    patrols: Sequence[Figure]
    patrol_months: Sequence[PatrolMonth]
    stock: Sequence[StockRow]
    targets: Sequence[Progress]
    windows: Sequence[Window]
    dues: pd.DataFrame
    ranking: Mapping[str, str]
    definitions: Mapping[str, Mapping[str, tuple[str, str, str]]]
    disposals: pd.DataFrame
    revitalised: pd.DataFrame
    suspensions: pd.DataFrame
    methods: Mapping[str, str]
    overview: Drawing | None
    program: str
    unwritten: Sequence[str] = ()

    @property
    def on(self) -> date:
        """The day whose end is judged."""
        return self.assessment.on

    @property
    def main(self) -> tuple[Figure, ...]:
        """The figures of the main table, in its order."""
        made = (figure for figure in self.figures.values() if figure.unit != "points")
        return tuple(figure for figure in made if declared(figure.id).is_main)

    @property
    def known_at(self) -> datetime | None:
        """The instant of knowledge."""
        return self.assessment.snapshot.known_at

    @property
    def contracts(self) -> pd.DataFrame:
        """The judged contracts that the report is about, index contract number."""
        judged = self.assessment.contracts
        return judged if self.cluster is None else judged[judged["cluster"] == self.cluster]

    @property
    def live(self) -> pd.DataFrame:
        """Those of them in force."""
        return self.contracts[self.contracts["contract_status"] == ContractStatus.LIVE]

    @cached_property
    def units(self) -> pd.DataFrame:
        """What is counted of each contract: see :func:`landwatch.measures.figures.pools.units_of`."""
        return units_of(self.assessment)


def form_of(figure: Figure) -> Form:
    """Say how the value of a figure is written.

    Parameters
    ----------
    figure
        The figure.

    Returns
    -------
    str
        Its form.
    """
    forms: dict[str, Form] = {"percent": "percent", "points": "points", "mu": "mu"}
    return forms.get(figure.unit, "count")
