"""What the API takes in: reviews. A request that is repeated with its key is answered, not done again."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.model import Verdict
from landwatch.services.contracts.reviewing import review_contract
from landwatch.web.api.answers import NewReview, Review
from landwatch.web.api.repeating import Key, done_once
from landwatch.web.asked import Asked, Visitor, needs, now
from landwatch.web.seeing import contract_seen

__all__ = ["router"]

router = APIRouter()


@router.post("/contracts/{contract_no:path}/reviews", status_code=201, response_model=Review)
def review(
    request: Request,
    contract_no: str,
    visitor: Annotated[Visitor, needs(Right.REVIEW)],
    question: Asked,
    given: NewReview,
    key: Key = None,
) -> Response:
    """Record what was found about a contract; an observation, never a status by itself.

    Parameters
    ----------
    request
        The request.
    contract_no
        Its number, percent-encoded.
    visitor, question
        Whoever looked, and the day on which the contract is there.
    given
        What was found.
    key
        Names the request when it is repeated.
    """
    contract_seen(visitor.seen(question), contract_no)
    if given.verdict not in list(Verdict):
        raise UsageError(
            _("verdict {given}: is none of {words}").format(given=given.verdict, words=", ".join(Verdict))
        )
    return done_once(request, visitor, key, given, lambda: _recorded(visitor, contract_no, given))


def _recorded(visitor: Visitor, contract_no: str, given: NewReview) -> str:
    made = review_contract(
        visitor.office.database,
        contract_no,
        Verdict(given.verdict),
        on=parse_day(given.on, "on"),
        note=given.note,
        person=visitor.viewer.login,
        recorded_at=now(),
    )
    return json.dumps({"contract_no": contract_no} | made.to_dict(), ensure_ascii=False)
