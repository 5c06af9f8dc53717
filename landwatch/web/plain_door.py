"""The one page without TLS: how a phone comes to trust the server. It knows no register and no person."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from landwatch import district
from landwatch.district import District
from landwatch.i18n import speaking
from landwatch.web.authority import Authority
from landwatch.web.faults import handle_faults
from landwatch.web.guards import asked_language, with_headers
from landwatch.web.pages import certificate, files

__all__ = ["make_plain_door"]


def make_plain_door(known: Authority, land: District, *, port: int) -> ASGIApp:
    """Make the application: whatever is asked for, the page about the certificate is shown.

    Parameters
    ----------
    known
        The authority.
    land
        The district that is watched; the page says its name.
    port
        Where the server listens with TLS.
    """
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    handle_faults(app)
    app.get("/assets/{name}")(files.asset)

    @app.get(f"/certificate/{certificate.FILE}")
    def _file() -> Response:
        return certificate.certificate_file(known)

    @app.get("/{path:path}")
    def _page(request: Request) -> Response:
        secure = request.url.replace(scheme="https", port=port, path="", query="")
        here = str(request.base_url).rstrip("/")
        return certificate.certificate_page(request, known, here=here, secure=str(secure))

    async def _spoken(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        with speaking(asked_language(scope) or "zh"), district.within(land):
            await app(scope, receive, with_headers(send))

    return _spoken
