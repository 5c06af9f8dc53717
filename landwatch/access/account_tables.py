"""The tables of people, beside the register: their columns, their version, and how they are made.

On a server they lie in a schema of their own; in a file of their own beside a GeoPackage they need none.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.schema import CreateSchema

from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.registry.database import on_geopackage
from landwatch.registry.faults import place_of

__all__ = [
    "SCHEMA",
    "answers",
    "attempts",
    "bring_up_to_date",
    "grants",
    "is_up_to_date",
    "noted",
    "old_passwords",
    "people",
    "sessions",
    "tokens",
]

SCHEMA = "landwatch_access"
"""The schema of these tables on a server."""

metadata = MetaData(schema=SCHEMA)


def _login() -> Column[str]:
    return Column("login", Text, ForeignKey(f"{SCHEMA}.person.login"), nullable=False)


_version = Table("version", metadata, Column("number", Integer, nullable=False))

people = Table(
    "person",
    metadata,
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("sees_all", Integer, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change_password", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("off_at", Text),
)
grants = Table(
    "cluster_grant",
    metadata,
    Column("login", Text, ForeignKey(f"{SCHEMA}.person.login"), primary_key=True),
    Column("cluster", Text, primary_key=True),
)
old_passwords = Table(
    "old_password",
    metadata,
    Column("number", Integer, primary_key=True),
    _login(),
    Column("password_hash", Text, nullable=False),
)
sessions = Table(
    "session",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    _login(),
    Column("began_at", Text, nullable=False),
    Column("used_at", Text, nullable=False),
)
tokens = Table(
    "token",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    _login(),
    Column("name", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Index("token_of_login", "login", "name", unique=True),
)
# No foreign key: logins that nobody has are tried, too.
attempts = Table(
    "attempt",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("attempt_at", "at"),
)
noted = Table(
    "noted",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
answers = Table(
    "answer",
    metadata,
    Column("login", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_sha256", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("status", Integer),
    Column("body", Text),
    Index("answer_asked_at", "asked_at"),
)

_UPGRADES: tuple[Callable[[Connection], None], ...] = ()
"""What brings tables of an older version to the next, version 1 first; only ever added to."""


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables where there are none, or bring those of an older landwatch up to date.

    Parameters
    ----------
    connection
        A connection of the only writer.

    Raises
    ------
    AccessError
        If they are of a newer landwatch; then nothing was changed.
    """
    found, ours = _found(connection), len(_UPGRADES) + 1
    if found is None:
        if not on_geopackage(connection):
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
        metadata.create_all(connection)
        connection.execute(insert(_version).values(number=ours))
        return
    if found > ours:
        raise AccessError(
            _(
                "The accounts in {place} were made by a newer landwatch (version {found}, this one has "
                "{ours}); nothing was changed. Install the newer landwatch to work with them."
            ).format(place=place_of(connection.engine.url), found=found, ours=ours)
        )
    for upgrade in _UPGRADES[found - 1 :]:
        upgrade(connection)
    connection.execute(update(_version).values(number=ours))


def is_up_to_date(connection: Connection) -> bool:
    """Whether nothing has to be made or brought up to date.

    Parameters
    ----------
    connection
        A connection that reads.
    """
    return _found(connection) == len(_UPGRADES) + 1


def _found(connection: Connection) -> int | None:
    schema = None if on_geopackage(connection) else SCHEMA
    if not inspect(connection).has_table(_version.name, schema=schema):
        return None
    return int(connection.execute(select(_version.c.number)).scalar_one())
