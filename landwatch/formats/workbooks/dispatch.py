"""Workbooks, row by row: XLSX, ODS, and the older XLS."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Iterator
from pathlib import Path

from landwatch.errors import InputError
from landwatch.formats.archives import check_unpacked_size
from landwatch.formats.cells.headers import Row
from landwatch.formats.packed import BROKEN_ZIP
from landwatch.formats.reading import ReaderSettings
from landwatch.formats.workbooks.ods import open_document_sheets
from landwatch.formats.workbooks.sheet_rows import WorkbookSheet
from landwatch.formats.workbooks.xls import SIGNATURE, old_workbook_sheets
from landwatch.formats.workbooks.xlsx import open_xml_sheets
from landwatch.formats.workbooks.xml_stream import broken_workbook
from landwatch.i18n import gettext as _

__all__ = ["workbook_kind", "workbook_rows"]

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def workbook_kind(path: Path) -> str | None:
    """Tell what workbook a file is, by its content.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str or None
        ``xlsx``, ``xlsb``, ``xls``, ``ods``; ``None`` for other files, packed ones too. Every compound file
        counts as ``xls`` until it is opened.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(len(SIGNATURE)) == SIGNATURE:
                return "xls"
        if not zipfile.is_zipfile(path):
            return None
        with zipfile.ZipFile(path) as archive:
            return _packed_kind(archive)
    except BROKEN_ZIP:
        return None


def _packed_kind(archive: zipfile.ZipFile) -> str | None:
    names = archive.namelist()
    plain = {name.replace("\\", "/").lower() for name in names}
    if "[content_types].xml" in plain:
        if "xl/workbook.bin" in plain:
            return "xlsb"
        is_workbook = "xl/workbook.xml" in plain or any(name.startswith("xl/worksheets/") for name in plain)
        return "xlsx" if is_workbook else None
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as stream:
            return "ods" if stream.read(len(_ODS)) == _ODS else None
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
    kind = workbook_kind(path)
    if kind == "xlsb":
        raise InputError(_("it is a binary workbook (.xlsb); open it in a spreadsheet and save it as .xlsx"))
    if kind == "xls":
        yield from old_workbook_sheets(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            check_unpacked_size(archive, settings)
            sheets = open_document_sheets(archive) if kind == "ods" else open_xml_sheets(archive)
            for sheet in sheets:
                yield WorkbookSheet(sheet.name, _unbroken(sheet.rows), sheet.epoch, sheet.merged)
    except BROKEN_ZIP as error:
        raise broken_workbook() from error


def _unbroken(rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    try:
        yield from rows
    except BROKEN_ZIP as error:
        raise broken_workbook() from error
