"""XLSX workbooks that hold what they are given: text stays text, no figure loses a digit.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula. Everything here that is
text is therefore written as text, whatever it begins with; only :meth:`Book.formula` writes a formula, which
never holds what came from outside, and no text becomes a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.units import EXCEL_DIGITS

__all__ = ["LINE", "Book", "Cell", "Heading", "Table", "for_print", "height_of"]

Cell = str | int | Decimal | date | None
"""What a cell may hold; figures are exact."""

LINE = 15.0
"""Height of a line of text in points."""

_LONGEST_TEXT = 32_767
_A3, _A4 = 8, 9
_WIDEST_ON_A4, _WIDEST_ON_A3 = 280, 300
_MOST_ROWS = 1_048_576
# The first day that every spreadsheet program counts alike: 1900 was no leap year, but some believe so.
_FIRST_DAY = date(1900, 3, 1)
# The file says nothing of the moment it was made, so that the same content gives the same file.
_MADE = datetime(1980, 1, 1)
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_BASE = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
_HEAD = {"bold": True, "bg_color": "#D9E2EC", "border": 1, "border_color": "#9AA5B1", "text_wrap": True}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table.

    Attributes
    ----------
    text
        Its header.
    width
        In characters.
    wrap
        Whether long text goes on in further lines.
    note
        A remark on the header; empty for none.
    """

    text: str
    width: float = 14
    wrap: bool = False
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table that fills a sheet: header in the first row, frozen and with filters.

    Attributes
    ----------
    name
        Name of the sheet.
    columns
        Its columns.
    rows
        Its rows, one cell a column.
    looks
        Colours of each row by the name of a look; ``None`` for plain rows.
    """

    name: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    looks: Sequence[str] | None = None


class Book:
    """A workbook that is being written.

    Parameters
    ----------
    path
        Where to write it.
    looks
        Cell properties by name, e.g. the colour of an error.
    made
        The instant written into the file as that of its making; the same content gives the same file.
    properties
        What the file says of itself, e.g. its `title`.
    """

    def __init__(
        self,
        path: Path,
        looks: Mapping[str, Mapping[str, Any]] | None = None,
        made: datetime = _MADE,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        self._path = path
        # In memory first: a broken archive on a full disk complains again when it is thrown away.
        self._content = BytesIO()
        self.workbook = xlsxwriter.Workbook(self._content, _OPTIONS)
        self.workbook.set_properties({**(properties or {}), "created": made})
        self._looks: Mapping[str, Mapping[str, Any]] = {"": {}, **(looks or {})}
        self._formats: dict[tuple[str, str, bool], Any] = {}
        self.head = self.workbook.add_format(_BASE | _HEAD)

    def close(self) -> None:
        """Finish the file.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        self.workbook.close()
        self._path.write_bytes(self._content.getvalue())

    def look(self, name: str = "", kind: str = "text", *, wrap: bool = False) -> Any:
        """Give the cell format of a look.

        Parameters
        ----------
        name
            Name of the look.
        kind
            ``text``, ``number`` or ``date``.
        wrap
            Whether long text goes on in further lines.
        """
        key = (name, kind, wrap)
        if key not in self._formats:
            forms: dict[str, dict[str, Any]] = {
                "text": {"num_format": "@"},
                "date": {"num_format": "yyyy-mm-dd", "align": "left"},
            }
            wrapped: dict[str, Any] = {"text_wrap": True} if wrap else {}
            self._formats[key] = self.workbook.add_format(
                {**_BASE, **forms.get(kind, {}), **wrapped, **self._looks[name]}
            )
        return self._formats[key]

    def put(
        self, sheet: Any, row: int, column: int, value: Cell, look: str = "", *, wrap: bool = False
    ) -> None:
        """Write one cell.

        Parameters
        ----------
        sheet
            Sheet of the workbook.
        row, column
            From 0.
        value
            The value. A figure with more digits than a spreadsheet keeps, and a day before March 1900, are
            written as text.
        look
            Name of its look.
        wrap
            Whether long text goes on in further lines.

        Raises
        ------
        UsageError
            If the text is longer than a cell can be.
        """
        if isinstance(value, (int, Decimal)) and _fits(value):
            sheet.write_number(row, column, value, self.look(look, "number"))
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(
                row, column, datetime(value.year, value.month, value.day), self.look(look, "date")
            )
        elif value is None or value == "":
            sheet.write_blank(row, column, None, self.look(look, wrap=wrap))
        else:
            text = f"{value:f}" if isinstance(value, Decimal) else str(value)
            if len(text) > _LONGEST_TEXT:
                raise UsageError(
                    _(
                        "a text of {count} characters does not fit into a cell; it begins with “{begin}”"
                    ).format(count=len(text), begin=text[:40])
                )
            sheet.write_string(row, column, text, self.look(look, wrap=wrap))

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, value: float | str, look: str = ""
    ) -> None:
        """Write a formula with the value it has now, for programs that show a file without computing it.

        Parameters
        ----------
        sheet
            Sheet of the workbook.
        row, column
            From 0.
        formula
            The formula, made of addresses, names and words of this program alone.
        value
            What it gives.
        look
            Name of its look.
        """
        sheet.write_formula(row, column, f"={formula}", self.look(look, "number"), value)

    def add(self, table: Table) -> Any:
        """Write a table as a sheet of its own.

        Parameters
        ----------
        table
            The table.

        Returns
        -------
        xlsxwriter.worksheet.Worksheet
            The sheet, for what is particular about it.

        Raises
        ------
        UsageError
            If it has more rows than a sheet.
        """
        if len(table.rows) >= _MOST_ROWS:
            raise UsageError(
                _("{count} rows do not fit into a sheet; choose a cluster with --cluster").format(
                    count=len(table.rows)
                )
            )
        sheet = self.workbook.add_worksheet(table.name)
        for position, heading in enumerate(table.columns):
            sheet.set_column(position, position, heading.width)
            sheet.write_string(0, position, heading.text, self.head)
            if heading.note:
                sheet.write_comment(0, position, heading.note, {"x_scale": 2, "font_size": 10})
        looks = table.looks or [""] * len(table.rows)
        for number, (row, look) in enumerate(zip(table.rows, looks, strict=True), start=1):
            wrapped = [(v, h.width) for v, h in zip(row, table.columns, strict=True) if h.wrap]
            if (height := height_of(wrapped)) > LINE:
                sheet.set_row(number, height)
            for position, (heading, value) in enumerate(zip(table.columns, row, strict=True)):
                self.put(sheet, number, position, value, look, wrap=heading.wrap)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        for_print(sheet, sum(heading.width for heading in table.columns))
        return sheet


def for_print(sheet: Any, width: float = 0, *, head_rows: int = 1) -> None:
    """Set a sheet up for paper across, its header on each page.

    Parameters
    ----------
    sheet
        Sheet of a workbook.
    width
        Width of its columns in characters: up to two hundred and some it is fitted to A4, above to as many
        sheets of A3 as keep it legible.
    head_rows
        Number of rows of the header.
    """
    sheet.set_landscape()
    if width <= _WIDEST_ON_A4:
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_paper(_A3)
        sheet.fit_to_pages(ceil(width / _WIDEST_ON_A3), 0)
        sheet.repeat_columns(0)
    sheet.repeat_rows(0, head_rows - 1)
    sheet.set_footer("&C&P / &N")


def height_of(cells: Sequence[tuple[Cell, float]]) -> float:
    """Work out how high a row must be; not every spreadsheet program does so by itself.

    Parameters
    ----------
    cells
        The cells that wrap, each with the width of its column.

    Returns
    -------
    float
        Height in points.
    """
    return LINE * max((_lines(str(cell or ""), width) for cell, width in cells), default=1)


def _lines(text: str, width: float) -> int:
    wide = [sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n")]
    return sum(max(1, ceil(part / (width - 1))) for part in wide)


def _fits(value: int | Decimal) -> bool:
    plain = Decimal(value)
    if plain and plain.adjusted() >= EXCEL_DIGITS:
        return False
    # Most numbers are short as they stand: to take their last noughts off would cost more than to write them.
    return (
        len(plain.as_tuple().digits) <= EXCEL_DIGITS
        or len(plain.normalize().as_tuple().digits) <= EXCEL_DIGITS
    )
