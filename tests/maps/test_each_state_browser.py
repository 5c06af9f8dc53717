"""Every state of the legend by itself, in Chromium: its box hides its parcels and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from landwatch.maps.rate_classes import style
from landwatch.measures.figures.states import State
from tests.maps.visit import DESK, Visit

pytestmark = pytest.mark.long

SHOWN = """() => [...document.querySelectorAll("path.leaflet-interactive")]
    .filter(path => path.style.display !== "none").map(path => path.getAttribute("fill"))"""
# How many parcels of 北渡 have a boundary and are in each state on 2023-12-31, counted in tests/maps/zone.py.
DRAWN = {
    State.COMMENCEMENT_DEFAULT: 3,
    State.COMPLETION_DEFAULT: 1,
    State.EXCUSED: 1,
    State.DUE_SOON: 1,
    State.UNDER_CONSTRUCTION: 2,
    State.COMPLETED: 1,
    State.NOT_DUE: 3,
    State.UNKNOWN: 1,
    State.NO_CONTRACT: 1,
}


@pytest.fixture(scope="module")
def desk(chromium: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The page of 北渡 on a desk."""
    visit = Visit(chromium, pages["beidu.html"], DESK)
    yield visit
    visit.leave()


def fill(state: State) -> str:
    look = style()["states"][state]
    return f"url(#state-{state})" if "pattern" in look else str(look["fill"])


def test_every_state_of_the_zone_is_drawn(desk: Visit) -> None:
    assert Counter(desk.page.evaluate(SHOWN)) == {fill(state): count for state, count in DRAWN.items()}


@pytest.mark.parametrize("state", DRAWN, ids=str)
def test_a_state_that_is_switched_off_leaves_all_others_as_they_are(desk: Visit, state: State) -> None:
    box = desk.page.locator(f'.legend input[data-layer="{state}"]')
    box.uncheck()
    others = {fill(each): count for each, count in DRAWN.items() if each != state}
    assert Counter(desk.page.evaluate(SHOWN)) == others
    box.check()
    assert sum(Counter(desk.page.evaluate(SHOWN)).values()) == sum(DRAWN.values())
