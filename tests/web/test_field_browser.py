"""A day on the land with a phone in Chromium: taken along, off the line, killed, sent home, proven."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from landwatch.registry import Register
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.maps.visit import PHONE, serious
from tests.web.browsing import listening
from tests.web.field_phone import photo
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

HERE = {"latitude": 29.0, "longitude": 106.65, "accuracy": 8}


class Phone:
    """A browser with a profile that outlasts it, as a phone has."""

    def __init__(self, playwright: Playwright, executable: str, profile: Path) -> None:
        self._playwright, self._executable, self._profile = playwright, executable, profile
        self.context: BrowserContext = self._open()

    def _open(self) -> BrowserContext:
        return self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=self._executable,
            args=list(CHROMIUM_ARGUMENTS),
            viewport=PHONE,
            has_touch=True,
            geolocation=HERE,
            permissions=["geolocation"],
        )

    def page(self) -> Page:
        return self.context.pages[0]

    def kill_and_open_again(self) -> None:
        """Kill the browser, as a phone does that needs the room, and open it where there is no line."""
        lock = (self._profile / "SingletonLock").readlink().name
        os.kill(int(lock.rpartition("-")[2]), signal.SIGKILL)
        self.context.wait_for_event("close")
        self.context = self._open()
        self.context.set_offline(True)


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        made = Phone(playwright, executable, tmp_path / "profile")
        yield made
        made.context.close()


def sign_in(page: Page, url: str, served: Served) -> None:
    page.goto(f"{url}/sign-in?next=/field&lang=en")
    page.fill("[name=login]", "inspector")
    page.fill("[name=password]", served.password("inspector"))
    page.click("button.main")
    ready(page)


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready=yes]")


def take_along(page: Page) -> str:
    """Take the day along; the contract that stands first."""
    page.click("#take")
    expect(page.locator("#tasks li").first).to_be_visible()
    return page.locator("#tasks b").first.inner_text()


def visit(page: Page, folder: Path, number: int) -> None:
    """Record a visit with two photographs to the contract that stands first."""
    page.locator("#tasks button").first.click()
    expect(page.locator("#position")).to_contain_text("Position to 8 m.")
    for place in range(2):
        file = folder / f"IMG_{number}{place}.jpg"
        file.write_bytes(photo(10 * number + place, 300_000))
        page.set_input_files("#camera", file)
        expect(page.locator("#photos li")).to_have_count(place + 1)
    page.check("#stage-pit")
    page.fill("[name=note]", f"第{number}次")
    page.click("button.main")
    expect(page.locator("#home")).to_be_visible()


def kept(served: Served) -> dict[str, list[str]]:
    """The visits from the phone: note, and names of the photographs."""
    with Register.open(served.office.database) as register:
        events = register.snapshot(date(2099, 1, 1)).events
    said = [json.loads(text) for text in events.loc[events["type"] == "patrol", "details"]]
    return {each["note"]: [photo["name"] for photo in each["photos"]] for each in said if "record" in each}


def test_a_day_without_a_line_comes_home_whole(served: Served, phone: Phone, tmp_path: Path) -> None:
    with listening(served) as url:
        page = phone.page()
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        for number in range(3):
            visit(page, tmp_path, number)
        expect(page.locator("#progress")).to_contain_text("0 of 3 have a receipt.")
        phone.kill_and_open_again()
        page = phone.page()
        page.goto(f"{url}/field")
        ready(page)
        expect(page.locator("#progress")).to_contain_text("0 of 3 have a receipt.")
        assert kept(served) == {}
        phone.context.set_offline(False)
        sign_in(page, url, served)  # the browser kept no session
        expect(page.locator("#progress")).to_have_text("3 of 3 have a receipt.", timeout=60_000)
        assert kept(served) == {
            f"第{number}次": [f"IMG_{number}0.jpg", f"IMG_{number}1.jpg"] for number in range(3)
        }


def test_who_is_signed_out_keeps_the_queue_and_sends_it_after_signing_in(
    served: Served, phone: Phone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page()
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        visit(page, tmp_path, 1)
        phone.context.clear_cookies()
        phone.context.set_offline(False)
        page.click("#send")
        expect(page.locator("#ending")).to_contain_text("Nobody is signed in.")
        assert kept(served) == {}
        sign_in(page, url, served)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)


def test_somebody_else_who_signs_in_sends_nothing_in_their_own_name(
    served: Served, phone: Phone, tmp_path: Path
) -> None:
    with listening(served) as url:
        page = phone.page()
        sign_in(page, url, served)
        take_along(page)
        phone.context.set_offline(True)
        visit(page, tmp_path, 1)
        phone.context.clear_cookies()
        phone.context.set_offline(False)
        page.goto(f"{url}/sign-in?next=/field&lang=en")
        page.fill("[name=login]", "clerk")
        page.fill("[name=password]", served.password("clerk"))
        page.click("button.main")
        ready(page)
        expect(page.locator("#foreign")).to_have_text(
            "Recorded by inspector and waiting on this phone: 1. Sign in as inspector to send it."
        )
        assert page.locator("#records li, #tasks li").count() == 0
        assert kept(served) == {}


def test_what_is_missing_is_told_before_it_is_saved(served: Served, phone: Phone) -> None:
    with listening(served) as url:
        page = phone.page()
        sign_in(page, url, served)
        take_along(page)
        page.locator("#tasks button").first.click()
        page.click("button.main")
        expect(page.locator("#complaint")).to_contain_text("Choose the stage of works")
        page.check("#stage-pit")
        page.check("#begun-no")
        page.click("button.main")
        expect(page.locator("#complaint")).to_contain_text("Each no needs its reason.")


def test_list_and_form_are_open_to_everybody_within_the_width_of_a_phone(
    served: Served, phone: Phone
) -> None:
    with listening(served) as url:
        page = phone.page()
        page.set_viewport_size({"width": 360, "height": 740})
        sign_in(page, url, served)
        take_along(page)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        found = {"list": (page.evaluate(wider), serious(page))}
        page.locator("#tasks button").first.click()
        found["form"] = (page.evaluate(wider), serious(page))
        assert found == {"list": (0, []), "form": (0, [])}


def test_without_a_secure_address_it_is_told_what_will_not_work(served: Served, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    with listening(served) as url:
        page.goto(f"{url}/field?lang=en")
        expect(page.locator("#trouble")).to_contain_text("the address is not secure")
    context.close()
