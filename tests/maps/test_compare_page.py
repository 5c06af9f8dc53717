"""The page of two days: what differs, both days side by side, and the list with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.maps import write_comparison
from landwatch.maps.content import prepare
from landwatch.maps.formatting import total_mu
from landwatch.maps.rate_classes import style
from landwatch.measures.figures.differences import Difference, difference_label, differences, tallies
from landwatch.measures.figures.states import with_states
from landwatch.rules import Assessment, assess
from tests.maps.visit import serious
from tests.maps.zone import ODD_HOLDER, PARCELS, judged, lot, parcel

FIRST = date(2022, 3, 31)


@pytest.fixture(scope="module")
def days(zone: Assessment) -> tuple[Assessment, Assessment]:
    return assess(zone.snapshot.earlier(FIRST)), zone


@pytest.fixture(scope="module")
def rows(days: tuple[Assessment, Assessment]) -> pd.DataFrame:
    with speaking("zh"):
        return differences(*map(with_states, days))


@pytest.fixture(scope="module")
def file(
    days: tuple[Assessment, Assessment], map_assets: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return write_comparison(*days, tmp_path_factory.mktemp("compared"))


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """What the page asked for or complained of."""
    return []


@pytest.fixture(scope="module")
def opened(chromium: Browser, file: Path, asked: list[str]) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto(file.as_uri())
    yield page
    context.close()


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """The page, back at the map of what differs after each test."""
    yield opened
    opened.get_by_role("button", name="差异").click()


def fill(kind: str, name: str) -> str:
    """The fill of a state or change: its pattern, which holds the colour, where it has one."""
    look = style()[kind][name]
    return f"url(#state-{name})" if "pattern" in look else str(look["fill"])


def test_the_file_is_named_after_the_days(file: Path) -> None:
    assert file.name == "compare-zone-2022-03-31-2023-12-31.html"


def test_the_legend_prints_the_differences_of_two_assessments(page: Page, rows: pd.DataFrame) -> None:
    for difference, tally in tallies(rows).items():
        row = page.locator(f'[data-row="{difference}"]')
        assert row.locator(".count").inner_text() == str(tally.count)
        assert row.locator(".mu").inner_text() == total_mu(tally)


def test_every_parcel_has_the_colour_of_what_became_of_its_contract(
    page: Page, rows: pd.DataFrame, zone: Assessment
) -> None:
    for box in page.locator("[data-change]").all():
        box.check()
    drawn = dict(
        page.evaluate(
            """() => landwatch.page.difference.map((spot) =>
                [spot.parcel.no, spot.layer.getElement().getAttribute("fill")])"""
        )
    )
    for name in ("signed", "in_order"):
        page.locator(f'[data-change="{name}"]').uncheck()
    held = zone.snapshot.contract_parcels
    held = held[held["contract_no"].isin(rows.index)].set_index("parcel_no")["contract_no"]
    became = held.map(rows["difference"])
    assert drawn == {no: fill("changes", became[no]) if no in became.index else "#fff" for no in drawn}


def test_the_list_tells_the_reason_before_and_after(page: Page, rows: pd.DataFrame) -> None:
    listed = page.locator(".compared-list li")
    kinds = [*Difference][:6]
    assert listed.count() == int(rows["difference"].isin(kinds).sum())
    row = rows[rows["difference"] == Difference.WORSE].iloc[0]
    text = page.locator(f'[data-contract="{row.name}"]').inner_text()
    for words in ("2022-03-31", row["reason_before"], "2023-12-31", row["reason_after"], "加重", "60.00 亩"):
        assert words in text


def test_a_kind_switched_off_leaves_map_and_list(page: Page) -> None:
    red = fill("changes", "new")
    with speaking("zh"):
        name = difference_label(Difference.NEW)
    box = page.get_by_role("checkbox", name=name)
    box.uncheck()
    assert page.locator(f'.compared-list .badge:text-is("{name}")').count() == 0
    assert page.locator(f'#map_landwatch path[fill="{red}"]').count() == 0
    box.check()
    assert page.locator(f'#map_landwatch path[fill="{red}"]').count() > 0


def test_side_by_side_shows_the_states_of_both_days(page: Page, days: tuple[Assessment, Assessment]) -> None:
    page.get_by_role("button", name="并排").click()
    for name, assessment in zip(("before", "after"), days, strict=True):
        fills = page.locator(f"#map-{name} path.leaflet-interactive").evaluate_all(
            """paths => paths.map((path) => path.getAttribute("fill"))"""
        )
        parcels = prepare(assessment).parcels.query("drawn")
        assert sorted(fills) == sorted(fill("states", state) for state in parcels["state"])


def test_both_views_move_together(page: Page) -> None:
    page.get_by_role("button", name="并排").click()
    views = """() => landwatch.page.maps().slice(1)
        .map((map) => [map.getZoom(), map.getCenter().lat, map.getCenter().lng])"""
    start = page.evaluate(views)
    page.evaluate("() => landwatch.page.maps()[1].setZoom(15, {animate: false})")
    page.evaluate("() => landwatch.page.maps()[2].panBy([90, 40], {animate: false})")
    moved = page.evaluate(views)
    one_pixel = pytest.approx(moved[1], abs=5e-5)
    assert moved[0] == one_pixel and start[0] != one_pixel


def test_a_parcel_of_the_list_is_shown_with_both_reasons(page: Page, rows: pd.DataFrame) -> None:
    page.get_by_role("button", name="BD-13").click()
    text = page.locator(".leaflet-popup-content").inner_text()
    row = rows.loc["渝地綦（2021）合字第13号"]
    assert "宗地 BD-13" in text and row["reason_before"] in text and row["reason_after"] in text


def test_markup_in_a_company_name_is_shown_as_text(page: Page) -> None:
    page.locator('[data-change="in_order"]').check()
    expect(page.locator(".compared-list")).to_contain_text(ODD_HOLDER)
    page.locator('[data-change="in_order"]').uncheck()
    assert page.locator("鑫").count() == 0


def test_the_page_says_how_the_kinds_are_told_apart_and_as_known_when(page: Page) -> None:
    told = page.locator("body").inner_text()
    assert "先比闲置（认定、疑似、无），再比违约" in told and "2024-01-05 17:30 +08:00" in told


def test_a_cluster_of_the_table_is_zoomed_to(page: Page) -> None:
    page.locator('[data-cluster="安稳"]').click()
    middle = page.evaluate("() => landwatch.page.maps()[0].getCenter().lat")
    assert middle == pytest.approx(28.6425, abs=0.002)


@pytest.mark.parametrize(("view", "part"), [("差异", "html"), ("并排", ".stage")])
def test_the_page_is_accessible(page: Page, view: str, part: str) -> None:
    page.get_by_role("button", name=view).click()
    assert serious(page, part) == []


def test_a_phone_shows_the_page_without_scrolling_sideways(chromium: Browser, file: Path) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.get_by_role("button", name="并排").click()
    width = page.evaluate("document.documentElement.scrollWidth")
    small = [box.bounding_box() for box in page.locator(".views button, .legend label").all()]
    context.close()
    assert width == 390
    assert min(box["height"] for box in small if box) >= 40


def test_the_page_asked_for_nothing_but_itself(page: Page, asked: list[str], file: Path) -> None:
    assert asked == [file.as_uri()]


def test_an_unknown_cluster_is_refused_with_the_known_ones(
    days: tuple[Assessment, Assessment], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="There is no cluster 北度. Known clusters: 北渡, 安稳"):
        write_comparison(*days, tmp_path, cluster="北度")


def test_a_boundary_that_moved_is_drawn_as_it_was_on_each_day(
    days: tuple[Assessment, Assessment], map_assets: Path, tmp_path: Path
) -> None:
    before, after = days
    plain = write_comparison(before, after, tmp_path).read_text(encoding="utf-8")
    parcels = [parcel for parcel in PARCELS if parcel.parcel_no != "BD-05"]
    moved = [*parcels, parcel(5, geometry=lot(6, 0))]
    both = write_comparison(before, judged(parcels=moved), tmp_path).read_text(encoding="utf-8")
    assert both.count('"type":"Polygon"') == plain.count('"type":"Polygon"') + 1
