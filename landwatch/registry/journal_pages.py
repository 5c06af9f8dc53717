"""The journal read in pages, and one line of it with the records that it wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import ColumnElement

from landwatch.registry.canonical import instant_text
from landwatch.registry.journal import Recorded, in_short
from landwatch.registry.tables import STAMPS, TABLES, journal, metadata, sources
from landwatch.registry.verify_journal import GENESIS, Line, line_hash

__all__ = ["Chosen", "Entry", "JournalPage", "Written", "entry", "page_of"]

_MOST_NAMED = 100
_ORDER = ("contracts", *(name for name in TABLES if name not in (sources.name, "contracts", journal.name)))
_NAMES = ("type", "number", "name", "file_name", "operator", "patroller", "person", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which lines of the journal are asked for.

    Attributes
    ----------
    actor, verb
        Of whom, and of which verb alone; all without.
    since, until
        Recorded at this instant or later, and at that one or before, with time zone.
    """

    actor: str | None = None
    verb: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some lines of the journal.

    Attributes
    ----------
    lines
        The newest first.
    total
        How many there are of the kind that was asked for.
    actors, verbs
        Everybody who ever recorded something, and by which verbs, in alphabetical order.
    """

    lines: tuple[Recorded, ...]
    total: int
    actors: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row that a line of the journal added or superseded.

    Attributes
    ----------
    table, row_id
        The row.
    is_new
        Whether it was added; else it stands no longer since.
    contract_no, parcel_no
        What it belongs to, where its table says so.
    said
        What names it there: a kind of fact, the number of a phase, the name of a file; empty for none.
    """

    table: str
    row_id: int
    is_new: bool
    contract_no: str | None
    parcel_no: str | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal, and what it wrote.

    Attributes
    ----------
    line
        What it says in short.
    document
        Number of the document it rests on, where one was named.
    previous_hash
        The hash of the line before, as this one repeats it.
    is_sealed
        Whether its hash is that of what stands in it.
    follows
        Whether the line before bears the hash that this one repeats.
    written
        The first hundred rows of each table that were added, and that were superseded.
    """

    line: Recorded
    document: str | None
    previous_hash: str
    is_sealed: bool
    follows: bool
    written: tuple[Written, ...]


def page_of(connection: Connection, chosen: Chosen, *, first: int, count: int) -> JournalPage:
    """Read some lines of the journal.

    Parameters
    ----------
    connection
        A connection to the register.
    chosen
        Which lines.
    first, count
        How many of them are passed over, the newest first, and how many are read.

    Returns
    -------
    JournalPage
        The lines, and how many there are.

    Raises
    ------
    RegisterError
        If a line is not in the form of a journal.
    """
    where = list(_conditions(chosen))
    newest = select(*_COLUMNS).where(*where).order_by(journal.c.sequence.desc()).offset(first).limit(count)
    return JournalPage(
        # One after the other: the body of a large import is long.
        tuple(in_short(Line(*row)) for row in connection.execute(newest)),
        connection.execute(select(func.count()).select_from(journal).where(*where)).scalar_one(),
        *(tuple(_each(connection, column)) for column in (journal.c.actor, journal.c.verb)),
    )


def entry(connection: Connection, sequence: int) -> Entry | None:
    """Read one line of the journal, and what it wrote.

    Parameters
    ----------
    connection
        A connection to the register.
    sequence
        Its number, counted from 1.

    Returns
    -------
    Entry or None
        ``None`` if there is no such line.

    Raises
    ------
    RegisterError
        If the line is not in the form of a journal.
    """
    found = connection.execute(select(*_COLUMNS).where(journal.c.sequence == sequence)).first()
    if found is None:
        return None
    line = Line(*found)
    told = in_short(line)
    before = connection.execute(select(journal.c.hash).where(journal.c.sequence == sequence - 1))
    body = json.loads(line.body)
    return Entry(
        line=told,
        document=(body["source"] or {}).get("document"),
        previous_hash=line.previous_hash,
        is_sealed=line_hash(*line[:-1]) == line.hash,
        follows=(before.scalar_one_or_none() or GENESIS) == line.previous_hash,
        written=tuple(_written(connection, body)),
    )


_COLUMNS = tuple(journal.c[name] for name in Line._fields)


def _conditions(chosen: Chosen) -> Iterator[ColumnElement[bool]]:
    if chosen.actor:
        yield journal.c.actor == chosen.actor
    if chosen.verb:
        yield journal.c.verb == chosen.verb
    if chosen.since:
        yield journal.c.at >= instant_text(chosen.since)
    if chosen.until:
        yield journal.c.at <= instant_text(chosen.until)


def _each(connection: Connection, column: ColumnElement[str]) -> Sequence[str]:
    return sorted(connection.execute(select(column).distinct()).scalars())


def _written(connection: Connection, body: Mapping[str, Any]) -> Iterator[Written]:
    for part, is_new in (("added", True), ("superseded", False)):
        for name in (name for name in _ORDER if name in body[part]):
            rows = body[part][name]
            if rows:
                numbers = [row_id for row_id, _seal in rows[:_MOST_NAMED]]
                yield from _named(connection, name, numbers, is_new=is_new)


def _named(connection: Connection, name: str, numbers: Sequence[int], *, is_new: bool) -> Iterator[Written]:
    table = metadata.tables[name]
    wanted = ("row_id", "contract_no", "parcel_no", *_NAMES)
    columns = [table.c[column] for column in wanted if column in table.c and column not in STAMPS]
    rows = connection.execute(select(*columns).where(table.c.row_id.in_(numbers)).order_by(table.c.row_id))
    for row in rows.mappings():
        yield Written(
            table=name,
            row_id=row["row_id"],
            is_new=is_new,
            contract_no=row.get("contract_no"),
            parcel_no=row.get("parcel_no"),
            said=next((str(row[column]) for column in _NAMES if row.get(column)), ""),
        )
