"""The page of a contract in Chromium: readable on desk and phone with everything open, and whole on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.maps.visit import DESK, PHONE, serious
from tests.web.browsing import Visitor, listening, visiting
from tests.web.visiting import Served

pytestmark = pytest.mark.long

PAGE = f"/contracts/{quote('渝綦工2019-070')}"


@pytest.fixture(scope="module")
def url(read_only: Served) -> Iterator[str]:
    """Where the office listens."""
    with listening(read_only) as address:
        yield address


@pytest.fixture
def inspector(chromium: Browser, url: str, read_only: Served) -> Iterator[Visitor]:
    """The inspector on a desk, at the contract."""
    with visiting(chromium, url, read_only, "inspector", DESK) as visitor:
        visitor.open(PAGE)
        yield visitor


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_with_everything_open_the_page_fits_and_axe_finds_nothing_serious(
    chromium: Browser, url: str, read_only: Served, size: dict[str, int], language: str
) -> None:
    with visiting(chromium, url, read_only, "inspector", size, language) as visitor:  # type: ignore[arg-type]
        visitor.open(PAGE)
        visitor.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert (width, serious(visitor.page)) == (size["width"], [])


def test_a_reason_opens_by_keyboard_to_what_it_rests_on(inspector: Visitor) -> None:
    damages = inspector.page.locator("#damages > details").first
    base = damages.locator("> details", has_text="base of the damages")
    price = base.get_by_text("contract price")
    expect(price).to_be_hidden()
    damages.locator("> summary").focus()
    inspector.page.keyboard.press("Enter")
    base.locator("> summary").press("Enter")
    expect(price).to_be_visible()


def test_another_day_is_one_field_away(inspector: Visitor) -> None:
    inspector.page.get_by_label("Day").first.fill("2023-06-30")
    inspector.page.keyboard.press("Enter")
    inspector.page.wait_for_url("**on=2023-06-30")
    expect(inspector.page.get_by_text("942 days late in commencement")).to_be_visible()


def test_the_dossier_comes_as_a_file_that_says_which_it_is(inspector: Visitor) -> None:
    with inspector.page.expect_download() as download:
        inspector.page.get_by_role("link", name="Dossier as PDF").click()
    assert download.value.suggested_filename == "dossier-渝綦工2019-070-2023-12-31.pdf"


def test_on_paper_everything_stands_open_and_is_folded_again(inspector: Visitor) -> None:
    folded = "document.querySelectorAll('main details:not([open])').length"
    before = inspector.page.evaluate(folded)
    paper = "".join(page.extract_text() for page in PdfReader(BytesIO(inspector.page.pdf())).pages)
    words = re.sub(r"\s+", "", paper)
    # What stands at the end of a branch, in the history, and among the patrols.
    assert {each for each in ("baseofthedamages:", "patrols.csv", "2023-12-08") if each not in words} == set()
    assert inspector.page.evaluate(folded) == before > 0
    assert "Savethereview" not in words


def test_a_neighbour_leads_to_its_contract_on_the_same_day(inspector: Visitor) -> None:
    inspector.open(f"{PAGE}?on=2023-06-30")
    inspector.page.locator("#place summary").click()
    neighbour = inspector.page.locator("#place li a").first
    number = neighbour.inner_text()
    neighbour.click()
    expect(inspector.page).to_have_url(f"{inspector.url}/contracts/{quote(number)}?on=2023-06-30")
