"""Fields as people name them, in Chinese or by the names of the model, and the values they give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from landwatch.catalogue import fields_of
from landwatch.errors import UsageError
from landwatch.formats.cells import conversion, vocabulary
from landwatch.formats.cells.conversion import BadValue
from landwatch.formats.cells.dates import as_date
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.tables.rows import read_cell
from landwatch.i18n import gettext as _
from landwatch.i18n import language
from landwatch.model import Cluster, Contract, Event, Instalment, Parcel, Phase
from landwatch.registry import Kind

__all__ = ["change_of"]

_NOUNS: Mapping[str, type] = {
    "contract": Contract,
    "parcel": Parcel,
    "cluster": Cluster,
    "event": Event,
    "phase": Phase,
    "instalment": Instalment,
}
_PARTS = {"phases": "phase", "instalments": "instalment"}
_SECTIONS = {
    Kind.CONTRACTS: "contract",
    Kind.PARCELS: "parcel",
    Kind.CLUSTERS: "cluster",
    Kind.EVENTS: "event",
}
_APART = {"geometry", "phases", "instalments", "indicators", "source_columns", "details", "since", "until"}


def change_of(kind: Kind, given: Sequence[str]) -> Callable[[Any], Any]:
    """Read what is to be set.

    Parameters
    ----------
    kind
        What the record is.
    given
        Texts ``field=value``. A field has the header of the ledger (``成交价格=1900万元``; a value is then
        read as a cell is) or its name in the model (``price_fen=1900000000``); a part of a contract has its
        number before it (``phases.一期.agreed_completion=2025-06-30``). Nothing behind ``=`` empties it.

    Returns
    -------
    Callable
        Makes the corrected record of the one that stands.

    Raises
    ------
    UsageError
        If a text has another form, or a field or value is not known; says what would do. The change raises
        it as well, if the record has no such part.
    """
    if not given:
        raise UsageError(_("nothing is to be corrected; say what, with --set field=value"))
    steps = [_step(_SECTIONS[kind], text) for text in given]

    def _change(record: Any) -> Any:
        for step in steps:
            record = step(record)
        return record

    return _change


def _step(section: str, text: str) -> Callable[[Any], Any]:
    name, equals, written = (part.strip() for part in text.partition("="))
    table, dot, rest = name.partition(".")
    number, second_dot, part_field = rest.rpartition(".")
    if equals and dot and second_dot and section == "contract" and table in _PARTS:
        field, value = _field(_PARTS[table], text, part_field, written)
        return lambda record: _with_part(record, text, table, number, {field: value})
    if not equals:
        raise _unknown(section, text)
    field, value = _field(section, text, name, written)
    if section == "event" and field not in {item.name for item in fields(Event)}:
        return lambda record: replace(record, details=_with_detail(record.details, field, value))
    return lambda record: replace(record, **{field: value})


def _with_part(record: Contract, text: str, table: str, number: str, new: dict[str, Any]) -> Contract:
    parts = getattr(record, table)
    numbers = [part.number for part in parts]
    if number not in numbers:
        raise UsageError(
            _("--set {text}: contract {contract} has no {number}; it has {numbers}").format(
                text=text,
                contract=record.contract_no,
                number=number,
                numbers=", ".join(numbers) or _("none"),
            )
        )
    changed = tuple(replace(part, **new) if part.number == number else part for part in parts)
    return replace(record, **{table: changed})  # type: ignore[arg-type]


def _with_detail(details: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    kept = {key: held for key, held in details.items() if key != name}
    return kept if value is None else kept | {name: value}


def _field(section: str, text: str, name: str, written: str) -> tuple[str, Any]:
    """Find a field by the name given, and read its value."""
    try:
        hints = _hints(section)
        if name in hints:
            return name, _typed(hints[name], text, written)
        column = vocabulary.column_of(section, name)
        if column is None or column.kind in ("kept", "ignored"):
            raise _unknown(section, text)
        field = _field_of(section, column)
        if section != "event" and field not in hints:
            raise _unknown(section, text)
        if not written:
            return field, _empty(hints.get(field))
        if column.kind == "word":
            return field, _word(text, column.words or "", written)
        if column.kind == "date":
            day = as_date(written)
            return field, day if field in hints else day and day.isoformat()
        return field, read_cell(column, written)
    except BadValue as bad:
        raise UsageError(_("--set {text}: {reason}").format(text=text, reason=bad.advice)) from bad


def _typed(hint: Any, text: str, written: str) -> Any:
    """Read a value given for a field of the model, in the model's own units."""
    if not written:
        return _empty(hint)
    kind = next(part for part in (*get_args(hint), hint) if part is not NoneType and part is not Ellipsis)
    if hint == tuple[str, ...]:
        return conversion.as_identifiers(written)
    if kind is date:
        return as_date(written)
    if kind is bool:
        return bool(conversion.as_flag(written))
    if kind is int and not written.lstrip("-").isdecimal():
        raise UsageError(_("--set {text}: is no whole number").format(text=text))
    try:
        return kind(written)
    except ValueError:
        raise UsageError(
            _("--set {text}: the value is one of {values}").format(text=text, values=", ".join(kind))
        ) from None


def _empty(hint: Any) -> Any:
    return () if hint == tuple[str, ...] else None


def _word(text: str, kind: str, written: str) -> str:
    meaning = vocabulary.word_of(kind, written)
    if meaning is None:
        raise UsageError(
            _("--set {text}: the value is one of {values}").format(
                text=text, values=", ".join(vocabulary.words(kind))
            )
        )
    return meaning


def _unknown(section: str, text: str) -> UsageError:
    return UsageError(
        _("--set {text}: is no field=value of a {kind}; fields are {names}").format(
            text=text, kind=section, names=", ".join(_known_names(section))
        )
    )


def _known_names(section: str) -> list[str]:
    """The fields as they are named in the language of the user."""
    if language() != "zh":
        return list(_hints(section))
    columns = [column for column in vocabulary.columns_of(section) if column.kind not in ("kept", "ignored")]
    mine = [
        column for column in columns if section == "event" or _field_of(section, column) in _hints(section)
    ]
    return [vocabulary.first_name(section, column.field) for column in mine]


def _field_of(section: str, column: Column) -> str:
    return fields_of(section)[column.field].column


@cache
def _hints(section: str) -> Mapping[str, Any]:
    """The fields that can be set by their names in the model."""
    noun = _NOUNS[section]
    own = {name: hint for name, hint in get_type_hints(noun).items() if name not in _APART}
    return own | ({"verified": bool | None} if noun is Event else {})
