"""What names a register: a file behind ``gpkg:///``, or a database on a server.

Whatever follows ``gpkg:///`` is the name of a file as the file system has it; nothing in it is escaped or cut
off. In the URL of a server a sign that parts it (``@ : / ? %``) is written with ``%`` and two digits where it
belongs to a user, a password or a name. A URL that leaves it open where its password ends is refused, and no
refusal repeats the URL.
"""

from __future__ import annotations

import re
from pathlib import Path

from psycopg import pq
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _

__all__ = ["file_address", "read_address", "unreadable"]

_FILE = "gpkg:///"
_SCHEMES = ("postgresql", "postgresql+psycopg")
_FORMS = "gpkg:///FILE.gpkg, postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME"
_SCHEME = re.compile(r"([a-z][a-z0-9+]{0,30}):/")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def read_address(given: str) -> URL:
    """Read what names a register.

    Parameters
    ----------
    given
        ``gpkg:///FILE`` or ``postgresql+psycopg://USER:PASSWORD@HOST:PORT/NAME``.

    Returns
    -------
    URL
        A file or a database on a server.

    Raises
    ------
    RegisterError
        If it is neither; it is not repeated, for a password may stand anywhere in it.
    """
    found = _SCHEME.match(given)
    if found is None:
        raise unreadable()
    if found[1] == "gpkg":
        return _file(given)
    if found[1] not in _SCHEMES:
        raise RegisterError(
            _(
                "The database URL begins with {scheme}://, which landwatch does not know. Use one of: {forms}"
            ).format(scheme=found[1], forms=_FORMS)
        )
    return _server(given)


def file_address(path: Path) -> URL:
    """The URL of a register in a file.

    Parameters
    ----------
    path
        The file.
    """
    return URL.create("gpkg", database=str(path.absolute()))


def unreadable() -> RegisterError:
    """The error for what is no URL of a register."""
    # The text is not repeated: it may hold a password.
    return RegisterError(
        _("The database URL cannot be read. Write it as one of: {forms}").format(forms=_FORMS)
    )


def _file(given: str) -> URL:
    path = given.removeprefix(_FILE)
    if not given.startswith(_FILE) or not path:
        raise RegisterError(_("The database URL names no file. Write gpkg:///FILE.gpkg (three slashes)."))
    # Two names mean something else to SQLite than a file.
    is_special = path == ":memory:" or path.startswith("file:")
    return URL.create("gpkg", database=f"./{path}" if is_special else path)


def _server(given: str) -> URL:
    rest = given.partition("://")[2]
    authority = re.split(r"[/?]", rest, maxsplit=1)[0]
    if authority.count("@") != rest.count("@") or rest.count("@") > 1:
        raise RegisterError(
            _(
                "The database URL has more than one @, or one behind a / or ?, so that it is not clear where "
                "its password ends. In user, password and names write %40 for @, %3A for :, %2F for /, "
                "%3F for ? and %25 for %."
            )
        )
    try:
        url = make_url(given).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise unreadable() from None
    if url.port is not None and not 0 < url.port < 65536:
        raise RegisterError(_("The port in the database URL is no number from 1 to 65535."))
    _check(url)
    return url


def _check(url: URL) -> None:
    """Refuse what the driver would answer with its own words, or with a guess."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()} | {"hostaddr"}
    values = [value for key in url.query for value in url.normalized_query[key]]
    if any(_CONTROL.search(part) for part in (url.username, url.password, url.database, *values) if part):
        raise unreadable()
    single = all(isinstance(value, str) or key in ("host", "port") for key, value in url.query.items())
    if not (url.query.keys() <= known and single):
        raise RegisterError(
            _(
                "The database URL has a parameter behind ? that PostgreSQL does not know, or one twice. "
                "Parameters are those of its connection strings, such as sslmode, service or passfile."
            )
        )
    if not (url.database or {"dbname", "service"} & url.query.keys()):
        raise RegisterError(
            _("The database URL names no database. Write one of: {forms}").format(forms=_FORMS)
        )
