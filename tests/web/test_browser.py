"""Every page in Chromium, at a desk and on a phone: quiet, within its width, open to all, and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.maps.visit import DESK, PHONE, serious
from tests.web import odd_office
from tests.web.browsing import listening, visiting
from tests.web.odd_office import CLUSTER, NUMBERS
from tests.web.test_routes import OWN
from tests.web.visiting import Served, serve_here

pytestmark = pytest.mark.long

SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
CONTRACT = f"/contracts/{quote(OWN, safe='')}"
ON_LAND = (
    "/work",
    "/patrols",
    "/patrols/calendar",
    "/patrols/route",
    "/patrols/people",
    "/patrols/ledger",
    "/received",
    "/figures",
    "/search?q=2015",
    CONTRACT,
    "/map",
    f"/map/{quote('桥河')}",
    "/tokens",
    "/password",
)
PAGES = {
    "inspector": (*ON_LAND, f"{CONTRACT}/visits/new", "/field"),
    "manager": ON_LAND,
    "auditor": (
        *("/work", "/patrols/people", CONTRACT, "/audit", f"/audit/history?of={quote(OWN)}"),
        *("/audit/sample?n=5&seed=2023", "/journal", "/journal/1", "/journal/verification", "/sign-ins"),
    ),
    "admin": ("/people", "/tokens", "/password", "/work"),
}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def address(read_only: Served) -> Iterator[str]:
    """Where the sample is served."""
    with listening(read_only) as url:
        yield url


@SIZES
@pytest.mark.parametrize("role", PAGES)
def test_every_page_is_quiet_within_its_width_and_open_to_everybody(
    chromium: Browser, address: str, read_only: Served, role: str, size: dict[str, int]
) -> None:
    off: dict[str, object] = {}
    with visiting(chromium, address, read_only, role, size) as visitor:
        for path in PAGES[role]:
            visitor.open(path)
            if role == "admin" and path == "/work":
                visitor.complaints.clear()  # Chromium says of itself that it was refused
            wider, found = visitor.page.evaluate(WIDER), serious(visitor.page)
            if wider or found:
                off[path] = (wider, found)
    assert off == {}


@SIZES
def test_the_sign_in_is_quiet_within_its_width_and_open_to_everybody(
    chromium: Browser, address: str, size: dict[str, int]
) -> None:
    context = chromium.new_context(viewport=size)
    page = context.new_page()
    page.goto(f"{address}/sign-in?lang=en", wait_until="networkidle")
    assert (page.evaluate(WIDER), serious(page)) == (0, [])
    context.close()


@SIZES
def test_ten_flags_are_reviewed_without_a_mouse_and_the_auditor_sees_them(
    chromium: Browser, served: Served, size: dict[str, int]
) -> None:
    with listening(served) as url:
        context = chromium.new_context(viewport=size)
        page = context.new_page()
        page.goto(f"{url}/sign-in?next=/work&lang=en")
        # From the sign-in on, keys alone: the login gets the focus by itself. The clerk has all clusters: the
        # inspector has only eight flagged contracts.
        expect(page.locator("[name=login]")).to_be_focused()
        page.keyboard.type("clerk")
        page.keyboard.press("Tab")
        page.keyboard.type(served.password("clerk"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/work")
        reviewed = [_review(page, place) for place in range(10)]
        assert page.evaluate("() => document.activeElement.matches('[data-duty]')")
        context.close()
        assert len(set(reviewed)) == 10
        with visiting(chromium, url, served, "auditor", size) as auditor:
            auditor.open("/journal")
            rows = auditor.page.locator("tbody tr", has_text="clerk")
            assert rows.count() == 10
            for number in (reviewed[0], reviewed[-1]):
                auditor.open(f"/contracts/{quote(number, safe='')}")
                assert "keys alone" in auditor.page.locator("main").inner_text()


def _review(page: Page, place: int) -> str:
    """Review the flag that has the focus, at first by going to it; its contract."""
    if place == 0:
        page.keyboard.press("j")
    focused = page.evaluate("() => document.activeElement.closest('[data-duty]').id")
    number = str(page.locator(f"[id='{focused}'] h2").inner_text())
    page.keyboard.press(str(place % 4 + 1))
    page.keyboard.type(f"seen by keys alone, {place}")
    with page.expect_response(
        lambda answer: answer.url.endswith("/reviews") or "/reviews?" in answer.url
    ) as told:
        page.keyboard.press("Enter")
    assert told.value.status == 200
    page.wait_for_function("id => document.activeElement.closest('[data-duty]')?.id !== id", arg=focused)
    return number


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The office whose words are script."""
    with serve_here(odd_office.make(tmp_path_factory.mktemp("odd"))) as served:
        yield served


@pytest.mark.parametrize("role", ["inspector", "auditor", "admin"])
def test_no_word_of_a_record_is_run(chromium: Browser, odd: Served, role: str) -> None:
    dialogs: list[str] = []

    def said(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    contracts = [f"/contracts/{quote(number, safe='')}" for number in NUMBERS]
    pages = (
        ["/people"]
        if role == "admin"
        else ["/work", "/figures", "/map", f"/map/{quote(CLUSTER, safe='')}", *contracts]
    )
    with listening(odd) as url, visiting(chromium, url, odd, role, DESK) as visitor:
        visitor.page.on("dialog", said)
        for path in pages + (["/journal", "/sign-ins"] if role == "auditor" else []):
            visitor.open(path)
    assert dialogs == []
