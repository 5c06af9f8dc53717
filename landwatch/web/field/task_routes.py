"""The day on the land, to be taken along."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from landwatch.services.field.day_out import forms, tasks_of
from landwatch.services.patrols.rostering import roster_of
from landwatch.web.api.answering import answer, dated
from landwatch.web.asked import Asked
from landwatch.web.field.field_answers import Tasks
from landwatch.web.field.handing_over import FieldPerson

__all__ = ["router"]

router = APIRouter()


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
    items = tasks_of(kept.assessment, roster, (viewer.login, viewer.name))
    told = {"person": viewer.name, "login": viewer.login, "items": items, "forms": forms()}
    return answer(request, dated(kept, question) | told)
