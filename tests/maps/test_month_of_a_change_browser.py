"""A change is shown in the month in which it happened, in Chromium: not one earlier and not one later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from landwatch.maps import draw_cluster
from landwatch.maps.rate_classes import style
from landwatch.measures.acreage import ledger_of
from landwatch.model import EventType
from tests.maps.visit import DESK, Visit
from tests.maps.zone import EVENTS, event, judged

pytestmark = pytest.mark.long

# Booked on the last day of June 2022, which still is June.
BOOKED = event(7, EventType.REVITALISED, date(2022, 6, 30), details={"method": "COMPLETE"})


@pytest.fixture(scope="module")
def page(chromium: Browser, map_assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page of 北渡 with the months from January 2022 to December 2023."""
    assessment = judged(events=[*EVENTS, BOOKED])
    path = tmp_path_factory.mktemp("months") / "beidu.html"
    entries = ledger_of(assessment.snapshot).frame()
    path.write_text(draw_cluster(assessment, "北渡", months=24, entries=entries), encoding="utf-8")
    visit = Visit(chromium, path, DESK)
    yield visit.page
    visit.leave()


def fill(state: str) -> str:
    look = style()["states"][state]
    return f"url(#state-{state})" if "pattern" in look else str(look["fill"])


def show(page: Page, year: int, month: int) -> None:
    page.locator("#month").fill(str((year - 2022) * 12 + month - 1))


@pytest.mark.parametrize(
    ("parcel", "before", "after", "month"),
    [
        ("BD-01", "due_soon", "commencement_default", 10),  # to commence by 30 September 2023
        ("BD-07", "under_construction", "completed", 5),  # completed on 20 May 2023
    ],
)
def test_a_parcel_changes_its_colour_in_the_month_of_the_change(
    page: Page, parcel: str, before: str, after: str, month: int
) -> None:
    fills = []
    for each in (month - 1, month):
        show(page, 2023, each)
        drawn = page.evaluate(
            "(no) => landwatch.page.placeOf(no).layer.getElement().getAttribute('fill')", parcel
        )
        fills.append(drawn)
    assert fills == [fill(before), fill(after)]


def test_land_booked_on_the_last_day_of_a_month_is_marked_in_that_month(page: Page) -> None:
    marked = []
    for month in (5, 6):
        show(page, 2022, month)
        line = page.locator(".leaflet-revitalised-pane path")
        marked.append(line.evaluate("(line) => line.style.display") != "none")
    assert marked == [False, True]
