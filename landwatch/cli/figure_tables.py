"""Figures as tables for the screen: by group, by month, the pipeline, performance, the ledger of acreage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.cli.result_tables import cells, sample_note
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text
from landwatch.units import format_mu, round_half_up

if TYPE_CHECKING:
    from landwatch.measures.figures import Figure, PerformanceRow, Stage, StockRow
    from landwatch.measures.figures.declared import Section
    from landwatch.registry import RecordedTarget
    from landwatch.rules import Assessment
    from landwatch.services.figures.acreage import AcreageReport
    from landwatch.services.figures.counting import Group as Part
    from landwatch.services.figures.counting import TrendPoint

__all__ = [
    "grouped_table",
    "ledger_tables",
    "performance_table",
    "pipeline_table",
    "recorded_targets_table",
    "rows_table",
    "stock_table",
    "trend_table",
]

_SHOWN = (
    "live_contracts_count",
    "live_contracts_area",
    "commencement_default_rate_area",
    "completion_default_rate_area",
    "compliance_rate_area",
    "idle_rate_suspected",
    "revitalised_area",
    "suspended_companies",
    "patrol_coverage",
)
"""The figures of a group that a screen has room for; ``--json`` has all."""


def grouped_table(groups: Sequence[Part], *, illustrative: bool) -> RenderableType:
    """Show the main figures of each group, one row a group.

    Parameters
    ----------
    groups
        The groups.
    illustrative
        Whether the data are invented.
    """
    found = [{figure.id: figure for figure in group.figures} for group in groups]
    labels = [_plain_label(found[-1][name], groups) for name in _SHOWN]
    table = _with_columns(Ruled("", whole=("",) if groups[0].by == "year" else ()), labels)
    for group, figures in zip(groups, found, strict=True):
        table.add_row(*cells(group.name, *(_marked(figures[name]) for name in _SHOWN)))
    note = _("--json has every figure of every group, with its definition and rows.")
    return Group(table, Text(note), *sample_note(illustrative))


def _with_columns(table: Table, labels: Iterable[str]) -> Table:
    """Add columns of figures whose headings may wrap."""
    for label in labels:
        table.add_column(label, justify="right", overflow="fold")
    return table


def _plain_label(figure: Figure, groups: Sequence[Part]) -> str:
    """The label; without its year where each column has a year of its own."""
    if groups[0].by != "year":
        return figure.label
    return re.sub(rf"( in )?{figure.on.year} ?年? ?", "", figure.label)


def _marked(figure: Figure) -> str:
    return figure.text() + (" (!)" if figure.stale else "")


def trend_table(points: Sequence[TrendPoint], *, illustrative: bool) -> RenderableType:
    """Show the main rates month by month, and their change in points.

    Parameters
    ----------
    points
        The months.
    illustrative
        Whether the data are invented.
    """
    names = [name for name in _SHOWN if name.endswith("_area") or name.startswith("idle")]
    labels = {figure.id: figure.label for figure in points[-1].rates if figure.id in names}
    table = _with_columns(Ruled(_("Day"), whole=(_("Day"),)), labels.values())
    for point in points:
        now = {figure.id: figure for figure in point.rates}
        moved = {figure.id.removesuffix("_change"): figure for figure in point.changes}
        values = [f"{now[name].text()} ({_signed(moved.get(name))})" for name in labels]
        table.add_row(*cells(point.on.isoformat(), *values))
    note = _("In brackets the change since the row above, in percentage points.")
    return Group(table, Text(note), *sample_note(illustrative))


def _signed(change: Figure | None) -> str:
    if change is None or change.value is None:
        return "-"
    return ("+" if change.value > 0 else "") + change.number()


def pipeline_table(stages: Sequence[Stage], *, illustrative: bool) -> RenderableType:
    """Show each stage with its contracts and mu, its parts below it.

    Parameters
    ----------
    stages
        The stages.
    illustrative
        Whether the data are invented.
    """
    depth: dict[str | None, int] = {None: -1}
    table = Ruled(_("Stage"), _("Contracts"), _("mu"), _("Id"), right=(_("Contracts"), _("mu")))
    for stage in stages:
        depth[stage.id] = depth[stage.within] + 1
        shown = (stage.contracts.number(), stage.area.number()) if stage.on_file else (_("not on file"), None)
        table.add_row(*cells("  " * depth[stage.id] + stage.label, *shown, stage.id))
    note = _("The contracts of a stage are listed by --rows and its id.")
    return Group(_heading("stages"), table, Text(note), *sample_note(illustrative))


def performance_table(rows: Sequence[PerformanceRow], *, illustrative: bool) -> RenderableType:
    """Show the table of performance: contracts over mu in each cell.

    Parameters
    ----------
    rows
        The rows.
    illustrative
        Whether the data are invented.
    """
    from landwatch.measures.figures.performance import COLUMNS, column_name

    names = [column_name(column) for column in COLUMNS]
    table = Ruled(_("Managing body"), _("Land use"), *names, right=names)
    for row in rows:
        figures = [f"{count.number()} / {area.number()}" for count, area in row.cells.values()]
        table.add_row(
            *cells(row.body, row.land_use or (None if row is rows[-1] else _("subtotal")), *figures)
        )
    note = _("Each cell has contracts / mu.")
    return Group(_heading("performance"), table, Text(note), *sample_note(illustrative))


def _heading(section: Section) -> Text:
    from landwatch.measures.figures.declared import section_name

    return Text(section_name(section), style="bold")


def ledger_tables(report: AcreageReport, *, illustrative: bool) -> RenderableType:
    """Show the stock by year and class, flows by method, targets, obstacles and refusals.

    Parameters
    ----------
    report
        The report.
    illustrative
        Whether the data are invented.
    """
    from landwatch.measures.acreage import account_name, method_name, obstacle_name
    from landwatch.measures.acreage.statement import PARTS, part_name

    flows = [part_name(part) for part in PARTS]
    stock = Ruled(_("mu"), *flows, right=flows)
    for name, statement in (
        *((str(year), statement) for year, statement in report.years.items()),
        *((f"{report.on.year} {account_name(account)}", s) for account, s in report.classes.items()),
    ):
        stock.add_row(*cells(name, *map(format_mu, statement.parts().values())))
    years = [str(year) for year in report.methods]
    ways = Ruled(_("Method"), *years, right=years)
    for method in sorted({m for year in report.methods.values() for m in year}, key=str):
        name = method_name(method) if method else _("method not on file")
        areas = [flows_.get(method, 0) for flows_ in report.methods.values()]
        ways.add_row(*cells(name, *map(format_mu, areas)))
    shown: list[RenderableType] = [_heading("ledger"), stock, ways]
    if report.targets:
        shown.append(_targets_table(report))
    open_obstacles = [o for o in report.obstacles if o.cleared_on is None]
    lines = [
        _("Obstacle at {contract} since {day}: {kind}.").format(
            contract=o.contract_no, day=o.found_on, kind=obstacle_name(o.kind)
        )
        for o in open_obstacles
    ]
    lines += [
        _("{day}: {left} left, {came} came ({contract}).").format(
            day=r.day,
            left=r.left or _("unknown"),
            came=r.came or _("unknown"),
            contract=r.contract_no,
        )
        for r in report.replacements
    ]
    lines += [refusal.message() for refusal in report.refusals]
    return Group(*shown, *map(Text, lines), *sample_note(illustrative))


def _targets_table(report: AcreageReport) -> RenderableType:
    figures = (_("Target, mu"), _("Reached, mu"), _("Share"))
    table = Ruled(_("Year"), _("Cluster"), *figures, right=figures)
    for target in report.targets:
        share = _("n/a") if target.share is None else f"{round_half_up(target.share * 100, 1):f} %"
        areas = (format_mu(target.target_cm2), format_mu(target.reached_cm2))
        table.add_row(*cells(target.year, target.cluster or _("district"), *areas, share))
    return table


def recorded_targets_table(found: Sequence[RecordedTarget]) -> RenderableType:
    """Show the targets with who set each.

    Parameters
    ----------
    found
        The targets.
    """
    mu = _("Target, mu")
    heads = (_("Year"), _("Cluster"), mu, _("Document"), _("Reason"), _("By"), _("Recorded"))
    table = Ruled(*heads, right=(mu,), whole=(_("Recorded"),))
    for each in found:
        target = each.target
        table.add_row(
            *cells(target.year, target.cluster or _("zone"), format_mu(target.area_cm2)),
            *cells(each.document or "", each.reason or "", each.recorded_by, minute_text(each.recorded_at)),
        )
    return table


def stock_table(rows: Sequence[StockRow], *, illustrative: bool) -> RenderableType:
    """Show each class of idle and inefficient land as computed and as recorded, contracts over mu.

    Parameters
    ----------
    rows
        The classes.
    illustrative
        Whether the data are invented.
    """
    heads = (_("Suspected by computation"), _("Listed by document"), _("Both"))
    table = Ruled(_("Class"), *heads, _("Id"), right=heads)
    for row in rows:
        computed = (
            f"{row.computed.number()} / {row.computed_area.number()}" if row.on_file else _("not on file")
        )
        recorded = f"{row.recorded.number()} / {row.recorded_area.number()}"
        table.add_row(*cells(row.label, computed, recorded, row.both.number(), row.computed.id))
    notes = [
        _("Each cell has contracts / mu (parcels / mu of land never supplied)."),
        _("A suspicion lists nothing, and classes are not added up: one contract may stand in several."),
        *(f"{sign.contract_no} {sign.told()}" for row in rows for sign in row.signs),
    ]
    return Group(_heading("stock"), table, *map(Text, notes), *sample_note(illustrative))


def rows_table(assessment: Assessment, figure: Figure) -> RenderableType:
    """Show a figure with its definition, and the contracts behind it.

    Parameters
    ----------
    assessment
        The judged contracts.
    figure
        The figure.
    """
    from landwatch.services.figures.counting import row_records

    headings = (_("Contract"), _("Holder"), _("Cluster"), _("mu"), _("Commencement due"), _("Completion due"))
    table = Ruled(*headings, right=(_("mu"),), whole=(_("Contract"),))
    for row in row_records(assessment, figure):
        keys = ("contract_no", "holder", "cluster", "area_mu", "commencement_due", "completion_due")
        table.add_row(*cells(*(row[key] for key in keys)))
    said = f"{figure.label}: {_marked(figure)}"
    return Group(
        Text(said, style="bold"),
        Text(figure.definition),
        table,
        *sample_note(assessment.snapshot.illustrative),
    )
