"""The view that an address keeps, in Chromium: whoever opens it sees the same ground in the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.maps.visit import DESK, Visit
from tests.maps.zone import SOUTH, WEST

pytestmark = pytest.mark.long

# Where the first parcel stands on the screen.
CORNER = """() => { const {left, top, width} = document.querySelector(
    ".leaflet-ground-pane path").getBoundingClientRect(); return [left, top, width]; }"""


@pytest.fixture
def page(chromium: Browser, pages: dict[str, Path]) -> Iterator[Page]:
    """The page of 北渡, moved and brought nearer by its visitor."""
    visit = Visit(chromium, pages["beidu.html"], DESK)
    visit.page.locator(".leaflet-container").focus()
    for key in ("ArrowRight", "ArrowDown", "+"):
        visit.page.keyboard.press(key)
        visit.page.wait_for_timeout(600)  # until the map stands still
    yield visit.page
    visit.leave()


def test_the_address_names_latitude_and_longitude_of_what_is_looked_at(page: Page) -> None:
    told = re.search(r"at=([\d.]+)(?:,|%2C)([\d.]+)", page.url)
    assert told is not None
    assert (float(told[1]), float(told[2])) == (pytest.approx(SOUTH, abs=0.02), pytest.approx(WEST, abs=0.03))


def test_whoever_opens_the_address_sees_the_same_ground_in_the_same_place(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("path.leaflet-interactive", state="attached")
    assert other.evaluate(CORNER) == pytest.approx(page.evaluate(CORNER), abs=1.5)
    other.close()
