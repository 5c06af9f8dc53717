"""The drawing of a way: a number for each stop, none on top of another, all of them on the drawing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import dist

from shapely.geometry import box

from landwatch.maps.patrol_route import RouteDrawing, draw_route
from landwatch.measures.patrols.route import route
from landwatch.model import Contract, Parcel
from landwatch.rules import Assessment, assess
from landwatch.snapshot import Snapshot


def along_a_road(west: list[float]) -> Assessment:
    """One contract a place, from west to east."""
    numbers = [f"合{place}" for place in range(len(west))]
    parcels = [
        Parcel(parcel_no=f"G{number}", geometry=box(lon, 29.0, lon + 0.001, 29.001))
        for number, lon in zip(numbers, west, strict=True)
    ]
    contracts = [
        Contract(contract_no=number, signed_on=date(2022, 1, 1), parcel_nos=(f"G{number}",))
        for number in numbers
    ]
    return assess(Snapshot.from_records(date(2023, 12, 31), contracts=contracts, parcels=parcels))


def drawn(west: list[float]) -> RouteDrawing:
    assessment = along_a_road(west)
    stops = route(assessment.snapshot, assessment.contracts.index).stops
    drawing = draw_route(assessment, stops)
    assert drawing is not None
    return drawing


def test_stops_are_numbered_in_their_order_from_west_to_east() -> None:
    stops = drawn([106.60, 106.62, 106.64]).stops
    assert [(stop.number, stop.contract_no) for stop in stops] == [(1, "合0"), (2, "合1"), (3, "合2")]
    assert all(one.x < other.x for one, other in pairwise(stops))


def test_numbers_of_neighbours_do_not_cover_each_other() -> None:
    drawing = drawn([106.60, 106.6011, 106.6022, 106.70])
    places = [(stop.x, stop.y) for stop in drawing.stops]
    # The circles have a radius of 12.5; a hair of overlap is no cover.
    assert min(dist(one, other) for i, one in enumerate(places) for other in places[:i]) > 24
    assert all(0 < x < drawing.width and 0 < y < drawing.height for x, y in places)


def test_two_stops_on_one_spot_stand_beside_each_other() -> None:
    first, second = drawn([106.60, 106.60]).stops
    assert dist((first.x, first.y), (second.x, second.y)) > 24


def test_one_stop_stands_in_the_middle() -> None:
    drawing = drawn([106.60])
    (stop,) = drawing.stops
    assert abs(stop.x - drawing.width / 2) < 5
    assert abs(stop.y - drawing.height / 2) < 5


def test_there_is_no_drawing_without_a_stop() -> None:
    assert draw_route(along_a_road([106.60]), ()) is None
