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
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from landwatch.formats import Reading, discover, read
from landwatch.formats.workbooks import xml_stream
from tests.formats.files import codes, the_issue, write_csv, write_workbook
from tests.formats.old_workbook import Share, write_old_workbook
from tests.formats.open_document import Raw, write_open_document

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


def test_a_number_of_a_document_is_no_date_in_any_kind_of_workbook(tmp_path: Path) -> None:
    rows = [HEADER, [date(2023, 5, 3), date(2023, 6, 30), "甲公司", 1, 1]]
    paths = [
        write_workbook(tmp_path / "a.xlsx", {"台账": rows}),
        write_old_workbook(tmp_path / "a.xls", {"台账": rows}),
        write_open_document(tmp_path / "a.ods", {"台账": rows}),
    ]
    for path in paths:
        issue = the_issue(read(path), "bad_number")
        assert (issue.cell, issue.value) == ("A2", "2023-05-03")


RATES = [
    [*HEADER, "开工违约金(‰)", "约定容积率下限"],
    ["A", "2023-06-30", "甲公司", 1, 1, Share(0.001), Share(1.2)],
]


def write_shares(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, share = book.add_worksheet("台账"), book.add_format({"num_format": "0.0%"})
        for number, row in enumerate(RATES):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, share if isinstance(cell, Share) else None)
    return path


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.xlsx", write_shares),
        ("a.xls", lambda path: write_old_workbook(path, {"台账": RATES})),
        ("a.ods", lambda path: write_open_document(path, {"台账": RATES})),
        ("a.csv", lambda path: write_csv(path, RATES[0], [*RATES[1][:5], "0.1%", "120%"])),
    ],
)
def test_a_percentage_is_one_whatever_holds_it(
    tmp_path: Path, name: str, write: Callable[[Path], Path]
) -> None:
    reading = read(write(tmp_path / name))
    (contract,) = reading.contracts
    assert contract.commencement_damages_ppb == 1_000_000  # 0.1 % and not 0.001 ‰
    assert contract.source_columns["约定容积率下限"] == "1.2"
    assert codes(reading) == set()


def test_the_1904_system_counts_in_an_old_workbook_with_date_formats_too(tmp_path: Path) -> None:
    rows = [HEADER, ["A", date(2023, 6, 30), "甲公司", 1, 1], ["B", 43645, "乙公司", 1, 1]]
    path = write_old_workbook(tmp_path / "a.xls", {"台账": rows}, first_day=date(1904, 1, 1))
    assert [one.agreed_commencement for one in read(path).contracts] == [date(2023, 6, 30)] * 2


MERGED = [
    [*HEADER, "宗地编号"],
    ["A", date(2023, 6, 30), "甲公司", 1, 1, "P1"],
    [None, None, None, 2, None, "P2"],
]


def merged_open_document(path: Path) -> Path:
    top = (
        '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>A</text:p>'
        "</table:table-cell>"
    )
    rows = [MERGED[0], [Raw(top), *MERGED[1][1:]], [Raw("<table:covered-table-cell/>"), *MERGED[2][1:]]]
    return write_open_document(path, {"台账": rows})


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.xls", lambda path: write_old_workbook(path, {"台账": MERGED}, merged=[(1, 2, 0, 0)])),
        ("a.ods", merged_open_document),
    ],
)
def test_a_number_over_two_rows_joins_their_parcels(
    tmp_path: Path, name: str, write: Callable[[Path], Path]
) -> None:
    (contract,) = read(write(tmp_path / name)).contracts
    assert (contract.parcel_nos, contract.area_cm2) == (("P1", "P2"), 300_000_000)


def test_a_comment_or_a_drawing_is_no_part_of_an_ods_cell(tmp_path: Path) -> None:
    cell = (
        '<table:table-cell office:value-type="string">'
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        "<text:p>甲<text:s/>公<text:span>司</text:span></text:p><text:p>二厂</text:p></table:table-cell>"
    )
    path = write_open_document(tmp_path / "a.ods", {"台账": [HEADER, ["A", "2023-06-30", Raw(cell), 1, 1]]})
    assert [one.holder for one in read(path).contracts] == ["甲 公司\n二厂"]


OPEN = '<table:table-cell table:formula="of:=TODAY()"/>'
EMPTY = '<table:table-cell table:formula="of:=IF(1;&quot;&quot;)"><text:p/></table:table-cell>'
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)


@pytest.mark.parametrize(("cell", "value"), [(OPEN, "(formula without a stored result)"), (ERROR, "#DIV/0!")])
def test_an_ods_formula_without_a_result_is_told(tmp_path: Path, cell: str, value: str) -> None:
    path = write_open_document(tmp_path / "a.ods", {"台账": [HEADER, ["A", Raw(cell), "甲公司", 1, 1]]})
    assert the_issue(read(path), "unreadable_record").value == value


def test_an_ods_formula_that_gives_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    path = write_open_document(tmp_path / "a.ods", {"台账": [HEADER, ["A", "2023-06-30", Raw(EMPTY), 1, 1]]})
    reading = read(path)
    assert ([one.holder for one in reading.contracts], codes(reading)) == ([None], set())


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "protected by a password"),
        ("WordDocument", "open it in WPS or in another spreadsheet and save it as .xlsx"),
        ("ETContent", "open it in WPS or in another spreadsheet and save it as .xlsx"),
    ],
)
def test_a_compound_file_without_a_workbook_is_told_for_what_it_is(
    tmp_path: Path, stream: str, words: str
) -> None:
    path = write_old_workbook(tmp_path / "a.et", {"台账": ROWS}, stream=stream)
    (issue,) = read(path).issues
    assert words in issue.message


def test_a_workbook_of_wps_in_a_folder_is_found(tmp_path: Path) -> None:
    write_old_workbook(tmp_path / "a.et", {"台账": ROWS})
    write_workbook(tmp_path / "b.et", {"台账": ROWS})
    assert [path.name for path in discover([tmp_path])] == ["a.et", "b.et"]
    assert len(read(tmp_path / "b.et").contracts) == 2


def test_characters_that_xml_does_not_allow_are_read_as_spreadsheets_write_them(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx", {"台账": [HEADER, ["A", "2023-06-30", "甲_x0041_公司_x000B_", 1, 1]]}
    )
    assert [one.holder for one in read(path).contracts] == ["甲A公司"]


ROW_OF_XML = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'


def write_sheet(path: Path, rows: str) -> Path:
    """Put XML in place of the rows of a workbook with a header."""
    write_workbook(path, {"台账": [HEADER]})
    return rewrite(path, "xl/worksheets/sheet1.xml", b"</sheetData>", f"{rows}</sheetData>".encode())


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("<a>" * 1000 + "</a>" * 1000, "the workbook is broken"),
        (ROW_OF_XML.format(2, "x" * 2_000_000), "the workbook is broken"),
        ("<row r='2'><c r='A2' t='s'><v>99</v></c></row>", "the workbook is broken"),
        ("</row>", "the workbook is broken"),
    ],
)
def test_what_no_spreadsheet_writes_is_a_broken_workbook(tmp_path: Path, rows: str, words: str) -> None:
    (issue,) = read(write_sheet(tmp_path / "a.xlsx", rows)).issues
    assert words in issue.message


def test_a_document_type_is_not_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"台账": ROWS})
    bomb = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]><worksheet '
    (issue,) = read(rewrite(path, "xl/worksheets/sheet1.xml", b"<worksheet ", bomb)).issues
    assert "the workbook is broken" in issue.message


def test_cells_without_addresses_follow_each_other(tmp_path: Path) -> None:
    row = '<row><c t="inlineStr"><is><t>A</t></is></c><c t="d"><v>2023-06-29T16:00:00Z</v></c></row>'
    (contract,) = read(write_sheet(tmp_path / "a.xlsx", row)).contracts
    assert (contract.contract_no, contract.agreed_commencement) == ("A", date(2023, 6, 30))


def test_a_sheet_of_a_hundred_thousand_columns_is_read_as_far_as_a_table_goes(tmp_path: Path) -> None:
    row = "<row>" + '<c t="inlineStr"><is><t>A</t></is></c>' * 100_000 + "</row>"
    reading = read(write_sheet(tmp_path / "a.xlsx", row))
    assert reading.records == 1
    assert len(reading.issues) < 1100


def test_more_cells_than_any_ledger_has_are_refused_before_they_cost_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_stream, "_MOST_ELEMENTS", 1_000)
    (issue,) = read(write_sheet(tmp_path / "a.xlsx", "<row>" + "<c/>" * 1_000 + "</row>")).issues
    assert "copy the table alone into a new workbook" in issue.message


def test_a_binary_workbook_is_told_with_the_way_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    (issue,) = read(tmp_path / "a.xlsb").issues
    assert issue.message.endswith(
        "it is a binary workbook (.xlsb); open it in a spreadsheet and save it as .xlsx"
    )
