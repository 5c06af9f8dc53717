"""A request that is repeated with its key is answered, not done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Annotated

from fastapi import Header, Request
from pydantic import BaseModel
from starlette.responses import Response

from landwatch.errors import LandwatchError
from landwatch.web.asked import Visitor, now

__all__ = ["Key", "done_once"]

Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="Names the request when it is repeated."),
]


def done_once(
    request: Request,
    visitor: Visitor,
    key: str | None,
    given: BaseModel | None,
    do: Callable[[], str],
    *,
    status: int = 201,
) -> Response:
    """Do what a request asks, or give the answer that the same request had before.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    key
        Names the request when it is repeated; without one it is done each time.
    given
        What was sent; ``None`` where the address says it all.
    do
        Does it; gives the answer as JSON.
    status
        Status of the answer.

    Returns
    -------
    Response
        The answer.

    Raises
    ------
    LandwatchError
        What `do` raises; the key can then be used again.
    """
    if key is None:
        return _created(do(), status)
    access, login = visitor.office.access, visitor.viewer.login
    said = json.dumps([request.url.path, given and given.model_dump()], ensure_ascii=False, sort_keys=True)
    stored = access.reserve_answer(login, key, hashlib.sha256(said.encode()).hexdigest(), now())
    if stored is not None:
        return _created(stored.body, stored.status)
    try:
        body = do()
    except LandwatchError:
        access.release_answer(login, key)
        raise
    access.store_answer(login, key, status, body)
    return _created(body, status)


def _created(body: str, status: int) -> Response:
    return Response(body, status, media_type="application/json")
