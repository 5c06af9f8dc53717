"""Workbooks, row by row: XLSX, the older XLS, and ODS.

calamine reads five to seven times faster than openpyxl, yet gives an error (``#REF!``) and a formula without
a stored result as an empty cell, and lays a sheet out whole, however far apart its cells are. So an XLSX
workbook is looked through first; one with any of these goes to openpyxl.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.etree.ElementTree import ParseError, iterparse

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest.archives import check_unpacked_size
from landwatch.ingest.headers import Row
from landwatch.ingest.old_workbooks import SIGNATURE, SheetErrors, open_old_workbook
from landwatch.ingest.reading import ReaderSettings
from landwatch.ingest.values import NO_RESULT

__all__ = ["WorkbookSheet", "workbook_kind", "workbook_rows"]

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_COLUMNS = 1024
_MOST_CELLS = 20_000_000
_CHUNK = 1 << 22
_LONGEST_TAG = 512
# What openpyxl, calamine and what lies below them raise on a broken workbook.
_BROKEN = (
    AttributeError,
    CalamineError,
    EOFError,
    InvalidFileException,
    LookupError,
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
class WorkbookSheet:
    """A sheet of a workbook.

    Attributes
    ----------
    name
        Its name.
    rows
        Its rows from the first; they must be read before the next sheet is asked for.
    epoch
        Day that serial numbers count from.
    """

    name: str
    rows: Iterator[Row]
    epoch: datetime = WINDOWS_EPOCH


def workbook_kind(path: Path) -> str | None:
    """Tell what workbook a file is, by its content.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str or None
        ``xlsx``, ``xls``, ``ods``; ``None`` for other files, packed ones too.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(len(SIGNATURE)) == SIGNATURE:
                return "xls"
        if not zipfile.is_zipfile(path):
            return None
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as stream:
                    return "ods" if stream.read(len(_ODS)) == _ODS else None
    except _BROKEN:
        return None
    return None


def workbook_rows(path: Path, settings: ReaderSettings) -> Generator[WorkbookSheet]:
    """Read the sheets of a workbook row by row; formulas are not evaluated.

    Parameters
    ----------
    path
        The workbook.
    settings
        Limits.

    Yields
    ------
    WorkbookSheet
        Each sheet of cells in its order, hidden ones too.

    Raises
    ------
    InputError
        If the content is too large, protected or broken.
    """
    try:
        kind = workbook_kind(path)
        if kind == "xlsx":
            traits = _traits(path, settings)
            if not traits.is_plain:
                yield from _by_openpyxl(path, with_formulas=traits.has_open_formula)
                return
        elif kind == "ods":
            _check_spread(path, settings)
        elif kind == "xls":
            old = open_old_workbook(path)
            yield from _by_calamine(BytesIO(old.content), old.errors)
            return
        with path.open("rb") as stream:
            yield from _by_calamine(stream)
    except PasswordError as error:
        raise InputError(_("it is protected by a password; save it without one")) from error
    except _BROKEN as error:
        raise _broken() from error


def _broken() -> InputError:
    return InputError(_("the workbook is broken; open it in a spreadsheet and save it again"))


@contextmanager
def _rust() -> Iterator[None]:
    """Turn a panic of calamine, which is no Exception, into the broken workbook that it means."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _broken() from error


def _by_calamine(stream: BinaryIO, errors: Sequence[SheetErrors] = ()) -> Iterator[WorkbookSheet]:
    with _rust():
        workbook = CalamineWorkbook.from_filelike(stream)
    sheets = [about.name for about in workbook.sheets_metadata if about.typ is SheetTypeEnum.WorkSheet]
    with workbook:
        for position, name in enumerate(sheets):
            of_sheet = errors[position] if position < len(errors) else {}
            with _rust():
                sheet = workbook.get_sheet_by_name(name)
                start = sheet.start
            left = [""] * (start[1] if start else 0)
            yield WorkbookSheet(name, _whole(left, sheet.iter_rows(), of_sheet))


def _whole(left: list[str], rows: Iterable[Any], errors: SheetErrors) -> Iterator[Row]:
    """Give rows from column A on, with their errors: calamine begins at the first cell and blanks errors."""
    with_errors = {row for row, _column in errors}
    for number, row in enumerate(rows):
        cells = (left + row if left else row)[:_MOST_COLUMNS]
        if number in with_errors:
            cells = [errors.get((number, column), cell) for column, cell in enumerate(cells)]
        yield cells


@dataclass(frozen=True, slots=True)
class _Traits:
    """What an XLSX workbook holds that decides who reads it."""

    is_plain: bool
    has_open_formula: bool


_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d')
_ROW = re.compile(rb'<row [^<>]*?r="(\d{1,7})"')
_OPEN_FORMULA = re.compile(rb"(?:</f>|<f(?: [^<>]*)?/>)\s*(?:<v\s*/>|<v></v>|</c>)")
_EPOCH_1904 = re.compile(rb'date1904="(1|true)"')


def _traits(path: Path, settings: ReaderSettings) -> _Traits:
    with zipfile.ZipFile(path) as archive:
        check_unpacked_size(archive, settings)
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        is_plain = not _EPOCH_1904.search(archive.read("xl/workbook.xml"))
        has_open_formula = False
        for name in names:
            traits = _sheet_traits(archive, name)
            is_plain &= traits.is_plain
            has_open_formula |= traits.has_open_formula
    return _Traits(is_plain and not has_open_formula, has_open_formula)


def _sheet_traits(archive: zipfile.ZipFile, name: str) -> _Traits:
    named = cells = last_row = 0
    columns: set[bytes] = set()
    has_error = has_open_formula = False
    for window, is_new in _windows(archive, name):
        fresh = window[is_new:]
        found = _CELL.findall(fresh)
        columns.update(found)
        named += len(found)
        cells += fresh.count(b"<c ") + fresh.count(b"<c>") + fresh.count(b"<c/")
        last_row = max(last_row, max(map(int, _ROW.findall(fresh)), default=0))
        has_error = has_error or b't="e"' in window
        has_open_formula = has_open_formula or _OPEN_FORMULA.search(window) is not None
    width = max((column_index_from_string(column.decode()) for column in columns), default=0)
    return _Traits(named == cells and not has_error and last_row * width <= _MOST_CELLS, has_open_formula)


def _windows(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, int]]:
    """Read a member in pieces that begin at a tag; each with the end of the one before, and its length."""
    tail = rest = b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            whole = rest + chunk
            cut = max(whole.rfind(b"<"), 0)
            piece, rest = whole[:cut], whole[cut:]
            yield tail + piece, len(tail)
            tail = piece[-_LONGEST_TAG:]
    yield tail + rest, len(tail)


def _check_spread(path: Path, settings: ReaderSettings) -> None:
    """Refuse an ODS sheet that repeats or spreads its cells beyond measure: it says so in few words."""
    last_row = row = width = column = 0
    with zipfile.ZipFile(path) as archive:
        check_unpacked_size(archive, settings)
        with archive.open("content.xml") as stream:
            for event, element in iterparse(stream, events=("start", "end")):
                tag = element.tag.rpartition("}")[2]
                if event == "start" and tag in ("table", "table-row"):
                    row, column = (0 if tag == "table" else row), 0
                elif event == "end" and tag == "table-cell":
                    column += _repeated(element, "columns")
                    if len(element):
                        width, last_row = max(width, column), max(last_row, row + 1)
                elif event == "end" and tag == "table-row":
                    rows = _repeated(element, "rows")
                    last_row = max(last_row, row + rows) if _has_content(element) else last_row
                    row += rows
                    element.clear()
    if last_row * width > _MOST_CELLS:
        raise InputError(_("its cells are spread too far apart; copy the table into a new workbook"))


def _repeated(element: Any, what: str) -> int:
    stated = next((v for k, v in element.attrib.items() if k.endswith(f"}}number-{what}-repeated")), "1")
    return int(stated)


def _has_content(row: Any) -> bool:
    return any(len(cell) for cell in row)


def _by_openpyxl(path: Path, *, with_formulas: bool) -> Iterator[WorkbookSheet]:
    with _opened(path, results=True) as results:
        if not with_formulas:
            yield from _sheets(results, None)
            return
        with _opened(path, results=False) as formulas:
            yield from _sheets(results, formulas)


@contextmanager
def _opened(path: Path, *, results: bool) -> Iterator[Workbook]:
    # From a stream, because by name openpyxl asks for a suffix of its own.
    with path.open("rb") as stream:
        workbook = load_workbook(stream, read_only=True, data_only=results)
        try:
            yield workbook
        finally:
            workbook.close()


def _sheets(results: Workbook, formulas: Workbook | None) -> Iterator[WorkbookSheet]:
    for name in results.sheetnames:
        if not hasattr(results[name], "iter_rows"):  # a sheet of charts
            continue
        rows = _rows(results, name)
        if formulas is not None:
            rows = map(_with_open_formulas, rows, _rows(formulas, name))
        yield WorkbookSheet(name, rows, results.epoch)


def _rows(workbook: Workbook, name: str) -> Iterator[Row]:
    sheet = workbook[name]
    # The size a file states for a sheet may be anything; without it only real cells are read.
    sheet.reset_dimensions()
    before: Row | None = None
    try:
        for row in cast("Iterator[Row]", sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)):
            # A gap of a million rows is one row of blanks given a million times.
            yield () if row is before else row
            before = row
    except _BROKEN as error:
        raise _broken() from error


def _with_open_formulas(results: Row, formulas: Row) -> Row:
    return [
        NO_RESULT if result is None and isinstance(formula, str) and formula.startswith("=") else result
        for result, formula in zip_longest(results, formulas)
    ]
