"""The tables of incoming records: one file beside the register, whatever kind that is."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _

__all__ = ["VERSION", "blobs", "make_ready", "named", "records", "version_of"]

VERSION = 2
"""Of the tables."""

metadata = MetaData()

_version = Table("version", metadata, Column("number", Integer, nullable=False))

# `body` is the record in the form over which its hash is taken; empty once it stands in the register.
records = Table(
    "record",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("uuid", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("body", Text),
    Column("day", Text, nullable=False),
    Column("contract_no", Text),
    Column("parcel_no", Text),
    Column("received_at", Text, nullable=False),
    Column("phone_at", Text),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("visit", Text),
    Column("decided_by", Text),
    Column("decided_at", Text),
    Column("decision", Text),
    Column("decided_day", Text),
    Column("cleared_by", Text),
    Column("cleared_at", Text),
    Column("clearing", Text),
    Index("record_once", "uuid", "sha256", unique=True),
    Index("record_of_login", "login"),
)
named = Table(
    "named_blob",
    metadata,
    Column("record", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Index("named_blob_sha256", "sha256"),
)
# `item` is the name under which the register has the file, once its record stands there.
blobs = Table(
    "blob",
    metadata,
    Column("login", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("item", Text),
)


def version_of(connection: Connection) -> int:
    """Tell which version the tables have.

    Parameters
    ----------
    connection
        A connection to the file.

    Returns
    -------
    int
        0 if they are not there.

    Raises
    ------
    RegisterError
        If they are of a newer landwatch.
    """
    if not inspect(connection).has_table(_version.name):
        return 0
    found = int(connection.execute(select(_version.c.number)).scalar_one())
    if found > VERSION:
        raise RegisterError(
            _(
                "The incoming records in {place} were made by a newer landwatch (version {found}, this one "
                "has {ours}); nothing was changed. Install the newer landwatch to work with them."
            ).format(place=connection.engine.url.database, found=found, ours=VERSION)
        )
    return found


def make_ready(connection: Connection) -> None:
    """Make the tables, or bring older ones to this version.

    Parameters
    ----------
    connection
        A connection of the only writer.
    """
    found = version_of(connection)
    if not found:
        metadata.create_all(connection)
        connection.execute(insert(_version).values(number=VERSION))
    elif found < VERSION:
        # The files that the first version knew are photographs.
        connection.execute(text("ALTER TABLE named_blob ADD COLUMN kind TEXT NOT NULL DEFAULT 'photo'"))
        connection.execute(text("ALTER TABLE record ADD COLUMN cleared_by TEXT"))
        connection.execute(text("ALTER TABLE record ADD COLUMN cleared_at TEXT"))
        connection.execute(text("ALTER TABLE record ADD COLUMN clearing TEXT"))
        connection.execute(update(_version).values(number=VERSION))
