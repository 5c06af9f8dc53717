"""Who sends a request: by the cookie of a session, by a token, or by login and token."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime

from starlette.requests import Request

from landwatch.access import Viewer
from landwatch.web.faults import Refused
from landwatch.web.office import Office

__all__ = ["RECORDED_COOKIE", "cookie_name", "is_reader", "now", "session_of", "viewer_of"]

RECORDED_COOKIE = "landwatch-recorded"
"""For some seconds after a person recorded something."""
_OF_PROGRAMS = ("/api/", "/field/")


def now() -> datetime:
    """Ask the clock for the instant, in UTC."""
    return datetime.now(UTC)


def cookie_name(*, is_secure: bool) -> str:
    """Name the cookie of a session.

    Parameters
    ----------
    is_secure
        Whether browsers reach the server over TLS: only then do they take a ``__Host-`` cookie, which no
        other host can set.
    """
    return "__Host-landwatch" if is_secure else "landwatch-session"


def session_of(request: Request, office: Office) -> str | None:
    """Read the cookie of the session.

    Parameters
    ----------
    request, office
        The request, and what the server holds.
    """
    return request.cookies.get(cookie_name(is_secure=office.is_secure))


def is_reader(request: Request) -> bool:
    """Tell whether the page of a moment ago will do: for a person who only reads.

    Parameters
    ----------
    request
        The request.
    """
    is_program = "authorization" in request.headers or request.url.path.startswith(_OF_PROGRAMS)
    reads = request.method in ("GET", "HEAD") and RECORDED_COOKIE not in request.cookies
    return reads and not is_program


def viewer_of(request: Request, office: Office) -> Viewer | None:
    """Find out who sends a request: by session, by token, or for reading by login and token.

    Parameters
    ----------
    request, office
        The request, and what the server holds.

    Returns
    -------
    Viewer or None
        ``None`` where nobody is signed in.

    Raises
    ------
    Refused
        If Basic credentials come with a request that changes something.
    """
    scheme, _space, credentials = request.headers.get("authorization", "").partition(" ")
    ways: dict[str, Callable[[str], Viewer | None]] = {
        "bearer": lambda token: office.access.viewer_of_token(token, now()),
        "basic": lambda pair: _viewer_of_basic(request, office, pair),
    }
    if scheme.lower() in ways:
        return ways[scheme.lower()](credentials.strip())
    token = session_of(request, office)
    return office.access.viewer_of_session(token, now()) if token else None


def _viewer_of_basic(request: Request, office: Office, pair: str) -> Viewer | None:
    if request.method not in ("GET", "HEAD"):
        # Browsers send Basic again by themselves, for a page of another site too.
        raise Refused(403, "reading alone")
    try:
        login, colon, token = base64.b64decode(pair, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return office.access.viewer_of_basic(login, token, now()) if colon else None
