"""The tables of long jobs, beside the register: what is to be worked, who asked for it, and its files.

On a server they lie in a schema of their own; in a file of their own beside a GeoPackage they need none.
"""

from __future__ import annotations

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
)
from sqlalchemy.schema import CreateSchema

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.registry.database import on_geopackage
from landwatch.registry.faults import place_of

__all__ = ["SCHEMA", "files", "is_ready", "jobs", "make_ready", "work"]

SCHEMA = "landwatch_jobs"
"""The schema of these tables on a server."""

_VERSION = 1
metadata = MetaData(schema=SCHEMA)

_version = Table("version", metadata, Column("number", Integer, nullable=False))

# `question` is equal for all who ask the same; `holder` names the attempt that is at work, and its folder.
work = Table(
    "work",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("began_at", Text),
    Column("ended_at", Text),
    Column("expires_at", Text),
    Column("given_up_at", Text),
    Column("cancel_asked_at", Text),
    Column("attempts", Integer, nullable=False),
    Column("holder", Text),
    Column("held_until", Text),
    Column("doing", Text),
    Column("done", Integer),
    Column("total", Integer),
    Column("problem", Text),
    Index("work_state", "state"),
    Index("work_question", "question"),
)
jobs = Table(
    "job",
    metadata,
    Column("id", Text, primary_key=True),
    Column("work", Text, ForeignKey(f"{SCHEMA}.work.id"), nullable=False),
    Column("person", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("left_at", Text),
    Index("job_of_person", "person", "asked_at"),
    Index("job_of_work", "work"),
)
files = Table(
    "result_file",
    metadata,
    Column("work", Text, ForeignKey(f"{SCHEMA}.work.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
)


def is_ready(connection: Connection) -> bool:
    """Whether the tables are there.

    Parameters
    ----------
    connection
        A connection to them.

    Raises
    ------
    RegisterError
        If they are of a newer landwatch.
    """
    schema = None if on_geopackage(connection) else SCHEMA
    if not inspect(connection).has_table(_version.name, schema=schema):
        return False
    found = int(connection.execute(select(_version.c.number)).scalar_one())
    if found > _VERSION:
        raise RegisterError(
            _(
                "The jobs in {place} were made by a newer landwatch (version {found}, this one has {ours}); "
                "nothing was changed. Install the newer landwatch to work with them."
            ).format(place=place_of(connection.engine.url), found=found, ours=_VERSION)
        )
    return True


def make_ready(connection: Connection) -> None:
    """Make the tables where there are none.

    Parameters
    ----------
    connection
        A connection of the only writer.
    """
    if is_ready(connection):
        return
    if not on_geopackage(connection):
        connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    metadata.create_all(connection)
    connection.execute(insert(_version).values(number=_VERSION))
