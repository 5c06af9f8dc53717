"""XLS workbooks, and those of WPS (.et) that hold the same inside."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import xlrd
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDoc, CompDocError

from landwatch.errors import InputError
from landwatch.formats.cells.conversion import Cell
from landwatch.formats.cells.headers import Row
from landwatch.formats.cells.number_formats import PLAIN, format_kind, meaning
from landwatch.formats.workbooks.sheet_rows import WorkbookSheet
from landwatch.formats.workbooks.xml_stream import broken_workbook
from landwatch.i18n import gettext as _

__all__ = ["SIGNATURE", "old_workbook_sheets"]

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
"""What every compound file begins with."""

_STREAMS = ("Workbook", "Book")
# What xlrd raises on a broken workbook: it checks little of what it unpacks.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    CompDocError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    XLRDError,
)


def old_workbook_sheets(path: Path) -> Iterator[WorkbookSheet]:
    """Read the worksheets of a workbook row by row.

    Parameters
    ----------
    path
        A compound file.

    Yields
    ------
    WorkbookSheet
        Each in its order, hidden ones too.

    Raises
    ------
    InputError
        If it is protected, broken, or holds no workbook.
    """
    content = path.read_bytes()
    _check_is_workbook(content)
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            ignore_workbook_corruption=True,
        )
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise _protected() from error
        raise broken_workbook() from error
    kinds = _kinds(book)
    epoch = CALENDAR_MAC_1904 if book.datemode else WINDOWS_EPOCH
    for number, name in enumerate(book.sheet_names()):
        try:
            sheet = book.sheet_by_index(number)
        except _BROKEN as error:
            raise broken_workbook() from error
        found = WorkbookSheet(name, _rows(sheet, kinds, epoch), epoch)
        for first, after, column, _after in sheet.merged_cells:
            found.merged.add(column, first + 1, after)
        yield found
        book.unload_sheet(number)


def _protected() -> InputError:
    return InputError(_("it is protected by a password; save it without one"))


def _check_is_workbook(content: bytes) -> None:
    """Look at the streams of a compound file: Word and others keep theirs in the same way."""
    try:
        document = CompDoc(content, logfile=io.StringIO(), ignore_workbook_corruption=True)
        names = {entry.name for entry in document.dirlist if entry.etype}
    except _BROKEN as error:
        raise broken_workbook() from error
    if "EncryptedPackage" in names:
        raise _protected()
    if not names.intersection(_STREAMS):
        raise InputError(
            _("no workbook is in it; open it in WPS or in another spreadsheet and save it as .xlsx")
        )


def _kinds(book: xlrd.Book) -> list[str]:
    formats = [style.format_key for style in book.xf_list]
    codes = {key: found.format_str for key, found in book.format_map.items()}
    return [format_kind(key, codes.get(key)) for key in formats]


def _rows(sheet: xlrd.sheet.Sheet, kinds: list[str], epoch: datetime) -> Iterator[tuple[int, Row]]:
    for number in range(sheet.nrows):
        cells = zip(sheet.row_types(number), sheet.row_values(number), _styles(sheet, number), strict=True)
        row = [
            _cell(kind, value, kinds[style] if style < len(kinds) else PLAIN, epoch)
            for kind, value, style in cells
        ]
        if any(cell is not None for cell in row):
            yield number + 1, row


def _styles(sheet: xlrd.sheet.Sheet, row: int) -> list[int]:
    return [sheet.cell_xf_index(row, column) for column in range(sheet.row_len(row))]


def _cell(kind: int, value: str | float | int, form: str, epoch: datetime) -> Cell:
    match kind:
        case xlrd.XL_CELL_TEXT:
            return value or None
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            return meaning(float(value), form, epoch)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(int(value), "#VALUE!"))
    return None
