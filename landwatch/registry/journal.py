"""The journal: one line for each commit, each sealed by a hash that the next line repeats.

A line says when, who, by which verb, and in its body what was added (for each row a hash of everything
that is stored in it) and what was superseded. So a changed line breaks the chain, and a changed row does
not fit its line. What exactly is hashed stands in :mod:`landwatch.registry.verify_journal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, insert, select

from landwatch.registry.queries import column_for_reading
from landwatch.registry.tables import journal, metadata
from landwatch.registry.verify_journal import GENESIS, canonical, line_hash, row_hashes

__all__ = ["ADOPT", "Line", "adopt", "append", "last_line"]

ADOPT = "adopt"
"""The verb of the line that takes in the rows of a register that had no journal."""

_ROWS_AT_ONCE = 5000


class Line(NamedTuple):
    """A line without its body.

    Attributes
    ----------
    sequence
        Its number, counted from 1.
    at
        When, as text in UTC; no line is older than the one before.
    hash
        What the next line repeats.
    """

    sequence: int
    at: str
    hash: str


def last_line(connection: Connection) -> Line | None:
    """The newest line.

    Parameters
    ----------
    connection
        A connection to the register.

    Returns
    -------
    Line or None
        ``None`` if nothing has been recorded yet.
    """
    columns = journal.c.sequence, journal.c.at, journal.c.hash
    found = connection.execute(select(*columns).order_by(journal.c.sequence.desc()).limit(1)).first()
    return Line(*found) if found else None


def append(connection: Connection, *, at: str, actor: str, verb: str, body: dict[str, Any]) -> Line:
    """Add a line.

    Parameters
    ----------
    connection
        A connection of the only writer.
    at
        When, as text in UTC; not before the last line.
    actor
        Who.
    verb
        What was done: ``import``, ``correct`` and so on.
    body
        What was added and superseded; see :func:`landwatch.registry.commit.commit`.

    Returns
    -------
    Line
        The new line.
    """
    last = last_line(connection)
    sequence, previous_hash = (last.sequence + 1, last.hash) if last else (1, GENESIS)
    text = canonical(body)
    digest = line_hash(sequence, at, actor, verb, text, previous_hash)
    line = (sequence, at, actor, verb, text, previous_hash, digest)
    connection.execute(insert(journal).values(line))
    return Line(sequence, at, digest)


def adopt(connection: Connection) -> None:
    """Take the rows of a register that had no journal into the first line of its new one.

    The line bears the last instant at which anything was recorded or superseded: from then on the rows are
    protected, and no clock is needed. A register without rows needs no such line.

    Parameters
    ----------
    connection
        A connection of the only writer, to tables of this landwatch.
    """
    added: dict[str, list[list[Any]]] = {}
    superseded: dict[str, list[list[Any]]] = {}
    instants = [""]
    for table in sealed_tables():
        for row in sealed_rows(connection, table):
            added.setdefault(table.name, []).append([row.row_id, row.hash])
            if row.superseded_at is not None:
                superseded.setdefault(table.name, []).append([row.row_id, row.superseded_at])
            instants.append(row.superseded_at or row.recorded_at)
    if added:
        body = {"source": None, "reason": None, "added": added, "superseded": superseded}
        append(connection, at=max(instants), actor="landwatch", verb=ADOPT, body=body)


class SealedRow(NamedTuple):
    """What of a row the journal speaks of."""

    row_id: int
    recorded_at: str
    superseded_at: str | None
    hash: str


def sealed_tables() -> list[Table]:
    """The tables whose rows the journal speaks of: all but itself."""
    return [table for table in metadata.sorted_tables if table is not journal]


def sealed_rows(connection: Connection, table: Table) -> Iterator[SealedRow]:
    """Read the rows of a table with their hashes.

    Parameters
    ----------
    connection
        A connection to the register.
    table
        The table.

    Yields
    ------
    SealedRow
        In the order of their numbers.
    """
    names = [column.name for column in table.c]
    statement = select(*(column_for_reading(table, name) for name in names)).order_by(table.c.row_id)
    options = {"yield_per": _ROWS_AT_ONCE}
    for rows in connection.execute(statement, execution_options=options).partitions():
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        none = (None,) * len(rows)
        hashes = row_hashes(table.name, columns)
        numbers, recorded = columns["row_id"], columns["recorded_at"]
        yield from map(SealedRow, numbers, recorded, columns.get("superseded_at", none), hashes)
