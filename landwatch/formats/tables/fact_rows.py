"""Rows of dated facts to events: one fact a row, in the words of the catalogue."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from landwatch import catalogue
from landwatch.catalogue import Field
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.conversion import BadValue
from landwatch.formats.cells.embedded import as_boundary
from landwatch.formats.cells.vocabulary import first_name
from landwatch.formats.reading import Findings, Place, ReaderSettings
from landwatch.formats.tables.agreed_indicators import indicator_name, stated_figure
from landwatch.formats.tables.rows import Record
from landwatch.formats.vector.fact_areas import part_is_sound
from landwatch.i18n import gettext as _
from landwatch.model import Event, EventType
from landwatch.units import decimal_text

__all__ = ["SHARE", "Facts"]

_BREAK = re.compile(r"[、,，;；\s]+")
SHARE = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})|(\d{1,9}(?:\.\d{1,9})?)(%?)|(\d{1,9})分之(\d{1,9})")
_NEW_DAYS = ("new_commencement", "new_completion", "new_production", "new_full_production")
_MEASURED = ("indicator", "value", "unit")


def _is_boundary(value: object) -> bool:
    try:
        return isinstance(value, str) and as_boundary(value) is not None
    except BadValue:
        return False


# What the catalogue says of a kind of detail is checked by it; these two have a form beyond it.
_FORMS: Mapping[str, Callable[[object], bool]] = {
    "geometry": _is_boundary,
    "source_columns": lambda value: isinstance(value, dict),
}


class Facts:
    """Collects the events of one file.

    Parameters
    ----------
    findings
        Where issues go.
    settings
        The district, in which the boundary of a part must lie, and the grid on which it is measured.
    """

    def __init__(self, findings: Findings, settings: ReaderSettings) -> None:
        self._findings = findings
        self._settings = settings
        self._events: dict[str, tuple[Event, Place]] = {}
        self.records = 0

    def add(self, records: Iterable[Record]) -> None:
        """Take the rows of a sheet; a sheet without the column 事项 holds supplementary agreements.

        Parameters
        ----------
        records
            The rows.
        """
        for record in records:
            self.records += 1
            event = self._event_of(record)
            if event is None:
                continue
            content = _content(event)
            if content in self._events:
                self._findings.info(
                    "duplicate_record",
                    _("{place}: the same fact of contract {value} stands above; it is taken once"),
                    record.place,
                    field=record.label("contract_no"),
                    value=event.contract_no,
                )
            self._events.setdefault(content, (event, record.place))

    def events(self) -> tuple[Event, ...]:
        """Give the events in the order of the file."""
        return tuple(event for event, _place in self._events.values())

    def places(self) -> tuple[Place, ...]:
        """Say where each of the events stands."""
        return tuple(place for _event, place in self._events.values())

    def _event_of(self, record: Record) -> Event | None:
        event_type = self._type(record)
        for name in ("contract_no", "start" if event_type in catalogue.periods() else "day"):
            if event_type and not record.refused and record.fields.get(name) is None:
                self._missing(record, name)
        if event_type is None or record.refused:
            return None
        details = self._details(record, event_type)
        self._check_days(record, event_type)
        if record.refused:
            return None
        given = record.fields
        return Event(
            contract_no=given["contract_no"],
            type=event_type,
            day=given.get("day"),
            start=given.get("start"),
            end=given.get("end"),
            phase=given.get("phase"),
            parcel_no=given.get("parcel_no"),
            document=given.get("document"),
            details=details,
        )

    def _type(self, record: Record) -> EventType | None:
        if "type" not in record.header.labels:
            return EventType.SUPPLEMENTARY_AGREEMENT
        written = record.fields.get("type")
        if written is None:
            if not record.refused:
                self._missing(record, "type")
            return None
        meaning = vocabulary.word_of("event", written)
        if meaning is None:
            self._refuse_word(record, "type", written, "event")
            return None
        return EventType(meaning)

    def _missing(self, record: Record, field: str) -> None:
        record.refused = True
        self._findings.missing(record.place, record.header.labels.get(field) or first_name("event", field))

    def _refuse_word(self, record: Record, field: str, written: str, kind: str) -> None:
        record.refused = True
        self._findings.unknown_word(record.place, record.label(field), written, kind)

    def _details(self, record: Record, event_type: EventType) -> Mapping[str, Any]:
        given = record.fields
        details = dict(given.get("details", {}))
        self._check_further(record, event_type, details)
        for name in given:
            detail = catalogue.detail_of(event_type, name)
            if detail.place == "details" and name not in _MEASURED:
                value = self._detail(record, name, detail)
                details |= {} if value is None else {detail.column: value}
        details |= self._measured(record, event_type)
        if record.kept:
            details["source_columns"] = {**details.get("source_columns", {}), **record.kept}
        return details

    def _detail(self, record: Record, name: str, detail: Field) -> Any:
        """What a cell says for the detail that this kind of fact has under its header."""
        written = record.fields[name]
        match detail.kind:
            case "date":
                return written.isoformat()
            case "word" | "words":
                return self._words(record, name, detail, written)
            case "share":
                return self._share(record, written)
            case "wkt":
                return written if part_is_sound(record, self._findings, self._settings) else None
        return written

    def _words(self, record: Record, name: str, detail: Field, written: str) -> Any:
        kind = detail.words or ""
        parts = [part for part in _BREAK.split(written) if part] if detail.kind == "words" else [written]
        codes = [(part, vocabulary.word_of(kind, part)) for part in parts]
        for part, code in codes:
            if code is None:
                self._refuse_word(record, name, part, kind)
        meant = [code for _part, code in codes]
        return meant if detail.kind == "words" else meant[0]

    def _check_further(self, record: Record, kind: EventType, details: Mapping[str, Any]) -> None:
        """Refuse what stands in the column for everything else and is of another kind than the fact needs."""
        wrong = catalogue.misfits(kind, details)
        for name, value in details.items():
            is_formless = value is not None and name in _FORMS and not _FORMS[name](value)
            if name in wrong or is_formless:
                record.refused = True
                self._findings.error(
                    "unreadable_record",
                    _("{place}: {field} has {value} for {name}, which is of another kind; leave it out"),
                    record.place,
                    field=record.label("details"),
                    value=value,
                    name=name,
                )

    def _measured(self, record: Record, event_type: EventType) -> dict[str, str]:
        given = record.fields
        for name in ("indicator", "value") if event_type is EventType.INDICATOR_MEASURED else ():
            if not record.refused and name not in given:
                self._missing(record, name)
        stated = None
        if "value" in given and not record.refused:
            stated = stated_figure(record, self._findings)
        if record.refused:
            return {}
        measured = {"unit": given["unit"]} if "unit" in given else {}
        if "indicator" in given:
            measured["indicator"] = indicator_name(given["indicator"])
        if stated is not None:
            value, unit = stated
            measured |= {"value": decimal_text(value)} | ({"unit": unit} if unit else {})
        return measured

    def _share(self, record: Record, written: str) -> str | None:
        if match := SHARE.fullmatch(unicodedata.normalize("NFKC", written)):
            whole, percent, of_whole = match[1] or match[6] or match[3], match[4], match[2] or match[5] or "1"
            if int(of_whole):
                share = Fraction(whole) / int(of_whole) / (100 if percent else 1)
                if share <= 1:
                    return str(share)
        record.refused = True
        self._findings.error(
            "bad_number",
            _("{place}: {field} is “{value}”, which is no share; write it like 1/3 or 0.35"),
            record.place,
            field=record.label("share"),
            value=written,
        )
        return None

    def _check_days(self, record: Record, event_type: EventType) -> None:
        start, end = record.fields.get("start"), record.fields.get("end")
        if start and end and end < start:
            record.refused = True
            self._findings.error(
                "bad_date",
                _("{place}: {field} {value} is before {start}, when the period begins; mend one of the two"),
                record.place,
                field=record.label("end"),
                value=end,
                start=start,
            )
        if event_type is EventType.SUPPLEMENTARY_AGREEMENT:
            for name in _NEW_DAYS:
                self._check_back_dating(record, name, record.fields.get("day"))

    def _check_back_dating(self, record: Record, name: str, signed: date | None) -> None:
        new_day = record.fields.get(name)
        if signed is None or new_day is None or new_day >= signed:
            return
        record.refused = True
        self._findings.error(
            "new_commencement_before_signing",
            _(
                "{place}: {field} {value} is before {signed}, when the supplementary agreement was signed;"
                " such a term cannot be kept, look at the agreement"
            ),
            record.place,
            field=record.label(name),
            value=new_day,
            signed=signed,
        )


def _content(event: Event) -> str:
    parts = (event.contract_no, event.type, event.day, event.start, event.end, event.phase, event.parcel_no)
    return json.dumps([*parts, event.document, event.details], ensure_ascii=False, default=str)
