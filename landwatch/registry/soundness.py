"""Whether a register's database is as landwatch makes it, down to indexes, triggers and rows of the standard.

A GeoPackage is compared with a new one, made in memory by the same revisions; PostGIS with the tables as the
code names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from sqlalchemy import URL, Connection, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from landwatch.i18n import gettext as _
from landwatch.registry import database_objects, geopackage, layer_styles, schema
from landwatch.registry.database import connect, on_geopackage, writing
from landwatch.registry.tables import SRID, TABLES, metadata

__all__ = ["differences"]

_ROWS_AT_ONCE = 20_000
_COARSE = 1e-4  # degrees; a spatial index keeps a box in single precision, rounded outwards
_PLACES = ("clusters", "parcels")
_STANDARD_ROWS = {
    "gpkg_contents": text("SELECT table_name, data_type, srs_id FROM gpkg_contents"),
    "gpkg_geometry_columns": text("SELECT * FROM gpkg_geometry_columns"),
    "gpkg_extensions": text("SELECT * FROM gpkg_extensions"),
}
_SYSTEMS = text("SELECT srs_id, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys")
_MASTER = text("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
_INDEXES = text(
    """
    SELECT c.relname AS name, t.relname AS table_name, pg_get_indexdef(i.indexrelid) AS sql,
        i.indisvalid AS valid
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.oid IN (
        SELECT to_regclass(quote_ident(name)) FROM unnest(CAST(:names AS text[])) AS own (name))
        AND NOT i.indisprimary
    """
)


class _Item(NamedTuple):
    table: str
    sql: str


def differences(connection: Connection) -> Iterator[str]:
    """Name what in the database is not as landwatch makes it.

    Parameters
    ----------
    connection
        A connection to a register of this landwatch's schema.

    Yields
    ------
    str
        A sentence each; none if the database is sound.
    """
    yield from (fault.sentence(_) for fault in database_objects.faults(connection))
    yield from _versions(connection)
    if on_geopackage(connection):
        yield from _geopackage(connection)
    else:
        yield from _postgis(connection)


def _versions(connection: Connection) -> Iterator[str]:
    versions = schema.revisions(connection)
    if len(versions) != 1:
        yield _("The table {table} has {count} rows instead of one.").format(
            table=schema.VERSION_TABLE, count=len(versions)
        )


def _geopackage(connection: Connection) -> Iterator[str]:
    engine = connect(URL.create("gpkg", database=":memory:"))
    with writing(engine) as new:
        schema.upgrade(new)
        yield from _items(_master(connection), _master(new))
        yield from _standard_rows(connection, new)
    engine.dispose()
    if not geopackage.is_geopackage(connection):
        yield _("The file does not call itself a GeoPackage any more (its application id is another one).")
    for table in _PLACES:
        yield from _spatial_index(connection, table)


def _master(connection: Connection) -> dict[tuple[str, str], _Item]:
    return {
        (kind, name): _Item(table, " ".join(sql.replace('"', "").split()))
        for kind, name, table, sql in connection.execute(_MASTER)
    }


def _items(found: dict[tuple[str, str], _Item], own: dict[tuple[str, str], _Item]) -> Iterator[str]:
    """Compare all but what `definitions` speaks of and what is a user's own (styles, further layers)."""
    for (kind, name), item in own.items():
        there = found.get((kind, name))
        if item.table == layer_styles.TABLE or name.startswith("sqlite_"):
            continue
        if there is None:
            yield _missing(kind, name, item.table)
        elif there.sql != item.sql and name not in TABLES and kind != "trigger":
            yield _otherwise(kind, name, item.table, there.sql)
    for (kind, name), item in found.items():
        if kind == "index" and item.table in TABLES and (kind, name) not in own:
            yield _("The index {name} of the table {table} is not landwatch's.").format(
                name=name, table=item.table
            )


def _missing(kind: str, name: str, table: str) -> str:
    sentences = {
        "table": _("The table {name} is missing."),
        "index": _("The index {name} of the table {table} is missing."),
        "trigger": _("The trigger {name} of the table {table} is missing."),
    }
    return sentences[kind].format(name=name, table=table)


def _otherwise(kind: str, name: str, table: str, found: str) -> str:
    sentences = {
        "table": _("The table {name} is defined otherwise than landwatch defines it: {found}."),
        "index": _(
            "The index {name} of the table {table} is defined otherwise than landwatch defines it: {found}."
        ),
    }
    return sentences[kind].format(name=name, table=table, found=found)


def _standard_rows(connection: Connection, new: Connection) -> Iterator[str]:
    for table, statement in _STANDARD_ROWS.items():
        there = {tuple(row) for row in connection.execute(statement)}
        for row in new.execute(statement):
            if tuple(row) not in there and row[0] != layer_styles.TABLE:
                yield _("The table {table} lacks the row of {name} that landwatch wrote.").format(
                    table=table, name=row[0]
                )
    systems = {srs: (code, definition) for srs, code, definition in connection.execute(_SYSTEMS)}
    for srs, code, definition in new.execute(_SYSTEMS):
        yield from _system(srs, systems.get(srs), (code, definition))


def _system(srs: int, found: tuple[int, str] | None, own: tuple[int, str]) -> Iterator[str]:
    if found is None:
        yield _("The reference system {code} is missing.").format(code=srs)
    elif found != own and (found[0] != own[0] or not _same(found[1], own[1])):
        yield _("The reference system {code} is defined otherwise than it is: {found}.").format(
            code=srs, found=" ".join(found[1].split())
        )


def _same(one: str, other: str) -> bool:
    """Whether two texts define one system; each PROJ writes its own."""
    try:
        return bool(CRS.from_wkt(one).equals(CRS.from_wkt(other), ignore_axis_order=True))
    except CRSError:
        return False


def _spatial_index(connection: Connection, table: str) -> Iterator[str]:
    index = f"rtree_{table}_geometry"
    kinds = "SELECT sql FROM sqlite_master WHERE name = :index AND sql LIKE 'CREATE VIRTUAL TABLE%'"
    if connection.execute(text(kinds), {"index": index}).first() is None:
        return  # said already
    told = connection.execute(text("SELECT rtreecheck(:index)"), {"index": index}).scalar_one()
    if told != "ok":
        yield _("The spatial index of the table {table} is damaged: {reason}.").format(
            table=table, reason=" ".join(told.split())
        )
    astray = list(_astray(connection, table, index))
    if astray:
        yield _(
            "The spatial index of the table {table} does not say where {count} rows lie; "
            "row {row} is the first."
        ).format(table=table, count=len(astray), row=min(astray))


def _astray(connection: Connection, table: str, index: str) -> Iterator[int]:
    """The rows whose box in the index is missing, another one, or that of no row."""
    rows = connection.exec_driver_sql(
        f"SELECT row_id, geometry, minx, miny, maxx, maxy FROM {table} "  # noqa: S608
        f"LEFT JOIN {index} ON id = row_id"
    )
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        numbers, blobs, *box = zip(*some, strict=True)
        shapes = np.array([blob and geopackage.decode(blob) for blob in blobs], dtype=object)
        wanted = shapely.bounds(shapely.from_wkb(shapes, on_invalid="ignore"))
        found = np.array(box, dtype=float).T
        apart = ~np.isclose(wanted, found, rtol=0, atol=_COARSE, equal_nan=True).all(axis=1)
        yield from np.array(numbers)[apart].tolist()
    stray = f"SELECT id FROM {index} WHERE id NOT IN (SELECT row_id FROM {table})"  # noqa: S608
    yield from connection.exec_driver_sql(stray).scalars()


def _postgis(connection: Connection) -> Iterator[str]:
    names = list(metadata.tables)
    there = connection.execute(
        text(
            "SELECT name FROM unnest(CAST(:names AS text[])) AS own (name) "
            "WHERE to_regclass(name) IS NOT NULL"
        ),
        {"names": names},
    )
    for name in sorted(set(names) - set(there.scalars())):
        yield _missing("table", name, name)
    yield from _postgis_indexes(connection, names)
    found = connection.execute(
        text("SELECT auth_srid, srtext FROM spatial_ref_sys WHERE srid = :srid"), {"srid": SRID}
    ).first()
    yield from _system(SRID, found and (found[0], found[1]), (SRID, CRS.from_epsg(SRID).to_wkt("WKT1_GDAL")))


def _postgis_indexes(connection: Connection, names: list[str]) -> Iterator[str]:
    found = {row.name: row for row in connection.execute(_INDEXES, {"names": names})}
    own = dict(_own_indexes())
    for name, item in own.items():
        there: Any = found.get(name)
        if there is None:
            yield _missing("index", name, item.table)
        elif not there.valid or _index(there.sql) != item.sql:
            yield _otherwise("index", name, item.table, there.sql)
    for name, row in found.items():
        if name not in own:
            yield _("The index {name} of the table {table} is not landwatch's.").format(
                name=name, table=row.table_name
            )


def _own_indexes() -> Iterator[tuple[str, _Item]]:
    for table in metadata.sorted_tables:
        for index in table.indexes:
            sql = str(CreateIndex(index).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
            yield str(index.name), _Item(table.name, _index(sql))


def _index(sql: str) -> str:
    """The definition of an index without what says nothing: schema, default method, parentheses, quotes."""
    words = sql.replace('"', "").replace("(", " ").replace(")", " ").replace(" USING btree", "").split()
    place = words.index("ON") + 1
    words[place] = words[place].rpartition(".")[2]
    return " ".join(words)
