"""Who is behind with patrols, what waits for a second person, and who has which cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import RegisterError, RegisterUnavailable, UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day
from landwatch.measures.patrols.roster import Roster
from landwatch.model import Absence, Patroller
from landwatch.services.assessing.keeping import Kept
from landwatch.services.patrols.visiting import conditions_told
from landwatch.web import patrol_writes
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.drawing import Frame
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.patrol_writes import said
from landwatch.web.patrols_listed import Standing, roster_table, standings_table
from landwatch.web.patrols_seen import people_of, plan_seen, quarter_of, rates_seen, roster_seen
from landwatch.web.visits_seen import proposals_seen, weak_proposals

__all__ = ["router"]

router = APIRouter(prefix="/patrols")

Text = Annotated[str, Form(max_length=4000)]
Short = Annotated[str, Form(max_length=200)]
Deciding = Annotated[Visitor, needs(Right.DECIDE)]
Assigning = Annotated[Visitor, needs(Right.ASSIGN)]
_STATES = ("overdue", "open", "ahead", "done")
_PEOPLE = "/patrols/people"


@router.get("/people")
def people(request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked) -> Response:
    """Show who is behind, what waits for a decision, and who has what.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """
    return _people_page(request, visitor, question)


@router.post("/proposals/{visit}/accept")
def accept(request: Request, visit: str, visitor: Deciding, question: Asked) -> Response:
    """Accept what a visit proposes, as the second person.

    Parameters
    ----------
    request
        The request.
    visit
        Number of the visit.
    visitor, question
        Whoever accepts, and about which day.
    """
    return _done(
        request,
        visitor,
        question,
        "#proposals",
        lambda: patrol_writes.accept(visitor, question, visit),
    )


@router.post("/proposals/{visit}/decline")
def decline(request: Request, visit: str, visitor: Deciding, question: Asked, reason: Text = "") -> Response:
    """Decline what a visit proposes, as the second person.

    Parameters
    ----------
    request
        The request.
    visit
        Number of the visit.
    visitor, question
        Whoever declines, and about which day.
    reason
        Why.
    """
    return _done(
        request,
        visitor,
        question,
        "#proposals",
        lambda: patrol_writes.decline(visitor, question, visit, reason),
    )


@router.post("/assignments")
def assign(
    request: Request,
    visitor: Assigning,
    question: Asked,
    cluster: Short = "",
    person: Short = "",
    stand_in: Short = "",
    since: Short = "",
    until: Short = "",
    reason: Text = "",
    document: Short = "",
) -> Response:
    """Let a person patrol a cluster.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever assigns, and about which day.
    cluster, person, stand_in, since, until, reason, document
        What was written.
    """

    def _assign() -> None:
        patroller = Patroller(
            cluster=cluster,
            person=person.strip(),
            stand_in=said(stand_in),
            since=parse_day(since, _("First day")),
            until=parse_day(until, _("Last day")) if until else None,
        )
        patrol_writes.assign(visitor, question, patroller, reason, document)

    given = {"cluster": cluster, "person": person, "stand_in": stand_in, "since": since, "until": until}
    return _done(
        request, visitor, question, "#roster", _assign, given | {"reason": reason, "document": document}
    )


@router.post("/absences")
def mark_absent(
    request: Request,
    visitor: Assigning,
    question: Asked,
    person: Short = "",
    since: Short = "",
    until: Short = "",
    reason: Text = "",
    document: Short = "",
    withdrawn: Short = "",
) -> Response:
    """Record days on which somebody does not patrol.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever records it, and about which day.
    person, since, until, reason, document, withdrawn
        What was written.
    """

    def _mark() -> None:
        absence = Absence(
            person=person.strip(),
            since=parse_day(since, _("First day")),
            until=parse_day(until, _("Last day")),
        )
        why = reason or (_("was never true") if withdrawn else "")
        patrol_writes.mark_absent(visitor, question, absence, why, document, withdrawn=bool(withdrawn))

    given = {"away": person, "away_since": since, "away_until": until, "away_reason": reason}
    return _done(request, visitor, question, "#absences", _mark, given | {"away_document": document})


def _done(
    request: Request,
    visitor: Visitor,
    question: Question,
    part: str,
    do: Callable[[], object],
    given: Mapping[str, str] | None = None,
) -> Response:
    """Do what was asked and lead back to the part of the page that tells of it; or say why not."""
    try:
        do()
    except RegisterUnavailable:
        raise
    except (RegisterError, UsageError) as error:
        return _people_page(request, visitor, question, complaint=str(error), given=given)
    return RedirectResponse(f"{Frame(request, visitor, question).to(_PEOPLE)}{part}", 303)


def _people_page(
    request: Request,
    visitor: Visitor,
    question: Question,
    *,
    complaint: str = "",
    given: Mapping[str, str] | None = None,
) -> Response:
    kept = visitor.seen(question)
    roster = roster_seen(kept, visitor)
    first, last = quarter_of(question.on)
    plan = plan_seen(kept, visitor, first, last)
    found = proposals_seen(kept)
    standings = _standings(kept, visitor, roster, plan.lines)
    patrollers = sorted(roster.patrollers, key=lambda each: (each.cluster, each.since))
    rests = about(kept, visitor)
    return page_with(
        "patrol_people.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        first=first,
        last=last,
        tables=[standings_table(standings, rests), roster_table(patrollers, rests)],
        standings=standings,
        states=_STATES,
        without_person=plan.without_person,
        conditions=conditions_told(question.on),
        waiting=[each for each in found if each.state == "open"],
        weak={each.visit for each in weak_proposals(kept)},
        decided=[each for each in reversed(found) if each.state != "open"][:20],
        patrollers=patrollers,
        absences=sorted(roster.absences, key=lambda each: (each.since, each.person), reverse=True),
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
        people=people_of(roster),
        complaint=complaint,
        given={**dict.fromkeys(_FIELDS, ""), **(given or {})},
    )


_FIELDS = (
    *("cluster", "person", "stand_in", "since", "until", "reason", "document"),
    *("away", "away_since", "away_until", "away_reason", "away_document"),
)


def _standings(kept: Kept, visitor: Visitor, roster: Roster, lines: pd.DataFrame) -> Sequence[Standing]:
    """How everybody stands, who missed most on top."""
    rates = {(row.person, row.cluster): row for row in rates_seen(kept, visitor, *quarter_of(kept.on))}
    counts: dict[tuple[str | None, str | None], dict[str, int]] = {}
    grouped = lines.groupby(["person", "cluster", "state"], dropna=False, observed=True).size()
    for row in grouped.reset_index(name="count").to_dict("records"):
        person, cluster = (None if pd.isna(row[name]) else str(row[name]) for name in ("person", "cluster"))
        counts.setdefault((person, cluster), {})[str(row["state"])] = int(row["count"])
    found = [
        Standing(
            person=person,
            cluster=cluster,
            turn=roster.turn(cluster, kept.on),
            due=rates[person, cluster].due if (person, cluster) in rates else 0,
            visited=rates[person, cluster].visited if (person, cluster) in rates else 0,
            lines={state: counts.get((person, cluster), {}).get(state, 0) for state in _STATES},
        )
        for person, cluster in {**dict.fromkeys(rates), **counts}
    ]
    return sorted(found, key=_behind)


def _behind(each: Standing) -> tuple[Any, ...]:
    return -each.lines["overdue"], -each.lines["open"], each.cluster or "", each.person or ""
