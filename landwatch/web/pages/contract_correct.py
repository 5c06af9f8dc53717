"""The terms of a contract, corrected field by field with a reason; and its facts, each with its own way."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import RegisterError, RegisterUnavailable, UsageError
from landwatch.model import Contract
from landwatch.registry import Act, Kind
from landwatch.services.contracts.correcting import correct_record
from landwatch.services.contracts.mending import contract_standing, facts_standing
from landwatch.web.asked import Asked, Question, Visitor, needs, now, office_day
from landwatch.web.drawing import Frame, page
from landwatch.web.facts_written import fact_lines
from landwatch.web.faults import Refused
from landwatch.web.pages.fact_form import Sent
from landwatch.web.seeing import contract_seen, parcel_nos_of
from landwatch.web.terms_written import Term, changed_texts, terms_of

__all__ = ["router"]

router = APIRouter()

Recording = Annotated[Visitor, needs(Right.RECORD)]


# The routes below a contract stand before that of its page, whose number takes the rest of the address.
@router.get("/contracts/{contract_no:path}/correct")
def contract_form(request: Request, contract_no: str, visitor: Recording, question: Asked) -> Response:
    """Show the terms of a contract in a form that corrects them.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever corrects it, and about which day.
    """
    contract, version = _standing(visitor, contract_no)
    terms = terms_of(contract, {}, office_day(visitor.office))
    return _form(request, visitor, question, contract_no, terms, {}, version)


@router.post("/contracts/{contract_no:path}/correct")
def correct(request: Request, contract_no: str, visitor: Recording, question: Asked, sent: Sent) -> Response:
    """Look at a correction, or record it if it is what was looked at before.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever corrects it, and about which day.
    sent
        The terms, with the reason and the document of the correction.
    """
    written = {name: "".join(texts[-1:]) for name, texts in sent.items()}
    contract, version = _standing(visitor, contract_no)
    terms = terms_of(contract, written, office_day(visitor.office))
    texts = changed_texts(terms)
    complaint = ""
    is_sound = texts and not any(term.complaint for term in terms)
    if is_sound and written.get("seen") == _digest(version, texts):
        try:
            act = Act(
                by=visitor.viewer.login,
                at=now(),
                reason=written.get("reason", ""),
                document=written.get("because_of") or None,
            )
            correct_record(visitor.office.database, Kind.CONTRACTS, contract_no, texts, act, replaces=version)
            back = Frame(request, visitor, question).contract(contract_no)
            return RedirectResponse(f"{back}#history", 303)
        except RegisterUnavailable:
            raise
        except (RegisterError, UsageError) as error:
            complaint = str(error)
    return _form(request, visitor, question, contract_no, terms, written, version, complaint=complaint)


def _standing(visitor: Visitor, contract_no: str) -> tuple[Contract, str]:
    contract_seen(visitor.sees_now(), contract_no)
    found = contract_standing(visitor.office.database, contract_no)
    if found is None:
        raise Refused(404, "not there")
    return found


def _digest(version: str, texts: list[str]) -> str:
    """What names a correction that was looked at: what it says, of which version."""
    return sha256("\n".join([version, *texts]).encode(errors="backslashreplace")).hexdigest()


def _form(
    request: Request,
    visitor: Visitor,
    question: Question,
    contract_no: str,
    terms: list[Term],
    written: Mapping[str, str],
    version: str,
    *,
    complaint: str = "",
) -> Response:
    kept = visitor.sees_now()
    texts = changed_texts(terms)
    is_sound = texts and not any(term.complaint for term in terms)
    return page(
        "contract_correct.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        contract_no=contract_no,
        terms=terms,
        is_looked_at=bool(written),
        digest=_digest(version, texts) if is_sound and written else "",
        parcels=parcel_nos_of(kept, contract_no),
        facts=fact_lines(facts_standing(visitor.office.database, contract_no)),
        complaint=complaint,
        reason=written.get("reason", ""),
        because_of=written.get("because_of", ""),
    )
