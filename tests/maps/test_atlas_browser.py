"""The atlas in one file, opened from disk in Chromium: overview, clusters, search and the way back."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from landwatch.maps import write_atlas
from landwatch.rules import Assessment
from tests.maps.visit import DESK, PHONE, serious


@pytest.fixture(scope="module")
def atlas(zone: Assessment, map_assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The atlas of the zone in one file."""
    (path,) = write_atlas(zone, tmp_path_factory.mktemp("stick") / "图册.html")
    return path


class Reader:
    """Somebody who reads the atlas; everything it asked for and complained of."""

    def __init__(self, browser: Browser, address: str, viewport: dict[str, int] = DESK) -> None:
        # Axe is put into the page as a script of the tester's own, which the policy of the page forbids.
        self.context = browser.new_context(viewport=viewport, bypass_csp=viewport is PHONE)
        self.page: Page = self.context.new_page()
        self.requests: set[str] = set()
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requests.add(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)
        self.page.wait_for_selector("path.leaflet-interactive")


@pytest.fixture
def reader(chromium: Browser, atlas: Path) -> Iterator[Reader]:
    """A reader at a desk who has opened the file."""
    made = Reader(chromium, atlas.as_uri())
    yield made
    made.context.close()
    assert made.complaints == []
    assert made.requests == {atlas.as_uri()}


def test_the_table_leads_to_a_cluster_and_the_back_button_to_the_index(reader: Reader) -> None:
    reader.page.locator("table.clusters").get_by_role("link", name="北渡").click()
    expect(reader.page.locator("h1")).to_have_text("北渡")
    expect(reader.page).to_have_title("北渡 · 2023-12-31")
    reader.page.go_back()
    expect(reader.page.locator("h1")).to_have_text("各组团总图")
    reader.page.go_forward()
    expect(reader.page.locator("h1")).to_have_text("北渡")
    reader.page.get_by_role("link", name="各组团总图").click()
    expect(reader.page.locator("h1")).to_have_text("各组团总图")


@pytest.mark.parametrize("words", ["合字第07号", "2021B00007", "第7机械"])
def test_a_search_over_all_clusters_leads_to_the_parcel(reader: Reader, words: str) -> None:
    reader.page.get_by_role("combobox").fill(words)
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(".leaflet-popup-content")).to_contain_text("宗地 BD-07")
    expect(reader.page.locator("h1")).to_have_text("北渡")


def test_a_hit_names_the_cluster_it_leads_to(reader: Reader) -> None:
    reader.page.get_by_role("combobox").fill("AW")
    expect(reader.page.get_by_role("option")).to_contain_text("安稳")


def test_an_address_opens_a_parcel_at_once(chromium: Browser, atlas: Path) -> None:
    made = Reader(chromium, f"{atlas.as_uri()}#beidu/find=BD-03")
    expect(made.page.locator(".leaflet-popup-content")).to_contain_text("宗地 BD-03")
    made.context.close()


def test_an_address_of_a_page_that_is_not_there_opens_the_index(chromium: Browser, atlas: Path) -> None:
    made = Reader(chromium, f"{atlas.as_uri()}#nowhere")
    expect(made.page.locator("h1")).to_have_text("各组团总图")
    made.context.close()


def test_over_http_nothing_is_asked_for_but_the_file(chromium: Browser, atlas: Path) -> None:
    handler = functools.partial(SimpleHTTPRequestHandler, directory=atlas.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/%E5%9B%BE%E5%86%8C.html"
        made = Reader(chromium, address)
        made.page.get_by_role("navigation", name="目录").get_by_role("link", name="北渡").click()
        expect(made.page.locator("h1")).to_have_text("北渡")
        requests, complaints = made.requests, made.complaints
        made.context.close()
        server.shutdown()
    assert (requests, complaints) == ({address}, [])


def test_a_browser_that_cannot_unpack_says_so(chromium: Browser, atlas: Path) -> None:
    context = chromium.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(atlas.as_uri())
    expect(page.get_by_role("alert")).to_have_text(
        "浏览器版本过旧，无法打开单文件图册。请换用较新的浏览器，或索取文件夹形式的图册。"
    )
    context.close()


@pytest.mark.parametrize("place", ["index", "beidu"])
def test_no_serious_fault_of_accessibility_and_no_page_wider_than_a_phone(
    chromium: Browser, atlas: Path, place: str
) -> None:
    made = Reader(chromium, f"{atlas.as_uri()}#{place}", PHONE)
    found = serious(made.page)
    width = made.page.evaluate("document.documentElement.scrollWidth")
    made.context.close()
    assert (found, width) == ([], PHONE["width"])
