"""What stands in the register now, by key: content hashes to compare with, records to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, func, select
from sqlalchemy.sql import ColumnElement

from landwatch.registry.content import shapes_from_wkb
from landwatch.registry.records import Kind, Record, Row, rebuild, rebuild_contract
from landwatch.registry.tables import (
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

__all__ = ["TABLES_OF", "column_for_reading", "standing_hashes", "standing_keys", "standing_records"]

TABLES_OF = {
    Kind.CLUSTERS: (clusters,),
    Kind.PARCELS: (parcels,),
    Kind.CONTRACTS: (contracts, contract_parcels, phases, instalments, indicators),
    Kind.EVENTS: (events,),
}
"""The tables of each kind, its own first."""

_KEYS = {
    Kind.CLUSTERS: "name",
    Kind.PARCELS: "parcel_no",
    Kind.CONTRACTS: "contract_no",
    Kind.EVENTS: "content_hash",
}
_KEYS_A_QUERY = 500


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
    return frozenset(connection.execute(select(table.c[_KEYS[kind]]).where(_stands(table))).scalars())


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
    for some in _portions(keys):
        for table in TABLES_OF[kind]:
            key = table.c[_KEYS[kind]]
            statement = select(key, table.c.content_hash).where(_stands(table), key.in_(some))
            for name, digest in connection.execute(statement):
                found[name].add(digest)
    return dict(found)


def standing_records(connection: Connection, kind: Kind, keys: Iterable[str]) -> dict[str, Record]:
    """The standing clusters, parcels or contracts with these keys.

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
    found: dict[str, Record] = {}
    for some in _portions(keys):
        rows = [_rows(connection, table, _KEYS[kind], some) for table in TABLES_OF[kind]]
        if kind is Kind.CONTRACTS:
            own, *parts = rows
            grouped = [_by_contract(part) for part in parts]
            for row in own:
                number = row["contract_no"]
                found[number] = rebuild_contract(row, *(part[number] for part in grouped))
        else:
            found |= {row[_KEYS[kind]]: rebuild(kind, row) for row in rows[0]}
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


def _rows(connection: Connection, table: Table, key: str, keys: Sequence[str]) -> list[Row]:
    names = [column.name for column in table.c if column.name not in STAMPS]
    statement = (
        select(*(column_for_reading(table, name) for name in names))
        .where(_stands(table), table.c[key].in_(keys))
        .order_by(table.c.row_id)
    )
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    if "geometry" in names:
        shapes = shapes_from_wkb([row["geometry"] for row in rows])
        rows = [row | {"geometry": shape} for row, shape in zip(rows, shapes, strict=True)]
    return rows


def _by_contract(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["contract_no"]].append(row)
    return grouped


def _stands(table: Table) -> ColumnElement[bool]:
    return table.c.superseded_at.is_(None)


def _portions(keys: Iterable[str]) -> Iterator[list[str]]:
    every = list(keys)
    for start in range(0, len(every), _KEYS_A_QUERY):
        yield every[start : start + _KEYS_A_QUERY]
