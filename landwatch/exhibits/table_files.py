"""Tables as files: XLSX with typed cells, and CSV that spreadsheets in China open as it is."""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from landwatch.characters import guarded
from landwatch.exhibits.exhibit_table import Cell, Column, Table
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _
from landwatch.workbook import Book, Heading
from landwatch.workbook import Table as Sheet

__all__ = ["HEAD_LINES", "table_csv", "table_xlsx"]

HEAD_LINES = 8
"""Lines of a CSV file before its header: what the table is and rests on."""

_WIDTHS = {"text": 24, "date": 12, "instant": 26}
_WIDTH = 14


def table_csv(table: Table[Any]) -> bytes:
    """Write a table as CSV: UTF-8 with a byte-order mark, days and instants in ISO form, numbers exact.

    Parameters
    ----------
    table
        The table.

    Returns
    -------
    bytes
        First :data:`HEAD_LINES` lines that begin with ``#``, then the header, then the rows. Text that a
        spreadsheet would run as a formula has an apostrophe before it.
    """
    out = StringIO(newline="")
    writer = csv.writer(out)
    for name, text in _pairs(table):
        writer.writerow([" ".join(f"# {name}{_(': ')}{text}".split())])
    writer.writerow([guarded(column.head) for column in table.columns])
    for row in table.rows():
        writer.writerow([_text(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def table_xlsx(table: Table[Any]) -> bytes:
    """Write a table as a workbook: the rows on one sheet, on another what they are and rest on.

    Parameters
    ----------
    table
        The table.

    Raises
    ------
    UsageError
        If it has more rows than a sheet, or a text is longer than a cell can be.
    """
    with TemporaryDirectory(prefix="landwatch-") as folder:
        file = Path(folder) / "table.xlsx"
        book = Book(file, properties={"title": table.title, "comments": table.about.sentence()})
        rows = [[_typed(value) for value in row] for row in table.rows()]
        book.add(Sheet(_("Table"), [_heading(column) for column in table.columns], rows))
        told = [*_pairs(table), *((column.head, column.id) for column in table.columns)]
        book.add(
            Sheet(
                _("About this table"),
                [Heading(_("What"), 32), Heading(_("What it says"), 90, wrap=True)],
                told,
            )
        )
        book.close()
        return file.read_bytes()


def _pairs(table: Table[Any]) -> list[tuple[str, str]]:
    return [(_("Table"), table.title), (_("Definition"), table.definition or "–"), *table.about.pairs()]


def _heading(column: Column[Any]) -> Heading:
    return Heading(column.head, _WIDTHS.get(column.form, _WIDTH))


def _typed(value: Cell) -> Any:
    if isinstance(value, datetime):
        # A spreadsheet knows no time zones: an instant stays the text that says its own.
        return _instant(value)
    return _in_one_line(value) if isinstance(value, str) else value


def _in_one_line(text: str) -> str:
    return _("; ").join(text.split("\n")) if "\n" in text else text


def _instant(value: datetime) -> str:
    return value.astimezone(BEIJING).isoformat(timespec="seconds")


def _text(value: Cell) -> str:
    if isinstance(value, str):
        return guarded(_in_one_line(value))
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)
