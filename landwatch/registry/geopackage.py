"""GeoPackage on the stock :mod:`sqlite3`: what GeoAlchemy2's ``gpkg://`` dialect would ask SpatiaLite for.

The dialect emits a handful of SQL functions; they are registered here and answered with shapely. The
rest is the standard itself: the base tables and the R*Tree index with its triggers, after OGC 12-128r19
(GeoPackage 1.4), clauses 1.1, 2.1 and annex F.3.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from string import Template
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from sqlalchemy import Connection, text

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _

__all__ = [
    "decode",
    "encode",
    "indexing",
    "is_geopackage",
    "make_base_tables",
    "register_functions",
    "register_table",
    "touch",
]

Boxes = NDArray[np.float64]

_MAGIC = b"GP"
_HEADER = struct.Struct("<2sBBi4d")
_ENVELOPE_XY = 0b00000010
_LITTLE_ENDIAN = 0b00000001
_EMPTY = 0b00010000
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}

_APPLICATION_ID = int.from_bytes(b"GPKG", "big")
_VERSION = 10400

_BASE_TABLES = (
    """CREATE TABLE gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT)""",
    """CREATE TABLE gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
        description TEXT DEFAULT '',
        last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
        srs_id INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
        table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents (table_name), column_name TEXT NOT NULL,
        geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys (srs_id),
        z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name))""",
    """CREATE TABLE gpkg_extensions (
        table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
        scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name))""",
)

# The standard asks for the seven triggers by these names and conditions.
_RTREE = tuple(
    map(
        Template,
        (
            'CREATE VIRTUAL TABLE "$index" USING rtree(id, minx, maxx, miny, maxy)',
            """CREATE TRIGGER "${index}_insert" AFTER INSERT ON "$table"
               WHEN (NEW."$column" NOTNULL AND NOT ST_IsEmpty(NEW."$column"))
               BEGIN INSERT OR REPLACE INTO "$index" VALUES ($new); END""",
            """CREATE TRIGGER "${index}_update6" AFTER UPDATE OF "$column" ON "$table"
               WHEN OLD."$key" = NEW."$key" AND (NEW."$column" NOTNULL AND NOT ST_IsEmpty(NEW."$column"))
               AND (OLD."$column" NOTNULL AND NOT ST_IsEmpty(OLD."$column"))
               BEGIN UPDATE "$index" SET minx = ST_MinX(NEW."$column"), maxx = ST_MaxX(NEW."$column"),
               miny = ST_MinY(NEW."$column"), maxy = ST_MaxY(NEW."$column") WHERE id = NEW."$key"; END""",
            """CREATE TRIGGER "${index}_update7" AFTER UPDATE OF "$column" ON "$table"
               WHEN OLD."$key" = NEW."$key" AND (NEW."$column" NOTNULL AND NOT ST_IsEmpty(NEW."$column"))
               AND (OLD."$column" ISNULL OR ST_IsEmpty(OLD."$column"))
               BEGIN INSERT INTO "$index" VALUES ($new); END""",
            """CREATE TRIGGER "${index}_update2" AFTER UPDATE OF "$column" ON "$table"
               WHEN OLD."$key" = NEW."$key" AND (NEW."$column" ISNULL OR ST_IsEmpty(NEW."$column"))
               BEGIN DELETE FROM "$index" WHERE id = OLD."$key"; END""",
            """CREATE TRIGGER "${index}_update5" AFTER UPDATE ON "$table"
               WHEN OLD."$key" != NEW."$key" AND (NEW."$column" NOTNULL AND NOT ST_IsEmpty(NEW."$column"))
               BEGIN DELETE FROM "$index" WHERE id = OLD."$key";
               INSERT OR REPLACE INTO "$index" VALUES ($new); END""",
            """CREATE TRIGGER "${index}_update4" AFTER UPDATE ON "$table"
               WHEN OLD."$key" != NEW."$key" AND (NEW."$column" ISNULL OR ST_IsEmpty(NEW."$column"))
               BEGIN DELETE FROM "$index" WHERE id IN (OLD."$key", NEW."$key"); END""",
            """CREATE TRIGGER "${index}_delete" AFTER DELETE ON "$table" WHEN OLD."$column" NOTNULL
               BEGIN DELETE FROM "$index" WHERE id = OLD."$key"; END""",
        ),
    )
)
_BOX_OF_NEW_ROW = Template(
    'NEW."$key", ST_MinX(NEW."$column"), ST_MaxX(NEW."$column"), '
    'ST_MinY(NEW."$column"), ST_MaxY(NEW."$column")'
)
_RTREE_DEFINITION = "http://www.geopackage.org/spec140/#extension_rtree"


def encode(bodies: Sequence[bytes | None], boxes: Boxes, srid: int) -> list[bytes | None]:
    """Write geometries as GeoPackage blobs, each with its envelope.

    Parameters
    ----------
    bodies
        ISO WKB, little-endian, without Z and M, not empty; ``None`` stays ``None``.
    boxes
        Their boxes (min x, min y, max x, max y); shape (geometries, 4).
    srid
        EPSG code of their coordinates.

    Returns
    -------
    list of bytes
        One blob a geometry (clause 2.1.3).
    """
    flags = _ENVELOPE_XY | _LITTLE_ENDIAN
    envelopes = boxes[:, [0, 2, 1, 3]].tolist()
    return [
        None if body is None else _HEADER.pack(_MAGIC, 0, flags, srid, *envelope) + body
        for body, envelope in zip(bodies, envelopes, strict=True)
    ]


def decode(blob: bytes) -> bytes:
    """Take the WKB out of a GeoPackage blob, whoever wrote it.

    Parameters
    ----------
    blob
        Standard GeoPackage geometry (clause 2.1.3).

    Returns
    -------
    bytes
        ISO WKB.

    Raises
    ------
    ValueError
        If the blob is no GeoPackage geometry.
    """
    envelope = _ENVELOPE_BYTES.get(blob[3] >> 1 & 0b111)
    if blob[:2] != _MAGIC or envelope is None:
        raise ValueError("not a GeoPackage geometry")
    return blob[8 + envelope :]


def register_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the SQL functions that the dialect and the index triggers call.

    Parameters
    ----------
    connection
        A connection of the stock module.
    """

    def _define(name: str, arity: int, function: Any) -> None:
        connection.create_function(name, arity, function, deterministic=True)

    _define("AsBinary", 1, lambda blob: None if blob is None else decode(blob))
    _define("ST_IsEmpty", 1, lambda blob: None if blob is None else bool(blob[3] & _EMPTY))
    for position, name in enumerate(("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")):
        _define(name, 1, lambda blob, at=position: None if blob is None else _bound(blob, at))
    # Geometry is checked before it is written; the standard asks for no triggers on that.
    connection.create_function("gpkgAddGeometryTriggers", 2, lambda table, column: 1)
    connection.create_function(
        "gpkgAddSpatialIndex", 2, lambda table, column: _add_spatial_index(connection, table, column)
    )


def _bound(blob: bytes, position: int) -> float:
    if blob[3] >> 1 & 0b111:
        order = "<" if blob[3] & _LITTLE_ENDIAN else ">"
        minx, maxx, miny, maxy = struct.unpack_from(f"{order}4d", blob, 8)
        return float((minx, miny, maxx, maxy)[position])
    return float(shapely.bounds(shapely.from_wkb(decode(blob)))[position])


def _add_spatial_index(connection: sqlite3.Connection, table: str, column: str) -> int:
    key = next(
        name for _, name, _, _, _, is_key in connection.execute(f'PRAGMA table_info("{table}")') if is_key
    )
    names = {"index": f"rtree_{table}_{column}", "table": table, "column": column, "key": key}
    box = _BOX_OF_NEW_ROW.substitute(names)
    for statement in _RTREE:
        connection.execute(statement.substitute(names, new=box))
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', ?, 'write-only')",
        (table, column, _RTREE_DEFINITION),
    )
    return 1


def is_geopackage(connection: Connection) -> bool:
    """Whether the file behind a connection calls itself a GeoPackage.

    Parameters
    ----------
    connection
        A connection to a SQLite file.

    Returns
    -------
    bool
        True for application id ``GPKG``.
    """
    return bool(connection.execute(text("PRAGMA application_id")).scalar_one() == _APPLICATION_ID)


def make_base_tables(connection: Connection, srid: int) -> None:
    """Make an empty SQLite file a GeoPackage.

    Parameters
    ----------
    connection
        A connection inside a transaction.
    srid
        EPSG code that the layers will use, next to the three systems the standard asks for.
    """
    connection.execute(text(f"PRAGMA application_id = {_APPLICATION_ID}"))
    connection.execute(text(f"PRAGMA user_version = {_VERSION}"))
    for statement in _BASE_TABLES:
        connection.execute(text(statement))
    systems = [
        {"name": "Undefined Cartesian", "id": -1, "by": "NONE", "definition": "undefined"},
        {"name": "Undefined geographic", "id": 0, "by": "NONE", "definition": "undefined"},
    ]
    for code in (4326, srid):
        crs = CRS.from_epsg(code)
        systems.append({"name": crs.name, "id": code, "by": "EPSG", "definition": crs.to_wkt("WKT1_GDAL")})
    connection.execute(
        text("INSERT INTO gpkg_spatial_ref_sys VALUES (:name, :id, :by, :id, :definition, NULL)"), systems
    )


def register_table(connection: Connection, table: str, title: str) -> None:
    """List a table in the contents of the GeoPackage, so that GDAL and QGIS show it.

    Parameters
    ----------
    connection
        A connection inside a transaction.
    table
        Name of the table; one with a geometry column is listed by the dialect and only gets its title.
    title
        What a GIS shows for it.
    """
    connection.execute(
        text(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES (:table, 'attributes', :title) ON CONFLICT (table_name) DO UPDATE SET identifier = :title"
        ),
        {"table": table, "title": title},
    )


@contextmanager
def indexing(connection: Connection, table: str, rows: Sequence[int], boxes: Boxes) -> Iterator[None]:
    """Fill the spatial index of a table at once for the rows that the block inserts.

    The trigger would ask Python five times a row.

    Parameters
    ----------
    connection
        A connection inside a transaction that writes.
    table
        Name of the table.
    rows
        Numbers of the rows.
    boxes
        Their boxes (min x, min y, max x, max y), NaN where there is no geometry; shape (rows, 4).

    Yields
    ------
    None
        Nothing.

    Raises
    ------
    RegisterError
        If the trigger is missing.
    """
    index = f"rtree_{table}_geometry"
    found = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    trigger = connection.execute(found, {"name": f"{index}_insert"}).scalar()
    if trigger is None:
        raise RegisterError(
            _(
                "The register lacks the trigger {name}, without which its spatial index does not grow; "
                "nothing was changed. landwatch db check says what else is missing, and the way out."
            ).format(name=f"{index}_insert")
        )
    connection.exec_driver_sql(f'DROP TRIGGER "{index}_insert"')
    yield
    filled = [
        (row, west, east, south, north)
        for row, (west, south, east, north) in zip(rows, boxes.tolist(), strict=True)
        if west == west
    ]
    if filled:
        connection.exec_driver_sql(f'INSERT INTO "{index}" VALUES (?, ?, ?, ?, ?)', filled)  # noqa: S608
    connection.exec_driver_sql(trigger)


def touch(connection: Connection, table: str, bounds: Sequence[float] | None) -> None:
    """Bring the entry of a table in the contents up to date after rows were written.

    Parameters
    ----------
    connection
        A connection inside a transaction.
    table
        Name of the table.
    bounds
        Box (min x, min y, max x, max y) of the rows written; the extent grows by it.
    """
    connection.execute(
        text(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), "
            "min_x = coalesce(min(min_x, :min_x), min_x, :min_x), "
            "min_y = coalesce(min(min_y, :min_y), min_y, :min_y), "
            "max_x = coalesce(max(max_x, :max_x), max_x, :max_x), "
            "max_y = coalesce(max(max_y, :max_y), max_y, :max_y) "
            "WHERE table_name = :table"
        ),
        dict(zip(("min_x", "min_y", "max_x", "max_y"), bounds or (None,) * 4, strict=True))
        | {"table": table},
    )
