"""The page that leads a phone or desk through trusting this server; open to everybody, like its file."""

from __future__ import annotations

import segno
from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from landwatch.web.asked import office_of
from landwatch.web.authority import Authority
from landwatch.web.drawing import page
from landwatch.web.faults import Refused

__all__ = ["FILE", "certificate_file", "certificate_page", "router"]

router = APIRouter(prefix="/certificate")

FILE = "landwatch-ca.crt"
"""What the file is called: phones know by the ending what to do with it."""


@router.get("")
def certificate(request: Request) -> Response:
    """Show how the certificate of this server's authority is installed, and what it is known by.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    Refused
        If the server has no authority of its own.
    """
    address = (office_of(request).settings.office_address or str(request.base_url)).rstrip("/")
    return certificate_page(request, _authority(request), here=address, secure=address)


@router.get(f"/{FILE}")
def download(request: Request) -> Response:
    """Send the certificate of the authority, as phones and Windows take it.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    Refused
        If the server has no authority of its own.
    """
    return certificate_file(_authority(request))


def certificate_page(request: Request, known: Authority, *, here: str, secure: str) -> Response:
    """Draw the page.

    Parameters
    ----------
    request
        The request.
    known
        The authority.
    here, secure
        Where this page is reached, and where the server is once it is trusted.
    """
    code = segno.make(f"{here}/certificate", error="m", micro=False)
    drawn = Markup(code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None))  # noqa: S704 - of segno
    return page("certificate.html", request, known=known, here=here, secure=secure, code=drawn, file=FILE)


def certificate_file(known: Authority) -> Response:
    """Send the certificate with the type by which phones take it.

    Parameters
    ----------
    known
        The authority.
    """
    return Response(known.certificate, media_type="application/x-x509-ca-cert")


def _authority(request: Request) -> Authority:
    found = office_of(request).authority
    if found is None:
        raise Refused(404, "not there")
    return found
