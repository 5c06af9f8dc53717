"""A fact that was typed wrong: corrected, or retired where it was never true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.catalogue import fact_of
from landwatch.errors import RegisterError, RegisterUnavailable, UsageError
from landwatch.i18n import gettext as _
from landwatch.model import Event
from landwatch.registry import Act, Kind
from landwatch.services.contracts.correcting import retire_record
from landwatch.services.contracts.mending import correct_fact, facts_standing
from landwatch.services.contracts.recording import Offered, look_at_facts
from landwatch.web.asked import Asked, Question, Visitor, needs, now, office_day
from landwatch.web.drawing import Frame, page
from landwatch.web.facts_written import fault_lines, inputs_of, rows_of, told_facts, written_of
from landwatch.web.faults import Refused
from landwatch.web.pages.fact_form import Sent
from landwatch.web.seeing import contract_nos_seen, contract_seen

__all__ = ["router"]

router = APIRouter()

Recording = Annotated[Visitor, needs(Right.RECORD)]
Text = Annotated[str, Form(max_length=4000)]


# The routes below a contract stand before that of its page, whose number takes the rest of the address.
@router.get("/contracts/{contract_no:path}/facts/{key}")
def fact(request: Request, contract_no: str, key: str, visitor: Recording, question: Asked) -> Response:
    """Show a fact with the form that corrects it.

    Parameters
    ----------
    request
        The request.
    contract_no, key
        Number of the contract, and content hash of the fact.
    visitor, question
        Whoever corrects it, and about which day.
    """
    event = _standing(visitor, contract_no, key)
    return _form(request, visitor, question, event, key, written_of(event))


@router.post("/contracts/{contract_no:path}/facts/{key}")
def correct(
    request: Request, contract_no: str, key: str, visitor: Recording, question: Asked, written: Sent
) -> Response:
    """Look at a correction, or record it if it is what was looked at before.

    Parameters
    ----------
    request
        The request.
    contract_no, key
        Number of the contract, and content hash of the fact.
    visitor, question
        Whoever corrects it, and about which day.
    written
        The fields of the form, with the reason and the document of the correction.
    """
    event = _standing(visitor, contract_no, key)
    office = visitor.office
    rows = rows_of(event.type, written, office_day(office))[:2]
    readers, seen = office.settings.readers(), contract_nos_seen(visitor.sees_now())
    offered = look_at_facts(office.database, rows, at=now(), readers=readers, contract_nos=seen)
    complaint = ""
    if offered.is_sound and offered.digest in written.get("seen", ()):
        try:
            act = Act(
                by=visitor.viewer.login,
                at=now(),
                reason="".join(written.get("reason", ())),
                document="".join(written.get("because_of", ())) or None,
            )
            correct_fact(office.database, key, rows, act, readers=readers, contract_nos=seen)
            return _back(request, visitor, question, rows[1][0])
        except RegisterUnavailable:
            raise
        except (RegisterError, UsageError) as error:
            complaint = str(error)
    return _form(request, visitor, question, event, key, written, offered=offered, complaint=complaint)


@router.post("/contracts/{contract_no:path}/facts/{key}/retire")
def retire(
    request: Request,
    contract_no: str,
    key: str,
    visitor: Recording,
    question: Asked,
    reason: Text = "",
    because_of: Text = "",
) -> Response:
    """Let a fact that was never true stand no longer.

    Parameters
    ----------
    request
        The request.
    contract_no, key
        Number of the contract, and content hash of the fact.
    visitor, question
        Whoever retires it, and about which day.
    reason, because_of
        Why, and on which document.
    """
    event = _standing(visitor, contract_no, key)
    try:
        act = Act(by=visitor.viewer.login, at=now(), reason=reason, document=because_of or None)
        retire_record(visitor.office.database, Kind.EVENTS, key, act)
    except RegisterUnavailable:
        raise
    except (RegisterError, UsageError) as error:
        return _form(request, visitor, question, event, key, written_of(event), complaint=str(error))
    return _back(request, visitor, question, contract_no)


def _standing(visitor: Visitor, contract_no: str, key: str) -> Event:
    contract_seen(visitor.sees_now(), contract_no)
    found = facts_standing(visitor.office.database, contract_no).get(key)
    if found is None:
        raise Refused(
            404, _("This fact does not stand any more: it was corrected or retired. See the history.")
        )
    return found


def _back(request: Request, visitor: Visitor, question: Question, contract_no: str) -> Response:
    return RedirectResponse(f"{Frame(request, visitor, question).contract(contract_no)}#facts", 303)


def _form(
    request: Request,
    visitor: Visitor,
    question: Question,
    event: Event,
    key: str,
    written: Mapping[str, Sequence[str]],
    *,
    offered: Offered | None = None,
    complaint: str = "",
) -> Response:
    kept, today = visitor.sees_now(), office_day(visitor.office)
    rows = rows_of(event.type, written, today)
    told = told_facts(offered, kept, today) if offered and offered.is_sound else []
    return page(
        "fact_correct.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        contract_no=event.contract_no,
        key=key,
        kind=fact_of(event.type),
        contracts=rows[1][0],
        inputs=inputs_of(event.type, rows, offered),
        offered=offered,
        told=[replace(each, before=[]) for each in told],
        whole=fault_lines(offered, None),
        of_contracts=fault_lines(offered, 0),
        complaint=complaint,
        reason="".join(written.get("reason", ())),
        because_of="".join(written.get("because_of", ())),
    )
