"""My list: what there is to do, and the reviews made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import InputError, UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.measures.worklist import GRAVITIES, KINDS, Duty, Gravity, Kind
from landwatch.model import Verdict
from landwatch.services.contracts.listing import duties_table
from landwatch.services.contracts.reviewing import review_contract
from landwatch.web.asked import Asked, Question, Visitor, needs, now, today
from landwatch.web.drawing import Frame, part
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.faults import Refused
from landwatch.web.pages.contract import contract_page
from landwatch.web.photographs_sent import photographs_sent
from landwatch.web.seeing import contract_seen

__all__ = ["router"]

router = APIRouter()

PAGE = 50
Order = Literal["days", "amount", "cluster", "contract"]
_ORDERS = {
    "days": lambda duty: (-duty.days, duty.contract_no),
    "amount": lambda duty: (-((duty.flagged and duty.flagged.amount_fen) or 0), duty.contract_no),
    "cluster": lambda duty: (duty.cluster or "", -duty.days, duty.contract_no),
    "contract": lambda duty: duty.contract_no,
}


@router.get("/work")
def my_list(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    cluster: str = "",
    kind: Literal[Kind, ""] = "",
    gravity: Literal[Gravity, ""] = "",
    reviewed: Literal["yes", "no", ""] = "",
    sort: Order = "days",
    page_no: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """List what there is to do.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    cluster, kind, gravity, reviewed
        Only these.
    sort
        In which order.
    page_no
        Which fifty.
    """
    kept = visitor.seen(question)
    every = kept.work_list()
    chosen = [
        duty
        for duty in every
        if cluster in ("", duty.cluster)
        and (not kind or kind in duty.kinds)
        and gravity in ("", duty.gravity)
        and reviewed in ("", "yes" if duty.reviewed else "no")
    ]
    ordered: Sequence[Duty] = sorted(chosen, key=_ORDERS[sort])
    start = (page_no - 1) * PAGE
    return page_with(
        "work.html",
        request,
        visitor,
        question,
        kept=kept,
        tables=[duties_table(ordered, about(kept, visitor, cluster))],
        duties=ordered[start : start + PAGE],
        total=len(every),
        found=len(ordered),
        open=sum(1 for duty in every if duty.flagged and not duty.reviewed),
        page_no=page_no,
        pages=-(-len(ordered) // PAGE),
        clusters=sorted({duty.cluster for duty in every if duty.cluster}),
        kinds=KINDS,
        gravities=GRAVITIES,
        chosen={"cluster": cluster, "kind": kind, "gravity": gravity, "reviewed": reviewed, "sort": sort},
        verdicts=list(Verdict),
    )


@router.post("/contracts/{contract_no:path}/reviews")
def review(
    request: Request,
    contract_no: str,
    visitor: Annotated[Visitor, needs(Right.REVIEW)],
    question: Asked,
    verdict: Annotated[str, Form()] = "",
    note: Annotated[str, Form(max_length=4000)] = "",
    day: Annotated[str, Form(max_length=40)] = "",
    photos: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Record a review and draw its row anew.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever looked, and about which day the list is.
    verdict, note, day
        What was found, a sentence about it, and when it was looked at.
    photos
        Photographs.
    """
    contract_seen(visitor.seen(question), contract_no)
    complaint = ""
    try:
        if verdict not in list(Verdict):
            raise UsageError(_("Choose what was found: keys 1 to 4, or a button."))
        review_contract(
            visitor.office.database,
            contract_no,
            Verdict(verdict),
            on=parse_day(day, "day") if day else today(),
            note=note,
            person=visitor.viewer.login,
            recorded_at=now(),
            photos=photographs_sent(photos or ()),
        )
    except (InputError, UsageError) as error:
        complaint = str(error)
    given = {"verdict": verdict, "note": note, "day": day}
    if "hx-request" not in request.headers:
        if complaint:
            return contract_page(request, contract_no, visitor, question, complaint=complaint, given=given)
        back = Frame(request, visitor, question).contract(contract_no)
        return RedirectResponse(f"{back}#reviews", 303)
    return _row(request, visitor, question, contract_no, complaint, given)


def _row(
    request: Request,
    visitor: Visitor,
    question: Question,
    contract_no: str,
    complaint: str,
    given: Mapping[str, str],
) -> Response:
    duty = next((d for d in visitor.seen(question).work_list() if d.contract_no == contract_no), None)
    if duty is None:
        # Nothing is open about it any more, or never was: its page tells what there is.
        if complaint:
            raise Refused(422, complaint)
        return Response(status_code=204)
    return part(
        "_duty.html",
        Frame(request, visitor, question),
        status=422 if complaint else 200,
        duty=duty,
        complaint=complaint,
        given=dict(given if complaint else dict.fromkeys(given, "")),
        verdicts=list(Verdict),
    )
