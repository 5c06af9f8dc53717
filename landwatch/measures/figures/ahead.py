"""Agreed days that lie ahead, and what falls due within so many days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.figure import Figure, size
from landwatch.measures.figures.forecast_words import driver_name
from landwatch.measures.figures.pools import OBLIGATIONS
from landwatch.rules import Assessment
from landwatch.units import format_mu

__all__ = ["WINDOWS", "Due", "Window", "driver_records", "sizes_ahead", "window_of"]

WINDOWS = (30, 60, 90, 180)
"""Days from the day judged on, both ends inside."""


@dataclass(frozen=True)
class Due:
    """An agreed day that lies ahead.

    Attributes
    ----------
    kind
        ``commencement`` or ``completion``.
    rank
        Place among the days of its kind, 1 first.
    contract_no, part
        The contract, and its phase where it has phases.
    day, days_left
        The effective due day, and the days till then.
    cluster, holder, project_name
        Whose it is; None where not on file.
    area_cm2
        Area of the contract or phase; None where not on file.
    probability
        Probability that the day is missed, in tenths of a percent; None where dates alone rank.
    drivers
        What moves the probability most: driver, and by what it multiplies the odds; how a driver is called
        says :func:`landwatch.measures.figures.forecast_words.driver_name`.
    """

    kind: str
    rank: int
    contract_no: str
    part: str
    day: date
    days_left: int
    cluster: str | None
    holder: str | None
    project_name: str | None
    area_cm2: int | None
    probability: float | None
    drivers: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the day as JSON values."""
        return {
            "kind": self.kind,
            "rank": self.rank,
            "contract_no": self.contract_no,
            "phase": self.part or None,
            "due": self.day.isoformat(),
            "days_left": self.days_left,
            "cluster": self.cluster,
            "holder": self.holder,
            "project_name": self.project_name,
            "area_mu": None if self.area_cm2 is None else format_mu(self.area_cm2),
            "probability": self.probability,
            "drivers": driver_records(self.drivers),
        }


@dataclass(frozen=True)
class Window:
    """What falls due within some days, from the first day on.

    Attributes
    ----------
    kind
        ``commencement`` or ``completion``.
    days
        Length, both ends inside.
    cluster
        The cluster; None for all together.
    dues
        The days that fall into it, soonest first.
    contracts, area
        The contracts, each once, and their area as far as on file; of a phased contract that of the phases
        due.
    """

    kind: str
    days: int
    cluster: str | None
    dues: tuple[Due, ...]
    contracts: Figure
    area: Figure

    def to_dict(self) -> dict[str, Any]:
        """Give the window as JSON values."""
        return {
            "kind": self.kind,
            "days": self.days,
            "cluster": self.cluster,
            "contracts": int(self.contracts.number()),
            "area_mu": self.area.number(),
            "area_not_on_file": sum(due.area_cm2 is None for due in self.dues),
            "rows": list(self.contracts.rows),
        }


def driver_records(weights: Sequence[tuple[str, float]]) -> list[dict[str, Any]]:
    """Give what moves a probability as JSON values.

    Parameters
    ----------
    weights
        Drivers, and by what each multiplies the odds.
    """
    return [{"driver": name, "label": driver_name(name), "odds_times": times} for name, times in weights]


def window_of(
    assessment: Assessment, kind: str, days: int, cluster: str | None, dues: Sequence[Due]
) -> Window:
    """Count the days that fall into a window.

    Parameters
    ----------
    assessment
        The judged contracts.
    kind, days, cluster
        As :class:`Window` has them.
    dues
        The days, soonest first.
    """
    due = pd.DataFrame(
        {"contract_no": [due.contract_no for due in dues], "area_cm2": [due.area_cm2 for due in dues]}
    ).astype({"contract_no": object, "area_cm2": "Int64"})
    return Window(kind, days, cluster, tuple(dues), *sizes_ahead(assessment, kind, days, cluster, due))


def sizes_ahead(
    assessment: Assessment, kind: str, days: int, cluster: str | None, due: pd.DataFrame
) -> tuple[Figure, Figure]:
    """Count the contracts that fall due within some days, and add up their area.

    Parameters
    ----------
    assessment
        The judged contracts.
    kind, days, cluster
        As :class:`Window` has them.
    due
        One row a day that lies ahead, soonest first: `contract_no`, `area_cm2`.
    """
    names = {
        "commencement": _("Contracts due for commencement within {days} days"),
        "completion": _("Contracts due for completion within {days} days"),
    }
    rows = due.groupby("contract_no", sort=False)[["area_cm2"]].sum(min_count=1)
    count, area = (
        size(
            assessment,
            rows,
            id=f"ahead_{kind}_{by}",
            label=names[kind].format(days=days),
            cluster=cluster,
            definition=_(
                "Contracts in force with an agreed day, with its excused days, from the day judged to so "
                "many days after it, whose work is not on file; of contracts in phases the phases due."
            ),
        )
        for by in MEASURES
    )
    return count, area


declare(
    *(
        Declared(id=f"ahead_{kind}_{by}", section="ahead", kind="state", by=by, pool="ahead")
        for kind in OBLIGATIONS
        for by in MEASURES
    )
)
