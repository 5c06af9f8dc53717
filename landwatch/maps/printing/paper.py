"""Papers, standard scales, and where things stand on a sheet: pure arithmetic in millimetres.

Every length is in mm; places are counted from the top left corner of the paper, to the right and down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = [
    "PAPERS",
    "STANDARD_SCALES",
    "Box",
    "Frame",
    "Layout",
    "Orientation",
    "Paper",
    "Wish",
    "choose",
]

Paper = Literal["A4", "A3", "A2", "A1", "A0"]
Orientation = Literal["landscape", "portrait"]

STANDARD_SCALES = (500, 1_000, 2_000, 5_000, 10_000, 25_000)
"""Denominators of the scales that cadastral and planning maps are drawn at."""


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
_AIR = 2  # between what is drawn and the neat line
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
        room = self.map.within(_AIR)
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


@dataclass(frozen=True, slots=True)
class Frame:
    """The way from the grid to the paper.

    Attributes
    ----------
    box
        The neat line on paper.
    west, north
        Easting and northing of its top left corner in metres.
    scale
        Denominator of the scale.
    """

    box: Box
    west: float
    north: float
    scale: int

    @classmethod
    def around(cls, bounds: Sequence[float], box: Box, scale: int) -> Frame:
        """Put ground into the middle of the map.

        Parameters
        ----------
        bounds
            West, south, east and north of the ground in metres.
        box
            The neat line.
        scale
            Denominator of the scale.

        Returns
        -------
        Frame
            Its corner lies on a whole millimetre of the scale.
        """
        west, south, east, north = bounds
        step = scale / 1000
        left = (west + east - box.width * step) / 2
        top = (south + north + box.height * step) / 2
        return cls(box, round(left / step) * step, round(top / step) * step, scale)

    @property
    def mm(self) -> float:
        """Millimetres on paper of a metre on the grid."""
        return 1000 / self.scale

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the map in metres of the grid."""
        width, height = self.box.width / self.mm, self.box.height / self.mm
        return self.west, self.north - height, self.west + width, self.north

    def place(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bring points from the grid to the map.

        Parameters
        ----------
        points
            Eastings and northings in metres, shape (n, 2).

        Returns
        -------
        numpy.ndarray
            In mm from the corner of the map, to the right and down.
        """
        placed: NDArray[np.float64] = (points - [self.west, self.north]) * [self.mm, -self.mm]
        return placed

    def draw(self, geometry: BaseGeometry) -> BaseGeometry:
        """Bring a polygon from the grid to the map.

        Parameters
        ----------
        geometry
            Polygon or multi-polygon in metres of the grid.

        Returns
        -------
        BaseGeometry
            In mm from the corner of the map. A boundary that crosses itself is parted where it does.
        """
        drawn: BaseGeometry = shapely.transform(geometry, self.place)
        return drawn if drawn.is_valid else shapely.make_valid(drawn, method="structure")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the sheets.

    Attributes
    ----------
    paper
        Name of the paper.
    orientation
        How it lies; that which allows the larger scale where it is not given.
    scale
        Denominator of the scale; the largest standard one that fits where it is not given.
    colour
        False for white paper with patterns in black only.
    """

    paper: Paper = "A3"
    orientation: Orientation | None = None
    scale: int | None = None
    colour: bool = True


def choose(extent: tuple[float, float], wish: Wish, what: str, *, wordy: bool = False) -> tuple[Layout, int]:
    """Find the sheet and the scale for a piece of ground.

    Parameters
    ----------
    extent
        Width and height of the ground in metres.
    wish
        What is asked for.
    what
        What is to be drawn, for the complaint.
    wordy
        Whether the words need half as much room again.

    Returns
    -------
    tuple of Layout and int
        The sheet, and the denominator of the scale.

    Raises
    ------
    UsageError
        If it does not fit; says which scale and which paper would do.
    """
    layouts = _layouts(extent, wish, wish.paper, wordy)
    for scale in (wish.scale,) if wish.scale else STANDARD_SCALES:
        for layout in layouts:
            if layout.takes(extent, scale):
                return layout, scale
    raise UsageError(_refusal(extent, wish, what, layouts, wordy))


def _layouts(extent: tuple[float, float], wish: Wish, paper: Paper, wordy: bool) -> list[Layout]:
    """The ways the paper may lie, the one that resembles the ground first."""
    width, height = extent
    lies: tuple[Orientation, ...] = (
        ("landscape", "portrait") if width >= height else ("portrait", "landscape")
    )
    return [Layout.of(paper, way, wordy=wordy) for way in ((wish.orientation,) if wish.orientation else lies)]


def _refusal(
    extent: tuple[float, float], wish: Wish, what: str, layouts: Sequence[Layout], wordy: bool
) -> str:
    asked = wish.scale or STANDARD_SCALES[-1]
    width, height = extent
    rooms = " / ".join(f"{layout.map.width:.0f} × {layout.map.height:.0f}" for layout in layouts)
    return _(
        "--scale 1:{scale}: {what} measures {width} × {height} m, which is {across} × {down} mm on paper; "
        "the map of a sheet of {paper} has room for {rooms} mm. {remedy}"
    ).format(
        scale=asked,
        what=what,
        width=f"{width:,.0f}",
        height=f"{height:,.0f}",
        across=f"{width * 1000 / asked:,.0f}",
        down=f"{height * 1000 / asked:,.0f}",
        paper=wish.paper,
        rooms=rooms,
        remedy=_remedy(extent, wish, asked, wordy),
    )


def _remedy(extent: tuple[float, float], wish: Wish, asked: int, wordy: bool) -> str:
    def fits(papers: Iterable[Paper], scales: Sequence[int]) -> tuple[Paper, int] | None:
        tried = ((paper, scale) for scale in scales for paper in papers)
        return next(
            (
                (paper, scale)
                for paper, scale in tried
                if any(layout.takes(extent, scale) for layout in _layouts(extent, wish, paper, wordy))
            ),
            None,
        )

    scale = fits([wish.paper], [scale for scale in STANDARD_SCALES if scale > asked])
    paper = fits(PAPERS, [asked])
    if scale and paper:
        told = _("1:{fitting} fits this paper; {paper} takes 1:{asked}.")
        return told.format(fitting=scale[1], paper=paper[0], asked=asked)
    if scale:
        return _("1:{fitting} fits this paper.").format(fitting=scale[1])
    if paper:
        return _("{paper} takes 1:{asked}.").format(paper=paper[0], asked=asked)
    return _("No paper up to A0 takes it at a standard scale.")
