"""What a request asks, and what whoever asks it may do.

A route says which right it needs: ``visitor: Annotated[Visitor, needs(Right.LAND)]``. Without that it is no
route: a test goes through all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, cast

from fastapi import Depends, Query, Request

from landwatch.access import Right, Viewer
from landwatch.instants import day_in_china, parse_day, parse_instant
from landwatch.services.assessing.keeping import Kept
from landwatch.web.faults import Refused
from landwatch.web.office import SAMPLE_DAY, Office
from landwatch.web.viewing import is_reader, now, viewer_of

__all__ = [
    "Asked",
    "Question",
    "Visitor",
    "address_of",
    "needs",
    "now",
    "office_day",
    "office_of",
    "read_question",
    "today",
]

PASSWORD_PAGE = "/password"


def today() -> date:
    """Ask the clock for the day in China."""
    return day_in_china(now())


def office_day(office: Office) -> date:
    """Say which day it is in an office: of the sample its last, otherwise today.

    Parameters
    ----------
    office
        What the server holds.
    """
    return SAMPLE_DAY if office.is_demo else today()


def office_of(request: Request) -> Office:
    """Give what the server holds.

    Parameters
    ----------
    request
        The request.
    """
    return cast(Office, request.app.state.office)


def address_of(request: Request) -> str:
    """Say where a request comes from: the address that the connection has, behind a proxy the one it names.

    Parameters
    ----------
    request
        The request.
    """
    return request.client.host if request.client else ""


@dataclass(frozen=True)
class Question:
    """Which day is asked about, and as known when.

    Attributes
    ----------
    on
        The day whose end is judged.
    known_at
        The instant of knowledge; ``None`` for the latest.
    asked
        Parts of the address that ask for another day or instant than the usual: they stay in its links.
    """

    on: date
    known_at: datetime | None
    asked: dict[str, str]


def read_question(
    request: Request,
    on: Annotated[
        str | None,
        Query(
            description="The day whose end is judged, e.g. 2023-12-31.", json_schema_extra={"format": "date"}
        ),
    ] = None,
    known_at: Annotated[
        str | None,
        Query(
            description="Only what was recorded by then, e.g. 2024-01-21T09:30.",
            json_schema_extra={"format": "date-time"},
        ),
    ] = None,
) -> Question:
    """Read day and instant of the address.

    Parameters
    ----------
    request
        The request.
    on
        The day as people write it.
    known_at
        The instant as people write it.

    Raises
    ------
    UsageError
        If one of them cannot be read.
    """
    given = {"on": on or "", "known_at": known_at or ""}
    return Question(
        on=parse_day(on, "on") if on else office_day(office_of(request)),
        # A + of an address is a space: before an offset both are meant.
        known_at=parse_instant(known_at, "known_at") if known_at else None,
        asked={name: value for name, value in given.items() if value},
    )


Asked = Annotated[Question, Depends(read_question)]


@dataclass(frozen=True)
class Visitor:
    """Whoever asks, with the way to what he may see.

    Attributes
    ----------
    viewer
        Login, role and clusters.
    office
        What the server holds.
    is_reader
        Whether the answer of a moment ago will do.
    """

    viewer: Viewer
    office: Office
    is_reader: bool = False

    def may(self, right: Right) -> bool:
        """Whether the role has a right.

        Parameters
        ----------
        right
            The right.
        """
        return self.viewer.may(right)

    def seen(self, question: Question) -> Kept:
        """Give the judged register, cut to what the visitor may see.

        Parameters
        ----------
        question
            Day and instant.

        Raises
        ------
        RegisterError
            If the register cannot be read.
        """
        return self.office.kept.seen(
            question.on,
            question.known_at,
            self.viewer.clusters,
            money=self.may(Right.MONEY),
            newest=not self.is_reader,
        )

    def sees_now(self) -> Kept:
        """Give the judged register of today, whatever day is asked about: what is recorded belongs to it.

        Raises
        ------
        RegisterError
            If the register cannot be read.
        """
        return self.seen(Question(on=office_day(self.office), known_at=None, asked={}))


class _Needs:
    """The dependency that lets in whoever has a right, and nobody else."""

    def __init__(self, right: Right | None) -> None:
        self.right = right

    def __call__(self, request: Request) -> Visitor:
        office = office_of(request)
        viewer = viewer_of(request, office)
        if viewer is None:
            raise Refused(401, "not signed in")
        if viewer.must_change_password and request.url.path not in (PASSWORD_PAGE, "/sign-out"):
            raise Refused(403, "password")
        if self.right is not None and not viewer.may(self.right):
            raise Refused(403, "not yours")
        return Visitor(viewer, office, is_reader(request))


def needs(right: Right | None) -> Any:
    """Make the dependency of a route that only people with a right may use.

    Parameters
    ----------
    right
        The right; ``None`` for whoever is signed in.
    """
    return Depends(_Needs(right))
