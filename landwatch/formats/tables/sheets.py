"""Sheets of workbooks and CSV files, each with its header found."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from openpyxl.utils.datetime import WINDOWS_EPOCH

from landwatch.errors import InputError
from landwatch.formats.cells.decoding import Decoded
from landwatch.formats.cells.headers import Header, Row, find_header
from landwatch.formats.reading import ReaderSettings
from landwatch.formats.workbooks.dispatch import workbook_rows
from landwatch.formats.workbooks.sheet_rows import MOST_COLUMNS, Merged, WorkbookSheet
from landwatch.i18n import gettext as _

__all__ = ["HEADER_WITHIN", "Sheet", "csv_sheets", "typed_sheets", "workbook_sheets"]

HEADER_WITHIN = 30
"""Rows of a sheet among which its header is looked for."""

# An export to CSV puts an apostrophe before what a spreadsheet would run as a formula; it comes off here.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


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
        The rows below the header that hold anything, with their numbers from 1 as a spreadsheet counts.
    epoch
        Day that serial numbers count from.
    merged
        Cells over several rows; complete once the rows are read.
    """

    name: str | None
    header: Header | None
    rows: Iterator[tuple[int, Row]]
    epoch: datetime = WINDOWS_EPOCH
    merged: Merged = field(default_factory=Merged)


def _sheet(found: WorkbookSheet, name: str | None) -> Sheet | None:
    rows = _filled(found.rows)
    top, break_off = _top(rows)
    if not top:
        if break_off:
            raise break_off
        return None
    # A header of two rows is two rows of the sheet, so that a blank one between them counts.
    first_rows: list[Row] = [()] * min(top[-1][0], HEADER_WITHIN)
    for number, row in top:
        if number <= HEADER_WITHIN:
            first_rows[number - 1] = row
    header = find_header(first_rows)
    first = header.first_row if header else HEADER_WITHIN
    below = ((number, row) for number, row in top if number > first)
    return Sheet(
        name, header, chain(below, _broken_off(break_off) if break_off else rows), found.epoch, found.merged
    )


def _filled(rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    return ((number, row) for number, row in rows if any(cell not in (None, "") for cell in row))


def _top(rows: Iterator[tuple[int, Row]]) -> tuple[list[tuple[int, Row]], InputError | None]:
    """Read the rows among which the header is; keep those before a break."""
    top: list[tuple[int, Row]] = []
    try:
        for number, row in rows:
            top.append((number, row))
            if number >= HEADER_WITHIN:
                break
    except InputError as error:
        return top, error
    return top, None


def _broken_off(error: InputError) -> Iterator[tuple[int, Row]]:
    raise error
    yield (0, ())


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
    rows = enumerate(_csv_rows(decoded.text, separator), start=1)
    if sheet := _sheet(WorkbookSheet("", rows), None):
        yield sheet


def typed_sheets(rows: Sequence[Row]) -> Generator[Sheet]:
    """Read a table that came in no file.

    Parameters
    ----------
    rows
        Its rows with the header.

    Yields
    ------
    Sheet
        One sheet, or none where all is blank.
    """
    if sheet := _sheet(WorkbookSheet("", enumerate(rows, start=1)), None):
        yield sheet


def _csv_rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            yield [cell[1:] if _GUARDED.match(cell) else cell for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise InputError(
            _("it breaks off near line {line}; look for a quotation mark that is not closed").format(
                line=reader.line_num
            )
        ) from error


def workbook_sheets(path: Path, settings: ReaderSettings) -> Generator[Sheet]:
    """Read the sheets of a workbook row by row.

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
        If the content is too large, protected or broken.
    """
    with closing(workbook_rows(path, settings)) as found:
        for one in found:
            if sheet := _sheet(one, one.name):
                yield sheet
