"""ODS workbooks: cells with what their types make of them; nothing is repeated as often as a file says."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from landwatch.errors import InputError
from landwatch.formats.cells.conversion import NO_RESULT, SPREADSHEET_ERRORS, Cell
from landwatch.formats.cells.headers import Row
from landwatch.formats.cells.number_formats import moment, percent_text
from landwatch.formats.workbooks.sheet_rows import MOST_COLUMNS, Merged, WorkbookSheet
from landwatch.formats.workbooks.xml_stream import Budget, End, Start, XmlStream, broken_workbook
from landwatch.i18n import gettext as _

__all__ = ["open_document_sheets"]

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = f"{_OASIS}table:1.0}}", f"{_OASIS}office:1.0}}", f"{_OASIS}text:1.0}}"
_ERROR = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_ENCRYPTED = f"{_OASIS}manifest:1.0}}encryption-data"
# A row that is repeated further is no record any more, but a way to fill a sheet in few words.
_MOST_REPEATED = 1000
_MOST_SPACES = 1000
# Longer than the text of any cell.
_LONGEST = 1 << 20
# What stands in a cell or beside the cells and is none: comments and drawings.
_DRAWN = ("frame", "custom-shape", "g", "rect", "line", "ellipse", "caption", "control", "polyline", "path")
_ASIDE = (
    f"{_OFFICE}annotation",
    f"{_TABLE}shapes",
    *(f"{_OASIS}drawing:1.0}}{name}" for name in _DRAWN),
)


def open_document_sheets(archive: zipfile.ZipFile) -> Iterator[WorkbookSheet]:
    """Read the sheets of a workbook row by row.

    Parameters
    ----------
    archive
        The workbook.

    Yields
    ------
    WorkbookSheet
        Each in its order, hidden ones too.

    Raises
    ------
    InputError
        If it is broken, protected, or repeats its cells beyond measure.
    """
    _refuse_protected(archive)
    reader = _Reader()
    with archive.open(_CONTENT) as content, closing(reader.stream().read(content)) as pieces:
        feed = _Feed(pieces, reader)
        while (sheet := feed.next_sheet()) is not None:
            yield WorkbookSheet(sheet.name, feed.rows(sheet), merged=sheet.merged)


def _refuse_protected(archive: zipfile.ZipFile) -> None:
    if _MANIFEST not in archive.namelist():
        return
    found: list[dict[str, str]] = []
    with archive.open(_MANIFEST) as manifest:
        XmlStream({_ENCRYPTED: found.append}, {}).whole(manifest)
    if found:
        raise InputError(_("it is protected by a password; save it without one"))


@dataclass
class _Table:
    """A sheet as far as it was read."""

    name: str
    rows: list[tuple[int, Row]] = field(default_factory=list)
    merged: Merged = field(default_factory=Merged)
    is_complete: bool = False


class _Feed:
    """Hands out sheets and their rows while the content is read.

    Parameters
    ----------
    pieces
        Reads one piece further each time.
    reader
        What is told of every element.
    """

    def __init__(self, pieces: Iterator[None], reader: _Reader) -> None:
        self._pieces, self._reader = pieces, reader

    def next_sheet(self) -> _Table | None:
        while not self._reader.tables:
            try:
                next(self._pieces)
            except StopIteration:
                return None
        return self._reader.tables.pop(0)

    def rows(self, table: _Table) -> Iterator[tuple[int, Row]]:
        while True:
            yield from table.rows
            table.rows.clear()
            if table.is_complete:
                return
            try:
                next(self._pieces)
            except StopIteration:
                raise broken_workbook() from None


class _Reader:
    """Told of the elements of the content; collects sheets, rows and cells."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._open: list[_Table] = []  # a table may stand in a cell of another
        self._row: list[Cell] = []
        self._number = self._repeated = 0
        self._column = 0
        self._cell: dict[str, str] = {}
        self._paragraphs: list[list[str]] | None = None
        self._in_paragraph = False
        self._length = 0
        self._aside = 0
        self._budget = Budget()

    def stream(self) -> XmlStream:
        starts: dict[str, Start] = {
            f"{_TABLE}table": self._begin_table,
            f"{_TABLE}table-row": self._begin_row,
            f"{_TABLE}table-cell": self._begin_cell,
            f"{_TABLE}covered-table-cell": self._begin_cell,
            **dict.fromkeys(_ASIDE, self._leave),
            f"{_TEXT}p": self._begin_paragraph,
            f"{_TEXT}s": self._spaces,
            f"{_TEXT}tab": lambda _attributes: self._add("\t"),
            f"{_TEXT}line-break": lambda _attributes: self._add("\n"),
        }
        ends: dict[str, End] = {
            f"{_TABLE}table": self._end_table,
            f"{_TABLE}table-row": self._end_row,
            f"{_TABLE}table-cell": self._end_cell,
            f"{_TABLE}covered-table-cell": self._end_cell,
            **dict.fromkeys(_ASIDE, self._return),
            f"{_TEXT}p": self._end_paragraph,
        }
        return XmlStream(starts, ends, self._add, self._budget)

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._open.append(_Table(attributes.get(f"{_TABLE}name", "")))
        if len(self._open) == 1:
            self.tables.append(self._open[0])
            self._number = 0

    def _end_table(self, _text: str) -> None:
        self._open.pop().is_complete = True

    def _is_aside(self) -> bool:
        """Tell whether what is read is no cell of the sheet: a comment, a drawing, a table in a cell."""
        return self._aside > 0 or len(self._open) != 1

    def _leave(self, _attributes: dict[str, str]) -> None:
        self._aside += 1

    def _return(self, _text: str) -> None:
        self._aside -= 1

    def _begin_row(self, attributes: dict[str, str]) -> None:
        if not self._is_aside():
            self._row, self._column = [], 0
            self._repeated = _count(attributes, f"{_TABLE}number-rows-repeated")

    def _end_row(self, _text: str) -> None:
        if self._is_aside():
            return
        first = self._number + 1
        self._number += self._repeated
        if self._row:
            if self._repeated > _MOST_REPEATED:
                raise _too_far()
            self._budget.spend(self._repeated * len(self._row))
            self._open[0].rows += [(first + step, self._row) for step in range(self._repeated)]

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if not self._is_aside():
            self._cell, self._paragraphs, self._length = attributes, [], 0

    def _end_cell(self, _text: str) -> None:
        if self._is_aside() or self._paragraphs is None:
            return
        cell = self._value("\n".join(map("".join, self._paragraphs)))
        repeated = _count(self._cell, f"{_TABLE}number-columns-repeated")
        last = min(self._column + repeated, MOST_COLUMNS)
        if cell is not None and last > self._column:
            self._row.extend([None] * (self._column - len(self._row)))
            self._row.extend([cell] * (last - self._column))
        spanned = _count(self._cell, f"{_TABLE}number-rows-spanned")
        self._open[0].merged.add(self._column, self._number + 1, self._number + spanned)
        self._column += repeated
        self._paragraphs = None

    def _begin_paragraph(self, _attributes: dict[str, str]) -> None:
        if self._paragraphs is not None and not self._is_aside():
            self._paragraphs.append([])
            self._in_paragraph = True

    def _end_paragraph(self, _text: str) -> None:
        self._in_paragraph = self._in_paragraph and self._is_aside()

    def _add(self, text: str) -> None:
        if self._in_paragraph and self._paragraphs and not self._is_aside():
            self._length += len(text)
            if self._length > _LONGEST:
                raise _too_far()
            self._paragraphs[-1].append(text)

    def _spaces(self, attributes: dict[str, str]) -> None:
        self._add(" " * min(_count(attributes, f"{_TEXT}c"), _MOST_SPACES))

    def _value(self, text: str) -> Cell:
        given = self._cell
        kind = given.get(f"{_OFFICE}value-type")
        if given.get(_ERROR) == "error":
            return text if text in SPREADSHEET_ERRORS else "#VALUE!"
        if kind is None:
            # The empty text that a formula gives is stored as an empty paragraph.
            is_open = f"{_TABLE}formula" in given and not self._paragraphs
            return NO_RESULT if is_open else text or None
        match kind:
            case "float" | "currency" | "percentage":
                return _figure(given.get(f"{_OFFICE}value", ""), is_share=kind == "percentage")
            case "date":
                return moment(given.get(f"{_OFFICE}date-value", text))
            case "boolean":
                return given.get(f"{_OFFICE}boolean-value", "").strip() == "true"
            case "time":
                return text or None
        return given.get(f"{_OFFICE}string-value", text) or None


def _count(attributes: dict[str, str], name: str) -> int:
    stated = attributes.get(name, "1")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 10):
        raise broken_workbook()
    return int(stated)


def _figure(text: str, *, is_share: bool) -> Cell:
    try:
        figure = float(text)
    except ValueError:
        raise broken_workbook() from None
    return percent_text(figure) if is_share else figure


def _too_far() -> InputError:
    return InputError(_("its cells are spread too far apart; copy the table into a new workbook"))
