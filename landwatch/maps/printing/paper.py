"""Papers, and where things stand on a sheet: pure arithmetic in millimetres.

Every length is in mm; places are counted from the top left corner of the paper, to the right and down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["AIR", "PAPERS", "Box", "Layout", "Orientation", "Paper"]

Paper = Literal["A4", "A3", "A2", "A1", "A0"]
Orientation = Literal["landscape", "portrait"]

AIR = 2
"""Millimetres between what is drawn and the neat line."""


@dataclass(frozen=True, slots=True)
class Format:
    """A paper and how a sheet on it is divided.

    Attributes
    ----------
    short, long
        Its sides.
    margin
        Paper outside the frame.
    column
        Width of a column of words.
    band
        Height of the band of words below the map, where the sheet stands upright.
    points
        Size of the words in points.
    """

    short: int
    long: int
    margin: int
    column: int
    band: int
    points: float


PAPERS: dict[Paper, Format] = {
    "A4": Format(210, 297, 7, 58, 84, 6.5),
    "A3": Format(297, 420, 7, 62, 88, 7),
    "A2": Format(420, 594, 10, 76, 96, 8),
    "A1": Format(594, 841, 10, 92, 116, 9.5),
    "A0": Format(841, 1189, 12, 120, 150, 12),
}
"""The papers by name, the smallest first."""

_COORDINATES = 5  # between the frame and the neat line, for the coordinates of the grid
_INSET = 3  # between the frame and the words
_WORDY = 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on paper.

    Attributes
    ----------
    x, y
        Its top left corner.
    width, height
        Its size.
    """

    x: float
    y: float
    width: float
    height: float

    def within(self, by: float) -> Box:
        """Give the rectangle that is smaller on every side.

        Parameters
        ----------
        by
            How much smaller on each side; negative is larger.
        """
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is divided: the map, and beside or below it the columns of words.

    Attributes
    ----------
    paper, orientation
        The paper and how it lies.
    width, height
        Size of the paper.
    frame
        The heavy line around everything.
    map
        The neat line around the map.
    words
        The rectangle of the words, up to the frame.
    columns
        The columns of words, in reading order.
    points
        Size of the words in points.
    """

    paper: Paper
    orientation: Orientation
    width: float
    height: float
    frame: Box
    map: Box
    words: Box
    columns: tuple[Box, ...]
    points: float

    @classmethod
    def of(cls, paper: Paper, orientation: Orientation, *, wordy: bool = False) -> Layout:
        """Divide a sheet.

        Parameters
        ----------
        paper
            Name of the paper.
        orientation
            How it lies. The words stand to the right of the map, or below it where the paper stands upright.
        wordy
            Whether the words need half as much room again.
        """
        form = PAPERS[paper]
        share = _WORDY if wordy else 1
        upright = orientation == "portrait"
        width, height = (form.short, form.long) if upright else (form.long, form.short)
        frame = Box(0, 0, width, height).within(form.margin)
        if upright:
            drawn = Box(frame.x, frame.y, frame.width, frame.height - form.band * share)
            words = Box(frame.x, frame.y + drawn.height, frame.width, form.band * share)
        else:
            drawn = Box(frame.x, frame.y, frame.width - form.column * share, frame.height)
            words = Box(frame.x + drawn.width, frame.y, form.column * share, frame.height)
        return cls(
            paper=paper,
            orientation=orientation,
            width=width,
            height=height,
            frame=frame,
            map=drawn.within(_COORDINATES),
            words=words,
            columns=_columns(words.within(_INSET), form.column - 2 * _INSET),
            points=form.points,
        )

    def takes(self, extent: tuple[float, float], scale: int) -> bool:
        """Tell whether ground of this size fits into the map.

        Parameters
        ----------
        extent
            Width and height of the ground in metres.
        scale
            Denominator of the scale.
        """
        room = self.map.within(AIR)
        return all(
            metres * 1000 / scale <= side
            for metres, side in zip(extent, (room.width, room.height), strict=True)
        )


def _columns(words: Box, least: float) -> tuple[Box, ...]:
    """Divide a band into columns that are no narrower than those of the paper."""
    gap = 2 * _INSET
    number = max(1, int((words.width + gap) // (least + gap)))
    width = (words.width - gap * (number - 1)) / number
    return tuple(
        Box(words.x + place * (width + gap), words.y, width, words.height) for place in range(number)
    )
