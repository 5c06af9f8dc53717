"""Reading files: 50,000 survey parcels, and 50,000 ledger rows beside the bare workbook libraries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.measuring import Line, peak, rate, s, timed
from landwatch.formats import read

RECORDS = 50_000
_WEST, _SOUTH, _SIDE, _A_ROW = 36_350_000.0, 3_150_000.0, 100.0, 300
_TEXTS = {
    "项目位置": "桥河",
    "出让人": "重庆市綦江区规划和自然资源局",
    "供地方式": "挂牌出让",
    "土地用途": "工业用地",
    "行业分类": "通用设备制造业",
    "行政区": "綦江区",
    "土地来源": "新增建设用地",
    "土地级别": "八级",
    "批准单位": "綦江区人民政府",
    "备注": "按季巡查",
}
_DAYS = {"合同签订日期": 0, "约定交地时间": 60, "约定开工时间": 300, "约定竣工时间": 1030}


def lines() -> Iterator[Line]:
    """Measure, one line after the other."""
    with TemporaryDirectory() as folder:
        survey = write_survey(Path(folder) / "survey.txt")
        taken, reading = timed(lambda: read(survey), 1)
        count = len(reading.parcels)
        yield f"{count:,} parcels of survey TXT", s(taken), rate(taken, count), f"peak {peak():.1f} GB"

        ledger = write_ledger(Path(folder) / "ledger.xlsx")
        taken, reading = timed(lambda: read(ledger), 1)
        count, most = len(reading.contracts), peak()
        bare, __ = timed(lambda: rows_of_openpyxl(ledger), 1)
        quick, __ = timed(lambda: rows_of_calamine(ledger), 1)
        beside = f"cells alone: openpyxl read-only {s(bare)}, calamine {s(quick)}; peak {most:.1f} GB"
        yield f"{count:,} ledger rows of XLSX", s(taken), rate(taken, count), beside


def write_survey(path: Path) -> Path:
    """Write square parcels side by side, in zone 36."""
    with path.open("w", encoding="gbk") as sink:
        sink.write("[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=36\n[地块坐标]\n")
        for number in range(RECORDS):
            row, column = divmod(number, _A_ROW)
            x, y = _SOUTH + row * _SIDE, _WEST + column * _SIDE
            sink.write(f"5,1.0000,P-{number:05d},地块{number},面,,工业用地,0601,@\n")
            ring = ((x, y), (x, y + _SIDE), (x + _SIDE, y + _SIDE), (x + _SIDE, y), (x, y))
            sink.writelines(f"J{i},1,{a:.3f},{b:.3f}\n" for i, (a, b) in enumerate(ring, start=1))
    return path


def write_ledger(path: Path) -> Path:
    """Write contracts with texts, figures and days as a bureau's ledger has them."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("台账"), book.add_format({"num_format": "yyyy-mm-dd"})
        figures = ["面积(公顷)", "成交价格(万元)", "约定容积率下限", "约定容积率上限"]
        names = ["合同编号", "电子监管号", "项目名称", "土地使用权人", *_TEXTS, *figures, *_DAYS]
        sheet.write_row(0, 0, names)
        for number in range(RECORDS):
            signed = date(2015, 1, 1) + timedelta(days=number % 3_000)
            keys = [f"HT-{number:06d}", f"5001102023B{number:05d}", f"项目{number}", f"企业{number % 900}"]
            values = [*keys, *_TEXTS.values(), 1 + number % 977 / 100, 500.5 + number % 977, 1.0, 2.5]
            sheet.write_row(number + 1, 0, values)
            for column, days in enumerate(_DAYS.values(), start=len(values)):
                sheet.write_datetime(number + 1, column, signed + timedelta(days=days), day)
    return path


def rows_of_openpyxl(path: Path) -> int:
    """Read the cells and nothing else, as a script would."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        return sum(1 for __ in book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def rows_of_calamine(path: Path) -> int:
    """Read the cells and nothing else with the faster library."""
    with CalamineWorkbook.from_path(path) as book:
        return sum(1 for __ in book.get_sheet_by_index(0).iter_rows())
