"""What stands before every request: who may send it from where, and what a browser may do with the answer.

Pure ASGI, so that language and district, which are context variables, reach the threads that serve.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from landwatch import district
from landwatch.i18n import Language, speaking
from landwatch.web.faults import Refused, answer_to
from landwatch.web.office import Office
from landwatch.web.viewing import RECORDED_COOKIE, cookie_name, viewer_of

__all__ = ["LANGUAGE_COOKIE", "Guards", "asked_language", "with_headers"]

LANGUAGE_COOKIE = "landwatch-language"
_UPLOAD = "multipart/form-data"
_LARGEST, _LARGEST_UPLOAD = 1 << 20, 640 << 20
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# `connect-src` for what htmx asks, `img-src data:` for Leaflet's signs.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self' blob:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self)",
    # What an answer holds depends on who asks.
    "Cache-Control": "no-store",
    "Vary": "Authorization, Cookie",
}


class Guards:
    """Refuses what comes from another site, speaks the language asked for, and sets the headers.

    Parameters
    ----------
    app
        What is guarded.
    office
        What the server holds.
    """

    def __init__(self, app: ASGIApp, office: Office) -> None:
        self.app, self.office = app, office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = asked_language(scope)
        with speaking(asked or "zh"), district.within(self.office.district):
            headed = with_headers(
                send, _remembered(scope, asked, self.office), _recording(scope, self.office)
            )
            refused = await self._refusal(scope)
            if refused:
                await answer_to(scope, refused)(scope, receive, headed)
            else:
                await self.app(scope, _counted(scope, receive), headed)

    async def _refusal(self, scope: Scope) -> Refused | None:
        """Why a request is not even read."""
        headers = Headers(scope=scope)
        if _is_foreign(scope, cookie_name(is_secure=self.office.is_secure)):
            return Refused(403, "foreign")
        if int(headers.get("content-length") or 0) > _most(headers):
            return Refused(413, "too large")
        # Files are laid on disk as they come, before any route asks who sends them.
        is_upload = headers.get("content-type", "").startswith(_UPLOAD)
        if is_upload and await run_in_threadpool(viewer_of, Request(scope), self.office) is None:
            return Refused(401, "not signed in")
        return None


def _most(headers: Headers) -> int:
    """How many bytes a request may bring."""
    return _LARGEST_UPLOAD if headers.get("content-type", "").startswith(_UPLOAD) else _LARGEST


def _counted(scope: Scope, receive: Receive) -> Receive:
    """Stop reading a request that brings more than it may, whatever length it named."""
    most, read = _most(Headers(scope=scope)), 0

    async def _receive() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise Refused(413, "too large")
        return message

    return _receive


def with_headers(send: Send, language: str | None = None, recorded: str | None = None) -> Send:
    """Set the headers of an answer that it did not set itself, and the cookies of language and recording.

    Parameters
    ----------
    send
        Takes the answer.
    language, recorded
        The cookies; ``None`` for none.
    """

    async def _send(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            cookies = (language, recorded if message["status"] < 400 else None)
            for cookie in filter(None, cookies):
                headers.append("Set-Cookie", cookie)
        await send(message)

    return _send


def _is_foreign(scope: Scope, session_cookie: str) -> bool:
    """Whether a request that changes something could have been sent by a page of another site.

    A browser adds cookies and Basic credentials by itself, a Bearer token never: only one without a cookie
    needs no proof of where it comes from.
    """
    if scope["method"] in _SAFE:
        return False
    headers = Headers(scope=scope)
    is_bearer = headers.get("authorization", "").lower().startswith("bearer ")
    if is_bearer and session_cookie not in _cookies(headers):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if not origin:
        return True
    came_from = urlsplit(origin)
    return (came_from.scheme, came_from.netloc) != (scope["scheme"], headers.get("host", ""))


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def asked_language(scope: Scope) -> Language | None:
    """Tell the language that the address asks for, else the one chosen before.

    Parameters
    ----------
    scope
        The request.
    """
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    chosen: Any = asked if asked in ("zh", "en") else _cookies(Headers(scope=scope)).get(LANGUAGE_COOKIE)
    return chosen if chosen in ("zh", "en") else None


def _remembered(scope: Scope, language: Language | None, office: Office) -> str | None:
    """The cookie that keeps a language which the address asks for."""
    headers = Headers(scope=scope)
    if language is None or _cookies(headers).get(LANGUAGE_COOKIE) == language:
        return None
    secure = "; Secure" if office.is_secure else ""
    return f"{LANGUAGE_COOKIE}={language}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}"


def _recording(scope: Scope, office: Office) -> str | None:
    """The cookie of whoever may just have recorded something: his pages wait for the newest line."""
    session = cookie_name(is_secure=office.is_secure)
    if scope["method"] in _SAFE or session not in _cookies(Headers(scope=scope)):
        return None
    secure = "; Secure" if office.is_secure else ""
    return f"{RECORDED_COOKIE}=1; Path=/; Max-Age=5; HttpOnly; SameSite=Lax{secure}"
