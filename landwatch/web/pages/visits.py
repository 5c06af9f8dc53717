"""A visit: the form for what was found, what became of it, and which is next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Deed, Right
from landwatch.catalogue import field_in, label, words_of
from landwatch.catalogue.personal import loaded
from landwatch.errors import InputError, UsageError
from landwatch.measures.patrols.errands import Errand, Errands
from landwatch.measures.patrols.proposals import PROPOSABLE
from landwatch.measures.patrols.route import Route, route
from landwatch.measures.patrols.trust import is_weak
from landwatch.model import Event, EventType
from landwatch.services.assessing.keeping import Kept
from landwatch.services.contracts.record import told_value
from landwatch.services.patrols.visit import ANSWERS
from landwatch.services.patrols.visiting import conditions_told, told_of
from landwatch.services.personal.looking import met_on
from landwatch.web import patrol_writes
from landwatch.web.asked import Asked, Question, Visitor, needs, today
from landwatch.web.drawing import Frame, page
from landwatch.web.faults import Refused
from landwatch.web.patrols_seen import people_of, plan_seen, quarter_of, roster_seen
from landwatch.web.personal_seen import note, sees_personal
from landwatch.web.seeing import contract_seen
from landwatch.web.visit_written import Written
from landwatch.web.visits_seen import SeenVisit, holders_of, proposals_seen, trusts_of, visits_of, visits_seen

__all__ = ["router"]

router = APIRouter()

_NEAR = 15  # contracts among which the next one is looked for: those that press most
_TOLD_ELSEWHERE = (
    "person",
    "visit",
    "photos",
    "voices",
    "sketches",
    "done_share",
    "proposed",
    "proposed_on",
    "share",
    "valid",
)
_WEATHER = ("晴", "多云", "阴", "小雨", "大雨", "雪", "雾")

Recording = Annotated[Visitor, needs(Right.REVIEW)]


# The routes below a contract stand before that of its page, whose number takes the rest of the address.
@router.get("/contracts/{contract_no:path}/visits/new")
def new_visit(
    request: Request,
    contract_no: str,
    visitor: Recording,
    question: Asked,
    like: Literal["last", ""] = "",
) -> Response:
    """Show the form for a visit.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever went, and about which day.
    like
        Whether what the last visit said is filled in.
    """
    written = Written()
    if like == "last":
        for last in visits_of(visitor.seen(question), contract_no)[-1:]:
            permits = last.details.get("permits") or ""
            written = Written(works=last.details.get("works") or "", done=last.percent, permits=permits)
    return _form(request, contract_no, visitor, question, written)


@router.post("/contracts/{contract_no:path}/visits")
def record_visit(
    request: Request,
    contract_no: str,
    visitor: Recording,
    question: Asked,
    written: Annotated[Written, Form(media_type="multipart/form-data")],
) -> Response:
    """Record a visit and lead to what became of it.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    visitor, question
        Whoever records it, and about which day.
    written
        What was found.
    """
    contract_seen(visitor.seen(question), contract_no)
    try:
        visit = written.visit(contract_no, visitor, question.on)
        made = patrol_writes.record(visitor, question, visit)
    except (InputError, UsageError) as error:
        return _form(request, contract_no, visitor, question, written, str(error))
    frame = Frame(request, visitor, question)
    # A day after the one asked about is not seen on it.
    later = {"on": visit.day.isoformat()} if visit.day > question.on else {}
    saved = "yes" if made.is_new else "again"
    return RedirectResponse(frame.contract(contract_no, "visits", made.visit, **later, saved=saved), 303)


def _form(
    request: Request,
    contract_no: str,
    visitor: Visitor,
    question: Question,
    written: Written,
    complaint: str = "",
) -> Response:
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    shares = kept.assessment.snapshot.contract_parcels
    return page(
        "visit_form.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        about=_about(kept, contract_no),
        errand=_errand(kept, visitor, contract_no),
        last=next(iter(visits_of(kept, contract_no)[-1:]), None),
        parcels=[str(each) for each in shares.loc[shares["contract_no"] == contract_no, "parcel_no"]],
        stages=words_of("works"),
        questions={name: (label("event", name), label("event", f"{name}_reason")) for name in ANSWERS},
        proposable=PROPOSABLE,
        weather=_WEATHER,
        people=people_of(roster_seen(kept, visitor)) if visitor.may(Right.RECORD) else (),
        conditions=conditions_told(question.on),
        written=written,
        complaint=complaint,
    )


@router.get("/contracts/{contract_no:path}/visits/{number}")
def visit(
    request: Request,
    contract_no: str,
    number: str,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    saved: Literal["yes", "again", ""] = "",
    met: Literal["show", ""] = "",
) -> Response:
    """Show a visit: what was found, whether it counts, what it proposes, and which contract is next.

    Parameters
    ----------
    request
        The request.
    contract_no, number
        The contract, and the number of the visit.
    visitor, question
        Whoever asks, and about which day.
    saved
        Whether it was recorded just now, or had been before.
    met
        Whether to show who was met; that somebody looked is noted.

    Raises
    ------
    Refused
        If the visitor sees no such visit.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    told = told_of(kept.assessment, contract_no, number)
    made = next((each for each in visits_of(kept, contract_no) if each.number == number), None)
    if told is None or made is None:
        raise Refused(404, "not there")
    trusts = trusts_of(kept, [made]).get(number, ())
    return page(
        "visit.html",
        request,
        visitor,
        question,
        kept=kept,
        about=_about(kept, contract_no),
        told=told,
        visit=made,
        said=list(_lines(made.details)),
        sees_photos=sees_personal(visitor, "photo"),
        sees_voices=sees_personal(visitor, "voice"),
        sees_sketches=sees_personal(visitor, "sketch"),
        sees_met=sees_personal(visitor, "person_name"),
        met=_met(request, visitor, made) if met else None,
        trusts=trusts,
        weak={number} if is_weak(trusts) else set(),
        proposal=next((each for each in proposals_seen(kept) if each.visit == number), None),
        next_one=_next(kept, visitor, contract_no) if visitor.may(Right.REVIEW) else None,
        saved=saved,
    )


def _met(request: Request, visitor: Visitor, visit: SeenVisit) -> list[tuple[str, str]]:
    """Who was met, as far as the visitor may see it; the look is noted."""
    fact = Event(
        contract_no=visit.contract_no,
        type=EventType.PATROL,
        day=visit.day,
        parcel_no=visit.parcel_no,
        details=dict(visit.details),
    )
    look = met_on(visitor.office.database, fact, today())
    told = [
        (loaded().kinds[kept.held.item.kind].label, content.decode())
        for kept, content in look.contents
        if kept.rule is not None and visitor.viewer.role in kept.rule.seen_by
    ]
    if told:
        note(request, visitor, Deed.LOOKED_AT_PERSONAL_DATA, visit.contract_no, visit=visit.number or "")
    return told


def _about(kept: Kept, contract_no: str) -> Mapping[str, str | None]:
    """What a page about a visit says of the contract."""
    row = kept.assessment.contracts.loc[contract_no, ["cluster", "project_name", "location"]]
    told = {str(name): None if pd.isna(text) else str(text) for name, text in row.items()}
    return told | {"contract_no": contract_no, "holder": holders_of(kept, [contract_no])[contract_no]}


def _errand(kept: Kept, visitor: Visitor, contract_no: str) -> Errand | None:
    """What a visit now would answer."""
    lines = plan_seen(kept, visitor, *quarter_of(kept.on)).lines
    pressing = Errands(lines[lines["contract_no"] == contract_no], visits_seen(kept))
    return next(iter(pressing.standing("missed", "open").of([contract_no])), None)


def _next(kept: Kept, visitor: Visitor, contract_no: str) -> tuple[Errand, int | None, int] | None:
    """The contract to go to next on one's own list, if any; how many metres away, and how many wait."""
    lines = plan_seen(kept, visitor, *quarter_of(kept.on)).lines
    mine = lines[lines["goes"] == visitor.viewer.name]
    waiting = Errands(lines if mine.empty else mine, visits_seen(kept)).standing("missed", "open")
    numbers = [each for each in waiting.contract_nos if each != contract_no]
    if not numbers:
        return None
    found = route(kept.assessment.snapshot, [contract_no, *numbers[:_NEAR]])
    number, metres = _beside(found, contract_no) or (numbers[0], None)
    (errand,) = waiting.of([number])
    return errand, metres, len(numbers)


def _beside(way: Route, contract_no: str) -> tuple[str, int | None] | None:
    """The stop on a way that lies nearer before or after another."""
    places = [stop.contract_no for stop in way.stops]
    if contract_no not in places or len(places) < 2:
        return None
    here = places.index(contract_no)
    after = [(stop.leg_m, stop.contract_no) for stop in way.stops[here + 1 : here + 2]]
    before = [(way.stops[here].leg_m, way.stops[here - 1].contract_no)] if here else []
    metres, number = min(after + before)
    return number, metres


def _lines(details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was said, in words."""
    for name, value in details.items():
        field = field_in("event", name)
        if field is not None and name not in _TOLD_ELSEWHERE:
            yield label("event", name), told_value(field, value)
