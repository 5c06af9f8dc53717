"""Colours for a column of values: a ramp for numbers and days, classes for words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.maps.rate_classes import style

__all__ = ["Shading", "shading"]

_STOPS = 5

Colours = Sequence[str] | Mapping[Any, str]
Tell = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Shading:
    """How each value is drawn, and what the legend says.

    Attributes
    ----------
    looks
        A look (``fill``, ``outline``, ``width``) for each value.
    legend
        Colour and label, from the first to the last.
    """

    looks: pd.Series
    legend: list[tuple[str, str]]


def shading(
    values: pd.Series,
    tell: Tell,
    *,
    cmap: Colours | None = None,
    least: float | None = None,
    most: float | None = None,
) -> Shading:
    """Choose colours for values.

    Parameters
    ----------
    values
        Numbers, days, truth values or words.
    tell
        Writes a value for the legend.
    cmap
        The ramp, or colours of the classes; those of ``style.yaml`` where not given.
    least, most
        Ends of the ramp of numbers.

    Returns
    -------
    Shading
        Missing values have the colour for them, and a line of the legend where there are any.
    """
    if isinstance(cmap, Mapping):
        fills, legend = _mapped(values.astype(object), tell, cmap)
    elif not values.dropna().empty and _is_ramp(values):
        fills, legend = _ramp(values, tell, list(cmap or style()["values"]["ramp"]), least, most)
    else:
        fills, legend = _classes(values.astype(object), tell, list(cmap or style()["values"]["classes"]))
    if values.isna().any():
        legend.append((style()["values"]["missing"], _("unknown")))
    line = {key: style()["values"][key] for key in ("outline", "width")}
    return Shading(fills.astype(object).map(lambda fill: {"fill": fill} | line), legend)


def _is_ramp(values: pd.Series) -> bool:
    kinds = pd.api.types
    return not kinds.is_bool_dtype(values) and (
        kinds.is_numeric_dtype(values) or kinds.is_datetime64_any_dtype(values)
    )


def _ramp(
    values: pd.Series, tell: Tell, ramp: list[str], least: float | None, most: float | None
) -> tuple[pd.Series, list[tuple[str, str]]]:
    days = pd.api.types.is_datetime64_any_dtype(values)
    numbers = (values.astype("datetime64[s]").astype("int64") if days else values).where(values.notna())
    places = pd.to_numeric(numbers).astype("float64")
    low = float(places.min() if least is None else least)
    high = float(places.max() if most is None else most)
    fills = places.map(lambda number: _between(ramp, number, low, high), na_action="ignore")
    ends = np.linspace(low, high, _STOPS) if high > low else [low]

    def told(number: float) -> str:
        if days:
            return tell(pd.Timestamp(round(number), unit="s"))
        return tell(round(number) if pd.api.types.is_integer_dtype(values) else number)

    legend = [(_between(ramp, float(end), low, high), told(float(end))) for end in ends]
    return fills.astype(object).fillna(style()["values"]["missing"]), legend


def _between(ramp: Sequence[str], number: float, low: float, high: float) -> str:
    """The colour at a place of the ramp; what lies beyond an end has the colour of the end."""
    place = 0.0 if high <= low else min(max((number - low) / (high - low), 0.0), 1.0) * (len(ramp) - 1)
    first = min(int(place), len(ramp) - 2)
    pair = np.array([list(bytes.fromhex(colour[1:])) for colour in ramp[first : first + 2]], dtype=float)
    mixed = np.rint(pair[0] + (pair[1] - pair[0]) * (place - first)).astype(int)
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _classes(values: pd.Series, tell: Tell, colours: list[str]) -> tuple[pd.Series, list[tuple[str, str]]]:
    """The most frequent values have a colour each; where there are more values than colours, the rest one."""
    words = values.map(tell, na_action="ignore")
    frequent = words.value_counts().index.tolist()
    colour_of = dict(zip(frequent, colours, strict=False))
    rest = style()["values"]["missing"]
    legend = [(colour, word) for word, colour in colour_of.items()]
    if len(frequent) > len(colours):
        legend.append((rest, _("{count} others").format(count=len(frequent) - len(colours))))
    return words.map(colour_of).astype(object).fillna(rest), legend


def _mapped(
    values: pd.Series, tell: Tell, colour_of: Mapping[Any, str]
) -> tuple[pd.Series, list[tuple[str, str]]]:
    there = set(values.dropna())
    legend = [(colour, tell(value)) for value, colour in colour_of.items() if value in there]
    if there - set(colour_of):
        legend.append(
            (style()["values"]["missing"], _("{count} others").format(count=len(there - set(colour_of))))
        )
    return values.map(dict(colour_of)).astype(object).fillna(style()["values"]["missing"]), legend
