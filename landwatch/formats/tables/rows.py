"""One row of a table to typed fields, with everything that is wrong with it said at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from landwatch.errors import InputError
from landwatch.formats.cells import conversion, embedded, vocabulary
from landwatch.formats.cells.conversion import BadValue, Cell
from landwatch.formats.cells.dates import SENTINELS, as_date, day_of
from landwatch.formats.cells.headers import Header, Row
from landwatch.formats.cells.invisible import visible
from landwatch.formats.cells.quantities import as_decimal, as_figure, as_quantity
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.reading import Findings, Place
from landwatch.formats.tables.sheets import Sheet
from landwatch.i18n import gettext as _

__all__ = ["MOST_RECORDS", "CellReader", "Record", "RowReader", "read_cell", "too_many_records"]

_EMPTY = (None, "")
MOST_RECORDS = 100_000
"""Records of one table that are read."""

# 3, 共3宗: how many there are, and no number of a contract.
_COUNT = re.compile(r"共?\d{1,5}[^\W\d_]?")
# What may follow the word of a total: 合计: or 总计(3宗) or 共计3份; 合计公司 is a name.
_TALLY = re.compile(r"(?:[:(共]{0,2}\d{1,7}[^\W\d_]{0,2}\)?)?:?")


@dataclass
class Record:
    """A row as read.

    Attributes
    ----------
    place
        Where it stands.
    header
        Header of its table.
    fields
        Values by field; a field that is empty is absent.
    kept
        Cells kept as they stand, by header.
    refused
        Whether a cell could not be read, so that the row is not taken.
    is_whole
        Whether it holds all instalments of its contract; other rows may each add one.
    top
        Says in which row the cell with the contract number begins that covers this row; ``None`` where none
        does. Asked once all rows of the sheet are read.
    """

    place: Place
    header: Header
    fields: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    refused: bool = False
    is_whole: bool = False
    top: Callable[[], int | None] = lambda: None

    def label(self, field_name: str) -> str:
        """Give the header of a field as written, or the name of the field.

        Parameters
        ----------
        field_name
            Name of the field.
        """
        return self.header.labels.get(field_name, field_name)


def too_many_records() -> InputError:
    """Make the error that a table has more records than fit into the memory."""
    message = _("it has more than {count} records; split the table into several files")
    return InputError(message.format(count=f"{MOST_RECORDS:,}"))


class CellReader:
    """Reads cells into the fields of records.

    Parameters
    ----------
    findings
        Where issues go.
    epoch
        Day that serial numbers count from.
    """

    def __init__(self, findings: Findings, epoch: datetime = WINDOWS_EPOCH) -> None:
        self._findings = findings
        self._epoch = epoch
        # Ledgers say the same again and again; what a cell means does not depend on where it stands.
        self._meaning = lru_cache(maxsize=1 << 14, typed=True)(read_cell)

    def read(self, record: Record, label: str, column: Column | None, cell: Cell) -> None:
        """Read a cell into a record; one that cannot be read is reported and refuses the record.

        Parameters
        ----------
        record
            The record.
        label
            Header as written.
        column
            What the cell holds; ``None`` for a header that is not known.
        cell
            The cell.
        """
        if isinstance(cell, str) and (seen := visible(cell)) != cell:
            self._report_invisible(record, label, cell, seen)
            cell = seen
        try:
            self._read(record, label, column, cell)
        except BadValue as bad:
            record.refused = True
            self._findings.bad_value(bad, record.place, label, cell)

    def _report_invisible(self, record: Record, label: str, cell: str, seen: str) -> None:
        hidden = " ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(cell) if sign not in seen)
        self._findings.info(
            "invisible_character",
            _("{place}: {field} “{value}” had characters that nobody sees ({hidden}); it is read without"),
            record.place,
            field=label,
            value=seen.strip(),
            hidden=hidden,
        )

    def _read(self, record: Record, label: str, column: Column | None, cell: Cell) -> None:
        if column is None or column.kind == "kept":
            if (text := conversion.as_text(_day_only(cell))) is not None:
                record.kept[label] = text
        elif column.kind == "date":
            self._read_date(record, label, column.field, cell)
        elif column.kind != "ignored":
            value = self._meaning(column, cell)
            if value is not None:
                record.fields[column.field] = value

    def _read_date(self, record: Record, label: str, field_name: str, cell: Cell) -> None:
        day = as_date(cell, epoch=self._epoch)
        if day in SENTINELS:
            record.kept[label] = str(_day_only(cell))
            self._findings.info(
                "sentinel_date_dropped",
                _("{place}: {field} is “{value}”, which means empty; the cell is read as empty"),
                record.place,
                field=label,
                value=_day_only(cell),
            )
        elif day is not None:
            record.fields[field_name] = day


class RowReader:
    """Reads the rows of one sheet.

    Parameters
    ----------
    sheet
        The sheet; it must have a header.
    header
        That header.
    findings
        Where issues go.
    sheet_name
        Name of the sheet in places; ``None`` for the main sheet of a file.
    """

    def __init__(self, sheet: Sheet, header: Header, findings: Findings, sheet_name: str | None) -> None:
        self._sheet = sheet
        self._header = header
        self._findings = findings
        self._sheet_name = sheet_name
        self._cells = CellReader(findings, sheet.epoch)
        self._columns = {bound.index: bound for bound in header.columns}
        self._keys = [
            bound.index
            for bound in header.columns
            if bound.column and bound.column.field in ("contract_no", "supervision_no")
        ]
        self._without_header: set[int] = set()
        self._letters = {
            bound.label: get_column_letter(bound.index + 1) for bound in reversed(header.columns)
        }

    def _place(self, number: int) -> Place:
        place = self._findings.row(number, self._sheet_name)
        return replace(place, sheet=self._sheet.name, row=number, columns=self._letters)

    def records(self) -> Iterator[Record]:
        """Read the rows that are records: no blank, total, signature or repeated header rows.

        Yields
        ------
        Record
            Each row; look at `refused` before its fields are used.

        Raises
        ------
        InputError
            If they are more than fit into the memory.
        """
        self._report_unknown_columns()
        count = 0
        for number, row in self._sheet.rows:
            if self._is_margin(row):
                continue
            count += 1
            if count > MOST_RECORDS:
                raise too_many_records()
            yield self._record(number, row)

    def _report_unknown_columns(self) -> None:
        place = replace(self._place(self._header.first_row), record=None)
        for bound in self._header.columns:
            if bound.column is None:
                self._findings.info(
                    "unknown_column",
                    _("{place}: the column “{field}” is not known; it is kept with the record and not used"),
                    place,
                    field=bound.label,
                )

    def _is_margin(self, row: Row) -> bool:
        """Tell whether a row is a total, a signature, an example or the header once more."""
        totals = vocabulary.listed("totals")
        texts = [text for cell in row if isinstance(cell, str) and (text := vocabulary.plain(cell))]
        if texts and _is_signature(texts[0]):
            return True
        keys = [row[i] for i in self._keys if i < len(row) and row[i] not in _EMPTY]
        numbers = [text for cell in keys if isinstance(cell, str) and (text := vocabulary.plain(cell))]
        if any(_is_total(text, totals) for text in texts):
            # What stands for the number in such a row is a count, or the formula of one.
            return all(_is_total(number, totals) or _COUNT.fullmatch(number) for number in numbers)
        passed_over = vocabulary.listed("examples")
        return bool(numbers) and all(
            number in passed_over or vocabulary.is_header(self._header.section, number) for number in numbers
        )

    def _record(self, number: int, row: Row) -> Record:
        record = Record(self._place(number), self._header, top=partial(self._top, number))
        for index, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            bound = self._columns.get(index)
            if bound is None:
                self._keep_without_header(record, index, cell)
                continue
            self._cells.read(record, bound.label, bound.column, cell)
        return record

    def _top(self, number: int) -> int | None:
        tops = (self._sheet.merged.top(index, number) for index in self._keys)
        return next((top for top in tops if top is not None), None)

    def _keep_without_header(self, record: Record, index: int, cell: Cell) -> None:
        letter = get_column_letter(index + 1)
        self._letters.setdefault(letter, letter)
        record.kept[letter] = visible(str(cell))
        if index not in self._without_header:
            self._without_header.add(index)
            self._findings.info(
                "unknown_column",
                _("{place}: column {field} has no header; it is kept with the record and not used"),
                record.place,
                field=letter,
                value=cell,
            )


def _is_total(text: str, totals: frozenset[str]) -> bool:
    return text in totals or any(
        text.startswith(word) and _TALLY.fullmatch(text, len(word)) for word in totals if text[0] == word[0]
    )


def _is_signature(text: str) -> bool:
    return any(
        text == word or text.startswith((f"{word}:", f"{word}(")) for word in vocabulary.listed("signatures")
    )


def _day_only(cell: Cell) -> Cell:
    return day_of(cell) if isinstance(cell, datetime) else cell


def read_cell(column: Column, cell: Cell) -> Any:
    """Read a cell that holds anything but a day.

    Parameters
    ----------
    column
        What it holds.
    cell
        The cell.

    Returns
    -------
    object
        The value in the form that a record has; ``None`` where the cell means empty.

    Raises
    ------
    BadValue
        If it cannot be read.
    """
    match column.kind:
        case "identifier":
            return conversion.as_identifier(cell)
        case "identifiers":
            return conversion.as_identifiers(cell)
        case "designation":
            return conversion.as_designation(cell)
        case "area" | "money" | "rate":
            quantity = as_quantity(cell, column.kind, column.unit or "", unit_named=column.unit_named)
            return None if quantity is None else quantity.exact
        case "ratio":
            return as_decimal(cell)
        case "figure":
            return as_figure(cell)
        case "flag":
            return conversion.as_flag(cell)
        case "wkt":
            return embedded.as_boundary(cell)
        case "json":
            return embedded.as_details(cell)
    return conversion.as_text(_day_only(cell))
