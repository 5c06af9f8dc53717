"""What would change if a fact, a convention or the law were otherwise; nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.instants import parse_day
from landwatch.rules import Assessment, Conventions
from landwatch.rules.conventions import choices
from landwatch.rules.what_if import with_choices
from landwatch.rules.wording import CONVENTIONS, word
from landwatch.services.assessing.keeping import Kept
from landwatch.services.assessing.seeing import seen, without_money
from landwatch.services.assessing.whatif import WhatIf, suppose
from landwatch.services.contracts.recording import Offered, look_at_facts
from landwatch.services.law.numbers import compare_law_of
from landwatch.services.law.supposed_tables import (
    amendments_table,
    contracts_table,
    rates_table,
    values_table,
)
from landwatch.web.asked import Asked, Question, Visitor, needs, now
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.facts_written import fault_lines, inputs_of, kinds, rows_of
from landwatch.web.seeing import contract_seen

__all__ = ["router"]

router = APIRouter()

Written = Mapping[str, Sequence[str]]


@router.get("/what-if")
def what_if(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    contract: str = "",
    type: str = "",
    set_: Annotated[str, Query(alias="set", max_length=100)] = "",
    ask: str = "",
) -> Response:
    """Show what would change for a contract if a fact or a convention were otherwise.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    contract
        Number of the contract.
    type
        The kind of fact that is supposed; its fields stand in the address, too.
    set_
        A convention chosen otherwise, as ``name=value``.
    ask
        Whether the form was sent, and not only a kind of fact chosen.
    """
    kept = visitor.seen(question)
    if contract:
        contract_seen(kept, contract.strip())
    kind = type if type in kinds() else ""
    query = request.query_params
    written = {name: query.getlist(name) for name in query if name not in ("on", "known_at")}
    rows = rows_of(kind, written, question.on) if kind else []
    is_asked = bool(ask and contract.strip() and (kind or set_))
    offered = _looked_at(visitor, rows, contract.strip()) if is_asked and kind else None
    found, complaint = None, ""
    if is_asked and (offered is None or offered.is_sound):
        try:
            found = _supposed(visitor, question, contract.strip(), offered, set_)
        except UsageError as error:
            complaint = str(error)
    rests = about(kept, visitor)
    return page_with(
        "what_if.html",
        request,
        visitor,
        question,
        kept=kept,
        tables=[values_table(found, rests), rates_table(found, rests)] if found else [],
        found=found,
        complaint=complaint,
        whole=[*fault_lines(offered, None), *fault_lines(offered, 0)],
        contract=contract.strip(),
        kinds=kinds(),
        kind=kind,
        inputs=inputs_of(kind, rows, offered) if kind else [],
        conventions=_conventions(visitor.office.settings.conventions()),
        chosen=set_,
    )


@router.get("/what-if/law")
def other_law(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.LAND)],
    question: Asked,
    earlier: Annotated[str, Query(alias="from", max_length=40)] = "",
    later: Annotated[str, Query(alias="to", max_length=40)] = "",
) -> Response:
    """Show what the law of one day and that of another make of the contracts.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    earlier, later
        The days whose law is compared; nothing is compared before both are given.
    """
    kept = visitor.seen(question)
    found = None
    if earlier and later:
        whole = visitor.office.kept.assessment(question.on, question.known_at).assessment
        days = parse_day(earlier, "from"), parse_day(later, "to")
        found = compare_law_of(whole.snapshot, *days, whole.conventions, cut=partial(_cut, visitor))
    rests = about(kept, visitor)
    return page_with(
        "other_law.html",
        request,
        visitor,
        question,
        kept=kept,
        tables=[amendments_table(found, rests), contracts_table(found, rests)] if found else [],
        links={"contract_no": lambda frame, change: frame.contract(change.contract_no)},
        found=found,
        earlier=earlier,
        later=later,
    )


def _looked_at(visitor: Visitor, rows: Sequence[Sequence[str]], contract_no: str) -> Offered:
    return look_at_facts(
        visitor.office.database,
        rows,
        at=now(),
        readers=visitor.office.settings.readers(),
        contract_nos=[contract_no],
    )


def _supposed(
    visitor: Visitor, question: Question, contract_no: str, offered: Offered | None, choice: str
) -> WhatIf:
    kept: Kept = visitor.office.kept.assessment(question.on, question.known_at)
    otherwise = with_choices(kept.assessment.conventions, [choice]) if choice else None
    events = [fact.event for fact in offered.facts] if offered else []
    return suppose(kept.assessment, contract_no, events, otherwise, cut=partial(_cut, visitor))


def _cut(visitor: Visitor, assessment: Assessment) -> Assessment:
    """What the visitor sees of a supposed assessment, as of one that is kept."""
    cut = seen(assessment, visitor.viewer.clusters)
    return cut if visitor.may(Right.MONEY) else without_money(cut)


def _conventions(held: Conventions) -> list[tuple[str, str]]:
    """The choices that are not in force, each with its name."""
    return [
        (f"{name}={value}", word(CONVENTIONS, f"{name}={value}"))
        for name, values in choices().items()
        for value, chosen in values.items()
        if chosen != getattr(held, name)
    ]
