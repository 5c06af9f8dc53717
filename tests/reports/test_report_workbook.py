"""The workbook: every formula gives the value that is written with it, and no text becomes a formula."""

from __future__ import annotations

import operator
import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from landwatch.formats import ReaderSettings
from landwatch.formats.cells import vocabulary
from landwatch.i18n import speaking
from landwatch.reports import Material, Period, write_workbook
from landwatch.services.assessing.judging import assess_register
from landwatch.services.figures.reporting import gather
from landwatch.services.files.importing import import_files
from tests.office import LEDGER, write_table
from tests.reports.conftest import MADE

_CALL = re.compile(r"(SUM|COUNTA|SUMIFS|COUNTIFS)\((.*)\)")
_SHARE = re.compile(r'IF\((\w+)=0,"([^"]*)",(\w+)/(\w+)\)')
_DIFFERENT = re.compile(r'SUMPRODUCT\(\(([\w:]+)(<>""|=\$A\d+)\)/COUNTIF\(([\w:]+),\3&""\)\)')
_DIFFERENT_WITHIN = re.compile(
    r'SUMPRODUCT\(\((\w+)<>""\)\*\((\w+)<=\$(A\d+)\)/\(COUNTIFS\(\1,\1&"",\2,"<="&\$\3\)'
    r'\+1-\(\1<>""\)\*\(\2<=\$\3\)\)\)'
)
_CRITERION = re.compile(r'(?:"([<>]=)"&)?(?:"((?:[^"]|"")*)"|DATE\((\d+),(\d+),(\d+)\)|\$?([A-Z]+)\$?(\d+))')


class Calculator:
    """Computes the few functions that the formulas use, from the cells alone."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def cell(self, sheet: str, address: str) -> Any:
        value = self.book[sheet][address.replace("$", "")].value
        return self.formula(sheet, value[1:]) if isinstance(value, str) and value.startswith("=") else value

    def formula(self, sheet: str, formula: str) -> Any:
        if share := _SHARE.fullmatch(formula):
            base, instead, part, whole = share.groups()
            if not self.cell(sheet, base):
                return instead
            return self.cell(sheet, part) / self.cell(sheet, whole)
        if different := _DIFFERENT.fullmatch(formula):
            tested, wanted, counted = different.groups()
            numbers = self.range(sheet, counted)
            wanted = None if wanted.startswith("<>") else self.cell(sheet, wanted[1:])
            pairs = zip(self.range(sheet, tested), numbers, strict=True)
            kept = [no for value, no in pairs if (value is not None if wanted is None else value == wanted)]
            return len(set(kept))
        if different := _DIFFERENT_WITHIN.fullmatch(formula):
            numbers, days, limit = different.groups()
            pairs = zip(self.range(sheet, numbers), self.range(sheet, days), strict=True)
            most = self.cell(sheet, limit)
            return len({no for no, left in pairs if no is not None and left <= most})
        call = _CALL.fullmatch(formula)
        assert call, formula
        name, given = call[1], re.split(r',(?![^(]*\))(?=(?:[^"]*"[^"]*")*[^"]*$)', call[2])
        values = self.range(sheet, given[0])
        if name == "SUM":
            return sum(value for value in values if isinstance(value, int | float))
        if name == "COUNTA":
            return sum(value is not None for value in values)
        tests = given[1:] if name == "SUMIFS" else given
        kept = [True] * len(values)
        for criteria, wanted in zip(tests[::2], tests[1::2], strict=True):
            meets = self.criterion(sheet, wanted)
            kept = [k and meets(value) for k, value in zip(kept, self.range(sheet, criteria), strict=True)]
        if name == "COUNTIFS":
            return sum(kept)
        return sum(value or 0 for value, keep in zip(values, kept, strict=True) if keep)

    def range(self, sheet: str, text: str) -> list[Any]:
        if ":" not in text:
            sheet, text = self.book.defined_names[text].attr_text.rsplit("!", 1)
        rows = self.book[sheet.strip("'")][text.replace("$", "")]
        return [self.cell(sheet.strip("'"), cell.coordinate) for row in rows for cell in row]

    def criterion(self, sheet: str, text: str) -> Callable[[Any], bool]:
        found = _CRITERION.fullmatch(text)
        assert found, text
        sign, word, year, month, day, column, row = found.groups()
        told: Any = word
        if year:
            told = datetime(int(year), int(month), int(day))
        elif column:
            told = self.cell(sheet, f"{column}{row}")
        compare = {">=": operator.ge, "<=": operator.le, None: operator.eq}[sign]
        return lambda value: value is not None and compare(value, told)


@pytest.fixture(scope="module")
def written(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    with speaking("zh"):
        write_workbook(path, material, MADE)
    return path


@pytest.fixture(scope="module")
def march(march_material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "month.xlsx"
    with speaking("zh"):
        write_workbook(path, march_material, MADE)
    return path


@pytest.fixture(scope="module")
def formulas(written: Path) -> Workbook:
    return openpyxl.load_workbook(written)


@pytest.fixture(scope="module")
def cached(written: Path) -> Workbook:
    return openpyxl.load_workbook(written, data_only=True)


def cells(book: Workbook) -> Iterator[tuple[str, Any]]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell) for cell in row)


def wrong_formulas(formulas: Workbook, cached: Workbook) -> list[tuple[str, str]]:
    calculator = Calculator(formulas)
    wrong = []
    for sheet, cell in cells(formulas):
        if cell.data_type == "f":
            told, computed = cached[sheet][cell.coordinate].value, calculator.cell(sheet, cell.coordinate)
            if isinstance(told, str) or isinstance(computed, str):
                same = told == computed
            else:
                same = computed == pytest.approx(told, abs=1e-9)
            if not same:
                wrong.append((sheet, cell.coordinate))
    return wrong


def test_every_formula_recomputes_to_the_value_written_with_it(formulas: Workbook, cached: Workbook) -> None:
    assert wrong_formulas(formulas, cached) == []
    assert sum(cell.data_type == "f" for _sheet, cell in cells(formulas)) > 150


@pytest.mark.long
def test_the_flows_of_a_month_stand_beside_those_of_the_year_as_formulas(march: Path) -> None:
    formulas, cached = openpyxl.load_workbook(march), openpyxl.load_workbook(march, data_only=True)
    rows = [[cell.value for cell in row] for row in formulas["当月与累计"].iter_rows(min_row=4)]
    flow = next(row for row in rows if row[0] == "2023 年 3 月盘活面积")
    assert flow[1] == (
        '=SUMIFS(revitalised_area,revitalised_day,">="&DATE(2023,3,1),revitalised_day,"<="&DATE(2023,3,31))'
    )
    assert wrong_formulas(formulas, cached) == []


@pytest.mark.long
def test_libreoffice_computes_every_formula_to_the_same_value(
    written: Path, march: Path, tmp_path: Path, libreoffice: str
) -> None:
    bare = []
    for number, path in enumerate((written, march)):
        book = openpyxl.load_workbook(path)  # Saved again it has no values, so that all are computed.
        bare.append(tmp_path / f"{number}.xlsx")
        book.save(bare[-1])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    converted = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out")]
    subprocess.run(
        [libreoffice, profile, "--headless", *converted, *map(str, bare)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for number, path in enumerate((written, march)):
        told = openpyxl.load_workbook(path, data_only=True)
        computed = openpyxl.load_workbook(tmp_path / "out" / f"{number}.xlsx", data_only=True)
        for sheet, cell in cells(openpyxl.load_workbook(path)):
            if cell.data_type == "f":
                pair = [book[sheet][cell.coordinate].value for book in (told, computed)]
                assert pair[1] == pytest.approx(pair[0]), (sheet, cell.coordinate)


def test_no_cell_is_an_error(cached: Workbook) -> None:
    assert [cell.coordinate for _sheet, cell in cells(cached) if cell.data_type == "e"] == []


def test_the_rates_of_the_summary_come_out_of_the_lists(formulas: Workbook) -> None:
    rows = {row[0].value: row for row in formulas["汇总"].iter_rows() if row[0].value}
    rate = rows["开工违约率（按面积，P 口径）"]
    assert rate[3].value == "=SUM(commencement_area)"
    assert rate[4].value == '=SUMIFS(ledger_area,ledger_in_force,"是")'
    assert re.fullmatch(r'=IF\(E(\d+)=0,"不适用",D\1/E\1\)', rate[1].value)


def test_the_headers_of_the_ledger_are_those_that_the_importer_reads(formulas: Workbook) -> None:
    heads = [cell.value for cell in formulas["供地台账"][3]]
    facts = heads[1 : heads.index("组团")]
    assert [head for head in facts if vocabulary.column_of("contract", head) is None] == []
    assert len(facts) > 15


def test_headers_are_frozen_and_printed_again(formulas: Workbook) -> None:
    for sheet in formulas.worksheets[1:]:
        assert sheet.freeze_panes.endswith("4"), sheet.title
        assert sheet.print_title_rows == "$1:$3", sheet.title
        assert sheet.page_setup.orientation == "landscape"
    assert formulas["供地台账"].page_setup.paperSize == 8


def test_invented_data_is_marked_on_every_sheet(formulas: Workbook) -> None:
    assert [s.title for s in formulas if "示意数据" not in (s.oddHeader.right.text or "")] == []
    assert [s.title for s in formulas if "示意数据" not in s["A2"].value] == []


def test_definitions_stand_in_both_languages(cached: Workbook, material: Material) -> None:
    rows = {row[8]: row for row in cached["指标口径"].iter_rows(min_row=4, values_only=True) if row[8]}
    rate = "commencement_default_rate_area"
    told, zh, en = rows[rate], material.definitions["zh"][rate], material.definitions["en"][rate]
    assert (told[0], told[3], told[5]) == zh
    assert (told[1], told[4], told[6]) == en
    assert told[7] == "本系统约定"
    assert "live_contracts_count" in rows and "revitalised_area_since" in rows


def test_charts_are_drawn(formulas: Workbook) -> None:
    assert [sheet.title for sheet in formulas if sheet._charts] == ["组团", "盘活方式汇总"]


def test_the_same_material_gives_the_same_bytes(material: Material, written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    with speaking("zh"):
        write_workbook(again, material, MADE)
    assert again.read_bytes() == written.read_bytes()


@pytest.mark.long
def test_a_company_named_like_a_formula_stays_text(office_register: str, tmp_path: Path) -> None:
    named = {"合同编号": "=1+1", "土地使用权人": "=1+2", "合同签订日期": "2021-03-02"}
    import_files(
        office_register,
        [write_table(tmp_path / "second.csv", [LEDGER[0] | named])],
        readers=ReaderSettings(),
        recorded_by="王五",
        recorded_at=MADE,
    )
    assessment = assess_register(office_register, date(2023, 12, 31))
    path = tmp_path / "report.xlsx"
    with speaking("zh"):
        write_workbook(path, gather(assessment, Period.parse("annual", "2023")), MADE)
    book = openpyxl.load_workbook(path)
    assert {cell.data_type for _s, cell in cells(book) if cell.value in ("=1+1", "=1+2")} == {"s"}
