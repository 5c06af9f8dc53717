"""An auditor in Chromium proves a figure that was told last year, though a contract was corrected since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from landwatch.model import Contract
from landwatch.registry import Act, Kind, Register
from tests.maps.visit import DESK, PHONE, serious
from tests.web.browsing import Visitor, listening, visiting
from tests.web.visiting import Served

pytestmark = pytest.mark.long

FIGURE = "commencement_default_rate_count"
THEN = "2024-01-06"  # the sample was recorded the day before
SINCE = Act(
    by="孙七",
    at=datetime(2024, 2, 1, 1, 0, tzinfo=UTC),
    reason="约定开工时间录入有误",
    document="綦规资更〔2024〕7号",
)
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def corrected(served: Served) -> Iterator[tuple[Served, str]]:
    """An office in which a contract that was in default last year has got another day since."""
    day = served.office.kept.assessment(date(2023, 12, 31))
    figure = next(each for each in day.figures() if each.id == FIGURE)
    number = str(figure.rows[0])

    def _later(deed: Contract) -> Contract:
        return replace(deed, agreed_commencement=date(2026, 6, 30))

    with Register.open(served.sample.database) as register:
        register.correct(Kind.CONTRACTS, number, _later, SINCE)
    yield served, number


def stated(page: Page) -> str:
    """The figure as the page of its rows states it."""
    return page.locator(".lead b").inner_text()


def to_the_rows(auditor: Visitor) -> None:
    """From the entry to the rows behind the figure, as it was told then."""
    page = auditor.page
    page.get_by_role("link", name="Audit", exact=True).first.click()
    form = page.locator("form[action='/figures']")
    form.locator("[name=on]").fill("2023-12-31")
    form.locator("[name=known_at]").fill(THEN)
    form.get_by_role("button").click()
    page.wait_for_url("**/figures?*")
    page.locator(f"a[href*='/figures/{FIGURE}']").first.click()
    page.wait_for_url(f"**/figures/{FIGURE}*")


@SIZES
def test_a_figure_of_last_year_is_proved_down_to_the_journal(
    chromium: Browser, corrected: tuple[Served, str], size: dict[str, int]
) -> None:
    served, number = corrected
    with listening(served) as url, visiting(chromium, url, served, "auditor", size) as auditor:
        page = auditor.page
        to_the_rows(auditor)
        then = stated(page)
        assert "As known at 2024-01-06" in page.locator("main").inner_text()

        # From the row to the contract as it was known then: the correction is not there.
        page.get_by_role("link", name=number).first.click()
        page.wait_for_url("**/contracts/**")
        history = page.locator("#history")
        assert SINCE.by not in history.inner_text()
        assert page.locator(".as-known").is_visible()

        # From its history to the line of the journal that recorded it, which fits the chain.
        history.locator("summary").last.click()
        history.get_by_role("link", name=re.compile("Journal line")).last.click()
        page.wait_for_url("**/journal/*")
        told = page.locator("main").inner_text()
        assert "as computed anew from the line" in told
        assert "as the line before bears it" in told

        # The whole chain holds.
        page.get_by_role("link", name="Verify the whole journal").click()
        page.get_by_role("button", name="Verify").click()
        expect(page.locator(".verdict h2")).to_have_text("Intact")

        # What is known now is another number, and the history says why.
        to_the_rows(auditor)
        page.get_by_role("link", name="what is known now").click()
        page.wait_for_url(lambda address: "known_at" not in address)
        assert stated(page) != then
        auditor.open(f"/audit/history?of={number}")
        last = page.locator("#history summary").first
        assert SINCE.by in last.inner_text()
        assert SINCE.document in last.inner_text()


@SIZES
def test_a_sample_leads_to_each_contract_and_its_dossier(
    chromium: Browser, served: Served, size: dict[str, int]
) -> None:
    with listening(served) as url, visiting(chromium, url, served, "auditor", size) as auditor:
        page = auditor.page
        auditor.open("/audit")
        form = page.locator("form[action='/audit/sample']")
        form.locator("[name=n]").fill("3")
        form.locator("[name=seed]").fill("2023")
        form.get_by_role("button").click()
        page.wait_for_url("**/audit/sample?*")
        assert page.get_by_role("link", name="Dossier").count() == 3
        with page.expect_download() as sent:
            page.get_by_role("link", name="Dossier").first.click()
        assert sent.value.suggested_filename.endswith(".pdf")
        assert serious(page) == []
