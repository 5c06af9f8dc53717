"""What becomes a number of a contract, a parcel or a document, whatever file it comes in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from shapely.geometry import mapping

from landwatch.formats import Reading, read
from landwatch.formats.cells.conversion import BadValue, Cell, as_designation, as_identifier, as_identifiers
from tests.formats.files import (
    BOX,
    SQUARE,
    drawn_text,
    parcel_lines,
    polyline,
    the_issue,
    write_boundaries,
    write_csv,
    write_dxf,
    write_geojson,
    write_workbook,
)

ROUNDED = "5.00222E+14"


@pytest.mark.parametrize(
    "hidden", ["\u200b", "\u200e", "\ufeff", "\u00ad", "\x0b", "\x07", "\u2060", "\ufe0f"]
)
def test_an_invisible_character_is_no_part_of_a_number(hidden: str) -> None:
    assert as_identifier(f"示工2020-0{hidden}42{hidden}") == "示工2020-042"
    assert as_identifiers(f"P1{hidden}、{hidden}P2") == ("P1", "P2")


@pytest.mark.parametrize(
    "cell", ['="500222202000123"', ' = "500222202000123" ', "'500222202000123", "\t500222202000123"]
)
def test_a_number_is_taken_out_of_what_kept_its_digits(cell: str) -> None:
    assert as_identifier(cell) == "500222202000123"
    assert as_identifiers(cell) == ("500222202000123",)


@pytest.mark.parametrize(
    "cell", ["5.00222E+14", "5E+14", "5E14", "5.0e20", "500.222E+12", "５.0Ｅ+14", 5e14 + 0.5e15, 1e20]
)
def test_a_rounded_number_is_refused_with_what_happened_and_the_way_out(cell: Cell) -> None:
    for read_cell in (as_identifier, as_identifiers):
        with pytest.raises(
            BadValue, match=r"(dropped|15) digits.*format the column as text.*in a CSV file"
        ) as raised:
            read_cell(cell)
        assert raised.value.code == "bad_number"


DAYS = [date(2023, 5, 3), datetime(2023, 5, 3), time(0)]


@pytest.mark.parametrize(
    "cell", [*DAYS, "2023/5/3", "2023-05-03", "5月3日", "2023年5月", "3-May", "May-23", "2023/5/3 0:00"]
)
def test_a_date_is_no_number(cell: Cell) -> None:
    for read_cell in (as_identifier, as_identifiers):
        with pytest.raises(BadValue, match="made a date of it.*format the column as text"):
            read_cell(cell)


def test_the_way_out_works_in_a_cell_of_text_too(tmp_path: Path) -> None:
    refused = read(write_workbook(tmp_path / "a.xlsx", {"台账": ledger_rows("2023-05-03")}))
    assert 'if the number truly looks like this, write it as ="…"' in the_issue(refused, "bad_number").message
    path = write_workbook(tmp_path / "b.xlsx", {"台账": ledger_rows("?")})
    book = openpyxl.load_workbook(path)
    book["台账"]["A2"].value = '="2023-05-03"'
    book["台账"]["A2"].data_type = "s"
    book.save(path)
    assert numbers(read(path)) == ["2023-05-03"]


@pytest.mark.parametrize("cell", ['="2023-05-03"', '="5E+14"'])
def test_the_way_out_of_a_number_that_looks_like_something_else_works(cell: str) -> None:
    assert as_identifier(cell) == cell[2:-1]
    assert as_identifiers(cell) == (cell[2:-1],)


@pytest.mark.parametrize(
    "cell", ["2023-5-3", "示工2023/5/3", "E14", "3E5", "QJ-5E", "20230503", "500222202000123456", "5-3"]
)
def test_what_merely_resembles_a_date_or_a_power_is_a_number(cell: str) -> None:
    assert as_identifier(cell) == cell


def test_a_whole_number_of_a_file_that_keeps_all_digits_is_read_up_to_where_that_ends() -> None:
    assert as_identifier(2**53) == "9007199254740992"
    with pytest.raises(BadValue, match="more than 15 digits"):
        as_identifier(2**53 + 1)


def test_yes_is_no_number() -> None:
    with pytest.raises(BadValue, match="yes or no"):
        as_identifier(True)


@pytest.mark.parametrize("cell", DAYS)
def test_no_instalment_or_document_is_called_by_a_date_that_a_spreadsheet_made(cell: Cell) -> None:
    with pytest.raises(BadValue, match="made a date of it"):
        as_designation(cell)


def test_the_name_of_a_document_or_an_instalment_keeps_its_form() -> None:
    assert as_designation("渝规资〔2023〕 5号") == "渝规资〔2023〕 5号"
    assert as_designation("2023-05-03") == "2023-05-03"


def ledger_rows(number: object) -> list[list[object]]:
    return [["合同编号", "项目名称", "约定开工时间"], [number, "甲厂", "2022-06-30"]]


def landchina(path: Path, number: object) -> Path:
    path.write_text(json.dumps([{"dzBaBh": number, "xmMc": "甲厂", "dgSj": "2022-06-30"}]), encoding="utf-8")
    return path


FORMATS: dict[str, Callable[[Path, str], Path]] = {
    "a.csv": lambda path, number: write_csv(path, *ledger_rows(number)),
    "a.xlsx": lambda path, number: write_workbook(path, {"台账": ledger_rows(number)}),
    "a.json": landchina,
    "a.geojson": lambda path, number: write_geojson(path, ({"宗地编号": number}, mapping(BOX))),
    "a.txt": lambda path, number: write_boundaries(path, parcel_lines(number, "6", SQUARE)),
    "a.dxf": lambda path, number: write_dxf(
        path,
        polyline(SQUARE),
        drawn_text(f"宗地编号:{number}", 3213200.0, 36368500.0),
        encoding="utf-8",
        page="UTF-8",
    ),
}


def numbers(reading: Reading) -> list[str]:
    return [parcel.parcel_no for parcel in reading.parcels] + [one.contract_no for one in reading.contracts]


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_rounded_number_is_refused_in_every_format_alike(tmp_path: Path, name: str) -> None:
    reading = read(FORMATS[name](tmp_path / name, ROUNDED), crs=4524 if name == "a.dxf" else None)
    issue = the_issue(reading, "bad_number")
    assert (issue.value, numbers(reading)) == (ROUNDED, [])
    assert "dropped digits; format the column as text" in issue.message


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_invisible_character_is_dropped_in_every_format_alike(tmp_path: Path, name: str) -> None:
    reading = read(
        FORMATS[name](tmp_path / name, "示工2020-042\u200b"), crs=4524 if name == "a.dxf" else None
    )
    assert numbers(reading) == ["示工2020-042"]
