"""Headers, units and words are found as people write them."""

from __future__ import annotations

import pytest

from landwatch.formats.cells.vocabulary import (
    Column,
    column_of,
    cut_column,
    is_land_use,
    is_natural_resources_authority,
    unit_of,
    word_of,
)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("面积(公顷)", Column("area_cm2", "area", "公顷", unit_named=True)),
        ("面 积（亩）", Column("area_cm2", "area", "亩", unit_named=True)),
        ("面积", Column("area_cm2", "area", "公顷", unit_named=False)),
        ("开工违约金(‰/日)", Column("commencement_damages_ppb", "rate", "‰", unit_named=True)),
        ("约定容积率(下限)", Column("plot_ratio_min", "ratio")),
        ("约定开工时间(合同)", Column("agreed_commencement", "date")),
        ("成交价格(元/平方米)", None),
        ("风水", None),
    ],
)
def test_a_header_is_found_with_its_unit(header: str, column: Column | None) -> None:
    assert column_of("contract", header) == column


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("宗地编", "parcel_no"),
        ("宗地面", "area_cm2"),
        ("土地用", "land_use"),
        ("宗地", None),
        ("宗地编号x", None),
    ],
)
def test_a_cut_name_is_recognised_where_it_leaves_one_meaning(name: str, field: str | None) -> None:
    column = cut_column("parcel", name)
    assert (column.field if column else None) == field


def test_units_and_words_are_found_in_full_width_too() -> None:
    assert (unit_of("area", "㎡"), unit_of("area", "斤"), unit_of("rate", "％")) == ("平方米", None, "%")
    assert (word_of("event", " 补充 协议 "), word_of("method", "增容技改（零增地）")) == (
        "supplementary_agreement",
        "EXPAND",
    )


@pytest.mark.parametrize(
    "text", ["工业用地", "0601", "工业用地(0601)", "100102", "二类工业用地", "M2", "工业用地、仓储用地"]
)
def test_published_land_uses_are_known(text: str) -> None:
    assert is_land_use(text)


@pytest.mark.parametrize("text", ["游乐场", "0699", "Z9"])
def test_other_land_uses_are_not(text: str) -> None:
    assert not is_land_use(text)


@pytest.mark.parametrize(
    ("name", "is_authority"),
    [
        ("重庆市綦江区规划和自然资源局", True),
        ("綦江县国土资源和房屋管理局", True),
        ("重庆綦江高新技术产业开发区管理委员会", False),
        ("綦江工业园区管委会自然资源办公室", False),
        ("甲公司", False),
    ],
)
def test_a_grantor_is_known_by_its_name(name: str, is_authority: bool) -> None:
    assert is_natural_resources_authority(name) is is_authority
