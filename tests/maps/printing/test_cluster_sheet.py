"""What stands on the sheet of a cluster."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from shapely import STRtree, box

from landwatch.maps.printing import Wish, cluster_sheets
from landwatch.maps.printing.labels import extent_of
from landwatch.rules import Assessment
from tests.maps.printing.conftest import IMPRINT, Printout


@pytest.fixture(scope="module")
def text(cluster_print: Printout) -> str:
    return re.sub(r"\s+", "", cluster_print.text)


@pytest.mark.parametrize(
    "words",
    [
        "北渡",
        "运营公司綦江北渡园区建设开发股份有限公司",
        "判定日2023-12-31",
        "1:5000",
        "第36带",
        "EPSG:4524",
        "2024-01-08由landwatch",
        "坐标北向上",
        "事实资料至2023-12-31",
        "开工违约3180.00",
        "认定闲置160.00",
        "渝地綦（2021）合字第03号",
        "无有效合同（宗地数）",
    ],
)
def test_the_sheet_says(text: str, words: str) -> None:
    assert words in text


def test_the_flagged_contracts_are_listed_with_holder_and_reason(text: str) -> None:
    assert "BD-01·渝地綦（2021）合字第01号·60.00亩綦江第1机械有限公司：开工违约。" in text


def test_a_parcel_without_boundary_is_named_as_missing(text: str) -> None:
    assert "无界址图形的宗地：BD-15。" in text


def test_only_the_font_of_the_installation_is_used_and_it_travels_inside(cluster_print: Printout) -> None:
    fonts = PdfReader(BytesIO(cluster_print.content)).pages[0]["/Resources"]["/Font"]
    inner = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    assert inner and all("NotoSansSC" in font["/BaseFont"] for font in inner)
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in inner)


def test_no_two_labels_of_the_map_overlap(cluster_print: Printout) -> None:

    labels = cluster_print.sheet.drawings[0].labels
    boxes = []
    for label in labels:
        width, height = extent_of(label.text, label.points)
        boxes.append(
            box(label.x - width / 2, label.y - height / 2, label.x + width / 2, label.y + height / 2)
        )
    first, second = STRtree(boxes).query(boxes, predicate="overlaps")
    assert len(labels) == 14
    assert first.size == second.size == 0


def test_every_parcel_with_a_boundary_is_told_as_drawn(cluster_print: Printout) -> None:
    assert sorted(cluster_print.sheet.parcels) == [f"BD-{number:02}" for number in range(1, 15)]


def test_every_state_of_the_map_is_explained_with_its_pattern(cluster_print: Printout) -> None:
    (legend,) = [block for block in cluster_print.sheet.blocks if block["kind"] == "legend"]
    by_label = {row["label"]: row["look"]["shapes"] for row in legend["rows"]}
    assert len(by_label["开工违约"]) == 4  # fill, lines one way, lines the other way, outline
    assert len(by_label["已竣工"]) == 2
    assert len(by_label["疑似闲置"]) == 3  # paper, halo, hatch


def test_without_colour_no_two_states_look_alike(zone: Assessment) -> None:
    (sheet,) = cluster_sheets(zone, "北渡", Wish(paper="A2", colour=False), IMPRINT)
    (legend,) = [block for block in sheet.blocks if block["kind"] == "legend"]
    looks = [str(row["look"]["shapes"]) for row in legend["rows"]]
    assert len(set(looks)) == len(looks)


def test_the_sheets_of_a_series_are_numbered_and_show_every_parcel(zone: Assessment) -> None:
    wish = Wish("A4", "landscape", 5_000, series=True)
    sheets = cluster_sheets(zone, "北渡", wish, IMPRINT)
    assert [sheet.name for sheet in sheets] == ["北渡-1", "北渡-2", "北渡-3", "北渡-4"]
    headings = [block["heading"] for sheet in sheets for block in sheet.blocks if block["kind"] == "drawing"]
    assert headings == [f"第 {number} 幅，共 4 幅" for number in (1, 2, 3, 4)]
    shown = {number for sheet in sheets for number in sheet.parcels}
    assert shown == {f"BD-{number:02}" for number in range(1, 15)}
