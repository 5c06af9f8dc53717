"""Dated facts as the table that the importer reads: one fact a row, nothing of it lost."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from landwatch.exports.columns import cell_of, filled, heading_of, ordered
from landwatch.ingest import vocabulary
from landwatch.ingest.dates import SENTINELS
from landwatch.ingest.embedded import as_boundary
from landwatch.ingest.facts import SHARE
from landwatch.ingest.values import BadValue, as_text
from landwatch.ingest.vocabulary import Column
from landwatch.model import Event, EventType
from landwatch.workbook import Cell, Table

__all__ = ["FACTS_SHEET", "facts_table", "guarded", "write_csv"]

FACTS_SHEET = "事项"

_OF_EVENT = ("contract_no", "type", "day", "start", "end", "phase", "parcel_no", "document")
_PERIODS = (EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE)
_ALWAYS = 3
_LONGEST_CELL = 32_767  # characters, of a spreadsheet
_RUNS = re.compile(r"'*[=+\-@\t\r]")


def facts_table(events: Sequence[Event]) -> Table:
    """Lay events out as a table; columns without any value are left out.

    A detail that has no column of its own, or would not come back from it as it is, stands as JSON in the
    column 附加信息.

    Parameters
    ----------
    events
        The events.

    Returns
    -------
    Table
        One row an event.
    """
    columns = ordered("event")
    rows = [_row(columns, event) for event in events]
    headings, rows = filled([heading_of("event", column) for column in columns], rows, range(_ALWAYS))
    return Table(FACTS_SHEET, headings, rows)


def _row(columns: Sequence[Column], event: Event) -> list[Cell]:
    left = dict(event.details)
    cells: dict[str, Cell] = {}
    for column in columns:
        if column.field in _OF_EVENT:
            cells[column.field] = cell_of(column, getattr(event, column.field))
        elif column.kind != "json":
            key = _key(event.type, column.field)
            if key in left and (cell := _cell(event.type, column, left[key])) is not None:
                cells[column.field] = cell
                del left[key]
    if left:
        cells["details"] = json.dumps(left, ensure_ascii=False, sort_keys=True)
    return [cells.get(column.field) for column in columns]


def _key(kind: EventType, field: str) -> str:
    """Name the detail that the readers make of a column, which depends on the kind of fact."""
    special: Mapping[tuple[str, bool], str] = {
        ("verified", kind is EventType.PATROL): "valid",
        ("note", kind is EventType.SUSPENSION_IMPOSED): "basis",
        ("category", kind is EventType.DEFAULT_DISPOSED): "kind",
        ("category", kind is EventType.SUSPENSION_IMPOSED): "scopes",
        ("category", kind in _PERIODS): "ground",
    }
    usual = {"recipient": "to"}
    return special.get((field, True), usual.get(field, field))


def _cell(kind: EventType, column: Column, value: Any) -> Cell:
    """Write a detail; ``None`` where it would not come back as it is."""
    is_good = _COMES_BACK.get(column.kind, _is_plain_text)
    if column.field == "category" and kind is EventType.DEFAULT_DISPOSED:
        return _word("default_kind", value)
    if column.field == "category" and kind is EventType.SUSPENSION_IMPOSED:
        scopes = value if isinstance(value, list) and value else [None]
        words = [_word("scope", scope) for scope in scopes]
        return "、".join(map(str, words)) if all(words) else None
    if column.field == "share":
        return value if isinstance(value, str) and _is_share(value) else None
    if column.field == "method" or column.kind == "word":
        return _word(column.field, value)
    if column.field == "indicator":
        is_usual = isinstance(value, str) and vocabulary.word_of("indicator", value) in (None, value)
        return value if is_usual and _is_plain_text(value) else None
    if column.field == "value":
        return Decimal(value) if isinstance(value, str) else None
    return cell_of(column, value) if is_good(value) else None


def _word(kind: str, meaning: Any) -> str | None:
    word = vocabulary.first_word(kind, meaning) if isinstance(meaning, str) else None
    return word if word is not None and vocabulary.word_of(kind, word) == meaning else None


def _is_share(text: str) -> bool:
    # The readers take 35 % and 三分之一 as well, and keep all of them as the plain fraction.
    is_plain = SHARE.fullmatch(text) is not None and text.replace("/", "").isdecimal()
    return is_plain and not text.endswith("/0") and str(Fraction(text)) == text


def _is_plain_text(value: Any) -> bool:
    try:
        return isinstance(value, str) and as_text(value) == value
    except BadValue:  # e.g. #N/A, which a spreadsheet writes for a fault of its own
        return False


def _is_day(value: Any) -> bool:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
        return day is not None and day.isoformat() == value and day not in SENTINELS
    except ValueError:
        return False


def _is_amount(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_boundary(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) <= _LONGEST_CELL and as_boundary(value) == value
    except BadValue:
        return False


_COMES_BACK: Mapping[str, Callable[[Any], bool]] = {
    "date": _is_day,
    "area": _is_amount,
    "money": _is_amount,
    "flag": lambda value: isinstance(value, bool),
    "wkt": _is_boundary,
}


def guarded(text: str) -> str:
    """Put an apostrophe before text of a CSV file that a spreadsheet would run as a formula.

    The readers take it off again. Text that begins with apostrophes and then such a sign gets one more, so
    that nothing is ambiguous.

    Parameters
    ----------
    text
        The text of a cell.
    """
    return f"'{text}" if _RUNS.match(text) else text


def write_csv(path: Path, table: Table) -> None:
    """Write a table as CSV: UTF-8 with a byte-order mark, as spreadsheets in China expect.

    Parameters
    ----------
    path
        Where to write it.
    table
        The table.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([heading.text for heading in table.columns])
        for row in table.rows:
            writer.writerow(["" if cell is None else _text(cell) for cell in row])


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
