"""Where copies of a register lie, so that whoever destroys a content knows where else it is.

That a copy was made is no fact about land: it is not in the journal, and a register that cannot be written
does not remember it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from landwatch.registry import bulk, faults, tables
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import connect
from landwatch.registry.verify_journal import Head

__all__ = ["Copy", "holding", "place_of", "remember"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A backup or another copy of the register.

    Attributes
    ----------
    place
        The file, or the database without its password.
    made_at
        When, as text in UTC.
    sequence, hash
        The last line of the journal in it.
    """

    place: str
    made_at: str
    sequence: int
    hash: str


def place_of(url: str) -> str:
    """Name the place of a register so that people find it.

    Parameters
    ----------
    url
        Its URL.

    Returns
    -------
    str
        The whole path of a GeoPackage, or the URL of a server without its password.
    """
    engine = connect(url)
    file = faults.file_of(engine.url)
    return faults.place_of(engine.url) if file is None else str(file.absolute())


def remember(connection: Connection, place: str, made_at: datetime, head: Head) -> None:
    """Remember where a copy lies.

    Parameters
    ----------
    connection
        A connection of the only writer.
    place
        The file, or the database without its password.
    made_at
        When, with time zone.
    head
        The last line of the journal in it.
    """
    said = {"place": place, "made_at": instant_text(made_at), "sequence": head.sequence, "hash": head.hash}
    bulk.append(connection, tables.copies, [said], {})


def holding(connection: Connection, items: Collection[str]) -> tuple[Copy, ...]:
    """Name the copies that hold the content of some items, as far as they are known.

    Parameters
    ----------
    connection
        A connection to the register.
    items
        Names of items.

    Returns
    -------
    tuple of Copy
        Those made after the first of them was recorded and before the last of them was destroyed; the oldest
        first.
    """
    kept, ended = tables.personal_items.c, tables.destructions.c
    lines = tables.journal.c
    first = select(func.min(kept.recorded_at)).where(kept.item.in_(items)).scalar_subquery()
    since = connection.execute(select(func.min(lines.sequence)).where(lines.at >= first)).scalar()
    last = select(func.max(ended.recorded_at)).where(ended.item.in_(items)).scalar_subquery()
    until = connection.execute(select(func.max(lines.sequence)).where(lines.at < last)).scalar()
    table = tables.copies.c
    holds = table.sequence >= since
    if until is not None:
        holds &= table.sequence <= until
    rows = connection.execute(select(tables.copies).where(holds).order_by(table.row_id))
    names = ("place", "made_at", "sequence", "hash")
    return tuple(Copy(**{name: row[name] for name in names}) for row in rows.mappings())
