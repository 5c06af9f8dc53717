"""What the API hands out: flags, contracts with their explanation and history, and figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.measures.worklist import Duty
from landwatch.services.contracts.documents import document_dict, documents_of
from landwatch.services.contracts.history import chronicle_of
from landwatch.services.contracts.record import documents_filed
from landwatch.web.api.answering import PAGE, Limit, Reader, Start, answer, dated, listed
from landwatch.web.api.answers import Contract, Explanation, FigureList, FlagList, History
from landwatch.web.asked import Asked
from landwatch.web.seeing import contract_seen

__all__ = ["router"]

router = APIRouter()


@router.get("/flags", response_model=FlagList)
def flags(
    request: Request,
    visitor: Reader,
    question: Asked,
    cluster: Annotated[str | None, Query(max_length=200, description="Only this cluster.")] = None,
    start: Start = 0,
    limit: Limit = PAGE,
) -> Response:
    """List what is flagged: one item for each thing that is open about a contract, the longest overdue first.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    cluster
        Only this cluster.
    start, limit
        Which part of the list.
    """
    kept = visitor.seen(question)
    chosen = [duty for duty in kept.work_list() if duty.flagged and cluster in (None, duty.cluster)]
    items = [item for duty in chosen for item in _flags_of(duty)]
    return listed(request, kept, question, items, start, limit)


def _flags_of(duty: Duty) -> Iterable[dict[str, Any]]:
    for matter in duty.flagged.matters if duty.flagged else ():
        yield {
            "contract_no": duty.contract_no,
            "cluster": duty.cluster,
            "holder": duty.holder,
            "kind": matter.what,
            "days": matter.days,
            "due": matter.well_until.isoformat() if matter.well_until else None,
            "gravity": duty.gravity,
            "reviewed": duty.reviewed,
        }


@router.get("/contracts/{contract_no:path}/explanation", response_model=Explanation)
def explanation(request: Request, contract_no: str, visitor: Reader, question: Asked) -> Response:
    """Explain why a contract stands where it stands, as `landwatch explain --json` does.

    Parameters
    ----------
    request
        The request.
    contract_no
        Its number, percent-encoded.
    visitor, question
        Whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    return answer(request, dated(kept, question) | kept.dossier(contract_no).to_dict())


@router.get("/contracts/{contract_no:path}/history", response_model=History)
def history(request: Request, contract_no: str, visitor: Reader, question: Asked) -> Response:
    """Tell what became of a contract, as `landwatch history --json` does.

    Parameters
    ----------
    request
        The request.
    contract_no
        Its number, percent-encoded.
    visitor, question
        Whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    told = chronicle_of(visitor.office.database, contract_no).as_known(question.known_at)
    return answer(request, (told if visitor.may(Right.MONEY) else told.without_money()).to_dict())


@router.get("/contracts/{contract_no:path}", response_model=Contract)
def contract(request: Request, contract_no: str, visitor: Reader, question: Asked) -> Response:
    """Tell what is open about a contract, its reviews and its documents.

    Parameters
    ----------
    request
        The request.
    contract_no
        Its number, percent-encoded.
    visitor, question
        Whoever asks, and about which day.
    """
    kept = visitor.seen(question)
    contract_seen(kept, contract_no)
    duty = next((d for d in kept.work_list() if d.contract_no == contract_no), None)
    told = kept.dossier(contract_no).explanation
    database = visitor.office.database
    steps = chronicle_of(database, contract_no).steps
    filed = documents_filed(documents_of(database, contract_no), steps, question.known_at)
    return answer(
        request,
        dated(kept, question)
        | {
            "contract_no": contract_no,
            "cluster": told.cluster or None,
            "holder": told.holder or None,
            "headline": told.headline,
            "flags": [] if duty is None else list(_flags_of(duty)),
            "reviews": [review.to_dict() for review in kept.reviews().get(contract_no, ())],
            "documents": [document_dict(each.document) for each in filed],
        },
    )


@router.get("/figures", response_model=FigureList)
def figures(
    request: Request,
    visitor: Reader,
    question: Asked,
    cluster: Annotated[str | None, Query(max_length=200, description="Only this cluster.")] = None,
) -> Response:
    """Give the figures of a day, each as `landwatch stats --json` has it.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    cluster
        Only this cluster.
    """
    kept = visitor.seen(question)
    items = [figure.to_dict() for figure in kept.figures(cluster)]
    return listed(request, kept, question, items, 0, len(items) + 1)
