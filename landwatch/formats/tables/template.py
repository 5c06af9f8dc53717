"""Empty workbooks to fill in: the columns, words and units that the importer knows, an example, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from stdnum.cn import uscc

from landwatch import district
from landwatch.catalogue import fields_of
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.cell_text import heading_of, ordered
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.tables.contract_writer import INSTALMENT_COLUMNS, OFFICE_ORDER, SHEETS
from landwatch.formats.tables.fact_writer import FACTS_SHEET
from landwatch.i18n import gettext as _
from landwatch.workbook import Book, Cell, Heading, Table, for_print, height_of

__all__ = ["TEMPLATES", "Template", "write_template"]

Template = Literal["ledger", "events"]

TEMPLATES: Mapping[Template, Mapping[str, str]] = {"ledger": SHEETS, "events": {"event": FACTS_SHEET}}
"""Sheets of each template by kind of table."""

_NOTES, _WORDS = "填写说明", "词表"
_EXAMPLE = "示例"
_ROWS = 2_000  # that have drop-downs
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "example": {"font_color": "#7B8794", "italic": True, "bg_color": "#F5F7FA"},
    "required": {"bold": True, "bg_color": "#F9D77E", "border": 1, "border_color": "#9AA5B1"},
    "title": {"bold": True, "font_size": 16},
}
_REQUIRED = {
    section: tuple(field.name for field in fields_of(section).values() if field.required and field.headers)
    for section in ("contract", "phase", "instalment", "indicator", "event")
}
_REQUIRED["event"] = (*_REQUIRED["event"], "day")  # but of a fact that lasts
_KEPT_COLUMNS = ("行政区", "土地来源", "土地使用年限", "土地级别", "批准单位", "备注")
_LEFT_OUT = {"contract": (*INSTALMENT_COLUMNS, "kept", "remarks"), "event": ("details",)}
_FIRST = {"contract": OFFICE_ORDER}
_FORMS = {"date": "date", **dict.fromkeys(("area", "money", "rate", "ratio", "figure"), "number")}
_FIRST_DAY, _LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
_LONGEST_LIST = 255

_EXAMPLES: Mapping[str, Mapping[str, Cell]] = {
    "contract": {
        **dict.fromkeys(("contract_no", "supervision_no"), _EXAMPLE),
        **{"project_name": "精密齿轮生产线项目", "area_cm2": Decimal("4.0000")},
        **{"land_use": "工业用地", "supply_method": "挂牌出让", "industry": "通用设备制造业"},
        **{"price_fen": Decimal(1800), "holder": "某某机械有限公司"},
        **{"plot_ratio_min": Decimal("1.0"), "plot_ratio_max": Decimal("2.0")},
        **{"agreed_handover": date(2023, 3, 31), "agreed_commencement": date(2023, 9, 30)},
        **{"agreed_completion": date(2025, 9, 30), "grantor": "某某区规划和自然资源局"},
        **{"signed_on": date(2023, 2, 28)},
        **{"form": "GF-2008-2601", "commencement_damages_ppb": Decimal("0.5")},
    },
    "phase": {
        **{"contract_no": _EXAMPLE, "number": "一期", "area_cm2": Decimal("2.0")},
        **{"agreed_commencement": date(2023, 9, 30), "agreed_completion": date(2024, 9, 30)},
    },
    "instalment": {
        "contract_no": _EXAMPLE,
        "number": "1",
        "due_on": date(2023, 3, 28),
        "amount_fen": Decimal(900),
    },
    "indicator": {
        **{"contract_no": _EXAMPLE, "name": "投资强度", "value": Decimal(300), "unit": "万元/亩"},
        **{"direction": "不低于", "stage": "竣工核验"},
    },
    "event": {
        **{
            "contract_no": _EXAMPLE,
            "type": "补充协议",
            "day": date(2023, 8, 15),
            "document": "补〔2023〕1号",
        },
        **{"new_commencement": date(2024, 3, 31), "note": "经批准延期开工"},
    },
}


def _of_the_district() -> Mapping[str, Cell]:
    """What an example names of the place: where the land lies, its parcels, a company registered there."""
    here = district.current()
    division = here.divisions[0]
    code = f"91{division}MA5U00000"
    return {
        "location": f"{here.name_zh}一号路",
        "holder_code": code + uscc.calc_check_digit(code),
        "parcel_nos": f"{division}004002GB00001、{division}004002GB00002",
    }


def write_template(path: Path, template: Template) -> None:
    """Write an empty workbook, in Chinese headers; its notes are in the current language.

    Parameters
    ----------
    path
        Where to write it.
    template
        ``ledger`` or ``events``.
    """
    book = Book(path, _LOOKS)
    notes = book.workbook.add_worksheet(_NOTES)
    words = _WordLists()
    listed: list[tuple[str, str, Column, bool]] = []
    for section, name in TEMPLATES[template].items():
        columns = ordered(section, _FIRST.get(section, ()), _LEFT_OUT.get(section, ()))
        _sheet(book, name, section, columns, words)
        required = _REQUIRED[section]
        listed += [(section, name, column, column.field in required) for column in columns]
    words.write(book)
    _write_notes(book, notes, template, listed)
    book.workbook.get_worksheet_by_name(next(iter(TEMPLATES[template].values()))).activate()
    book.close()


def _sheet(book: Book, name: str, section: str, columns: Sequence[Column], words: _WordLists) -> None:
    example = {**_EXAMPLES[section], **(_of_the_district() if section == "contract" else {})}
    headings = [heading_of(section, column, note=_note(section, column)) for column in columns]
    kept = _KEPT_COLUMNS if section == "contract" else ()
    headings += [Heading(header, 14) for header in kept]
    row = [*(example.get(column.field) for column in columns), *(None for _header in kept)]
    sheet = book.add(Table(name, headings, [row], ["example"]))
    sheet.autofilter(0, 0, _ROWS, len(headings) - 1)
    for position, column in enumerate(columns):
        look = book.look("", _FORMS.get(column.kind, "text"))
        sheet.set_column(position, position, headings[position].width, look)
        if column.field in _REQUIRED[section]:
            sheet.write_string(0, position, headings[position].text, book.look("required"))
        if rule := _validation(column, words):
            sheet.data_validation(1, position, _ROWS, position, rule)
    sheet.freeze_panes(1, 1)


def _validation(column: Column, words: _WordLists) -> dict[str, Any] | None:
    """What a spreadsheet program offers and objects to; the importer has the last word."""
    choices = _choices(column)
    if choices:
        is_closed = column.kind != "text"  # of a text the words are the usual ones
        return {
            "validate": "list",
            "source": words.source(column.field, choices),
            "error_type": "stop" if is_closed else "warning",
            "error_title": _("Not in the list"),
            "error_message": _("Choose one of the words in the list."),
        }
    if column.kind == "date":
        return {
            "validate": "date",
            **{"criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY},
            **{"error_type": "warning", "error_title": _("Not a date")},
            "error_message": _("Write the day like 2023-06-30, or leave the cell empty."),
        }
    if _FORMS.get(column.kind) == "number":
        return {
            "validate": "decimal",
            **{"criteria": ">=", "value": 0, "error_type": "warning", "error_title": _("Not a number")},
            "error_message": _("Write a plain number; the unit stands in the header."),
        }
    return None


def _choices(column: Column) -> tuple[str, ...]:
    if column.field == "land_use":
        return vocabulary.land_uses()
    if column.kind == "flag":
        return vocabulary.words("flag")
    return vocabulary.words(column.words) if column.words else ()


def _note(section: str, column: Column) -> str:
    told = [_("Required.")] if column.field in _REQUIRED[section] else []
    kinds = {
        "identifier": _("All characters as in the document; the column is text, no digit is lost."),
        "identifiers": _("Several numbers with 、 between."),
        "date": _("A day like 2023-06-30; empty if not known."),
        "area": _("A plain number in the unit of the header; another unit may follow it, e.g. 87亩."),
        "money": _("A plain number in the unit of the header; another unit may follow it, e.g. 1800万元."),
        "rate": _("The daily rate of the contract, e.g. 0.5."),
        "ratio": _("A plain number."),
        "figure": _("A plain number."),
        "flag": _("是 or 否."),
        "word": _("Choose from the list."),
    }
    special = {
        ("event", "start"): _("For periods (政府原因, 不可抗力) in place of 日期."),
        ("event", "end"): _("Last day of the period; empty while it lasts."),
        ("event", "share"): _("Like 1/3 or 35%."),
        ("indicator", "damages_ppb"): _("The share of the price that the contract names, e.g. 10."),
    }
    more = special.get((section, column.field)) or kinds.get(column.kind)
    return " ".join([*told, *([more] if more else [])])


class _WordLists:
    """The sheet with the words of the drop-downs: a list in the rule itself may have 255 characters."""

    def __init__(self) -> None:
        self._columns: dict[str, tuple[str, ...]] = {}

    def source(self, field: str, choices: tuple[str, ...]) -> list[str] | str:
        """Give the source of a drop-down: the words themselves, or where they stand."""
        if len(",".join(choices)) <= _LONGEST_LIST:
            return list(choices)
        self._columns.setdefault(field, choices)
        letter = chr(ord("A") + list(self._columns).index(field))
        return f"={_WORDS}!${letter}$1:${letter}${len(choices)}"

    def write(self, book: Book) -> None:
        """Write the sheet, hidden, if anything needs it."""
        if not self._columns:
            return
        sheet = book.workbook.add_worksheet(_WORDS)
        for position, choices in enumerate(self._columns.values()):
            for row, choice in enumerate(choices):
                book.put(sheet, row, position, choice)
        sheet.hide()


def _write_notes(
    book: Book, sheet: Any, template: Template, listed: Iterable[tuple[str, str, Column, bool]]
) -> None:
    widths = (16, 30, 8, 60)
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    for_print(sheet)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    titles = {"ledger": _("Ledger of land supply contracts"), "events": _("Dated facts about contracts")}
    book.put(sheet, 0, 0, titles[template], "title")
    lines = _instructions(template)
    for number, line in enumerate(lines, start=1):
        sheet.merge_range(number, 0, number, 3, "", book.look("", wrap=True))
        book.put(sheet, number, 0, f"{number}. {line}", wrap=True)
        sheet.set_row(number, height_of([(line, sum(widths))]))
    row = len(lines) + 2
    for position, header in enumerate((_("Sheet"), _("Column"), _("Required"), _("How to fill it in"))):
        sheet.write_string(row, position, header, book.head)
    for section, name, column, required in listed:
        row += 1
        told = _note(section, column).removeprefix(_("Required.")).strip()
        cells = (name, heading_of(section, column).text, _("yes") if required else None, told)
        for position, cell in enumerate(cells):
            book.put(sheet, row, position, cell, wrap=position == 3)
        sheet.set_row(row, height_of([(told, widths[3])]))


def _instructions(template: Template) -> list[str]:
    of_ledger = [
        _("One row a contract on the sheet 台账; phases, instalments and indicators have their own sheets."),
        _("A contract without 合同编号 is known by its 电子监管号."),
    ]
    of_events = [
        _("One row a fact. 合同编号 is that of the ledger; the ledger is imported first, or together."),
        _("What happened is chosen in 事项; a period (政府原因, 不可抗力) has 起始日 and 截止日, no 日期."),
    ]
    return [
        *(of_ledger if template == "ledger" else of_events),
        _("The grey row with 示例 in place of a number is an example: it is passed over and may go."),
        _("Columns with a yellow header are required. An empty cell means not known, not 1900-01-01."),
        _("Columns may be left out, moved or added; what is not known is kept with the record and not used."),
        _("Check the file with: landwatch import FILE --dry-run --report; then import it without --dry-run."),
    ]
