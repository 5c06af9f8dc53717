"""The terms of a contract as a form has them, each in the unit of its column, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch.catalogue import Field, fields_of, label, words_of
from landwatch.errors import UsageError
from landwatch.formats.cells.cell_text import cell_of
from landwatch.formats.cells.changes import change_of
from landwatch.formats.cells.vocabulary import columns_of
from landwatch.i18n import gettext as _
from landwatch.instants import short_day
from landwatch.model import Contract
from landwatch.registry import Kind
from landwatch.web.facts_written import unit_told

__all__ = ["Term", "changed_texts", "terms_of"]

_PARTS = {"phases": "phase", "instalments": "instalment"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of a contract or of one of its parts.

    Attributes
    ----------
    name
        How a correction calls it; see :func:`landwatch.formats.cells.changes.change_of`.
    label, unit, kind
        What it is called, its unit, and its kind as in the catalogue.
    choices
        Word and name of what can be chosen; empty where anything can be written.
    stands
        What the register says, as text.
    written
        What was written in its place, the days as they were understood.
    complaint
        What is wrong with that.
    """

    name: str
    label: str
    unit: str
    kind: str
    choices: list[tuple[str, str]]
    stands: str
    written: str
    complaint: str

    @property
    def is_changed(self) -> bool:
        """Whether something else was written than stands."""
        return self.written != self.stands


def terms_of(contract: Contract, written: Mapping[str, str], today: date) -> list[Term]:
    """List the terms of a contract, with what was written in their place.

    Parameters
    ----------
    contract
        What stands.
    written
        Texts by name; a term that is not there is left as it stands.
    today
        The day on which they are written: days without a year are of this year.
    """
    return list(_terms(contract, written, today))


def changed_texts(terms: list[Term]) -> list[str]:
    """Give the changes as a correction takes them: texts ``field=value``.

    Parameters
    ----------
    terms
        From :func:`terms_of`.
    """
    return [f"{term.name}={term.written}" for term in terms if term.is_changed]


def _terms(contract: Contract, written: Mapping[str, str], today: date) -> Iterator[Term]:
    for field in _written_fields("contract"):
        yield _term(contract, contract, field, field.zh, "", written, today)
    for table, section in _PARTS.items():
        for part in getattr(contract, table):
            for field in _written_fields(section):
                name = f"{table}.{part.number}.{field.zh}"
                yield _term(contract, part, field, name, f"{part.number} ", written, today)


def _written_fields(section: str) -> Iterator[Field]:
    """The fields that a form can change: not what names the record, and not what a remark sets."""
    for field in fields_of(section).values():
        is_term = field.place == "row" or field.kind == "identifiers"
        if is_term and field.headers and field.kind != "mark" and field.name not in ("contract_no", "number"):
            yield field


def _term(
    contract: Contract,
    record: Any,
    field: Field,
    name: str,
    of_part: str,
    written: Mapping[str, str],
    today: date,
) -> Term:
    columns = {column.field: column for column in columns_of(field.section)}
    cell = cell_of(columns[field.name], getattr(record, field.column))
    stands = "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    text = written.get(name, stands).strip()
    day = short_day(text, today, ahead=True) if field.kind == "date" else None
    text = day.isoformat() if day else text
    named = words_of(field.words or "") if field.words else {}
    return Term(
        name=name,
        label=of_part + label(field.section, field.name),
        unit=unit_told(field.unit),
        kind=field.kind,
        choices=[(word.zh, word.label) for word in named.values()],
        stands=stands,
        written=text,
        complaint=_complaint(contract, f"{name}={text}") if text != stands else "",
    )


def _complaint(contract: Contract, text: str) -> str:
    try:
        change_of(Kind.CONTRACTS, [text])(contract)
    except UsageError as error:
        return str(error).removeprefix(f"--set {text}").lstrip(":： ") or _("this cannot be read")
    return ""
