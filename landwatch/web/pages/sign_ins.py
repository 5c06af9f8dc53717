"""The log of access: sign-ins, grants, exports and looks at personal data, by person, kind and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import ChosenDeeds, Deed, Noted, Right
from landwatch.i18n import gettext as _
from landwatch.web.asked import Visitor, needs
from landwatch.web.audit_listed import log_table
from landwatch.web.exhibits_sent import page_with
from landwatch.web.recording_days import instants_of

__all__ = ["router"]

router = APIRouter()

_LINES = 100
_KINDS: Mapping[str, Sequence[Deed]] = {
    "sign-ins": (Deed.SIGNED_IN, Deed.REFUSED, Deed.LOCKED, Deed.SIGNED_OUT),
    "grants": (
        *(Deed.ADDED, Deed.GRANTED, Deed.REVOKED, Deed.SWITCHED_OFF, Deed.SWITCHED_ON),
        *(Deed.PASSWORD_SET, Deed.PASSWORD_CHANGED, Deed.TOKEN_ISSUED, Deed.TOKEN_REVOKED),
    ),
    "exports": (Deed.EXPORTED, Deed.MOVED_OUT),
    "looks": (Deed.LOOKED_AT_PERSONAL_DATA,),
}
"""What stands together on the page."""
Short = Annotated[str, Query(max_length=200)]


@router.get("/sign-ins")
def sign_ins(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.SIGN_INS)],
    by: Short = "",
    kind: Short = "",
    first: Short = "",
    last: Short = "",
    page_no: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> Response:
    """List sign-ins, grants, exports and looks at personal data, the newest first.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    by
        Only what this person did, or others did to the account.
    kind
        ``sign-ins``, ``grants``, ``exports`` or ``looks``; any other word chooses all of them.
    first, last
        Only what was done on these days and between.
    page_no
        Which hundred.
    """
    since, until = instants_of(first, last)
    chosen = ChosenDeeds(login=by or None, deeds=_KINDS.get(kind, ()), since=since, until=until)
    access = visitor.office.access
    people = {person.login: person.name for person in access.people()}

    def _lines(passed: int, count: int) -> Sequence[Noted]:
        return access.log(count, chosen, first=passed)

    total = access.count_log(chosen)
    return page_with(
        "sign_ins.html",
        request,
        visitor,
        tables=[log_table(total, _lines, people)],
        rows=_LINES,
        page_no=page_no,
        total=total,
        people=people,
        kinds={
            "sign-ins": _("Sign-ins"),
            "grants": _("Grants and accounts"),
            "exports": _("Taken out"),
            "looks": _("Looks at personal data"),
        },
        chosen={"by": by, "kind": kind, "first": first, "last": last},
    )
