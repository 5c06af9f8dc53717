"""A sheet: drawings at their places, and the words that stand beside or below the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.grid import Zone
from landwatch.maps.printing.paper import Layout
from landwatch.maps.printing.shapes import Drawing

__all__ = ["Block", "Imprint", "Sheet"]

Block = Mapping[str, Any]
"""A piece of the words as JSON values, with its `kind`; ``templates/sheet.typ`` sets each kind."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every sheet says of its making.

    Attributes
    ----------
    drawn_on
        The day it was drawn.
    data_as_of
        The day up to which facts are known to be kept; ``None`` where there is no fact.
    stale
        Whether that is too long ago.
    """

    drawn_on: date
    data_as_of: date | None
    stale: bool


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper, laid out.

    Attributes
    ----------
    name
        The cluster or the parcel.
    layout
        How the paper is divided.
    frame
        The way from the grid to the paper.
    zone
        The zone of the grid.
    drawings
        What is drawn, in mm from the corner of the paper.
    blocks
        The words, in reading order.
    foot
        The words at the end of the last column.
    parcels
        Numbers of the parcels it shows.
    colour
        False for white paper and black lines.
    """

    name: str
    layout: Layout
    frame: Frame
    zone: Zone
    drawings: Sequence[Drawing]
    blocks: Sequence[Block]
    foot: Sequence[Block]
    parcels: tuple[str, ...]
    colour: bool

    def to_dict(self) -> dict[str, Any]:
        """Return what the template sets, as JSON values."""
        return {
            "width": self.layout.width,
            "height": self.layout.height,
            "points": self.layout.points,
            "columns": [
                {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
                for box in self.layout.columns
            ],
            "drawings": [drawing.to_dict() for drawing in self.drawings],
            "blocks": list(self.blocks),
            "foot": list(self.foot),
        }

    def texts(self) -> Iterator[tuple[str, str]]:
        """List every text with the sheet it stands on."""
        return ((self.name, text) for text in _texts(self.to_dict()))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)) and not (value and isinstance(value[0], float)):
        for part in value:
            yield from _texts(part)
