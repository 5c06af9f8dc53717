"""ODS files, for which no writer is at hand: just enough of the format."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from tests.formats.old_workbook import Share

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    [
        *(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text")),
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)


class Raw(str):
    """XML of a cell or a row as it stands."""


def write_open_document(path: Path, sheets: Mapping[str, Sequence[Sequence[object] | Raw]]) -> Path:
    """Write texts, numbers, days and shares as LibreOffice does."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", f"<office:document-content {_NAMESPACES}>{body}</office:document-content>"
        )
    return path


def _row(row: Sequence[object] | Raw) -> str:
    return row if isinstance(row, Raw) else f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"


def _cell(cell: object) -> str:
    match cell:
        case Raw():
            return cell
        case None | "":
            return "<table:table-cell/>"
        case date():
            attributes = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        case Share():
            attributes = f'office:value-type="percentage" office:value="{float(cell)}"'
        case int() | float():
            attributes = f'office:value-type="float" office:value="{cell}"'
        case _:
            attributes = 'office:value-type="string"'
    return f"<table:table-cell {attributes}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
