"""A clerk at work in Chromium: facts by the keyboard, pasted rows, corrections, a split parcel."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.maps.visit import DESK, PHONE, serious
from tests.web.browsing import listening, visiting
from tests.web.test_browser import WIDER
from tests.web.test_imports import BAD, GOOD, workbook
from tests.web.test_jobs import work
from tests.web.test_parcels import NUMBER, ground_of, halves
from tests.web.visiting import Served

pytestmark = pytest.mark.long

HERE = f"/contracts/{quote(NUMBER, safe='')}"
PAGES = (
    "/record",
    "/record?type=revitalised",
    "/record/paste",
    "/recorded",
    "/imports",
    f"{HERE}/correct",
    f"{HERE}/attach",
    "/parcels/split",
    "/parcels/take-back",
)


def fits(page: Page) -> None:
    """The page stands within its width and is open to everybody."""
    assert (page.evaluate(WIDER), serious(page)) == (0, []), page.url


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_clerk_is_quiet_within_its_width_and_open_to_everybody(
    chromium: Browser, read_only: Served, size: dict[str, int], language: str
) -> None:
    with (
        listening(read_only) as url,
        visiting(chromium, url, read_only, "clerk", size, language) as visitor,  # type: ignore[arg-type]
    ):
        for path in PAGES:
            visitor.open(path)
            fits(visitor.page)


def test_a_fact_is_recorded_without_a_mouse(chromium: Browser, served: Served) -> None:
    with listening(served) as url, visiting(chromium, url, served, "clerk", DESK) as visitor:
        page = visitor.page
        visitor.open(f"/record?type=foundation_progress&contract={quote(NUMBER)}")
        page.keyboard.type("0630")
        page.keyboard.press("Enter")
        expect(page.locator(".told")).to_contain_text("2023-06-30")
        fits(page)
        page.keyboard.press("Enter")
        expect(page.locator(".saved")).to_contain_text("1 fact was recorded.")


def test_what_is_wrong_with_a_fact_has_the_focus(chromium: Browser, served: Served) -> None:
    with listening(served) as url, visiting(chromium, url, served, "clerk", DESK) as visitor:
        page = visitor.page
        visitor.open(f"/record?type=foundation_progress&contract={quote(NUMBER)}")
        page.fill("[name=day]", "20230630")
        page.fill("[name=share]", "3/2")
        page.keyboard.press("Enter")
        expect(page.locator("[name=share]")).to_be_focused()
        expect(page.locator("#of-share")).to_contain_text("no share")
        fits(page)


def test_a_pasted_table_is_mended_by_what_its_cells_say(chromium: Browser, served: Served) -> None:
    with listening(served) as url, visiting(chromium, url, served, "clerk", DESK) as visitor:
        page = visitor.page
        table = f"合同编号\t事项\t日期\n{NUMBER}\t施工许可\t{{}}\n{NUMBER}\t{{}}\t20230701\n"
        visitor.open("/record/paste")
        page.fill("textarea", table.format("20230631", "停公"))
        page.click("button.main")
        expect(page.locator("td.wrong")).to_have_count(2)
        fits(page)
        page.fill("textarea", table.format("20230630", "停工"))
        page.click("form.pasting button")
        page.click("text=Record 2 facts")
        expect(page.locator(".saved")).to_contain_text("2 facts were recorded.")


def test_what_was_recorded_is_found_again_and_corrected(chromium: Browser, served: Served) -> None:
    with listening(served) as url, visiting(chromium, url, served, "clerk", PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/record?type=construction_permit&contract={quote(NUMBER)}")
        page.fill("[name=day]", "20230630")
        page.click("form#fact button")
        page.click(".ready button")
        page.click(".saved a")
        fits(page)
        page.click(".told a:has-text('Correct')")
        page.fill("[name=day]", "0701")
        page.fill("#fact [name=reason]", "日期录错")
        page.click("form#fact button")
        fits(page)
        page.click(".ready button")
        expect(page.locator("#facts")).to_contain_text("2023-07-01")


def test_a_parcel_is_split_and_put_back(chromium: Browser, served: Served, tmp_path: Path) -> None:
    number, ground = ground_of(served)
    survey = tmp_path / "halves.geojson"
    survey.write_bytes(halves(ground))
    with listening(served) as url, visiting(chromium, url, served, "clerk", DESK) as visitor:
        page = visitor.page
        visitor.open(f"/parcels/split?parcel={number}")
        page.set_input_files("[name=file]", survey)
        page.fill("[name=day]", "1201")
        page.fill("[name=document]", "綦规资分1号")
        page.fill("[name=reason]", "分割登记")
        page.click("form#parcels button")
        expect(page.locator(".cost")).to_contain_text("438 → 439")
        fits(page)
        page.click(".ready button")
        page.click(".saved >> text=Take it back")
        page.fill("[name=document]", "綦规资更1号")
        page.fill("[name=reason]", "登记有误")
        page.click("form#parcels button")
        expect(page.locator(".cost")).to_contain_text("439 → 438")
        page.click(".ready button")
        expect(page.locator(".saved")).to_contain_text("It is done.")


@pytest.mark.timeout(300)
def test_a_bad_ledger_is_mended_with_nothing_but_what_the_page_says(
    chromium: Browser, served: Served, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.xlsx"
    with listening(served) as url, visiting(chromium, url, served, "clerk", DESK) as visitor:
        page = visitor.page
        visitor.open("/imports")
        fits(page)
        ledger.write_bytes(workbook(BAD, GOOD))
        page.set_input_files("#files", ledger)
        page.click(".drop-form button.main")
        page.wait_for_url("**/imports/*")
        work(served)
        told = page.locator("tr.error")
        expect(told).to_contain_text("Sheet!D2")
        fits(page)
        (row, column), day = _named(told.locator(".where").inner_text()), "2023-06-30"
        assert day in told.inner_text()
        mended = [[*BAD], [*GOOD]]
        mended[row][column] = day
        ledger.write_bytes(workbook(*mended))
        page.set_input_files("#files", ledger)
        page.click(".drop-form button.main")
        page.wait_for_url("**/imports/*")
        work(served)
        page.click("text=Take 2 records in")
        page.wait_for_url("**/imports/*")
        work(served)
        expect(page.locator(".saved")).to_contain_text("2 records were taken in.")
        fits(page)


def _named(place: str) -> tuple[int, int]:
    """Row below the header and column, from 0, of a place such as Sheet!D2."""
    letter, number = place.rpartition("!")[2][0], place.rpartition("!")[2][1:]
    return int(number) - 2, ord(letter) - ord("A")
