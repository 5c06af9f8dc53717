"""Targets: the land to be revitalised in a year, how far it is reached, and who set it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right
from landwatch.errors import RegisterError, RegisterUnavailable, UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.acreage.targets import progress
from landwatch.model import Target
from landwatch.services.figures.targets import read_targets, target_of
from landwatch.services.figures.targets_listed import TargetRow, targets_table
from landwatch.web.asked import Asked, Question, Visitor, needs
from landwatch.web.drawing import Frame
from landwatch.web.exhibits_sent import about, page_with
from landwatch.web.figures_seen import targets_seen
from landwatch.web.target_writes import set_targets

__all__ = ["router"]

router = APIRouter(prefix="/targets")

Text = Annotated[str, Form(max_length=4000)]
Short = Annotated[str, Form(max_length=200)]
Setting = Annotated[Visitor, needs(Right.TARGET)]
_LARGEST = 1_000_000


@router.get("")
def targets(request: Request, visitor: Annotated[Visitor, needs(Right.LAND)], question: Asked) -> Response:
    """Show the targets, how far each is reached, and who set it.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    """
    return _targets_page(request, visitor, question)


@router.post("")
def set_target(
    request: Request,
    visitor: Setting,
    question: Asked,
    year: Short = "",
    cluster: Short = "",
    mu: Short = "",
    reason: Text = "",
    document: Short = "",
    withdrawn: Short = "",
) -> Response:
    """Set a target, correct it, or take it back.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever sets it, and about which day.
    year, cluster, mu, reason, document, withdrawn
        What was written.
    """
    given = {"year": year, "cluster": cluster, "mu": mu, "reason": reason, "document": document}

    def _wanted() -> Sequence[Target]:
        return [target_of(year, cluster, "0" if withdrawn else mu)]

    return _done(request, visitor, question, _wanted, given, withdrawn=bool(withdrawn))


@router.post("/file")
def take_in(
    request: Request,
    visitor: Setting,
    question: Asked,
    file: UploadFile,
    reason: Text = "",
    document: Short = "",
) -> Response:
    """Take targets from a CSV file, all of them or none.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever sets them, and about which day.
    file
        CSV with 年度, 组团 and 目标(亩).
    reason, document
        Why, and on which document.
    """

    def _wanted() -> Sequence[Target]:
        content = file.file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise UsageError(_("{path} is larger than 1 MB: that is no list of targets").format(path=name))
        return read_targets(content, name)

    name = file.filename or "CSV"
    return _done(request, visitor, question, _wanted, {"file_reason": reason, "file_document": document})


def _done(
    request: Request,
    visitor: Visitor,
    question: Question,
    wanted: Callable[[], Sequence[Target]],
    given: Mapping[str, str],
    *,
    withdrawn: bool = False,
) -> Response:
    """Set what was asked and lead back to the list; or say why not."""
    reason = given.get("reason") or given.get("file_reason", "")
    document = given.get("document") or given.get("file_document")
    try:
        set_targets(visitor, question, wanted(), reason, document, withdrawn=withdrawn)
    except RegisterUnavailable:
        raise
    except (RegisterError, UsageError) as error:
        return _targets_page(request, visitor, question, complaint=str(error), given=given)
    return RedirectResponse(Frame(request, visitor, question).to("/targets"), 303)


_FIELDS = ("year", "cluster", "mu", "reason", "document", "file_reason", "file_document")


def _targets_page(
    request: Request,
    visitor: Visitor,
    question: Question,
    *,
    complaint: str = "",
    given: Mapping[str, str] | None = None,
) -> Response:
    kept = visitor.seen(question)
    recorded = targets_seen(visitor, question)
    reached = progress(kept.ledger(), [each.target for each in recorded], kept.on)
    rows = [TargetRow(*pair) for pair in zip(recorded, reached, strict=True)]
    return page_with(
        "targets.html",
        request,
        visitor,
        question,
        status=422 if complaint else 200,
        kept=kept,
        tables=[targets_table(rows[::-1], about(kept, visitor))],
        links={"reached": _rows_of},
        clusters=sorted(map(str, kept.assessment.snapshot.clusters["name"])),
        sees_all=visitor.viewer.clusters is None,
        complaint=complaint,
        given={
            **dict.fromkeys(_FIELDS, ""),
            **(given or {}),
            "year": (given or {}).get("year") or kept.on.year,
        },
    )


def _rows_of(frame: Frame, row: TargetRow) -> str:
    """The rows of what was reached: of the year judged alone, of others on their own last day."""
    if not row.progress.reached_cm2:
        return ""
    year = row.progress.year
    day = {} if frame.question and year == frame.question.on.year else {"on": f"{year}-12-31"}
    return frame.to("/figures/revitalised_area", cluster=row.progress.cluster or "", **day)
