"""Charts drawn as SVG without any style sheet: pages that allow none show them, and files need none.

Each series has a colour and a mark of its own, so that it is known on paper without colour and by every eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from landwatch.exhibits.chart import Chart
from landwatch.i18n import gettext as _
from landwatch.typesetting import FAMILY

__all__ = ["MOST_SERIES", "chart_svg"]

MOST_SERIES = 4
"""More than these nobody tells apart."""

_WIDTH, _HEIGHT = 720, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 16, 64, 40
_LINE = 17
_COLOURS = ("#8a1538", "#1f62a8", "#b35c00", "#225c43")
_FONT = f"{FAMILY}, Microsoft YaHei, PingFang SC, sans-serif"
_STEPS = 5


def chart_svg(chart: Chart, *, alone: bool = False) -> Markup:
    """Draw a chart.

    Parameters
    ----------
    chart
        The chart.
    alone
        Whether it stands alone in a file: it then tells below what it is and rests on.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.

    Raises
    ------
    ValueError
        If it has more series than can be told apart.
    """
    if len(chart.series) > MOST_SERIES:
        raise ValueError(f"{chart.id}: a chart has at most {MOST_SERIES} series")
    below = _below(chart) if alone else []
    height = _HEIGHT + (_LINE * len(below) + 10 if below else 0)
    size = f' width="{_WIDTH}" height="{height}"' if alone else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"{size} role="img"'
        f' font-family="{_FONT}" font-size="12" font-weight="400" fill="#1f2933">',
        f"<title>{escape(chart.head)}</title><desc>{escape(_described(chart))}</desc>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{_LEFT - 42}" y="20" font-size="14" font-weight="600">{escape(chart.head)}</text>',
        *_legend(chart),
        *_axes(chart),
        *(_lines(chart) if chart.kind == "lines" else _bars(chart)),
        *(_text(_LEFT - 42, _HEIGHT + 8 + _LINE * number, line) for number, line in enumerate(below)),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every text in it is escaped where it is put in


def _described(chart: Chart) -> str:
    return "\n".join(filter(None, (chart.definition, chart.about.sentence())))


def _below(chart: Chart) -> list[str]:
    """The lines that say what a chart is."""
    return [line for told in _described(chart).split("\n") for line in _broken(told)]


def _broken(text: str) -> Iterator[str]:
    """Break a text into lines; Chinese is broken anywhere, other words between them."""
    line = ""
    for piece in re.findall(r"[^\s\u2e80-\uffff]+\s*|.", text):
        if line and _wide(line + piece.rstrip()) > _WIDTH - _LEFT:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()


def _text(x: float, y: float, text: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(text)}</text>'


def _legend(chart: Chart) -> Iterator[str]:
    x = float(_LEFT - 42)
    for number, series in enumerate(chart.series):
        yield _mark(chart, number, x + 6, 38)
        yield _text(x + 18, 42, series.name)
        x += 40 + _wide(series.name)


def _scale(chart: Chart) -> tuple[Decimal, Decimal, Decimal]:
    """Lowest and highest value of the axis and its step; nought is always on it."""
    values = [Decimal(value) for each in chart.series for value in each.values if value is not None]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    rough = (high - low) / _STEPS or Decimal(1)
    tens = Decimal(10) ** rough.adjusted()
    step = next(tens * by for by in (1, 2, 5, 10) if tens * by >= rough)
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    top = (high / step).to_integral_value(ROUND_CEILING) * step
    return bottom, max(top, bottom + step), step


def _height_of(value: Decimal | int, chart: Chart) -> float:
    bottom, top, _step = _scale(chart)
    share = (Decimal(value) - bottom) / (top - bottom)
    return _HEIGHT - _BOTTOM - float(share) * (_HEIGHT - _BOTTOM - _TOP)


def _room(chart: Chart) -> float:
    """How much of the axis a place has."""
    return (_WIDTH - _LEFT - _RIGHT) / max(len(chart.places), 1)


def _middle(chart: Chart, place: int) -> float:
    return _LEFT + _room(chart) * (place + 0.5)


def _axes(chart: Chart) -> Iterator[str]:
    bottom, top, step = _scale(chart)
    value = bottom
    while value <= top:
        y = _height_of(value, chart)
        colour = "#52606d" if value == 0 else "#d9dfe4"
        yield f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{colour}" fill="none"/>'
        yield _text(_LEFT - 6, y + 4, f"{value.normalize():f}", ' text-anchor="end" fill="#52606d"')
        value += step
    every = _every(chart)
    for place, name in enumerate(chart.places):
        if place % every == 0:
            yield _text(_middle(chart, place), _HEIGHT - _BOTTOM + 18, name, ' text-anchor="middle"')
    if not any(value is not None for each in chart.series for value in each.values):
        yield _text(_WIDTH / 2, _HEIGHT / 2, _("no values"), ' text-anchor="middle" fill="#52606d"')


def _every(chart: Chart) -> int:
    """Only each so-manieth place is named where there is no room for all."""
    widest = max((_wide(name) for name in chart.places), default=0)
    return max(1, -int(-(widest + 8) // _room(chart)))


def _wide(text: str) -> float:
    return sum(12 if east_asian_width(each) in "WF" else 6.8 for each in text)


def _lines(chart: Chart) -> Iterator[str]:
    for number, series in enumerate(chart.series):
        points = [
            None if value is None else (_middle(chart, place), _height_of(value, chart))
            for place, value in enumerate(series.values)
        ]
        way = _way(points)
        yield f'<path d="{way}" fill="none" stroke="{_COLOURS[number]}" stroke-width="2"/>'
        yield from (_mark(chart, number, *point) for point in points if point)


def _way(points: Sequence[tuple[float, float] | None]) -> str:
    """The line through the points; it is broken where there is none."""
    pairs = zip([None, *points], points, strict=False)
    return "".join(
        f"{'L' if before else 'M'}{point[0]:.1f} {point[1]:.1f}" for before, point in pairs if point
    )


def _bars(chart: Chart) -> Iterator[str]:
    wide = min(_room(chart) * 0.8 / len(chart.series), 40)
    ground = _height_of(0, chart)
    for number, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            if value is None:
                continue
            left = _middle(chart, place) + (number - len(chart.series) / 2) * wide
            y = _height_of(value, chart)
            yield (
                f'<rect x="{left + 1:.1f}" y="{min(y, ground):.1f}" width="{wide - 2:.1f}"'
                f' height="{abs(ground - y):.1f}" fill="{_COLOURS[number]}"/>'
            )
            if wide >= 24:
                yield _text(left + wide / 2, min(y, ground) - 4, f"{value:f}", ' text-anchor="middle"')


def _mark(chart: Chart, number: int, x: float, y: float) -> str:
    """The sign of a series: a disc, a square, a diamond, a triangle."""
    if chart.kind == "bars":
        return f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="{_COLOURS[number]}"/>'
    shapes = (
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
        "M-4-4H4V4H-4z",
        "M0-5.5L5.5 0L0 5.5L-5.5 0z",
        "M0-5L5 4H-5z",
    )
    move = f"translate({x:.1f} {y:.1f})"
    return f'<path transform="{move}" d="{shapes[number]}" fill="{_COLOURS[number]}"/>'
