"""From a driver's error to one sentence that says what is wrong and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from landwatch.errors import RegisterUnavailable
from landwatch.i18n import gettext as _
from landwatch.registry.new_files import DRAFT

__all__ = ["busy", "damaged", "file_of", "place_of", "translated"]

_SQLITE = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_NOTADB: "not a geopackage",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_CANTOPEN: "closed",
}
# SQLSTATE; of two letters: every state of the class.
_POSTGRESQL = {
    "55P03": "busy",
    "40": "busy",
    "25006": "read-only",
    "42501": "no right",
    "53100": "full",
    "28": "password",
    "08": "unreachable",
    "57P": "unreachable",
}


# Parameters of a URL that are no secret; the value of any other may be one.
_OPEN = {"host", "hostaddr", "port", "dbname", "user", "service", "sslmode", "application_name"}


def file_of(url: URL) -> Path | None:
    """The file of a GeoPackage; ``None`` for PostGIS.

    Parameters
    ----------
    url
        The URL of an engine.

    Returns
    -------
    Path or None
        The path as the URL has it.
    """
    return Path(url.database or "") if url.drivername == "gpkg" else None


def place_of(url: URL) -> str:
    """Name a database for a message, without its password.

    Parameters
    ----------
    url
        The URL of an engine.

    Returns
    -------
    str
        The path of a GeoPackage, or the URL of a server.
    """
    file = file_of(url)
    if file is not None:
        # What is being made is called by the name that it will have.
        return str(file.parent.parent / file.name if file.parent.name.startswith(DRAFT) else file)
    # A password may stand in the query, too.
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn what a driver raises in the block into one sentence.

    Parameters
    ----------
    url
        The URL of the engine, for the message.

    Yields
    ------
    None
        Nothing.

    Raises
    ------
    RegisterUnavailable
        In place of the driver's error.
    """
    try:
        yield
    except (DBAPIError, psycopg.Error, sqlite3.Error) as error:
        # COPY and the journal mode go to the driver itself.
        raise _told(url, error) from _shown(url, error)


def busy(url: URL) -> RegisterUnavailable:
    """The error for a register that somebody else is writing to.

    Parameters
    ----------
    url
        The URL of the engine, for the message.

    Returns
    -------
    RegisterUnavailable
        To be raised.
    """
    return RegisterUnavailable(_message("busy").format(place=place_of(url)))


def damaged(url: URL, reason: str) -> RegisterUnavailable:
    """The error for a file that is damaged.

    Parameters
    ----------
    url
        The URL of the engine, for the message.
    reason
        What SQLite says.

    Returns
    -------
    RegisterUnavailable
        To be raised.
    """
    return RegisterUnavailable(_message("damaged").format(place=place_of(url), reason=reason))


def _told(url: URL, error: Exception) -> RegisterUnavailable:
    cause = error.orig if isinstance(error, DBAPIError) else error
    reason = " ".join(str(cause).split())
    if _repeats_a_secret(url, reason):
        reason = _("what the server says is left out, for it repeats a part of the URL")
    return RegisterUnavailable(_message(_kind(cause)).format(place=place_of(url), reason=reason))


def _shown(url: URL, error: Exception) -> Exception | None:
    """What a traceback may show as the cause."""
    return None if _repeats_a_secret(url, str(error)) else error


def _repeats_a_secret(url: URL, text: str) -> bool:
    asides = [value for key in url.query.keys() - _OPEN for value in url.normalized_query[key]]
    secrets = [secret for secret in (url.password, *asides) if secret]
    return any(secret in text or quote(secret, safe="") in text for secret in map(str, secrets))


def _kind(error: BaseException | None) -> str:
    if isinstance(error, sqlite3.Error):
        # The low byte is the primary code, the rest only says more about it.
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "other")
    if not isinstance(error, psycopg.Error):
        return "other"
    if error.sqlstate is None and isinstance(error, psycopg.OperationalError):
        # A refused login carries no SQLSTATE, and its words are in the language of the server.
        asked = error.pgconn is not None and (error.pgconn.used_password or error.pgconn.needs_password)
        return "password" if asked else "unreachable"
    state = error.sqlstate or ""
    return next((_POSTGRESQL[state[:n]] for n in (5, 3, 2) if state[:n] in _POSTGRESQL), "other")


def _message(kind: str) -> str:
    messages = {
        "busy": _(
            "Somebody else is writing to the register {place}; nothing was changed. "
            "Run the same command again in a moment."
        ),
        "read-only": _(
            "The register {place} is read-only; nothing was changed. "
            "Get the right to write to the file and its folder, or work on a copy."
        ),
        "no right": _(
            "The database user may not do this in {place}; nothing was changed. "
            "Ask the administrator for the right: {reason}"
        ),
        "full": _(
            "The disk that holds the register {place} is full; nothing was changed. "
            "Make room and run the same command again."
        ),
        "not a geopackage": _(
            "{place} is not a GeoPackage. Name the register's own file, "
            "or make a new one with: landwatch init --database gpkg:///NAME.gpkg"
        ),
        "damaged": _("The register {place} is damaged ({reason}). Restore it from a backup."),
        "closed": _(
            "The file {place} cannot be opened. See that its folder is there and that you may read "
            "and write in it."
        ),
        "password": _(
            "The database server refused the user or the password of {place}. "
            "Correct them in the database URL (LANDWATCH_DATABASE or --database)."
        ),
        "unreachable": _(
            "The database {place} cannot be reached; nothing was changed. See that the server runs and that "
            "host, port, database and user in the URL are right: {reason}"
        ),
    }
    return messages.get(kind) or _("The register {place} cannot be used; nothing was changed: {reason}")
