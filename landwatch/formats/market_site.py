"""JSON of the national market site (landchina) to contracts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from landwatch.errors import InputError
from landwatch.formats.cells import conversion, vocabulary
from landwatch.formats.cells.conversion import BadValue, Cell
from landwatch.formats.cells.dates import SHANGHAI
from landwatch.formats.cells.headers import Header
from landwatch.formats.cells.quantities import as_quantity
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.file import File
from landwatch.formats.reading import Findings, Place, Reading
from landwatch.formats.tables.contract_rows import Ledger
from landwatch.formats.tables.rows import MOST_RECORDS, CellReader, Record, too_many_records
from landwatch.i18n import gettext as _
from landwatch.units import CM2_PER_HECTARE, decimal_text

__all__ = ["MarketSite", "looks_like_landchina"]

_SECTION = "landchina"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS = re.compile(r"-?\d{11,15}")
# Land has been granted since 1987: an earlier day is a count of seconds read as milliseconds.
_FIRST_DAY = date(1987, 1, 1)
_LATEST_EMPTY = date(1970, 1, 2)


class MarketSite:
    """What the market site gives of contracts: JSON, saved as sent."""

    suffixes = ()  # .json, which readers of boundaries list

    def recognises(self, file: File) -> bool:
        """Tell whether it is text in JSON that holds no boundaries."""
        return file.decoded is not None and looks_like_landchina(file.decoded.text)

    def read(self, file: File) -> Reading:
        """Read its contracts."""
        assert file.decoded is not None
        if file.decoded.encoding != "utf-8":  # which JSON is where nothing is said
            file.report_encoding(file.decoded)
        ledger = _ledger(file.decoded.text, file.findings)
        contracts, actual_days = ledger.contracts(), ledger.events()
        return Reading(
            source=file.source("landchina", file.decoded.encoding),
            records=ledger.records,
            contracts=contracts,
            events=actual_days,
            event_places=(None,) * len(actual_days),
            issues=tuple(file.findings.issues),
        )


def looks_like_landchina(text: str) -> bool:
    """Tell whether a text is JSON other than GeoJSON.

    Parameters
    ----------
    text
        The decoded text.
    """
    start = text.lstrip()[:4096]
    is_json = re.match(r"""\{\s*"|\[\s*[]{\d"ntf-]""", start) is not None
    return is_json and not re.search(r'"(features|coordinates|geometry|objects|arcs|rings)"\s*:', start)


def _ledger(text: str, findings: Findings) -> Ledger:
    """Read an array of records, or the reply of the site: ``{code, msg, data: {list: […]}}`` or ``{…}``."""
    items = _items(_parsed(text))
    if len(items) > MOST_RECORDS:
        raise too_many_records()
    keys = {key for item in items if isinstance(item, dict) for key in item}
    if not {"supervision_no", "contract_no"} & {c.field for key in keys if (c := _column(key))}:
        raise InputError(
            _("no record of it has a supervision number (dzBaBh); save the reply of the site as it is")
        )
    reader, ledger = _ItemReader(findings), Ledger(findings)
    ledger.add_contracts(
        record for number, item in enumerate(items, start=1) for record in reader.records(number, item)
    )
    return ledger


def _parsed(text: str) -> Any:
    try:
        # Numbers stay as written: a price of 1800.10 is no binary fraction.
        return json.loads(text, parse_float=str, parse_constant=str, strict=False)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise InputError(_("it is no JSON, or broken near line {line}").format(line=line)) from error


def _items(content: Any) -> list[Any]:
    if isinstance(content, dict) and "data" in content:
        said, content = content.get("msg"), content["data"]
        if content is None:
            raise InputError(
                _("it is a reply without data; the site said “{said}”, ask it again").format(said=said)
            )
    if isinstance(content, dict) and isinstance(content.get("list"), list):
        content = content["list"]
    return content if isinstance(content, list) else [content]


def _column(key: str) -> Column | None:
    return vocabulary.column_of(_SECTION, key)


class _ItemReader:
    """Reads the items of one file, each to a record and one more for every further instalment."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._cells = CellReader(findings)
        self._unknown: set[str] = set()

    def records(self, number: int, item: Any) -> Iterator[Record]:
        if not isinstance(item, dict):
            self._findings.error(
                "unreadable_record",
                _("{place}: “{value}” is no record of a contract; save the reply of the site as it is"),
                self._findings.entry(number),
                value=item,
            )
            yield Record(self._findings.entry(number), _header({}), refused=True)
            return
        name = next((item[key] for key in item if _is(key, "supervision_no")), None)
        place = self._findings.entry(number, name if isinstance(name, str) else None)
        record = Record(place, _header(item), is_whole=True)
        self._read(record, item)
        self._read_area(record, _parts(item, "pieces"))
        terms = [self._term(place, part) for part in _parts(item, "instalments")]
        if terms:
            record.fields |= terms[0].fields
            record.refused |= any(term.refused for term in terms)
        yield record
        if not record.refused:
            yield from terms[1:]

    def _read(self, record: Record, item: Mapping[str, Any]) -> None:
        for key, value in item.items():
            column = _column(key)
            if column is None:
                self._report_unknown(key)
            if value is None or value in ("", [], {}) or (column and column.kind == "ignored"):
                continue
            if column is not None and column.field in record.fields:
                column = None  # the first name of a field counts, the others are kept
            cell = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
            self._read_cell(record, key, column, cell)

    def _read_cell(self, record: Record, key: str, column: Column | None, cell: Cell) -> None:
        if column is not None and column.kind == "date":
            try:
                cell = _day(cell)
            except BadValue as bad:
                record.refused = True
                self._findings.bad_value(bad, record.place, key, cell)
                return
        self._cells.read(record, key, column, cell)

    def _report_unknown(self, key: str) -> None:
        if key not in self._unknown:
            self._unknown.add(key)
            self._findings.info(
                "unknown_column",
                _("{place}: the column “{field}” is not known; it is kept with the record and not used"),
                self._findings.whole_file(),
                field=key,
            )

    def _read_area(self, record: Record, pieces: list[dict[str, Any]]) -> None:
        """Add up the areas of the pieces where the record states none of its own."""
        areas = [
            (key, value)
            for piece in pieces
            for key, value in piece.items()
            if _is(key, "area_cm2") and value not in (None, "")
        ]
        if areas and "area_cm2" not in record.fields:
            label = areas[0][0]
            try:
                whole = sum(_hectares(value) for _key, value in areas)
            except BadValue as bad:
                record.refused = True
                self._findings.bad_value(bad, record.place, label, [value for _key, value in areas])
                return
            self._cells.read(record, label, _column(label), decimal_text(Decimal(whole)))

    def _term(self, place: Place, part: Mapping[str, Any]) -> Record:
        term = Record(place, _header(part))
        self._read(term, part)
        return term


def _header(item: Mapping[str, Any]) -> Header:
    found = {column.field: key for key in reversed(list(item)) if (column := _column(key))}
    return Header("contract", (), 0, found)


def _is(key: str, field: str) -> bool:
    column = _column(key)
    return column is not None and column.field == field


def _parts(item: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    lists = (value for key, value in item.items() if _is(key, field) and isinstance(value, list))
    return [part for some in lists for part in some if isinstance(part, dict)]


def _hectares(value: Any) -> Decimal:
    quantity = as_quantity(value, "area", "公顷", unit_named=False)
    return Decimal(0) if quantity is None else Decimal(quantity.exact) / CM2_PER_HECTARE


def _day(cell: Cell) -> Cell:
    """Turn epoch milliseconds into the day they begin in Shanghai; leave other spellings alone."""
    if isinstance(cell, str) and _MILLISECONDS.fullmatch(cell.strip()):
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int):
        return conversion.as_text(cell) if isinstance(cell, float) else cell
    try:
        day = (_EPOCH + timedelta(milliseconds=cell)).astimezone(SHANGHAI).date()
    except OverflowError:
        raise _no_time() from None
    if _LATEST_EMPTY < day < _FIRST_DAY:
        raise _no_time()
    return day


def _no_time() -> BadValue:
    return BadValue("bad_date", _("it should be a time in milliseconds, or a day like 2023-06-30"))
