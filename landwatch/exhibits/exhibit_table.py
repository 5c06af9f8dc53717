"""A table that a page, a file and a notebook take their cells from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

import pandas as pd

from landwatch.exhibits.about import About
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _

__all__ = ["Cell", "Column", "Form", "Place", "Table"]

Item = TypeVar("Item")

Cell = str | int | Decimal | date | datetime | None
"""What a cell holds: numbers are exact, as they are printed."""

Form = Literal["text", "count", "number", "mu", "yuan", "percent", "points", "date", "instant"]
"""What a column holds; its numbers have the unit that the form names."""

Place = Literal["cell", "beside", "below", "file"]
"""Where a page draws a value: in a cell of its own, in that of the column before, or not: in files alone."""

_NUMBERS = ("count", "number", "mu", "yuan", "percent", "points")


@dataclass(frozen=True)
class Column(Generic[Item]):
    """A column of a table.

    Attributes
    ----------
    id
        Stable name, by which files for programs and notebooks call it.
    name
        Its header in the current language, without the unit.
    of
        Takes the value out of an item.
    form
        What it holds.
    place
        Where a page draws it.
    """

    id: str
    name: str
    of: Callable[[Item], Cell]
    form: Form = "text"
    place: Place = "cell"

    @property
    def unit(self) -> str:
        """Unit of its numbers; empty for none."""
        units = {"mu": _("mu"), "yuan": _("yuan"), "percent": "%", "points": _("percentage points")}
        return units.get(self.form, "")

    @property
    def head(self) -> str:
        """Its header with the unit."""
        return _("{name} ({unit})").format(name=self.name, unit=self.unit) if self.unit else self.name

    @property
    def is_number(self) -> bool:
        """Whether its values stand to the right."""
        return self.form in _NUMBERS

    def shown(self, item: Item) -> str:
        """Write the value of an item as a page has it.

        Parameters
        ----------
        item
            The item.

        Returns
        -------
        str
            Without the unit; ``n/a`` or nothing where there is no value.
        """
        value = self.of(item)
        if value is None:
            return _("n/a") if self.is_number and self.place == "cell" else ""
        if isinstance(value, datetime):
            return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return f"{value:,f}" if self.form == "yuan" else f"{value:f}"
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Table(Generic[Item]):
    """A table: its columns say what they take out of each item.

    Attributes
    ----------
    id
        Stable name; the address of a file asks for it.
    title, definition
        What it shows, and how that comes about, in the current language.
    columns
        Its columns; the first is drawn in a cell of its own.
    items
        What its rows are made of, one a row.
    about
        What it rests on.
    """

    id: str
    title: str
    columns: Sequence[Column[Item]]
    items: Sequence[Item]
    definition: str = ""
    about: About = field(default_factory=About)

    @property
    def cells(self) -> list[tuple[Column[Item], list[Column[Item]]]]:
        """The columns that a page draws as such, each with those in the same cell."""
        drawn: list[tuple[Column[Item], list[Column[Item]]]] = []
        for column in self.columns:
            if column.place == "cell":
                drawn.append((column, []))
            elif column.place != "file":
                drawn[-1][1].append(column)
        return drawn

    def rows(self) -> Iterator[list[Cell]]:
        """Go through the rows, one value a column.

        Yields
        ------
        list
            The values.
        """
        for item in self.items:
            yield [column.of(item) for column in self.columns]

    def page(self, number: int, size: int) -> Table[Item]:
        """Cut a page out.

        Parameters
        ----------
        number
            Which, from 1.
        size
            Rows of a page.
        """
        return replace(self, items=self.items[(number - 1) * size : number * size])

    def without_money(self) -> Table[Item]:
        """Leave out the columns that hold amounts of money."""
        return replace(self, columns=[column for column in self.columns if column.form != "yuan"])

    def frame(self) -> pd.DataFrame:
        """Give the table to a notebook.

        Returns
        -------
        pandas.DataFrame
            The columns by their ids; ``attrs`` has title, definition, headers, day and instant.
        """
        made = pd.DataFrame(list(self.rows()), columns=[column.id for column in self.columns], dtype=object)
        made.attrs |= self.told()
        return made

    def told(self) -> dict[str, Any]:
        """Tell what the table is, as JSON values."""
        about = self.about
        return {
            "id": self.id,
            "title": self.title,
            "definition": self.definition,
            "headers": {column.id: column.head for column in self.columns},
            "on": about.on.isoformat() if about.on else None,
            "known_at": about.known_at.isoformat() if about.known_at else None,
            "journal_line": about.line[0] if about.line else None,
            "journal_hash": about.line[1] if about.line else None,
            "clusters": None if about.clusters is None else list(about.clusters),
            "illustrative": about.illustrative,
        }
