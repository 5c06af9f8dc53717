"""A copy of the clerk's own workbook with the faulty cells coloured and what is wrong as their comment."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from landwatch.characters import visible
from landwatch.formats.import_report.issue_codes import advice_of, severity_name
from landwatch.formats.import_report.workbook_of_issues import LOOKS
from landwatch.formats.workbooks.xlsx import StoredResults, stored_results
from landwatch.model import Issue, Severity

__all__ = ["UNREADABLE_WORKBOOK", "annotate"]

UNREADABLE_WORKBOOK = (
    AttributeError,
    InvalidFileException,
    KeyError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)
"""What openpyxl raises on a workbook that it cannot copy."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PREFIXES = {"": _MAIN, "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
_ORDER = list(Severity)
_ADDRESS = re.compile(r"([A-Z]{0,3})(\d+)")
_WIDTH, _LINE, _LONGEST = 360, 18, 2_000


def annotate(source: Path, target: Path, issues: Iterable[Issue]) -> int:
    """Copy a workbook and mark its faulty cells; the original stays as it is.

    Formulas with their stored results, formats and comments of the original are kept; pictures and charts may
    be missing in the copy.

    Parameters
    ----------
    source
        The workbook.
    target
        Where the copy goes.
    issues
        What was found in it; what has no cell is passed over.

    Returns
    -------
    int
        Number of cells marked.
    """
    with source.open("rb") as stream:
        book = load_workbook(stream)
    by_cell: dict[tuple[str, str], list[Issue]] = {}
    for issue in issues:
        if issue.sheet in book.sheetnames and issue.cell and _ADDRESS.fullmatch(issue.cell):
            by_cell.setdefault((str(issue.sheet), issue.cell), []).append(issue)
    for (sheet, address), found in by_cell.items():
        _mark(book[sheet], address, found)
    written = BytesIO()
    book.save(written)
    book.close()
    target.write_bytes(written.getvalue())
    _keep_results(source, target)
    return len(by_cell)


def _keep_results(source: Path, copy: Path) -> None:
    """Put the stored results of the formulas back, which openpyxl leaves out; the copy can be imported."""
    with zipfile.ZipFile(source) as archive:
        results = stored_results(archive)
    parts = {f"xl/worksheets/sheet{number}.xml": found for number, found in enumerate(results, 1) if found}
    if not parts:
        return
    packed = BytesIO()
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            found = parts.get(entry.filename)
            new.writestr(entry, _with_results(content, found) if found else content)
    copy.write_bytes(packed.getvalue())


def _with_results(content: bytes, results: StoredResults) -> bytes:
    sheet = ElementTree.fromstring(content)
    for cell in sheet.iter(f"{{{_MAIN}}}c"):
        kind, text = results.get(cell.get("r", ""), ("", ""))
        if kind and cell.find(f"{{{_MAIN}}}f") is not None:
            value = cell.find(f"{{{_MAIN}}}v")
            value = ElementTree.SubElement(cell, f"{{{_MAIN}}}v") if value is None else value
            value.text = text
            cell.set("t", kind)
    for prefix, uri in _PREFIXES.items():
        ElementTree.register_namespace(prefix, uri)
    written: bytes = ElementTree.tostring(sheet, encoding="UTF-8", xml_declaration=True)
    return written


def _mark(sheet: Any, address: str, issues: Sequence[Issue]) -> None:
    cell = _writable(sheet, address if address[0].isalpha() else f"A{address}")
    worst = min((issue.severity for issue in issues), key=_ORDER.index)
    cell.fill = PatternFill("solid", fgColor=LOOKS[worst]["bg_color"].lstrip("#"))
    told = [
        visible(f"{severity_name(issue.severity)}: {issue.message}\n→ {advice_of(issue.code)}")
        for issue in issues
    ]
    if cell.comment is not None:
        told.insert(0, cell.comment.text)
    text = "\n\n".join(told)[:_LONGEST]
    height = _LINE * (2 + len(text) // 24 + text.count("\n"))
    cell.comment = Comment(text, "landwatch", width=_WIDTH, height=height)


def _writable(sheet: Any, address: str) -> Any:
    """The cell itself; of merged cells the one that shows."""
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[address]
