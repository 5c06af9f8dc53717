"""From an error to an answer: one table from what happened to the status, and what it says.

Under ``/api`` and ``/field/v1`` an answer is a problem of RFC 9457 (``application/problem+json``),
elsewhere a page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from landwatch.access import KeyInUse, KeyReused
from landwatch.errors import (
    AccessError,
    InputError,
    LandwatchError,
    RegisterError,
    RegisterUnavailable,
    UsageError,
)
from landwatch.i18n import gettext as _
from landwatch.incoming import NoRoom, OffsetDiffers, TooLarge
from landwatch.jobs import NoRoomForJobs, TooManyJobs
from landwatch.log import LOGGER
from landwatch.registry import ContentGone

__all__ = ["Refused", "answer_to", "handle_faults", "is_for_program"]


class Refused(Exception):
    """A request that is refused on purpose.

    Parameters
    ----------
    status
        The HTTP status.
    why
        A word of :func:`_reasons`, or the sentence itself.
    wait
        Seconds after which it may be tried again.
    """

    def __init__(self, status: int, why: str, *, wait: int | None = None) -> None:
        super().__init__(why)
        self.status, self.why, self.wait = status, why, wait

    def sentence(self) -> str:
        """Say what is wrong and what to do, in the current language."""
        return _reasons().get(self.why, self.why)


def _reasons() -> dict[str, str]:
    return {
        "foreign": _(
            "This was not sent from a page of this server, so nothing was done. "
            "Open the page here again and repeat it."
        ),
        "not signed in": _("Nobody is signed in, or the session has ended. Sign in, then try again."),
        "not yours": _("Your role does not open this page. Ask the administrator if it should."),
        "not there": _("There is nothing at this address that you can open. Go back to your list."),
        "too large": _("This is more than one request may bring. Send fewer or smaller files at a time."),
        "reading alone": _(
            "Basic credentials serve reading alone. Send the token as: Authorization: Bearer TOKEN"
        ),
        # The address of a database is nothing for a browser; whoever runs the server finds it in the log.
        "away": _(
            "The register cannot be reached or is busy just now; nothing was recorded. Try again in a moment."
        ),
        "unreadable": _("What was sent cannot be read; check how it is written and send it again."),
        "password": _("The password must be changed before anything else."),
    }


# The first that fits. A register that is away or busy comes back by itself.
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (KeyReused, 409),
    (KeyInUse, 409),
    (AccessError, 422),
    (RegisterUnavailable, 503),
    (OffsetDiffers, 409),
    (NoRoom, 507),
    (NoRoomForJobs, 507),
    (TooManyJobs, 429),
    (TooLarge, 413),
    (ContentGone, 410),
    (RegisterError, 409),
    (UsageError, 422),
    (InputError, 422),
    (LandwatchError, 500),
)


_FOR_PROGRAMS = ("/api/", "/field/v1/")


def is_for_program(scope: Scope) -> bool:
    """Whether an answer is read by a program.

    Parameters
    ----------
    scope
        The request.
    """
    return str(scope["path"]).startswith(_FOR_PROGRAMS)


def answer_to(scope: Scope, error: Exception) -> Response:
    """Make the answer that tells of an error.

    Parameters
    ----------
    scope
        The request.
    error
        What happened.
    """
    status, sentence, headers = _told(error)
    if is_for_program(scope):
        if status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="landwatch"'
        return _problem(status, sentence, headers)
    if scope["method"] in ("GET", "HEAD"):
        if status == 401:
            return RedirectResponse(_sign_in(scope), 303)
        if isinstance(error, Refused) and error.why == "password":
            return RedirectResponse("/password", 303)
    from landwatch.web.drawing import fault_page

    return fault_page(scope, status, sentence, headers)


def _sign_in(scope: Scope) -> str:
    from urllib.parse import quote

    query = scope["query_string"].decode("latin-1")
    there = str(scope["path"]) + (f"?{query}" if query else "")
    return "/sign-in" if there == "/" else f"/sign-in?next={quote(there)}"


def _problem(status: int, sentence: str, headers: dict[str, str]) -> Response:
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": sentence}
    return JSONResponse(told, status, headers, media_type="application/problem+json")


def _told(error: Exception) -> tuple[int, str, dict[str, str]]:
    """Status, sentence and headers of an error."""
    if isinstance(error, Refused):
        wait = {"Retry-After": str(error.wait)} if error.wait else {}
        return error.status, error.sentence(), wait
    if isinstance(error, RequestValidationError):
        return 422, _invalid(error), {}
    if isinstance(error, HTTPException):
        # A body that is no JSON or form is as wrong as a value that is none.
        status = 422 if error.status_code == 400 else error.status_code
        sentence = {404: _reasons()["not there"], 422: _reasons()["unreadable"]}.get(
            status, str(error.detail)
        )
        return status, sentence, dict(error.headers or {})
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    if status == 503:
        return status, _reasons()["away"], {"Retry-After": "5"}
    if isinstance(error, OffsetDiffers):
        return status, str(error), {"Upload-Offset": str(error.offset)}
    if status < 500 or isinstance(error, NoRoom | NoRoomForJobs):
        return status, str(error), {}
    return status, _("Something went wrong here; it was logged. Try again, and tell the administrator."), {}


def _invalid(error: RequestValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return _("{field}: {reason}").format(field=where, reason=first["msg"])


def handle_faults(app: FastAPI) -> None:
    """Let an application answer every error as the table says.

    Parameters
    ----------
    app
        The application.
    """

    def _answering(is_bug: bool) -> Callable[[Request, Exception], Response]:
        def _answer(request: Request, error: Exception) -> Response:
            if is_bug:
                # The class alone: a sentence could tell of a person.
                LOGGER.error("serve", extra={"error": type(error).__name__}, exc_info=error)
            return answer_to(request.scope, error)

        return _answer

    for kind in (Refused, RequestValidationError, HTTPException, LandwatchError):
        app.add_exception_handler(kind, _answering(False))
    app.add_exception_handler(Exception, _answering(True))
    logging.getLogger("uvicorn.error").propagate = False
