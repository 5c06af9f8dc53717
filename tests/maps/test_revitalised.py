"""Revitalised land on a page: by year as the ledger has it, drawn on its parcels, listed and filtered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from landwatch.i18n import speaking
from landwatch.maps import cluster_map, draw_cluster
from landwatch.maps.cluster_page import cluster_page
from landwatch.maps.content import prepare
from landwatch.maps.revitalised import Revitalisation, revitalisation
from landwatch.measures.acreage import Ledger, ledger_of
from landwatch.model import EventType
from landwatch.rules import Assessment
from landwatch.units import CM2_PER_M2, cm2_from_mu
from tests.maps.visit import DESK, Visit
from tests.maps.zone import EVENTS, ON, event, judged

FACTS = [
    event(
        7,
        EventType.REVITALISED,
        date(2022, 6, 20),
        details={"method": "COMPLETE"},
        document="验收〔2022〕7号",
    ),
    event(6, EventType.REVITALISED, date(2023, 5, 5), details={"method": "COMPLETE"}),
]


@pytest.fixture(scope="module")
def moved() -> Assessment:
    """The zone with land revitalised in two years."""
    return judged(events=[*EVENTS, *FACTS])


@pytest.fixture(scope="module")
def ledger(moved: Assessment) -> Ledger:
    """Its ledger of acreage."""
    return ledger_of(moved.snapshot)


@pytest.fixture(scope="module")
def told(ledger: Ledger) -> Revitalisation:
    """What the page of 北渡 says."""
    with speaking("zh"):
        return revitalisation(ledger.frame(), "北渡", ON)


def test_each_year_has_the_mu_of_the_ledger_the_latest_first(ledger: Ledger, told: Revitalisation) -> None:
    printed = [(row["id"], int(cm2_from_mu(row["mu"]))) for row in told.legend]
    assert printed == [
        (f"revitalised-{year}", ledger.revitalised(date(year, 1, 1), date(year, 12, 31), cluster="北渡"))
        for year in (2023, 2022)
    ]
    assert all(area for _layer, area in printed)


def test_a_row_names_contract_parcel_day_mu_and_document(told: Revitalisation) -> None:
    rows = told.lists["revitalised-2022"]["rows"]
    assert rows == [["渝地綦（2021）合字第07号", ["BD-07"], "2022-06-20", "60.00", "验收〔2022〕7号"]]


def test_the_rows_of_a_year_stand_in_the_order_of_their_days() -> None:
    half = {"method": "COMPLETE", "area_cm2": 20_000 * CM2_PER_M2}
    facts = [
        event(6, EventType.REVITALISED, date(2023, 5, 5), details=half),
        event(7, EventType.REVITALISED, date(2023, 3, 1), details={"method": "COMPLETE"}),
    ]
    entries = ledger_of(judged(events=[*EVENTS, *facts]).snapshot).frame()
    rows = revitalisation(entries, "北渡", ON).lists["revitalised-2023"]["rows"]
    assert [row[2:4] for row in rows] == [["2023-03-01", "60.00"], ["2023-05-05", "30.00"]]


def test_what_is_booked_after_the_day_judged_is_left_out(ledger: Ledger) -> None:
    early = revitalisation(ledger.frame(), "北渡", date(2022, 12, 31))
    assert list(early.lists) == ["revitalised-2022"]


def test_a_reversal_is_taken_off(ledger: Ledger) -> None:
    booked = ledger.frame()
    undone = booked[booked["debit"].eq("revitalised")].tail(1)
    undone = undone.assign(debit=undone["credit"], credit="revitalised")
    told = revitalisation(pd.concat([booked, undone]), "北渡", ON)
    assert [row["mu"] for row in told.legend] == ["0.00", "60.00"]


def test_the_card_of_the_parcel_names_year_and_mu(
    moved: Assessment, ledger: Ledger, map_assets: Path
) -> None:
    data = cluster_map(moved, "北渡", entries=ledger.frame()).data
    facts = {parcel["no"]: dict(parcel["facts"]) for parcel in data["parcels"]}
    assert facts["BD-07"]["盘活情况"] == "2022年：60.00 亩" and "盘活情况" not in facts["BD-01"]


def test_without_a_ledger_nothing_is_said(moved: Assessment, map_assets: Path) -> None:
    assert "revitalised-2022" not in draw_cluster(moved, "北渡")


@pytest.fixture(scope="module")
def page(
    moved: Assessment,
    ledger: Ledger,
    chromium: Browser,
    map_assets: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    """The page in Chromium, with the months of two years."""
    path = tmp_path_factory.mktemp("revitalised") / "beidu.html"
    path.write_text(draw_cluster(moved, "北渡", months=24, entries=ledger.frame()), encoding="utf-8")
    visit = Visit(chromium, path, DESK)
    yield visit.page
    visit.leave()


def dotted(page: Page) -> int:
    """How many parcels are marked as revitalised."""
    return int(
        page.evaluate(
            """() => [...document.querySelectorAll(".leaflet-revitalised-pane path")]
                .filter(path => path.style.display !== "none").length"""
        )
    )


def test_the_years_can_be_switched_off_one_by_one(page: Page) -> None:
    box = page.get_by_role("checkbox", name="2022年盘活")
    box.uncheck()
    assert dotted(page) == 1
    box.check()
    assert dotted(page) == 2


def test_only_the_land_of_a_year_is_left_when_asked_for(page: Page) -> None:
    only = page.get_by_role("button", name="只看：2023年盘活")
    only.click()
    expect(page.locator(".parcel-label")).to_have_text(["BD-06"])
    only.click()


def test_in_an_earlier_month_only_what_was_booked_by_then_is_marked(page: Page) -> None:
    months = page.locator("#month")
    months.fill("10")  # November 2022
    assert dotted(page) == 1
    months.fill("0")
    assert dotted(page) == 0
    page.locator(".to-judged").click()
    assert dotted(page) == 2


def test_a_page_of_many_parcels_says_that_revitalised_land_is_not_marked(
    moved: Assessment, ledger: Ledger, map_assets: Path
) -> None:
    with speaking("zh"):
        page = cluster_page(prepare(moved, entries=ledger.frame()), "北渡", tiled_above=5)
    assert "本页不标注盘活土地" in page.html() and "revitalised-2022" not in page.html()
