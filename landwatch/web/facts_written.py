"""Facts as they are written into a form, and as they are told before they are recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from landwatch.catalogue import Fact, Field, asked_of, detail_of, fact_of, fields_of, label, words_of
from landwatch.formats.cells.cell_text import cell_of
from landwatch.formats.cells.vocabulary import columns_of
from landwatch.i18n import gettext as _
from landwatch.instants import short_day
from landwatch.model import Event, EventType
from landwatch.services.assessing.keeping import Kept
from landwatch.services.contracts.record import told_value
from landwatch.services.contracts.recording import Offered
from landwatch.web.visits_seen import holders_of

__all__ = [
    "Input",
    "ToldFact",
    "fact_lines",
    "fault_lines",
    "inputs_of",
    "kinds",
    "rows_of",
    "told_facts",
    "written_of",
]

_BREAK = re.compile(r"[\s,，、;；]+")
_FIRST = ("contract_no", "type")
# Days that may well lie ahead when they are written down.
_AHEAD = frozenset(
    ("end", "effective_on", "rectify_by", "about_day")
    + ("new_commencement", "new_completion", "new_production", "new_full_production")
)
_MEASURED = frozenset(("indicator", "value"))

Written = Mapping[str, Sequence[str]]
"""What a form sends: the texts of each field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A field of the form.

    Attributes
    ----------
    name
        The column of the table of facts that it fills.
    label, unit
        What it is called, and in which unit it is read where none is written.
    kind
        As in the catalogue.
    is_required
        Whether no fact of the kind is without it.
    choices
        Word and name of what can be chosen; empty where anything can be written.
    written
        What was written; of a field with several choices all of it.
    complaints
        What is wrong with it.
    """

    name: str
    label: str
    unit: str
    kind: str
    is_required: bool
    choices: Sequence[tuple[str, str]]
    written: Sequence[str]
    complaints: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """A fact in words, before it is recorded.

    Attributes
    ----------
    contract_no, holder
        The contract, and who holds it.
    name, when
        What happened, and when.
    said
        What else is said.
    before
        Days of facts of this kind that stand of the contract already.
    is_new
        Whether it does not stand in the register yet.
    is_ahead
        Whether it lies after the day on which it is recorded.
    """

    contract_no: str
    holder: str | None
    name: str
    when: str
    said: Sequence[tuple[str, str]]
    before: Sequence[str]
    is_new: bool
    is_ahead: bool


def kinds() -> Mapping[str, Fact]:
    """Give the kinds of fact that a form records, by code."""
    return {kind: fact_of(kind) for kind in words_of("event") if fact_of(kind).form}


def rows_of(kind: str, written: Written, today: date) -> list[list[str]]:
    """Lay out what was written as a table that the importer reads: one row a contract.

    Parameters
    ----------
    kind
        What happened.
    written
        What was written.
    today
        The day on which it is written: days without a year are counted from it.
    """
    known, columns = fields_of("event"), asked_of(kind)
    numbers = [part for part in _BREAK.split(_text(written, "contract")) if part] or [""]
    cells = [_understood(detail_of(kind, name).kind, name, written, today) for name in columns]
    header = [known[name].label for name in (*_FIRST, *columns)]
    return [header, *([number, kind, *cells] for number in dict.fromkeys(numbers))]


def written_of(event: Event) -> Written:
    """Write a fact as the form that records it has it.

    Parameters
    ----------
    event
        The fact.
    """
    columns = {column.field: column for column in columns_of("event")}
    written = {"contract": [event.contract_no], "type": [event.type.value]}
    for name in asked_of(event.type):
        field = detail_of(event.type, name)
        value = _value(event, field)
        if isinstance(value, list) or field.kind == "word":
            written[name] = value if isinstance(value, list) else [value or ""]
        else:
            cell = cell_of(columns[name], value)
            written[name] = ["" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)]
    return written


def inputs_of(kind: str, rows: Sequence[Sequence[str]], offered: Offered | None) -> list[Input]:
    """Give the fields of the form for a kind of fact, as they were understood.

    Parameters
    ----------
    kind
        What happened.
    rows
        From :func:`rows_of`.
    offered
        What is wrong with them; ``None`` while nothing was sent.
    """
    return [
        _input(kind, name, rows[1][position], _complaints(offered, position))
        for position, name in enumerate(asked_of(kind), start=len(_FIRST))
    ]


def fault_lines(offered: Offered | None, column: int | None) -> list[str]:
    """Say what is wrong in a column, each thing once: the rows of several contracts say the same.

    Parameters
    ----------
    offered
        What is wrong; ``None`` while nothing was sent.
    column
        The column; ``None`` for what is wrong with the whole.
    """
    return _complaints(offered, column)


def told_facts(offered: Offered, kept: Kept, today: date) -> list[ToldFact]:
    """Tell the facts of a table in words.

    Parameters
    ----------
    offered
        The table as it was looked at.
    kept
        The judged register as the visitor sees it.
    today
        The day on which they are recorded.
    """
    holders = holders_of(kept, {fact.event.contract_no for fact in offered.facts})
    events = kept.assessment.snapshot.events
    mine = events[events["contract_no"].isin(list(holders))]
    days = mine["day"].where(mine["day"].notna(), mine["start"])
    stand: dict[tuple[str, str], list[str]] = {}
    for number, kind, day in zip(mine["contract_no"], mine["type"], days, strict=True):
        stand.setdefault((number, kind), []).append("" if pd.isna(day) else f"{day:%Y-%m-%d}")
    return [
        ToldFact(
            contract_no=fact.event.contract_no,
            holder=holders[fact.event.contract_no],
            name=fact_of(fact.event.type).label,
            when=_when(fact.event),
            said=list(_said(fact.event)),
            before=sorted(stand.get((fact.event.contract_no, fact.event.type), [])) if fact.is_new else [],
            is_new=fact.is_new,
            is_ahead=(fact.event.day or fact.event.start or today) > today,
        )
        for fact in offered.facts
    ]


def fact_lines(facts: Mapping[str, Event]) -> list[tuple[str, str, str]]:
    """List facts in a line each, the newest day first.

    Parameters
    ----------
    facts
        The facts by content hash.

    Returns
    -------
    list of tuple
        Hash, name and day.
    """
    lines = [(key, fact_of(fact.type).label, _when(fact)) for key, fact in facts.items()]
    return sorted(lines, key=lambda line: line[2], reverse=True)


def unit_told(unit: str | None) -> str:
    """Name the unit that a field is read in where none is written.

    Parameters
    ----------
    unit
        As the catalogue has it; ``None`` for none.
    """
    named = {"亩": _("mu"), "万元": _("10,000 yuan"), "公顷": _("hectares"), "平方米": _("m²")}
    return named.get(unit or "", unit or "")


def _text(written: Written, name: str) -> str:
    return "、".join(filter(None, (text.strip() for text in written.get(name, ()))))


def _understood(kind: str, name: str, written: Written, today: date) -> str:
    text = _text(written, name)
    day = short_day(text, today, ahead=name in _AHEAD) if kind == "date" else None
    return day.isoformat() if day else text


def _complaints(offered: Offered | None, column: int | None) -> list[str]:
    found = offered.faults if offered else ()
    return list(dict.fromkeys(fault.message for fault in found if fault.column == column))


def _input(kind: str, name: str, text: str, complaints: Sequence[str]) -> Input:
    field = detail_of(kind, name)
    is_list = field.kind in ("word", "words")
    named = words_of(field.words or "") if field.words else {}
    choices = [(code if is_list else word.label, word.label) for code, word in named.items()]
    if field.kind == "flag":
        choices = [("是", _("yes")), ("否", _("no"))]
    is_first = name == ("start" if fact_of(kind).period else "day")
    is_measured = kind == EventType.INDICATOR_MEASURED and name in _MEASURED
    return Input(
        name=name,
        label=label("event", field.name),
        unit=unit_told(field.unit),
        kind=field.kind,
        is_required=is_first or is_measured,
        choices=choices,
        written=text.split("、") if field.kind == "words" else [text],
        complaints=complaints,
    )


def _when(event: Event) -> str:
    if event.start is None:
        return event.day.isoformat() if event.day else ""
    last = event.end.isoformat() if event.end else _("open")
    return f"{event.start.isoformat()} – {last}"


def _value(event: Event, field: Field) -> Any:
    return getattr(event, field.column) if field.place == "row" else event.details.get(field.column)


def _said(event: Event) -> Iterator[tuple[str, str]]:
    for name in asked_of(event.type):
        field = detail_of(event.type, name)
        value = _value(event, field)
        if value is not None and name not in ("day", "start", "end"):
            yield label("event", field.name), told_value(field, value)
    for header, text in event.details.get("source_columns", {}).items():
        yield header, str(text)
