"""Which sheet and which scale a piece of ground gets, and what is said when it gets none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.maps.printing.frame import Frame, series
from landwatch.maps.printing.paper import PAPERS, Layout, Orientation, Paper

__all__ = ["STANDARD_SCALES", "Wish", "choose", "cover", "fitting_scales", "parse_scale"]

STANDARD_SCALES = (500, 1_000, 2_000, 5_000, 10_000, 25_000)
"""Denominators of the scales that cadastral and planning maps are drawn at."""

_SCALE = re.compile(r"(?:1\s*[:：]\s*)?(\d{1,7})")  # noqa: RUF001 - the colon of a Chinese keyboard
_LEAST, _MOST = 100, 1_000_000


def parse_scale(given: str | int, option: str = "--scale") -> int:
    """Read a scale as people write it: 1:5000 or 5000.

    Parameters
    ----------
    given
        The text, or the denominator already.
    option
        The option it was given to, for the complaint.

    Raises
    ------
    UsageError
        If it is no scale of a map.
    """
    found = _SCALE.fullmatch(str(given).strip().replace(",", ""))
    denominator = int(found[1]) if found else 0
    if not _LEAST <= denominator <= _MOST:
        raise UsageError(
            _("{option} {value}: is not a scale between 1:100 and 1:1000000; write it like 1:5000").format(
                option=option, value=given
            )
        )
    return denominator


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
    series
        Whether a cluster that does not fit is cut into several sheets; needs a scale.
    """

    paper: Paper = "A3"
    orientation: Orientation | None = None
    scale: int | None = None
    colour: bool = True
    series: bool = False


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


def fitting_scales(extent: tuple[float, float], wish: Wish) -> list[int]:
    """List the standard scales at which a piece of ground fits the paper, the largest first.

    Parameters
    ----------
    extent
        Width and height of the ground in metres.
    wish
        The paper, and how it lies.

    Returns
    -------
    list of int
        Denominators.
    """
    layouts = _layouts(extent, wish, wish.paper, wordy=False)
    return [scale for scale in STANDARD_SCALES if any(layout.takes(extent, scale) for layout in layouts)]


def cover(land: Sequence[BaseGeometry], wish: Wish) -> tuple[Layout, list[Frame]]:
    """Cut ground into sheets of the scale asked for, as few as the ways the paper may lie allow.

    Parameters
    ----------
    land
        Polygons in metres of the grid.
    wish
        What is asked for.

    Returns
    -------
    tuple of Layout and list of Frame
        How each sheet is divided, and the maps that show any of the land.

    Raises
    ------
    UsageError
        If no scale is given.
    """
    if wish.scale is None:
        raise UsageError(_("--series needs the scale of the sheets; give it with --scale"))
    west, south, east, north = bounds = shapely.total_bounds(land).tolist()
    tried = [
        (layout, [frame for frame in series(bounds, layout.map, wish.scale) if _shows(frame, land)])
        for layout in _layouts((east - west, north - south), wish, wish.paper, wordy=False)
    ]
    return min(tried, key=lambda found: len(found[1]))


def _shows(frame: Frame, land: Sequence[BaseGeometry]) -> bool:
    return bool(shapely.intersects(land, shapely.box(*frame.bounds)).any())


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
    remedy = _remedy(extent, wish, asked, wordy)
    if wish.scale and not wordy:
        remedy += " " + _("--series cuts it into several sheets.")
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
        remedy=remedy,
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
