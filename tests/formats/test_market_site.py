"""JSON of the national market site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from landwatch.formats import Reading, read
from landwatch.model import EventType
from tests.formats.files import codes, issues_of, the_issue

SHANGHAI_MIDNIGHT = timedelta(hours=-8)


def ms(day: str) -> int:
    """Give a day as the site sends it: midnight in Shanghai, which is the day before in UTC."""
    instant = datetime.fromisoformat(day).replace(tzinfo=UTC) + SHANGHAI_MIDNIGHT
    return int((instant - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)


ITEM: Mapping[str, Any] = {
    "gdGuid": "a1",
    "dzBaBh": "5001102023B000017",
    "xmMc": "齿轮项目",
    "tdZl": "桥河",
    "relate": [{"mj": 6.7077}],
    "tdYt": "工业用地",
    "gyFs": "挂牌出让",
    "hyFl": "通用设备制造业",
    "je": 1800.1,
    "srr": "甲公司",
    "minRjl": 1,
    "maxRjl": 2.5,
    "qdRq": ms("2022-01-10"),
    "jdSj": ms("2022-03-01"),
    "dgSj": ms("2023-06-30"),
    "jgSj": ms("2025-06-30"),
    "pzJg": "綦江区人民政府",
    "crjZfydList": [
        {"zfQh": 1, "zfSj": ms("2022-02-10"), "zfJe": 900.05},
        {"zfQh": 2, "zfSj": ms("2022-04-10"), "zfJe": 900.05},
    ],
}


def read_json(path: Path, content: Any, name: str = "a.json") -> Reading:
    (path / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return read(path / name)


@pytest.mark.parametrize(
    "shape",
    [
        lambda item: [item],
        lambda item: {"code": 200, "msg": "操作成功", "data": {"list": [item], "total": 1}},
        lambda item: {"code": 200, "msg": "操作成功", "data": item},
        lambda item: {"code": 200, "msg": "操作成功", "data": [item]},
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.txt"])
def test_a_reply_is_read_in_the_shapes_the_site_sends(tmp_path: Path, shape: Any, name: str) -> None:
    reading = read_json(tmp_path, shape(dict(ITEM)), name)
    (contract,) = reading.contracts
    assert (reading.kind, reading.records, codes(reading)) == ("landchina", 1, set())
    assert (contract.contract_no, contract.supervision_no) == ("5001102023B000017", "5001102023B000017")
    assert (contract.holder, contract.land_use, contract.location) == ("甲公司", "工业用地", "桥河")
    assert (contract.area_cm2, contract.price_fen) == (670_770_000, 1_800_100_000)
    assert [(i.number, i.due_on, i.amount_fen) for i in contract.instalments] == [
        ("1", date(2022, 2, 10), 900_050_000),
        ("2", date(2022, 4, 10), 900_050_000),
    ]


def test_times_are_days_in_shanghai(tmp_path: Path) -> None:
    (contract,) = read_json(tmp_path, [ITEM]).contracts
    assert contract.signed_on == date(2022, 1, 10)
    assert (contract.agreed_commencement, contract.agreed_completion) == (
        date(2023, 6, 30),
        date(2025, 6, 30),
    )


@pytest.mark.parametrize("empty", [ms("1900-01-01"), "1900-01-01", 0])
def test_the_day_that_means_empty_is_dropped_and_said(tmp_path: Path, empty: Any) -> None:
    reading = read_json(tmp_path, [{**ITEM, "dgSj": empty}])
    assert reading.contracts[0].agreed_commencement is None
    assert the_issue(reading, "sentinel_date_dropped").field == "dgSj"


def test_a_null_day_is_empty_without_a_word(tmp_path: Path) -> None:
    reading = read_json(tmp_path, [{**ITEM, "dgSj": None}])
    assert (reading.contracts[0].agreed_commencement, codes(reading)) == (None, set())


def test_seconds_are_not_read_as_milliseconds(tmp_path: Path) -> None:
    reading = read_json(tmp_path, [{**ITEM, "dgSj": ms("2023-06-30") // 1000}])
    issue = the_issue(reading, "bad_date")
    assert (issue.record, issue.field, reading.contracts) == ("1", "dgSj", ())
    assert "a.json, record 1 (5001102023B000017)" in issue.message


def test_the_contract_number_of_the_reply_goes_before_the_supervision_number(tmp_path: Path) -> None:
    assert read_json(tmp_path, [{**ITEM, "bh": "渝地(2022)1号"}]).contracts[0].contract_no == "渝地(2022)1号"


def test_the_areas_of_several_pieces_are_added_up(tmp_path: Path) -> None:
    pieces = [{"mj": 6.7077}, {"mj": "0.2923"}]
    assert read_json(tmp_path, [{**ITEM, "relate": pieces}]).contracts[0].area_cm2 == 700_000_000


def test_plot_ratio_bounds_the_wrong_way_round_are_swapped(tmp_path: Path) -> None:
    reading = read_json(tmp_path, [{**ITEM, "minRjl": 2.5, "maxRjl": 1}])
    assert codes(reading) == {"plot_ratio_swapped"}
    assert reading.contracts[0].source_columns["minRjl"] == "1"


def test_actual_days_are_facts(tmp_path: Path) -> None:
    reading = read_json(tmp_path, [{**ITEM, "sjDgSj": ms("2023-06-01")}])
    assert [(event.type, event.day) for event in reading.events] == [(EventType.COMMENCED, date(2023, 6, 1))]


def test_an_unknown_key_is_said_once_and_kept(tmp_path: Path) -> None:
    other = {**ITEM, "dzBaBh": "5001102023B000025", "neu": {"a": 1}}
    reading = read_json(tmp_path, [{**ITEM, "neu": [1]}, other])
    assert [issue.field for issue in issues_of(reading, "unknown_column")] == ["neu"]
    assert reading.contracts[1].source_columns["neu"] == '{"a": 1}'


def test_a_record_that_is_none_costs_itself_only(tmp_path: Path) -> None:
    reading = read_json(tmp_path, [5, ITEM, {"xmMc": "甲"}])
    assert (len(reading.contracts), reading.records) == (1, 3)
    assert the_issue(reading, "unreadable_record").record == "1"
    assert the_issue(reading, "missing_required").record == "3"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"code": 500, "msg": "系统繁忙", "data": null}', "the site said “系统繁忙”"),
        ('[{"dzBaBh": "x"', "broken near line 1"),
        ('[{"a": 1}]', "no record of it has a supervision number"),
        ("[" * 50_000, "it is no GeoJSON"),
        ('[{"dzBaBh": ' + "[" * 50_000, "broken near line 1"),
    ],
)
def test_what_holds_no_contract_is_one_issue(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    reading = read(tmp_path / "a.json")
    (issue,) = reading.issues
    assert (reading.kind, issue.code, issue.record) == (None, "unreadable_record", None)
    assert reason in issue.message


def test_geojson_in_a_json_file_is_a_layer(tmp_path: Path) -> None:
    ring = [[106.65, 29.03], [106.66, 29.03], [106.66, 29.04], [106.65, 29.03]]
    feature = {
        "type": "Feature",
        "properties": {"宗地编号": "A"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    assert read_json(tmp_path, {"type": "FeatureCollection", "features": [feature]}).kind == "vector"
