"""The drawing of what rests on what: conclusions on the left, facts and law on the right, one SVG file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from unicodedata import east_asian_width

from jinja2 import Environment, PackageLoader, StrictUndefined

from landwatch.characters import shown
from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.rules.explanation.grounds import Ground, Grounds

__all__ = ["draw_grounds"]

_WIDTH, _GAP, _BETWEEN, _LINE, _PAD = 236, 84, 14, 17, 9
_COLUMNS = 32  # half-width characters of 13 pixels that fit into a box
_SWEEPS = 12
_TEMPLATES = Environment(
    loader=PackageLoader("landwatch.reports"),
    autoescape=True,
    finalize=shown,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(eq=False)
class _Place:
    """A box, or a place where a long line passes between boxes."""

    layer: int
    ground: Ground | None = None
    lines: tuple[tuple[str, str], ...] = ()
    y: float = 0.0

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + 2 * _PAD if self.ground else 2

    @property
    def x(self) -> int:
        return self.layer * (_WIDTH + _GAP)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw_grounds(grounds: Grounds, path: Path, *, replace: bool = False) -> None:
    """Write what rests on what as a drawing.

    Parameters
    ----------
    grounds
        The values and which rests on which.
    path
        The SVG file.
    replace
        Whether a file that is there may be replaced.

    Raises
    ------
    UsageError
        If the name does not end in ``.svg``, a file is there already, or it cannot be written.
    """
    if path.suffix.lower() != ".svg":
        raise UsageError(
            _("{path}: the drawing is an SVG file; give it a name that ends in .svg").format(path=path)
        )
    layers, routes = _placed(grounds)
    _order(layers, routes)
    _settle(layers, routes)
    boxes = [place for layer in layers for place in layer if place.ground]
    drawn = _TEMPLATES.get_template("law_graph.svg").render(
        title=grounds.title,
        language={"zh": "zh-CN", "en": "en"}[language()],
        boxes=boxes,
        lines=[_path(route) for route in routes],
        box_width=_WIDTH,
        line_height=_LINE,
        pad=_PAD,
        width=max(box.x for box in boxes) + _WIDTH,
        height=max(place.y + place.height for layer in layers for place in layer),
        kinds={
            "asked": _("asked about"),
            "value": _("computed value"),
            "law": _("value of the law"),
            "fact": _("fact on file"),
        },
        used={box.ground.kind for box in boxes if box.ground},
    )
    with put_in_place(path, replace=replace) as draft:
        draft.write_text(drawn, encoding="utf-8")


def _placed(grounds: Grounds) -> tuple[list[list[_Place]], list[list[_Place]]]:
    """Give each box its column, and each line the places through which it passes."""
    layer = _layers(grounds)
    boxes = {
        key: _Place(layer[key], ground, tuple(_lines(ground))) for key, ground in grounds.grounds.items()
    }
    layers: list[list[_Place]] = [[] for _column in range(1 + max(layer.values(), default=0))]
    for box in boxes.values():
        layers[box.layer].append(box)
    routes = []
    for above, below in grounds.steps():
        passing = [_Place(column) for column in range(layer[above] + 1, layer[below])]
        for place in passing:
            layers[place.layer].append(place)
        routes.append([boxes[above], *passing, boxes[below]])
    return layers, routes


def _layers(grounds: Grounds) -> dict[str, int]:
    """The column of each: one to the right of whatever rests on it."""
    resting: dict[str, list[str]] = {key: [] for key in grounds.grounds}
    for above, below in grounds.steps():
        resting[below].append(above)
    found: dict[str, int] = {}

    def column(key: str) -> int:
        if key not in found:
            found[key] = 1 + max(map(column, resting[key]), default=-1)
        return found[key]

    for key in grounds.grounds:
        column(key)
    return found


def _neighbours(routes: Iterable[list[_Place]], step: int) -> dict[_Place, list[_Place]]:
    """Those to which a place is tied in the column before (-1) or after (1)."""
    found: dict[_Place, list[_Place]] = {}
    for route in routes:
        for left, right in pairwise(route):
            one, other = (left, right) if step == 1 else (right, left)
            found.setdefault(one, []).append(other)
    return found


def _order(layers: list[list[_Place]], routes: list[list[_Place]]) -> None:
    """Sort each column by where its neighbours stand, to and fro, so that few lines cross."""
    for sweep in range(_SWEEPS):
        step = -1 if sweep % 2 == 0 else 1
        tied = _neighbours(routes, step)
        for layer in layers[::-step]:
            for number, place in enumerate(layer):
                place.y = number
            rank = {place: fmean([n.y for n in tied.get(place, [place])]) for place in layer}
            layer.sort(key=rank.__getitem__)
            for number, place in enumerate(layer):
                place.y = number


def _settle(layers: list[list[_Place]], routes: list[list[_Place]]) -> None:
    """Put each box beside its neighbours, without touching the box above it."""
    for layer in layers:
        _stack(layer, [0.0] * len(layer))
    for sweep in range(_SWEEPS):
        step = -1 if sweep % 2 == 0 else 1
        tied = _neighbours(routes, step)
        for layer in layers[::-step]:
            _stack(layer, [fmean([n.middle for n in tied.get(p, [p])]) - p.height / 2 for p in layer])
    top = min(place.y for layer in layers for place in layer)
    for layer in layers:
        for place in layer:
            place.y -= top


def _stack(layer: list[_Place], wanted: list[float]) -> None:
    """Let each stand where it wants to, or below the one above it; then shift the column to the mean."""
    below = None
    for place, y in zip(layer, wanted, strict=True):
        place.y = y if below is None else max(y, below)
        below = place.y + place.height + _BETWEEN
    shift = fmean([y - place.y for place, y in zip(layer, wanted, strict=True)])
    for place in layer:
        place.y += shift


def _lines(ground: Ground) -> Iterable[tuple[str, str]]:
    """The text of a box, line by line, each with its style."""
    for style, text in (("label", ground.label), ("held", ground.value), ("basis", ground.basis)):
        columns = _COLUMNS if style != "basis" else _COLUMNS * 13 // 11
        yield from ((style, line) for line in _wrapped(text, columns))


def _wrapped(text: str, columns: int) -> list[str]:
    lines, room = [""], columns
    for part in re.findall(r"[!-~\u00a0-\u02ff]+ ?|.", text):
        for piece in [part[n : n + columns] for n in range(0, len(part), columns)]:
            wide = sum(2 if east_asian_width(letter) in "FWA" else 1 for letter in piece)
            if wide > room:
                lines.append("")
                room = columns
            lines[-1] += piece
            room -= wide
    return [line.strip() for line in lines if line.strip()]


def _path(route: list[_Place]) -> str:
    """A line from box to box through the gaps between, level where it passes a column."""
    drawn = f"M{route[0].x + _WIDTH},{route[0].middle:.1f}"
    for left, right in pairwise(route):
        start, end = left.x + _WIDTH, right.x
        bend = (start + end) / 2
        drawn += f" C{bend:g},{left.middle:.1f} {bend:g},{right.middle:.1f} {end},{right.middle:.1f}"
        if right.ground is None:
            drawn += f" H{end + _WIDTH}"
    return drawn
