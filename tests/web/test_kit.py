"""A day in one file: opened from the storage of a phone without any line, brought home as a file, proven."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from landwatch.registry import Register
from tests.commands import run
from tests.maps.visit import PHONE, serious
from tests.oldest_browser import OldestBrowser
from tests.web.field_phone import digest, photo
from tests.web.visiting import Served

ON = ["--on", "2023-12-31"]
SIZE: ViewportSize = {"width": 360, "height": 740}
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', {value: undefined})"
NO_HASH = "delete Crypto.prototype.subtle"
# What a page writes to the downloads, for a driver that knows none.
WRITTEN = """window.written = []; const made = URL.createObjectURL;
URL.createObjectURL = blob => { written.push(blob); return made.call(URL, blob); }"""
AS_BASE64 = """written[written.length - 1].arrayBuffer().then(
bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))))"""


@pytest.fixture
def file(served: Served, tmp_path: Path) -> Path:
    """The day of the inspector, on her phone."""
    path = tmp_path / "day.html"
    options = ["--person", "inspector", *ON, "--out", str(path), "--lang", "en"]
    told = run("field", "kit", *options, "--database", served.office.database)
    assert told.exit_code == 0, told.output
    return path


@pytest.fixture
def page(chromium: Browser, file: Path) -> Iterator[Page]:
    """The file, opened where there is no line; it asks nobody for anything and does not complain."""
    context = chromium.new_context(
        viewport=SIZE,
        geolocation={"latitude": 29.0, "longitude": 106.65, "accuracy": 8},
        permissions=["geolocation"],
        offline=True,
    )
    opened, asked, complaints = context.new_page(), list[str](), list[str]()
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    elsewhere = [url for url in asked if not url.startswith((file.as_uri(), "blob:", "data:"))]
    assert (elsewhere, complaints) == ([], [])


def opened(page: Page, file: Path) -> None:
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready=yes]")


def visit(page: Page, folder: Path, *photos: bytes) -> str:
    """Record a visit to the contract that stands first; its number."""
    number = page.locator("#tasks b").first.inner_text()
    page.locator("#tasks button").first.click()
    for place, content in enumerate(photos, start=1):
        (folder / f"IMG_{place}.jpg").write_bytes(content)
        page.set_input_files("#camera", folder / f"IMG_{place}.jpg")
        expect(page.locator("#photos li")).to_have_count(place)
    page.check("#stage-pit")
    page.fill("[name=note]", "基坑已开挖")
    page.click("#save")
    expect(page.locator("#home")).to_be_visible()
    return number


def written(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.click("#write")
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def imported(served: Served, file: Path) -> dict[str, Any]:
    result = run("field", "import", str(file), "--json", "--database", served.office.database)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def notes(served: Served) -> list[str]:
    with Register.open(served.office.database) as register:
        events = register.snapshot(date(2099, 1, 1)).events
    said = [json.loads(text) for text in events.loc[events["type"] == "patrol", "details"]]
    return [each["note"] for each in said if "record" in each]


def test_what_is_no_page_is_not_written(served: Served, tmp_path: Path) -> None:
    options = ["--person", "inspector", "--out", str(tmp_path / "day.txt")]
    told = run("field", "kit", *options, "--database", served.office.database)
    assert (told.exit_code, "ends in .html" in told.stderr) == (2, True)


def test_a_kit_holds_the_day_of_its_person_and_no_address(served: Served, file: Path) -> None:
    content = file.read_text(encoding="utf-8")
    assert "2018-060" in content
    assert "default-src 'none'" in content
    assert "/sign-in" not in content
    mine = served.signed_in("inspector").get("/field/kit.html")
    assert mine.headers["content-disposition"].startswith("attachment")
    assert "data-day=" in mine.text


@pytest.mark.long
def test_a_visit_without_any_line_comes_home_as_a_file_and_its_receipts_let_go(
    served: Served, page: Page, file: Path, tmp_path: Path
) -> None:
    opened(page, file)
    photos = [photo(1, 300_000), photo(2, 300_000)]
    visit(page, tmp_path, *photos)
    opened(page, file)  # as after the browser was closed
    expect(page.locator("#progress")).to_contain_text("0 of 1 have a receipt.")
    told = imported(served, written(page, tmp_path))
    assert [each["photos"] for each in told["receipts"]] == [[digest(each) for each in photos]]
    assert notes(served) == ["基坑已开挖"]
    receipts = tmp_path / "receipts.json"
    receipts.write_text(json.dumps(told), encoding="utf-8")
    page.set_input_files("#receipts", receipts)
    expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.")
    expect(page.locator("#write")).to_be_hidden()


@pytest.mark.long
def test_what_the_receipts_do_not_name_stays_on_the_phone(page: Page, file: Path, tmp_path: Path) -> None:
    opened(page, file)
    visit(page, tmp_path)
    receipts = tmp_path / "receipts.json"
    receipts.write_text('{"receipts": []}', encoding="utf-8")
    page.set_input_files("#receipts", receipts)
    expect(page.locator("#progress")).to_contain_text("0 of 1 have a receipt.")
    receipts.write_text("no receipts", encoding="utf-8")
    page.set_input_files("#receipts", receipts)
    expect(page.locator("#written")).to_contain_text("holds no receipts")


@pytest.mark.long
@pytest.mark.parametrize("without", [NO_DATABASE, NO_HASH], ids=["nothing is kept", "no hash"])
def test_a_browser_that_gives_a_file_less_still_brings_it_home(
    served: Served, page: Page, file: Path, tmp_path: Path, without: str
) -> None:
    page.add_init_script(without)
    opened(page, file)
    warned = "keeps nothing for a file" in page.locator("#trouble").inner_text()
    assert warned == (without == NO_DATABASE)
    content = photo(1, 300_000)
    visit(page, tmp_path, content)
    told = imported(served, written(page, tmp_path))
    assert told["receipts"][0]["photos"] == [digest(content)]


@pytest.mark.long
def test_the_map_of_the_area_is_in_the_file(page: Page, file: Path) -> None:
    opened(page, file)
    page.click("#to-map")
    expect(page.locator("#stops li")).to_have_count(10)
    expect(page.locator("#area-map canvas")).to_be_visible()
    expect(page.locator("#area-trouble")).to_have_text("")


@pytest.mark.long
def test_list_and_form_are_open_to_everybody_within_the_width_of_a_phone(page: Page, file: Path) -> None:
    opened(page, file)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    found = {"list": (page.evaluate(wider), serious(page))}
    page.locator("#tasks button").first.click()
    found["form"] = (page.evaluate(wider), serious(page))
    assert found == {"list": (0, []), "form": (0, [])}


@pytest.mark.long
def test_in_chromium_80_a_visit_comes_home_as_a_file(served: Served, file: Path, tmp_path: Path) -> None:
    with OldestBrowser() as browser:
        browser.begin(PHONE)
        browser.before_every_page(WRITTEN)
        browser.open(file.as_uri())
        browser.wait_for("document.documentElement.dataset.ready === 'yes'")
        browser.evaluate("document.querySelector('#tasks button').click()")
        browser.wait_for("document.querySelector('#stage-pit')")
        browser.evaluate("document.querySelector('#stage-pit').click()")
        browser.evaluate("document.querySelector('[name=note]').value = '基坑已开挖'")
        browser.evaluate("document.querySelector('#save').click()")
        browser.wait_for("!document.querySelector('#home').hidden")
        browser.wait_for("!document.querySelector('#write').hidden")
        browser.evaluate("document.querySelector('#write').click()")
        browser.wait_for("written.length")
        target = tmp_path / "day.zip"
        target.write_bytes(base64.b64decode(browser.evaluate(AS_BASE64)))
        elsewhere = [each for each in browser.asked() if not each.startswith((file.as_uri(), "blob:"))]
        assert (elsewhere, browser.complaints()) == ([], [])
    assert [each["state"] for each in imported(served, target)["receipts"]] == ["recorded"]
    assert notes(served) == ["基坑已开挖"]
