"""How every question of a program is answered: dated, in parts, and only once where nothing has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from landwatch.access import Right
from landwatch.services.assessing.keeping import Kept
from landwatch.web.asked import Question, Visitor, needs

__all__ = ["PAGE", "Limit", "Reader", "Start", "answer", "dated", "listed", "next_of"]

PAGE = 200
"""Items of a part where nobody asks for more or fewer."""

_MOST = 1000

Reader = Annotated[Visitor, needs(Right.LAND)]
Start = Annotated[int, Query(alias="after", ge=0, le=10_000_000, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=_MOST, description="Most items of one page.")]


def answer(request: Request, told: dict[str, Any]) -> Response:
    """Answer as JSON; whoever has it already is told so.

    Parameters
    ----------
    request
        The request.
    told
        What is answered, as JSON values.
    """
    body = json.dumps(told, ensure_ascii=False).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag}
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def dated(kept: Kept, question: Question) -> dict[str, Any]:
    """Give day, instant and journal that an answer rests on.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    question
        The day and instant asked about.
    """
    known_at = question.known_at or kept.known_at
    return {
        "on": question.on.isoformat(),
        "known_at": known_at.isoformat() if known_at else None,
        "journal_head": kept.head.hash if kept.head else None,
    }


def next_of(total: int, start: int, limit: int) -> str | None:
    """Say where a list goes on.

    Parameters
    ----------
    total
        How many items there are.
    start, limit
        Which part is answered.
    """
    return str(start + limit) if start + limit < total else None


def listed(
    request: Request, kept: Kept, question: Question, items: Sequence[Any], start: int, limit: int
) -> Response:
    """Answer with a part of a list.

    Parameters
    ----------
    request, kept, question
        The request, the judged register, and the day and instant asked about.
    items
        The whole list, as JSON values.
    start, limit
        Which part.
    """
    part = {"items": [*items[start : start + limit]], "next": next_of(len(items), start, limit)}
    return answer(request, dated(kept, question) | part)
