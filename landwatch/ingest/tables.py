"""Sheets of XLSX and CSV files: the header found by its aliases, the rows below it one by one."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import cast
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest.decoding import Decoded
from landwatch.ingest.reading import ReaderSettings
from landwatch.ingest.values import NO_RESULT, Cell
from landwatch.ingest.vocabulary import Column, column_of, plain

__all__ = [
    "BoundColumn",
    "Header",
    "Sheet",
    "csv_sheets",
    "find_header",
    "is_repeated_header",
    "is_workbook",
    "workbook_sheets",
]

Row = Sequence[Cell]

_HEADER_WITHIN = 30
_MOST_COLUMNS = 1024
_CHUNK = 1 << 20
# What openpyxl and what lies below it raise on a broken workbook.
_BROKEN = (
    AttributeError,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
# A table is of a kind if its header has a column of each group; the first kind with most columns wins.
_NEEDS: dict[str, tuple[frozenset[str], ...]] = {
    "event": (frozenset({"contract_no"}), frozenset({"type", "new_commencement", "new_completion"})),
    "phase": (
        frozenset({"contract_no"}),
        frozenset({"number"}),
        frozenset({"agreed_commencement", "agreed_completion"}),
    ),
    "instalment": (frozenset({"contract_no"}), frozenset({"number"}), frozenset({"due_on", "amount_fen"})),
    "contract": (
        frozenset({"contract_no", "supervision_no"}),
        frozenset({"holder", "price_fen", "signed_on", "agreed_commencement", "agreed_completion"}),
    ),
}


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of a table.

    Attributes
    ----------
    index
        Position, from 0.
    label
        Header as written.
    column
        What it holds; ``None`` if the header is not known.
    """

    index: int
    label: str
    column: Column | None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    section
        Kind of table: ``contract``, ``phase``, ``instalment`` or ``event``.
    columns
        Its columns from left to right.
    first_row
        Index of the first row below it, from 0.
    """

    section: str
    columns: tuple[BoundColumn, ...]
    first_row: int

    def label_of(self, field: str) -> str | None:
        """Give the header of a field as written.

        Parameters
        ----------
        field
            Name of the field.

        Returns
        -------
        str or None
            ``None`` where the table has no such column.
        """
        return next((c.label for c in self.columns if c.column and c.column.field == field), None)


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows.

    Attributes
    ----------
    name
        Name of the sheet; ``None`` in a CSV file.
    header
        Its header; ``None`` where no row looks like one.
    rows
        The rows below the header with their numbers, from 1 as a spreadsheet counts.
    epoch
        Day that serial numbers count from.
    """

    name: str | None
    header: Header | None
    rows: Iterator[tuple[int, Row]]
    epoch: datetime = WINDOWS_EPOCH


def _sheet(name: str | None, rows: Iterator[Row], epoch: datetime = WINDOWS_EPOCH) -> Sheet | None:
    top = [tuple(row) for row in islice(rows, _HEADER_WITHIN)]
    if not any(cell not in (None, "") for row in top for cell in row):
        return None
    header = find_header(top)
    first = header.first_row if header else len(top)
    below = enumerate(chain(top[first:], rows), start=first + 1)
    return Sheet(name, header, below, epoch)


def find_header(rows: Sequence[Row]) -> Header | None:
    """Find the header among the first rows of a table, of one row or of two with merged cells.

    Parameters
    ----------
    rows
        The first rows.

    Returns
    -------
    Header or None
        The header that knows most columns; ``None`` where no row is one.
    """
    best: tuple[int, Header] | None = None
    for index, row in enumerate(rows):
        heights = [[_parts(row)]]
        if index + 1 < len(rows):
            heights.append([_parts(row), _parts(rows[index + 1])])
        for lines in heights:
            for section in _NEEDS:
                columns = _bind(section, lines)
                found = {c.column.field for c in columns if c.column and c.column.kind != "ignored"}
                complete = all(found & group for group in _NEEDS[section])
                if complete and (best is None or len(found) > best[0]):
                    best = (len(found), Header(section, columns, index + len(lines)))
    return best[1] if best else None


def _parts(row: Row) -> list[str]:
    return ["" if cell is None else " ".join(str(cell).split()) for cell in row]


def _bind(section: str, lines: Sequence[list[str]]) -> tuple[BoundColumn, ...]:
    spellings = _stacked(*lines) if len(lines) == 2 else [[text] for text in lines[0]]
    columns, taken = [], set()
    for index, choices in enumerate(spellings):
        label, column = _recognised(section, choices)
        if column is not None and column.kind not in ("kept", "ignored"):
            column = None if column.field in taken else column
            taken.update([column.field] if column else [])
        if label:
            columns.append(BoundColumn(index, label, column))
    return tuple(columns)


def _recognised(section: str, choices: Sequence[str]) -> tuple[str, Column | None]:
    for label in choices:
        if column := column_of(section, label):
            return label, column
    return choices[0], None


def _stacked(top: Sequence[str], bottom: Sequence[str]) -> list[list[str]]:
    """Join two header rows; a merged cell holds its text in its first column only."""
    spellings, parent = [], ""
    for above, below in zip_longest(top, bottom, fillvalue=""):
        parent = above or (parent if below else "")
        if parent and below:
            spellings.append([parent + below, f"{parent}({below})", below, *([above] if above else [])])
        else:
            spellings.append([parent or below])
    return spellings


def is_repeated_header(header: Header, row: Row) -> bool:
    """Tell whether a row repeats the header, as printed pages do.

    Parameters
    ----------
    header
        The header.
    row
        A row below it.

    Returns
    -------
    bool
        True if every filled cell under a known column is a header again.
    """
    filled = [
        plain(str(row[c.index]))
        for c in header.columns
        if c.column and c.index < len(row) and row[c.index] not in (None, "")
    ]
    return len(filled) > 1 and all(column_of(header.section, text) for text in filled)


def csv_sheets(decoded: Decoded) -> Iterator[Sheet]:
    """Read a CSV file; the separator is the one of comma, tab and semicolon that its first lines have most.

    Parameters
    ----------
    decoded
        The text.

    Yields
    ------
    Sheet
        One sheet, or none where the file is blank.
    """
    start = decoded.text[:8192]
    separator = max(",\t;", key=start.count)
    sheet = _sheet(None, _csv_rows(decoded.text, separator))
    if sheet:
        yield sheet


def _csv_rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(
            _(
                "it breaks off near line {line} ({reason}); look for a quotation mark that is not closed"
            ).format(line=reader.line_num, reason=error)
        ) from error


def is_workbook(path: Path) -> bool:
    """Tell whether a file is an XLSX workbook, by its content.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    bool
        False for other packed files too.
    """
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except _BROKEN:
        return False


def workbook_sheets(path: Path, settings: ReaderSettings) -> Iterator[Sheet]:
    """Read the sheets of an XLSX workbook row by row; formulas are not evaluated.

    Parameters
    ----------
    path
        The workbook.
    settings
        Limits.

    Yields
    ------
    Sheet
        Each sheet that holds anything. Its rows must be read before the next sheet is asked for.

    Raises
    ------
    InputError
        If the content is too large or broken.
    """
    try:
        with_formulas = _checked(path, settings)
        with closing(load_workbook(path, read_only=True, data_only=True)) as results:
            if not with_formulas:
                yield from _sheets(results, None)
                return
            with closing(load_workbook(path, read_only=True, data_only=False)) as formulas:
                yield from _sheets(results, formulas)
    except _BROKEN as error:
        raise _broken(error) from error


def _broken(error: BaseException) -> InputError:
    return InputError(
        _("the workbook is broken ({reason}); open it in a spreadsheet and save it again").format(
            reason=error
        )
    )


def _checked(path: Path, settings: ReaderSettings) -> bool:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > settings.max_unpacked_bytes:
            raise InputError(
                _("its content is {size} MB unpacked, the limit is {limit} MB; split the workbook").format(
                    size=unpacked >> 20, limit=settings.max_unpacked_bytes >> 20
                )
            )
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_has_formula(archive, name) for name in names)


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if b"<f>" in window or b"<f " in window:
                return True
            tail = chunk[-2:]
    return False


def _sheets(results: Workbook, formulas: Workbook | None) -> Iterator[Sheet]:
    for name in results.sheetnames:
        if not hasattr(results[name], "iter_rows"):  # a sheet of charts
            continue
        rows = _rows(results, name)
        if formulas is not None:
            rows = map(_with_open_formulas, rows, _rows(formulas, name))
        if sheet := _sheet(name, rows, results.epoch):
            yield sheet


def _rows(workbook: Workbook, name: str) -> Iterator[Row]:
    sheet = workbook[name]
    # The size a file states for a sheet may be anything; without it only real cells are read.
    sheet.reset_dimensions()
    try:
        yield from cast("Iterator[Row]", sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS))
    except _BROKEN as error:
        raise _broken(error) from error


def _with_open_formulas(results: Row, formulas: Row) -> Row:
    return [
        NO_RESULT if result is None and isinstance(formula, str) and formula.startswith("=") else result
        for result, formula in zip_longest(results, formulas)
    ]
