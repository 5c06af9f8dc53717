"""The maps of a server in Chromium: nothing asked for elsewhere, nothing wrong, and everything leads on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.maps.visit import DESK, PHONE, popup_text, search, serious
from tests.web.browsing import Visitor, listening, visiting
from tests.web.visiting import Served

pytestmark = pytest.mark.long

QIAOHE = quote("桥河")
LATE, ITS_PARCEL = "渝綦工2020-042", "500110003001GB00058"


@pytest.fixture(scope="module")
def url(read_only: Served) -> Iterator[str]:
    """Where the office listens."""
    with listening(read_only) as address:
        yield address


@pytest.fixture
def inspector(chromium: Browser, url: str, read_only: Served) -> Iterator[Visitor]:
    """The inspector on a desk."""
    with visiting(chromium, url, read_only, "inspector", DESK) as visitor:
        yield visitor


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/map", f"/map/{QIAOHE}"])
def test_a_map_fits_and_axe_finds_nothing_serious(
    chromium: Browser, url: str, read_only: Served, path: str, size: dict[str, int], language: str
) -> None:
    with visiting(chromium, url, read_only, "inspector", size, language) as visitor:  # type: ignore[arg-type]
        visitor.open(path)
        expect(visitor.page.locator("path.leaflet-interactive").first).to_be_visible()
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        assert (width, serious(visitor.page)) == (size["width"], [])


def test_a_popup_leads_to_the_contract_as_of_the_same_day(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}?on=2023-06-30")
    search(inspector.page, LATE)
    inspector.page.locator(".leaflet-popup").get_by_role("link", name="Open the contract").click()
    expect(inspector.page).to_have_url(f"{inspector.url}/contracts/{quote(LATE)}?on=2023-06-30")


def test_the_map_tells_what_a_judgement_rests_on(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}#find={ITS_PARCEL}")
    inspector.page.locator(".leaflet-popup").get_by_role("button", name="What it rests on").click()
    dialog = inspector.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_have_text(f"Contract {LATE}")
    expect(dialog.locator(".tree")).to_contain_text(
        "12,412,120.00 yuan = 13,580,000.00 yuan × 1 ‰ × 914 days"
    )


def test_who_is_no_longer_signed_in_is_led_to_the_sign_in(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}#find={ITS_PARCEL}")
    inspector.context.clear_cookies()
    inspector.page.locator(".leaflet-popup").get_by_role("button", name="What it rests on").click()
    inspector.page.wait_for_url("**/sign-in?next=/contracts/**")


def test_a_row_of_a_list_leads_to_its_contract(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}")
    inspector.page.locator(".land-list").get_by_role("link", name=LATE).click()
    expect(inspector.page.get_by_role("heading", level=1)).to_have_text(LATE)


def test_a_contract_leads_to_its_parcel_on_the_map(inspector: Visitor) -> None:
    inspector.open(f"/contracts/{quote(LATE)}")
    inspector.page.get_by_role("link", name="Map of the cluster").first.click()
    inspector.page.wait_for_selector(".leaflet-popup")
    assert ITS_PARCEL in popup_text(inspector.page)


def test_another_day_keeps_the_place_and_the_chosen_parcel(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}")
    search(inspector.page, ITS_PARCEL)
    shown = inspector.page.evaluate("location.hash")
    inspector.page.get_by_label("Judged at the end of").fill("2022-06-30")
    inspector.page.wait_for_url("**on=2022-06-30**")
    inspector.page.wait_for_selector(".leaflet-popup")
    assert "365 days" in popup_text(inspector.page)
    assert inspector.page.evaluate("location.hash") == shown


def test_a_day_that_is_typed_is_not_asked_about_before_it_is_whole(inspector: Visitor) -> None:
    inspector.open("/map")
    inspector.page.get_by_label("Judged at the end of").focus()
    inspector.page.keyboard.type("06302022", delay=20)
    assert inspector.page.url == f"{inspector.url}/map"
    inspector.page.keyboard.press("Enter")
    inspector.page.wait_for_url("**on=2022-06-30")


def test_the_overview_leads_to_a_cluster_and_back(inspector: Visitor) -> None:
    inspector.open("/map?on=2022-06-30")
    inspector.page.get_by_role("navigation", name="Contents").get_by_role("link", name="桥河").click()
    expect(inspector.page.get_by_role("heading", level=1)).to_have_text("桥河")
    inspector.page.get_by_role("link", name="All clusters").click()
    expect(inspector.page).to_have_url(f"{inspector.url}/map?on=2022-06-30")


def test_search_on_the_overview_opens_the_parcel_on_its_map(inspector: Visitor) -> None:
    inspector.open("/map")
    inspector.page.get_by_role("combobox").fill(ITS_PARCEL)
    inspector.page.keyboard.press("Enter")
    inspector.page.wait_for_selector(".leaflet-popup")
    assert LATE in popup_text(inspector.page)


def test_an_earlier_month_is_shown_on_the_map(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}")
    inspector.page.get_by_role("button", name="Month before").click()
    expect(inspector.page.locator(".month")).to_have_text("2023-11")


def test_the_menu_of_the_visitor_opens_above_the_map(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}")
    inspector.page.locator(".menu summary").click()
    inspector.page.get_by_role("button", name="Sign out").click(trial=True)


def test_the_file_to_keep_opens_from_disk_and_asks_for_nothing(inspector: Visitor, tmp_path: Path) -> None:
    inspector.open(f"/map/{QIAOHE}")
    with inspector.page.expect_download() as download:
        inspector.page.get_by_role("link", name="Save for offline").click()
    assert download.value.suggested_filename == "桥河-2023-12-31.html"
    saved = tmp_path / "saved.html"
    download.value.save_as(saved)
    asked: list[str] = []
    with inspector.context.new_page() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(saved.as_uri())
        page.wait_for_selector("path.leaflet-interactive")
    inspector.elsewhere.clear()
    assert asked == [saved.as_uri()]


def test_on_paper_the_map_has_its_day_and_no_navigation(inspector: Visitor) -> None:
    inspector.open(f"/map/{QIAOHE}?on=2022-06-30")
    inspector.page.emulate_media(media="print")
    expect(inspector.page.get_by_text("Judged at the end of 2022-06-30")).to_be_visible()
    expect(inspector.page.get_by_role("navigation", name="Pages")).to_be_hidden()
    expect(inspector.page.get_by_role("link", name="Save for offline")).to_be_hidden()


def test_an_address_that_names_a_parcel_opens_it_on_a_phone(
    chromium: Browser, url: str, read_only: Served
) -> None:
    with visiting(chromium, url, read_only, "inspector", PHONE) as visitor:
        visitor.open(f"/map/{QIAOHE}#find={ITS_PARCEL}")
        visitor.page.wait_for_selector(".leaflet-popup")
        assert LATE in popup_text(visitor.page)
