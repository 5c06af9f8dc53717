"""The day on the land, to be taken along: the list, and small photographs of the last visits."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.services.field.day_out import forms, tasks_of
from landwatch.services.patrols.rostering import roster_of
from landwatch.web.api.answering import answer, dated
from landwatch.web.asked import Asked
from landwatch.web.faults import Refused
from landwatch.web.field.field_answers import Person, Tasks
from landwatch.web.field.handing_over import FieldPerson
from landwatch.web.personal_seen import photograph_seen, sees_personal
from landwatch.web.small_pictures import small_picture

__all__ = ["router"]

router = APIRouter()

_JPEG = {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}


@router.get("/person", response_model=Person)
def person(visitor: FieldPerson) -> Person:
    """Say who is signed in: a phone sends what this person recorded, and nothing of others.

    Parameters
    ----------
    visitor
        Whoever asks.
    """
    return Person(login=visitor.viewer.login, person=visitor.viewer.name)


@router.get("/tasks", response_model=Tasks)
def tasks(request: Request, visitor: FieldPerson, question: Asked) -> Response:
    """Give what a day on the land needs: the list, with boundaries, agreed days, last visits, and the forms.

    Parameters
    ----------
    request, visitor, question
        The request, whoever goes, and on which day.
    """
    kept, viewer = visitor.seen(question), visitor.viewer
    roster = roster_of(visitor.office.database, known_at=kept.known_at)
    names, photos = (viewer.login, viewer.name), sees_personal(visitor, "photo")
    items = [
        _with_addresses(request, item) for item in tasks_of(kept.assessment, roster, names, photos=photos)
    ]
    told = {"person": viewer.name, "login": viewer.login, "items": items, "forms": forms()}
    return answer(request, dated(kept, question) | told)


def _with_addresses(request: Request, item: dict[str, Any]) -> dict[str, Any]:
    """Say where the photographs of a task are, as of the same day."""
    asked = f"?{request.url.query}" if request.url.query else ""
    below = f"{request.scope['root_path']}/contracts/{quote(item['contract_no'], safe='')}/photos/"
    photos = [photo | {"url": f"{below}{quote(photo['item'])}{asked}"} for photo in item["last_photos"]]
    return item | {"last_photos": photos}


@router.get(
    "/contracts/{contract_no:path}/photos/{item}",
    response_class=Response,
    response_description="A small JPEG, 40 KB at most.",
    responses=_JPEG,  # type: ignore[arg-type]
)
def small_photo(
    request: Request, contract_no: str, item: str, visitor: FieldPerson, question: Asked
) -> Response:
    """Give a photograph of a visit, small enough to be taken along; that it was looked at is noted.

    Parameters
    ----------
    request
        The request.
    contract_no
        Number of the contract.
    item
        What the task names the photograph by.
    visitor, question
        Whoever goes, and on which day.
    """
    content, _media_type = photograph_seen(request, visitor, question, contract_no, item)
    small = small_picture(content)
    if small is None:
        raise Refused(404, "not there")
    return Response(small, media_type="image/jpeg")
