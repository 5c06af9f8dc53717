"""The day in one file, for a phone that cannot install a certificate: opened from its own storage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from landwatch.errors import LandwatchError
from landwatch.i18n import gettext as _
from landwatch.services.field.day_out import day_of
from landwatch.services.patrols.rostering import roster_of
from landwatch.web.asked import Asked, now
from landwatch.web.asset_files import asset
from landwatch.web.drawing import TEMPLATES, Setting
from landwatch.web.field.handing_over import FieldPerson, sender_of
from landwatch.web.pages.phone import texts

__all__ = ["kit_html", "router"]

_SCRIPTS = ("leaflet.js", "kit.js")

router = APIRouter(prefix="/field")


@router.get("/kit.html")
def kit(visitor: FieldPerson, question: Asked) -> Response:
    """Send one's day as a file that is opened from the storage of a phone.

    Parameters
    ----------
    visitor, question
        Whoever goes, and on which day.
    """
    kept = visitor.seen(question)
    roster = roster_of(visitor.office.database, known_at=kept.known_at)
    day = day_of(kept.assessment, roster, sender_of(visitor))
    name = quote(f"{day['on']}-{visitor.viewer.login}.html")
    return Response(
        kit_html(day, now()),
        media_type="text/html",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def kit_html(day: Mapping[str, Any], at: datetime) -> str:
    """Write the file, in the current language; it asks nobody for anything.

    Parameters
    ----------
    day
        What a phone takes along, as :func:`landwatch.services.field.day_out.day_of` gives it. Whoever has the
        file can read it.
    at
        When it is written, with time zone.

    Raises
    ------
    LandwatchError
        If this installation lacks the scripts.
    """
    return TEMPLATES.get_template("kit.html").render(
        frame=Setting(),
        told={**day, "takenAt": at.isoformat()},
        texts={**texts(), **_texts()},
        style=Markup(_text("leaflet.css") + _text("field.css")),  # noqa: S704 - of the package, as the scripts
        # What a page would take for the end of a script can stand in a string of one alone.
        scripts=[Markup(_text(name).replace("</script", "<\\/script")) for name in _SCRIPTS],  # noqa: S704
    )


def _text(name: str) -> str:
    found = asset(name)
    if found is None:
        raise LandwatchError(
            _("{name} is missing from this installation. Run `make install`, then try again.").format(
                name=name
            )
        )
    return found.content.decode()


def _texts() -> dict[str, str]:
    """What this file says beside the page of phones."""
    return {
        "kept in memory": _(
            "This browser keeps nothing for a file: what is recorded is lost when the page is closed. "
            "Write a file after each visit, or open this one in another browser."
        ),
        "no receipts": _("This file holds no receipts; take the one that the desk wrote."),
    }
