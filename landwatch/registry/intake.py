"""What is new in a source, what stands in the register already, and what contradicts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import shapely
from sqlalchemy import Connection

from landwatch.registry.content import is_same_place
from landwatch.registry.queries import standing_hashes, standing_records
from landwatch.registry.records import Entry, Kind, Record

__all__ = ["Conflict", "Outcome", "sort_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A record whose number stands in the register already with other content; it was not written.

    Attributes
    ----------
    key
        The cluster's name, the parcel or contract number.
    current, offered
        The record that stands and the one that was offered.
    """

    key: str
    current: Record
    offered: Record

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the two differ."""
        return _differences(self.current, self.offered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the records of one kind.

    Attributes
    ----------
    written
        Names or numbers newly written; for events the numbers of their contracts, one each.
    duplicates
        Those that stood with the same content already, or came twice.
    conflicts
        Those that were refused because other content stands, or came first.
    """

    written: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def sort_out(connection: Connection, kind: Kind, offered: Sequence[Entry]) -> tuple[list[Entry], Outcome]:
    """Tell the new from what stands already and from what contradicts it; of equal keys the first counts.

    Parameters
    ----------
    connection
        A connection of the only writer.
    kind
        What the entries are.
    offered
        The entries in the order of their source.

    Returns
    -------
    tuple
        The entries to write, and the outcome once they are written.
    """
    standing = standing_hashes(connection, kind, {entry.key for entry in offered})
    fresh: dict[str, Entry] = {}
    same: list[Entry] = []
    unlike: list[Entry] = []
    for entry in offered:
        hashes = standing.get(entry.key) or fresh.setdefault(entry.key, entry).hashes
        if fresh.get(entry.key) is not entry:
            (same if entry.hashes == hashes else unlike).append(entry)
    current = {key: entry.record for key, entry in fresh.items()}
    current |= standing_records(connection, kind, standing.keys() & {entry.key for entry in unlike})
    refused: list[Conflict] = []
    for entry in unlike:
        if _differences(current[entry.key], entry.record):
            refused.append(Conflict(key=entry.key, current=current[entry.key], offered=entry.record))
        else:
            same.append(entry)
    return list(fresh.values()), Outcome(
        written=tuple(entry.label for entry in fresh.values()),
        duplicates=tuple(entry.label for entry in same),
        conflicts=tuple(refused),
    )


def _differences(current: Record, offered: Record) -> tuple[str, ...]:
    names = [item.name for item in fields(current) if item.name != "source_columns"]
    return tuple(name for name in names if not _is_same(getattr(current, name), getattr(offered, name)))


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, shapely.Geometry) and isinstance(other, shapely.Geometry):
        return is_same_place(one, other)
    return one == other
