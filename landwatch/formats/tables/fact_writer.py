"""Dated facts as the table that the importer reads: one fact a row, nothing of it lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from landwatch.catalogue import Field, detail_of
from landwatch.characters import guarded
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.cell_text import cell_of, filled, heading_of, ordered
from landwatch.formats.cells.conversion import BadValue, as_text
from landwatch.formats.cells.dates import SENTINELS
from landwatch.formats.cells.embedded import as_boundary
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.tables.fact_rows import SHARE
from landwatch.model import Event
from landwatch.workbook import Cell, Table

__all__ = ["FACTS_SHEET", "facts_table", "write_csv"]

FACTS_SHEET = "事项"

_ALWAYS = 3
_LONGEST_CELL = 32_767  # characters, of a spreadsheet


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
        detail = detail_of(event.type, column.field)
        if detail.place == "row" and detail.kind != "json":
            cells[column.field] = cell_of(column, getattr(event, detail.column))
        elif detail.column in left and (cell := _cell(column, detail, left[detail.column])) is not None:
            cells[column.field] = cell
            del left[detail.column]
    if left:
        cells["details"] = json.dumps(left, ensure_ascii=False, sort_keys=True)
    return [cells.get(column.field) for column in columns]


def _cell(column: Column, detail: Field, value: Any) -> Cell:
    """Write a detail; ``None`` where it would not come back as it is."""
    words = detail.words or ""
    match detail.kind:
        case "word":
            return _word(words, value)
        case "words":
            written = [_word(words, one) for one in value] if isinstance(value, list) else []
            return "、".join(map(str, written)) if written and all(written) else None
        case "share":
            return value if isinstance(value, str) and _is_share(value) else None
        case "figure":
            return Decimal(value) if isinstance(value, str) else None
    if words:
        is_usual = isinstance(value, str) and vocabulary.word_of(words, value) in (None, value)
        return value if is_usual and _is_plain_text(value) else None
    return cell_of(column, value) if _COMES_BACK.get(detail.kind, _is_plain_text)(value) else None


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
