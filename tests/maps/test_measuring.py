"""What the page measures, against pyproj: coordinates of zone 36, lengths and areas on its plane."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from pyproj import Transformer
from shapely import LineString, Polygon

from tests.maps.visit import DESK, Visit, click_parcel

ZONE_36 = Transformer.from_crs("EPSG:4490", "EPSG:4524", always_xy=True)
RING = [(106.561, 29.06), (106.5655, 29.0601), (106.566, 29.063), (106.5602, 29.0631)]


@pytest.fixture(scope="module")
def visit(chromium: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The page of 北渡 on a desk, opened from disk once."""
    made = Visit(chromium, pages["beidu.html"], DESK)
    yield made
    made.leave()


@pytest.fixture
def page(visit: Visit) -> Iterator[Page]:
    """The page with nothing being measured."""
    yield visit.page
    visit.page.evaluate(
        "() => document.querySelectorAll('.tools [aria-pressed=true]').forEach(b => b.click())"
    )


def in_page(page: Page, work: str, places: list[tuple[float, float]]) -> list[float] | float:
    """Run a function of `landwatch.plane` on places given as (lon, lat)."""
    result: list[float] | float = page.evaluate(
        f"(places) => landwatch.plane.{work}(places.map(([lng, lat]) => ({{ lng, lat }})))", places
    )
    return result


def test_coordinates_agree_with_pyproj_within_a_hundredth_of_a_millimetre(page: Page) -> None:
    """Over the district and to both edges of the zone."""
    lon, lat = (
        axis.ravel() for axis in np.meshgrid(np.linspace(106.3, 109.6, 12), np.linspace(28.4, 29.3, 7))
    )
    found = page.evaluate(
        """(places) => places.map(([lng, lat]) => landwatch.plane.project({ lng, lat }))
            .map(({ x, y }) => [y, x])""",
        list(zip(lon.tolist(), lat.tolist(), strict=True)),
    )
    expected = np.column_stack(ZONE_36.transform(lon, lat))
    assert np.abs(np.array(found) - expected).max() < 1e-5


def test_lengths_and_areas_agree_with_the_plane_of_zone_36(page: Page) -> None:
    plane = [ZONE_36.transform(*place) for place in RING]
    assert in_page(page, "length", RING) == pytest.approx(LineString(plane).length, abs=0.001)
    assert in_page(page, "area", RING) == pytest.approx(Polygon(plane).area, abs=0.01)


def test_the_order_in_which_a_ring_is_walked_does_not_matter(page: Page) -> None:
    assert in_page(page, "area", RING[::-1]) == pytest.approx(in_page(page, "area", RING), abs=1e-6)


def test_coordinates_under_the_pointer_are_read_out_in_degrees_and_in_zone_36(page: Page) -> None:
    page.mouse.move(500, 300)
    text = page.locator(".coordinates").inner_text()
    lon, lat, x, y = (float(part) for part in re.findall(r"\d+\.\d+", text))
    east, north = ZONE_36.transform(lon, lat)
    assert "EPSG:4490" in text and "EPSG:4524" in text
    assert (x, y) == (pytest.approx(north, abs=0.2), pytest.approx(east, abs=0.2))


def test_a_distance_is_measured_by_clicks_and_ended_by_a_double_click(page: Page) -> None:
    page.get_by_role("button", name="量距离").click()
    page.mouse.click(300, 500)
    page.mouse.dblclick(500, 500)
    told = page.locator(".measured")
    expect(told).to_contain_text("m（36带平面，EPSG:4524）")
    before = told.inner_text()
    page.mouse.move(700, 300)
    assert told.inner_text() == before


def test_an_area_is_told_in_square_metres_and_mu(page: Page) -> None:
    page.get_by_role("button", name="量面积").click()
    for x, y in ((300, 450), (500, 450), (500, 550)):
        page.mouse.click(x, y)
    page.keyboard.press("Enter")
    numbers = re.findall(r"[\d,]+\.\d\d", page.locator(".measured").inner_text())
    area, mu = (float(number.replace(",", "")) for number in numbers[:2])
    assert area > 10_000 and mu == pytest.approx(area * 3 / 2000, abs=0.01)


def test_while_measuring_a_click_on_a_parcel_sets_a_point_and_opens_nothing(page: Page) -> None:
    page.get_by_role("button", name="量距离").click()
    click_parcel(page, "BD-09")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(page.locator(".leaflet-measure-pane path")).to_have_count(2)


def test_points_can_be_set_and_taken_back_by_keyboard_and_escape_clears(page: Page) -> None:
    page.get_by_role("button", name="量距离").press("Enter")
    marks = page.locator(".leaflet-measure-pane path")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    page.keyboard.press("Space")
    expect(marks).to_have_count(3)
    page.keyboard.press("Backspace")
    expect(marks).to_have_count(2)
    page.keyboard.press("Escape")
    expect(marks).to_have_count(0)
    expect(page.locator(".measured")).to_be_hidden()
