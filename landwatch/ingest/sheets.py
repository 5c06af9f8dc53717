"""Sheets of XLSX and CSV files, row by row."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
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
from landwatch.ingest.archives import check_unpacked_size
from landwatch.ingest.decoding import Decoded
from landwatch.ingest.headers import Header, Row, find_header
from landwatch.ingest.reading import ReaderSettings
from landwatch.ingest.values import NO_RESULT

__all__ = ["Sheet", "csv_sheets", "is_workbook", "workbook_sheets"]

_HEADER_WITHIN = 30
_MOST_COLUMNS = 1024
_CHUNK = 1 << 20
# An export to CSV puts an apostrophe before what a spreadsheet would run as a formula; it comes off here.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
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
    top, break_off = _top(rows)
    if not any(cell not in (None, "") for row in top for cell in row):
        if break_off:
            raise break_off
        return None
    header = find_header(top)
    first = header.first_row if header else len(top)
    below = chain(top[first:], _broken_off(break_off) if break_off else rows)
    return Sheet(name, header, enumerate(below, start=first + 1), epoch)


def _top(rows: Iterator[Row]) -> tuple[list[Row], InputError | None]:
    """Read the rows among which the header is; keep those before a break."""
    top: list[Row] = []
    try:
        for row in islice(rows, _HEADER_WITHIN):
            top.append(tuple(row))
    except InputError as error:
        return top, error
    return top, None


def _broken_off(error: InputError) -> Iterator[Row]:
    raise error
    yield ()


def csv_sheets(decoded: Decoded) -> Generator[Sheet]:
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
        for row in reader:
            yield [cell[1:] if _GUARDED.match(cell) else cell for cell in row]
    except csv.Error as error:
        raise InputError(
            _("it breaks off near line {line}; look for a quotation mark that is not closed").format(
                line=reader.line_num
            )
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


def workbook_sheets(path: Path, settings: ReaderSettings) -> Generator[Sheet]:
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
        with _opened(path, results=True) as results:
            if not with_formulas:
                yield from _sheets(results, None)
                return
            with _opened(path, results=False) as formulas:
                yield from _sheets(results, formulas)
    except _BROKEN as error:
        raise _broken() from error


@contextmanager
def _opened(path: Path, *, results: bool) -> Iterator[Workbook]:
    # From a stream, because by name openpyxl asks for a suffix of its own.
    with path.open("rb") as stream:
        workbook = load_workbook(stream, read_only=True, data_only=results)
        try:
            yield workbook
        finally:
            workbook.close()


def _broken() -> InputError:
    return InputError(_("the workbook is broken; open it in a spreadsheet and save it again"))


def _checked(path: Path, settings: ReaderSettings) -> bool:
    with zipfile.ZipFile(path) as archive:
        check_unpacked_size(archive, settings)
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
        raise _broken() from error


def _with_open_formulas(results: Row, formulas: Row) -> Row:
    return [
        NO_RESULT if result is None and isinstance(formula, str) and formula.startswith("=") else result
        for result, formula in zip_longest(results, formulas)
    ]
