"""Values as the cells that the readers turn into the same values again; headers as in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.vocabulary import Column
from landwatch.units import CM2_PER_HECTARE, CM2_PER_M2, FEN_PER_YUAN, PPB_PER_PERMILLE
from landwatch.workbook import Cell, Heading

__all__ = ["cell_of", "filled", "header_of", "heading_of", "ordered"]

_PRECISION = 40  # 64-bit integers have 19 digits; nothing is rounded
_PER_UNIT: Mapping[str, Callable[[int], Decimal]] = {
    "公顷": lambda cm2: Decimal(cm2) / CM2_PER_HECTARE,
    "平方米": lambda cm2: Decimal(cm2) / CM2_PER_M2,
    "亩": lambda cm2: Decimal(cm2 * 3) / (2_000 * CM2_PER_M2),
    "元": lambda fen: Decimal(fen) / FEN_PER_YUAN,
    "万元": lambda fen: Decimal(fen) / (10_000 * FEN_PER_YUAN),
    "‰": lambda ppb: Decimal(ppb) / PPB_PER_PERMILLE,
}
_WIDTHS = {"date": 12, "area": 12, "money": 14, "rate": 12, "ratio": 10, "figure": 10}
_WIDTHS |= {"identifier": 22, "identifiers": 24}
_WIDTH = 18


def header_of(section: str, column: Column) -> str:
    """Write the header of a column, with the unit of its figures.

    Parameters
    ----------
    section
        Kind of table.
    column
        The column.

    Returns
    -------
    str
        E.g. ``面积(公顷)``.
    """
    name = vocabulary.first_name(section, column.field)
    return f"{name}({column.unit})" if column.unit else name


def heading_of(section: str, column: Column, *, note: str = "") -> Heading:
    """Make the heading of a column.

    Parameters
    ----------
    section
        Kind of table.
    column
        The column.
    note
        A remark on the header.
    """
    header = header_of(section, column)
    return Heading(header, max(_WIDTHS.get(column.kind, _WIDTH), 2 * len(header) + 2), note=note)


def ordered(section: str, first: Sequence[str] = (), without: Iterable[str] = ()) -> list[Column]:
    """List the columns of a kind of table in the order an office has them.

    Parameters
    ----------
    section
        Kind of table.
    first
        Fields that come first, in this order; the others follow as in the catalogue.
    without
        Fields left out.

    Returns
    -------
    list of Column
        Without the columns that carry nothing.
    """
    known = {column.field: column for column in vocabulary.columns_of(section) if column.kind != "ignored"}
    fields = dict.fromkeys([*first, *known])
    return [known[field] for field in fields if field not in set(without)]


def cell_of(column: Column, value: Any) -> Cell:
    """Write a value as the cell from which the readers make it again.

    Parameters
    ----------
    column
        The column it goes into.
    value
        The value: text, day, truth value, Decimal, tuple of numbers, or an integer in cm², fen or parts per
        billion; ``None`` for an empty cell.

    Returns
    -------
    str, int, Decimal, date or None
        Quantities in the unit of the column, exact.
    """
    if value is None:
        return None
    if column.kind in ("area", "money", "rate"):
        with localcontext() as context:
            context.prec = _PRECISION
            return _PER_UNIT[column.unit or ""](value).normalize()
    if column.kind == "flag":
        return vocabulary.first_word("flag", "yes" if value else "no")
    if column.kind == "word":
        return vocabulary.first_word(column.words or "", str(value))
    if column.kind == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if column.kind == "identifiers":
        return "、".join(value) or None
    return value if isinstance(value, Decimal) else str(value)


def filled(
    headings: Sequence[Heading], rows: Sequence[Sequence[Cell]], always: Container[int]
) -> tuple[list[Heading], list[list[Cell]]]:
    """Leave out the columns that are empty in every row.

    Parameters
    ----------
    headings
        The columns.
    rows
        One cell a column.
    always
        Positions of columns that stay even if they are empty: by them the importer knows the table.

    Returns
    -------
    tuple
        The columns that are left, and the rows.
    """
    used = [i for i in range(len(headings)) if i in always or any(row[i] is not None for row in rows)]
    return [headings[i] for i in used], [[row[i] for i in used] for row in rows]
