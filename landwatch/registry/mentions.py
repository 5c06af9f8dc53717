"""Where a number, a name or a hash stands in the register: facts, papers, and the commits that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.registry.canonical import instant_text
from landwatch.registry.row_mapping import Row
from landwatch.registry.tables import documents, events, journal, lineage, sources

__all__ = ["Mention", "mentions"]

_SHORTEST_HASH = 6
_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One row in which what was asked for stands.

    Attributes
    ----------
    table
        ``events``, ``documents``, ``lineage`` or ``sources``.
    said
        What the row is: the kind of the fact, the name of the file or verb, ``split`` or ``merge``.
    key
        Hash that names the fact or the document; empty for others.
    contract_no, parcel_no
        What it belongs to, where it belongs to one.
    at, by
        When it was recorded, as text in UTC, and by whom.
    until
        Since when it stands no more; ``None`` while it stands.
    line
        Number of the line of the journal that recorded it; ``None`` for what is older than the journal.
    """

    table: str
    said: str
    key: str
    contract_no: str | None
    parcel_no: str | None
    at: str
    by: str
    until: str | None
    line: int | None


def mentions(connection: Connection, asked: str, known_at: datetime | None) -> tuple[Mention, ...]:
    """Find the rows that name a document, a file or a hash.

    Parameters
    ----------
    connection
        A connection to the register.
    asked
        Number of a document, name of a file, or the first six digits or more of the hash of a fact or file.
    known_at
        Only what was recorded by then, with time zone; everything without.

    Returns
    -------
    tuple of Mention
        In the order of recording, at most 500 of each kind.
    """
    found = sorted(_rows(connection, asked, known_at), key=lambda pair: pair[1]["recorded_at"])
    instants = {row["recorded_at"] for _table, row in found}
    named = select(journal.c.at, journal.c.sequence).where(journal.c.at.in_(instants))
    lines = {at: sequence for at, sequence in connection.execute(named)}
    last = None if known_at is None else instant_text(known_at)
    return tuple(_mention(table, row, lines.get(row["recorded_at"]), last) for table, row in found)


def _rows(connection: Connection, asked: str, known_at: datetime | None) -> Iterator[tuple[Table, Row]]:
    for table, is_named in _places(asked):
        names = [column for column in table.c if column.name not in ("geometry", "details")]
        statement = select(*names).where(is_named)
        if known_at is not None:
            statement = statement.where(table.c.recorded_at <= instant_text(known_at))
        for row in connection.execute(statement.order_by(table.c.row_id).limit(_MOST)).mappings():
            yield table, dict(row)


def _places(asked: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    def hashed(column: ColumnElement[str]) -> ColumnElement[bool]:
        digits = asked.lower()
        is_hash = len(digits) >= _SHORTEST_HASH and set(digits) <= set("0123456789abcdef")
        return column.startswith(digits, autoescape=True) if is_hash else column == asked

    yield events, or_(events.c.document == asked, hashed(events.c.content_hash))
    yield (
        documents,
        or_(documents.c.number == asked, documents.c.file_name == asked, hashed(documents.c.sha256)),
    )
    yield lineage, lineage.c.document == asked
    yield sources, or_(sources.c.document == asked, sources.c.name == asked, hashed(sources.c.sha256))


def _mention(table: Table, row: Row, line: int | None, last: str | None) -> Mention:
    until = row.get("superseded_at")
    key = {"events": "content_hash", "documents": "sha256"}.get(table.name)
    said = {"events": "type", "documents": "file_name", "lineage": "kind", "sources": "name"}[table.name]
    return Mention(
        table=table.name,
        said=row[said],
        key=row[key] if key else "",
        contract_no=row.get("contract_no"),
        parcel_no=row.get("parcel_no"),
        at=row["recorded_at"],
        by=row["recorded_by"],
        until=until if last is None or until is None or until <= last else None,
        line=line,
    )
