"""The contract ledger in the order of the offices, with what was judged of each contract beside it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from landwatch.i18n import gettext as _
from landwatch.model import ContractStatus
from landwatch.reports.cells import cell_of, money, mu
from landwatch.reports.document import Cell, Column, Table
from landwatch.reports.material import Material
from landwatch.rules.explanation.reasons import reason
from landwatch.rules.wording import STATUS, word

__all__ = ["ledger"]

_STATUSES = ("contract_status", "commencement_status", "completion_status", "idle_status")


def ledger(material: Material) -> Table:
    """Set the contracts out, each with its facts and what was judged of it.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a contract, by number. The Chinese headers of the facts are those that the importer reads.
    """
    parcels = material.assessment.snapshot.contract_parcels.groupby("contract_no")["parcel_no"].agg(list)
    rows = material.contracts.sort_index().to_dict("index")
    counted = material.units["units"]
    return Table(
        title=_("Ledger of supply contracts"),
        columns=[*_columns(), *_counted(material)],
        rows=[
            [
                place,
                *_facts(str(number), row, parcels.get(number, [])),
                *_judged(row),
                *(int(counted[str(number)]) for _column in _counted(material)),
            ]
            for place, (number, row) in enumerate(rows.items(), start=1)
        ],
    )


def _columns() -> list[Column]:
    return [
        Column(head=_("No."), form="count", width=1.2),
        Column(head=_("Contract number"), width=3.4, key="contract_no", total="rows"),
        Column(head=_("Supervision number"), width=4),
        Column(head=_("Project"), width=5),
        Column(head=_("Location"), width=6),
        Column(head=_("Parcels of the contract"), width=5),
        Column(head=_("Area (mu)"), form="mu", width=2.4, key="area", total="sum"),
        Column(head=_("Land use"), width=2.4),
        Column(head=_("Method of supply"), width=2),
        Column(head=_("Industry"), width=4),
        Column(head=_("Price (10,000 yuan)"), form="wan", width=2.6, total="sum"),
        Column(head=_("Holder of the land"), width=6),
        Column(head=_("Credit code"), width=4.2),
        Column(head=_("Grantor"), width=5.5),
        Column(head=_("Agreed handover"), form="date", width=2.4),
        Column(head=_("Agreed commencement"), form="date", width=2.4),
        Column(head=_("Agreed completion"), form="date", width=2.4),
        Column(head=_("Actual handover"), form="date", width=2.4),
        Column(head=_("Actual commencement"), form="date", width=2.4),
        Column(head=_("Actual completion"), form="date", width=2.4),
        Column(head=_("Signed on"), form="date", width=2.4),
        Column(head=_("Contract form"), width=2.8),
        Column(head=_("Cluster"), width=3, key="cluster"),
        Column(head=_("In force"), width=1.4, key="in_force"),
        Column(head=_("State of the contract"), width=2),
        Column(head=_("Commencement"), width=2.6),
        Column(head=_("Completion"), width=2.6),
        Column(head=_("Idle land"), width=3),
        Column(head=_("In default on commencement (mu)"), form="mu", width=2.4, total="sum"),
        Column(head=_("In default on completion (mu)"), form="mu", width=2.4, total="sum"),
        Column(head=_("Reason"), width=9),
    ]


def _counted(material: Material) -> list[Column]:
    """What a rate by count counts of each contract, where the convention does not count contracts."""
    unit = material.assessment.conventions.breach_unit
    heads = {"phase": _("Phases counted"), "parcel": _("Parcels counted")}
    return [] if unit == "contract" else [Column(head=heads[unit], form="count", width=1.6, key="units")]


def _facts(number: str, row: Mapping[Hashable, Any], parcels: list[str]) -> list[Cell]:
    return [
        number,
        cell_of(row["supervision_no"]),
        cell_of(row["project_name"]),
        cell_of(row["location"]),
        _(", ").join(map(str, parcels)) or None,
        mu(row["area_cm2"]),
        cell_of(row["land_use"]),
        cell_of(row["supply_method"]),
        cell_of(row["industry"]),
        money(row["price_fen"]),
        cell_of(row["current_holder"]) or cell_of(row["holder"]),
        cell_of(row["holder_code"]),
        cell_of(row["grantor"]),
        cell_of(row["agreed_handover"]),
        cell_of(row["agreed_commencement"]),
        cell_of(row["agreed_completion"]),
        cell_of(row["handed_over_on"]),
        cell_of(row["commenced_on"]),
        cell_of(row["completed_on"]),
        cell_of(row["signed_on"]),
        cell_of(row["form"]),
    ]


def _judged(row: Mapping[Hashable, Any]) -> list[Cell]:
    in_force = row["contract_status"] == ContractStatus.LIVE
    areas = [
        mu(row[f"{obligation}_breach_area_cm2"]) if in_force and row[f"{obligation}_breach"] else None
        for obligation in ("commencement", "completion")
    ]
    return [
        cell_of(row["cluster"]) or _("cluster not recorded"),
        _("yes") if in_force else _("no"),
        *(word(STATUS[status], row[status]) for status in _STATUSES),
        *areas,
        reason(row),
    ]
