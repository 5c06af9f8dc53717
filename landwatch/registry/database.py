"""From a URL to a database that can be read and written, one transaction a piece of work.

Two kinds of URL: ``gpkg:///landwatch.gpkg`` (a GeoPackage; three slashes and a relative path, four and an
absolute one) and ``postgresql+psycopg://user:password@host:port/name`` (PostGIS); see
:mod:`landwatch.registry.addresses`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple

from geoalchemy2.admin.dialects import geopackage as _gpkg_dialect  # noqa: F401  registers gpkg://
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, func, select
from sqlalchemy.exc import ArgumentError

from landwatch.errors import RegisterUnavailable
from landwatch.i18n import gettext as _
from landwatch.registry import geopackage
from landwatch.registry.addresses import read_address, unreadable
from landwatch.registry.faults import busy, file_of, translated
from landwatch.registry.new_files import holds_something

__all__ = [
    "BUSY_SECONDS",
    "allow_reading_while_writing",
    "connect",
    "on_geopackage",
    "reading",
    "trying",
    "writing",
]

BUSY_SECONDS = 10
"""How long a writer waits for another one to finish."""

# On PostgreSQL the writers of one database queue up at this lock, as SQLite makes them.
_WRITERS = int.from_bytes(b"landwatc", "big")


def connect(url: str | URL) -> Engine:
    """Make the engine for a URL; nothing is opened yet.

    Parameters
    ----------
    url
        ``gpkg:///FILE`` or ``postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME``; one that is no text was
        made by :mod:`landwatch.registry.addresses`.

    Returns
    -------
    Engine
        An engine whose connections keep foreign keys and wait for other writers.

    Raises
    ------
    RegisterError
        If the URL is of another kind or names no file.
    """
    parsed = read_address(url) if isinstance(url, str) else url
    if parsed.drivername == "gpkg":
        # Without a pool the last connection closes with the work, and SQLite folds the -wal file back in.
        engine = create_engine(parsed, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "do_connect", _open_sqlite)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
    except ArgumentError:
        raise unreadable() from None


def _open_sqlite(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
    """Open a file that we may only read without the files that SQLite wants to lay beside it."""
    path = Path(arguments[0])
    state = _sealed_state(path)
    if state is not None and not state.is_being_written:
        arguments[0] = f"{path.absolute().as_uri()}?immutable=1"
        options["uri"] = True


class _SealedState(NamedTuple):
    """What changes when somebody else writes to a file that we may only read."""

    changed_at: int
    size: int
    is_being_written: bool


def _sealed_state(path: Path | None) -> _SealedState | None:
    if path is None or not path.is_file():
        return None
    if all(os.access(place, os.W_OK, effective_ids=True) for place in (path, path.absolute().parent)):
        return None
    ahead = path.with_name(f"{path.name}-wal")
    found = path.stat()
    return _SealedState(found.st_mtime_ns, found.st_size, ahead.exists() and ahead.stat().st_size > 0)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The module's own transactions would end at the first DDL statement; `_begin_sqlite` begins them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # The default of 2 MB is too small for the indexes of one import: their pages would be written many times.
    connection.execute("PRAGMA cache_size = -65536")
    # What is deleted or moved is overwritten: the content of a personal item shall leave the file.
    connection.execute("PRAGMA secure_delete = ON")
    geopackage.register_functions(connection)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # IMMEDIATE takes the write lock at once: to take it later can fail without waiting.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def on_geopackage(connection: Connection) -> bool:
    """Whether a connection goes to a GeoPackage rather than to PostGIS.

    Parameters
    ----------
    connection
        A connection of an engine made by :func:`connect`.

    Returns
    -------
    bool
        True for a GeoPackage.
    """
    return connection.dialect.name == "geopackage"


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read several tables as they stand at one instant.

    Parameters
    ----------
    engine
        The database.

    Yields
    ------
    Connection
        A connection inside a transaction that sees no later write.

    Raises
    ------
    RegisterError
        If the database is not there, or cannot be reached or read.
    """
    path = file_of(engine.url)
    # SQLite would make an empty file of one that is not there.
    if path is not None and not holds_something(path):
        raise RegisterUnavailable(
            _("There is no register at {path}. Make one with: landwatch init --database {url}").format(
                path=path, url=quote(f"gpkg:///{path}")
            )
        )
    before = _sealed_state(path)
    with translated(engine.url), engine.connect() as connection:
        if not on_geopackage(connection):
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection
    if _sealed_state(path) != before:
        # A sealed file is read without locks: what was read may be half old, half new.
        raise busy(engine.url)


@contextmanager
def writing(engine: Engine, queue: int = _WRITERS) -> Iterator[Connection]:
    """Write as the only writer, all or nothing.

    Parameters
    ----------
    engine
        The database.
    queue
        The number of the lock at which writers wait for each other on a server; others than those of the
        register have another one.

    Yields
    ------
    Connection
        A connection inside a transaction; it is taken back if the block raises.

    Raises
    ------
    RegisterError
        If the database cannot be reached or written, or another writer does not finish in time.
    """
    with translated(engine.url), engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            if not on_geopackage(connection):
                connection.execute(select(func.set_config("lock_timeout", f"{BUSY_SECONDS}s", True)))
                connection.execute(select(func.pg_advisory_xact_lock(queue)))
            yield connection


class _TakenBack(Exception):
    """Ends a trial."""


@contextmanager
def trying(engine: Engine) -> Iterator[Connection]:
    """Write as the only writer, and take everything back.

    Parameters
    ----------
    engine
        The database.

    Yields
    ------
    Connection
        A connection inside a transaction that sees what it wrote.

    Raises
    ------
    RegisterError
        As for :func:`writing`.
    """
    with suppress(_TakenBack), writing(engine) as connection:
        yield connection
        raise _TakenBack


def allow_reading_while_writing(engine: Engine) -> None:
    """Let the writer of a GeoPackage write ahead (WAL), so that readers need not wait for it.

    Parameters
    ----------
    engine
        A GeoPackage. A file system that cannot share memory (some network drives) keeps its journal mode,
        which is fine.

    Raises
    ------
    RegisterError
        If the file cannot be written.
    """
    with translated(engine.url), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
