"""Shapes and places that the pages draw from."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from shapely import Point, Polygon, box

from landwatch.maps.cluster_page import cluster_page
from landwatch.maps.content import prepare
from landwatch.maps.page_parts import bounds, middles, shapes
from landwatch.snapshot import STORAGE_CRS
from tests.maps.zone import PARCELS, judged, parcel

CRESCENT = Polygon([(0, 0), (10, 0), (10, 1), (1, 1), (1, 9), (10, 9), (10, 10), (0, 10)])


def series(*polygons: Polygon) -> gpd.GeoSeries:
    """Polygons as a column in the storage CRS."""
    return gpd.GeoSeries(list(polygons), crs=STORAGE_CRS)


def test_a_rectangle_is_labelled_in_its_centre() -> None:
    assert middles(series(box(106, 29, 106.4, 29.1))) == [[29.05, 106.2]]


def test_a_crescent_is_labelled_inside_and_not_in_its_hollow() -> None:
    ((lat, lon),) = middles(series(CRESCENT))
    assert CRESCENT.contains(Point(lon, lat)) and not CRESCENT.contains(shapely.centroid(CRESCENT))


def test_a_boundary_that_crosses_itself_is_drawn_as_it_is() -> None:
    crossed = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert (
        shapes(series(crossed))[0]["coordinates"][0][0] == [0.0, 0.0] and len(middles(series(crossed))) == 1
    )


def test_coordinates_are_lon_lat_to_about_a_centimetre() -> None:
    (shape,) = shapes(series(box(106.56712345678, 29, 107, 30)))
    assert [106.5671235, 29.0] in shape["coordinates"][0]


def test_the_bounds_are_south_west_and_north_east() -> None:
    assert bounds([series(box(106, 28, 107, 29)), series(box(106.5, 28.5, 108, 28.8))]) == [
        [28.0, 106.0],
        [29.0, 108.0],
    ]


def test_without_any_shape_the_bounds_are_still_a_view() -> None:
    ((south, west), (north, east)) = bounds([series()])
    assert south < north and west < east


@pytest.mark.parametrize(
    ("numbers", "labels"),
    [
        (["500110003001GB00058"], [["GB00058", "58"]]),
        (["500110003001GB00058", "500110003002GB00058"], [["GB00058"], ["GB00058"]]),
        (["北渡-12"], [["北渡-12"]]),
    ],
)
def test_a_cadastral_code_is_shortened_only_as_far_as_it_stays_unique(
    numbers: list[str], labels: list[list[str]]
) -> None:
    parcels = [parcel(1, parcel_no=number) for number in numbers]
    page = cluster_page(prepare(judged(parcels=parcels)), "北渡")
    assert [entry["labels"] for entry in page.data["parcels"]] == labels


def test_the_gravest_state_is_drawn_last_and_so_lies_on_top() -> None:
    page = cluster_page(prepare(judged(parcels=PARCELS)), "北渡")
    states = [entry["state"] for entry in page.data["parcels"]]
    assert (states[0], states[-1]) == ("no_contract", "commencement_default")
