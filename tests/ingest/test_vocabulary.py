"""The data file of spellings: complete, unambiguous, and enough to add a header without code."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files

import pytest
import yaml

from landwatch.ingest.vocabulary import (
    Column,
    column_of,
    cut_column,
    is_land_use,
    is_natural_resources_authority,
    plain,
    unit_of,
    word_of,
)
from landwatch.measures.acreage import STOCK, Method, ObstacleKind, Step
from landwatch.model import (
    Contract,
    ContractForm,
    Direction,
    EventType,
    Foundation,
    IndicatorStage,
    OperatorBasis,
    ReviewResult,
    StandardIndicator,
)

ALIASES = yaml.safe_load(files("landwatch.ingest").joinpath("aliases.yaml").read_text(encoding="utf-8"))
SECTIONS = ("contract", "phase", "instalment", "event", "parcel", "cluster")
KINDS = {
    "text",
    "identifier",
    "identifiers",
    "designation",
    "date",
    "area",
    "money",
    "rate",
    "ratio",
    "figure",
    "flag",
    "word",
    "kept",
    "ignored",
    "json",
    "wkt",
}


@pytest.mark.parametrize("section", SECTIONS)
def test_no_header_names_two_fields(section: str) -> None:
    names = [plain(name) for entry in ALIASES[section].values() for name in entry["names"]]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("kind", list(ALIASES["words"]))
def test_no_word_means_two_things(kind: str) -> None:
    names = [plain(name) for names in ALIASES["words"][kind].values() for name in dict.fromkeys(names)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_column_has_a_kind_and_quantities_have_a_unit(section: str) -> None:
    for entry in ALIASES[section].values():
        assert entry["kind"] in KINDS
        assert (entry["kind"] in ALIASES["units"]) is ("unit" in entry)
        assert "unit" not in entry or entry["unit"] in ALIASES["units"][entry["kind"]]


def test_every_figure_of_a_contract_has_a_column() -> None:
    without = {item.name for item in fields(Contract)} - set(ALIASES["contract"])
    assert without == {"phases", "instalments", "indicators", "illustrative", "source_columns"}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("event", EventType),
        ("form", ContractForm),
        ("foundation", Foundation),
        ("operator_basis", OperatorBasis),
        ("direction", Direction),
        ("stage", IndicatorStage),
        ("result", ReviewResult),
        ("indicator", StandardIndicator),
        ("method", Method),
        ("step", Step),
        ("obstacle", ObstacleKind),
    ],
)
def test_the_words_stand_for_the_codes_of_the_model(kind: str, codes: type[EventType]) -> None:
    assert set(ALIASES["words"][kind]) == {code.value for code in codes}


def test_the_classes_of_the_stock_have_words_but_for_the_one_without_a_class() -> None:
    assert set(ALIASES["words"]["stock"]) == {account.value for account in STOCK[:-1]}


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
