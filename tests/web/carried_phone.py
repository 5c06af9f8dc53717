"""A phone as its person holds it: Chromium whose profile outlasts it, and what is done there."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from landwatch.registry import Register
from tests.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.web.field_phone import photo

NARROW = {"width": 360, "height": 740}
"""What a cheap phone shows at once."""
HERE = {"latitude": 29.0, "longitude": 106.65, "accuracy": 8}
_VOICE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


class CarriedPhone:
    """A browser with a profile that outlasts it, as a phone has."""

    def __init__(self, playwright: Playwright, executable: str, profile: Path) -> None:
        self._playwright, self._executable, self._profile = playwright, executable, profile
        self.context: BrowserContext = self._open()

    def _open(self) -> BrowserContext:
        return self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=self._executable,
            args=[*CHROMIUM_ARGUMENTS, *_VOICE],
            viewport=NARROW,
            is_mobile=True,
            has_touch=True,
            accept_downloads=True,
            timezone_id="Asia/Shanghai",
            geolocation=HERE,
            permissions=["geolocation", "microphone"],
        )

    @property
    def page(self) -> Page:
        """What is open."""
        return self.context.pages[0]

    def kill(self) -> None:
        """Kill the browser, as a phone does that needs the room."""
        lock = (self._profile / "SingletonLock").readlink().name
        os.kill(int(lock.rpartition("-")[2]), signal.SIGKILL)

    def open_again(self, *, offline: bool) -> None:
        """Open the browser after it was killed."""
        self.context = self._open()
        self.context.set_offline(offline)

    def kill_and_open_again(self) -> None:
        """Kill the browser, and open it where there is no line."""
        self.kill()
        self.context.wait_for_event("close")
        self.open_again(offline=True)


@contextmanager
def carried(profile: Path) -> Iterator[CarriedPhone]:
    """Carry a phone."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        made = CarriedPhone(playwright, executable, profile)
        yield made
        made.context.close()


class Staff(Protocol):
    """Whoever has the passwords of an office."""

    def password(self, role: str) -> str:
        """The password of the person with a role."""


def sign_in(page: Page, url: str, served: Staff, role: str = "inspector", language: str = "en") -> None:
    """Sign in, and come to the page of the phone."""
    page.goto(f"{url}/sign-in?next=/field&lang={language}")
    page.fill("[name=login]", role)
    page.fill("[name=password]", served.password(role))
    page.click("button.main")
    ready(page)


def ready(page: Page) -> None:
    """Wait until the page has read what is on the phone, and asked once whether there is a line."""
    page.wait_for_selector("html[data-ready=yes]")


def take_along(page: Page) -> str:
    """Take the day along; the contract that stands first."""
    page.click("#take")
    expect(page.locator("#tasks li").first).to_be_visible(timeout=60_000)
    return page.locator("#tasks b").first.inner_text()


def begin(page: Page, place: int = 0) -> None:
    """Begin a visit to a contract of the list."""
    page.locator("#tasks button").nth(place).click()
    expect(page.locator("#visit")).to_be_visible()


def shoot(page: Page, folder: Path, number: int, size: int = 300_000) -> bytes:
    """Take a photograph; it is on the phone once the form shows it."""
    content, before = photo(number, size), page.locator("#photos li").count()
    file = folder / f"IMG_{number:02}.jpg"
    file.write_bytes(content)
    page.set_input_files("#camera", file)
    expect(page.locator("#photos li")).to_have_count(before + 1, timeout=30_000)
    return content


def say(page: Page) -> None:
    """Record a voice note of a second."""
    page.click("#record-voice")
    expect(page.locator("#record-voice")).to_contain_text("1")
    page.click("#record-voice")
    expect(page.locator("#voices li")).to_have_count(1)


def save(page: Page, note: str) -> None:
    """Say what was found, and save the visit."""
    page.check("#stage-pit")
    page.fill("[name=note]", note)
    page.click("#save")
    expect(page.locator("#home")).to_be_visible(timeout=30_000)


def visit(page: Page, folder: Path, number: int, place: int = 0, size: int = 300_000) -> None:
    """Record a visit with two photographs."""
    begin(page, place)
    expect(page.locator("#position")).to_contain_text("Position to 8 m.")
    for each in range(2):
        shoot(page, folder, 10 * number + each, size)
    save(page, f"第{number}次")


def kept(database: str) -> dict[str, list[str]]:
    """The visits from phones: note, and names of the photographs."""
    return {each["note"]: [photo["name"] for photo in each["photos"]] for each in visits_of(database)}


def visits_of(database: str) -> list[dict[str, Any]]:
    """What the register says of each visit from a phone."""
    with Register.open(database) as register:
        events = register.snapshot(date(2099, 1, 1)).events
    said = [json.loads(text) for text in events.loc[events["type"] == "patrol", "details"]]
    return [each for each in said if "record" in each]
