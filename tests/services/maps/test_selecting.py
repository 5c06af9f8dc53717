"""Parcels selected by drawing or by number, and their sums: 60 mu a parcel, by hand."""

from __future__ import annotations

import pytest
from shapely import Polygon

from landwatch.errors import UsageError
from landwatch.maps.content import MapContent, prepare
from landwatch.measures.figures.states import State
from landwatch.services.maps.selecting import (
    Rule,
    area_text,
    numbers_of,
    read_area,
    select_parcels,
)
from landwatch.units import CM2_PER_M2
from tests.maps.zone import HEIGHT, SOUTH, WEST, WIDTH, judged, lot

SIXTY_MU = 40_000 * CM2_PER_M2


@pytest.fixture(scope="module")
def land() -> MapContent:
    return prepare(judged())


def corners(shape: Polygon) -> list[tuple[float, float]]:
    return [(x, y) for x, y in shape.exterior.coords[:-1]]


# From the middle of the first lot to the middle of the second.
ACROSS = [
    (WEST + WIDTH * 0.4, SOUTH + HEIGHT * 0.2),
    (WEST + WIDTH * 1.4, SOUTH + HEIGHT * 0.2),
    (WEST + WIDTH * 1.4, SOUTH + HEIGHT * 0.7),
    (WEST + WIDTH * 0.4, SOUTH + HEIGHT * 0.7),
]


def test_an_area_selects_every_parcel_with_land_in_it(land: MapContent) -> None:
    found = select_parcels(land, ACROSS)
    assert [each.parcel_no for each in found.parcels] == ["BD-01", "BD-02"]


def test_an_area_may_select_only_what_lies_in_it_whole(land: MapContent) -> None:
    found = select_parcels(land, corners(lot(0, 0).buffer(1e-6, join_style="mitre")), rule=Rule.INSIDE)
    assert [each.parcel_no for each in found.parcels] == ["BD-01"]


def test_a_parcel_that_only_shares_the_line_drawn_is_not_selected(land: MapContent) -> None:
    west, south, east, north = lot(0, 0).bounds
    beside = [(west - WIDTH, south), (west, south), (west, north), (west - WIDTH, north)]
    assert east > west
    assert select_parcels(land, beside).parcels == ()


def test_the_sum_is_that_of_the_registered_areas(land: MapContent) -> None:
    assert select_parcels(land, ACROSS).total.area_cm2 == 2 * SIXTY_MU


def test_each_state_has_its_count_and_area(land: MapContent) -> None:
    sums = select_parcels(land, ACROSS).by_state()
    # The first is 92 days late with its commencement; the second was to be completed on 2023-06-30.
    assert {state: (tally.count, tally.area_cm2) for state, tally in sums.items()} == {
        State.COMMENCEMENT_DEFAULT: (1, SIXTY_MU),
        State.COMPLETION_DEFAULT: (1, SIXTY_MU),
    }


def test_numbers_select_parcels_and_those_unknown_are_named(land: MapContent) -> None:
    found = select_parcels(land, numbers=["BD-03", "BD-99"])
    assert ([each.parcel_no for each in found.parcels], found.unknown) == (["BD-03"], ("BD-99",))


def test_a_parcel_leads_to_its_contract(land: MapContent) -> None:
    [found] = select_parcels(land, numbers=["BD-01"]).parcels
    assert found.contract_nos == ("渝地綦（2021）合字第01号",)


def test_numbers_are_read_with_whatever_stands_between_them() -> None:
    assert numbers_of("BD-01，BD-02\n BD-03;BD-01") == ("BD-01", "BD-02", "BD-03")


def test_more_numbers_than_an_address_takes_are_refused() -> None:
    with pytest.raises(UsageError, match="501 numbers"):
        numbers_of(" ".join(map(str, range(501))))


def test_an_area_is_read_as_it_is_written() -> None:
    text = "106.561000,29.061000;106.565000,29.061000;106.565000,29.064000"
    assert area_text(read_area(text)) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("106.5,29", "has 1 corners"),
        ("106.5,29;106.6,29", "has 2 corners"),
        ("106.5,29;east,29;106.6,29.1", "cannot be read at east,29"),
        ("106.5,29;nan,29;106.6,29.1", "cannot be read at nan,29"),
        ("106.5,29;106.5,129;106.6,29.1", "cannot be read at 106.5,129"),
        ("106.5,29;106.6,29.1;106.6,29;106.5,29.1", "crosses itself"),
    ],
)
def test_an_area_that_is_none_is_refused_with_the_place(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_area(text)
