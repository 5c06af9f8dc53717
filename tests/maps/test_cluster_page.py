"""What a planner does on the page of a cluster: one visit, each test puts the page back as it found it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.maps.visit import DESK, PHONE, Visit, popup_text


@pytest.fixture(scope="module")
def visit(chromium: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The page of 北渡 on a desk, opened from disk once."""
    made = Visit(chromium, pages["beidu.html"], DESK)
    yield made
    made.leave()


@pytest.fixture
def page(visit: Visit) -> Page:
    """The page as it is when it has just been opened."""
    visit.page.evaluate("() => history.replaceState(null, '', location.pathname)")
    visit.page.reload()
    visit.page.wait_for_selector("path.leaflet-interactive")
    return visit.page


def shown(page: Page) -> int:
    """How many parcels are drawn and not hidden."""
    return int(
        page.evaluate(
            """() => [...document.querySelectorAll(".leaflet-ground-pane path")]
                .filter(path => path.style.display !== "none").length"""
        )
    )


def test_the_page_answers_which_land_is_idle_since_when_why_and_how_many_mu(page: Page) -> None:
    text = page.locator(".land-list").inner_text()
    for words in (
        "闲置土地（认定与疑似）",
        "2 宗合同，120.00 亩",
        "BD-03",
        "2021-07-01",
        "BD-13",
        "2021-10-01",
        "2022-07-01起疑似闲置，2023-07-01起已满两年，尚未认定",
        "2023-03-01 认定，綦规资闲认〔2023〕1号",
    ):
        assert words in text


def test_a_click_in_the_list_leads_to_the_parcel_and_escape_back_to_the_list(page: Page) -> None:
    button = page.locator(".land-list").get_by_role("button", name="BD-13")
    button.click()
    assert "宗地 BD-13" in popup_text(page)
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_a_number_of_the_legend_opens_the_list_of_what_it_counts(page: Page) -> None:
    page.get_by_role("button", name=re.compile("竣工违约清单")).click()
    summary = page.locator(".land-list summary")
    expect(summary).to_have_text(re.compile("竣工违约.*60.00 亩"))
    expect(page.locator(".land-list tbody th")).to_have_text(["BD-02 "])


def test_only_one_layer_is_left_and_the_same_button_brings_the_others_back(page: Page) -> None:
    before = shown(page)
    only = page.get_by_role("button", name="只看：认定闲置")
    only.press("Enter")
    assert (shown(page), only.get_attribute("aria-pressed")) == (1, "true")
    only.press("Enter")
    assert (shown(page), only.get_attribute("aria-pressed")) == (before, "false")


def test_a_parcel_that_is_filtered_away_comes_back_when_it_is_chosen(page: Page) -> None:
    page.get_by_role("button", name="只看：认定闲置").click()
    page.locator(".land-list").get_by_role("button", name="BD-03").click()
    expect(page.get_by_role("button", name="只看：认定闲置")).to_have_attribute("aria-pressed", "false")


def test_parcels_can_be_given_other_states_and_get_their_own_back(page: Page) -> None:
    """The interface that other scripts of the page use."""
    page.evaluate("() => landwatch.page.restyle(() => 'completed', () => 'suspected')")
    fills = """() => new Set([...document.querySelectorAll("path.leaflet-interactive")]
        .map(path => path.getAttribute("fill"))).size"""
    hatched = "() => document.querySelectorAll('.leaflet-idle-pane path').length"
    drawn = page.evaluate("() => landwatch.page.places.filter(place => place.layer).length")
    assert (page.evaluate(fills), page.evaluate(hatched)) == (1, drawn)
    page.evaluate("() => landwatch.page.restyle()")
    assert page.evaluate(fills) > 5 and page.evaluate(hatched) == 2


def test_the_popup_leads_to_the_whole_explanation_in_the_same_file(visit: Visit, page: Page) -> None:
    page.locator(".land-list").get_by_role("button", name="BD-03").click()
    page.locator(".parcel-popup").get_by_role("button", name="判定依据").click()
    text = page.get_by_role("dialog", name="合字第03号").inner_text()
    for words in ("开工状态", "开工违约", "GF-2008-2601", "通行认识", "责任方", "法规参数版本"):
        assert words in text
    assert all(url.startswith("file://") for url in visit.requests)


def test_the_explanation_unfolds_by_keyboard_and_escape_leads_back(page: Page) -> None:
    why = page.locator(".land-list").get_by_role("button", name="判定依据").first
    why.press("Enter")
    page.get_by_role("button", name="全部展开或收起").press("Enter")
    assert page.locator("dialog details:not([open])").count() == 0
    page.keyboard.press("Escape")
    expect(why).to_be_focused()


def test_markup_in_an_explanation_is_shown_as_text(page: Page) -> None:
    page.evaluate("() => { landwatch.data.explanations.texts.fill('<b id=bad>'); }")
    page.locator(".land-list").get_by_role("button", name="判定依据").first.click()
    assert page.locator("#bad").count() == 0 and "<b id=bad>" in page.get_by_role("dialog").inner_text()


def test_the_address_keeps_view_parcel_and_layers_and_opens_the_same_again(visit: Visit, page: Page) -> None:
    page.get_by_role("checkbox", name="宗地编号注记").uncheck()
    page.get_by_role("button", name="只看：开工违约").click()
    page.locator(".land-list").get_by_role("button", name="BD-13").click()
    page.wait_for_timeout(600)  # until the map has made room for the popup
    kept = page.evaluate("() => location.hash")
    other = visit.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".leaflet-popup")
    assert "宗地 BD-13" in popup_text(other)
    assert shown(other) == shown(page) == 3
    expect(other.get_by_role("checkbox", name="宗地编号注记")).not_to_be_checked()
    assert other.evaluate("() => location.hash") == kept
    other.close()


def test_an_address_with_things_the_page_does_not_have_opens_all_the_same(visit: Visit) -> None:
    other = visit.context.new_page()
    other.goto(visit.page.url.split("#")[0] + "#at=x,y,z&parcel=NONE&off=nothing&only=what")
    other.wait_for_selector(".parcel-label")
    assert shown(other) > 5
    other.close()


def test_on_paper_map_and_legend_share_the_first_page_and_the_list_follows(page: Page) -> None:
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    first, second = (sheet.extract_text() for sheet in pages)
    assert "BD-07" in first and "有效合同合计" in first
    assert "2021-07-01" in second


def test_a_choice_in_the_list_brings_the_map_of_a_phone_into_sight(
    chromium: Browser, pages: dict[str, Path]
) -> None:
    visit = Visit(chromium, pages["beidu.html"], PHONE)
    visit.page.locator(".land-list > summary").click()
    visit.page.locator(".land-list").get_by_role("button", name="BD-03").click()
    expect(visit.page.locator(".leaflet-popup-content")).to_be_in_viewport()
    visit.leave()
