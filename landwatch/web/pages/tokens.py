"""One's own tokens: what programs sign in with."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from landwatch.errors import AccessError
from landwatch.web.asked import Visitor, needs, now
from landwatch.web.exhibits_sent import page_with
from landwatch.web.people_listed import tokens_table

__all__ = ["router"]

router = APIRouter(prefix="/tokens")

_LONGEST_DAYS = 366


@router.get("")
def tokens(request: Request, visitor: Annotated[Visitor, needs(None)]) -> Response:
    """List one's tokens, and offer to make one.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    """
    return _tokens_page(request, visitor)


@router.post("")
def issue(
    request: Request,
    visitor: Annotated[Visitor, needs(None)],
    name: Annotated[str, Form(max_length=100)] = "",
    days: Annotated[int, Form(ge=1, le=_LONGEST_DAYS)] = 90,
) -> Response:
    """Make a token; it is shown once.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    name, days
        What it is for, and how long it serves.
    """
    login, at = visitor.viewer.login, now()
    try:
        secret = visitor.office.access.issue_token(
            login, name, expires_at=at + timedelta(days=days), by=login, at=at
        )
    except AccessError as error:
        return _tokens_page(request, visitor, complaint=str(error))
    return _tokens_page(request, visitor, made=secret)


@router.post("/end")
def end(
    request: Request,
    visitor: Annotated[Visitor, needs(None)],
    name: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """End a token.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    name
        What it is for.
    """
    login = visitor.viewer.login
    try:
        visitor.office.access.revoke_token(login, name, by=login, at=now())
    except AccessError as error:
        return _tokens_page(request, visitor, complaint=str(error))
    return RedirectResponse("/tokens", 303)


def _tokens_page(request: Request, visitor: Visitor, *, complaint: str = "", made: str = "") -> Response:
    tokens = visitor.office.access.tokens(visitor.viewer.login)
    return page_with(
        "tokens.html",
        request,
        visitor,
        status=422 if complaint else 200,
        tables=[tokens_table(tokens)],
        complaint=complaint,
        made=made,
    )
