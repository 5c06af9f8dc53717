"""The months on the page of a cluster: slider, play, keyboard, and the states that the engine gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from landwatch.maps import draw_cluster, draw_overview
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.formatting import known, percent, total_mu
from landwatch.maps.rate_classes import rate_fill, style
from landwatch.measures.acreage import ledger_of
from landwatch.model import EventType
from landwatch.rules import Assessment, assess
from tests.maps.visit import serious
from tests.maps.zone import EVENTS, event, judged

PAST = date(2022, 6, 30)
REVITALISED = event(7, EventType.REVITALISED, date(2022, 6, 20), details={"method": "COMPLETE"})


@pytest.fixture(scope="module")
def moved() -> Assessment:
    """The zone with one contract revitalised in the past."""
    return judged(events=[*EVENTS, REVITALISED])


@pytest.fixture(scope="module")
def file(moved: Assessment, map_assets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("months") / "beidu.html"
    entries = ledger_of(moved.snapshot).frame()
    path.write_text(draw_cluster(moved, "北渡", months=24, entries=entries), encoding="utf-8")
    return path


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
    page.clock.install()
    page.goto(file.as_uri())
    yield page
    context.close()


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """The page, back at the day judged after each test."""
    yield opened
    opened.keyboard.press("Escape")
    slide(opened, 23)


def slide(page: Page, month: int) -> None:
    """Move the slider as a pointer would."""
    page.locator("#month").evaluate(
        """(slider, month) => {
            slider.value = month;
            slider.dispatchEvent(new Event("input", {bubbles: true}));
        }""",
        month,
    )


def shown(page: Page) -> dict[str, tuple[str, str | None]]:
    """State and idle mark of every parcel on the map, by its colour and by the mark drawn over it."""
    looks = page.evaluate(
        """() => landwatch.page.places.filter((place) => place.layer).map((place) => [
            place.parcel.no,
            place.layer.getElement().getAttribute("fill"),
            place.marking && place.marking.getElement().getAttribute("fill"),
        ])"""
    )
    state_of = {look["fill"]: state for state, look in style()["states"].items()}
    state_of |= {f"url(#state-{state})": state for state in style()["states"]}
    mark_of = {"none": "recognised", "url(#hatch-suspected)": "suspected", None: None}
    return {no: (state_of[fill], mark_of[mark]) for no, fill, mark in looks}


def judged_on(zone: Assessment, day: date) -> MapContent:
    return prepare(assess(zone.snapshot.earlier(day)))


def test_the_page_opens_at_the_day_judged_and_says_how_the_months_are_judged(page: Page) -> None:
    slider = page.get_by_role("slider", name="所示月份")
    expect(slider).to_have_attribute("aria-valuetext", "2023 年 12 月（判定日）")
    expect(page.locator("#timeline-note")).to_contain_text("2024-01-05 17:30 +08:00 时已知的事实")
    expect(page.get_by_role("button", name="回到判定日")).to_be_hidden()


@pytest.mark.parametrize("day", [date(2022, 1, 31), PAST, date(2023, 11, 30)], ids=str)
def test_the_map_of_a_month_shows_what_the_engine_says_of_its_last_day(
    page: Page, moved: Assessment, day: date
) -> None:
    slide(page, (day.year - 2022) * 12 + day.month - 1)
    parcels = judged_on(moved, day).parcels.query("cluster == '北渡' and drawn")
    assert shown(page) == {
        no: (str(row["state"]), str(row["idle"]) if known(row["idle"]) else None)
        for no, row in parcels.iterrows()
    }


def test_the_legend_and_the_bar_print_the_sums_of_the_month(page: Page, moved: Assessment) -> None:
    slide(page, 5)
    sums = judged_on(moved, PAST).figures("北渡")
    for key, tally in [*sums.states.items(), *sums.idle.items(), ("total", sums.live)]:
        row = page.locator(f'[data-row="{key}"]')
        assert row.locator(".count").inner_text().strip() == str(tally.count)
        assert row.locator(".mu").inner_text() == total_mu(tally)
    rate = sums.by_area["commencement"]
    figures = page.locator(".timeline .figures").inner_text()
    assert f"按面积 {float(100 * rate.share()):.1f} %" in figures
    assert "本年累计 60.00 亩" in figures and "当月 60.00 亩" in figures


@pytest.mark.parametrize(("month", "booked"), [(4, ("0", "0.00")), (5, ("1", "60.00"))])
def test_revitalised_land_counts_from_the_month_in_which_it_was_booked(
    page: Page, month: int, booked: tuple[str, str]
) -> None:
    slide(page, month)
    row = page.locator('[data-row="revitalised-2022"]')
    assert (row.locator(".count").inner_text(), row.locator(".mu").inner_text()) == booked
    line = page.locator(".leaflet-revitalised-pane path")
    assert line.evaluate("(line) => line.style.display") == ("" if month == 5 else "none")


def test_back_to_the_day_judged_brings_everything_back(page: Page) -> None:
    before, legend = shown(page), page.locator(".legend table").inner_text()
    slide(page, 3)
    assert shown(page) != before
    page.get_by_role("button", name="回到判定日").click()
    assert shown(page) == before
    assert page.locator(".legend table").inner_text() == legend
    expect(page.get_by_role("slider")).to_be_focused()


@pytest.mark.parametrize(
    ("keys", "month"),
    [
        (["ArrowLeft"], "2023 年 11 月"),
        (["ArrowLeft", "ArrowLeft", "ArrowRight"], "2023 年 11 月"),
        (["Home"], "2022 年 1 月"),
        (["Home", "End"], "2023 年 12 月（判定日）"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_arrow_keys_home_and_end_move_the_month(page: Page, keys: list[str], month: str) -> None:
    slider = page.get_by_role("slider")
    slider.focus()
    for key in keys:
        page.keyboard.press(key)
    expect(slider).to_have_attribute("aria-valuetext", month)
    expect(page.locator(".timeline .month")).to_have_text(month)


def test_space_plays_from_the_first_month_and_pauses(page: Page) -> None:
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press(" ")
    expect(page.locator(".timeline .month")).to_have_text("2022 年 1 月")
    page.clock.run_for(1_500)
    expect(page.locator(".timeline .month")).to_have_text("2022 年 3 月")
    page.keyboard.press(" ")
    page.clock.run_for(3_000)
    expect(page.locator(".timeline .month")).to_have_text("2022 年 3 月")


def test_play_stops_by_itself_at_the_day_judged(page: Page) -> None:
    slide(page, 21)
    page.get_by_role("button", name="逐月播放").click()
    expect(page.get_by_role("button", name="暂停")).to_have_attribute("aria-pressed", "true")
    page.clock.run_for(3_000)
    expect(page.locator(".timeline .month")).to_have_text("2023 年 12 月（判定日）")
    expect(page.get_by_role("button", name="逐月播放")).to_have_attribute("aria-pressed", "false")


def test_the_buttons_beside_the_slider_step_by_a_month(page: Page) -> None:
    page.get_by_role("button", name="上一个月").click()
    page.get_by_role("button", name="上一个月").click()
    page.get_by_role("button", name="下一个月").click()
    expect(page.locator(".timeline .month")).to_have_text("2023 年 11 月")


def test_where_motion_is_unwelcome_nothing_plays(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator(".timeline .play")).to_be_hidden()
    page.get_by_role("slider").focus()
    page.keyboard.press(" ")
    page.clock.run_for(2_000)
    expect(page.locator(".timeline .month")).to_have_text("2023 年 12 月（判定日）")
    page.emulate_media(reduced_motion="no-preference")
    expect(page.locator(".timeline .play")).to_be_visible()


def test_a_popup_in_a_past_month_tells_both_states_apart(page: Page) -> None:
    slide(page, 5)
    page.get_by_role("combobox").fill("BD-01")
    page.keyboard.press("Enter")
    told = page.locator(".leaflet-popup-content").inner_text()
    assert "图上为 2022 年 6 月：未到期" in told and "开工违约" in told


def test_a_state_switched_off_stays_off_in_other_months(page: Page) -> None:
    box = page.get_by_role("checkbox", name="在建")
    box.uncheck()
    slide(page, 5)
    hidden = page.evaluate(
        """() => landwatch.page.places.filter((place) => place.layer && place.state === "under_construction")
            .every((place) => place.layer.getElement().style.display === "none")"""
    )
    box.check()
    assert hidden


def test_the_page_is_accessible_and_asked_for_nothing(page: Page, asked: list[str], file: Path) -> None:
    slide(page, 5)
    assert serious(page, ".timeline") == []
    assert asked == [file.as_uri()]


def test_a_phone_has_room_for_the_bar_and_its_buttons_are_large_enough(chromium: Browser, file: Path) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.get_by_text("按月回放").click()
    slide(page, 3)
    heights = [box.bounding_box() for box in page.locator(".timeline button, .timeline input").all()]
    map_height = page.locator(".map").bounding_box()
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert min(box["height"] for box in heights if box) >= 44
    assert width == 390 and map_height and map_height["height"] > 300


def test_the_overview_shows_fill_label_and_figures_of_the_month(
    chromium: Browser, moved: Assessment, tmp_path: Path
) -> None:
    index = tmp_path / "index.html"
    index.write_text(draw_overview(moved, months=36), encoding="utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(index.as_uri())
    slide(page, 4)
    row = page.locator('tr[data-cluster="北渡"]').inner_text()
    labels = page.locator(".cluster-label").all_inner_texts()
    fills = page.locator("path.leaflet-interactive").evaluate_all(
        """paths => paths.map((path) => path.getAttribute("fill"))"""
    )
    context.close()
    sums = judged_on(moved, date(2021, 5, 31)).figures("北渡")
    rate = sums.by_area["commencement"]
    assert f"北渡 {percent(rate)}" in labels
    assert fills[0] == rate_fill(rate) != rate_fill(prepare(moved).figures("北渡").by_area["commencement"])
    for words in (total_mu(sums.live), percent(rate), percent(sums.by_area["completion"])):
        assert words in row


def test_a_page_without_months_has_no_bar(moved: Assessment) -> None:
    html = draw_cluster(moved, "北渡", months=0)
    assert 'class="timeline"' not in html and '"timeline":null' in html
