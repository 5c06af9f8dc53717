"""What the visitor recorded on a day, each with its way to correct it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.catalogue import fact_of
from landwatch.instants import parse_day
from landwatch.registry import Written
from landwatch.registry.of_person import Commit
from landwatch.services.assessing.keeping import Kept
from landwatch.services.contracts.history import table_name
from landwatch.services.contracts.mending import recorded_by
from landwatch.web.asked import Asked, Visitor, needs, today
from landwatch.web.exhibits_sent import page_with
from landwatch.web.recorded_listed import RecordedRow, recorded_table

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
    seen = [
        (commit, [_line(row) for row in commit.rows if _is_seen(row, numbers)])
        for commit in recorded_by(visitor.office.database, visitor.viewer.login, asked)
    ]
    told = [
        (commit, Counter(line.table for line in lines), lines[:_MOST_ROWS], len(lines))
        for commit, lines in seen
        if lines or not commit.rows
    ]
    return page_with(
        "recorded.html",
        request,
        visitor,
        question,
        kept=kept,
        day=asked,
        before=asked - timedelta(days=1),
        after=asked + timedelta(days=1) if asked < today() else None,
        tables=[recorded_table(asked.isoformat(), [_row(*pair) for pair in _pairs(seen)])],
        commits=told,
    )


def _numbers_seen(kept: Kept) -> frozenset[str]:
    snapshot = kept.assessment.snapshot
    return frozenset((*kept.assessment.contracts.index, *snapshot.parcels["parcel_no"]))


def _is_seen(row: Written, numbers: frozenset[str]) -> bool:
    return bool({row.says.get("contract_no"), row.says.get("parcel_no")} & numbers)


def _pairs(seen: Iterable[tuple[Commit, Iterable[_Line]]]) -> Iterator[tuple[Commit, _Line]]:
    return ((commit, line) for commit, lines in seen for line in lines)


def _row(commit: Commit, line: _Line) -> RecordedRow:
    return RecordedRow(
        sequence=commit.sequence,
        at=commit.at,
        verb=commit.verb,
        reason=commit.reason,
        table=line.table,
        number=line.number,
        name=line.name,
        stands=line.stands,
    )


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
