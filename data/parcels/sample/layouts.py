"""The sketches of ``layouts.yaml``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Layout", "Point", "Street", "read_layouts"]

Point = tuple[float, float]


@dataclass(frozen=True)
class Street:
    """A centre line to be smoothed, and the width of the reserve in metres."""

    width: float
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Layout:
    """What is drawn of one cluster, and what is said about it."""

    name: str
    name_en: str
    operator: str | None
    operator_basis: str
    industry: str
    cadastral_zone: str
    centre: Point
    bearing: float
    scale: float
    lots: int
    outline: tuple[Point, ...]
    streets: tuple[Street, ...]
    greens: tuple[tuple[Point, ...], ...]


def read_layouts() -> tuple[Layout, ...]:
    """Read the sketches.

    Returns
    -------
    tuple of Layout
        The seven clusters.
    """
    sketches = yaml.safe_load(Path(__file__).with_name("layouts.yaml").read_text(encoding="utf-8"))
    return tuple(_layout(sketch) for sketch in sketches)


def _layout(sketch: dict[str, Any]) -> Layout:
    return Layout(
        **sketch
        | {
            "centre": (sketch["centre"][0], sketch["centre"][1]),
            "outline": _points(sketch["outline"]),
            "streets": tuple(Street(width, _points(points)) for width, points in sketch["streets"]),
            "greens": tuple(_points(green) for green in sketch["greens"]),
        }
    )


def _points(pairs: list[list[float]]) -> tuple[Point, ...]:
    return tuple((along, across) for along, across in pairs)
