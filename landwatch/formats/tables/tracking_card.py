"""The tracking card of supplied land (建设项目用地跟踪管理卡, 国土资厅发〔2013〕30号)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from landwatch.catalogue import words_of
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.cell_text import cell_of, heading_of
from landwatch.formats.tables.contract_writer import SHEETS, ledger_tables, plot_ratio
from landwatch.measures.patrols.visits import last_valid
from landwatch.model import Contract, Event, EventType
from landwatch.rules.wording import EVENTS, STATUS, word
from landwatch.units import round_half_up
from landwatch.workbook import Cell, Heading, Table

if TYPE_CHECKING:
    from landwatch.rules import Assessment

__all__ = ["CARD_SHEET", "card_tables"]

CARD_SHEET = "跟踪管理卡"

# The fields of the national market site in its order. A text is what the ledgers say under one of these
# headers, for which the register has no field of its own.
_FIELDS: tuple[str | tuple[str, ...], ...] = (
    "contract_no",
    ("行政区", "行政区划"),
    *("supervision_no", "project_name", "location", "area_cm2"),
    ("土地来源",),
    *("land_use", "supply_method"),
    ("土地使用年限", "出让年限", "使用年限"),
    "industry",
    ("土地级别",),
    *("price_fen", "holder", "plot_ratio_min", "plot_ratio_max"),
    *("agreed_handover", "agreed_commencement", "agreed_completion"),
    *("handed_over", "commenced", "completed"),
    ("批准单位", "批准机关"),
    *("signed_on", "parcel_nos"),
)
_ACTUAL = {"handed_over": "handed_over_on", "commenced": "commenced_on", "completed": "completed_on"}
_FOLLOWED = (
    *("已缴价款(万元)", "已登记缴款合计(万元)", "动态巡查次数", "最近巡查日期"),
    *(
        "最近有效巡查",
        "巡查人",
        "施工阶段",
        "完成比例(%)",
        "报建情况",
        "动工情况",
        "开发情况",
        "竣工情况",
        "巡查意见",
    ),
    *("开工状态", "竣工状态", "闲置状态", "付款状态", "所属组团", "判定日期"),
)
_QUESTIONS = ("reported", "begun", "developed", "finished")  # 报建, 动工, 开发, 竣工
_STATES = ("commencement_status", "completion_status", "idle_status", "payment_status")


def card_tables(
    contracts: Sequence[Contract], events: Iterable[Event], assessment: Assessment
) -> list[Table]:
    """Lay out the card, one row a contract, and below it what was paid, found and done.

    Parameters
    ----------
    contracts
        The contracts, all of them in `assessment`.
    events
        Their facts.
    assessment
        The judged contracts.

    Returns
    -------
    list of Table
        The card; the agreed instalments where there are any; every fact of the contracts by day.
    """
    facts = [event for event in events]
    by_contract: dict[str, list[Event]] = {}
    for event in facts:
        by_contract.setdefault(event.contract_no, []).append(event)
    judged = assessment.contracts.to_dict("index")
    valid = last_valid(assessment)
    rows = []
    for contract in contracts:
        number = contract.contract_no
        row, own = judged[number], by_contract.get(number, [])
        rows.append(
            [
                *_card(contract, row),
                *_followed(contract, own),
                *_visited(valid.get(number)),
                *_standing(row, assessment),
            ]
        )
    headings = [*_headings(), *(Heading(name, max(12, 2 * len(name))) for name in _FOLLOWED)]
    parts = [table for table in ledger_tables(contracts) if table.name == SHEETS["instalment"]]
    return [Table(CARD_SHEET, headings, rows), *parts, _history(contracts, by_contract)]


def _headings() -> list[Heading]:
    known = {column.field: column for column in vocabulary.columns_of("contract")}
    return [
        Heading(field[0], 14) if isinstance(field, tuple) else heading_of("contract", known[field])
        for field in _FIELDS
    ]


def _card(contract: Contract, judged: Mapping[Any, Any]) -> list[Cell]:
    known = {column.field: column for column in vocabulary.columns_of("contract")}
    cells: list[Cell] = []
    for field in _FIELDS:
        if isinstance(field, tuple):
            cells.append(
                next((contract.source_columns[n] for n in field if n in contract.source_columns), None)
            )
        elif field in _ACTUAL:
            cells.append(_day(judged[_ACTUAL[field]]))
        elif field.startswith("plot_ratio"):
            cells.append(plot_ratio(contract, field))
        else:
            cells.append(cell_of(known[field], getattr(contract, field)))
    return cells


def _followed(contract: Contract, events: Sequence[Event]) -> list[Cell]:
    patrols = [event.day for event in events if event.type is EventType.PATROL and event.day]
    money = next(column for column in vocabulary.columns_of("contract") if column.field == "paid_fen")
    return [
        cell_of(money, contract.paid_fen),
        cell_of(money, _paid(events)),
        len(patrols),
        max(patrols, default=None),
    ]


def _visited(visit: Mapping[Any, Any] | None) -> list[Cell]:
    """What the last visit that counts found, as the official form asks for it."""
    said = visit["details"] if visit else {}
    stage, share = words_of("works").get(said.get("works", "")), said.get("done_share")
    return [
        _day(visit["day"]) if visit else None,
        visit["person"] if visit else None,
        stage.zh if stage else None,
        None if share is None else round_half_up(100 * Fraction(share), 1),
        *(_answer(said, question) for question in _QUESTIONS),
        _text(said.get("note")),
    ]


def _answer(said: Mapping[str, Any], question: str) -> str | None:
    if said.get(question) is None:
        return None
    reason = said.get(f"{question}_reason")
    return "是" if said[question] else f"否（{reason}）" if reason else "否"


def _standing(judged: Mapping[Any, Any], assessment: Assessment) -> list[Cell]:
    return [
        *(word(STATUS[name], judged[name]) if not pd.isna(judged[name]) else None for name in _STATES),
        None if pd.isna(judged["cluster"]) else judged["cluster"],
        assessment.on,
    ]


def _paid(events: Iterable[Event]) -> int | None:
    amounts = [
        int(event.details["amount_fen"])
        for event in events
        if event.type is EventType.INSTALMENT_PAID and event.details.get("amount_fen") is not None
    ]
    return sum(amounts) if amounts else None


def _day(value: Any) -> Cell:
    return None if pd.isna(value) else value.date()


def _history(contracts: Sequence[Contract], by_contract: Mapping[str, Sequence[Event]]) -> Table:
    names = ("卡号", "日期", "至", "内容", "文件文号", "经办人", "情况")
    rows: list[list[Cell]] = [
        [
            contract.contract_no,
            event.start or event.day,
            event.end,
            word(EVENTS, event.type),
            event.document,
            _text(event.details.get("person")),
            _text(event.details.get("note") or event.details.get("basis")),
        ]
        for contract in contracts
        for event in sorted(
            by_contract.get(contract.contract_no, ()), key=lambda one: str(one.start or one.day or "")
        )
    ]
    widths = (22, 12, 12, 26, 22, 14, 60)
    return Table("履约记录", [Heading(n, w, wrap=w == 60) for n, w in zip(names, widths, strict=True)], rows)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
