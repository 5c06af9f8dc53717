"""Workbooks: XLSX, XLS and ODS give the same, whoever wrote them and however they are written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from landwatch.ingest import Reading, read
from tests.ingest.files import codes, the_issue, write_workbook
from tests.ingest.old_workbook import write_old_workbook

HEADER = ["合同编号", "约定开工时间", "土地使用权人", "面积(公顷)", "成交价格(万元)"]
ROWS = [
    ["二〇二三年度供地台账"],
    HEADER,
    ["A", date(2023, 6, 30), "甲公司", 6.7077, 1800.1],
    ["B", "2023年7月1日", "乙公司", 1, 500],
    ["合计", None, None, 7.7077, 2300.1],
]


def rewrite(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """Replace something inside a packed file."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    assert old in content[member]
    content[member] = content[member].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def write_ods(path: Path) -> Path:
    table = pd.DataFrame([[str(cell) for cell in row] for row in ROWS[2:4]], columns=HEADER)
    pyogrio.write_dataframe(table, path, driver="ODS", layer="台账")
    # Spreadsheets put no line breaks between cells, as GDAL does.
    return rewrite(path, "content.xml", b">\n<", b"><")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.xlsx", lambda path: write_workbook(path, {"台账": ROWS})),
        ("a.xls", lambda path: write_old_workbook(path, {"台账": ROWS})),
        ("a.ods", write_ods),
        ("a.et", lambda path: write_old_workbook(path, {"台账": ROWS})),
    ],
)
def test_every_kind_of_workbook_gives_the_same_contracts(
    tmp_path: Path, name: str, write: Callable[[Path], Path]
) -> None:
    reading = read(write(tmp_path / name))
    first, second = reading.contracts
    assert (reading.kind, reading.records, reading.source.encoding) == ("ledger", 2, None)
    assert (first.agreed_commencement, second.agreed_commencement) == (date(2023, 6, 30), date(2023, 7, 1))
    assert (first.area_cm2, first.price_fen) == (670_770_000, 1_800_100_000)
    assert (second.contract_no, second.holder, second.area_cm2) == ("B", "乙公司", 100_000_000)
    assert codes(reading) == set()


def test_rows_and_columns_keep_their_places_where_the_table_does_not_begin_at_a1(tmp_path: Path) -> None:
    shifted = [[], [None, *HEADER[:3]], [], [None, "A", "soon", "甲公司"]]
    issue = the_issue(read(write_workbook(tmp_path / "a.xlsx", {"台账": shifted})), "bad_date")
    assert (issue.record, issue.cell) == ("4", "C4")


def read_with(tmp_path: Path, cell: object) -> Reading:
    return read(write_workbook(tmp_path / "a.xlsx", {"台账": [HEADER, ["A", cell, "甲公司", 1, 1]]}))


def test_an_error_in_a_cell_is_no_empty_cell(tmp_path: Path) -> None:
    assert the_issue(read_with(tmp_path, "#REF!"), "unreadable_record").value == "#REF!"


def test_an_error_in_an_old_workbook_is_no_empty_cell(tmp_path: Path) -> None:
    rows = [[], HEADER, ["A", "#REF!", "甲公司", 1, 1], ["B", date(2023, 6, 30), "乙公司", 1, 1]]
    reading = read(write_old_workbook(tmp_path / "a.xls", {"空": [], "台账": rows}))
    issue = the_issue(reading, "unreadable_record")
    assert (issue.value, issue.cell, len(reading.contracts)) == ("#REF!", "B3", 1)


def test_a_title_above_the_header_is_no_part_of_a_column(tmp_path: Path) -> None:
    rows = [["二〇二三年度台账"], [*HEADER, "颜色"], ["A", "2023-06-30", "甲公司", 1, 1, "红"]]
    assert (
        the_issue(read(write_workbook(tmp_path / "a.xlsx", {"台账": rows})), "unknown_column").field == "颜色"
    )


def test_a_formula_without_a_stored_result_is_no_empty_cell(tmp_path: Path) -> None:
    issue = the_issue(read_with(tmp_path, "=TODAY()"), "unreadable_record")
    assert "formula without a stored result" in str(issue.value)


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["XFD1048576"] = "."
    book.save(tmp_path / "a.xlsx")
    assert len(read(tmp_path / "a.xlsx").contracts) == 2


def test_the_days_of_a_workbook_from_a_mac_are_right(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in [HEADER, ["A", date(2023, 6, 30), "甲公司"], ["B", 43645, "甲公司"]]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert [contract.agreed_commencement for contract in read(tmp_path / "a.xlsx").contracts] == [
        date(2023, 6, 30),
        date(2023, 6, 30),
    ]


def test_an_ods_sheet_that_repeats_a_cell_beyond_measure_is_refused(tmp_path: Path) -> None:
    repeated = (
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell'
        b' table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    path = rewrite(
        write_ods(tmp_path / "a.ods"), "content.xml", b"<table:table-row>", repeated + b"<table:table-row>"
    )
    (issue,) = read(path).issues
    assert "its cells are spread too far apart" in issue.message
