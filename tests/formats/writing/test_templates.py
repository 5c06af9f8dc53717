"""`landwatch template`: an office fills it in and imports it without a single issue."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner, Result

from landwatch.cli import app
from landwatch.formats import Reading, read
from landwatch.formats.cells import vocabulary
from landwatch.formats.tables.template import TEMPLATES
from landwatch.model import EventType

FILLED: dict[str, dict[str, Any]] = {
    "台账": {
        **{
            "合同编号": "渝綦工2023-001",
            "电子监管号": "5001102023B000017",
            "项目名称": "精密齿轮项目",
            "面积(公顷)": 4.5,
        },
        **{
            "成交价格(万元)": 1800,
            "土地使用权人": "甲机械有限公司",
            "统一社会信用代码": "91500110MA5U00000H",
        },
        **{
            "土地用途": "工业用地",
            "出让人": "重庆市綦江区规划和自然资源局",
            "合同签订日期": date(2023, 2, 28),
        },
        **{"约定开工时间": date(2023, 9, 30), "约定竣工时间": "2025年9月30日", "开工违约金比例(‰)": 0.5},
        **{
            "宗地编号": "500110004002GB00001、500110004002GB00002",
            "合同文本": "GF-2008-2601",
            "基础类型": "桩基",
        },
        **{"约定容积率下限": 1, "约定容积率上限": 2, "备注": "无", "土地使用年限": "50"},
    },
    "分期开发": {"合同编号": "渝綦工2023-001", "期号": "一期", "约定开工时间": date(2023, 9, 30)},
    "分期支付": {
        "合同编号": "渝綦工2023-001",
        "期号": "1",
        "约定支付日期": date(2023, 3, 28),
        "约定支付金额(万元)": 900,
    },
    "标准地指标": {
        **{"合同编号": "渝綦工2023-001", "指标": "投资强度", "约定值": 300, "单位": "万元/亩"},
        **{"方向": "不低于", "核验阶段": "竣工核验"},
    },
    "事项": {
        "合同编号": "渝綦工2023-001",
        "事项": "延期批准",
        "日期": date(2023, 8, 1),
        "新约定开工时间": date(2024, 3, 31),
    },
}


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(params=list(TEMPLATES))
def template(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"{request.param}.xlsx"
    run("template", request.param, path)
    return path


def sheets(path: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: sheet for sheet in book if sheet.title in FILLED}


def filled(path: Path, *, with_example: bool = True) -> Reading:
    book = openpyxl.load_workbook(path)
    for name, values in FILLED.items():
        if name in book.sheetnames:
            sheet = book[name]
            columns = {cell.value: cell.column for cell in sheet[1]}
            for header, value in values.items():
                sheet.cell(3, columns[header], value)
            if not with_example:
                sheet.delete_rows(2)
    book.save(path)
    return read(path)


def test_an_empty_template_is_refused_in_one_sentence(template: Path) -> None:
    reading = read(template)
    (issue,) = reading.issues
    assert "it has a header and no rows below it" in issue.message
    assert (reading.records, reading.contracts, reading.events) == (0, (), ())


@pytest.mark.parametrize("with_example", [True, False])
def test_a_filled_template_is_taken_without_an_issue(template: Path, with_example: bool) -> None:
    reading = filled(template, with_example=with_example)
    assert reading.issues == () and reading.records == 1


def test_a_filled_ledger_is_read_as_it_was_filled_in(tmp_path: Path) -> None:
    run("template", "ledger", tmp_path / "a.xlsx")
    (contract,) = filled(tmp_path / "a.xlsx").contracts
    assert (contract.contract_no, contract.area_cm2, contract.price_fen) == (
        "渝綦工2023-001",
        450_000_000,
        1_800_000_000,
    )
    assert contract.commencement_damages_ppb == 500_000 and contract.foundation == "pile"
    assert contract.agreed_completion == date(2025, 9, 30) and len(contract.parcel_nos) == 2
    assert [len(part) for part in (contract.phases, contract.instalments, contract.indicators)] == [1, 1, 1]


def test_a_filled_table_of_facts_is_read_as_it_was_filled_in(tmp_path: Path) -> None:
    run("template", "events", tmp_path / "a.xlsx")
    (event,) = filled(tmp_path / "a.xlsx").events
    assert (event.type, event.details) == (EventType.EXTENSION_APPROVED, {"new_commencement": "2024-03-31"})


def test_every_column_that_the_importer_knows_is_in_the_template(tmp_path: Path) -> None:
    for kind, section_sheets in TEMPLATES.items():
        run("template", kind, tmp_path / f"{kind}.xlsx")
        found = sheets(tmp_path / f"{kind}.xlsx")
        for section, name in section_sheets.items():
            headers = [str(cell.value) for cell in found[name][1]]
            columns = [vocabulary.column_of(section, header) for header in headers]
            assert None not in columns
            wanted = {
                c.field for c in vocabulary.columns_of(section) if c.kind not in ("ignored", "json", "kept")
            }
            left_out = {"instalment_no", "instalment_due", "instalment_amount"}
            assert wanted - {column.field for column in columns if column} <= left_out
            named = {column.field for column in columns if column and column.unit_named}
            assert named == {c.field for c in vocabulary.columns_of(section) if c.unit} - left_out


def test_every_word_of_a_drop_down_is_known_to_the_importer(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    checked = 0
    for section, name in TEMPLATES["ledger" if "ledger" in template.name else "events"].items():
        headers = [str(cell.value) for cell in book[name][1]]
        for rule in book[name].data_validations.dataValidation:
            if rule.type != "list":
                continue
            column = vocabulary.column_of(section, headers[next(iter(rule.sqref.ranges)).min_col - 1])
            assert column is not None
            for word in words_of(book, rule.formula1):
                kind = {"type": "event", "name": "indicator"}.get(column.field, column.field)
                known = vocabulary.is_land_use(word) if kind == "land_use" else None
                known = known or vocabulary.word_of("flag" if column.kind == "flag" else kind, word)
                assert known, (column.field, word)
                checked += 1
    assert checked > 20


def words_of(book: openpyxl.Workbook, formula: str) -> list[str]:
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    sheet, _mark, place = formula.partition("!")
    return [str(row[0].value) for row in book[sheet][place.replace("$", "")]]


def test_numbers_of_documents_are_columns_of_text(template: Path) -> None:
    for sheet in sheets(template).values():
        letter = next(cell.column_letter for cell in sheet[1] if cell.value == "合同编号")
        assert sheet[f"{letter}2"].number_format == "@"


def test_a_template_never_replaces_a_filled_one(template: Path) -> None:
    before = template.read_bytes()
    kind = template.stem
    assert "--force" in run("template", kind, template, code=2).stderr
    assert template.read_bytes() == before
    run("template", kind, template, "--force")


def test_the_notes_are_in_english_where_that_is_asked_for(tmp_path: Path) -> None:
    run("template", "ledger", tmp_path / "a.xlsx", "--lang", "en")
    notes = openpyxl.load_workbook(tmp_path / "a.xlsx")["填写说明"]
    assert notes["A1"].value == "Ledger of land supply contracts"
    assert filled(tmp_path / "a.xlsx").issues == ()
