"""A contract: what is open, why, what to do next, and what it rests on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.model import Verdict
from landwatch.services.documents import documents_of
from landwatch.services.history import chronicle_of
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.drawing import page
from landwatch.web.seeing import contract_seen, duties_of

__all__ = ["router"]

router = APIRouter()


@router.get("/contracts/{contract_no:path}")
def contract(
    request: Request, contract_no: str, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked
) -> Response:
    """Show a contract.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    database = visitor.office.database
    return page(
        "contract.html",
        request,
        visitor,
        question,
        kept=kept,
        row=kept.assessment.contracts.loc[contract_no],
        dossier=kept.dossier(contract_no),
        duty=next((d for d in duties_of(kept) if d.contract_no == contract_no), None),
        reviews=kept.reviews().get(contract_no, ()),
        documents=documents_of(database, contract_no),
        chronicle=chronicle_of(database, contract_no),
        verdicts=list(Verdict),
        complaint="",
        given={"verdict": "", "note": "", "day": ""},
    )
