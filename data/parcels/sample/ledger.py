"""The contract ledger (供地台账) as a workbook, with the headers of the national market site."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import xlsxwriter

from .progress import in_ledger
from .records import Deal

__all__ = ["write_ledger"]

TITLE = "綦江高新区工业用地供应台账（示意数据）"
GRANTOR = "重庆市綦江区规划和自然资源局"
SENTINEL = date(1900, 1, 1)
UNIT_TYPED_EVERY = 150
WRITTEN_ON = datetime(2024, 4, 8, 9, 0, 0)
_WORKS = ("应动工开发面积(公顷)", "已动工开发面积(公顷)", "总投资(万元)", "已投资(万元)")

_COLUMNS: tuple[tuple[str, int, Callable[[Deal], object]], ...] = (
    ("合同编号", 16, lambda d: d.contract_no),
    ("电子监管号", 20, lambda d: d.supervision_no),
    ("行政区", 9, lambda d: "綦江区"),
    ("项目名称", 26, lambda d: d.project),
    ("项目位置", 30, lambda d: f"綦江高新区{d.lots[0].name}"),
    ("宗地编号", 23, lambda d: "、".join(lot.parcel_no for lot in d.lots)),
    ("面积(公顷)", 11, lambda d: Decimal(d.area_cm2) / 100_000_000),
    ("土地来源", 12, lambda d: "存量建设用地" if d.resupplied else "新增建设用地"),
    ("土地用途", 13, lambda d: d.lots[0].land_use),
    ("供地方式", 9, lambda d: "挂牌出让"),
    ("土地使用年限", 9, lambda d: 50),
    ("行业分类", 24, lambda d: d.holder.industry),
    ("土地级别", 9, lambda d: "九级"),
    ("成交价格(万元)", 12, lambda d: d.price_wan),
    ("定金(万元)", 11, lambda d: d.price_wan / 5),
    ("土地使用权人", 32, lambda d: d.holder.name),
    ("统一社会信用代码", 22, lambda d: d.holder.code),
    ("出让人", 30, lambda d: GRANTOR),
    ("约定容积率下限", 9, lambda d: d.plot_ratio[0]),
    ("约定容积率上限", 9, lambda d: d.plot_ratio[1]),
    ("约定交地时间", 13, lambda d: d.handover),
    ("约定开工时间", 13, lambda d: d.commencement),
    ("约定竣工时间", 13, lambda d: d.completion),
    ("实际开工时间", 13, lambda d: _actual(d, d.commenced)),
    ("实际竣工时间", 13, lambda d: _actual(d, d.completed)),
    ("批准单位", 22, lambda d: "重庆市綦江区人民政府"),
    ("合同签订日期", 13, lambda d: d.signed),
    ("合同文本", 14, lambda d: "GF-2008-2601"),
    ("开工违约金(‰/日)", 10, lambda d: d.permille),
    ("竣工违约金(‰/日)", 10, lambda d: d.permille),
    ("交地违约金(‰/日)", 10, lambda d: d.permille),
    ("基础类型", 9, lambda d: d.foundation),
    *((header, 12, lambda d, header=header: d.extra.get(header)) for header in _WORKS),
    ("备注", 14, lambda d: "示意数据"),
)


def _actual(deal: Deal, day: date | None) -> date | None:
    """The actual day where the ledger holds it; the market site writes 1900-01-01 for empty."""
    if in_ledger(deal):
        return day
    return SENTINEL if deal.signed.year in (2018, 2019) else None


def write_ledger(path: Path, deals: Sequence[Deal], rng: Random) -> None:
    """Write the workbook.

    Parameters
    ----------
    path
        File to write.
    deals
        Contracts in the order of their numbers.
    rng
        Chooses the rows whose days were typed as text.
    """
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": TITLE, "created": WRITTEN_ON})
    look = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "header": book.add_format(
            {"bold": True, "text_wrap": True, "bg_color": "#DDE5D6", "border": 1, "valign": "vcenter"}
        ),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "hectares": book.add_format({"num_format": "0.0000##"}),
        "bold": book.add_format({"bold": True}),
    }
    _ledger_sheet(book, deals, look, set(rng.sample(range(len(deals)), 14)))
    _stages_sheet(book, deals, look)
    book.close()


def _ledger_sheet(
    book: xlsxwriter.Workbook, deals: Sequence[Deal], look: dict[str, object], typed: set[int]
) -> None:
    sheet = book.add_worksheet("供地台账")
    sheet.write(0, 0, TITLE, look["title"])
    sheet.write(1, 0, "序号", look["header"])
    sheet.set_column(0, 0, 6)
    sheet.set_row(1, 32)
    sheet.freeze_panes(2, 2)
    for column, (header, width, _) in enumerate(_COLUMNS, start=1):
        sheet.write(1, column, header, look["header"])
        sheet.set_column(column, column, width)
    for number, deal in enumerate(deals, start=1):
        row = number + 1
        sheet.write(row, 0, number)
        for column, (header, _, value) in enumerate(_COLUMNS, start=1):
            found = value(deal)
            if header == "面积(公顷)" and number % UNIT_TYPED_EVERY == 0:
                found = f"{found}公顷"
            _cell(sheet, row, column, header, found, look, number if number in typed else None)
    row = len(deals) + 2
    sheet.write(row, 0, "合计", look["bold"])
    for column, (header, _, value) in enumerate(_COLUMNS, start=1):
        if header in ("面积(公顷)", "成交价格(万元)"):
            total = sum((Decimal(str(value(deal))) for deal in deals), Decimal(0))
            sheet.write_number(row, column, float(total), look["bold"])
    sheet.autofilter(1, 0, len(deals) + 1, len(_COLUMNS))


def _cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    header: str,
    value: object,
    look: dict[str, object],
    typed: int | None,
) -> None:
    if isinstance(value, date):
        if value == SENTINEL:
            sheet.write_string(row, column, "1900-01-01")
        elif typed is not None:
            sheet.write_string(row, column, _typed(value, typed))
        else:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look["date"])
    elif isinstance(value, Decimal | int):
        sheet.write_number(row, column, float(value), look["hectares"] if "公顷" in header else None)
    elif value is not None:
        sheet.write_string(row, column, str(value))


def _typed(day: date, style: int) -> str:
    if style % 2:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.year}.{day.month}.{day.day}"


def _stages_sheet(book: xlsxwriter.Workbook, deals: Sequence[Deal], look: dict[str, object]) -> None:
    sheet = book.add_worksheet("分期开发")
    for column, header in enumerate(("合同编号", "期号", "面积(公顷)", "约定开工时间", "约定竣工时间")):
        sheet.write(0, column, header, look["header"])
    sheet.set_column(0, 4, 15)
    row = 1
    for deal in deals:
        for stage in deal.stages:
            sheet.write_string(row, 0, deal.contract_no)
            sheet.write_string(row, 1, stage.number)
            sheet.write_number(row, 2, stage.area_cm2 / 100_000_000, look["hectares"])
            _cell(sheet, row, 3, "", stage.commencement, look, None)
            _cell(sheet, row, 4, "", stage.completion, look, None)
            row += 1
