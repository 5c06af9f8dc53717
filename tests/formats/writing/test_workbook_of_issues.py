"""The issue report: found beside the input, read without the program, never taken for data."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

import landwatch
from landwatch.cli import app
from landwatch.formats.import_report.issue_codes import CODES, advice_of, name_of
from landwatch.i18n import speaking
from tests.formats.files import write_workbook

HEADER = ("合同编号", "土地使用权人", "约定开工时间", "成交价格(万元)", "招商人")
ROWS = [
    ("C-1", "甲公司", "2022-06-30", "1800", "张三"),
    ("C-2", "=1+1", "2022-02-30", "面议", ""),
    ("C-3", "@丙公司", "2022-06-30", "+5万元起", ""),
]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in ("LANDWATCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANDWATCH_DATABASE"):
        monkeypatch.delenv(variable, raising=False)
    return write_workbook(tmp_path / "台账.xlsx", {"2022": [HEADER, *ROWS]})


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def issues(report: Path, sheet: str = "问题清单") -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(report)[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def codes_in_the_source() -> set[str]:
    """Every code that a reader or the import gives an issue, as written in the source."""
    found: set[str] = set()
    package = Path(landwatch.__file__).parent
    for file in (*(package / "formats").rglob("*.py"), *(package / "services").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = node.args[:1] if called in ("error", "warning", "info", "BadValue") else []
            given += [word.value for word in node.keywords if called == "Issue" and word.arg == "code"]
            found |= {one.value for one in given if isinstance(one, ast.Constant)}
    return found


def test_every_code_has_a_name_and_says_what_to_do() -> None:
    assert codes_in_the_source() - CODES.keys() == set()


def test_a_code_that_is_not_known_sends_the_clerk_to_the_message() -> None:
    with speaking("en"):
        assert (name_of("new_code"), advice_of("new_code")) == (
            "other",
            "Do what the column “What is wrong” says.",
        )


def test_the_report_stands_beside_the_input_and_has_one_row_an_issue(ledger: Path) -> None:
    result = run("import", ledger, "--dry-run", "--report")
    assert "问题报告：台账-导入问题.xlsx" in result.stdout.replace(str(ledger.parent) + "/", "")
    found = issues(ledger.with_name("台账-导入问题.xlsx"))
    assert [(row["级别"], row["工作表"], row["单元格或行"], row["列名"], row["代码"]) for row in found] == [
        ("错误", "2022", "B3", "土地使用权人", "unreadable_record"),
        ("错误", "2022", "C3", "约定开工时间", "bad_date"),
        ("错误", "2022", "D3", "成交价格(万元)", "bad_number"),
        ("错误", "2022", "D4", "成交价格(万元)", "bad_number"),
        ("说明", "2022", "E1", "招商人", "unknown_column"),
    ]
    assert found[1]["问题"].startswith("约定开工时间为“2022-02-30”，无法读取")
    assert found[1]["怎么办"] == "把日期写成 2023-06-30 的样子；日期不明的，单元格留空。"


def test_the_summary_counts_by_file_and_by_kind(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--report")
    sheet = openpyxl.load_workbook(ledger.with_name("台账-导入问题.xlsx"))["汇总"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["数据导入问题报告"]
    assert [
        "台账.xlsx",
        "合同台账",
        3,
        1,
        4,
        0,
        1,
        "有记录未导入：请改正标为“错误”的各行后重新导入。",
    ] in rows
    assert ["台账.xlsx", "错误", "数字无法识别", 2, "第 4 行", advice("bad_number")] in rows


def advice(code: str) -> str:
    with speaking("zh"):
        return advice_of(code)


def test_the_report_is_in_english_where_that_is_asked_for(ledger: Path) -> None:
    result = run("import", ledger, "--dry-run", "--report", "--lang", "en")
    assert "Issue report: " in result.stdout
    found = issues(ledger.with_name("台账-import-issues.xlsx"), "Issues")
    assert found[1]["What is wrong"].startswith("约定开工时间 is “2022-02-30”, which cannot be read")


def test_text_that_looks_like_a_formula_is_written_as_text(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--report")
    report = ledger.with_name("台账-导入问题.xlsx")
    sheet = openpyxl.load_workbook(report)["问题清单"]
    cell = next(cell for row in sheet for cell in row if cell.value == "+5万元起")
    assert cell.data_type == "s"
    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    with CalamineWorkbook.from_path(str(report)) as book:
        assert any("+5万元起" in row for row in book.get_sheet_by_name("问题清单").to_python())


def test_the_header_is_frozen_and_every_column_can_be_filtered(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--report")
    sheet = openpyxl.load_workbook(ledger.with_name("台账-导入问题.xlsx"))["问题清单"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("F2", "A1:L6")


def test_an_error_is_red_a_warning_yellow_and_a_note_blue(tmp_path: Path, ledger: Path) -> None:
    write_workbook(ledger, {"台账": [(*HEADER, "土地用途"), (*ROWS[0], "养殖"), (*ROWS[1], "工业用地")]})
    run("import", ledger, "--dry-run", "--report")
    sheet = openpyxl.load_workbook(ledger.with_name("台账-导入问题.xlsx"))["问题清单"]
    colours = {row[1].value: row[1].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)}
    assert colours == {"错误": "FFFFD9D6", "警告": "FFFFF2CC", "说明": "FFE8F1FA"}


def test_the_same_import_gives_the_same_report(ledger: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        run("import", ledger, "--dry-run", "--report-file", name)
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_a_report_in_a_folder_is_not_read_as_data(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--report")
    result = run("import", ledger.parent, "--dry-run", "--json")
    assert '"path": "' + str(ledger) in result.stdout
    assert "导入问题" not in result.stdout


def test_a_report_that_is_named_for_import_is_refused_by_name(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--report-file", "renamed.xlsx")
    result = run("import", "renamed.xlsx", "--dry-run")
    assert result.exit_code == 2
    assert "it is the issue report of an earlier import" in " ".join(result.stdout.split())


def test_a_report_never_replaces_another_file_beside_the_input(ledger: Path) -> None:
    other = write_workbook(ledger.with_name("台账-导入问题.xlsx"), {"x": [("mine",)]})
    before = other.read_bytes()
    result = run("import", ledger, "--report")
    assert result.exit_code == 2 and "不是问题报告" in result.stderr
    assert other.read_bytes() == before and not Path("landwatch.gpkg").exists()


def test_a_report_that_cannot_be_written_is_said_in_one_line(ledger: Path) -> None:
    result = run("import", ledger, "--dry-run", "--report-file", "nowhere/report.xlsx", "--lang", "en")
    assert result.exit_code == 2 and "nowhere/report.xlsx: cannot be written" in result.stderr


def test_json_stays_one_document_beside_a_report(ledger: Path) -> None:
    result = run("import", ledger, "--dry-run", "--report", "--json")
    assert result.stdout.startswith("{") and result.stdout.rstrip().endswith("}")
    assert "问题报告" in result.stderr
