"""The one list of what landwatch knows: fields, kinds of dated fact, words and states, in both languages.

What is declared here is declared nowhere else: the tables of the register, the columns of a snapshot, the
headers and words that the importer reads, templates, exports and the words on screens are taken from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from landwatch.catalogue.details import ITEMS_OF, misfits, photo_item
from landwatch.catalogue.loading import Catalogue, loaded
from landwatch.catalogue.named import Fact, Field, FrameKind, Kind, Named, Place, Word

__all__ = [
    "ITEMS_OF",
    "SECTIONS",
    "Catalogue",
    "Fact",
    "Field",
    "FrameKind",
    "Kind",
    "Named",
    "Pairs",
    "Place",
    "Word",
    "asked_of",
    "detail_of",
    "fact_of",
    "field_in",
    "fields_of",
    "frame_columns",
    "label",
    "loaded",
    "misfits",
    "pairs",
    "periods",
    "photo_item",
    "words_of",
]

Pairs = Mapping[str, tuple[str, str]]
"""Chinese and English by code."""


SECTIONS: Mapping[str, str] = {
    "clusters": "cluster",
    "parcels": "parcel",
    "contracts": "contract",
    "contract_parcels": "contract_parcel",
    "phases": "phase",
    "instalments": "instalment",
    "indicators": "indicator",
    "events": "event",
    "operators": "operator",
    "patrollers": "patroller",
    "absences": "absence",
    "targets": "target",
    "papers": "paper",
    "parties": "party",
    "lineage": "lineage",
    "documents": "document",
    "personal_items": "personal_item",
    "destructions": "destruction",
}
"""What the rows of each table of facts are."""


def fields_of(section: str) -> Mapping[str, Field]:
    """Give the fields of a kind of record.

    Parameters
    ----------
    section
        One of the values of :data:`SECTIONS`.

    Returns
    -------
    Mapping
        By name, in the order of the catalogue.
    """
    return loaded().fields[section]


def label(section: str, name: str) -> str:
    """Name a field on a screen.

    Parameters
    ----------
    section
        What it is a field of.
    name
        Its name.

    Returns
    -------
    str
        In the current language, with a capital in English.
    """
    text = fields_of(section)[name].label
    return text[:1].upper() + text[1:]


def field_in(section: str, column: str) -> Field | None:
    """Find the field that a column of the model, a table or a frame holds.

    Parameters
    ----------
    section
        What it is a field of.
    column
        Name of the column.

    Returns
    -------
    Field or None
        ``None`` for a column that the catalogue does not name, such as a stamp.
    """
    return next((field for field in fields_of(section).values() if field.column == column), None)


def words_of(kind: str) -> Mapping[str, Word]:
    """Give the words of a list.

    Parameters
    ----------
    kind
        Name of the list, e.g. ``service`` or ``idle_status``; ``event`` for the kinds of fact.

    Returns
    -------
    Mapping
        By code.
    """
    return loaded().words[kind]


@cache
def pairs(kind: str) -> Pairs:
    """Give the names of a list in both languages.

    Parameters
    ----------
    kind
        Name of the list.

    Returns
    -------
    Mapping
        Chinese and English by code.
    """
    return {code: (word.zh, word.en) for code, word in words_of(kind).items()}


def fact_of(kind: str) -> Fact:
    """Give a kind of dated fact.

    Parameters
    ----------
    kind
        A value of :class:`landwatch.model.EventType`.
    """
    fact = words_of("event")[kind]
    assert isinstance(fact, Fact)
    return fact


@cache
def periods() -> frozenset[str]:
    """Give the kinds of fact that last, and have a first day in place of a day."""
    return frozenset(kind for kind in words_of("event") if fact_of(kind).period)


@cache
def detail_of(kind: str, name: str) -> Field:
    """Find what a column of dated facts holds for a kind of fact.

    Parameters
    ----------
    kind
        A value of :class:`landwatch.model.EventType`.
    name
        Name of the field whose header it is, e.g. ``category``.

    Returns
    -------
    Field
        The detail that facts of this kind have under that header, else the field itself.
    """
    known = fields_of("event")
    own = (known[detail] for detail in fact_of(kind).details)
    return next((field for field in own if field.shown_in == name), known[name])


@cache
def asked_of(kind: str) -> tuple[str, ...]:
    """Name the columns of a table of dated facts that a fact of a kind fills.

    Parameters
    ----------
    kind
        A value of :class:`landwatch.model.EventType`.

    Returns
    -------
    tuple of str
        Names of fields with a header, without contract and kind, in the order of the catalogue; what stands
        under each header :func:`detail_of` says.
    """
    fact, known = fact_of(kind), fields_of("event")
    own = {field.shown_in or field.name for field in (known[name] for name in fact.details)}
    days = {"start", "end"} if fact.period else {"day"}
    wanted = {*days, *fact.asks, *own, "document", "note"}
    return tuple(name for name, field in known.items() if name in wanted and field.headers)


@cache
def frame_columns(section: str) -> Mapping[str, FrameKind]:
    """Give the columns that a frame of the snapshot has.

    Parameters
    ----------
    section
        What its rows are.

    Returns
    -------
    Mapping
        What each column holds, in the order of the catalogue.
    """
    return {field.column: field.frame_kind for field in fields_of(section).values() if field.is_in_snapshot}
