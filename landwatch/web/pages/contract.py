"""A contract: what is open, why, what to do next, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Deed, Right
from landwatch.model import Verdict
from landwatch.services.contract_file import contract_file
from landwatch.services.documents import document_of
from landwatch.web.asked import Asked, Question, Visitor, address_of, needs, now
from landwatch.web.drawing import page
from landwatch.web.faults import Refused
from landwatch.web.seeing import contract_seen
from landwatch.web.sending import attachment

__all__ = ["contract_page", "router"]

router = APIRouter()
NOTHING = {"verdict": "", "note": "", "day": ""}


# The routes below a contract stand before that of its page, whose number takes the rest of the address.
@router.get("/contracts/{contract_no:path}/documents/{digest}")
def document(
    request: Request,
    contract_no: str,
    digest: str,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
) -> Response:
    """Send a document of a contract, to be kept as a file: it may hold anything.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    digest
        SHA-256 of the document.
    visitor, question
        Whoever asks, and about which day.

    Raises
    ------
    Refused
        If the contract is none that the visitor sees, or has no such document.
    """
    contract_seen(visitor.seen(question), contract_no)
    found = document_of(visitor.office.database, contract_no, digest)
    if found is None:
        raise Refused(404, "not there")
    kept, content = found
    _note(request, visitor, contract_no, document=kept.sha256)
    return attachment(content, kept.file_name)


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
    return contract_page(request, contract_no, visitor, question)


def contract_page(
    request: Request,
    contract_no: str,
    visitor: Visitor,
    question: Question,
    *,
    complaint: str = "",
    given: Mapping[str, str] = NOTHING,
) -> Response:
    """Draw the page of a contract.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever asks, and about which day.
    complaint, given
        Why a review was not recorded, and what was written; empty if none was sent.

    Raises
    ------
    Refused
        If there is no such contract that the visitor sees.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    return page(
        "contract.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        file=contract_file(
            kept.assessment,
            visitor.office.database,
            contract_no,
            reviews=kept.reviews(),
            known_at=question.known_at,
            money=visitor.may(Right.MONEY),
        ),
        verdicts=list(Verdict),
        complaint=complaint,
        given=given,
    )


def _note(request: Request, visitor: Visitor, contract_no: str, **about: str) -> None:
    """Note in the log of access what somebody takes away."""
    visitor.office.access.note(
        Deed.EXPORTED,
        login=visitor.viewer.login,
        about={"contract": contract_no, **about},
        at=now(),
        address=address_of(request),
    )
