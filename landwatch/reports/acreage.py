"""Idle and inefficient land by class, suspected beside listed; revitalised land by case and by method."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.acreage.booked import by_method
from landwatch.measures.figures import StockRow
from landwatch.reports.cells import Field, cell_of, listing, mu, records_of
from landwatch.reports.document import Cell, Column, Table, quotient
from landwatch.reports.material import Material

__all__ = ["methods", "revitalised", "stock", "stock_list", "targets"]


def stock(material: Material) -> Table:
    """Set each class of idle and inefficient land out: suspected, listed, and both.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a class; classes overlap, so nothing is summed up.
    """

    def _row(row: StockRow) -> list[Cell]:
        figures = (row.computed, row.computed_area, row.recorded, row.recorded_area, row.both)
        return [row.label, *(figure.value for figure in figures)]

    return Table(
        title=_("Idle and inefficient land by class"),
        columns=[
            Column(head=_("Class"), width=3.4),
            Column(head=_("Suspected (contracts or parcels)"), form="count", width=2, key="computed_count"),
            Column(head=_("Suspected (mu)"), form="mu", width=2.2, key="computed_area"),
            Column(head=_("Listed by document (contracts)"), form="count", width=2, key="recorded_count"),
            Column(head=_("Listed by document (mu)"), form="mu", width=2.2, key="recorded_area"),
            Column(head=_("Suspected and listed"), form="count", width=2),
        ],
        rows=[_row(row) for row in material.stock],
        note=_(
            "Suspected is computed from the facts on file and lists nothing; listed stands in the ledger of "
            "acreage by document. The two are not added up, nor are the classes: one contract may stand in "
            "several. n/a: the register holds no fact of the kind. Land never supplied counts in parcels; "
            "idle land is suspected here and recognised only by document."
        ),
    )


def stock_list(material: Material) -> Table:
    """List what stands in each class, suspected and listed, each with what led to it.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        By class; a contract stands in every class it belongs to, once a basis.
    """
    parcels = material.assessment.snapshot.parcels.set_index("parcel_no")["cluster"].to_dict()
    records = [
        {"contract_no": number, "class": row.label, "basis": basis, "area_cm2": area, "reason": reason}
        | {"cluster": parcels.get(number)}
        for row in material.stock
        for basis, rows in ((_("suspected"), row.computed_rows), (_("listed"), row.recorded_rows))
        for number, area, reason in _with_reasons(row, rows, suspected=rows is row.computed_rows)
    ]
    fields: list[Field] = [
        (Column(head=_("Class"), width=3, key="class"), lambda row: row["class"]),
        (Column(head=_("Basis"), width=1.8, key="basis"), lambda row: row["basis"]),
        (Column(head=_("Area (mu)"), form="mu", width=2.2, key="area"), lambda row: mu(row["area_cm2"])),
        (Column(head=_("Reason"), width=8), lambda row: row["reason"]),
    ]
    return listing(
        material,
        records,
        fields,
        title=_("Idle and inefficient land by class: contracts and parcels"),
        note=_("A contract stands once for each class and basis; the areas are not added up."),
        total="",
    )


def _with_reasons(row: StockRow, rows: pd.DataFrame, *, suspected: bool) -> list[tuple[str, Any, str]]:
    told: dict[str, list[str]] = {}
    for sign in row.signs if suspected else ():
        told.setdefault(sign.contract_no, []).append(sign.told())
    plain = (row.computed if suspected else row.recorded).definition
    areas = rows["area_cm2"]
    return [
        (str(number), area, " ".join(told.get(str(number), [plain])))
        for number, area in sorted(areas.items(), key=lambda item: str(item[0]))
    ]


def revitalised(material: Material) -> Table:
    """List the land revitalised, from the first year on.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        By day.
    """
    fields: list[Field] = [
        (Column(head=_("Year"), width=1.4, key="year"), lambda row: str(row["day"].year)),
        (Column(head=_("Day"), form="date", width=2.4, key="day"), lambda row: cell_of(row["day"])),
        (Column(head=_("Method"), width=4, key="method"), lambda row: _method(material, row["method"])),
        (
            Column(head=_("Area (mu)"), form="mu", width=2.2, key="area", total="sum"),
            lambda row: mu(row["area_cm2"]),
        ),
        (Column(head=_("Documents"), width=4), lambda row: cell_of(row["documents"]) or None),
    ]
    return listing(
        material,
        records_of(material.revitalised, "day"),
        fields,
        title=_("Idle and inefficient land revitalised up to {day}").format(day=material.on),
        note=_("The same ground counts once, in its first year; disposals of defaults are another ledger."),
        total="",
    )


def methods(material: Material) -> Table:
    """Sum the land revitalised up by method: in the year, and since the first year.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a method, the largest first.
    """
    year = date(material.on.year, 1, 1)
    in_all, in_year = (by_method(material.revitalised, first, material.on) for first in (date.min, year))
    sums = in_all.join(in_year.add_suffix("_in_year")).fillna(0)
    rows: list[list[Cell]] = [
        [
            _method(material, code),
            int(row["contracts_in_year"]),
            mu(row["area_cm2_in_year"]),
            mu(row["area_cm2"]),
        ]
        for code, row in sums.iterrows()
    ]
    return Table(
        title=_("Revitalised land by method"),
        columns=[
            Column(head=_("Method"), width=4),
            Column(head=_("Contracts in the year"), form="count", total="sum"),
            Column(head=_("In the year (mu)"), form="mu", key="method_year", total="sum"),
            Column(head=_("Since the first year (mu)"), form="mu", key="method_all", total="sum"),
        ],
        rows=rows,
        note=_("The same ground counts once, in its first year; disposals of defaults are another ledger."),
    )


def targets(material: Material) -> Table:
    """Set what was revitalised beside the targets of the years.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a target; that of the zone is no sum of those of its clusters.
    """
    rows: list[list[Cell]] = [
        [str(each.year), each.cluster or _("district"), mu(each.target_cm2), mu(each.reached_cm2)]
        for each in material.targets
    ]
    return Table(
        title=_("Targets of revitalisation"),
        columns=[
            Column(head=_("Year"), width=1.6),
            Column(head=_("Cluster"), width=3),
            Column(head=_("Target, mu"), form="mu"),
            Column(head=_("Reached, mu"), form="mu"),
            Column(head=_("Share (%)"), form="percent", share=(3, 2)),
        ],
        rows=[[*row, quotient(row[3], row[2])] for row in rows],
        note=_("Reached is what the ledger of acreage has for the year, up to the day judged."),
    )


def _method(material: Material, code: Any) -> str:
    return material.methods.get(str(code), _("method not recorded"))
