"""No serious fault of accessibility (axe-core) on any page, on a desk and on a phone; nothing asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from playwright.sync_api import Browser

from landwatch.geo import QIJIANG
from landwatch.maps.fault_page import Fault, fault_map
from tests.maps.visit import DESK, PHONE, Visit, serious
from tests.maps.zone import lot

pytestmark = pytest.mark.long

VIEWPORTS = pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def every_page(pages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the zone, and that of an import with two faults."""
    crossing = Fault(
        severity="error",
        severity_name="错误",
        title="界线自相交",
        record="BD-01",
        message="第 2 点处界线自相交。",
        advice="请核对界址点顺序。",
        source="a.txt，第 9 行",
        boundary=lot(0, 0),
        mark=lot(0, 0).centroid,
    )
    gap = replace(crossing, severity="warning", severity_name="警告", boundary=lot(1, 0), mark=None)
    path = tmp_path_factory.mktemp("faults") / "faults.html"
    drawn = fault_map([crossing, gap], neighbours=[lot(2, 0)], district=QIJIANG, elsewhere=0)
    path.write_text(drawn.html(), encoding="utf-8")
    return {**pages, path.name: path}


@VIEWPORTS
@pytest.mark.parametrize("name", ["beidu.html", "index.html", "faults.html"])
def test_no_page_has_a_serious_fault(
    chromium: Browser, every_page: dict[str, Path], name: str, viewport: dict[str, int]
) -> None:
    visit = Visit(chromium, every_page[name], viewport)
    visit.page.evaluate("() => document.querySelectorAll('details').forEach(part => (part.open = true))")
    found = serious(visit.page)
    visit.leave()
    assert found == []


@VIEWPORTS
@pytest.mark.parametrize(
    "opened",
    [
        "() => landwatch.page.show(landwatch.page.placeOf('BD-03'))",
        "() => landwatch.page.explain('渝地綦（2021）合字第03号')",
        "() => document.querySelector('[data-list=under_construction]').click()",
    ],
    ids=["popup", "explanation", "list"],
)
def test_nothing_that_can_be_opened_has_one(
    chromium: Browser, pages: dict[str, Path], opened: str, viewport: dict[str, int]
) -> None:
    visit = Visit(chromium, pages["beidu.html"], viewport)
    visit.page.evaluate(opened)
    found = serious(visit.page)
    visit.leave()
    assert found == []


@pytest.mark.parametrize(("motion", "fades"), [("no-preference", True), ("reduce", False)])
def test_a_popup_fades_in_unless_the_reader_asked_for_less_motion(
    chromium: Browser, pages: dict[str, Path], motion: Literal["reduce", "no-preference"], fades: bool
) -> None:
    visit = Visit(chromium, pages["beidu.html"], DESK, motion=motion)
    moving = visit.page.evaluate(
        """() => {
            landwatch.page.show(landwatch.page.placeOf("BD-03"));
            return document.getAnimations().length > 0;
        }"""
    )
    visit.leave()
    assert moving is fades


class _Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a line for each on the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(every_page: dict[str, Path]) -> Iterator[str]:
    """The pages served over http."""
    handler = partial(_Quiet, directory=every_page["beidu.html"].parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", ["beidu.html", "index.html"])
def test_a_page_over_http_asks_for_nothing_but_itself(chromium: Browser, address: str, name: str) -> None:
    context = chromium.new_context()
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    page.goto(f"{address}/{name}")
    page.wait_for_selector("path.leaflet-interactive")
    page.get_by_role("combobox").fill("BD")
    page.get_by_role("button", name="放大").click()
    page.wait_for_timeout(300)
    context.close()
    assert requests == [f"{address}/{name}"]
