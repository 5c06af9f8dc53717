"""The performance table (履约情况): managing body by land use, what has fallen due and what was not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.declared import MEASURES, Declared, declare
from landwatch.measures.figures.figure import Figure, size
from landwatch.measures.figures.pools import DUE_DAY
from landwatch.model import CommencementStatus, CompletionStatus
from landwatch.rules import Assessment

__all__ = ["COLUMNS", "PerformanceRow", "column_name", "performance"]

COLUMNS = (
    "due_for_commencement",
    "due_not_commenced",
    "due_for_completion",
    "due_not_completed",
    "not_yet_due_for_commencement",
    "total",
)
"""The columns, each with contracts and mu (到期开工 到期未开工 到期竣工 到期未竣工 未到期开工 合计)."""

_DONE = {
    "commencement": (CommencementStatus.COMMENCED, CommencementStatus.COMMENCED_LATE),
    "completion": (CompletionStatus.COMPLETED, CompletionStatus.COMPLETED_LATE),
}


@dataclass(frozen=True)
class PerformanceRow:
    """One row of the table.

    Attributes
    ----------
    body
        Managing body (载体单位): operator and cluster; the word for all in the last row.
    land_use
        Land use; ``None`` in a subtotal.
    cells
        Contracts and mu of each of :data:`COLUMNS`, with their rows.
    """

    body: str
    land_use: str | None
    cells: Mapping[str, tuple[Figure, Figure]]

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        cells = {
            name: {"contracts": count.number(), "mu": area.number(), "rows": list(count.rows)}
            for name, (count, area) in self.cells.items()
        }
        return {"body": self.body, "land_use": self.land_use, "cells": cells}


def column_name(column: str) -> str:
    """Name a column in the current language.

    Parameters
    ----------
    column
        One of :data:`COLUMNS`.
    """
    return {
        "due_for_commencement": _("Due for commencement"),
        "due_not_commenced": _("Due, not commenced"),
        "due_for_completion": _("Due for completion"),
        "due_not_completed": _("Due, not completed"),
        "not_yet_due_for_commencement": _("Not yet due for commencement"),
        "total": _("Total"),
    }[column]


def performance(assessment: Assessment, *, cluster: str | None = None) -> tuple[PerformanceRow, ...]:
    """Make the table of performance: the live contracts by managing body and land use.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.

    Returns
    -------
    tuple of PerformanceRow
        Each body's land uses and its subtotal, and the total of all in the end. What has fallen due and
        what has not add up to the total, but for contracts whose due day is not known.
    """
    judged = selection.slim(assessment)
    live = selection.live(judged, cluster)
    bodies = _bodies(judged, live)
    rows: list[PerformanceRow] = []
    for body in sorted(bodies.unique()):
        own = live[bodies == body]
        for use in sorted(own["land_use"].dropna().unique()):
            rows.append(_row(judged, own[own["land_use"] == use], body, use, cluster))
        unnamed = own[own["land_use"].isna()]
        if len(unnamed):
            rows.append(_row(judged, unnamed, body, _("land use not recorded"), cluster))
        rows.append(_row(judged, own, body, None, cluster))
    return (*rows, _row(judged, live, _("All"), None, cluster))


def _bodies(assessment: Assessment, live: pd.DataFrame) -> pd.Series:
    operators = assessment.snapshot.clusters.set_index("name")["operator"]
    cluster = live["cluster"].fillna(_("cluster not recorded"))
    known = live["cluster"].map(operators).fillna(_("operator not known"))
    return cluster.str.cat(known, sep=" · ")


def _row(
    assessment: Assessment, rows: pd.DataFrame, body: str, use: str | None, cluster: str | None
) -> PerformanceRow:
    on = pd.Timestamp(assessment.on)
    chosen: dict[str, pd.DataFrame] = {}
    for obligation in ("commencement", "completion"):
        due = rows[rows[DUE_DAY[obligation]] < on]
        chosen[f"due_for_{obligation}"] = due
        word = "commenced" if obligation == "commencement" else "completed"
        chosen[f"due_not_{word}"] = due[~due[f"{obligation}_status"].isin(_DONE[obligation])]
    chosen["not_yet_due_for_commencement"] = rows[rows[DUE_DAY["commencement"]] >= on]
    chosen["total"] = rows
    cells = {name: _cell(assessment, chosen[name], name, cluster) for name in COLUMNS}
    return PerformanceRow(body, use, cells)


def _cell(
    assessment: Assessment, rows: pd.DataFrame, name: str, cluster: str | None
) -> tuple[Figure, Figure]:
    wording = {
        "label": column_name(name),
        "cluster": cluster,
        "definition": _(
            "Live contracts by managing body and land use; due means that the day with its excused days "
            "is past, and not done that no record of the work is on file."
        ),
    }
    count, area = (size(assessment, rows, id=f"performance_{name}_{by}", **wording) for by in MEASURES)
    return count, area


declare(
    *(
        Declared(id=f"performance_{column}_{by}", section="performance", kind="state", by=by, pool="P")
        for column in COLUMNS
        for by in MEASURES
    )
)
