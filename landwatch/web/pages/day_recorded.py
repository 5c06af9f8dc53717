"""What the visitor recorded on a day, each with its way to correct it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.catalogue import fact_of
from landwatch.instants import parse_day
from landwatch.registry import Written
from landwatch.services.assessing.keeping import Kept
from landwatch.services.contracts.history import table_name
from landwatch.services.contracts.mending import recorded_by
from landwatch.web.asked import Asked, Visitor, needs, today
from landwatch.web.drawing import page

__all__ = ["router"]

router = APIRouter()

_MOST_ROWS = 50  # of one commit that are listed; a file brings thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row of a commit, as the page tells it.

    Attributes
    ----------
    table, number
        What it is, and the contract or parcel it belongs to.
    name
        The fact and its day, or the name of the document.
    fact
        Content hash of a fact that stands and can be corrected; empty for other rows.
    is_contract, is_terms
        Whether the number is that of a contract, and whether the row holds its terms.
    is_ended, stands
        Whether it was retired, and whether it stands now.
    """

    table: str
    number: str
    name: str
    fact: str
    is_contract: bool
    is_terms: bool
    is_ended: bool
    stands: bool


@router.get("/recorded")
def recorded(
    request: Request, visitor: Annotated[Visitor, needs(Right.RECORD)], question: Asked, day: str = ""
) -> Response:
    """List what the visitor recorded on a day.

    Parameters
    ----------
    request
        The request.
    visitor, question
        Whoever asks, and about which day the links of the page are.
    day
        The day of the recording; today without.

    Raises
    ------
    UsageError
        If it is no day.
    """
    asked = parse_day(day, "day") if day else today()
    kept = visitor.sees_now()
    numbers = _numbers_seen(kept)
    told = [
        (commit, _counts(rows), [_line(row) for row in rows[:_MOST_ROWS]], len(rows))
        for commit in recorded_by(visitor.office.database, visitor.viewer.login, asked)
        if (rows := [row for row in commit.rows if _is_seen(row, numbers)]) or not commit.rows
    ]
    return page(
        "recorded.html",
        request,
        visitor,
        question,
        kept=kept,
        day=asked,
        before=asked - timedelta(days=1),
        after=asked + timedelta(days=1) if asked < today() else None,
        commits=told,
    )


def _numbers_seen(kept: Kept) -> frozenset[str]:
    snapshot = kept.assessment.snapshot
    return frozenset((*kept.assessment.contracts.index, *snapshot.parcels["parcel_no"]))


def _is_seen(row: Written, numbers: frozenset[str]) -> bool:
    return bool({row.says.get("contract_no"), row.says.get("parcel_no")} & numbers)


def _counts(rows: list[Written]) -> Mapping[str, int]:
    return Counter(table_name(row.table) for row in rows)


def _line(row: Written) -> _Line:
    says = row.says
    number, parcel = says.get("contract_no"), says.get("parcel_no")
    is_fact = row.table == "events"
    names = [says.get("title") or says.get("file_name") or ""]
    if is_fact:
        names = [fact_of(says["type"]).label, says.get("day") or says.get("start") or ""]
    return _Line(
        table=table_name(row.table),
        number=number or parcel or "",
        name=" ".join(filter(None, names)),
        fact=says["content_hash"] if is_fact and row.stands else "",
        is_contract=number is not None,
        is_terms=row.table == "contracts",
        is_ended=row.is_ended,
        stands=row.stands,
    )
