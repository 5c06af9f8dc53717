"""What in the definitions of a database could show, hide or change what the journal speaks of.

A hash speaks of what is in a row. A computed column, a trigger, a rule, a policy or a view says something
else without touching a row: that the tables are landwatch's own, and that nothing of others hangs on them, is
checked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Table, text
from sqlalchemy.dialects import postgresql

from landwatch.registry import verify_journal
from landwatch.registry.database import on_geopackage
from landwatch.registry.tables import metadata
from landwatch.registry.verifier import known
from landwatch.registry.verify_journal import Fault

__all__ = ["faults"]

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_KINDS = {
    "v": "a view",
    "m": "a materialised view",
    "f": "a foreign table",
    "p": "a partitioned table",
}
_TABLES = text(
    """
    SELECT c.relname, c.oid, c.relkind::text, c.relnamespace::regnamespace::text AS schema,
        c.relpersistence <> 'p' AS unlogged, c.relrowsecurity, c.relforcerowsecurity, c.relispartition
    FROM unnest(CAST(:names AS text[])) AS own (name)
        JOIN pg_class c ON c.oid = to_regclass(quote_ident(own.name))
    """
)
_COLUMNS = text(
    """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS kind, a.attnotnull,
        CASE WHEN a.attcollation <> t.typcollation THEN l.collname END AS collation,
        a.attgenerated::text, a.attidentity::text, pg_get_expr(d.adbin, d.adrelid) AS value
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = :oid AND a.attnum > 0 AND NOT a.attisdropped
    """
)
# Where a not-null constraint has an entry of its own, the column says it already.
_CONSTRAINTS = text(
    """
    SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = :oid AND contype NOT IN ('n', 't')
    """
)
_HANGING_ON = text(
    """
    SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = :oid AND NOT tgisinternal
    UNION ALL SELECT 'disabled trigger ' || tgname FROM pg_trigger
        WHERE tgrelid = :oid AND tgisinternal AND tgenabled <> 'O'
    UNION ALL SELECT 'rule ' || pg_get_ruledef(oid) FROM pg_rewrite
        WHERE ev_class = :oid AND rulename <> '_RETURN'
    UNION ALL SELECT 'policy ' || polname FROM pg_policy WHERE polrelid = :oid
    UNION ALL SELECT 'inherited by ' || inhrelid::regclass::text FROM pg_inherits WHERE inhparent = :oid
    UNION ALL SELECT 'inherits ' || inhparent::regclass::text FROM pg_inherits WHERE inhrelid = :oid
    """
)
_VIEWS = text(
    """
    SELECT DISTINCT v.oid::regclass::text FROM pg_depend d
        JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
        JOIN pg_class v ON v.oid = r.ev_class
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = :oid AND v.oid <> :oid
        AND v.relkind IN ('v', 'm')
    """
)
# An operator or a function whose types fit better than those of pg_catalog is taken before them.
_STANDING_IN = text(
    """
    WITH place AS (
        SELECT oid FROM pg_namespace
            WHERE nspname = ANY (current_schemas(false)) AND nspname <> 'pg_catalog'),
    member AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
    SELECT 'operator ' || oid::regoperator::text FROM pg_operator
        WHERE oprnamespace IN (SELECT oid FROM place)
        AND (CAST('pg_operator' AS regclass), oid) NOT IN (SELECT classid, objid FROM member)
    UNION ALL SELECT 'function ' || p.oid::regprocedure::text FROM pg_proc p
        WHERE pronamespace IN (SELECT oid FROM place)
        AND (CAST('pg_proc' AS regclass), p.oid) NOT IN (SELECT classid, objid FROM member)
        AND proname IN (
            SELECT proname FROM pg_proc o WHERE pronamespace = CAST('pg_catalog' AS regnamespace)
            OR (CAST('pg_proc' AS regclass), o.oid) IN (SELECT classid, objid FROM member))
    UNION ALL SELECT 'cast ' || castsource::regtype::text || ' to ' || casttarget::regtype::text FROM pg_cast
        WHERE oid >= 16384 AND (CAST('pg_cast' AS regclass), oid) NOT IN (SELECT classid, objid FROM member)
    """
)


def faults(connection: Connection) -> Iterator[Fault]:
    """Tell what could show, hide or change what the journal speaks of.

    Parameters
    ----------
    connection
        A connection to a register.

    Yields
    ------
    Fault
        Nothing, if the tables are those of landwatch and nothing of others hangs on them.
    """
    if on_geopackage(connection):
        driver: Any = connection.connection.driver_connection
        yield from verify_journal.definition_faults(driver, known())
        return
    own = {table.name: table for table in metadata.sorted_tables}
    found = connection.execute(_TABLES, {"names": list(own)}).all()
    yield from _search_path(connection, {row.schema for row in found})
    for row in found:
        yield from _table(connection, own[row.relname], row)


def _search_path(connection: Connection, schemas: set[str]) -> Iterator[Fault]:
    first = connection.execute(text("SELECT (current_schemas(true))[1]")).scalar_one()
    if first != "pg_catalog" and not first.startswith("pg_temp"):
        yield Fault("schema in front", {"schema": first})
    if len(schemas) > 1:
        yield Fault("several schemas", {"schemas": ", ".join(sorted(schemas))})
    for name in connection.execute(_STANDING_IN).scalars():
        yield Fault("foreign function", {"name": name})


def _table(connection: Connection, table: Table, row: Any) -> Iterator[Fault]:
    if row.relkind != "r":
        yield Fault("other kind", {"table": table.name, "found": _KINDS.get(row.relkind, row.relkind)})
        return
    here = {"oid": row.oid}
    columns = {_as_it_is(column) for column in connection.execute(_COLUMNS, here)}
    constraints = {_plain(rule, row.schema) for rule in connection.execute(_CONSTRAINTS, here).scalars()}
    found = columns | constraints | set(connection.execute(_HANGING_ON, here).scalars())
    flags = {
        "UNLOGGED": row.unlogged,
        "ROW LEVEL SECURITY": row.relrowsecurity or row.relforcerowsecurity,
        "PARTITION": row.relispartition,
    }
    found |= {flag for flag, is_set in flags.items() if is_set}
    own = _own_parts(table)
    yield from (Fault("part added", {"table": table.name, "part": part}) for part in sorted(found - own))
    yield from (Fault("part gone", {"table": table.name, "part": part}) for part in sorted(own - found))
    for view in connection.execute(_VIEWS, here).scalars():
        yield Fault("foreign view", {"name": view, "table": table.name})


def _as_it_is(column: Any) -> str:
    more = {
        "s": f"GENERATED ALWAYS AS ({column.value}) STORED",
        "v": f"GENERATED ALWAYS AS ({column.value}) VIRTUAL",
    }
    words = [column.attname, column.kind.lower()]
    words += [f'COLLATE "{column.collation}"'] if column.collation else []
    words += ["NOT NULL"] if column.attnotnull else []
    words += ["GENERATED AS IDENTITY"] if column.attidentity else []
    if column.value is not None:
        words.append(more.get(column.attgenerated) or f"DEFAULT {column.value}")
    return " ".join(words)


def _plain(rule: str, schema: str) -> str:
    return rule.replace(f"REFERENCES {schema}.", "REFERENCES ")


def _own_parts(table: Table) -> set[str]:
    (key,) = table.primary_key.columns
    parts = {_own(column) for column in table.columns} | {f"PRIMARY KEY ({key.name})"}
    for foreign in table.foreign_keys:
        target = foreign.column
        parts.add(f"FOREIGN KEY ({foreign.parent.name}) REFERENCES {target.table.name}({target.name})")
    return parts


def _own(column: Column[Any]) -> str:
    kind, _collate, collation = column.type.compile(_DIALECT).partition(" COLLATE ")
    words = [column.name, kind.lower(), *([f"COLLATE {collation}"] if collation else [])]
    return " ".join([*words, *([] if column.nullable else ["NOT NULL"])])
