"""What stands in the register now, by key: content hashes to compare with, records to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import shapely
from sqlalchemy import (
    ARRAY,
    Connection,
    LargeBinary,
    Table,
    Text,
    and_,
    any_,
    column,
    func,
    literal,
    select,
    true,
)
from sqlalchemy import table as named_table
from sqlalchemy.sql import ColumnElement

from landwatch.model import Event, EventType, Parcel
from landwatch.registry.canonical import canonical_json, shapes_from_wkb
from landwatch.registry.database import on_geopackage
from landwatch.registry.row_mapping import Kind, Record, Row, rebuild, rebuild_contract, rebuild_event
from landwatch.registry.tables import (
    SRID,
    STAMPS,
    clusters,
    contract_parcels,
    contracts,
    events,
    indicators,
    instalments,
    parcels,
    phases,
)

__all__ = [
    "KEYS",
    "PARTS_OF",
    "TABLES_OF",
    "Bounds",
    "StandingRow",
    "by_contract",
    "column_for_reading",
    "ever_keys",
    "facts_of",
    "parcels_within",
    "rows_where",
    "stamped_rows",
    "standing_hashes",
    "standing_keys",
    "standing_records",
    "standing_rows",
]

Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

TABLES_OF = {
    Kind.CLUSTERS: (clusters,),
    Kind.PARCELS: (parcels,),
    Kind.CONTRACTS: (contracts, contract_parcels, phases, instalments, indicators),
    Kind.EVENTS: (events,),
}
"""The tables of each kind, its own first."""

PARTS_OF: Mapping[str, tuple[str, ...]] = {
    "contract_parcels": ("parcel_no",),
    "phases": ("number",),
    "instalments": ("number",),
    "indicators": ("name", "direction", "stage"),
}
"""The columns that name a part of a contract among its like."""

KEYS = {
    Kind.CLUSTERS: "name",
    Kind.PARCELS: "parcel_no",
    Kind.CONTRACTS: "contract_no",
    Kind.EVENTS: "content_hash",
}
# The name that the GeoPackage standard gives the spatial index of the parcels.
_BOXES = named_table("rtree_parcels_geometry", *map(column, ("id", "minx", "maxx", "miny", "maxy")))


class StandingRow(NamedTuple):
    """A row that stands, and where it belongs.

    Attributes
    ----------
    table, row_id
        The row.
    part
        What names it among the rows of its record in that table; empty for the record's own row.
    content_hash
        The hash of its content.
    """

    table: str
    row_id: int
    part: tuple[str, ...]
    content_hash: str


def standing_keys(connection: Connection, kind: Kind) -> frozenset[str]:
    """The keys of all records of a kind that stand.

    Parameters
    ----------
    connection
        A connection to the register.
    kind
        What to look for.

    Returns
    -------
    frozenset of str
        Cluster names, parcel or contract numbers.
    """
    table = TABLES_OF[kind][0]
    return frozenset(connection.execute(select(table.c[KEYS[kind]]).where(_stands(table))).scalars())


def standing_hashes(connection: Connection, kind: Kind, keys: Iterable[str]) -> dict[str, set[str]]:
    """The content hashes of the rows that hold the standing records with these keys.

    Parameters
    ----------
    connection
        A connection to the register.
    kind
        What the keys name.
    keys
        The keys to look up.

    Returns
    -------
    dict
        Hashes by key; keys that do not stand are left out.
    """
    found: dict[str, set[str]] = defaultdict(set)
    wanted = list(keys)
    for table in TABLES_OF[kind]:
        if connection.execute(select(table.c.row_id).limit(1)).first() is None:
            continue
        key = table.c[KEYS[kind]]
        statement = select(key, table.c.content_hash).where(_stands(table), _among(connection, key, wanted))
        for name, digest in connection.execute(statement):
            found[name].add(digest)
    return dict(found)


def standing_rows(connection: Connection, kind: Kind, keys: Iterable[str]) -> dict[str, list[StandingRow]]:
    """The rows that hold the standing records with these keys.

    Parameters
    ----------
    connection
        A connection to the register.
    kind
        What the keys name.
    keys
        The keys to look up.

    Returns
    -------
    dict
        Rows by key; keys that do not stand are left out.
    """
    found: dict[str, list[StandingRow]] = defaultdict(list)
    wanted = list(keys)
    for table in TABLES_OF[kind]:
        key, parts = table.c[KEYS[kind]], [table.c[name] for name in PARTS_OF.get(table.name, ())]
        statement = select(key, table.c.row_id, table.c.content_hash, *parts)
        among = _among(connection, key, wanted)
        for name, row_id, digest, *part in connection.execute(statement.where(_stands(table), among)):
            found[name].append(StandingRow(table.name, row_id, tuple(part), digest))
    return dict(found)


def ever_keys(connection: Connection, kind: Kind, keys: Iterable[str]) -> frozenset[str]:
    """Of some keys, those under which anything was ever recorded, standing or not.

    Parameters
    ----------
    connection
        A connection to the register.
    kind
        What the keys name.
    keys
        The keys to look up.

    Returns
    -------
    frozenset of str
        The keys found.
    """
    key = TABLES_OF[kind][0].c[KEYS[kind]]
    among = _among(connection, key, list(keys))
    return frozenset(connection.execute(select(key).where(among).distinct()).scalars())


def stamped_rows(connection: Connection, table: Table, *where: ColumnElement[bool]) -> list[Row]:
    """The rows that stand and meet all conditions, with their stamps.

    Parameters
    ----------
    connection
        A connection to the register.
    table
        The table.
    *where
        The conditions.

    Returns
    -------
    list of dict
        Column values, stamps included, in the order of recording; geometry is left out.
    """
    names = [column for column in table.c if column.name not in ("geometry", "content")]
    statement = select(*names).where(_stands(table), *where).order_by(table.c.row_id)
    return [dict(row) for row in connection.execute(statement).mappings()]


def standing_records(connection: Connection, kind: Kind, keys: Iterable[str]) -> dict[str, Record]:
    """The standing clusters, parcels, contracts or events with these keys.

    Parameters
    ----------
    connection
        A connection to the register.
    kind
        What the keys name.
    keys
        The keys to look up.

    Returns
    -------
    dict
        Records by key; keys that do not stand are left out.
    """
    wanted = list(keys)
    own, *parts = (
        _rows(connection, table, _among(connection, table.c[KEYS[kind]], wanted)) for table in TABLES_OF[kind]
    )
    if kind is Kind.EVENTS:
        return {row["content_hash"]: rebuild_event(row) for row in own}
    if kind is not Kind.CONTRACTS:
        return {row[KEYS[kind]]: rebuild(kind, row) for row in own}
    grouped = [by_contract(part) for part in parts]
    return {
        row["contract_no"]: rebuild_contract(row, *(part[row["contract_no"]] for part in grouped))
        for row in own
    }


def facts_of(
    connection: Connection, kinds: Sequence[EventType], contract_no: str | None = None
) -> list[Event]:
    """The standing facts of some kinds.

    Parameters
    ----------
    connection
        A connection to the register.
    kinds
        Their kinds.
    contract_no
        Those of this contract alone.

    Returns
    -------
    list of Event
        In the order in which they were recorded.
    """
    of_it = true() if contract_no is None else events.c.contract_no == contract_no
    of_kind = events.c.type.in_([kind.value for kind in kinds])
    return [rebuild_event(row) for row in _rows(connection, events, and_(of_kind, of_it))]


def parcels_within(connection: Connection, bounds: Bounds) -> list[Parcel]:
    """The standing parcels whose bounding box meets another box, found through the spatial index.

    Parameters
    ----------
    connection
        A connection to the register.
    bounds
        West, south, east and north in EPSG:4490.

    Returns
    -------
    list of Parcel
        In the order in which they were recorded; a parcel without a boundary is not among them.
    """
    west, south, east, north = bounds
    if on_geopackage(connection):
        # The index rounds outwards to 32 bits: what it finds beside the box falls out below.
        index = _BOXES.c
        meets = and_(index.minx <= east, index.maxx >= west, index.miny <= north, index.maxy >= south)
        near = parcels.c.row_id.in_(select(index.id).where(meets))
    else:
        near = parcels.c.geometry.intersects(func.ST_MakeEnvelope(west, south, east, north, SRID))
    rows = _rows(connection, parcels, near)
    if not rows:
        return []
    least_x, least_y, most_x, most_y = shapely.bounds([row["geometry"] for row in rows]).T
    are_met = (least_x <= east) & (most_x >= west) & (least_y <= north) & (most_y >= south)
    found: list[Any] = [
        rebuild(Kind.PARCELS, row) for row, is_met in zip(rows, are_met, strict=True) if is_met
    ]
    return found


def column_for_reading(table: Table, name: str) -> ColumnElement[Any]:
    """A column as it is read: geometry as WKB, everything else as it stands.

    Parameters
    ----------
    table
        The table.
    name
        The column.

    Returns
    -------
    ColumnElement
        What to select, labelled with the name.
    """
    if name == "geometry":
        return func.ST_AsBinary(table.c.geometry, type_=LargeBinary).label(name)
    return table.c[name]


def _among(connection: Connection, key: ColumnElement[str], keys: Sequence[str]) -> ColumnElement[bool]:
    """Whether a key is one of many; all of them go over as one value."""
    if on_geopackage(connection):
        return key.in_(select(func.json_each(canonical_json(keys)).table_valued("value").c.value))
    return key == any_(literal(keys, ARRAY(Text)))


def _rows(connection: Connection, table: Table, where: ColumnElement[bool]) -> list[Row]:
    return rows_where(connection, table, _stands(table), where)


def rows_where(connection: Connection, table: Table, *where: ColumnElement[bool]) -> list[Row]:
    """The rows that meet all conditions, without their stamps but for the hash that names an event.

    Parameters
    ----------
    connection
        A connection to the register.
    table
        The table.
    *where
        The conditions.

    Returns
    -------
    list of dict
        Column values, geometry as shapely objects, in the order of recording.
    """
    unread = {*STAMPS} - {"content_hash"} if table is events else {*STAMPS}
    names = [column.name for column in table.c if column.name not in unread]
    statement = (
        select(*(column_for_reading(table, name) for name in names)).where(*where).order_by(table.c.row_id)
    )
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    if "geometry" in names:
        shapes = shapes_from_wkb([row["geometry"] for row in rows])
        rows = [row | {"geometry": shape} for row, shape in zip(rows, shapes, strict=True)]
    return rows


def by_contract(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Group rows by their contract.

    Parameters
    ----------
    rows
        Rows with a contract number.

    Returns
    -------
    dict
        Rows by contract number; empty for any other.
    """
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["contract_no"]].append(row)
    return grouped


def _stands(table: Table) -> ColumnElement[bool]:
    return table.c.superseded_at.is_(None)
