"""The report as a workbook: the lists as sheets, and every sum a formula over them.

Ranges have names (``ledger_area``), so that a formula can be read: the rate of the summary is computed from
the list of contracts in default and the ledger. Each formula is written with the exact value it must give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text
from landwatch.measures.figures import Figure
from landwatch.measures.figures.declared import declared
from landwatch.reports import acreage, clusters, due, lists, patrols, remarks
from landwatch.reports.composing import illustrative_mark, particulars, report_title
from landwatch.reports.contract_list import ledger
from landwatch.reports.document import Cell, Column, Table, chart_colours
from landwatch.reports.figure_definitions import all_figures
from landwatch.reports.formulas import (
    cluster_formulas,
    due_formulas,
    figure_formulas,
    method_formulas,
    month_formulas,
    stock_formulas,
)
from landwatch.reports.material import Material, form_of
from landwatch.reports.summary import flows_note, unit_of
from landwatch.workbook import Book, for_print, height_of

__all__ = ["write_workbook"]

_LINES = {"border": 1, "border_color": "#C5CDD6"}
_NUMBERS = {
    "count": "#,##0",
    "mu": "#,##0.00",
    "wan": "#,##0.00",
    "percent": "0.0%",
    "points": "+0.0;-0.0;0.0",
}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "remark": {"font_color": "#52606D"},
    "mark": {"bold": True, "font_color": "#A4122B"},
    "text": _LINES,
    "date": _LINES,
    **{
        form: {**_LINES, "num_format": number, "align": "right", "indent": 1}
        for form, number in _NUMBERS.items()
    },
    "sum text": {**_LINES, "bold": True, "bg_color": "#E8EEF4"},
    **{
        f"sum {form}": {
            **_LINES,
            "num_format": number,
            "align": "right",
            "indent": 1,
            "bold": True,
            "bg_color": "#E8EEF4",
        }
        for form, number in _NUMBERS.items()
    },
}
_CHARACTERS = 5.2  # of a sheet's column for one share of a table's width
_HEAD_ROWS = 3


@dataclass(frozen=True)
class _Sheet:
    """A table that becomes a sheet.

    Attributes
    ----------
    key
        Begin of the names of its ranges.
    name
        Name of the sheet.
    table
        What it holds.
    formulas
        Formula of a column by its key; ``{row}`` is the row.
    chart
        Places of the columns to draw, in percent or mu.
    """

    key: str
    name: str
    table: Table
    formulas: Mapping[str, str]
    chart: tuple[int, ...] = ()


def write_workbook(path: Path, material: Material, made: datetime) -> None:
    """Write the workbook of a report, in the current language.

    Parameters
    ----------
    path
        Where to write it.
    material
        What it is made from.
    made
        The instant written into the file as that of its making.
    """
    book = Book(path, _LOOKS, made.replace(tzinfo=None))
    title, subtitle = report_title(material)
    book.workbook.set_properties({"created": made.replace(tzinfo=None), "title": f"{title} {subtitle}"})
    summary = book.workbook.add_worksheet(_("Summary"))
    month = book.workbook.add_worksheet(_("Month and year")) if material.month else None
    for sheet in _sheets(material):
        _write_sheet(book, sheet, material)
    _write_summary(book, summary, material)
    if month is not None:
        _write_month(book, month, material)
    book.close()


def _sheets(material: Material) -> Iterator[_Sheet]:
    of_clusters, of_methods = cluster_formulas(material), method_formulas(material)
    yield _Sheet("ledger", _("Ledger"), ledger(material), {})
    yield _Sheet(
        "clusters", _("Clusters"), clusters.contracts_and_defaults(material), of_clusters, chart=(5, 8)
    )
    yield _Sheet("flows", _("Idle and disposed"), clusters.idle_and_disposals(material), of_clusters)
    yield _Sheet("commencement", _("Commencement defaults"), lists.defaults(material, "commencement"), {})
    yield _Sheet("completion", _("Completion defaults"), lists.defaults(material, "completion"), {})
    yield _Sheet("recognised", _("Idle, recognised"), lists.idle_land(material, recognised=True), {})
    yield _Sheet("suspected", _("Idle, suspected"), lists.idle_land(material, recognised=False), {})
    yield _Sheet("started", _("Disposed, commencement"), lists.disposals(material, "commencement"), {})
    yield _Sheet("completed", _("Disposed, completion"), lists.disposals(material, "completion"), {})
    yield _Sheet("stock", _("Stock"), acreage.stock(material), stock_formulas())
    yield _Sheet("standing", _("Stock, list"), acreage.stock_list(material), {})
    yield _Sheet("revitalised", _("Revitalised"), acreage.revitalised(material), {})
    yield _Sheet("methods", _("Methods"), acreage.methods(material), of_methods, chart=(3,))
    if material.targets:
        yield _Sheet("targets", _("Targets"), acreage.targets(material), {})
    yield _Sheet("patrols", _("Patrols"), patrols.by_quarter(material), {})
    yield _Sheet("months", _("Patrols by month"), patrols.by_month(material), {})
    yield _Sheet("due", _("Falls due"), due.windows(material), due_formulas())
    yield _Sheet("commencements", _("Commencements due"), due.dues(material, "commencement"), {})
    yield _Sheet("completions", _("Completions due"), due.dues(material, "completion"), {})
    yield _Sheet("suspensions", _("Suspensions"), lists.suspensions(material), {})
    yield _Sheet("ages", _("Age of the data"), _with_gaps(material), {})
    yield _Sheet("figures", _("Definitions"), all_figures(material), {})


def _with_gaps(material: Material) -> Table:
    table = remarks.ages(material)
    missing = list(remarks.gaps(material)) or [_("Nothing that the figures rest on is missing.")]
    return Table(title=table.title, columns=table.columns, rows=table.rows, note="\n".join(missing))


def _write_sheet(book: Book, sheet: _Sheet, material: Material) -> None:
    page = book.workbook.add_worksheet(sheet.name)
    table = sheet.table
    _write_head(book, page, table.title, material)
    widths = [column.width * _CHARACTERS for column in table.columns]
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(_HEAD_ROWS - 1, place, column.head, book.head)
    page.set_row(_HEAD_ROWS - 1, height_of([(c.head, w) for c, w in zip(table.columns, widths, strict=True)]))
    for row, cells in enumerate(table.rows, start=_HEAD_ROWS):
        _write_row(book, page, row, cells, sheet)
    last = _HEAD_ROWS + max(len(table.rows), 1) - 1
    total = table.total()
    if total:
        _write_total(book, page, last + 1, total, sheet)
    _name_ranges(book, sheet, last)
    if table.note:
        for number, line in enumerate(table.note.split("\n")):
            book.put(page, last + 3 + number, 0, line, "remark")
    if sheet.chart and table.rows:
        _add_chart(book, page, sheet, last)
    page.freeze_panes(_HEAD_ROWS, 2 if len(table.columns) > 6 else 1)
    page.autofilter(_HEAD_ROWS - 1, 0, last, len(table.columns) - 1)
    _set_up(page, material, sum(widths))
    if sheet.chart:
        page.fit_to_pages(1, 1)


def _write_head(book: Book, page: Any, title: str, material: Material) -> None:
    book.put(page, 0, 0, title, "title")
    page.set_row(0, 26)
    told = _("As of {day} · known at {instant}").format(
        day=material.on, instant=minute_text(material.known_at)
    )
    mark = illustrative_mark(material)
    book.put(
        page,
        1,
        0,
        " · ".join(filter(None, [mark, *report_title(material), told])),
        "mark" if mark else "remark",
    )


def _write_row(book: Book, page: Any, row: int, cells: Sequence[Cell], sheet: _Sheet) -> None:
    columns = sheet.table.columns
    texts = [
        (value, column.width * _CHARACTERS)
        for value, column in zip(cells, columns, strict=True)
        if isinstance(value, str)
    ]
    page.set_row(row, height_of(texts))
    for place, (value, column) in enumerate(zip(cells, columns, strict=True)):
        formula = "" if value is None else sheet.formulas.get(column.key, "").format(row=row + 1)
        if column.share:
            formula = _share(row, column.share)
        if formula:
            book.formula(page, row, place, formula, _cached(value), column.form)
        else:
            _put(book, page, row, place, value, column)


def _write_total(book: Book, page: Any, row: int, total: Sequence[Cell], sheet: _Sheet) -> None:
    for place, (value, column) in enumerate(zip(total, sheet.table.columns, strict=True)):
        letter = xl_col_to_name(place)
        column_range = f"{letter}{_HEAD_ROWS + 1}:{letter}{row}"
        if column.total == "sum":
            book.formula(page, row, place, f"SUM({column_range})", _cached(value), f"sum {column.form}")
        elif column.total == "names":
            different = f'SUMPRODUCT(({column_range}<>"")/COUNTIF({column_range},{column_range}&""))'
            book.formula(page, row, place, different, _cached(value), "sum count")
        elif column.total == "rows":
            book.formula(page, row, place, f"COUNTA({column_range})", _cached(value), "sum count")
        elif column.share:
            book.formula(page, row, place, _share(row, column.share), _cached(value), "sum percent")
        else:
            book.put(page, row, place, value if isinstance(value, str) else None, "sum text")


def _share(row: int, share: tuple[int, int]) -> str:
    part, whole = (xl_rowcol_to_cell(row, place) for place in share)
    return f'IF({whole}=0,"{_("n/a")}",{part}/{whole})'


def _put(book: Book, page: Any, row: int, place: int, value: Cell, column: Column) -> None:
    """Numbers stay exact numbers; a share without an end is written to the digits a spreadsheet keeps."""
    if isinstance(value, Fraction):
        page.write_number(row, place, float(value), book.look(column.form, "number"))
    else:
        look = column.form if not isinstance(value, str) else "text"
        book.put(page, row, place, value, look, wrap=isinstance(value, str))


def _cached(value: Cell) -> float | str:
    return float(value) if isinstance(value, int | Fraction | Decimal) else _("n/a")


def _name_ranges(book: Book, sheet: _Sheet, last: int) -> None:
    for place, column in enumerate(sheet.table.columns):
        if column.key:
            letter = xl_col_to_name(place)
            book.workbook.define_name(
                f"{sheet.key}_{column.key}",
                f"='{sheet.name}'!${letter}${_HEAD_ROWS + 1}:${letter}${last + 1}",
            )


def _add_chart(book: Book, page: Any, sheet: _Sheet, last: int) -> None:
    chart = book.workbook.add_chart({"type": "bar"})
    for place, colour in zip(sheet.chart, chart_colours(), strict=False):
        chart.add_series(
            {
                "name": [sheet.name, _HEAD_ROWS - 1, place],
                "categories": [sheet.name, _HEAD_ROWS, 0, last, 0],
                "values": [sheet.name, _HEAD_ROWS, place, last, place],
                "fill": {"color": colour},
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": sheet.table.title, "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"} if len(sheet.chart) > 1 else {"none": True})
    chart.set_size({"width": 760, "height": 60 + 42 * (last - _HEAD_ROWS + 2)})
    page.insert_chart(last + 6, 0, chart)


def _write_summary(book: Book, page: Any, material: Material) -> None:
    title, _subtitle = report_title(material)
    _write_head(book, page, title, material)
    widths = (38, 14, 12, 14, 14, 30, 14, 14, 70)
    heads = (
        *(_("Figure"), _("Value"), _("Unit"), _("Numerator"), _("Denominator"), _("Pool")),
        _("Same measure at {day}").format(day=material.before),
        *(_("Change (percentage points)"), _("Definition")),
    )
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    row = 2
    for name, value in particulars(material):
        book.put(page, row, 0, name, "text")
        book.put(page, row, 1, value)
        row += 1
    row += 1
    for place, head in enumerate(heads):
        page.write_string(row, place, head, book.head)
    page.set_row(row, 30)
    formulas = figure_formulas(material)
    for figure in material.main:
        row += 1
        _write_figure(book, page, row, figure, material, formulas.get(figure.id, ("", "")))
    _set_up(page, material, sum(widths), head_rows=2)


def _write_figure(
    book: Book, page: Any, row: int, figure: Figure, material: Material, formulas: tuple[str, str]
) -> None:
    form = form_of(figure)
    parts = "mu" if declared(figure.id).by == "area" else "count"
    share = figure.unit == "percent"
    unit = "" if figure.unit == "percent" else unit_of(figure)
    told = (figure.label, unit, figure.pool, figure.definition)
    for place, text in zip((0, 2, 5, 8), told, strict=True):
        book.put(page, row, place, text, "text", wrap=True)
    page.set_row(row, height_of([(figure.label, 38), (figure.pool, 30), (figure.definition, 70)]))
    if share:
        for place, size, formula in zip(
            (3, 4), (figure.numerator, figure.denominator), formulas, strict=True
        ):
            _write_size(book, page, row, place, size, formula, parts)
        book.formula(page, row, 1, _share(row, (3, 4)), _cached(figure.value), form)
    else:
        _write_size(book, page, row, 1, figure.value, formulas[0], form)
        for place in (3, 4):
            book.put(page, row, place, None, "text")
    earlier, moved = material.earlier.get(figure.id), material.figures.get(f"{figure.id}_change")
    for place, other, look in ((6, earlier, form), (7, moved, "points")):
        value = None if other is None or other.value is None else other.value
        scale = 100 if look == "points" else 1
        if value is None:
            book.put(page, row, place, None, "text")
        else:
            page.write_number(row, place, float(value * scale), book.look(look, "number"))


def _write_month(book: Book, page: Any, material: Material) -> None:
    """The flows of the month beside those of the year so far, each a formula where the lists hold it."""
    _write_head(book, page, _("In the month and in the year so far"), material)
    widths = (44, 16, 18, 12)
    heads = (
        *(_("Figure"), _("In the month"), _("1 January to {day}").format(day=material.on)),
        _("Unit"),
    )
    for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(_HEAD_ROWS - 1, place, head, book.head)
    of_month, of_year = month_formulas(material), figure_formulas(material)
    row = _HEAD_ROWS
    for name, figure in material.month.items():
        form = form_of(figure)
        book.put(page, row, 0, figure.label, "text", wrap=True)
        _write_size(book, page, row, 1, figure.value, of_month.get(name, ""), form)
        _write_size(book, page, row, 2, material.figures[name].value, of_year.get(name, ("",))[0], form)
        book.put(page, row, 3, unit_of(figure), "text")
        row += 1
    book.put(page, row + 1, 0, flows_note(), "remark")
    page.freeze_panes(_HEAD_ROWS, 1)
    _set_up(page, material, sum(widths))


def _write_size(
    book: Book, page: Any, row: int, place: int, size: Fraction | None, formula: str, form: str
) -> None:
    if size is None:
        book.put(page, row, place, _("n/a"), "text")
    elif formula:
        book.formula(page, row, place, formula, float(size), form)
    else:
        page.write_number(row, place, float(size), book.look(form, "number"))


def _set_up(page: Any, material: Material, width: float, *, head_rows: int = _HEAD_ROWS) -> None:
    """Titles, numbers of pages and the mark of invented data on every sheet of paper."""
    for_print(page, width, head_rows=head_rows)
    title, subtitle = (text.replace("&", "&&") for text in report_title(material))
    page.set_header(f"&L{title} {subtitle}&R&B{illustrative_mark(material)}")
    page.set_footer("&C&P / &N")
