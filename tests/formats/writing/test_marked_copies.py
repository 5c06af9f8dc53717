"""`landwatch import --mark`: the clerk's own workbook once more, with the faulty cells coloured."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from typer.testing import CliRunner, Result

from landwatch.cli import app
from tests.formats.files import write_csv, write_workbook

ROWS = [
    ("某某园区台账",),
    ("合同编号", "土地使用权人", "约定开工时间", "成交价格(万元)"),
    ("C-1", "甲公司", "2022-06-30", "1800"),
    ("C-2", "乙公司", "2022-02-30", "面议"),
    ("", "丙公司", "2022-06-30", "1800"),
]


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = write_workbook(tmp_path / "台账.xlsx", {"2022": ROWS})
    book = openpyxl.load_workbook(path)
    sheet = book["2022"]
    sheet.merge_cells("A1:D1")
    sheet["C4"].comment = Comment("问过企业", "张三")
    sheet["D3"].value = "=900*2"
    sheet["D3"].number_format = "0.00"
    book.save(path)
    return store_result(path, "D3", "1800")


def store_result(path: Path, address: str, result: str) -> Path:
    """Store the result of a formula, as a spreadsheet does when it saves."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    sheet = content["xl/worksheets/sheet1.xml"].decode()
    changed = re.sub(rf'(<c r="{address}"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)', rf"\1<v>{result}</v>", sheet)
    assert changed != sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (content | {"xl/worksheets/sheet1.xml": changed.encode()}).items():
            archive.writestr(name, data)
    return path


def test_faulty_cells_are_coloured_and_say_what_to_do(ledger: Path) -> None:
    before = ledger.read_bytes()
    result = run("import", ledger, "--dry-run", "--mark")
    assert "标注副本：" in result.stdout and ledger.read_bytes() == before
    sheet = openpyxl.load_workbook(ledger.with_name("台账-标注.xlsx"))["2022"]
    marked = {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "00FFD9D6"}
    assert marked == {"C4", "D4", "A5"}
    assert "写成 2023-06-30 的样子" in sheet["C4"].comment.text
    assert sheet["C4"].comment.text.startswith("问过企业")
    assert "合同编号为空" in sheet["A5"].comment.text


def test_everything_else_of_the_workbook_is_kept(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--mark")
    sheet = openpyxl.load_workbook(ledger.with_name("台账-标注.xlsx"))["2022"]
    assert (sheet["D3"].value, sheet["D3"].number_format) == ("=900*2", "0.00")
    stored = openpyxl.load_workbook(ledger.with_name("台账-标注.xlsx"), data_only=True)["2022"]
    assert stored["D3"].value == 1800
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:D1"]


def test_a_copy_that_was_mended_is_never_replaced(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--mark")
    first = ledger.with_name("台账-标注.xlsx")
    before = first.read_bytes()
    result = run("import", ledger, "--dry-run", "--mark")
    assert "台账-标注2.xlsx" in result.stdout and first.read_bytes() == before


def test_a_mended_copy_is_imported_like_the_original(ledger: Path) -> None:
    run("import", ledger, "--dry-run", "--mark")
    copy = ledger.with_name("台账-标注.xlsx")
    book = openpyxl.load_workbook(copy)
    for address, value in {"C4": "2022-02-28", "D4": 1200, "A5": "C-3", "D3": 1800}.items():
        book["2022"][address] = value
    book.save(copy)
    result = run("import", copy, "--lang", "en")
    assert result.exit_code == 0 and "3 contracts" in result.stdout


def test_a_file_in_order_and_a_csv_get_no_copy(ledger: Path) -> None:
    write_workbook(ledger, {"2022": ROWS[:3]})
    table = write_csv(Path("b.csv"), *ROWS[1:4])
    run("import", ledger, table, "--dry-run", "--mark")
    assert sorted(path.name for path in Path().iterdir()) == ["b.csv", "台账.xlsx"]
