"""The page of a phone: the same for everybody, so that it opens where nobody can be asked who it is."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from landwatch import district
from landwatch.i18n import gettext as _
from landwatch.web.asked import office_of
from landwatch.web.asset_files import asset, asset_address
from landwatch.web.drawing import page
from landwatch.web.faults import Refused
from landwatch.web.pages.phone_maps import map_texts

__all__ = ["router", "texts"]

router = APIRouter(prefix="/field")


@router.get("")
def phone(request: Request) -> Response:
    """Show the page; who uses it signs in when the day is taken along or sent home.

    Parameters
    ----------
    request
        The request.
    """
    has_authority = office_of(request).authority is not None
    return page("field.html", request, texts=texts(), has_authority=has_authority)


@router.get("/worker.js")
def worker() -> Response:
    """Send the service worker, which may answer for the page beside it.

    Raises
    ------
    Refused
        If this installation lacks it.
    """
    found = asset("field-worker.js")
    if found is None:
        raise Refused(404, "not there")
    headers = {"Service-Worker-Allowed": "/field", "Cache-Control": "no-cache"}
    return Response(found.content, media_type="text/javascript", headers=headers)


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """Say how the page is installed on a phone."""
    icon = {"src": asset_address("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": f"{_('Field kit')} · {district.current().name}",
        "short_name": _("Field kit"),
        "start_url": "/field",
        "scope": "/field",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#003c8f",
        "icons": [icon],
    }
    return JSONResponse(told, media_type="application/manifest+json")


def texts() -> dict[str, str]:
    """Give what the script of the page says, in the language of the page."""
    return _texts() | map_texts()


def _texts() -> dict[str, str]:
    return {
        "insecure": _(
            "Nothing can be recorded here: the address is not secure (https), and a browser then keeps "
            "nothing and tells no position."
        ),
        "untrusted": _(
            "Nothing can be recorded here: this phone does not trust the certificate of the server yet. "
            "To click the warning away is not enough."
        ),
        "old browser": _(
            "Nothing can be recorded here: this browser is too old, or opened in a private window."
        ),
        "not persisted": _(
            "The phone does not promise to keep what is saved here: it may clear it when it is short of "
            "room. Send soon, or write a file; and keep the page installed."
        ),
        "no day": _("No day is taken along yet. Sign in and take your day along while there is a line."),
        "taken": _("{person}: {count} contracts taken along, {at}"),
        "receipts": _("{done} of {all} have a receipt."),
        "waits for photo": _("Waiting for photograph {photo} of {about}."),
        "waits for voice": _("Waiting for voice note {voice} of {about}."),
        "waits for sketch": _("Waiting for sketch {sketch} of {about}."),
        "waits for record": _("Waiting for {about}."),
        "sending": _("Asking the office …"),
        "no line": _("There is no line just now. Everything stays on the phone and is sent later."),
        "signed out": _(
            "Nobody is signed in. Everything stays on the phone; sign in as whoever recorded it."
        ),
        "refused": _("The office does not take one of them; see below. It stays on the phone."),
        "until": _("{label}, until {day}"),
        "made": _("{count} recorded on this phone"),
        "on the phone": _("on the phone, no receipt yet"),
        "of somebody else": _(
            "Recorded by {login} and waiting on this phone: {count}. Sign in as {login} to send it."
        ),
        "held": _("received; {reason}"),
        "receipt": _("received, {visit}"),
        "no position": _("The phone does not know where it is."),
        "accurate": _("Position to {metres} m."),
        "away": _("{metres} m from the parcel."),
        "drop": _("Remove"),
        "go on": _("Go on with {about} (photographs: {count})"),
        "discard": _("Discard"),
        "discard?": _("Discard the unfinished visit to {about} (photographs: {count})?"),
        "little room": _(
            "The phone has room for {megabytes} MB: little for a day of photographs; make room before you go."
        ),
        "wrong clock": _(
            "This phone shows {phone}, the office has {office}. Set the clock: photographs lose trust, and "
            "visits may bear the wrong day."
        ),
        "lacks voice": _("This browser records no voice notes; write a note instead."),
        "lacks position": _(
            "This browser does not tell where the phone is; photographs will bear no position."
        ),
        "written": _(
            "Written to the downloads of the phone: {name} (records: {count}; {megabytes} MB). Bring it to "
            "a desk, where it is imported; everything stays here, too, until a receipt names it."
        ),
        "not written": _("The file was not written: the phone has no room. Send now instead, or make room."),
        "no room for photos": _(
            "The phone has no room for this photograph: it was not kept. Go back and send now or write a "
            "file, or make room; then take it again."
        ),
        "no room for voices": _(
            "The phone has no room for this voice note: it was not kept. Go back and send now or write a "
            "file, or make room; then say it again."
        ),
        "too large": _("{name} is larger than {most} MB: it was not kept. Take it again with fewer pixels."),
        "enough photos": _("A visit has at most {most} photographs; record a second visit for more."),
        "enough voices": _("A visit has at most {most} voice notes; remove one, or write the rest."),
        "no microphone": _("There is no microphone, or the page may not use it; allow it, or write a note."),
        "record voice": _("Record a voice note"),
        "stop voice": _("Stop ({seconds} s)"),
        "voice": _("Voice note, {seconds} s"),
        "phone full": _(
            "The phone has no room: nothing was saved. Make room, then save again; stay on this page."
        ),
        "which contract": _("Say which contract it is."),
        "which stage": _("Choose the stage of works, or say why it could not be checked."),
        "which reason": _("Each no needs its reason."),
        "why": _("Reason for the no"),
        "yes": _("yes"),
        "no": _("no"),
        "last": _("Last visit {day}: {said}"),
        "last without words": _("Last visit {day}"),
    }
