"""A manager explains 2.1 % down to one contract on a phone; and a wall that turns and wakes up again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.maps.visit import DESK, PHONE, serious
from tests.web.browsing import listening, visiting
from tests.web.test_browser import WIDER
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

DAY = "on=2023-12-31"


def fits(page: Page) -> None:
    """The page stands within its width and is open to everybody."""
    assert (page.evaluate(WIDER), serious(page)) == (0, []), page.url


def test_a_manager_explains_a_rate_down_to_one_contract_on_a_phone(
    chromium: Browser, read_only: Served
) -> None:
    with listening(read_only) as url, visiting(chromium, url, read_only, "manager", PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/situation?{DAY}")
        fits(page)
        card = page.locator("#commencement .first")
        expect(card).to_contain_text("= 699.09 / 33290.10")
        card.locator("summary").click()
        expect(card.locator("details p").first).to_contain_text("divided by the pool")
        card.locator("a.value").click()
        page.wait_for_url("**/figures/commencement_default_rate_area*")
        fits(page)
        expect(page.locator("tbody tr")).to_have_count(11)
        page.click("text=渝綦工2020-042")
        page.wait_for_url("**/contracts/**")
        fits(page)
        expect(page.locator("#why")).to_be_visible()


def test_another_day_is_set_beside_with_the_keyboard_alone(chromium: Browser, read_only: Served) -> None:
    with listening(read_only) as url, visiting(chromium, url, read_only, "manager", DESK) as visitor:
        page = visitor.page
        visitor.open(f"/situation?{DAY}")
        page.focus("[name=than]")
        page.keyboard.type("12312022")
        page.keyboard.press("Enter")
        page.wait_for_url("**than=2022-12-31*")
        expect(page.locator("#commencement .beside").first).to_contain_text("5.0 %")
        fits(page)


def test_the_wall_turns_can_be_stopped_and_keeps_its_numbers_while_the_server_is_away(
    chromium: Browser, read_only: Served
) -> None:
    with listening(read_only) as url, visiting(chromium, url, read_only, "manager", DESK) as visitor:
        page = visitor.page
        page.clock.install()
        visitor.open(f"/wall?{DAY}")
        fits(page)
        shown = page.locator(".turn:not([hidden])")
        expect(shown).to_contain_text("2.1 %")
        page.clock.run_for(21_000)
        expect(shown).not_to_contain_text("2.1 %")
        page.click("#pause")
        held = shown.inner_text()
        page.clock.run_for(41_000)
        assert shown.inner_text() == held
        page.route("**/wall*", lambda route: route.fulfill(status=503))
        page.clock.run_for(61_000)
        expect(page.locator("#away")).to_contain_text("No answer since")
        assert shown.inner_text() == held
        page.unroute("**/wall*")
        page.clock.run_for(61_000)
        expect(page.locator("#away")).to_have_text("")
        # What the browser itself says of the answer that failed.
        visitor.complaints.clear()


def test_whoever_asks_for_little_motion_turns_the_wall_by_hand(chromium: Browser, read_only: Served) -> None:
    with listening(read_only) as url, visiting(chromium, url, read_only, "manager", DESK) as visitor:
        page = visitor.page
        page.emulate_media(reduced_motion="reduce")
        page.clock.install()
        visitor.open(f"/wall?{DAY}")
        shown = page.locator(".turn:not([hidden])")
        page.clock.run_for(61_000)
        expect(shown).to_contain_text("2.1 %")
        page.keyboard.press("ArrowRight")
        expect(shown).not_to_contain_text("2.1 %")
