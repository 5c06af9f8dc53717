"""Long jobs in Chromium: a page that looks after its job by itself, on desk and phone, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.maps.visit import DESK, PHONE, serious
from tests.web.browsing import Visitor, listening, visiting
from tests.web.test_jobs import LEDGER, work
from tests.web.visiting import Served

pytestmark = pytest.mark.long

SHEET = {"cluster": "桥河", "format": "svg", "paper": "A4"}


@pytest.fixture
def url(served: Served) -> Iterator[str]:
    """Where the office listens."""
    with listening(served) as address:
        yield address


def ask(visitor: Visitor, kind: str, text: str | None = None, **fields: str) -> str:
    """Send a form, with a ledger; the address of the page of the job."""
    brought = {"files": {"name": "台账.csv", "mimeType": "text/csv", "buffer": text.encode()}} if text else {}
    answer = visitor.context.request.post(
        f"{visitor.url}/jobs/{kind}",
        multipart={**fields, **brought},  # type: ignore[arg-type]
        headers={"Origin": visitor.url},
        max_redirects=0,
    )
    assert answer.status == 303, answer.text()
    return answer.headers["location"]


def test_a_page_shows_its_result_without_being_asked_again(
    chromium: Browser, url: str, served: Served
) -> None:
    with visiting(chromium, url, served, "planner", DESK, "zh") as planner:
        planner.page.goto(url + ask(planner, "print", **SHEET))
        expect(planner.page.get_by_role("button", name="取消")).to_be_visible()
        work(served)
        expect(planner.page.get_by_role("link", name="桥河-A4-2023-12-31.svg")).to_be_visible()


def test_a_job_is_cancelled_with_a_button(chromium: Browser, url: str, served: Served) -> None:
    with visiting(chromium, url, served, "planner", DESK, "zh") as planner:
        planner.page.goto(url + ask(planner, "atlas"))
        planner.page.get_by_role("button", name="取消").click()
        expect(planner.page.get_by_role("status")).to_have_text("已取消")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_list_and_page_fit_and_axe_finds_nothing_serious(
    chromium: Browser, url: str, served: Served, size: dict[str, int], language: str
) -> None:
    with visiting(chromium, url, served, "clerk", size, language) as clerk:  # type: ignore[arg-type]
        pages = ["/jobs", ask(clerk, "import", LEDGER, dry_run="true"), ask(clerk, "print", **SHEET)]
        work(served)
        for page in pages:
            clerk.open(page)
            width = clerk.page.evaluate("document.documentElement.scrollWidth")
            assert (page, width, serious(clerk.page)) == (page, size["width"], [])
