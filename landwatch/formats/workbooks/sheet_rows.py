"""What every reader of workbooks gives: sheets with numbered rows, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils.datetime import WINDOWS_EPOCH

from landwatch.errors import InputError
from landwatch.formats.cells.headers import Row
from landwatch.i18n import gettext as _

__all__ = ["MOST_COLUMNS", "Merged", "WorkbookSheet"]

MOST_COLUMNS = 1024
"""Columns of a sheet that are read."""

_MOST_MERGED = 100_000


class Merged:
    """The cells of a sheet that are one from a row to a later row; complete once its rows are read."""

    def __init__(self) -> None:
        self._areas: dict[int, list[tuple[int, int]]] = {}
        self._count = 0

    def add(self, column: int, first: int, last: int) -> None:
        """Note an area that is more than one row high.

        Parameters
        ----------
        column
            Its first column, from 0.
        first, last
            Its rows, from 1.

        Raises
        ------
        InputError
            If there are more than in any table.
        """
        if last > first:
            self._count += 1
            if self._count > _MOST_MERGED:
                raise InputError(
                    _(
                        "it has more than {count} merged cells; copy the table alone into a new workbook"
                    ).format(count=f"{_MOST_MERGED:,}")
                )
            self._areas.setdefault(column, []).append((first, last))

    def top(self, column: int, row: int) -> int | None:
        """Say in which row the cell begins that covers a row below it.

        Parameters
        ----------
        column
            The column, from 0.
        row
            The row, from 1.
        """
        areas = self._areas.get(column, ())
        return next((first for first, last in areas if first < row <= last), None)


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet of a workbook.

    Attributes
    ----------
    name
        Its name.
    rows
        Its rows that hold anything, with their numbers from 1; they must be read before the next sheet is
        asked for.
    epoch
        Day that serial numbers count from.
    merged
        Cells over several rows.
    """

    name: str
    rows: Iterator[tuple[int, Row]]
    epoch: datetime = WINDOWS_EPOCH
    merged: Merged = field(default_factory=Merged)
