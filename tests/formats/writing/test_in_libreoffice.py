"""The workbooks we write, opened and saved by LibreOffice; and what LibreOffice writes, read here."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from landwatch.formats import read
from tests.formats.files import codes, write_workbook
from tests.formats.writing.test_marked_copies import ROWS, run, store_result
from tests.formats.writing.test_templates import filled

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        shutil.which("soffice") is None,
        reason="LibreOffice is missing: apt-get install libreoffice-calc",
    ),
]

KINDS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "xls": "xls:MS Excel 97"}


def saved(path: Path, kind: str = "xlsx") -> Path:
    """Open a workbook in LibreOffice and save it as another."""
    out = path.parent / f"saved-{kind}"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", KINDS[kind], "--outdir", out, path]
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=300)
    return out / f"{path.stem}.{kind}"


def drop_downs(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the words of every drop-down, by sheet and column."""
    book = openpyxl.load_workbook(path)
    found = {}
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                cell = str(rule.sqref).split(":")[0]
                found[sheet.title, "".join(filter(str.isalpha, cell))] = words(book, str(rule.formula1))
    return found


def words(book: openpyxl.Workbook, source: str) -> tuple[str, ...]:
    if source.startswith('"'):
        return tuple(source.strip('"').split(","))
    name, _mark, area = source.partition("!")
    cells = book[name.strip("'$")][area.replace("$", "")]
    return tuple(str(cell.value) for (cell,) in cells)


def comments(sheet: Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: cell.comment.text.strip()
        for row in sheet
        for cell in row
        if cell.comment is not None
    }


@pytest.mark.parametrize("template", ["ledger", "events"])
def test_a_template_keeps_its_drop_downs_and_remarks(tmp_path: Path, template: str) -> None:
    path = tmp_path / "t.xlsx"
    run("template", template, path)
    through = saved(path)
    assert len(drop_downs(path)) >= 4
    assert drop_downs(through) == drop_downs(path)
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(through)
    for sheet in before:
        assert comments(after[sheet.title]) == comments(sheet)
    assert sum(len(comments(sheet)) for sheet in before) > 10


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("template", ["ledger", "events"])
def test_a_filled_template_says_the_same_whatever_libreoffice_saves_it_as(
    tmp_path: Path, template: str, kind: str
) -> None:
    path = tmp_path / "t.xlsx"
    run("template", template, path)
    before = filled(path)
    after = read(saved(path, kind))
    assert before.records == 1
    assert (after.contracts, after.events, codes(after)) == (before.contracts, before.events, set())


def test_a_marked_copy_keeps_what_it_says_and_the_results_of_its_formulas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = write_workbook(tmp_path / "台账.xlsx", {"2022": ROWS})
    book = openpyxl.load_workbook(ledger)
    book["2022"]["D3"].value = "=900*2"
    book.save(ledger)
    store_result(ledger, "D3", "1800")
    run("import", ledger, "--dry-run", "--mark")
    copy = ledger.with_name("台账-标注.xlsx")
    before = openpyxl.load_workbook(copy)["2022"]
    after = openpyxl.load_workbook(saved(copy))["2022"]
    assert set(comments(after)) == {"C4", "D4", "A5"}
    assert comments(after) == comments(before)
    assert after["C4"].fill.fgColor.rgb[2:] == before["C4"].fill.fgColor.rgb[2:] == "FFD9D6"
    assert openpyxl.load_workbook(copy, data_only=True)["2022"]["D3"].value == 1800
    assert openpyxl.load_workbook(saved(copy), data_only=True)["2022"]["D3"].value == 1800


def test_an_issue_report_opens_with_all_its_issues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = write_workbook(tmp_path / "台账.xlsx", {"2022": ROWS})
    run("import", ledger, "--dry-run", "--report")
    (report,) = (path for path in tmp_path.glob("*.xlsx") if path != ledger)
    before, after = openpyxl.load_workbook(report), openpyxl.load_workbook(saved(report))
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert [[cell.value for cell in row] for row in after[sheet.title].iter_rows()][: len(rows)] == rows


@pytest.mark.parametrize("kind", list(KINDS))
def test_shares_days_merged_cells_and_errors_mean_the_same_in_what_libreoffice_saves(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        day, share = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["合同编号", "宗地编号", "约定开工时间", "面积(亩)", "开工违约金比例", "备注"])
        sheet.merge_range(1, 0, 2, 0, "示工1")
        sheet.write_column(1, 1, ["P1", "P2"])
        sheet.write_datetime(1, 2, date(2022, 6, 30), day)
        sheet.write_column(1, 3, [30, 12.5])
        sheet.write_number(1, 4, 0.001, share)
        sheet.write_formula(1, 5, '=IF(A2="x","有","")', None, "")
        sheet.write_row(3, 0, ["示工2", "P3"])
        sheet.write_formula(3, 3, "=1/0", None, "#DIV/0!")
        sheet.write_comment(1, 0, "一条批注")
    reading = read(saved(path, kind))
    (contract,) = reading.contracts
    assert (contract.contract_no, contract.parcel_nos) == ("示工1", ("P1", "P2"))
    assert (contract.agreed_commencement, contract.area_cm2) == (date(2022, 6, 30), 283_333_333)
    assert contract.commencement_damages_ppb == 1_000_000
    (issue,) = reading.issues
    assert (issue.code, issue.cell, issue.value) == ("unreadable_record", "D4", "#DIV/0!")
