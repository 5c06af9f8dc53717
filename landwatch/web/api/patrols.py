"""What the API hands out about patrols: the plan, rates, visits, proposals, and who has what."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

import pandas as pd
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.measures.patrols.plan import State
from landwatch.measures.patrols.stages import named_stage
from landwatch.services.patrols.plans import Plan
from landwatch.services.patrols.visiting import conditions_told
from landwatch.web.api.answering import PAGE, Limit, Reader, Start, answer, dated, listed, next_of
from landwatch.web.api.patrol_answers import (
    AbsenceList,
    AssignmentList,
    PatrolList,
    PatrolRates,
    ProposalList,
    VisitList,
)
from landwatch.web.asked import Asked, Question, Visitor
from landwatch.web.patrols_seen import named, period_of, plan_seen, rates_seen, roster_seen
from landwatch.web.visits_seen import SeenVisit, proposals_seen, told_visits, visits_seen

__all__ = ["router"]

router = APIRouter(prefix="/patrols")

_DAY: Any = {"format": "date"}
First = Annotated[
    str | None,
    Query(
        max_length=40,
        description="First day; the quarter of the judged day if not given.",
        json_schema_extra=_DAY,
    ),
]
Last = Annotated[
    str | None,
    Query(
        max_length=40, description="Last day; the end of that quarter if not given.", json_schema_extra=_DAY
    ),
]
Cluster = Annotated[str | None, Query(max_length=200, description="Only this cluster.")]
Goes = Annotated[
    str | None, Query(max_length=200, description="Only what this person has on the list; - for nobody.")
]
Duty = Annotated[str | None, Query(max_length=200, description="Only what is this person's; - for nobody's.")]
Wanted = Annotated[State | None, Query(description="Only lines that stand like this.")]


@router.get("", response_model=PatrolList)
def patrols(
    request: Request,
    visitor: Reader,
    question: Asked,
    first: First = None,
    last: Last = None,
    cluster: Cluster = None,
    person: Goes = None,
    duty: Duty = None,
    state: Wanted = None,
    start: Start = 0,
    limit: Limit = PAGE,
) -> Response:
    """List the visits that are due in a period, what ends first on top.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    first, last
        The period.
    cluster, person, duty, state
        Only these.
    start, limit
        Which part of the list.
    """
    plan = plan_seen(visitor.seen(question), visitor, *period_of(first, last, question.on))
    lines = _chosen(plan.lines, cluster, person, duty)
    wanted = lines if state is None else lines[lines["state"] == state]
    return _planned(request, visitor, question, plan, wanted, start, limit)


@router.get("/due", response_model=PatrolList)
def due(
    request: Request,
    visitor: Reader,
    question: Asked,
    cluster: Cluster = None,
    person: Goes = None,
    duty: Duty = None,
    start: Start = 0,
    limit: Limit = PAGE,
) -> Response:
    """List the visits that are open or overdue on a day, of the quarter that it lies in.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    cluster, person, duty
        Only these.
    start, limit
        Which part of the list.
    """
    plan = plan_seen(visitor.seen(question), visitor, *period_of(None, None, question.on))
    lines = _chosen(plan.lines, cluster, person, duty)
    wanted = lines[lines["state"].isin(["open", "overdue"])]
    return _planned(request, visitor, question, plan, wanted, start, limit)


def _chosen(lines: pd.DataFrame, cluster: str | None, person: str | None, duty: str | None) -> pd.DataFrame:
    for column, name in (("goes", person), ("person", duty)):
        lines = lines if name is None else named(lines, column, name)
    return lines if cluster is None else lines[lines["cluster"] == cluster]


def _planned(
    request: Request,
    visitor: Visitor,
    question: Question,
    plan: Plan,
    lines: pd.DataFrame,
    start: int,
    limit: int,
) -> Response:
    part = Plan(plan.assessment, plan.first, plan.last, lines.iloc[start : start + limit])
    return answer(
        request,
        dated(visitor.seen(question), question)
        | _of_period(plan)
        | {
            "without_person": [name for name in plan.without_person if name],
            "items": [line | {"stage_name": named_stage(line["stage"])} for line in part.to_dicts()],
            "next": next_of(len(lines), start, limit),
        },
    )


def _of_period(plan: Plan) -> dict[str, str]:
    return {"first": plan.first.isoformat(), "last": plan.last.isoformat()}


@router.get("/rates", response_model=PatrolRates)
def rates(
    request: Request,
    visitor: Reader,
    question: Asked,
    first: First = None,
    last: Last = None,
    cluster: Cluster = None,
) -> Response:
    """Tell the patrol rate by quarter, cluster and person, with what makes a visit count.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    first, last
        The period; quarters that meet it are told.
    cluster
        Only this cluster.
    """
    kept = visitor.seen(question)
    begins, ends = period_of(first, last, question.on)
    rows = rates_seen(kept, visitor, begins, ends)
    return answer(
        request,
        dated(kept, question)
        | {
            "first": begins.isoformat(),
            "last": ends.isoformat(),
            "counts_if": [*conditions_told(question.on)],
            "items": [row.to_dict() for row in rows if cluster in (None, row.cluster)],
            "next": None,
        },
    )


@router.get("/visits", response_model=VisitList)
def visits(
    request: Request,
    visitor: Reader,
    question: Asked,
    first: First = None,
    last: Last = None,
    cluster: Cluster = None,
    person: Annotated[str | None, Query(max_length=200, description="Only visits of this person.")] = None,
    contract_no: Annotated[str | None, Query(max_length=200, description="Only of this contract.")] = None,
    start: Start = 0,
    limit: Limit = PAGE,
) -> Response:
    """List the visits of a period as the ledger has them, oldest first.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    first, last
        The period.
    cluster, person, contract_no
        Only these.
    start, limit
        Which part of the list.
    """
    kept = visitor.seen(question)
    begins, ends = period_of(first, last, question.on)
    made = visits_seen(kept)
    chosen = made["day"].between(pd.Timestamp(begins), pd.Timestamp(ends))
    for column, name in (("cluster", cluster), ("person", person), ("contract_no", contract_no)):
        chosen &= True if name is None else made[column] == name
    rows = made[chosen]
    return answer(
        request,
        dated(kept, question)
        | {
            "first": begins.isoformat(),
            "last": ends.isoformat(),
            "items": [_visit(each) for each in told_visits(rows.iloc[start : start + limit])],
            "next": next_of(len(rows), start, limit),
        },
    )


def _visit(visit: SeenVisit) -> dict[str, Any]:
    return {
        "visit": visit.number,
        "contract_no": visit.contract_no,
        "cluster": visit.cluster,
        "parcel_no": visit.parcel_no,
        "day": visit.day.isoformat(),
        "person": visit.person,
        "recorded_by": visit.recorded_by,
        "counts": visit.counts,
        "lacks": [*visit.lacks],
        "said": {name: each for name, each in visit.details.items() if name not in ("visit", "person")},
    }


@router.get("/proposals", response_model=ProposalList)
def proposals(
    request: Request,
    visitor: Reader,
    question: Asked,
    state: Annotated[
        Literal["open", "accepted", "declined"] | None, Query(description="Only those that stand like this.")
    ] = None,
    cluster: Cluster = None,
    start: Start = 0,
    limit: Limit = PAGE,
) -> Response:
    """List the facts that visits propose, and what became of them.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    state, cluster
        Only these.
    start, limit
        Which part of the list.
    """
    kept = visitor.seen(question)
    clusters = kept.assessment.contracts["cluster"]
    items = [
        each.to_dict()
        for each in proposals_seen(kept)
        if state in (None, each.state) and cluster in (None, clusters[each.contract_no])
    ]
    return listed(request, kept, question, items, start, limit)


@router.get("/assignments", response_model=AssignmentList)
def assignments(
    request: Request, visitor: Reader, question: Asked, start: Start = 0, limit: Limit = PAGE
) -> Response:
    """List who patrols which cluster, and who did before.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    start, limit
        Which part of the list.
    """
    kept = visitor.seen(question)
    return listed(request, kept, question, _dicts(roster_seen(kept, visitor).patrollers), start, limit)


@router.get("/absences", response_model=AbsenceList)
def absences(
    request: Request, visitor: Reader, question: Asked, start: Start = 0, limit: Limit = PAGE
) -> Response:
    """List on which days somebody does not patrol.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    start, limit
        Which part of the list.
    """
    kept = visitor.seen(question)
    return listed(request, kept, question, _dicts(roster_seen(kept, visitor).absences), start, limit)


def _dicts(records: Any) -> list[dict[str, Any]]:
    rows = (asdict(each) for each in records)
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in rows
    ]
