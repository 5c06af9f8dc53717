"""In which order to go round: a short way past the parcels of a list, in straight lines.

The register has boundaries and no roads. The order is what a person would draw on a map with a pencil: the
nearest next, then crossings undone. The lengths are straight lines and have to be called so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landwatch.snapshot import Snapshot

__all__ = ["Route", "Stop", "route"]

_HALF_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257222101  # of CGCS2000
_LEAST_GAIN = 0.001  # metres: less is rounding, and would go back and forth
_MOST_SWEEPS = 50
_POINTS_OF_STARTS = 2_000  # a short list is tried from each of its stops, a long one from a few

_Points = NDArray[np.float64]
_Order = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stop:
    """A contract on the way.

    Attributes
    ----------
    contract_no
        Its number.
    lon, lat
        A place inside its parcels, in degrees (EPSG:4490).
    leg_m
        Straight line from the stop before, in whole metres; 0 for the first.
    """

    contract_no: str
    lon: float
    lat: float
    leg_m: int


@dataclass(frozen=True, slots=True)
class Route:
    """A way past contracts.

    Attributes
    ----------
    stops
        The contracts in the order of the way.
    without_place
        Contracts of which no boundary is recorded, by number.
    """

    stops: tuple[Stop, ...]
    without_place: tuple[str, ...]

    @property
    def length_m(self) -> int:
        """Length of all straight lines from stop to stop, in metres."""
        return sum(stop.leg_m for stop in self.stops)

    @property
    def contract_nos(self) -> tuple[str, ...]:
        """The numbers in order; those without a place come last."""
        return (*(stop.contract_no for stop in self.stops), *self.without_place)


def route(snapshot: Snapshot, contract_nos: Iterable[str]) -> Route:
    """Put contracts into the order of a short way past them.

    Parameters
    ----------
    snapshot
        The facts, with the boundaries of the parcels.
    contract_nos
        The contracts to go to; one that is named twice is one stop.

    Returns
    -------
    Route
        The same contracts give the same way. It has no fixed beginning: it starts at the end that has the
        smaller number.
    """
    wanted = sorted(set(contract_nos))
    places = _places(snapshot, wanted)
    numbers, points = places.index.to_numpy(str), np.column_stack([places.x, places.y])
    plane = _plane(points)
    order = _way(plane) if len(plane) else np.zeros(0, np.int64)
    if len(order) and order[0] > order[-1]:
        order = order[::-1]
    legs = _lengths(plane[np.append(order[:1], order[:-1])], plane[order])
    return Route(
        stops=tuple(
            Stop(str(numbers[place]), float(points[place, 0]), float(points[place, 1]), round(float(leg)))
            for place, leg in zip(order, legs, strict=True)
        ),
        without_place=tuple(number for number in wanted if number not in places.index),
    )


def _places(snapshot: Snapshot, wanted: list[str]) -> gpd.GeoSeries:
    """A place inside the ground of each contract that has any, by number."""
    shares = snapshot.contract_parcels
    shares = shares.loc[shares["contract_no"].isin(wanted), ["contract_no", "parcel_no"]]
    shapes = pd.Series(snapshot.parcels.geometry.array, snapshot.parcels["parcel_no"], dtype=object)
    shapes = shapes[~shapes.index.duplicated()].reindex(shares["parcel_no"])
    drawn = np.array([shape is not None and not shapely.is_empty(shape) for shape in shapes], dtype=bool)
    ground = shapes[drawn].groupby(shares["contract_no"].array[drawn]).agg(list)
    inside = [shapely.point_on_surface(shapely.union_all(list(each))) for each in ground]
    return gpd.GeoSeries(inside, index=ground.index, crs=snapshot.parcels.crs)


def _plane(points: _Points) -> _Points:
    """Metres east and north, true to scale about the middle of the points: a district is small."""
    if not len(points):
        return points
    middle = points.mean(axis=0)
    latitude = np.radians(middle[1])
    squared = _FLATTENING * (2 - _FLATTENING)
    bend = 1 - squared * np.sin(latitude) ** 2
    across = _HALF_AXIS / np.sqrt(bend) * np.cos(latitude)
    up = _HALF_AXIS * (1 - squared) / bend**1.5
    metres: _Points = np.radians(points - middle) * [across, up]
    return metres


def _way(plane: _Points) -> _Order:
    """The shortest of the ways that begin far out and go to the nearest next."""
    outermost = np.argsort(-_lengths(plane.mean(axis=0), plane), kind="stable")
    ways = []
    for start in outermost[: max(1, _POINTS_OF_STARTS // len(plane))]:
        order = _nearest_next(plane, int(start))
        for _sweep in range(_MOST_SWEEPS):
            if not _uncross(plane, order):
                break
        ways.append(order)
    return min(ways, key=lambda order: float(_lengths(plane[order[:-1]], plane[order[1:]]).sum()))


def _nearest_next(plane: _Points, here: int) -> _Order:
    left = np.ones(len(plane), dtype=bool)
    order = [here]
    left[here] = False
    while left.any():
        here = int(np.argmin(np.where(left, _lengths(plane[here], plane), np.inf)))
        order.append(here)
        left[here] = False
    return np.array(order, dtype=np.int64)


def _uncross(plane: _Points, order: _Order) -> bool:
    """Turn each stretch round that is shorter the other way (2-opt), in place; tell whether any was."""
    turned = False
    for first in range(len(order) - 1):
        way = plane[order]
        before = way[first - 1] if first else None
        lasts = way[first + 1 :]
        after = way[first + 2 :]
        gain = np.zeros(len(lasts))
        gain[:-1] += _lengths(lasts[:-1], after) - _lengths(way[first], after)
        if before is not None:
            gain += _lengths(before, way[first]) - _lengths(before, lasts)
        best = int(np.argmax(gain))
        if gain[best] > _LEAST_GAIN:
            order[first : first + best + 2] = order[first : first + best + 2][::-1]
            turned = True
    return turned


def _lengths(starts: _Points, ends: _Points) -> _Points:
    east, north = (ends - starts).reshape(-1, 2).T
    lengths: _Points = np.hypot(east, north)
    return lengths
