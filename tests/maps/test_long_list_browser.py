"""A list longer than is drawn at first, in Chromium: how many more there are, and all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from landwatch.maps import draw_cluster
from tests.maps.visit import DESK, Visit
from tests.maps.zone import contract, judged, parcel

pytestmark = pytest.mark.long


@pytest.fixture
def page(chromium: Browser, map_assets: Path, tmp_path: Path) -> Iterator[Page]:
    """The page of 北渡 with sixty contracts, all of them late with commencement."""
    numbers = range(1, 61)
    late = judged(contracts=list(map(contract, numbers)), parcels=list(map(parcel, numbers)), events=[])
    path = tmp_path / "beidu.html"
    path.write_text(draw_cluster(late, "北渡"), encoding="utf-8")
    visit = Visit(chromium, path, DESK)
    yield visit.page
    visit.leave()


def test_the_button_below_fifty_rows_names_how_many_are_left_and_brings_them(page: Page) -> None:
    page.locator('[data-list="commencement_default"]').first.click()
    rows = page.locator(".list-body tbody")
    more = page.locator(".list-body .more")
    expect(rows).to_have_count(50)
    assert re.findall(r"\d+", more.inner_text()) == ["10"]
    more.click()
    expect(rows).to_have_count(60)
    expect(more).to_be_hidden()
