"""Signing in and out, and changing one's password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import PasswordRefused, SignInRefused, SignInThrottled
from landwatch.i18n import gettext as _
from landwatch.web.asked import Visitor, address_of, needs, now, office_of
from landwatch.web.drawing import page
from landwatch.web.office import Office
from landwatch.web.viewing import cookie_name, session_of

__all__ = ["router"]

router = APIRouter()

_LONGEST = 1024


@router.get("/sign-in")
def ask(request: Request, next: str = "") -> Response:
    """Ask for login and password.

    Parameters
    ----------
    request
        The request.
    next
        Where to go afterwards.
    """
    return page("sign_in.html", request, next=_own(next), login="", complaint="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    login: Annotated[str, Form(max_length=_LONGEST)] = "",
    password: Annotated[str, Form(max_length=_LONGEST)] = "",
    next: Annotated[str, Form(max_length=_LONGEST * 4)] = "",
) -> Response:
    """Begin a session, or say why not.

    Parameters
    ----------
    request
        The request.
    login, password
        Whoever wants in.
    next
        Where to go afterwards.
    """
    office = office_of(request)
    try:
        begun = office.access.sign_in(login.strip(), password, address=address_of(request), at=now())
    except SignInThrottled as refused:
        answer = _again(request, login, next, str(refused), 429)
        answer.headers["Retry-After"] = str(refused.seconds)
        return answer
    except SignInRefused as refused:
        return _again(request, login, next, str(refused), 401)
    there = "/password" if begun.viewer.must_change_password else _own(next) or "/"
    answer = RedirectResponse(there, 303)
    _give(answer, office, begun.token)
    return answer


def _give(answer: Response, office: Office, token: str) -> None:
    answer.set_cookie(
        cookie_name(is_secure=office.is_secure),
        token,
        max_age=office.settings.session_hours * 3600,
        path="/",
        secure=office.is_secure,
        httponly=True,
        samesite="lax",
    )


def _again(request: Request, login: str, next: str, complaint: str, status: int) -> Response:
    return page("sign_in.html", request, status=status, next=_own(next), login=login, complaint=complaint)


def _own(address: str) -> str:
    """An address of this server as it is, any other as none: nobody is led away."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own else ""


@router.post("/sign-out")
def sign_out(request: Request, visitor: Annotated[Visitor, needs(None)]) -> Response:
    """End the session.

    Parameters
    ----------
    request
        The request.
    visitor
        Whoever asks.
    """
    token = session_of(request, visitor.office)
    if token:
        visitor.office.access.sign_out(token, now())
    answer = RedirectResponse("/sign-in", 303)
    secure = visitor.office.is_secure
    answer.delete_cookie(cookie_name(is_secure=secure), secure=secure, httponly=True, samesite="lax")
    return answer


@router.get("/password")
def ask_for_new(request: Request, visitor: Annotated[Visitor, needs(None)]) -> Response:
    """Ask for a new password.

    Parameters
    ----------
    request
        The request.
    visitor
        Whoever asks.
    """
    return _password_page(request, visitor)


@router.post("/password")
def change(
    request: Request,
    visitor: Annotated[Visitor, needs(None)],
    old: Annotated[str, Form(max_length=_LONGEST)] = "",
    new: Annotated[str, Form(max_length=_LONGEST)] = "",
    again: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> Response:
    """Change one's password; every session ends, and this one begins anew.

    Parameters
    ----------
    request
        The request.
    visitor
        Whoever asks.
    old, new, again
        The password until now, the new one, and the new one again.
    """
    if new != again:
        return _password_page(request, visitor, _("The new password was not written twice the same way."))
    access, login = visitor.office.access, visitor.viewer.login
    try:
        begun = access.change_own_password(login, old, new, at=now(), address=address_of(request))
    except (PasswordRefused, SignInRefused, SignInThrottled) as refused:
        return _password_page(request, visitor, str(refused))
    answer = RedirectResponse("/", 303)
    _give(answer, visitor.office, begun.token)
    return answer


def _password_page(request: Request, visitor: Visitor, complaint: str = "") -> Response:
    return page(
        "password.html",
        request,
        visitor,
        status=422 if complaint else 200,
        complaint=complaint,
        least=visitor.office.settings.password_min_length,
    )
