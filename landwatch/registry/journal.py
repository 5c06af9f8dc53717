"""The journal: one line for each commit, each sealed by a hash that the next line repeats.

A line says when, who, by which verb, and in its body what was added (for each row a hash of everything
that is stored in it) and what was superseded. So a changed line breaks the chain, and a changed row does
not fit its line. What exactly is hashed stands in :mod:`landwatch.registry.verify_journal`.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, func, insert, inspect, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.registry import database_objects
from landwatch.registry.database import on_geopackage
from landwatch.registry.tables import destructions, journal, metadata, personal_contents, personal_items
from landwatch.registry.verify_journal import (
    GENESIS,
    Contents,
    Head,
    Line,
    Report,
    Row,
    any_text,
    canonical,
    contents_of,
    examine,
    line_hash,
    lines_of,
    rows_from,
    tables_of,
)

__all__ = [
    "ADOPT",
    "End",
    "Recorded",
    "adopt",
    "append",
    "as_exported",
    "contents",
    "exported",
    "in_short",
    "last_line",
    "lines",
    "recorded",
    "rows_by_table",
    "tolerant",
    "verify",
]

ADOPT = "adopt"
"""The verb of the line that takes in the rows of a register that had no journal."""

_ROWS_AT_ONCE = 5000
_LINES_AT_ONCE = 10  # the body of one line names every row of a commit
_FILES_AT_ONCE = 4  # the bytes of a document may be many


class End(NamedTuple):
    """The newest line of a journal.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What one line says, in short.

    Attributes
    ----------
    sequence, at, actor, verb, hash
        The columns of the line.
    source
        The name of the file or paper it rests on; ``None`` for the line that took in older rows.
    reason
        Why, where a reason was given.
    added, superseded
        Number of rows by table.
    """

    sequence: int
    at: str
    actor: str
    verb: str
    source: str | None
    reason: str | None
    added: dict[str, int]
    superseded: dict[str, int]
    hash: str


def last_line(connection: Connection, known: End | None = None) -> End | None:
    """The newest line.

    Parameters
    ----------
    connection
        A connection to the register.
    known
        A line that may be it. One of the same number and instant is: the hash lies behind the body, which of
        a large import is long, and is read only if there is another line.

    Returns
    -------
    End or None
        ``None`` if nothing has been recorded yet.
    """
    newest = select(journal.c.sequence, journal.c.at).order_by(journal.c.sequence.desc()).limit(1)
    found = connection.execute(newest).first()
    if found is None or (known is not None and tuple(found) == known[:2]):
        return known if found else None
    digest = connection.execute(select(journal.c.hash).where(journal.c.sequence == found.sequence))
    return End(*found, digest.scalar_one())


def append(connection: Connection, *, at: str, actor: str, verb: str, body: dict[str, Any]) -> End:
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
    End
        The new line.
    """
    last = last_line(connection)
    sequence, previous_hash = (last.sequence + 1, last.hash) if last else (1, GENESIS)
    text = canonical(body)
    digest = line_hash(sequence, at, actor, verb, text, previous_hash)
    line = (sequence, at, actor, verb, text, previous_hash, digest)
    connection.execute(insert(journal).values(line))
    return End(sequence, at, digest)


def adopt(connection: Connection) -> None:
    """Take the rows of a register that had no journal into the first line of its new one.

    The line bears the last instant at which anything was recorded or superseded: from then on the rows are
    protected, and no clock is needed. A register without rows needs no such line.

    Parameters
    ----------
    connection
        A connection of the only writer, to tables of this landwatch.
    """
    added: dict[str, list[tuple[int, str]]] = {}
    superseded: dict[str, list[tuple[int, str]]] = {}
    instants = [""]
    ours = ((name, rows) for name, rows in rows_by_table(connection) if name in metadata.tables)
    for name, rows in ours:
        for row in rows:
            added.setdefault(name, []).append((row.row_id, row.hash))
            if row.superseded_at is not None:
                superseded.setdefault(name, []).append((row.row_id, row.superseded_at))
                instants.append(row.superseded_at)
        recorded_at = func.max(metadata.tables[name].c.recorded_at)
        instants.append(connection.execute(select(recorded_at)).scalar_one() or "")
    if added:
        body = {"source": None, "reason": None, "added": added, "superseded": superseded}
        append(connection, at=max(instants), actor="landwatch", verb=ADOPT, body=body)


def verify(connection: Connection, head: Head | None = None) -> Report:
    """Check the chain, that each row is what a line says it is, and that the tables are landwatch's own.

    Parameters
    ----------
    connection
        A connection that sees one state of all tables.
    head
        The end of the journal as it was kept elsewhere; without it a cut end shows only in the rows.

    Returns
    -------
    Report
        What is wrong, and how much was read.
    """
    with tolerant(connection):
        found = examine(lines(connection), rows_by_table(connection), head, contents(connection))
        return found.with_faults(database_objects.faults(connection))


def recorded(connection: Connection) -> Iterator[Recorded]:
    """Read what each line says, in short.

    Parameters
    ----------
    connection
        A connection to the register.

    Yields
    ------
    Recorded
        From the first line to the last.

    Raises
    ------
    RegisterError
        If a line is not in the form of a journal.
    """
    with closing(lines(connection)) as found:
        yield from map(in_short, found)


def in_short(line: Line) -> Recorded:
    """Say what a line says, in short.

    Parameters
    ----------
    line
        The line as it stands.

    Raises
    ------
    RegisterError
        If it is not in the form of a journal.
    """
    try:
        return _in_short(line)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RegisterError(
            _(
                "Line {sequence} of the journal cannot be read. "
                "See what was done to it with: landwatch journal verify"
            ).format(sequence=line.sequence)
        ) from error


def _in_short(line: Line) -> Recorded:
    body = json.loads(line.body)
    return Recorded(
        sequence=line.sequence,
        at=line.at,
        actor=line.actor,
        verb=line.verb,
        source=body["source"] and body["source"]["name"],
        reason=body["reason"],
        added={name: len(rows) for name, rows in body["added"].items()},
        superseded={name: len(rows) for name, rows in body["superseded"].items()},
        hash=line.hash,
    )


def exported(connection: Connection) -> Iterator[str]:
    """Write each line as canonical JSON, as the stand-alone verifier reads it.

    Parameters
    ----------
    connection
        A connection to the register.

    Yields
    ------
    str
        One line of text without its end.
    """
    with tolerant(connection):
        yield from map(as_exported, lines(connection))


def as_exported(line: Line) -> str:
    """Write one line as canonical JSON.

    Parameters
    ----------
    line
        The line as it stands.
    """
    # A body that is no JSON goes out as text: the verifier shall find it as it is.
    body = line.body if _is_object(line.body) else canonical(line.body)
    rest = canonical({name: value for name, value in line._asdict().items() if name > "body"})
    start = canonical({"actor": line.actor, "at": line.at})
    return f'{start[:-1]},"body":{body},{rest[1:]}'


def rows_by_table(connection: Connection) -> Iterator[tuple[str, Iterator[Row]]]:
    """Read the rows that the journal speaks of, with their hashes.

    Parameters
    ----------
    connection
        A connection that sees one state of all tables.

    Yields
    ------
    tuple
        The name of each table that is there, and its rows by their number.
    """
    if on_geopackage(connection):
        yield from tables_of(_driver(connection))
        return
    present = inspect(connection)
    there = set(present.get_table_names())
    for table in metadata.sorted_tables:
        if "recorded_at" in table.c and table.name in there:
            columns = present.get_columns(table.name)
            has_files = any(isinstance(column["type"], LargeBinary) for column in columns)
            at_once = _FILES_AT_ONCE if has_files else _ROWS_AT_ONCE
            yield table.name, _rows(connection, table.name, [column["name"] for column in columns], at_once)


def _rows(connection: Connection, name: str, names: list[str], at_once: int) -> Iterator[Row]:
    # As it is there: a column that somebody added counts.
    table = Table(name, MetaData(), *map(Column, names))
    wanted = [
        func.ST_AsBinary(table.c.geometry, "NDR", type_=LargeBinary)
        if column == "geometry"
        else table.c[column]
        for column in names
    ]
    options = {"yield_per": at_once}
    with connection.execute(select(*wanted).order_by(table.c.row_id), execution_options=options) as result:
        for rows in result.partitions():
            yield from rows_from(name, dict(zip(names, zip(*rows, strict=True), strict=True)))


def contents(connection: Connection) -> Contents | None:
    """Read what is kept about persons, which no hash of a row covers.

    Parameters
    ----------
    connection
        A connection that sees one state of all tables.

    Returns
    -------
    Contents or None
        ``None`` for a register of before there were personal items.
    """
    if on_geopackage(connection):
        return contents_of(_driver(connection))
    there = set(inspect(connection).get_table_names())
    if not {personal_items.name, personal_contents.name, destructions.name} <= there:
        return None
    items = select(personal_items.c.item, personal_items.c.salted_sha256)
    return Contents(
        [(item, salted) for item, salted in connection.execute(items)],
        connection.execute(select(destructions.c.item)).scalars().all(),
        _found(connection),
    )


def _found(connection: Connection) -> Iterator[tuple[str, bytes, bytes]]:
    columns = (personal_contents.c[name] for name in ("item", "salt", "content"))
    statement = select(*columns).order_by(personal_contents.c.row_id)
    with connection.execute(statement, execution_options={"yield_per": _FILES_AT_ONCE}) as result:
        for item, salt, content in result:
            yield item, bytes(salt), bytes(content)


def lines(connection: Connection) -> Generator[Line, None, None]:
    """Read the lines as they stand.

    Parameters
    ----------
    connection
        A connection to the register.

    Yields
    ------
    Line
        From the first to the last.
    """
    if on_geopackage(connection):
        yield from lines_of(_driver(connection))
        return
    columns = (journal.c[name] for name in Line._fields)
    options = {"yield_per": _LINES_AT_ONCE}
    statement = select(*columns).order_by(journal.c.sequence)
    with connection.execute(statement, execution_options=options) as result:
        for values in result:
            yield Line(*values)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


@contextmanager
def tolerant(connection: Connection) -> Iterator[None]:
    """Read text of a GeoPackage that is no UTF-8 instead of stopping at it.

    Parameters
    ----------
    connection
        A connection to the register.

    Yields
    ------
    None
        Nothing.
    """
    if not on_geopackage(connection):
        yield
        return
    driver = _driver(connection)
    driver.text_factory = any_text
    try:
        yield
    finally:
        driver.text_factory = str
