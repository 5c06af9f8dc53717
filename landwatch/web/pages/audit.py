"""For auditors: where to begin, the history of anything, and a sample of contracts drawn with a seed."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.errors import UsageError
from landwatch.services.assessing.keeping import Kept
from landwatch.services.contracts.file_listing import history_table
from landwatch.services.contracts.record import steps_of
from landwatch.services.contracts.sample_listing import sample_table
from landwatch.services.contracts.sampling import MOST_DRAWN, Sample, draw
from landwatch.services.contracts.tracing import trace
from landwatch.services.maintenance.journal import journal_end
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.audit_listed import mentions_table
from landwatch.web.drawing import Frame, page
from landwatch.web.exhibits_sent import about, page_with

__all__ = ["router"]

router = APIRouter(prefix="/audit")

_USUAL = 20
Auditing = Annotated[Visitor, needs(Right.JOURNAL)]
Short = Annotated[str, Query(max_length=200)]


@router.get("")
def audit(request: Request, visitor: Auditing, question: Asked) -> Response:
    """Show where an audit begins.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """
    return page(
        "audit.html",
        request,
        visitor,
        question,
        clusters=_clusters(visitor.seen(question)),
        end=journal_end(visitor.office.database),
        usual=_USUAL,
        most=MOST_DRAWN,
    )


@router.get("/history")
def history(request: Request, visitor: Auditing, question: Asked, of: Short = "") -> Response:
    """Tell what became of a contract, parcel, document, file, fact or of what a person recorded.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and as known when.
    of
        What it is called.
    """
    asked = of.strip()
    found = trace(visitor.office.database, asked, question.known_at) if asked else None
    told = found.chronicle if found else None
    kept = visitor.seen(question)
    rests = about(kept, visitor)
    steps = list(steps_of(told.steps, None, money=visitor.may(Right.MONEY))) if told else []
    return page_with(
        "audit_history.html",
        request,
        visitor,
        question,
        status=404 if found and found.is_empty else 200,
        tables=[
            mentions_table(asked, found.mentions if found else (), rests),
            replace(history_table(steps), about=rests),
        ],
        links={
            "contract_no": lambda frame, each: _history(frame, each.contract_no),
            "parcel_no": lambda frame, each: _history(frame, each.parcel_no),
            "line": lambda _frame, each: f"/journal/{each.line}" if each.line else "",
        },
        kept=kept,
        of=asked,
        found=found,
        steps=steps,
        is_contract=asked in kept.assessment.contracts.index,
    )


@router.get("/sample")
def sample(
    request: Request,
    visitor: Auditing,
    question: Asked,
    n: Short = "",
    seed: Short = "",
    cluster: Short = "",
) -> Response:
    """Draw a sample of contracts with a seed.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and from the contracts of which day.
    n
        How many.
    seed
        Any text; nothing is drawn without one.
    cluster
        Only contracts of this cluster.
    """
    kept = visitor.seen(question)
    drawn, complaint = _drawn(kept, n, seed, cluster)
    return page_with(
        "audit_sample.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        tables=[sample_table(drawn, about(kept, visitor, cluster))] if drawn else [],
        links={"contract_no": lambda frame, each: frame.contract(each.contract_no)},
        kept=kept,
        drawn=drawn,
        complaint=complaint,
        asked={"n": n or str(_USUAL), "seed": seed, "cluster": cluster},
        clusters=_clusters(kept),
        most=MOST_DRAWN,
    )


def _history(frame: Frame, of: str | None) -> str:
    return frame.to("/audit/history", of=of) if of else ""


def _clusters(kept: Kept) -> list[str]:
    return sorted(map(str, kept.assessment.snapshot.clusters["name"]))


def _drawn(kept: Kept, count: str, seed: str, cluster: str) -> tuple[Sample | None, str]:
    """The sample, or why there is none."""
    if not seed:
        return None, ""
    wanted = int(count) if count.isascii() and count.isdecimal() and len(count) < 9 else 0
    try:
        return draw(kept.assessment, wanted if count else _USUAL, seed, cluster or None), ""
    except UsageError as error:
        return None, str(error)
