"""What is the same for everybody: scripts and styles, the health of the server, the page for old browsers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from landwatch.access import Role
from landwatch.registry import schema
from landwatch.web.asked import Visitor, needs, office_of
from landwatch.web.asset_files import asset as asset_of
from landwatch.web.drawing import page
from landwatch.web.faults import Refused

__all__ = ["router"]

router = APIRouter()

_BEGINS = {
    Role.INSPECTOR: "/work",
    Role.PLANNER: "/zone",
    Role.MANAGER: "/situation",
    Role.CLERK: "/record",
    Role.AUDITOR: "/audit",
    Role.ADMIN: "/people",
}
_FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@router.get("/assets/{name}")
def asset(name: str) -> Response:
    """Send a script or style sheet; its address changes with its content, so that it may be kept.

    Parameters
    ----------
    name
        Name of the file.

    Raises
    ------
    Refused
        If there is no such file.
    """
    found = asset_of(name)
    if found is None:
        raise Refused(404, "not there")
    return Response(found.content, media_type=found.media_type, headers=_FOR_A_YEAR)


@router.get("/healthz")
def health(request: Request) -> Response:
    """Say whether the register can be read: its newest line and its schema.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    RegisterError
        If it cannot be read.
    """
    end = office_of(request).kept.head()
    return JSONResponse({"status": "ok", "journal_head": end.hash if end else None, "schema": schema.head()})


@router.get("/browser")
def old_browser(request: Request) -> Response:
    """Say which browsers serve, in a page that needs no script and no newer style.

    Parameters
    ----------
    request
        The request.
    """
    return page("browser.html", request)


@router.get("/")
def start(visitor: Annotated[Visitor, needs(None)]) -> Response:
    """Lead to the page a role begins with.

    Parameters
    ----------
    visitor
        Whoever asks.
    """
    return RedirectResponse(_BEGINS[visitor.viewer.role], 303)
