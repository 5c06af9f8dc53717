"""From a record that stands to one that takes its place: which rows stay, which go, which come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, Table

from landwatch.geo import ellipsoidal_area_cm2
from landwatch.i18n import gettext as _
from landwatch.model import Lineage, LineageKind, Parcel
from landwatch.registry import tables
from landwatch.registry.canonical import content_hash, is_same_place
from landwatch.registry.change_request import Change
from landwatch.registry.lookups import PARTS_OF, stamped_rows, standing_rows
from landwatch.registry.row_mapping import Entry, Kind, Record, Row, row_of
from landwatch.units import format_m2

__all__ = ["Writing", "differences", "is_same", "merged", "replacement", "told"]


@dataclass
class Writing:
    """What one commit will write, by table.

    Attributes
    ----------
    added
        New rows.
    superseded
        Numbers of rows that stand and shall not stand any more.
    """

    added: dict[str, list[Row]] = field(default_factory=dict)
    superseded: dict[str, list[int]] = field(default_factory=dict)

    def add(self, table: str, *rows: Row) -> None:
        """Add rows.

        Parameters
        ----------
        table
            Where.
        *rows
            Column values with their content hash.
        """
        self.added.setdefault(table, []).extend(rows)

    def end(self, table: str, *row_ids: int) -> None:
        """Let rows stand no longer.

        Parameters
        ----------
        table
            Where.
        *row_ids
            Their numbers.
        """
        self.superseded.setdefault(table, []).extend(row_ids)

    def join(self, other: Writing) -> None:
        """Write what another one writes, too.

        Parameters
        ----------
        other
            The other.
        """
        for table, rows in other.added.items():
            self.add(table, *rows)
        for table, row_ids in other.superseded.items():
            self.end(table, *row_ids)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not any(self.added.values()) and not any(self.superseded.values())


def merged(current: Record, offered: Record) -> Record:
    """Take from an offered record what it says, and from the standing one what the offered leaves open.

    A file that has no column for a value says nothing of it: a field that is empty, or as it is where
    nothing is said, keeps what stands.

    Parameters
    ----------
    current
        The record that stands.
    offered
        The record of a file, of the same kind and number.

    Returns
    -------
    Record
        The record that should stand.
    """
    silent = {
        item.name: getattr(current, item.name)
        for item in fields(offered)
        if getattr(offered, item.name) in (None, (), {}) or getattr(offered, item.name) == item.default
    }
    return replace(offered, **silent)


def replacement(
    connection: Connection,
    kind: Kind,
    pairs: Mapping[str, tuple[Record, Entry]],
    document: str | None = None,
) -> Writing:
    """Find the rows that change where records take the place of others.

    Parameters
    ----------
    connection
        A connection of the only writer.
    kind
        What the records are.
    pairs
        The record that stands and the entry that takes its place, by the key of the one that stands.
    document
        Number of the document the correction stands on; kept with a corrected boundary.

    Returns
    -------
    Writing
        Rows that are the same in both stay and are not in it.
    """
    writing = Writing()
    standing = standing_rows(connection, kind, pairs)
    for key, (current, entry) in pairs.items():
        wanted = {(table, _part_of(table, row)): row for table, row in entry.rows}
        for row in standing[key]:
            other = wanted.pop((row.table, row.part), None)
            if other is None or other["content_hash"] != row.content_hash:
                writing.end(row.table, row.row_id)
                if other is not None:
                    writing.add(row.table, other)
        for (table, _part), new in wanted.items():
            writing.add(table, new)
        if kind is Kind.PARCELS:
            _keep_lineage(connection, writing, current, entry.record, document)
        if kind is Kind.EVENTS:
            for belonging in (tables.documents, tables.personal_items):
                _take_along(connection, writing, belonging, key, entry)
    return writing


def _part_of(table: str, row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in PARTS_OF.get(table, ()))


def _keep_lineage(
    connection: Connection, writing: Writing, current: Any, new: Any, document: str | None
) -> None:
    """Note that a boundary was never as it was recorded."""
    if not isinstance(current, Parcel) or is_same(current.geometry, new.geometry):
        return
    number = (current.parcel_no,)
    note = Lineage(kind=LineageKind.BOUNDARY_CORRECTION, parents=number, children=number, document=document)
    row = row_of(note, current.parcel_no)
    table = tables.lineage
    if not stamped_rows(connection, table, table.c.content_hash == row["content_hash"]):
        writing.add(table.name, row)


def _take_along(connection: Connection, writing: Writing, table: Table, key: str, entry: Entry) -> None:
    """Let what belongs to a corrected event name the event that now stands."""
    names = [column.name for column in table.c if column.name not in (*tables.STAMPS, "row_id")]
    for row in stamped_rows(connection, table, table.c.event == key):
        kept = {name: row[name] for name in names} | {"event": entry.key, "contract_no": entry.label}
        writing.end(table.name, row["row_id"])
        writing.add(table.name, kept | {"content_hash": content_hash(table.name, kept)})


def differences(current: Any, offered: Any) -> tuple[Change, ...]:
    """Name what differs between two records of one kind, parts of a contract one by one.

    Parameters
    ----------
    current, offered
        The record before and after, of one noun.

    Returns
    -------
    tuple of Change
        Field by field, in the order of the record's fields.
    """
    names = [item.name for item in fields(current) if item.name != "source_columns"]
    values = [(name, getattr(current, name), getattr(offered, name)) for name in names]
    return tuple(
        change
        for name, before, after in values
        if not is_same(before, after)
        for change in _changes(name, before, after)
    )


def _changes(name: str, before: Any, after: Any) -> list[Change]:
    if name in PARTS_OF:
        one, other = _by_part(name, before), _by_part(name, after)
        return [
            Change(f"{name} {' '.join(part)}", told(one.get(part)), told(other.get(part)))
            for part in dict.fromkeys([*one, *other])
            if one.get(part) != other.get(part)
        ]
    if name == "details":
        keys = sorted({*before, *after})
        return [
            Change(key, told(before.get(key)), told(after.get(key)))
            for key in keys
            if before.get(key) != after.get(key)
        ]
    return [Change(name, told(before), told(after))]


def _by_part(name: str, parts: Sequence[Any]) -> dict[tuple[str, ...], Any]:
    return {tuple(str(getattr(part, key)) for key in PARTS_OF[name]): part for part in parts}


def told(value: Any) -> Any:
    """Bring a value into JSON, as a report shows it.

    Parameters
    ----------
    value
        A value of a record.

    Returns
    -------
    object
        Text, number, truth value, list or mapping; a boundary as text that says its size.
    """
    if isinstance(value, BaseGeometry):
        return _("{area} m², {corners} corners, around {lon:.5f} {lat:.5f}").format(
            area=format_m2(ellipsoidal_area_cm2(value)),
            corners=int(shapely.get_num_coordinates(value)),
            lon=value.centroid.x,
            lat=value.centroid.y,
        )
    if isinstance(value, tuple):
        return [told(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        filled = {item.name: told(getattr(value, item.name)) for item in fields(value)}
        return {name: part for name, part in filled.items() if part is not None}
    if value is None or isinstance(value, str | int | bool | list | dict):
        return value
    return str(value)


def is_same(one: object, other: object) -> bool:
    """Whether two values of a field are the same.

    Parameters
    ----------
    one, other
        The values; boundaries within a millimetre are the same, parts of a contract in any order.

    Returns
    -------
    bool
        True if nothing would change.
    """
    if isinstance(one, shapely.Geometry) and isinstance(other, shapely.Geometry):
        return is_same_place(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple) and not any(isinstance(p, str) for p in one):
        return set(one) == set(other)
    return one == other
