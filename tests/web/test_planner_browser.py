"""A planner at work in Chromium: the zone on a day, parcels selected by drawing, a sheet handed out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.maps.visit import DESK, PHONE, serious
from tests.web.browsing import listening, visiting
from tests.web.test_browser import WIDER
from tests.web.visiting import Served

pytestmark = pytest.mark.long

AREA = "106.50,28.80;106.75,28.80;106.75,29.10;106.50,29.10"
PAGES = (
    "/zone?on=2023-12-31",
    f"/zone?area={AREA}",
    f"/zone/selection?area={AREA}",
    "/zone/compare?on=2023-12-31",
    "/zone/changes?on=2023-12-31",
    "/zone/print",
    "/what-if?contract=渝綦工2020-042&type=commenced&day=20231201&ask=1",
    "/what-if/law?from=2014-12-31&to=2015-12-31",
)


def fits(page: Page) -> None:
    """The page stands within its width and is open to everybody."""
    assert (page.evaluate(WIDER), serious(page)) == (0, []), page.url


def dragged(page: Page) -> None:
    """Draw a rectangle over the middle of the map."""
    page.get_by_role("button", name="Draw a rectangle").click()
    land = page.locator("#map_landwatch")
    box = land.bounding_box()
    assert box is not None
    for share in (0.25, 0.75):
        land.click(position={"x": box["width"] * share, "y": box["height"] * share})
    expect(page.locator("[data-drawn]")).to_have_text("An area of 4 corners is drawn.")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_planner_is_quiet_within_its_width_and_open_to_everybody(
    chromium: Browser, read_only: Served, size: dict[str, int], language: str
) -> None:
    with (
        listening(read_only) as url,
        visiting(chromium, url, read_only, "planner", size, language) as visitor,  # type: ignore[arg-type]
    ):
        for path in PAGES:
            visitor.open(path)
            fits(visitor.page)


def test_a_planner_selects_parcels_by_drawing_and_hands_out_a_sheet_of_a3(
    chromium: Browser, served: Served
) -> None:
    with listening(served) as url, visiting(chromium, url, served, "planner", DESK) as visitor:
        page = visitor.page
        visitor.open("/zone?on=2023-06-30")
        dragged(page)
        page.get_by_role("button", name="List the parcels").click()
        expect(page).to_have_url(re.compile(r"/zone/selection\?on=2023-06-30&area="))
        expect(page.locator("[data-table=parcels] tbody tr").first).to_be_visible()
        page.get_by_role("link", name="A sheet of").first.click()
        page.get_by_label("Paper").select_option("A3")
        expect(page.locator(".preview img")).to_be_visible()
        page.get_by_role("button", name="Make this sheet").click()
        expect(page).to_have_url(re.compile(r"/jobs/"))
        expect(page.locator("h1")).to_contain_text("A3, 2023-06-30")


def test_an_area_is_drawn_without_a_mouse(chromium: Browser, read_only: Served) -> None:
    with listening(read_only) as url, visiting(chromium, url, read_only, "planner", DESK) as visitor:
        page = visitor.page
        visitor.open("/zone?on=2023-12-31")
        page.get_by_role("button", name="Draw around parcels").focus()
        page.keyboard.press("Enter")
        # The space bar sets a corner in the middle of the map, the arrows move the map.
        for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft"):
            page.keyboard.press("Space")
            page.keyboard.press(arrow)
            page.wait_for_timeout(400)
        page.keyboard.press("Enter")
        expect(page.locator("[data-drawn]")).to_have_text("An area of 3 corners is drawn.")


def test_the_area_of_an_address_is_drawn_again(chromium: Browser, read_only: Served) -> None:
    with listening(read_only) as url, visiting(chromium, url, read_only, "planner", DESK) as visitor:
        visitor.open(f"/zone?area={AREA}")
        assert visitor.page.locator("input[name=area]").input_value().count(";") == 3
