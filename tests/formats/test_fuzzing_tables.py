"""Ten thousand damaged tables: each ends in a report, none takes the import or the machine with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.formats.files import write_csv
from tests.formats.fuzzing import Sample, hammer, sample_of
from tests.formats.old_workbook import Share, write_old_workbook
from tests.formats.open_document import write_open_document
from tests.formats.test_market_site import ITEM

COUNT = 1_700
"""Of each of the six samples: more than ten thousand in all."""

HEADER = [
    "合同编号",
    "宗地编号",
    "约定开工时间",
    "约定竣工时间",
    "面积(亩)",
    "成交价格(万元)",
    "开工违约金比例",
    "备注",
]
ROWS: list[list[object]] = [
    HEADER,
    ["示工1", "P1", date(2022, 6, 30), date(2024, 6, 30), 30.5, 1800.1, Share(0.001), "甲"],
    ["示工2", "P2、P3", "2022年6月30日", 45473, "87亩", "1000万元", "0.1%", "#REF!"],
    ["", "P4", "", "", 12.5, "", "", ""],
    ["合计", "", "", "", 130, 2800.1, "", ""],
]
FACTS = [
    ["合同编号", "事项", "日期", "文号"],
    ["示工1", "开工", "2022-06-30", "渝规资〔2022〕5号"],
    ["示工2", "竣工", 45473, ""],
]


def new_workbook(folder: Path) -> Sample:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        forms = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            Share: book.add_format({"num_format": "0.0%"}),
        }
        for number, row in enumerate(ROWS):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, forms.get(type(cell)))
        sheet.write_formula(1, 8, "=A2", None, "示工1")
        sheet.merge_range(2, 0, 3, 0, "示工2")
        book.add_worksheet("事项").write_column(0, 0, [row[0] for row in FACTS])
    return sample_of(path, packed=True)


def old_workbook(folder: Path) -> Sample:
    sheets = {"台账": ROWS, "事项": FACTS}
    return sample_of(write_old_workbook(folder / "a.xls", sheets, merged=[(2, 3, 0, 0)]))


def open_document(folder: Path) -> Sample:
    return sample_of(write_open_document(folder / "a.ods", {"台账": ROWS, "事项": FACTS}), packed=True)


def csv_table(folder: Path) -> Sample:
    return sample_of(write_csv(folder / "a.csv", *ROWS, encoding="gbk"))


def csv_facts(folder: Path) -> Sample:
    return sample_of(write_csv(folder / "b.csv", *FACTS))


def landchina(folder: Path) -> Sample:
    path = folder / "a.json"
    path.write_text(
        json.dumps({"code": 200, "data": {"list": [ITEM, ITEM | {"dzBaBh": "2"}]}}, ensure_ascii=False),
        "utf-8",
    )
    return sample_of(path)


SAMPLES: dict[str, Callable[[Path], Sample]] = {
    "xlsx": new_workbook,
    "xls": old_workbook,
    "ods": open_document,
    "csv": csv_table,
    "csv of facts": csv_facts,
    "json": landchina,
}


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("kind", SAMPLES)
def test_whatever_is_damaged_ends_in_a_report(tmp_path: Path, kind: str, seed: int) -> None:
    (tmp_path / "whole").mkdir()
    report = hammer([SAMPLES[kind](tmp_path / "whole")], COUNT, seed, tmp_path)
    assert report.failures == []
    assert report.read == COUNT
