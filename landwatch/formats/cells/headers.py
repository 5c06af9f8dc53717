"""The header of a table, found among its first rows by the aliases of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from landwatch.formats.cells.conversion import Cell
from landwatch.formats.cells.invisible import visible
from landwatch.formats.cells.vocabulary import Column, column_of

__all__ = ["BoundColumn", "Header", "Row", "find_header"]

Row = Sequence[Cell]
"""The cells of a row from left to right."""

# A table is of a kind if its header has a column of each group; the first kind with most columns wins.
_NEEDS: dict[str, tuple[frozenset[str], ...]] = {
    "event": (
        frozenset({"contract_no"}),
        frozenset({"type", "new_commencement", "new_completion", "new_production", "new_full_production"}),
    ),
    "indicator": (frozenset({"contract_no"}), frozenset({"name"}), frozenset({"value"})),
    "phase": (
        frozenset({"contract_no"}),
        frozenset({"number"}),
        frozenset({"agreed_commencement", "agreed_completion"}),
    ),
    "instalment": (frozenset({"contract_no"}), frozenset({"number"}), frozenset({"due_on", "amount_fen"})),
    "contract": (
        frozenset({"contract_no", "supervision_no"}),
        frozenset({"holder", "price_fen", "signed_on", "agreed_commencement", "agreed_completion"}),
    ),
}


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of a table.

    Attributes
    ----------
    index
        Position, from 0.
    label
        Header as written.
    column
        What it holds; ``None`` if the header is not known.
    """

    index: int
    label: str
    column: Column | None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    section
        Kind of table: ``contract``, ``phase``, ``instalment``, ``indicator`` or ``event``.
    columns
        Its columns from left to right.
    first_row
        Index of the first row below it, from 0.
    labels
        Headers as written, by the field they hold; a field without a column is absent.
    """

    section: str
    columns: tuple[BoundColumn, ...]
    first_row: int
    labels: Mapping[str, str]


def find_header(rows: Sequence[Row]) -> Header | None:
    """Find the header among the first rows of a table, of one row or of two with merged cells.

    Parameters
    ----------
    rows
        The first rows.

    Returns
    -------
    Header or None
        The header that knows most columns; ``None`` where no row is one.
    """
    best: tuple[tuple[int, int], Header] | None = None
    for index, row in enumerate(rows):
        heights = [[_parts(row)]]
        if index + 1 < len(rows):
            heights.append([_parts(row), _parts(rows[index + 1])])
        for lines in heights:
            for section in _NEEDS:
                columns = _bind(section, lines)
                found = {c.column.field for c in columns if c.column and c.column.kind != "ignored"}
                complete = all(found & group for group in _NEEDS[section])
                # A title above a header is no part of it: of two that know as much, the lower one wins.
                rank = (len(found), -len(lines))
                if complete and (best is None or rank > best[0]):
                    best = (rank, _header(section, columns, index + len(lines)))
    return best[1] if best else None


def _header(section: str, columns: tuple[BoundColumn, ...], first_row: int) -> Header:
    labels = {bound.column.field: bound.label for bound in reversed(columns) if bound.column}
    return Header(section, columns, first_row, labels)


def _parts(row: Row) -> list[str]:
    return ["" if cell is None else " ".join(visible(str(cell)).split()) for cell in row]


def _bind(section: str, lines: Sequence[list[str]]) -> tuple[BoundColumn, ...]:
    spellings = _stacked(*lines) if len(lines) == 2 else [[text] for text in lines[0]]
    columns, taken = [], set()
    for index, choices in enumerate(spellings):
        label, column = _recognised(section, choices)
        if column is not None and column.kind not in ("kept", "ignored"):
            column = None if column.field in taken else column
            taken.update([column.field] if column else [])
        if label:
            columns.append(BoundColumn(index, label, column))
    return tuple(columns)


def _recognised(section: str, choices: Sequence[str]) -> tuple[str, Column | None]:
    for label in choices:
        if column := column_of(section, label):
            return label, column
    return choices[0], None


def _stacked(top: Sequence[str], bottom: Sequence[str]) -> list[list[str]]:
    """Join two header rows; a merged cell holds its text in its first column only."""
    spellings, parent = [], ""
    for above, below in zip_longest(top, bottom, fillvalue=""):
        parent = above or (parent if below else "")
        if parent and below:
            spellings.append([parent + below, f"{parent}({below})", below, *([above] if above else [])])
        else:
            spellings.append([parent or below])
    return spellings
