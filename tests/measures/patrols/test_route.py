"""The way past the parcels of a list: expected orders read off a map drawn by hand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, permutations

import pytest
from pyproj import Geod
from shapely.geometry import box

from landwatch.measures.patrols.route import Route, route
from landwatch.model import Contract, Parcel
from landwatch.snapshot import Snapshot

ON = date(2023, 12, 20)
HALF = 0.0004  # degrees: half a side of a parcel
EAST, NORTH = 106.6, 29.0


def lying(places: dict[str, list[tuple[float, float]]]) -> Snapshot:
    """Contracts on square parcels, whose middles are given in hundredths of a degree from a corner."""
    contracts, parcels = [], []
    for number, middles in places.items():
        own = [f"{number}-{place}" for place in range(len(middles))]
        contracts.append(
            Contract(
                contract_no=number,
                signed_on=date(2022, 1, 10),
                agreed_commencement=date(2023, 1, 10),
                agreed_completion=date(2025, 1, 10),
                parcel_nos=tuple(own) or ("no boundary",),
            )
        )
        for parcel_no, (east, north) in zip(own, middles, strict=True):
            lon, lat = EAST + east / 100, NORTH + north / 100
            shape = box(lon - HALF, lat - HALF, lon + HALF, lat + HALF)
            parcels.append(Parcel(parcel_no=parcel_no, geometry=shape))
    parcels.append(Parcel(parcel_no="no boundary"))
    return Snapshot.from_records(ON, contracts=contracts, parcels=parcels)


def way(places: dict[str, list[tuple[float, float]]]) -> Route:
    return route(lying(places), places)


def test_contracts_along_a_road_come_in_the_order_of_the_road() -> None:
    found = way({"1": [(0, 0)], "2": [(3, 0)], "3": [(1, 0)], "4": [(2, 0)]})
    assert found.contract_nos == ("1", "3", "4", "2")


def test_the_way_does_not_cross_itself() -> None:
    # From 1 the nearest next is 2, 3, 4, and the way back to 5 passes all of them again.
    found = way({"1": [(0, 0)], "2": [(1, 0)], "3": [(2.1, 0)], "4": [(3.3, 0)], "5": [(-1.5, 0)]})
    assert found.contract_nos == ("4", "3", "2", "1", "5")


def shortest(found: Route) -> float:
    geod = Geod(ellps="GRS80")
    lengths = (
        sum(geod.inv(a.lon, a.lat, b.lon, b.lat)[2] for a, b in pairwise(stops))
        for stops in permutations(found.stops)
    )
    return float(min(lengths))


@pytest.mark.parametrize("shift", range(5))
def test_seven_contracts_are_passed_on_a_way_close_to_the_shortest(shift: int) -> None:
    places = {str(n): [((n * 37 + shift * 11) % 10, (n * n * 13 + shift * 7) % 9)] for n in range(7)}
    found = way({number: [(float(x), float(y))] for number, [(x, y)] in places.items()})
    assert found.length_m <= shortest(found) * 1.05


def test_a_leg_is_the_straight_line_in_metres() -> None:
    # A hundredth of a degree northwards at 29° north: 1,108.4 m on the ellipsoid.
    found = way({"1": [(0, 0)], "2": [(0, 1)]})
    assert [stop.leg_m for stop in found.stops] == [0, 1108]


def test_the_place_of_a_contract_with_two_parcels_lies_inside_one_of_them() -> None:
    (stop,) = way({"1": [(0, 0), (3, 0)]}).stops
    assert min(abs(stop.lon - EAST), abs(stop.lon - EAST - 0.03)) <= HALF


def test_a_contract_without_a_boundary_comes_last_and_is_named() -> None:
    found = way({"1": [], "2": [(0, 0)]})
    assert (found.contract_nos, found.without_place) == (("2", "1"), ("1",))


def test_the_same_contracts_in_another_order_give_the_same_way() -> None:
    snapshot = lying({str(n): [(n * 7 % 5, n * 3 % 4)] for n in range(12)})
    numbers = [str(n) for n in range(12)]
    assert route(snapshot, numbers) == route(snapshot, reversed(numbers))


def test_nothing_to_visit_is_no_way() -> None:
    assert route(lying({"1": [(0, 0)]}), []) == Route((), ())
