"""Which revision of the tables a database holds, and how it is made or brought up to date."""

from __future__ import annotations

import geoalchemy2.alembic_helpers  # noqa: F401  tells alembic of the GeoPackage dialect
from alembic import command
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.registry import database_objects, geopackage, journal, layer_styles
from landwatch.registry.database import on_geopackage
from landwatch.registry.faults import place_of
from landwatch.registry.migrations import config, head, known_revisions
from landwatch.registry.tables import SRID, TABLES

__all__ = ["VERSION_TABLE", "check", "check_known", "has_journal", "head", "revisions", "upgrade"]

# A name of our own: a shared PostGIS database may have an `alembic_version` of another application.
VERSION_TABLE = "landwatch_schema"

# A register of one of these gets a journal whose first line takes in the rows that are there.
_WITHOUT_JOURNAL = ("0001", "0002")


def upgrade(connection: Connection) -> None:
    """Make the tables in an empty database, or bring those of an older landwatch up to date.

    Parameters
    ----------
    connection
        A connection inside a transaction that writes.

    Raises
    ------
    RegisterError
        If the database holds something else, or a register of a newer landwatch.
    """
    revision = _revision(connection)
    if revision == head():
        return
    if revision is None:
        _prepare(connection)
    else:
        _refuse_unknown(connection, revision)
    revisions_of = config()
    revisions_of.attributes["connection"] = connection
    command.upgrade(revisions_of, "head")
    if on_geopackage(connection):
        for table, title in TABLES.items():
            geopackage.register_table(connection, table, title)
        layer_styles.write(connection)
    if revision is not None:
        _refuse_otherwise_defined(connection)
    if revision in _WITHOUT_JOURNAL:
        journal.adopt(connection)


def check(connection: Connection) -> None:
    """Make sure that a database holds a register this landwatch can read and write.

    Parameters
    ----------
    connection
        A connection to the database.

    Raises
    ------
    RegisterError
        If it is no GeoPackage, no register, or one of another revision; says what to do.
    """
    found = check_known(connection)
    if found != head():
        raise RegisterError(
            _(
                "The register {place} was made by an older landwatch (schema {found}, this one has {head}). "
                "Bring it up to date by running landwatch db upgrade on it."
            ).format(place=place_of(connection.engine.url), found=found, head=head())
        )


def check_known(connection: Connection) -> str:
    """Make sure that a database holds a register that this landwatch can at least bring up to date.

    Parameters
    ----------
    connection
        A connection to the database.

    Returns
    -------
    str
        The revision of its tables.

    Raises
    ------
    RegisterError
        If it is no GeoPackage, no register, or one of a newer landwatch; says what to do.
    """
    revision = _revision(connection)
    if revision is not None:
        _refuse_unknown(connection, revision)
        return revision
    place = place_of(connection.engine.url)
    if on_geopackage(connection) and not geopackage.is_geopackage(connection):
        raise RegisterError(
            _(
                "{place} is not a GeoPackage. Name the register's own file, "
                "or make a new one with: landwatch init --database gpkg:///NAME.gpkg"
            ).format(place=place)
        )
    raise RegisterError(
        _(
            "{place} is not a landwatch register: it has no table {table}. "
            "Name the register, or make a new one with: landwatch init --database URL"
        ).format(place=place, table=VERSION_TABLE)
    )


def has_journal(connection: Connection) -> bool:
    """Whether the register is new enough to have a journal.

    Parameters
    ----------
    connection
        A connection to a register.

    Returns
    -------
    bool
        False for one made before there were journals, and not brought up to date since.
    """
    return _revision(connection) not in _WITHOUT_JOURNAL


def _refuse_otherwise_defined(connection: Connection) -> None:
    """What a computed column or a view shows must not be taken for what was recorded."""
    fault = next(database_objects.faults(connection), None)
    if fault is not None:
        raise RegisterError(
            _(
                "The register {place} cannot be brought up to date, and nothing was changed: {fault} "
                "Let who manages the database take that back, or restore a backup."
            ).format(place=place_of(connection.engine.url), fault=fault.sentence(_))
        )


def _prepare(connection: Connection) -> None:
    """Refuse a database with tables of somebody else; give an empty one what the first revision needs."""
    present = set(inspect(connection).get_table_names())
    taken = present if on_geopackage(connection) else present & TABLES.keys()
    if taken:
        layers = sorted(name for name in taken if not name.startswith(("gpkg_", "rtree_"))) or sorted(taken)
        raise RegisterError(
            _(
                "{place} holds other data already ({tables}); nothing was changed. "
                "Choose another file or an empty database for the register."
            ).format(place=place_of(connection.engine.url), tables=", ".join(layers[:5]))
        )
    if on_geopackage(connection):
        geopackage.make_base_tables(connection, SRID)
    else:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))


def revisions(connection: Connection) -> tuple[str, ...]:
    """The revisions that a database says it has; a register says one.

    Parameters
    ----------
    connection
        A connection to the database.
    """
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return tuple(context.get_current_heads())


def _revision(connection: Connection) -> str | None:
    found = revisions(connection)
    if len(found) > 1:
        raise RegisterError(
            _(
                "The register {place} says of itself that it has the schemas {found} at once: somebody wrote "
                "into its table {table}. Restore it from a backup."
            ).format(place=place_of(connection.engine.url), found=", ".join(found), table=VERSION_TABLE)
        )
    return found[0] if found else None


def _refuse_unknown(connection: Connection, revision: str) -> None:
    if revision not in known_revisions():
        raise RegisterError(
            _(
                "The register {place} was made by a newer landwatch (schema {found}, this one has {head}); "
                "nothing was changed. Install the newer landwatch to work with it."
            ).format(place=place_of(connection.engine.url), found=revision, head=head())
        )
