"""Targets of revitalised land for programs: listed with how far they are reached, and set."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from landwatch.access import Right
from landwatch.measures.acreage.targets import progress
from landwatch.services.figures.targets import YEARS, target_of
from landwatch.units import format_mu
from landwatch.web.api.answering import PAGE, Limit, Reader, Start, listed
from landwatch.web.api.answers import Listed
from landwatch.web.api.repeating import Key, done_once
from landwatch.web.asked import Asked, Visitor, needs
from landwatch.web.figures_seen import targets_seen
from landwatch.web.target_writes import set_targets

__all__ = ["router"]

router = APIRouter()

_SAYS_SOMETHING = r"\S"


class TargetAnswer(BaseModel):
    """The land to be revitalised in a year, how far it is reached, and who set it."""

    year: int
    cluster: str | None = Field(description="The cluster; null for the zone.")
    target_mu: str
    reached_mu: str = Field(description="What the ledger of acreage has, up to the day judged.")
    recorded_by: str
    recorded_at: str
    reason: str | None
    document: str | None = Field(description="Number of the document it stands on.")


class TargetList(Listed):
    """The targets, by year; that of the zone before those of clusters."""

    items: list[TargetAnswer]


class NewTarget(BaseModel):
    """A target to set; of the same year and cluster again, it corrects."""

    model_config = ConfigDict(extra="forbid")

    year: int = Field(ge=YEARS[0], le=YEARS[-1])
    cluster: str | None = Field(None, max_length=200, description="The cluster; null for the zone.")
    target_mu: str = Field(
        max_length=20,
        description="Mu, e.g. 320.5.",
        json_schema_extra={"pattern": r"^[0-9]{1,7}(\.[0-9]{1,2})?$"},
    )
    reason: str = Field(
        description="Why, in a sentence.",
        max_length=4000,
        json_schema_extra={"pattern": _SAYS_SOMETHING},
    )
    document: str | None = Field(None, max_length=200, description="Number of the document it stands on.")
    withdrawn: bool = Field(False, description="It was never set: the one that stands is taken back.")


class TargetSet(BaseModel):
    """A target as it was set."""

    year: int
    cluster: str | None
    target_mu: str
    withdrawn: bool


@router.get("/targets", response_model=TargetList)
def targets(
    request: Request, visitor: Reader, question: Asked, start: Start = 0, limit: Limit = PAGE
) -> Response:
    """List the targets of revitalised land.

    Parameters
    ----------
    request, visitor, question
        The request, whoever asks, and about which day.
    start, limit
        Which part of the list.
    """
    kept = visitor.seen(question)
    recorded = targets_seen(visitor, question)
    reached = progress(kept.ledger(), [each.target for each in recorded], kept.on)
    items = [
        each.to_dict() | {"reached_mu": format_mu(now.reached_cm2)}
        for each, now in zip(recorded, reached, strict=True)
    ]
    return listed(request, kept, question, items, start, limit)


@router.post("/targets", status_code=201, response_model=TargetSet)
def set_target(
    request: Request,
    visitor: Annotated[Visitor, needs(Right.TARGET)],
    question: Asked,
    given: NewTarget,
    key: Key = None,
) -> Response:
    """Set the land to be revitalised in a year, in a cluster or in the zone.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever sets it, and about which day.
    given
        Year, cluster and mu.
    key
        Names the request when it is repeated.
    """
    target = target_of(str(given.year), given.cluster, given.target_mu)

    def _set() -> str:
        set_targets(visitor, question, [target], given.reason, given.document, withdrawn=given.withdrawn)
        told = {"year": target.year, "cluster": target.cluster, "target_mu": format_mu(target.area_cm2)}
        return json.dumps(told | {"withdrawn": given.withdrawn}, ensure_ascii=False)

    return done_once(request, visitor, key, given, _set)
