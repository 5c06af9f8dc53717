"""Where accounts lie: in a file of their own beside a GeoPackage, or in a schema of their own on a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from landwatch.access.account_tables import SCHEMA
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.registry.addresses import file_address
from landwatch.registry.database import connect, writing
from landwatch.registry.paths import embedded_file

__all__ = ["accounts_file", "alone", "engine_for"]

_SQLITE = b"SQLite format 3\0"
# A lock of their own: whoever signs in does not wait for an import.
_WRITERS = int.from_bytes(b"lwaccess", "big")


def accounts_file(database: str) -> Path | None:
    """Name the file that holds the accounts of a register.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path or None
        ``zone.access.db`` beside ``zone.gpkg``; ``None`` for a server, which has them in a schema.

    Raises
    ------
    RegisterError
        If the URL is of no known kind.
    """
    file = embedded_file(database)
    return file and file.with_name(f"{file.name.removesuffix('.gpkg')}.access.db")


def engine_for(database: str) -> Engine:
    """Make the engine for the accounts of a register; their file is made if it is not there.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Engine
        An engine for :func:`landwatch.registry.database.reading` and :func:`alone`.

    Raises
    ------
    AccessError
        If the file cannot be made.
    RegisterError
        If the URL is of no known kind.
    """
    file = accounts_file(database)
    if file is None:
        return connect(database)
    try:
        # Nobody else may read it; SQLite gives the files it lays beside it the same mode.
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        with file.open("rb") as content:
            begins = content.read(len(_SQLITE))
    except OSError as error:
        raise AccessError(
            _(
                "The accounts of the register cannot be kept in {file} ({reason}). See that its folder is "
                "there and that you may read and write in it."
            ).format(file=file, reason=error.strerror)
        ) from error
    if begins not in (b"", _SQLITE):
        raise AccessError(
            _("{file} holds no accounts: something else has that name. Put it elsewhere.").format(file=file)
        )
    return connect(file_address(file)).execution_options(schema_translate_map={SCHEMA: None})


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Write as the only writer of accounts, all or nothing.

    Parameters
    ----------
    engine
        From :func:`engine_for`.

    Yields
    ------
    Connection
        A connection inside a transaction; it is taken back if the block raises.
    """
    with writing(engine, _WRITERS) as connection:
        yield connection
