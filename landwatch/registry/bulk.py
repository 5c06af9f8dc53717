"""Many rows at once: ``executemany`` into a GeoPackage, ``COPY`` into PostGIS, no ORM objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from psycopg import sql
from sqlalchemy import Connection, LargeBinary, Table, bindparam, func, insert, select

from landwatch.registry import geopackage
from landwatch.registry.database import on_geopackage
from landwatch.registry.row_mapping import Row
from landwatch.registry.tables import SRID

__all__ = ["Columns", "append", "uncollected", "write"]

Columns = dict[str, Sequence[Any]]
Boxes = NDArray[np.float64]


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold many records without searching them for cycles.

    They have none, and with each ten thousand new ones Python would search all there are: a third of the
    time of an import.

    Yields
    ------
    None
        Nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def append(connection: Connection, table: Table, rows: Sequence[Row], stamps: Row) -> Columns:
    """Add rows to a table, numbered on from the last one.

    Parameters
    ----------
    connection
        A connection of the only writer.
    table
        The table.
    rows
        Column values; geometry as shapely objects. All name the same columns; those not named are empty.
    stamps
        Values that all rows share.

    Returns
    -------
    dict
        Every column of the table with the values that were written; geometry as WKB.
    """
    last = connection.execute(select(func.coalesce(func.max(table.c.row_id), 0))).scalar_one()
    given = _turned(rows)
    columns: Columns = {
        column.name: given.get(column.name) or [stamps.get(column.name)] * len(rows) for column in table.c
    }
    columns["row_id"] = range(last + 1, last + 1 + len(rows))
    boxes = None
    if "geometry" in columns:
        shapes = np.array(columns["geometry"], dtype=object)
        boxes = shapely.bounds(shapes)
        columns["geometry"] = shapely.to_wkb(shapes, byte_order=1, flavor="iso").tolist()
    if rows:
        write(connection, table, columns, boxes)
    return columns


def _turned(rows: Sequence[Row]) -> Columns:
    """Turn rows into columns; they name the same columns, and as a rule in the same order."""
    names = tuple(rows[0]) if rows else ()
    if all(tuple(row) == names for row in rows):
        return dict(zip(names, zip(*(row.values() for row in rows), strict=True), strict=True))
    return {name: [row[name] for row in rows] for name in names}


def write(connection: Connection, table: Table, columns: Columns, boxes: Boxes | None = None) -> None:
    """Write rows as they are, their numbers included.

    Parameters
    ----------
    connection
        A connection of the only writer.
    table
        The table.
    columns
        The values of each column; geometry as WKB (ISO, little-endian). At least one row.
    boxes
        The boxes of the geometries (min x, min y, max x, max y), where they are known; shape (rows, 4).
    """
    if on_geopackage(connection):
        _insert(connection, table, columns, boxes)
    else:
        _copy(connection, table, columns)


def _insert(connection: Connection, table: Table, columns: Columns, boxes: Boxes | None) -> None:
    # Plain binds: the type of a geometry column would send each value through an SQL function.
    statement = insert(table).values({name: bindparam(name, type_=_plain(name, table)) for name in columns})
    driver_sql = str(statement.compile(dialect=connection.dialect))
    if "geometry" not in columns:
        connection.exec_driver_sql(driver_sql, list(zip(*columns.values(), strict=True)))
        geopackage.touch(connection, table.name, None)
        return
    bodies = columns["geometry"]
    if boxes is None:
        boxes = shapely.bounds(shapely.from_wkb(np.array(bodies, dtype=object)))
    blobs = columns | {"geometry": geopackage.encode(bodies, boxes, SRID)}
    with geopackage.indexing(connection, table.name, columns["row_id"], boxes):
        connection.exec_driver_sql(driver_sql, list(zip(*blobs.values(), strict=True)))
    geopackage.touch(connection, table.name, _extent(boxes))


def _plain(name: str, table: Table) -> Any:
    return LargeBinary() if name == "geometry" else table.c[name].type


def _extent(boxes: Boxes) -> list[float] | None:
    drawn = boxes[~np.isnan(boxes).any(axis=1)]
    return [*drawn[:, :2].min(axis=0).tolist(), *drawn[:, 2:].max(axis=0).tolist()] if len(drawn) else None


def _copy(connection: Connection, table: Table, columns: Columns) -> None:
    if "geometry" in columns:
        # PostGIS takes the plain WKB and the SRID of the column.
        columns = columns | {"geometry": [body and body.hex() for body in columns["geometry"]]}
    statement = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(table.name), columns=sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    driver = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[union-attr]
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row)
