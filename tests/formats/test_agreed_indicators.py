"""The sheet 标准地指标 of a ledger, and the agreed days of production."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from landwatch.formats import Reading, read
from landwatch.model import Direction, Event, EventType, Indicator, IndicatorStage, Severity
from tests.formats.files import read_csv, the_issue, write_workbook

CONTRACT = "渝綦工2023-001"
LEDGER = [["合同编号", "土地使用权人", "约定开工时间"], [CONTRACT, "甲机械有限公司", "2023-06-30"]]
CELLS: Mapping[str, object] = {
    "合同编号": CONTRACT,
    "指标": "投资强度",
    "约定值": 300,
    "单位": "万元/亩",
    "方向": "不低于",
    "核验阶段": "达产复核",
}
INTENSITY = Indicator(
    name="投资强度",
    value=Decimal(300),
    unit="万元/亩",
    direction=Direction.MIN,
    stage=IndicatorStage.FULL_PRODUCTION,
)


def ledger(folder: Path, *rows: Mapping[str, object]) -> Reading:
    """Read a ledger with one contract and a sheet of indicators."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    sheet = [columns, *([row.get(name) for name in columns] for row in rows)]
    return read(write_workbook(folder / "ledger.xlsx", {"供地台账": LEDGER, "标准地指标": sheet}))


def agreed(reading: Reading) -> tuple[Indicator, ...]:
    (contract,) = reading.contracts
    return contract.indicators


def test_an_indicator_is_read_with_its_exact_value(tmp_path: Path) -> None:
    reading = ledger(tmp_path, CELLS)
    assert (reading.kind, reading.records, reading.issues) == ("ledger", 1, ())
    assert agreed(reading) == (INTENSITY,)


def test_several_indicators_stand_in_the_order_of_the_sheet(tmp_path: Path) -> None:
    cap = {"指标": "绿地率", "约定值": 20, "单位": "%", "方向": "≤", "核验阶段": "竣工核验"}
    names = [indicator.name for indicator in agreed(ledger(tmp_path, CELLS, CELLS | cap))]
    assert names == ["投资强度", "绿地率"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("固定资产投资强度", "投资强度"),
        ("行政办公及生活服务设施用地占比", "行政办公用地占比"),
        ("单位能耗", "单位能耗"),
    ],
)
def test_a_usual_name_is_given_and_a_free_one_is_kept(tmp_path: Path, written: str, name: str) -> None:
    assert agreed(ledger(tmp_path, CELLS | {"指标": written}))[0].name == name


@pytest.mark.parametrize(("written", "value"), [(0.1, "0.1"), ("1.20", "1.20"), ("1,234.5", "1234.5")])
def test_a_value_is_the_decimal_that_is_written(tmp_path: Path, written: object, value: str) -> None:
    found = agreed(ledger(tmp_path, CELLS | {"约定值": written, "单位": ""}))[0]
    assert (found.value, found.unit) == (Decimal(value), None)


def test_a_contract_may_name_a_rate_of_damages(tmp_path: Path) -> None:
    found = agreed(ledger(tmp_path, CELLS | {"违约金比例(‰)": 5}))[0]
    assert found.damages_ppb == 5_000_000


@pytest.mark.parametrize("field", ["合同编号", "指标", "约定值", "方向", "核验阶段"])
def test_an_indicator_with_an_empty_cell_is_refused_and_the_cell_named(tmp_path: Path, field: str) -> None:
    reading = ledger(tmp_path, CELLS | {field: ""})
    issue = the_issue(reading, "missing_required")
    assert agreed(reading) == ()
    assert issue.message == (
        f"ledger.xlsx, sheet 标准地指标, row 2: {field} is empty; fill it in, "
        "the record is not taken without it"
    )


@pytest.mark.parametrize(
    ("field", "cell", "code", "words"),
    [
        ("约定值", "约三百", "bad_number", "约定值 is “约三百”, which cannot be read: write a plain number"),
        (
            "约定值",
            "40%",
            "bad_number",
            "约定值 is 40% and its unit is 万元/亩; write the figure in that unit",
        ),
        ("约定值", -1, "bad_number", "约定值 is -1; an agreed value must not be negative"),
        ("约定值", "1e99", "bad_number", "约定值 is 1E+99, which has too many digits to be true"),
        (
            "方向",
            "大约",
            "unreadable_record",
            "方向 is “大约”, which is not known; write one of 不低于 不高于",
        ),
        (
            "核验阶段",
            "开工",
            "unreadable_record",
            "is “开工”, which is not known; write one of 竣工核验 达产复核",
        ),
        ("合同编号", "渝綦工2099-9", "missing_required", "no contract 渝綦工2099-9 was taken from this file"),
    ],
)
def test_a_cell_that_cannot_be_used_is_refused_with_words(
    tmp_path: Path, field: str, cell: object, code: str, words: str
) -> None:
    reading = ledger(tmp_path, CELLS | {field: cell})
    issue = the_issue(reading, code)
    assert (agreed(reading), issue.severity) == ((), Severity.ERROR)
    assert words in issue.message and issue.record == "标准地指标!2"


def test_a_percentage_that_a_spreadsheet_kept_as_a_share_is_asked_about(tmp_path: Path) -> None:
    reading = ledger(tmp_path, CELLS | {"指标": "建筑系数", "约定值": 0.4, "单位": "%"})
    issue = the_issue(reading, "bad_number")
    assert issue.severity == Severity.WARNING
    assert "约定值 is 0.4 %; if 40 % are meant, write it so and import it again" in issue.message
    assert agreed(reading)[0].value == Decimal("0.4")


@pytest.mark.parametrize(
    ("name", "value", "unit"), [("建筑系数", 40, "%"), ("建筑系数", 0, "%"), ("容积率", 0.8, None)]
)
def test_no_other_figure_is_asked_about(tmp_path: Path, name: str, value: float, unit: str | None) -> None:
    assert ledger(tmp_path, CELLS | {"指标": name, "约定值": value, "单位": unit}).issues == ()


def test_an_indicator_may_be_tested_at_both_stages(tmp_path: Path) -> None:
    reading = ledger(tmp_path, CELLS, CELLS | {"核验阶段": "竣工核验", "约定值": 200})
    assert [(i.stage.value, i.value) for i in agreed(reading)] == [
        ("full_production", 300),
        ("acceptance", 200),
    ]


def test_an_indicator_that_stands_twice_with_other_content_is_refused(tmp_path: Path) -> None:
    reading = ledger(tmp_path, CELLS, CELLS | {"约定值": 270})
    issue = the_issue(reading, "duplicate_contract_no")
    assert f"指标 投资强度 of contract {CONTRACT} stands above with other content; mend one" in issue.message
    assert agreed(reading) == (INTENSITY,)


def test_an_indicator_that_stands_twice_is_taken_once(tmp_path: Path) -> None:
    reading = ledger(tmp_path, CELLS, CELLS)
    assert the_issue(reading, "duplicate_record").severity == Severity.INFO
    assert agreed(reading) == (INTENSITY,)


def test_the_agreed_days_of_production_are_days_of_the_contract(tmp_path: Path) -> None:
    header = ["合同编号", "约定开工时间", "约定竣工时间", "约定投产时间", "约定达产日期", "实际投产时间"]
    row = [CONTRACT, "2023-06-30", "2024-12-31", "2025-06-30", "2026-06-30", "2025-07-01"]
    reading = read_csv(tmp_path / "ledger.csv", header, row)
    (contract,) = reading.contracts
    assert (contract.agreed_production, contract.agreed_full_production) == (
        date(2025, 6, 30),
        date(2026, 6, 30),
    )
    assert reading.events == (
        Event(contract_no=CONTRACT, type=EventType.PRODUCTION_STARTED, day=date(2025, 7, 1)),
    )


def test_a_start_of_production_agreed_before_the_completion_is_for_a_second_look(tmp_path: Path) -> None:
    header = ["合同编号", "约定开工时间", "约定竣工时间", "约定投产时间"]
    reading = read_csv(tmp_path / "ledger.csv", header, [CONTRACT, "2023-06-30", "2024-12-31", "2024-06-30"])
    assert "约定投产时间" in the_issue(reading, "date_order").message
