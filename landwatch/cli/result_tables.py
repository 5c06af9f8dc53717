"""Results as tables for the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.cli.layout import Ruled
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.model import Severity
from landwatch.units import format_mu, group_yuan

if TYPE_CHECKING:
    from landwatch.formats.import_report.told import ImportReport
    from landwatch.measures.figures import Figure
    from landwatch.measures.flagged import FlaggedContract
    from landwatch.rules.scenarios import Result
    from landwatch.services.sample.demo import DemoResult

__all__ = [
    "cells",
    "demo_summary",
    "findings_table",
    "import_report",
    "sample_note",
    "scenarios_table",
    "statistics_table",
    "status_table",
]

_NARROW = 170
"""Columns of a screen below which the table of findings leaves two columns out."""
_NARROWEST = 120
"""Columns of a screen below which it leaves the next step out as well."""
_SHOWN = 20
"""Issues of one file that are printed; the rest is counted (``--json`` has them all)."""


def sample_note(illustrative: bool) -> list[Text]:
    """Say that the data are invented, where they are.

    Parameters
    ----------
    illustrative
        Whether they are.
    """
    return [Text(_("Invented sample data, for illustration only."), style="bold")] if illustrative else []


def findings_table(found: Sequence[FlaggedContract], *, illustrative: bool, width: int) -> RenderableType:
    """Show the flagged contracts in the order given, and a line that counts them.

    Parameters
    ----------
    found
        The contracts.
    illustrative
        Whether the data are invented.
    width
        Columns of the screen; a narrow one leaves out what the reason says anyway.
    """
    columns = _finding_columns()
    left_out = [
        *((_("Holder"), _("Due")) if width < _NARROW else ()),
        *((_("Next step"),) if width < _NARROWEST else ()),
    ]
    columns = {name: cell for name, cell in columns.items() if name not in left_out}
    figures = (_("mu"), _("Days late"), _("Damages, yuan"))
    table = Ruled(*columns, right=figures, whole=(_("Contract"),))
    for finding in found:
        table.add_row(*cells(*(cell(finding) for cell in columns.values())))
    kinds = Counter(matter.what for finding in found for matter in finding.matters)
    counts = ngettext(
        "{total} contract flagged: {commencement} commencement, {completion} completion, {idle} idle land, "
        "{payment} payment; {reviewed} reviewed.",
        "{total} contracts flagged: {commencement} commencement, {completion} completion, {idle} idle land, "
        "{payment} payment; {reviewed} reviewed.",
        len(found),
    ).format(
        total=len(found),
        reviewed=sum(finding.reviewed for finding in found),
        **{kind: kinds[kind] for kind in ("commencement", "completion", "idle", "payment")},
    )
    room = _("Left out for want of room: {columns}. A wider screen and --json have them.")
    notes = [room.format(columns=_(", ").join(left_out))] if left_out else []
    return Group(table, Text(counts), *map(Text, notes), *sample_note(illustrative))


def _finding_columns() -> dict[str, Callable[[FlaggedContract], Any]]:
    from landwatch.measures.flagged import verdict_name

    def why(finding: FlaggedContract) -> str:
        last = finding.review
        return f"{finding.why}\n{last.day} {verdict_name(last.verdict)}" if last else finding.why

    def step(finding: FlaggedContract) -> str:
        first = finding.steps[0] if finding.steps else None
        until = _(", by {day}").format(day=first.deadline) if first and first.deadline else ""
        return f"{first.next_step}{until}" if first else ""

    return {
        _("Contract"): lambda f: f.contract_no,
        _("Cluster"): lambda f: f.cluster,
        _("Holder"): lambda f: f.holder,
        _("mu"): lambda f: None if f.area_cm2 is None else format_mu(f.area_cm2),
        _("Due"): lambda f: "\n".join(matter_text(m.what, m.well_until) for m in f.matters),
        _("Days late"): lambda f: f.days_late,
        _("Damages, yuan"): _amount,
        _("Why, and last review"): why,
        _("Next step"): step,
    }


def _amount(finding: FlaggedContract) -> str:
    """The damages, or that they cannot be computed."""
    return _("unknown") if finding.amount_fen is None else group_yuan(finding.amount_fen)


def matter_text(what: str, well_until: Any) -> str:
    """Name an open matter and the last day on which it was in order.

    Parameters
    ----------
    what
        Word of :class:`landwatch.measures.flagged.Matter`.
    well_until
        The day; ``None`` where it is not known.
    """
    day = well_until or _("unknown")
    return {
        "commencement": _("commencement {day}"),
        "completion": _("completion {day}"),
        "idle": _("idle after {day}"),
        "payment": _("payment"),
    }[what].format(day=day)


def statistics_table(figures: Sequence[Figure], *, illustrative: bool) -> RenderableType:
    """Show every figure with its unit, numerator, denominator and pool, by the question it answers.

    Parameters
    ----------
    figures
        The figures.
    illustrative
        Whether the data are invented.
    """
    from landwatch.measures.figures import unit_name
    from landwatch.measures.figures.declared import SECTIONS, declared, section_name

    table = Ruled(
        _("Figure"), _("Value"), _("Unit"), _("Numerator / denominator"), _("Pool"), right=(_("Value"),)
    )
    for section in SECTIONS:
        chosen = [figure for figure in figures if declared(figure.id).section == section]
        if chosen:
            table.add_section()
            table.add_row(Text(section_name(section), style="bold"))
        for figure in chosen:
            parts = figure.to_dict()
            basis = f"{parts['numerator']} / {parts['denominator']}" if figure.denominator is not None else ""
            label = figure.label + (" (!)" if figure.stale else "")
            table.add_row(*cells(label, figure.number(), unit_name(figure.unit), basis, figure.pool))
    notes = [_("All formulas are conventions of this system; --json has their definitions and rows.")]
    if any(figure.stale for figure in figures):
        notes.append(_("(!) rests on a source that is too old on that day, or that has no fact at all."))
    return Group(table, *map(Text, notes), *sample_note(illustrative))


def status_table(on: date, counts: Mapping[str, Mapping[str, int]], *, illustrative: bool) -> RenderableType:
    """Show how many contracts are in each status.

    Parameters
    ----------
    on
        The day judged.
    counts
        Contracts by column and status.
    illustrative
        Whether the data are invented.
    """
    from landwatch.rules.explanation.phrasing import value_label
    from landwatch.rules.wording import STATUS, word

    table = Ruled(_("Value"), _("Status"), _("Contracts"), right=(_("Contracts"),))
    for column, found in counts.items():
        for status, count in found.items():
            table.add_row(*cells(value_label(column), word(STATUS[column], status), f"{count:,}"))
    every = sum(next(iter(counts.values()), {}).values())
    note = ngettext(
        "{count} contract, as it stands at the end of {day}.",
        "{count} contracts, as they stand at the end of {day}.",
        every,
    ).format(count=every, day=on)
    return Group(table, Text(note), *sample_note(illustrative))


def demo_summary(result: DemoResult) -> RenderableType:
    """Show what the demo made, and the published figures beside the computed ones.

    Parameters
    ----------
    result
        What it made.
    """
    table = Ruled(_("Figure"), _("Unit"), _("Published"), _("Computed"), _("Matches"))
    units = {"percent": "%", "percentage_points": _("percentage points"), "mu": _("mu"), "count": ""}
    for row in result.comparisons:
        verdict = Text(_("yes"), style="green") if row.matches else Text(_("NO"), style="bold red")
        table.add_row(*cells(row.label, units[row.unit], row.printed(), row.computed), verdict)
    flagged = _("{count} contracts are flagged; list them with: {command}").format(
        count=result.flagged, command=f"landwatch assess --on 2023-12-31 --database {result.database}"
    )
    pages = _("{count} pages are drawn; open {page}").format(count=len(result.pages), page=result.pages[0])
    return Group(Text(flagged), Text(pages), *sample_note(True), table)


def scenarios_table(results: Iterable[Result]) -> RenderableType:
    """Show of each case that came out otherwise the value that differs first, and a line that counts all.

    Parameters
    ----------
    results
        One result a case; its mismatches are ordered from the facts to what rests on them.
    """
    results = list(results)
    if not results:
        return Text(_("No case here speaks of a contract or of revitalised acreage; nothing was run."))
    failed = [result for result in results if not result.passed]
    table = Ruled(_("Case"), _("First value that differs"), _("Expected"), _("Got"), _("Others"))
    for result in failed:
        first, *others = result.mismatches
        got = first.get("problem", first["got"])
        table.add_row(*cells(result.id, first["key"], first["expected"], got, len(others) or None))
    counts = _("{passed} of {total} cases passed.").format(
        passed=len(results) - len(failed), total=len(results)
    )
    return Group(table, Text(counts)) if failed else Text(counts)


def import_report(report: ImportReport) -> RenderableType:
    """Show what became of each file, then the errors and warnings.

    Parameters
    ----------
    report
        What the import did.
    """
    table = Ruled(
        _("File"),
        _("Kind"),
        _("Encoding"),
        _("CRS"),
        _("Records"),
        _("Accepted"),
        _("Errors"),
        _("Warnings"),
        right=(_("Records"), _("Accepted"), _("Errors"), _("Warnings")),
    )
    lines: list[Text] = []
    for file in report.files:
        weight = Counter(issue.severity for issue in file.issues)
        crs = f"EPSG:{file.epsg} ({_crs_source(file.crs_source)})" if file.epsg else None
        counts = (file.records, file.accepted, weight[Severity.ERROR], weight[Severity.WARNING])
        table.add_row(*cells(Path(file.path).name, file.kind, file.encoding, crs, *counts))
        lines += [Text(issue.message) for issue in file.issues if issue.code == "corrected_record"]
        # What was passed over explains why nothing came of it.
        passed = [issue for issue in file.issues if issue.code == "not_a_parcel"]
        lines += [Text(issue.message) for issue in passed[:_SHOWN]]
        told = [issue for issue in file.issues if issue.severity != Severity.INFO]
        lines += [_issue_line(issue.severity, issue.message) for issue in told[:_SHOWN]]
        if len(told) > _SHOWN:
            more = _("{file}: {number} more; see --json").format(
                file=Path(file.path).name, number=len(told) - _SHOWN
            )
            lines.append(Text(more))
    parcels, contracts = len(report.parcels), len(report.contracts)
    total = _("{parcels}, {contracts}, {facts} taken.").format(
        parcels=ngettext("{parcels} parcel", "{parcels} parcels", parcels).format(parcels=parcels),
        contracts=ngettext("{contracts} contract", "{contracts} contracts", contracts).format(
            contracts=contracts
        ),
        facts=ngettext("{facts} fact", "{facts} facts", report.facts).format(facts=report.facts),
    )
    if report.dry_run:
        total = _("Dry run, nothing was written: ") + total
    return Group(table, *lines, Text(total))


def _crs_source(source: str | None) -> str:
    names = {"declared": _("declared"), "guessed": _("guessed"), "given": _("given")}
    return names.get(source or "", source or "")


def _issue_line(severity: Severity, message: str) -> Text:
    styles = {Severity.ERROR: ("red", _("error")), Severity.WARNING: ("yellow", _("warning"))}
    style, name = styles[severity]
    return Text.assemble((name, style), ": ", message)


def cells(*values: Any) -> list[Text]:
    """Make the cells of a row; names from outside never become markup.

    Parameters
    ----------
    *values
        What stands in them; ``None`` is an empty cell.
    """
    return [Text("" if value is None else str(value)) for value in values]
