"""The issue report: a workbook from which a clerk mends the source, without knowing the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landwatch.formats.import_report.issue_codes import advice_of, name_of, severity_name
from landwatch.formats.import_report.recognised import REPORT_MARK
from landwatch.i18n import gettext as _
from landwatch.model import Issue, Severity
from landwatch.workbook import Book, Cell, Heading, Table, height_of

__all__ = ["LOOKS", "FileIssues", "kind_name", "write_issue_report"]

LOOKS: Mapping[str, Mapping[str, Any]] = {
    severity: {"bg_color": colour, "border": 1, "border_color": "#D0D0D0"}
    for severity, colour in (("error", "#FFD9D6"), ("warning", "#FFF2CC"), ("info", "#E8F1FA"))
}
"""Cell colours by severity."""

_TITLE = {"bold": True, "font_size": 16}
_HEADING = {"bold": True, "font_size": 12}
_FINE = {"bg_color": "#DFF2E1", "border": 1, "border_color": "#D0D0D0"}
_ORDER = list(Severity)
_WIDTHS = (34, 12, 24, 10, 10, 10, 10, 10, 60)
_TITLE_HEIGHT = 26


@dataclass(frozen=True, kw_only=True)
class FileIssues:
    """What was found in one file.

    Attributes
    ----------
    name
        Name of the file, as the clerk knows it.
    kind, encoding, crs
        What it was read as; ``None`` where that is not known or does not apply.
    records, accepted
        Records found and records newly written.
    issues
        What was found.
    """

    name: str
    kind: str | None
    encoding: str | None
    crs: str | None
    records: int
    accepted: int
    issues: tuple[Issue, ...]


def write_issue_report(path: Path, files: Sequence[FileIssues], *, dry_run: bool) -> None:
    """Write the report of an import: a summary for each file, then one row an issue.

    Parameters
    ----------
    path
        Where to write it.
    files
        The files in the order given.
    dry_run
        Whether nothing was written to the register.

    Raises
    ------
    OSError
        If it cannot be written there.
    """
    book = Book(path, {**LOOKS, "title": _TITLE, "heading": _HEADING, "fine": _FINE})
    book.workbook.set_custom_property(REPORT_MARK, True)
    summary = book.workbook.add_worksheet(_("Summary"))
    found = _sorted(files)
    table = Table(
        name=_("Issues"),
        columns=_columns(),
        rows=[_row(number, file, issue) for number, (file, issue) in enumerate(found, start=1)],
        looks=[issue.severity for _file, issue in found],
    )
    sheet = book.add(table)
    sheet.freeze_panes(1, 5)
    first: dict[tuple[str, str, str], int] = {}
    for number, (file, issue) in enumerate(found, start=1):
        first.setdefault((file.name, issue.severity, issue.code), number)
    _Summary(book, summary, table.name).write(files, first, dry_run=dry_run)
    summary.activate()
    book.close()


def _sorted(files: Sequence[FileIssues]) -> list[tuple[FileIssues, Issue]]:
    """What must be mended first; within a severity in the order of the file."""
    return [
        (file, issue)
        for file in files
        for issue in sorted(file.issues, key=lambda issue: _ORDER.index(issue.severity))
    ]


def _columns() -> tuple[Heading, ...]:
    return (
        Heading(_("No."), 6),
        Heading(_("Severity"), 8),
        Heading(_("File"), 22, wrap=True),
        Heading(_("Sheet"), 12, wrap=True),
        Heading(
            _("Cell or line"),
            11,
            note=_("F12 = column F, row 12; 12 = row or line 12; 12:5 = line 12, character 5"),
        ),
        Heading(_("Record"), 20, wrap=True),
        Heading(_("Column"), 18, wrap=True),
        Heading(_("Value found"), 22, wrap=True),
        Heading(_("What is wrong"), 62, wrap=True),
        Heading(_("What to do"), 46, wrap=True),
        Heading(_("Kind of issue"), 18, wrap=True),
        Heading(_("Code"), 22),
    )


def _row(number: int, file: FileIssues, issue: Issue) -> list[Cell]:
    return [
        number,
        severity_name(issue.severity),
        file.name,
        issue.sheet,
        issue.cell,
        issue.record,
        issue.field,
        issue.value,
        _without_place(issue, file.name),
        advice_of(issue.code),
        name_of(issue.code),
        issue.code,
    ]


def _without_place(issue: Issue, file: str) -> str:
    """Leave out of the sentence where the fault is: the columns before it say so."""
    if not issue.message.startswith(Path(file).name):
        return issue.message
    for mark in ("：", ": "):
        _place, found, said = issue.message.partition(mark)
        if found:
            return said[:1].upper() + said[1:]
    return issue.message


class _Summary:
    """The first sheet: what the colours mean, what became of each file, and which kinds of issue it has."""

    def __init__(self, book: Book, sheet: Any, issues_sheet: str) -> None:
        self._book = book
        self._sheet = sheet
        self._issues_sheet = issues_sheet
        self._row = 0
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)

    def write(
        self, files: Sequence[FileIssues], first: Mapping[tuple[str, str, str], int], *, dry_run: bool
    ) -> None:
        """Write the sheet; `first` is the number of the first issue of each file, severity and code."""
        self._sheet.set_row(0, _TITLE_HEIGHT)
        self._line([_("Issue report of the import")], "title")
        self._line([_result(files, dry_run=dry_run)])
        self._line([])
        self._line([_("How to use this report")], "heading")
        for severity, told in _meanings():
            self._line([severity_name(severity), told], severity)
        self._line([_how_to()])
        self._line([])
        self._line([_("What became of each file")], "heading")
        self._files(files)
        self._line([])
        self._line([_("Kinds of issue, by file")], "heading")
        self._kinds(files, first)

    def _line(self, cells: Sequence[Cell], look: str = "") -> None:
        for column, cell in enumerate(cells):
            self._book.put(self._sheet, self._row, column, cell, look if column == 0 else "")
        self._row += 1

    def _head(self, *headers: str) -> None:
        for column, header in enumerate(headers):
            self._sheet.write_string(self._row, column, header, self._book.head)
        self._row += 1

    def _files(self, files: Sequence[FileIssues]) -> None:
        self._head(
            *(_("File"), _("Read as"), _("Encoding / CRS"), _("Records"), _("Accepted")),
            *(severity_name(severity) for severity in _ORDER),
            _("Result"),
        )
        for file in files:
            counts = Counter(issue.severity for issue in file.issues)
            worst = next((severity.value for severity in _ORDER[:2] if counts[severity]), "fine")
            cells: list[Cell] = [
                file.name,
                kind_name(file.kind),
                " / ".join(filter(None, (file.encoding, file.crs))),
            ]
            numbers: list[Cell] = [file.records, file.accepted, *(counts[severity] for severity in _ORDER)]
            for column, cell in enumerate([*cells, *numbers, _verdict(file, counts)]):
                self._book.put(self._sheet, self._row, column, cell, worst, wrap=column == 0)
            self._sheet.set_row(self._row, height_of([(file.name, _WIDTHS[0])]))
            self._row += 1

    def _kinds(self, files: Sequence[FileIssues], first: Mapping[tuple[str, str, str], int]) -> None:
        self._head(_("File"), _("Severity"), _("Kind of issue"), _("Number"), _("Go to"), _("What to do"))
        for file in files:
            counts = Counter((issue.severity, issue.code) for issue in file.issues)
            for (severity, code), count in sorted(
                counts.items(), key=lambda item: (_ORDER.index(item[0][0]), -item[1])
            ):
                row, look = first[file.name, severity, code] + 1, severity.value
                cells: list[Cell] = [file.name, severity_name(severity), name_of(code), count]
                for column, cell in enumerate(cells):
                    self._book.put(self._sheet, self._row, column, cell, look, wrap=column == 0)
                link = f"internal:'{self._issues_sheet}'!A{row}"
                self._sheet.write_url(self._row, 4, link, string=_("row {row}").format(row=row))
                self._sheet.merge_range(self._row, 5, self._row, 8, "", self._book.look(look, wrap=True))
                self._book.put(self._sheet, self._row, 5, advice_of(code), look, wrap=True)
                self._sheet.set_row(self._row, height_of([(file.name, _WIDTHS[0])]))
                self._row += 1


def _result(files: Sequence[FileIssues], *, dry_run: bool) -> str:
    counts = Counter(issue.severity for file in files for issue in file.issues)
    told = _(
        "{files} files, {records} records, {accepted} taken; "
        "{errors} errors, {warnings} warnings, {notes} notes."
    ).format(
        files=len(files),
        records=sum(file.records for file in files),
        accepted=sum(file.accepted for file in files),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.INFO],
    )
    return (_("Dry run, nothing was written: ") if dry_run else "") + told


def _meanings() -> list[tuple[Severity, str]]:
    return [
        (
            Severity.ERROR,
            _("The record was not taken. Mend it in the source file and import the file again."),
        ),
        (
            Severity.WARNING,
            _("The record was taken. Compare it with the contract or survey; mend it if wrong."),
        ),
        (Severity.INFO, _("What the program did of itself. Nothing to do as a rule.")),
    ]


def _how_to() -> str:
    return _(
        "The sheet “{issues}” has one row an issue: where it stands, what is wrong, what to do. Mend your "
        "own file, not this report, and import it again; what is in order already is recognised and stays."
    ).format(issues=_("Issues"))


def kind_name(kind: str | None) -> str:
    """Name a kind of file.

    Parameters
    ----------
    kind
        Word of the importer's vocabulary; ``None`` for a file that cannot be read.

    Returns
    -------
    str
        In the current language.
    """
    names = {
        "boundary_txt": _("survey boundaries (TXT)"),
        "vector": _("map layer"),
        "ledger": _("contract ledger"),
        "facts": _("dated facts"),
        "landchina": _("land market site"),
    }
    return names.get(kind or "", kind or _("not readable"))


def _verdict(file: FileIssues, counts: Counter[Severity]) -> str:
    if file.kind is None:
        return _("Nothing of it could be read.")
    if counts[Severity.ERROR]:
        return _("Not everything was taken: mend the rows marked as errors and import again.")
    if counts[Severity.WARNING]:
        return _("Taken; compare the rows marked as warnings with the documents.")
    return _("In order.")
