"""Small files from the field that once came out wrong, each with its right answer."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from landwatch.formats import ReaderSettings, read
from landwatch.formats.import_report.told import ImportReport
from landwatch.services.files.importing import import_files
from tests.formats.files import codes, issues_of, the_issue, write_csv, write_workbook

CASES = Path(__file__).with_name("cases")
NOW = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)


def dry_run(tmp_path: Path, *paths: Path) -> ImportReport:
    return import_files(
        f"gpkg:///{tmp_path}/r.gpkg",
        paths,
        readers=ReaderSettings(),
        recorded_by="clerk",
        recorded_at=NOW,
        dry_run=True,
    )


def test_a_rate_that_a_cell_shows_as_a_percentage_is_that_percentage() -> None:
    (contract,) = read(CASES / "xlsx-percent-cell" / "pct.xlsx").contracts
    assert contract.commencement_damages_ppb == 1_000_000  # 1 per mille
    assert contract.price_fen == 1_000_000_000
    # Ten days late on 10,000,000 yuan are 100,000.00 yuan.
    assert contract.price_fen * contract.commencement_damages_ppb * 10 // 10**9 == 10_000_000


@pytest.mark.parametrize("name", ["plain.xlsx", "prefixed.xlsx"])
def test_formulas_without_a_stored_result_are_told_whatever_the_tags_are_called(name: str) -> None:
    reading = read(CASES / "xlsx-prefixed-open-formula" / name)
    assert reading.contracts == ()
    assert [(issue.cell, issue.field) for issue in issues_of(reading, "unreadable_record")] == [
        ("D2", "约定开工时间"),
        ("F2", "面积(亩)"),
    ]


def test_a_stored_empty_text_is_an_empty_cell() -> None:
    reading = read(CASES / "xlsx-formula-empty-string" / "note_empty_string.xlsx")
    assert [one.contract_no for one in reading.contracts] == ["示工1"]
    assert codes(reading) == set()


def test_a_number_that_became_a_date_refuses_its_row() -> None:
    reading = read(CASES / "xlsx-id-became-date" / "l.xlsx")
    assert [one.contract_no for one in reading.contracts] == ["A2"]
    first, second = issues_of(reading, "bad_number")
    assert (first.cell, second.cell, first.value) == ("A2", "B2", "2023-05-03")
    assert "what was typed is lost; format the column as text and type the number again" in first.message


def test_numbers_that_lost_digits_refuse_their_row() -> None:
    reading = read(CASES / "csv-sci" / "l.csv")
    assert (reading.records, reading.contracts) == (1, ())
    assert [issue.value for issue in issues_of(reading, "bad_number")] == ["5.00222E+14", "5.00110E+18"]


def test_the_way_out_of_lost_digits_in_csv_works(tmp_path: Path) -> None:
    text = (CASES / "csv-sci" / "l.csv").read_text(encoding="utf-8-sig")
    text = text.replace("5.00222E+14", '"=""500222202000123"""').replace("5.00110E+18", '"=""5001100030"""')
    (tmp_path / "l.csv").write_text(text, encoding="utf-8-sig")
    (contract,) = read(tmp_path / "l.csv").contracts
    assert (contract.contract_no, contract.parcel_nos) == ("500222202000123", ("5001100030",))


def test_contracts_that_differ_by_an_invisible_character_are_one() -> None:
    reading = read(CASES / "xlsx-zero-width" / "l.xlsx")
    (contract,) = reading.contracts
    assert (contract.contract_no, contract.parcel_nos) == ("示工2020-042", ("500110003001GB00001",))
    assert the_issue(reading, "duplicate_record").record == "3"
    assert [(i.cell, i.field) for i in issues_of(reading, "invisible_character")] == [
        ("A2", "合同编号"),
        ("B2", "宗地编号"),
    ]


def test_days_count_from_1904_where_an_old_workbook_says_so_even_without_a_date_format() -> None:
    (contract,) = read(CASES / "xls-1904" / "mac_general.xls").contracts
    assert contract.agreed_commencement == date(2022, 6, 30)
    assert contract.agreed_completion == date(2024, 6, 30)


def test_numbers_that_travelled_as_formulas_are_taken_out_of_them() -> None:
    reading = read(CASES / "csv-eq-quoted" / "l.csv")
    (contract,) = reading.contracts
    assert (contract.contract_no, contract.parcel_nos) == ("500222202000123", ("500110003001GB00001",))
    assert codes(reading) == set()


def test_a_strict_workbook_is_read_as_a_transitional_one() -> None:
    reading = read(CASES / "xlsx-strict" / "strict_err.xlsx")
    issue = the_issue(reading, "unreadable_record")
    assert (reading.records, issue.cell, issue.value) == (1, "G2", "#DIV/0!")
    assert "mend the formula" in issue.message


def test_a_strict_workbook_without_a_fault_gives_its_contract(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(CASES / "xlsx-strict" / "strict_err.xlsx") as source,
        zipfile.ZipFile(path, "w") as sink,
    ):
        for name in source.namelist():
            part = source.read(name)
            sink.writestr(name, re.sub(rb'<c r="G2".*?</c>', b"", part))
    (contract,) = read(path).contracts
    assert (contract.contract_no, contract.agreed_commencement) == ("示工1", date(2022, 6, 30))


def test_a_web_page_called_a_workbook_is_told_with_the_way_out() -> None:
    (issue,) = read(CASES / "xls-html" / "台账.xls").issues
    assert issue.message == (
        "台账.xls: nothing in the file can be read: it is a web page, whatever its name says; open it in WPS"
        " or Excel and save it as .xlsx"
    )


def test_a_contract_number_over_two_rows_is_one_contract_with_both_parcels() -> None:
    reading = read(CASES / "xlsx-merged-down" / "l.xlsx")
    first, second = reading.contracts
    assert (reading.records, first.parcel_nos, second.parcel_nos) == (2, ("P1", "P2"), ("P3",))
    # 42.5 mu: 1 mu is 2000/3 m².
    assert first.area_cm2 == 283_333_333
    assert codes(reading) == set()


UNMERGED = [
    ["合同编号", "宗地编号", "项目名称", "约定开工时间", "面积(亩)"],
    ["示工2020-1", "P1", "甲厂", "2022-06-30", 30],
    ["", "P2", "", "", 12.5],
]


def test_a_further_parcel_without_a_merged_number_is_told_with_how_to_write_it(tmp_path: Path) -> None:
    reading = read(write_csv(tmp_path / "a.csv", *UNMERGED))
    issue = the_issue(reading, "missing_required")
    assert (reading.records, len(reading.contracts), issue.record) == (2, 1, "3")
    assert "a further parcel of contract 示工2020-1 above, write all parcels" in issue.message
    assert "like P1、P2, with their whole area, and delete this row" in issue.message


def test_what_the_message_on_a_further_parcel_says_works(tmp_path: Path) -> None:
    mended = [UNMERGED[0], ["示工2020-1", "P1、P2", "甲厂", "2022-06-30", 42.5]]
    reading = read(write_csv(tmp_path / "a.csv", *mended))
    assert [(one.parcel_nos, one.area_cm2) for one in reading.contracts] == [(("P1", "P2"), 283_333_333)]
    assert codes(reading) == set()


def test_a_control_character_costs_nothing_and_is_told_with_its_cell() -> None:
    reading = read(CASES / "csv-control-char" / "vt_gbk.csv")
    assert [one.contract_no for one in reading.contracts] == ["示1", "示2"]
    assert reading.contracts[0].source_columns["备注"] == "第一行 第二行"
    issue = the_issue(reading, "invisible_character")
    assert (issue.cell, issue.field) == ("G2", "备注")
    assert "U+000B" in issue.message


def test_a_damaged_custom_part_costs_neither_the_workbook_nor_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(CASES / "xlsx-custom-xml", folder)
    report = dry_run(tmp_path, folder)
    assert [parcel.parcel_no for parcel in report.parcels] == ["500110001001GB00001"]
    assert [contract.contract_no for contract in report.contracts] == ["A1"]


def test_a_moment_in_utc_is_a_day_in_shanghai() -> None:
    (event,) = read(CASES / "geoparquet-utc-day" / "utc.parquet").events
    assert (event.contract_no, event.day) == ("示工1", date(2023, 6, 30))


def test_an_invisible_character_in_a_name_is_left_out_and_told() -> None:
    reading = read(CASES / "report-invisible-char" / "zwsp.csv")
    assert [one.holder for one in reading.contracts] == ["示意机械厂"]
    issue = the_issue(reading, "invisible_character")
    assert issue.message == (
        "zwsp.csv, row 2: 受让人 “示意机械厂” had characters that nobody sees (U+200B); it is read without"
    )


def test_a_day_of_1904_without_a_date_format_is_right_in_a_new_workbook_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active.append(["合同编号", "约定开工时间"])
    book.active.append(["示1", 43280])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").contracts[0].agreed_commencement == date(2022, 6, 30)


TOTALS = [
    ["合计", "", "", "", 42.5],
    ["合计", "3", "", "", 42.5],
    ["", "合计：", "", "", "#REF!"],
    ["总计（2宗）", "共2份", "不是日期", "不是日期", "不是数"],
    ["小 计", "=COUNTA(B2:B3)", "", "=TODAY()", "=SUM(E2:E3)"],
]


@pytest.mark.parametrize("total", TOTALS)
def test_the_row_of_totals_is_passed_over_before_its_cells_are_judged(
    tmp_path: Path, total: list[object]
) -> None:
    rows = [
        ["序号", "合同编号", "约定开工时间", "约定竣工时间", "面积(亩)"],
        [1, "A", "2022-06-30", "2024-06-30", 30],
    ]
    reading = read(write_workbook(tmp_path / "a.xlsx", {"台账": [*rows, total]}))
    assert (reading.records, len(reading.contracts), codes(reading)) == (1, 1, set())


def test_a_contract_of_such_a_firm_without_its_number_is_not_passed_over(tmp_path: Path) -> None:
    rows = [["受让人", "合同编号", "约定开工时间"], ["合计科技公司", "", "2022-06-30"]]
    assert "missing_required" in codes(read(write_csv(tmp_path / "a.csv", *rows)))


@pytest.mark.parametrize("margin", ["合计", "总计（2宗）", "制表人：张三"])
def test_a_margin_may_end_before_the_column_of_the_number(tmp_path: Path, margin: str) -> None:
    rows = [["受让人", "合同编号", "约定开工时间"], ["甲公司", "示工2020-1", "2022-06-30"], [margin]]
    reading = read(write_csv(tmp_path / "a.csv", *rows))
    assert (reading.records, codes(reading)) == (1, set())


@pytest.mark.parametrize("name", ["合计科技公司", "总计"])
def test_a_contract_of_a_firm_whose_name_begins_with_such_a_word_is_a_contract(
    tmp_path: Path, name: str
) -> None:
    rows = [["受让人", "合同编号", "约定开工时间"], [name, "示工2020-1", "2022-06-30"]]
    assert len(read(write_csv(tmp_path / "a.csv", *rows)).contracts) == 1
