"""Every page in Chromium 80: 360 and QQ browsers carry it; what is older is told which browsers serve."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from landwatch.maps import write_atlas, write_pages
from landwatch.web.office import SAMPLE_DAY
from tests.maps.visit import DESK, PHONE
from tests.oldest_browser import OldestBrowser
from tests.web.browsing import listening
from tests.web.test_browser import ON_LAND, SIZES, WIDER
from tests.web.test_clerk_browser import PAGES as CLERKS
from tests.web.test_parcels import NUMBER
from tests.web.visiting import Served

pytestmark = pytest.mark.long

QIAOHE = f"/map/{quote('桥河')}"
PARCELS = "document.querySelectorAll('path.leaflet-interactive').length"
DUTY = "document.activeElement.closest('[data-duty]')"
# What Chromium 80 does not lay out: gaps in flexible boxes, and fieldsets that are one or a grid.
UNLAID = """[...document.querySelectorAll('*')].filter(each => {
    const {display, columnGap, rowGap} = getComputedStyle(each);
    const hasGap = [columnGap, rowGap].some(gap => gap !== 'normal' && gap !== '0px');
    const isFlexible = display.endsWith('flex');
    return isFlexible && hasGap || each.matches('fieldset') && (isFlexible || display.endsWith('grid'));
}).map(each => each.className || each.tagName)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[OldestBrowser]:
    """Chromium 80."""
    with OldestBrowser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(read_only: Served) -> Iterator[str]:
    """Where the sample is served."""
    with listening(read_only) as url:
        yield url


def sign_in(browser: OldestBrowser, url: str, served: Served, role: str) -> None:
    """Sign in by keys alone."""
    browser.open(f"{url}/sign-in?lang=en")
    browser.write(role)
    browser.press("Tab")
    browser.write(served.password(role))
    browser.press("Enter")
    browser.wait_for("location.pathname !== '/sign-in' && document.readyState === 'complete'")


def test_the_browser_is_chromium_80(browser: OldestBrowser) -> None:
    assert browser.version().startswith("HeadlessChrome/80.")


@SIZES
@pytest.mark.parametrize("role", ["inspector", "manager"])
def test_every_page_is_quiet_within_its_width_and_laid_out(
    browser: OldestBrowser, address: str, read_only: Served, role: str, size: dict[str, int]
) -> None:
    browser.begin(size)
    sign_in(browser, address, read_only, role)
    laid_out: dict[str, tuple[int, list[str]]] = {}
    for path in ON_LAND:
        browser.open(address + path)
        laid_out[path] = browser.evaluate(f"({WIDER})()"), browser.evaluate(UNLAID)
    assert (laid_out, browser.complaints()) == (dict.fromkeys(ON_LAND, (0, [])), [])


def test_a_day_is_taken_along_and_a_visit_recorded_on_a_phone(browser: OldestBrowser, served: Served) -> None:
    browser.begin(PHONE)
    with listening(served) as url:
        sign_in(browser, url, served, "inspector")
        browser.open(f"{url}/field")
        browser.wait_for("document.documentElement.dataset.ready === 'yes'")
        browser.evaluate("document.querySelector('#take').click()")
        browser.wait_for("document.querySelector('#tasks button')")
        laid_out = [(browser.evaluate(f"({WIDER})()"), browser.evaluate(UNLAID))]
        browser.evaluate("document.querySelector('#tasks button').click()")
        browser.wait_for("!document.querySelector('#visit').hidden")
        laid_out.append((browser.evaluate(f"({WIDER})()"), browser.evaluate(UNLAID)))
        browser.evaluate("document.querySelector('#stage-pit').click()")
        browser.evaluate("document.querySelector('#save').click()")
        browser.wait_for("document.querySelector('#records .done')")
        # What it lacks is told on arrival: Chromium 80 lacks nothing that a visit needs.
        lacking = browser.evaluate("document.querySelector('#lacking').innerText")
        assert (laid_out, lacking, browser.complaints()) == ([(0, [])] * 2, "", [])


def test_the_map_draws_every_parcel(browser: OldestBrowser, address: str, read_only: Served) -> None:
    browser.begin(DESK)
    sign_in(browser, address, read_only, "inspector")
    browser.open(address + QIAOHE)
    drawn = "landwatch.data.parcels.filter(parcel => parcel.shape).length"
    assert browser.evaluate(f"{PARCELS} >= {drawn} && {drawn} > 0")


def test_a_reason_is_told_by_the_map(browser: OldestBrowser, address: str, read_only: Served) -> None:
    browser.begin(DESK)
    sign_in(browser, address, read_only, "inspector")
    browser.open(f"{address}{QIAOHE}#find=500110003001GB00058")
    browser.evaluate("document.querySelector('.leaflet-popup .why-button').click()")
    browser.wait_for("document.querySelector('#explanation[open] .tree li')")
    assert browser.complaints() == []


def test_a_review_is_saved_by_keys_and_the_next_flag_has_the_focus(
    browser: OldestBrowser, served: Served
) -> None:
    with listening(served) as url:
        browser.begin(DESK)
        sign_in(browser, url, served, "inspector")
        browser.press("j")
        first = browser.evaluate(f"{DUTY}.id")
        browser.press("1")
        browser.write("seen in an old browser")
        browser.press("Enter")
        browser.wait_for(f"{DUTY} && {DUTY}.id !== '{first}'")
        is_done = browser.evaluate(f"document.getElementById('{first}').classList.contains('done')")
        assert (is_done, browser.complaints()) == (True, [])


@SIZES
@pytest.mark.parametrize("page", ["cluster", "atlas"])
def test_a_saved_page_opens_from_disk_and_draws(
    browser: OldestBrowser, read_only: Served, tmp_path: Path, page: str, size: dict[str, int]
) -> None:
    assessment = read_only.office.kept.assessment(SAMPLE_DAY).assessment
    if page == "cluster":
        [saved] = write_pages(assessment, tmp_path, ["桥河"], language="zh")
    else:
        [saved] = write_atlas(assessment, tmp_path / "atlas.html", language="zh")
    browser.begin(size)
    browser.open(saved.as_uri())
    browser.wait_for(f"{PARCELS} > 0")
    laid_out = browser.evaluate(f"({WIDER})()"), browser.evaluate(UNLAID)
    elsewhere = [each for each in browser.asked() if not each.startswith((saved.as_uri(), "data:"))]
    assert (laid_out, elsewhere, browser.complaints()) == ((0, []), [], [])


def test_an_older_browser_is_told_which_ones_serve(browser: OldestBrowser, address: str) -> None:
    browser.begin(DESK)
    # Promise.allSettled came with Chromium 76.
    browser.before_every_page("delete Promise.allSettled")
    browser.open(f"{address}/sign-in?lang=en")
    told = browser.evaluate("[location.pathname, document.body.innerText]")
    assert told[0] == "/browser"
    assert "These pages need Chrome, Edge or Firefox 80 or newer" in told[1]


@SIZES
def test_every_page_of_a_clerk_is_quiet_within_its_width_and_laid_out(
    browser: OldestBrowser, address: str, read_only: Served, size: dict[str, int]
) -> None:
    browser.begin(size)
    sign_in(browser, address, read_only, "clerk")
    laid_out: dict[str, tuple[int, list[str]]] = {}
    for path in CLERKS:
        browser.open(address + path)
        laid_out[path] = browser.evaluate(f"({WIDER})()"), browser.evaluate(UNLAID)
    assert (laid_out, browser.complaints()) == (dict.fromkeys(CLERKS, (0, [])), [])


def test_a_fact_is_recorded_by_keys(browser: OldestBrowser, served: Served) -> None:
    with listening(served) as url:
        browser.begin(DESK)
        sign_in(browser, url, served, "clerk")
        browser.open(f"{url}/record?type=foundation_progress&contract={quote(NUMBER)}")
        browser.wait_for("document.activeElement.name === 'day'")
        browser.write("0630")
        browser.press("Enter")
        browser.wait_for("document.querySelector('.ready') && document.activeElement.tagName === 'BUTTON'")
        assert "2023-06-30" in browser.evaluate("document.querySelector('.told').innerText")
        browser.press("Enter")
        browser.wait_for("document.querySelector('.saved')")
        assert browser.complaints() == []
