"""Which ring is a hole of which, and how much two boundaries overlap, counted on squares."""

from __future__ import annotations

import numpy as np
import pytest
from shapely import LinearRing, box

from landwatch.formats.boundaries.parcels import _same, assemble, overlaps
from landwatch.model import Parcel

OUTER = LinearRing([(0, 0), (10, 0), (10, 10), (0, 10)])


@pytest.mark.parametrize(
    "hole",
    [
        [(0, 5), (4, 4), (4, 6)],
        [(10, 5), (6, 4), (6, 6)],
        [(5, 0), (4, 4), (6, 4)],
        [(5, 10), (4, 6), (6, 6)],
    ],
    ids=["west", "east", "south", "north"],
)
def test_a_hole_may_touch_the_edge_of_its_parcel_on_any_side(hole: list[tuple[int, int]]) -> None:
    shape, outside = assemble([OUTER, LinearRing(hole)])
    assert (shape.area, outside) == (96.0, [])


def test_a_parcel_of_one_ring_is_one_polygon() -> None:
    shape, outside = assemble([OUTER])
    assert (shape.geom_type, shape.area, outside) == ("Polygon", 100.0, [])


@pytest.mark.parametrize(("metres", "same"), [(0.0, True), (0.0009, True), (0.0011, False)])
def test_a_parcel_that_stands_twice_is_the_same_up_to_a_millimetre(metres: float, same: bool) -> None:
    one, other = box(0, 0, 100, 100), box(0, 0, 100 + metres, 100)
    assert _same(Parcel(parcel_no="1"), Parcel(parcel_no="1"), one, other) is same


@pytest.mark.parametrize("beside", [(-4, 4), (12, 4), (4, -4), (4, 12)], ids=str)
def test_a_ring_beside_the_first_is_a_further_part(beside: tuple[int, int]) -> None:
    x, y = beside
    shape, outside = assemble([OUTER, box(x, y, x + 2, y + 2).exterior])
    assert (shape.area, outside) == (104.0, [1])


def test_each_pair_that_overlaps_is_told_once_with_its_square_metres() -> None:
    plane = np.array([box(0, 0, 100, 100), box(60, 0, 160, 100), box(160, 0, 200, 100), box(0, 70, 100, 170)])
    found = {(one, other): area for one, other, area in overlaps(plane, plane)}
    assert found == {(1, 0): 4_000.0, (3, 0): 3_000.0, (3, 1): 1_200.0}


def test_between_two_files_every_boundary_is_compared_with_every_other() -> None:
    plane, others = np.array([box(0, 0, 100, 100)]), np.array([box(0, 0, 100, 100), box(90, 0, 190, 100)])
    assert sorted(overlaps(plane, others)) == [(0, 0, 10_000.0), (0, 1, 1_000.0)]
