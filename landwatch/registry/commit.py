"""The one way into the tables: a source, its rows, what they supersede, and a line in the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Table, select, update

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.registry import bulk, geopackage, journal
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import on_geopackage
from landwatch.registry.row_mapping import Row, kept_text
from landwatch.registry.tables import metadata, sources
from landwatch.registry.verify_journal import row_hashes

__all__ = ["Committed", "commit"]

_ROWS_A_STATEMENT = 500


class Committed(NamedTuple):
    """What a commit became.

    Attributes
    ----------
    source_id
        The number of its source.
    sequence
        The number of its line in the journal.
    recorded_at
        The instant it bears, as text in UTC.
    """

    source_id: int
    sequence: int
    recorded_at: str


def commit(
    connection: Connection,
    *,
    verb: str,
    origin: Row,
    stamps: Row,
    added: Mapping[str, Sequence[Row]],
    superseded: Mapping[str, Sequence[int]] | None = None,
    reason: str | None = None,
) -> Committed:
    """Write rows and supersede others, as one line of the journal.

    No two commits bear the same instant, so that "known at" can name the state after each of them: one
    that would not be later than the last line (a clock that runs behind, several files of one import)
    bears the instant of that line and a microsecond.

    Parameters
    ----------
    connection
        A connection of the only writer.
    verb
        What is done: ``import``, ``correct`` and so on.
    origin
        The source, from :func:`landwatch.registry.row_mapping.source_row`.
    stamps
        `recorded_at` as text in UTC, and `recorded_by`.
    added
        New rows by table; geometry as shapely multipolygons.
    superseded
        Numbers of rows, by table, that stand and shall not stand any more.
    reason
        Why, in the words of whoever does it.

    Returns
    -------
    Committed
        The numbers it got, and its instant.

    Raises
    ------
    RegisterError
        If a row to supersede does not stand, or the reason cannot be kept.
    """
    at = _next_instant(stamps["recorded_at"], journal.last_line(connection))
    stamps = stamps | {"recorded_at": at}
    if reason is not None:
        kept_text(reason, origin["name"], "reason")
    ended = {name: numbers for name, numbers in (superseded or {}).items() if numbers}
    for name, numbers in ended.items():
        _supersede(connection, metadata.tables[name], numbers, at)
    source = bulk.append(connection, sources, [origin], stamps)
    source_id = source["row_id"][0]
    sealed = {sources.name: _sealed(sources, source)}
    for name, rows in added.items():
        table = metadata.tables[name]
        if rows:
            columns = bulk.append(connection, table, rows, stamps | {"source_id": source_id})
            sealed[name] = _sealed(table, columns)
    body = {
        "source": origin | {"row_id": source_id},
        "reason": reason,
        "added": sealed,
        "superseded": {name: [[number, at] for number in sorted(ended[name])] for name in ended},
    }
    line = journal.append(connection, at=at, actor=stamps["recorded_by"], verb=verb, body=body)
    return Committed(source_id, line.sequence, at)


def _next_instant(wanted: str, last: journal.End | None) -> str:
    if last is None or wanted > last.at:
        return wanted
    return instant_text(datetime.fromisoformat(last.at) + timedelta(microseconds=1))


def _supersede(connection: Connection, table: Table, numbers: Sequence[int], at: str) -> None:
    for start in range(0, len(numbers), _ROWS_A_STATEMENT):
        some = set(numbers[start : start + _ROWS_A_STATEMENT])
        stands = table.c.row_id.in_(some) & table.c.superseded_at.is_(None)
        standing = set(connection.execute(select(table.c.row_id).where(stands)).scalars())
        for number in sorted(some - standing):
            raise RegisterError(
                _(
                    "Row {number} of the table {table} does not stand any more; nothing was changed. "
                    "Look at what the register holds now, and run the command again."
                ).format(number=number, table=table.name)
            )
        connection.execute(update(table).where(stands).values(superseded_at=at))
    if on_geopackage(connection):
        geopackage.touch(connection, table.name, None)


def _sealed(table: Table, columns: bulk.Columns) -> list[tuple[int, str]]:
    """The numbers of new rows, each with the hash of what is stored in it."""
    return list(zip(columns["row_id"], row_hashes(table.name, columns), strict=True))
