"""A day of patrols on a phone, from the plan to the ledger; and a manager who sees who is behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.maps.visit import DESK, PHONE, serious
from tests.web.browsing import listening, visiting
from tests.web.test_browser import WIDER
from tests.web.visiting import Served

pytestmark = pytest.mark.long

DAY = "on=2023-12-20"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(16)


def fits(page: Page) -> None:
    """The page stands within its width and is open to everybody."""
    assert (page.evaluate(WIDER), serious(page)) == (0, []), page.url


@pytest.mark.timeout(300)
def test_a_day_of_ten_visits_goes_from_plan_to_ledger_on_a_phone(
    chromium: Browser, served: Served, tmp_path: Path
) -> None:
    picture = tmp_path / "现场.png"
    picture.write_bytes(PICTURE)
    with listening(served) as url:
        with visiting(chromium, url, served, "inspector", PHONE) as visitor:
            visitor.open(f"/patrols?{DAY}")
            page = visitor.page
            fits(page)
            waiting = _waiting(page)
            page.click("nav.tabs >> text=Route")
            fits(page)
            first = page.locator(".errand h2 a").first.inner_text()
            page.locator(".errand .act a.button").first.click()
            numbers = [_record(page, place, picture) for place in range(10)]
            assert numbers[0] == first
            assert len(set(numbers)) == 10
            page.click(".next-visit >> text=To the list")
            assert _waiting(page) == waiting - 10
            page.click("nav.tabs >> text=Ledger of patrols")
            page.wait_for_selector("table.facts")
            fits(page)
            text = page.locator("main").inner_text()
            assert all(number in text for number in numbers)
        with visiting(chromium, url, served, "auditor", DESK) as auditor:
            auditor.open("/journal")
            rows = auditor.page.locator("tbody tr", has_text="inspector")
            assert rows.count() == 10


def _waiting(page: Page) -> int:
    found = re.search(r"(\d+) contracts to go to", page.locator(".lead").inner_text())
    assert found is not None
    return int(found[1])


def _record(page: Page, place: int, picture: Path) -> str:
    """Record a visit with the thumb, and go on to the next; the contract."""
    if place == 0:
        fits(page)
    number = page.locator(".project a").inner_text()
    page.locator(".choices-grid label").nth(place % 8).tap()
    page.fill("[name=done]", str(place * 10))
    page.locator("label[for=reported-yes]").tap()
    page.fill("[name=note]", f"第{place + 1}处")
    if place == 0:
        page.set_input_files("[name=photos][multiple]", picture)
    page.locator("button.main").tap()
    expect(page.locator(".saved")).to_contain_text("Saved: visit XC-20231220-")
    expect(page.locator(".verdict")).to_contain_text("Counts for the patrol rate")
    if place == 0:
        fits(page)
    if place < 9:
        page.locator(".next-visit a.main").tap()
        page.wait_for_selector("form.visit")
    return str(number)


def test_a_visit_is_recorded_by_keys_alone(chromium: Browser, served: Served) -> None:
    with listening(served) as url, visiting(chromium, url, served, "inspector", DESK) as visitor:
        visitor.open(f"/patrols?{DAY}")
        page = visitor.page
        page.locator(".errand .act a.button").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("form.visit")
        page.locator("[name=works]").first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type("12.5")
        page.keyboard.press("Enter")
        expect(page.locator(".saved")).to_contain_text("Saved: visit")
        assert "12.5 %" in page.locator("main").inner_text()


def test_the_form_serves_without_script(chromium: Browser, served: Served) -> None:
    with listening(served) as url:
        context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{url}/sign-in?lang=en")
        page.fill("[name=login]", "inspector")
        page.fill("[name=password]", served.password("inspector"))
        page.click("button.main")
        page.goto(f"{url}/patrols?{DAY}")
        page.locator(".errand .act a.button").first.click()
        page.locator(".choices-grid label").first.click()
        page.locator("button.main").click()
        assert "Saved: visit" in page.locator(".saved").inner_text()
        context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_manager_sees_who_is_behind_and_opens_the_lines(
    chromium: Browser, served: Served, size: dict[str, int]
) -> None:
    with listening(served) as url, visiting(chromium, url, served, "manager", size) as visitor:
        visitor.open(f"/patrols/people?{DAY}")
        page = visitor.page
        fits(page)
        # 王拟新 in 北渡 has missed most: 17 lines, told by `landwatch patrol plan --behind`.
        top = page.locator(".standings tbody tr").first
        assert "王拟新" in top.inner_text()
        top.locator("td.over a").click()
        page.wait_for_selector(".errands")
        fits(page)
        assert page.locator(".errand .lines li").count() == 17
        assert "北渡" in page.locator(".errand .who-where").first.inner_text()
