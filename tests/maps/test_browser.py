"""The pages in Chromium, opened from disk: nothing asked for, nothing wrong, and everything answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from landwatch.maps.content import prepare
from landwatch.maps.formatting import total_mu
from landwatch.maps.rate_classes import style
from landwatch.measures.figures.states import Idle, State
from landwatch.rules import Assessment
from tests.maps.visit import DESK, PHONE, Visit, click_parcel, middle_of, popup_text, search
from tests.maps.zone import ODD_HOLDER


@pytest.fixture
def desk(chromium: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The page of the cluster on a desk."""
    visit = Visit(chromium, pages["beidu.html"], DESK)
    yield visit
    visit.leave()


@pytest.fixture
def phone(chromium: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The page of the cluster on a phone."""
    visit = Visit(chromium, pages["beidu.html"], PHONE)
    yield visit
    visit.leave()


@pytest.fixture
def overview(chromium: Browser, pages: dict[str, Path]) -> Iterator[Visit]:
    """The overview on a desk."""
    visit = Visit(chromium, pages["index.html"], DESK)
    yield visit
    visit.leave()


def test_a_page_from_disk_asks_for_nothing_but_itself(desk: Visit) -> None:
    search(desk.page, "BD-03")
    desk.page.get_by_role("button", name="放大").click()
    desk.page.get_by_role("link", name="各组团总图").click()
    desk.page.wait_for_selector("path.leaflet-interactive")
    desk.page.get_by_role("navigation").get_by_role("link", name="北渡").click()
    desk.page.wait_for_selector(".parcel-label")
    assert {url.rsplit("/", 1)[-1] for url in desk.requests} == {"beidu.html", "index.html"}
    assert all(url.startswith("file://") for url in desk.requests)


def test_a_click_on_a_parcel_tells_contract_days_lateness_claim_and_review(desk: Visit) -> None:
    click_parcel(desk.page, "BD-03")
    text = popup_text(desk.page)
    for words in (
        "渝地綦（2021）合字第03号",
        "5001102021B00003",
        "綦江第3机械有限公司",
        "60.00 亩",
        "开工违约",
        "竣工违约",
        "914 天",
        "8,226,000.00 元",
        "尚非债务",
        "张三：属实",
    ):
        assert words in text


def test_a_click_on_land_without_contract_says_so(desk: Visit) -> None:
    click_parcel(desk.page, "BD-14")
    assert "无有效合同" in popup_text(desk.page)


def test_a_company_is_found_by_part_of_its_chinese_name(desk: Visit) -> None:
    desk.page.get_by_role("combobox").fill("川渝")
    expect(desk.page.get_by_role("option")).to_have_text([re.compile(re.escape(f"BD-10 · {ODD_HOLDER}"))])
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    assert "渝地綦（2021）合字第11号" in popup_text(desk.page)


@pytest.mark.parametrize("words", ["BD-07", "bd-07", "ＢＤ－０７", "合字第07号", "2021B00007", "第7机械"])
def test_parcel_contract_supervision_number_and_company_all_lead_to_the_parcel(
    desk: Visit, words: str
) -> None:
    search(desk.page, words)
    assert "宗地 BD-07" in popup_text(desk.page)


def test_an_address_that_names_a_parcel_opens_it(chromium: Browser, pages: dict[str, Path]) -> None:
    visit = Visit(chromium, pages["beidu.html"], DESK, fragment="find=bd-07")
    text = popup_text(visit.page)
    visit.leave()
    assert "宗地 BD-07" in text


def test_while_a_word_is_being_composed_nothing_is_searched(desk: Visit) -> None:
    box = desk.page.get_by_role("combobox")
    box.evaluate(
        """box => {
            box.value = "chuanyu";
            box.dispatchEvent(new InputEvent("input", {isComposing: true}));
            box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", isComposing: true}));
        }"""
    )
    expect(desk.page.get_by_role("status")).to_be_hidden()
    box.evaluate('box => { box.value = "川渝"; box.dispatchEvent(new CompositionEvent("compositionend")); }')
    expect(desk.page.get_by_role("option")).to_have_count(1)


def test_a_search_without_a_hit_says_what_to_try(desk: Visit) -> None:
    desk.page.get_by_role("combobox").fill("不存在的公司")
    expect(desk.page.get_by_role("status")).to_have_text("没有匹配结果。可输入编号或企业名称的一部分。")


def test_a_contract_without_boundary_is_found_and_said_to_be_off_the_map(desk: Visit) -> None:
    search(desk.page, "合字第14号")
    assert "无界址图形，未在图上显示。" in popup_text(desk.page)


def test_search_and_popup_work_by_keyboard_and_escape_leads_back(desk: Visit) -> None:
    search(desk.page, "BD-03")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".leaflet-popup")).to_have_count(0)
    expect(desk.page.get_by_role("combobox")).to_be_focused()


def test_markup_in_a_company_name_is_shown_as_text(desk: Visit) -> None:
    click_parcel(desk.page, "BD-10")
    assert ODD_HOLDER in popup_text(desk.page)
    assert desk.page.locator("鑫").count() == 0


def test_the_popup_lists_the_former_contract(desk: Visit) -> None:
    click_parcel(desk.page, "BD-10")
    assert "历史合同" in popup_text(desk.page) and "重庆旧厂有限公司" in popup_text(desk.page)


def test_the_legend_prints_the_sums_of_the_frame(desk: Visit, zone: Assessment) -> None:
    sums = prepare(zone).figures("北渡")
    for key, tally in [*sums.states.items(), *sums.idle.items(), ("total", sums.live)]:
        row = desk.page.locator(f'[data-row="{key}"]')
        assert (row.locator(".count").inner_text(), row.locator(".mu").inner_text()) == (
            str(tally.count),
            total_mu(tally),
        )


def test_the_mu_of_the_states_add_up_to_the_total_on_the_page(desk: Visit) -> None:
    def printed(key: str) -> Decimal:
        return Decimal(desk.page.locator(f'[data-row="{key}"] .mu').inner_text().replace(",", ""))

    states = [state for state in State if state is not State.NO_CONTRACT]
    assert sum(printed(state) for state in states) == printed("total") == Decimal("840.00")


def test_as_many_parcels_are_drawn_in_each_look_as_have_the_state(desk: Visit, zone: Assessment) -> None:
    drawn = desk.page.evaluate(
        """() => [...document.querySelectorAll("path.leaflet-interactive")]
            .map(path => path.getAttribute("fill"))"""
    )
    looks = style()["states"]
    fills = {key: f"url(#state-{key})" if "pattern" in look else look["fill"] for key, look in looks.items()}
    parcels = prepare(zone).parcels.query("cluster == '北渡' and drawn")
    assert sorted(drawn) == sorted(fills[state] for state in parcels["state"])


def test_unticking_a_state_hides_its_parcels_their_hatching_and_labels(desk: Visit) -> None:
    hidden = """() => document.querySelectorAll('path[style*="display: none"]').length"""
    desk.page.get_by_role("checkbox", name="开工违约").uncheck()
    assert desk.page.evaluate(hidden) == 3 + len(Idle)
    expect(desk.page.locator(".parcel-label", has_text="BD-03")).to_have_count(0)


def test_a_hit_in_a_hidden_state_brings_the_state_back(desk: Visit) -> None:
    box = desk.page.get_by_role("checkbox", name="开工违约")
    box.uncheck()
    search(desk.page, "BD-03")
    expect(box).to_be_checked()


def test_idle_land_boundary_and_labels_can_be_switched_off(desk: Visit) -> None:
    shown = """() => [...document.querySelectorAll(".leaflet-idle-pane path, .leaflet-boundary-pane path")]
        .filter(path => path.style.display !== "none").length"""
    assert desk.page.evaluate(shown) == 3
    for name in ("疑似闲置", "认定闲置", "组团界线", "宗地编号注记"):
        desk.page.get_by_role("checkbox", name=name).uncheck()
    assert desk.page.evaluate(shown) == 0
    expect(desk.page.locator(".parcel-label")).to_have_count(0)


def test_suspected_idle_land_is_hatched_and_recognised_idle_land_outlined(desk: Visit) -> None:
    marks = desk.page.evaluate(
        """() => [...document.querySelectorAll(".leaflet-idle-pane path")]
            .map(path => [path.getAttribute("fill"), path.getAttribute("stroke-width")])"""
    )
    assert sorted(marks, key=str) == [["none", "4.5"], ["url(#hatch-suspected)", None]]


def test_labels_never_cover_each_other(desk: Visit) -> None:
    for _ in range(3):
        # All at one moment: labels are made anew whenever the map moves.
        boxes = desk.page.locator(".parcel-label").evaluate_all(
            "labels => labels.map(label => label.getBoundingClientRect().toJSON())"
        )
        for index, one in enumerate(boxes):
            for other in boxes[:index]:
                apart = abs(one["x"] - other["x"]) >= min(one["width"], other["width"]) - 1
                assert apart or abs(one["y"] - other["y"]) >= one["height"] - 1
        desk.page.get_by_role("button", name="缩小").click()
        desk.page.wait_for_timeout(400)
    assert boxes == []


def test_coordinates_under_the_pointer_are_read_out_in_4490(desk: Visit) -> None:
    desk.page.mouse.move(500, 450)
    expect(desk.page.locator(".coordinates")).to_have_text(
        re.compile(r"东经 106\.5\d{5}°\s+北纬 29\.06\d{4}°（EPSG:4490）")
    )


def test_the_scale_bar_is_metric(desk: Visit) -> None:
    expect(desk.page.locator(".leaflet-control-scale-line")).to_have_text(re.compile(r"^\d+ m$"))


def test_the_title_block_names_cluster_operator_day_and_knowledge(desk: Visit) -> None:
    text = desk.page.locator("header").inner_text()
    for words in (
        "綦江高新区",
        "北渡",
        "依据：来源点名",
        "2023-12-31",
        "2024-01-05 17:30 +08:00",
        "按面积 21.4 %",
    ):
        assert words in text


def test_the_overview_tells_the_figures_of_a_cluster_and_leads_to_its_page(overview: Visit) -> None:
    row = overview.page.locator('tr[data-cluster="北渡"]')
    for words in ("840.00 亩", "13 宗", "21.4 %", "按面积，180.00 亩", "按宗数 23.1 %，3 宗"):
        assert words in row.inner_text()
    overview.page.locator("path.leaflet-interactive").first.click(force=True)
    assert "綦江北渡园区建设开发股份有限公司" in popup_text(overview.page)
    overview.page.get_by_role("link", name="打开组团图").press("Enter")  # a map that still moves is no matter
    expect(overview.page.locator("h1")).to_have_text("北渡")


@pytest.mark.parametrize("name", ["beidu.html", "anwen.html", "index.html"])
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_is_wider_than_the_screen(
    chromium: Browser, pages: dict[str, Path], name: str, viewport: dict[str, int]
) -> None:
    visit = Visit(chromium, pages[name], viewport)
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    visit.leave()
    assert width == viewport["width"]


def test_the_legend_is_folded_on_a_phone_and_open_on_a_desk(phone: Visit, desk: Visit) -> None:
    assert phone.page.locator("details.legend").get_attribute("open") is None
    assert desk.page.locator("details.legend").get_attribute("open") is not None


def test_everything_to_be_touched_on_a_phone_is_large_enough(phone: Visit) -> None:
    phone.page.locator("details.legend > summary").click()
    phone.page.get_by_role("combobox").fill("机械")
    touched = (
        "summary, .legend label, input[type=search], .search li, .leaflet-bar a, .home button, a.to-overview"
    )
    small = [
        element.inner_text()
        for element in phone.page.locator(touched).all()
        if element.is_visible() and (element.bounding_box() or {})["height"] < 40
    ]
    assert small == []


def test_the_first_view_on_a_phone_uses_the_room_there_is(phone: Visit) -> None:
    outline = phone.page.locator(".leaflet-boundary-pane path").bounding_box()
    assert outline and PHONE["width"] * 0.6 < outline["width"] <= PHONE["width"]


def test_no_control_lies_on_an_open_popup_on_a_phone(phone: Visit) -> None:
    search(phone.page, "BD-03")
    expect(phone.page.get_by_role("button", name="放大")).to_be_hidden()
    middle_of(phone.page, "BD-03")  # the map moves until the popup has room
    phone.page.locator(".leaflet-popup-close-button").click()
    expect(phone.page.get_by_role("button", name="放大")).to_be_visible()


def test_a_popup_on_a_phone_lies_inside_the_map_and_scrolls(phone: Visit) -> None:
    search(phone.page, "BD-03")
    phone.page.wait_for_timeout(400)
    frame = phone.page.locator(".leaflet-popup-content-wrapper").bounding_box()
    assert frame and frame["x"] >= 0 and frame["x"] + frame["width"] <= PHONE["width"]
    assert frame["y"] >= 0 and frame["y"] + frame["height"] <= PHONE["height"]
    overflow = phone.page.locator(".leaflet-popup-content").evaluate(
        "node => getComputedStyle(node).overflowY"
    )
    assert overflow in ("auto", "scroll", "visible")
