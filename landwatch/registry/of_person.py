"""What one person recorded in a time: each commit, with the rows it brought or ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Table, or_, select

from landwatch.registry.canonical import instant_text
from landwatch.registry.row_mapping import Row
from landwatch.registry.tables import contracts, documents, events, journal, parcels, sources

__all__ = ["Commit", "Written", "commits_of"]

_SHOWN: tuple[Table, ...] = (events, contracts, parcels, documents)
_NAMES = ("contract_no", "parcel_no", "type", "day", "start", "file_name", "title", "content_hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row that a commit brought or ended.

    Attributes
    ----------
    table
        ``events``, ``contracts``, ``parcels`` or ``documents``.
    says
        Those of its columns that name it: numbers, kind and day of a fact, name of a document, content hash.
    is_ended
        Whether the commit ended it and put nothing in its place.
    stands
        Whether it stands now.
    """

    table: str
    says: Row
    is_ended: bool
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What a person did at once.

    Attributes
    ----------
    sequence, at, verb
        Its line of the journal, the instant in UTC, and what was done.
    source, reason
        Name of the file or of the verb, and why, where it was said.
    rows
        The rows it brought or ended.
    """

    sequence: int
    at: str
    verb: str
    source: str | None
    reason: str | None
    rows: list[Written] = field(default_factory=list)


def commits_of(connection: Connection, person: str, first: datetime, last: datetime) -> list[Commit]:
    """Read what a person recorded from an instant to before another.

    Parameters
    ----------
    connection
        A connection to the register.
    person
        By which name the person records.
    first, last
        The instants, with time zone.

    Returns
    -------
    list of Commit
        The newest first.
    """
    since, until = instant_text(first), instant_text(last)
    lines = connection.execute(
        select(journal.c.sequence, journal.c.at, journal.c.verb)
        .where(journal.c.at >= since, journal.c.at < until, journal.c.actor == person)
        .order_by(journal.c.sequence.desc())
    ).all()
    origins = {
        row.recorded_at: row
        for row in connection.execute(
            select(sources.c.recorded_at, sources.c.name, sources.c.reason).where(
                sources.c.recorded_at >= since, sources.c.recorded_at < until
            )
        )
    }
    commits = {}
    for line in lines:
        origin = origins.get(line.at)
        commits[line.at] = Commit(
            sequence=line.sequence,
            at=line.at,
            verb=line.verb,
            source=origin.name if origin else None,
            reason=origin.reason if origin else None,
        )
    for table in _SHOWN if commits else ():
        for row in _touched(connection, table, since, until):
            came, went = commits.get(row["recorded_at"]), commits.get(row["superseded_at"] or "")
            said = {name: row[name] for name in _NAMES if row.get(name) is not None}
            stands = row["superseded_at"] is None
            if came:
                came.rows.append(Written(table=table.name, says=said, is_ended=False, stands=stands))
            if went and went.verb == "retire":
                went.rows.append(Written(table=table.name, says=said, is_ended=True, stands=False))
    return list(commits.values())


def _touched(connection: Connection, table: Table, since: str, until: str) -> Iterator[Row]:
    columns = [table.c[name] for name in _NAMES if name in table.c]
    stamps = table.c.recorded_at, table.c.superseded_at
    within = [(stamp >= since) & (stamp < until) for stamp in stamps]
    statement = select(*columns, *stamps).where(or_(*within)).order_by(table.c.row_id)
    yield from (dict(row) for row in connection.execute(statement).mappings())
