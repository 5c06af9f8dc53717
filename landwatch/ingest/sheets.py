"""Sheets of workbooks and CSV files, each with its header found."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from openpyxl.utils.datetime import WINDOWS_EPOCH

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest.decoding import Decoded
from landwatch.ingest.headers import Header, Row, find_header
from landwatch.ingest.reading import ReaderSettings
from landwatch.ingest.workbooks import workbook_rows

__all__ = ["Sheet", "csv_sheets", "workbook_sheets"]

_HEADER_WITHIN = 30
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
            if sheet := _sheet(one.name, one.rows, one.epoch):
                yield sheet
