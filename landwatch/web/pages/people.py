"""People: who there is, what each does and sees; for the administrator, who sees no land."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from landwatch.access import Right, Role, terms_of
from landwatch.errors import AccessError, UsageError
from landwatch.i18n import gettext as _
from landwatch.registry import Register
from landwatch.services.people import add_person, grant, set_clusters
from landwatch.web.asked import Visitor, needs, now
from landwatch.web.exhibits_sent import page_with
from landwatch.web.people_listed import people_table

__all__ = ["router"]

router = APIRouter(prefix="/people")

_LONGEST = 200
Admin = Annotated[Visitor, needs(Right.PEOPLE)]
Text = Annotated[str, Form(max_length=_LONGEST)]


@router.get("")
def people(request: Request, visitor: Admin) -> Response:
    """List the people, and offer to add one.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    """
    return _people_page(request, visitor)


@router.post("")
def add(
    request: Request,
    visitor: Admin,
    login: Text = "",
    name: Text = "",
    role: Text = "",
    clusters: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make an account; its first password is shown once.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    login, name, role, clusters
        The person; no cluster chosen means what the role has without.
    """
    given = {"login": login, "name": name, "role": role}
    try:
        password = add_person(
            visitor.office.access,
            visitor.office.database,
            login,
            name,
            Role(role),
            clusters or (),
            by=visitor.viewer.login,
            at=now(),
        )
    except (AccessError, UsageError, ValueError) as error:
        return _people_page(request, visitor, complaint=_told(error), given=given)
    return _people_page(request, visitor, made=(login.strip(), password))


@router.post("/{login}/role")
def change_role(request: Request, visitor: Admin, login: str, role: Text = "") -> Response:
    """Give somebody another role.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    login, role
        Whom, and which.
    """
    office, by = visitor.office, visitor.viewer.login
    return _done(
        request,
        visitor,
        lambda: grant(office.access, office.database, login, role=Role(role), by=by, at=now()),
    )


@router.post("/{login}/clusters")
def change_clusters(
    request: Request,
    visitor: Admin,
    login: str,
    every: Text = "",
    clusters: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Say which clusters somebody sees.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    login
        Whom.
    every, clusters
        All of them, or these.
    """
    office, by = visitor.office, visitor.viewer.login
    chosen = None if every else (clusters or ())
    return _done(
        request,
        visitor,
        lambda: set_clusters(office.access, office.database, login, chosen, by=by, at=now()),
    )


@router.post("/{login}/off")
def switch_off(request: Request, visitor: Admin, login: str) -> Response:
    """Let somebody sign in no more.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    login
        Whom.
    """
    access, by = visitor.office.access, visitor.viewer.login
    return _done(request, visitor, lambda: access.switch_off(login, by=by, at=now()))


@router.post("/{login}/on")
def switch_on(request: Request, visitor: Admin, login: str) -> Response:
    """Let somebody sign in again.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    login
        Whom.
    """
    access, by = visitor.office.access, visitor.viewer.login
    return _done(request, visitor, lambda: access.switch_on(login, by=by, at=now()))


@router.post("/{login}/password")
def new_password(request: Request, visitor: Admin, login: str) -> Response:
    """Give somebody a new first password, shown once.

    Parameters
    ----------
    request, visitor
        The request, and whoever asks.
    login
        Whom.
    """
    access, by = visitor.office.access, visitor.viewer.login
    try:
        password = access.set_password(login, None, must_change=True, by=by, at=now())
    except AccessError as error:
        return _people_page(request, visitor, complaint=str(error))
    return _people_page(request, visitor, made=(login, password))


def _done(request: Request, visitor: Visitor, do: Callable[[], object]) -> Response:
    try:
        do()
    except (AccessError, UsageError, ValueError) as error:
        return _people_page(request, visitor, complaint=_told(error))
    return RedirectResponse("/people", 303)


def _told(error: Exception) -> str:
    return _("Choose a role.") if isinstance(error, ValueError) else str(error)


def _people_page(
    request: Request,
    visitor: Visitor,
    *,
    complaint: str = "",
    made: tuple[str, str] | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    with Register.open(visitor.office.database) as register:
        clusters = [cluster.name for cluster in register.known().clusters]
    people = visitor.office.access.people()
    return page_with(
        "people.html",
        request,
        visitor,
        status=422 if complaint else 200,
        tables=[people_table(people)],
        look=lambda person: "" if person.active else "off",
        roles={role: terms_of(role) for role in Role},
        clusters=clusters,
        complaint=complaint,
        made=made,
        given=given or {"login": "", "name": "", "role": "inspector"},
    )
