"""From the nouns of :mod:`landwatch.model` to rows with a content hash, and back.

A contract lies in several rows: its own, and one for each of its parcels, phases, instalments and
indicators. What a file called its columns (`Contract.source_columns`) is kept but is no content: the same
contract from a workbook and from a CSV file is one contract.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from itertools import islice
from operator import attrgetter, itemgetter
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from landwatch.catalogue import fields_of, misfits
from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import (
    Absence,
    Cluster,
    Contract,
    Destruction,
    Document,
    Event,
    Indicator,
    Instalment,
    Lineage,
    OfficialPaper,
    Operator,
    Parcel,
    Party,
    Patroller,
    PersonalItem,
    Phase,
    Source,
    Target,
)
from landwatch.registry.canonical import canonical_json, content_hashes, multipolygons, rounded_wkb
from landwatch.units import decimal_text

__all__ = [
    "DETAILS",
    "Entry",
    "Kind",
    "Record",
    "Row",
    "entries",
    "fact_key",
    "kept_text",
    "laid_out",
    "read_back",
    "rebuild",
    "rebuild_contract",
    "rebuild_event",
    "row_of",
    "source_row",
    "version_of",
]

Row = dict[str, Any]
Record = Cluster | Parcel | Contract | Event
Single = (
    Operator
    | Patroller
    | Absence
    | Target
    | OfficialPaper
    | Party
    | Lineage
    | Document
    | PersonalItem
    | Destruction
)
Noun = TypeVar(
    "Noun",
    Operator,
    Patroller,
    Absence,
    Target,
    OfficialPaper,
    Party,
    Lineage,
    Document,
    PersonalItem,
    Destruction,
)

_LARGEST = 2**63 - 1


class Kind(StrEnum):
    """What a register keeps; each is one table or, for contracts, one table and those of its parts."""

    CLUSTERS = "clusters"
    PARCELS = "parcels"
    CONTRACTS = "contracts"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and the rows that hold it.

    Attributes
    ----------
    key
        What names the record: a cluster's name, a parcel or contract number; the content hash of an event.
    label
        What a report calls it: the key; the contract number of an event.
    record
        The record itself.
    rows
        Table name and column values, geometry as a shapely multipolygon.
    """

    key: str
    label: str
    record: Record
    rows: tuple[tuple[str, Row], ...]

    @property
    def hashes(self) -> frozenset[str]:
        """The content hashes of the rows."""
        return frozenset(row["content_hash"] for _table, row in self.rows)

    @property
    def version(self) -> str:
        """One hash for all rows; of a single row it is its content hash."""
        return version_of(self.hashes)


def version_of(hashes: Collection[str]) -> str:
    """Name what stands of a record by one hash.

    Parameters
    ----------
    hashes
        The content hashes of its rows.

    Returns
    -------
    str
        The hash itself where there is one, else SHA-256 in hex over all of them.
    """
    if len(hashes) == 1:
        return next(iter(hashes))
    return sha256("".join(sorted(hashes)).encode()).hexdigest()


_NOUNS = (
    *(Cluster, Parcel, Contract, Phase, Instalment, Indicator, Event, Source),
    *(
        Operator,
        Patroller,
        Absence,
        Target,
        OfficialPaper,
        Party,
        Lineage,
        Document,
        PersonalItem,
        Destruction,
    ),
)
_TABLE_OF: Mapping[type, str] = {
    Operator: "operators",
    Patroller: "patrollers",
    Absence: "absences",
    Target: "targets",
    OfficialPaper: "papers",
    Party: "parties",
    Lineage: "lineage",
    Document: "documents",
    PersonalItem: "personal_items",
    Destruction: "destructions",
}
_APART = {"geometry", "details", "parcel_nos", "phases", "instalments", "indicators", "source_columns"}
_COLUMNS: Mapping[type, tuple[str, ...]] = {
    noun: tuple(item.name for item in fields(noun) if item.name not in _APART) for noun in _NOUNS
}
_READ = {noun: attrgetter(*columns) for noun, columns in _COLUMNS.items()}

DETAILS: tuple[str, ...] = tuple(field.column for field in fields_of("event").values() if field.snapshot)
"""The details of an event that a snapshot has columns for."""


def entries(kind: Kind, records: Sequence[Any]) -> list[Entry]:
    """Lay out records as rows.

    Parameters
    ----------
    kind
        What the records are.
    records
        Clusters, parcels, contracts or events.

    Returns
    -------
    list of Entry
        One for each record, in order.

    Raises
    ------
    RegisterError
        If a value cannot be kept as it is: names the record, the field and the value.
    """
    if not records:
        return []
    if kind is Kind.CONTRACTS:
        return _contract_entries(records)
    return _event_entries(records) if kind is Kind.EVENTS else _place_entries(kind, records)


def fact_key(fact: Event) -> str:
    """Name a fact as personal items and documents that belong to it do: by its content hash.

    Parameters
    ----------
    fact
        The fact as it stands.
    """
    return laid_out(Kind.EVENTS, fact).key


def laid_out(kind: Kind, record: Record) -> Entry:
    """Lay out one record as rows.

    Parameters
    ----------
    kind
        What it is.
    record
        The record.

    Returns
    -------
    Entry
        The record and its rows.

    Raises
    ------
    RegisterError
        If a value cannot be kept as it is.
    """
    return entries(kind, [record])[0]


def row_of(record: Single, label: str) -> Row:
    """Lay out a record of one row that nothing but its content names.

    Parameters
    ----------
    record
        An operator, a patroller, an absence, a target, a paper, a party, a lineage, a document, a
        personal item or the decision to destroy one.
    label
        What a message calls it.

    Returns
    -------
    dict
        Column values with the content hash; lists as JSON text.

    Raises
    ------
    RegisterError
        If a value cannot be kept as it is.
    """
    return _laid(_TABLE_OF[type(record)], _columns([record], [label]))[0][1]


def read_back(noun: type[Noun], row: Row) -> Noun:
    """Make a record of one row of its row.

    Parameters
    ----------
    noun
        What the row holds.
    row
        Column values.

    Returns
    -------
    Operator, Patroller, Absence, Target, OfficialPaper, Party, Lineage, Document, PersonalItem or Destruction
        The record.
    """
    return noun(**_fields(noun, row))


def source_row(source: Source, recorded_by: str) -> Row:
    """Lay out a source, and who brings it in, as a row.

    Parameters
    ----------
    source
        The file.
    recorded_by
        Name of the person.

    Returns
    -------
    dict
        Column values.

    Raises
    ------
    RegisterError
        If a value cannot be kept as it is.
    """
    return _values(source, source.name) | {"recorded_by": kept_text(recorded_by, source.name, "recorded_by")}


def _contract_entries(contracts: Sequence[Contract]) -> list[Entry]:
    numbers = [contract.contract_no for contract in contracts]
    kept = [_json(each.source_columns, each.contract_no, "source_columns") for each in contracts]
    own = _laid("contracts", _columns(contracts, numbers), {"source_columns": kept})
    ground, phases = _ground(contracts), _parts("phases", contracts)
    instalments, indicators = _parts("instalments", contracts), _parts("indicators", contracts)
    found: list[Entry] = []
    for contract, row in zip(contracts, own, strict=True):
        _refuse_doubles(contract)
        rows = (
            row,
            *islice(ground, len(contract.parcel_nos)),
            *islice(phases, len(contract.phases)),
            *islice(instalments, len(contract.instalments)),
            *islice(indicators, len(contract.indicators)),
        )
        found.append(Entry(contract.contract_no, contract.contract_no, contract, rows))
    return found


def _ground(contracts: Sequence[Contract]) -> Iterator[tuple[str, Row]]:
    """The parcels of contracts, in their order."""
    numbers = [contract.contract_no for contract in contracts for _parcel in contract.parcel_nos]
    parcels = [parcel_no for contract in contracts for parcel_no in contract.parcel_nos]
    columns = {
        "contract_no": numbers,
        "parcel_no": _column(parcels, numbers, "parcel_nos"),
        "position": [
            place for contract in contracts for place, _parcel in enumerate(contract.parcel_nos, start=1)
        ],
    }
    return iter(_laid("contract_parcels", columns))


def _parts(table: str, contracts: Sequence[Contract]) -> Iterator[tuple[str, Row]]:
    """The phases, instalments or indicators of contracts, in their order."""
    numbers = [contract.contract_no for contract in contracts for _part in getattr(contract, table)]
    parts = [part for contract in contracts for part in getattr(contract, table)]
    return iter(_laid(table, {"contract_no": numbers} | _columns(parts, numbers))) if parts else iter(())


def _refuse_doubles(contract: Contract) -> None:
    number = contract.contract_no
    _refuse_twice(number, "parcel_nos", contract.parcel_nos)
    _refuse_twice(number, "phases", [phase.number for phase in contract.phases])
    _refuse_twice(number, "instalments", [instalment.number for instalment in contract.instalments])
    tests = [f"{part.name} {part.direction} {part.stage}" for part in contract.indicators]
    _refuse_twice(number, "indicators", tests)


def _event_entries(events: Sequence[Event]) -> list[Entry]:
    numbers = [event.contract_no for event in events]
    for event in events:
        for wrong in misfits(event.type, event.details):
            raise _unfit(event.contract_no, f"details.{wrong}", event.details[wrong])
    details = [_json(event.details, event.contract_no, "details") for event in events]
    rows = _laid("events", _columns(events, numbers) | {"details": details})
    return [
        Entry(row["content_hash"], number, event, ((table, row),))
        for number, event, (table, row) in zip(numbers, events, rows, strict=True)
    ]


def _place_entries(kind: Kind, records: Sequence[Cluster | Parcel]) -> list[Entry]:
    shapes, wrong = multipolygons([record.geometry for record in records])
    for position in wrong:
        raise RegisterError(
            _(
                "{record}, geometry: is {found}, should be a polygon or a multipolygon. "
                "Nothing was changed; correct the source."
            ).format(record=_name(records[position]), found=shapes[position].wkt[:60])
        )
    names = [_name(record) for record in records]
    content = _columns(records, names) | {"geometry": rounded_wkb(shapes)}
    rows = _laid(kind, content, {"geometry": shapes.tolist()})
    return [Entry(name, name, record, (row,)) for name, record, row in zip(names, records, rows, strict=True)]


def _name(record: Cluster | Parcel) -> str:
    return record.name if isinstance(record, Cluster) else record.parcel_no


def _laid(
    table: str, content: Mapping[str, Sequence[Any]], kept: Mapping[str, Sequence[Any]] | None = None
) -> list[tuple[str, Row]]:
    """Make rows of columns and add the hash of `content`; `kept` is stored beside it, or in its place."""
    columns = {**content, **(kept or {}), "content_hash": content_hashes(table, content)}
    return [(table, dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _values(record: Any, label: str) -> Row:
    """Bring the plain fields of a record into the types that the tables have."""
    return {name: column[0] for name, column in _columns([record], [label]).items()}


def _columns(records: Sequence[Any], labels: Sequence[str]) -> dict[str, Sequence[Any]]:
    """The same for many records of one kind, column by column: most columns are right as they are."""
    noun = type(records[0])
    given = zip(*map(_READ[noun], records), strict=True)
    return {name: _column(values, labels, name) for name, values in zip(_COLUMNS[noun], given, strict=True)}


def _column(values: Sequence[Any], labels: Sequence[str], name: str) -> Sequence[Any]:
    kinds = set(map(type, values)) - {NoneType}
    if not kinds or (kinds == {str} and _is_plain("".join(filter(None, values)))):
        return values
    if kinds == {date}:
        return [value and value.isoformat() for value in values]
    return [
        None if value is None else _stored(value, label, name)
        for value, label in zip(values, labels, strict=True)
    ]


def _is_plain(text: str) -> bool:
    """Whether every store can hold a text."""
    try:
        text.encode()  # half a surrogate pair comes from a broken decoder
    except UnicodeEncodeError:
        return False
    return "\0" not in text  # for which PostgreSQL has no room


def _stored(value: Any, label: str, column: str) -> str | int:
    if isinstance(value, str):
        return kept_text(value, label, column)
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return kept_text(canonical_json(value), label, column)
    if isinstance(value, Decimal):
        try:
            return decimal_text(value)
        except ValueError:
            raise _unfit(label, column, value) from None
    raise _unfit(label, column, value)


def kept_text(value: str, label: str, column: str) -> str:
    """Make sure that a text can be kept as it is.

    Parameters
    ----------
    value
        The text.
    label, column
        What record and field it belongs to, for the complaint.

    Returns
    -------
    str
        The text.

    Raises
    ------
    RegisterError
        If it has characters that no store can hold.
    """
    if not _is_plain(value):
        raise _unfit(label, column, value)
    return str(value)


def _json(value: Mapping[str, Any], label: str, column: str) -> str:
    if not value:
        return "{}"
    try:
        return kept_text(canonical_json(value), label, column)
    except (TypeError, ValueError):
        raise _unfit(label, column, value) from None


def _unfit(label: str, column: str, value: object) -> RegisterError:
    return RegisterError(
        _(
            "{record}, {field}: {value} cannot be kept. A register holds text, days, true or false and "
            "whole numbers up to {largest}. Nothing was changed; correct the source."
        ).format(record=_printable(label), field=column, value=_printable(value), largest=_LARGEST)
    )


def _printable(value: object) -> str:
    return str(value).encode(errors="backslashreplace").decode().replace("\0", "\\0")


def _refuse_twice(label: str, column: str, numbers: Sequence[str]) -> None:
    if len(set(numbers)) == len(numbers):
        return
    twice = next((number for position, number in enumerate(numbers) if number in numbers[:position]), None)
    if twice is not None:
        raise RegisterError(
            _("{record}, {field}: {value} stands twice. Nothing was changed; correct the source.").format(
                record=label, field=column, value=twice
            )
        )


def rebuild(kind: Kind, row: Row) -> Cluster | Parcel:
    """Make a cluster or a parcel of its row.

    Parameters
    ----------
    kind
        ``Kind.CLUSTERS`` or ``Kind.PARCELS``.
    row
        Column values; geometry as a shapely object.

    Returns
    -------
    Cluster or Parcel
        The record.
    """
    noun = Cluster if kind is Kind.CLUSTERS else Parcel
    return noun(**_fields(noun, row), geometry=row["geometry"])


def rebuild_contract(
    row: Row,
    parcels: Sequence[Row],
    phases: Sequence[Row],
    instalments: Sequence[Row],
    indicators: Sequence[Row],
) -> Contract:
    """Make a contract of its row and those of its parts.

    Parameters
    ----------
    row
        Column values of the contract.
    parcels, phases, instalments, indicators
        Rows of its parts, in any order.

    Returns
    -------
    Contract
        The record.
    """
    return Contract(
        **_fields(Contract, row),
        parcel_nos=tuple(part["parcel_no"] for part in sorted(parcels, key=itemgetter("position"))),
        phases=tuple(Phase(**_fields(Phase, part)) for part in phases),
        instalments=tuple(Instalment(**_fields(Instalment, part)) for part in instalments),
        indicators=tuple(Indicator(**_fields(Indicator, part)) for part in indicators),
        source_columns=json.loads(row["source_columns"]),
    )


def rebuild_event(row: Row) -> Event:
    """Make an event of its row.

    Parameters
    ----------
    row
        Column values.

    Returns
    -------
    Event
        The record.
    """
    return Event(**_fields(Event, row), details=json.loads(row["details"]))


def _fields(noun: type, row: Row) -> Row:
    reads = _READERS[noun]
    return {name: None if row[name] is None else reads[name](row[name]) for name in _COLUMNS[noun]}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """How a value of a table becomes one of a field, from the annotation of the field."""
    kind = next(part for part in (*get_args(hint), hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        return lambda written: tuple(json.loads(written))
    return date.fromisoformat if kind is date else kind


_READERS: Mapping[type, Mapping[str, Callable[[Any], Any]]] = {
    noun: {name: _reader(hint) for name, hint in get_type_hints(noun).items() if name in _COLUMNS[noun]}
    for noun in _NOUNS
}
