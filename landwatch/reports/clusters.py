"""The clusters side by side: contracts and defaults, idle land, disposals, revitalised land."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from landwatch.i18n import gettext as _
from landwatch.measures.figures.declared import declared
from landwatch.reports.document import Bars, Cell, Column, Table
from landwatch.reports.material import Figures, Material

__all__ = ["contracts_and_defaults", "default_bars", "idle_and_disposals"]


def contracts_and_defaults(material: Material) -> Table:
    """Set the contracts in force and the default rates of each cluster out.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a cluster, and the sum.
    """
    rates = ("commencement_default_rate", "completion_default_rate")

    def _row(name: str, figures: Figures) -> list[Cell]:
        cells: list[Cell] = [
            name,
            _value(figures, "live_contracts_count"),
            _value(figures, "live_contracts_area"),
        ]
        for rate in rates:
            by_area = figures[f"{rate}_area"]
            cells += [figures[f"{rate}_count"].numerator, by_area.numerator, by_area.value]
        return cells

    heads = ((_("in default on commencement"), "commencement"), (_("in default on completion"), "completion"))
    columns = [
        Column(head=_("Cluster"), width=2.8),
        Column(
            head=_("Contracts in force"), form="count", width=1.6, key="live_contracts_count", total="sum"
        ),
        Column(head=_("Area in force (mu)"), form="mu", width=2.3, key="live_contracts_area", total="sum"),
    ]
    for words, obligation in heads:
        place = len(columns)
        columns += [
            Column(
                head=_counted(material).format(what=words),
                form="count",
                width=1.7,
                key=f"{obligation}_default_count",
                total="sum",
            ),
            Column(
                head=_("{what} (mu)").format(what=words),
                form="mu",
                width=2.1,
                key=f"{obligation}_default_area",
                total="sum",
            ),
            Column(head=_("Rate by area (%)"), form="percent", width=1.5, share=(place + 1, 2)),
        ]
    return Table(
        title=_("Contracts and defaults by cluster"),
        columns=columns,
        rows=[_row(name, figures) for name, figures in material.by_cluster.items()],
        note=_("Rates by area over all contracts in force (pool P)."),
    )


def idle_and_disposals(material: Material) -> Table:
    """Set idle land, disposals, revitalised land and patrols of each cluster out.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Table
        One row a cluster, and the sum.
    """
    heads = (
        ("idle_suspected_area", _("Suspected idle (mu)")),
        ("idle_recognised_area", _("Recognised idle (mu)")),
        ("commencement_defaults_disposed_count", _("Commencement defaults disposed of (contracts)")),
        ("commencement_defaults_disposed_area", _("Commencement defaults disposed of (mu)")),
        ("completion_defaults_disposed_count", _("Completion defaults disposed of (contracts)")),
        ("completion_defaults_disposed_area", _("Completion defaults disposed of (mu)")),
        ("revitalised_area", _("Revitalised in the year (mu)")),
        ("revitalised_area_since", _("Revitalised since the first year (mu)")),
    )
    columns = [Column(head=_("Cluster"), width=2.8)]
    columns += [
        Column(head=head, form="mu" if declared(name).by == "area" else "count", key=name, total="sum")
        for name, head in heads
    ]
    rows: list[list[Cell]] = [
        [name, *(_value(figures, figure) for figure, _head in heads)]
        for name, figures in material.by_cluster.items()
    ]
    return Table(title=_("Idle land, disposals and revitalised land by cluster"), columns=columns, rows=rows)


def default_bars(material: Material) -> Bars:
    """Draw the default rates of the clusters.

    Parameters
    ----------
    material
        What the report is made from.

    Returns
    -------
    Bars
        One bar an obligation.
    """
    table = contracts_and_defaults(material)

    def _of(place: int) -> Sequence[Fraction | None]:
        return [value if isinstance(value := row[place], Fraction) else None for row in table.rows]

    return Bars(
        title=_("Default rates by area and cluster (%, pool P)"),
        form="percent",
        names=[str(row[0]) for row in table.rows],
        series=[(_("Commencement default rate"), _of(5)), (_("Completion default rate"), _of(8))],
    )


def _counted(material: Material) -> str:
    return {
        "contract": _("{what} (contracts)"),
        "phase": _("{what} (phases)"),
        "parcel": _("{what} (parcels)"),
    }[material.assessment.conventions.breach_unit]


def _value(figures: Figures, name: str) -> Cell:
    return figures[name].value
