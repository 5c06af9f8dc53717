"""What falls due within 30, 60, 90 and 180 days, ranked for patrols; a forecast changes no status."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import WINDOWS
from landwatch.measures.figures.pools import Obligation
from landwatch.reports.cells import Field, cell_of, listing, mu
from landwatch.reports.document import Cell, Column, Table
from landwatch.reports.material import Material

__all__ = ["dues", "windows"]


def windows(material: Material) -> Table:
    """Count what falls due within each window.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a window; a longer one holds the shorter ones.
    """

    rows: dict[int, list[Cell]] = {window.days: [window.days] for window in material.windows}
    for window in material.windows:
        rows[window.days] += [window.contracts.value, window.area.value]
    return Table(
        title=_("What falls due from {day} on").format(day=material.on),
        columns=[
            Column(head=_("Within (days)"), form="count", width=2),
            Column(head=_("Commencements due (contracts)"), form="count", key="commencements_count"),
            Column(head=_("Commencements due (mu)"), form="mu", key="commencements_area"),
            Column(head=_("Completions due (contracts)"), form="count", key="completions_count"),
            Column(head=_("Completions due (mu)"), form="mu", key="completions_area"),
        ],
        rows=list(rows.values()),
        note=_(
            "Contracts in force with an agreed day, with its excused days, whose work is not on file: each "
            "once, with the mu of its phases due. A longer window holds the shorter ones. Lists are annexed."
        ),
    )


def dues(material: Material, obligation: Obligation) -> Table:
    """List what falls due within 180 days, by rank.

    Parameters
    ----------
    material
        What the report is made from.
    obligation
        Commencement or completion.

    Returns
    -------
    Table
        The first to be visited comes first.
    """
    titles = {
        "commencement": _("Commencements that fall due within 180 days"),
        "completion": _("Completions that fall due within 180 days"),
    }
    due = {"commencement": _("Commencement due"), "completion": _("Completion due")}
    fields: list[Field] = [
        (Column(head=_("Phase"), width=1.6), lambda row: row["part"] or None),
        (Column(head=due[obligation], form="date", width=2.4), lambda row: cell_of(row["day"])),
        (Column(head=_("Days left"), form="count", width=1.6, key="days"), lambda row: int(row["days_left"])),
        (
            Column(head=_("Within (days)"), form="count", width=1.8),
            lambda row: next((days for days in WINDOWS if row["days_left"] <= days), None),
        ),
        (
            Column(head=_("Area (mu)"), form="mu", width=2.2, key="area", total="sum"),
            lambda row: mu(row["area_cm2"]),
        ),
    ]
    rows = _of(material, obligation).sort_values("rank")
    return listing(
        material,
        rows.to_dict("records"),
        [*fields, *(_likelihood() if rows["probability"].notna().any() else ())],
        title=titles[obligation],
        note=material.ranking[obligation],
    )


def _likelihood() -> list[Field]:
    return [
        (
            Column(head=_("Probability of default (%)"), form="percent", width=2),
            lambda row: Fraction(str(row["probability"])),
        ),
        (Column(head=_("What moves it"), width=6), lambda row: row["drivers"] or None),
    ]


def _of(material: Material, obligation: str) -> pd.DataFrame:
    return material.dues[material.dues["kind"] == obligation]
