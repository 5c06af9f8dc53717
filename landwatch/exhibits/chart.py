"""A chart that a page, a file and a notebook take from one declaration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from landwatch.exhibits.about import About
from landwatch.exhibits.exhibit_table import Column, Form, Table
from landwatch.i18n import gettext as _

__all__ = ["Chart", "Series"]


@dataclass(frozen=True, kw_only=True)
class Series:
    """What one line, or one colour of bars, shows.

    Attributes
    ----------
    id, name
        Stable name, and what it is called.
    values
        One a place of the axis, as printed; ``None`` leaves a gap.
    """

    id: str
    name: str
    values: Sequence[Decimal | int | None]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Lines or bars over the same places of an axis.

    Attributes
    ----------
    id
        Stable name; the address of a file asks for it.
    title, definition
        What it shows, and how that comes about, in the current language.
    kind
        ``lines`` for what changes with time, ``bars`` for what stands side by side.
    axis
        What the places are, e.g. months.
    places
        What stands below the axis, in order.
    series
        What is drawn, at most four.
    form
        What the values are, for their unit.
    about
        What it rests on.
    """

    id: str
    title: str
    kind: Literal["lines", "bars"]
    axis: str
    places: Sequence[str]
    series: Sequence[Series]
    form: Form = "number"
    definition: str = ""
    about: About = field(default_factory=About)

    @property
    def head(self) -> str:
        """Its title with the unit of the values."""
        unit = Column(id=self.id, name=self.title, of=lambda _item: None, form=self.form).unit
        return _("{name} ({unit})").format(name=self.title, unit=unit) if unit else self.title

    def table(self) -> Table[int]:
        """Give its numbers as a table; that is how a notebook takes it, and who cannot see it."""
        values = [
            Column[int](id=each.id, name=each.name, of=each.values.__getitem__, form=self.form)
            for each in self.series
        ]
        return Table(
            id=self.id,
            title=self.title,
            definition=self.definition,
            columns=[Column[int](id="place", name=self.axis, of=self.places.__getitem__), *values],
            items=range(len(self.places)),
            about=self.about,
        )
