"""From a request to whose records it is about, and the step from records that are complete to visits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Path, Request

from landwatch.access import Right
from landwatch.errors import AccessError, RegisterUnavailable
from landwatch.log import LOGGER
from landwatch.services.field.receipts import Sender
from landwatch.services.field.receiving import take_in
from landwatch.web.asked import Visitor, needs, now, today
from landwatch.web.office import Office

__all__ = ["Digest", "FieldPerson", "Uuid", "names_of", "read_body", "sender_of", "take_in_complete"]

FieldPerson = Annotated[Visitor, needs(Right.REVIEW)]
"""Whoever may say what was found on the land."""

_PATIENCE = 15.0  # seconds; a phone on a bad line gives up after a minute
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
Uuid = Annotated[
    str, Path(pattern=_UUID, description="What the phone calls the record: a UUID in small letters.")
]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the file, in small letters.")]


async def read_body(request: Request) -> bytes:
    """Read what a request brings; the guards have seen to it that it is not too much.

    Parameters
    ----------
    request
        The request.
    """
    return await request.body()


def sender_of(visitor: Visitor) -> Sender:
    """Say whose records a visitor sends.

    Parameters
    ----------
    visitor
        Whoever asks.
    """
    viewer = visitor.viewer
    return Sender(viewer.login, viewer.name, viewer.clusters)


def take_in_complete(office: Office, login: str | None = None) -> None:
    """Let records become visits whose photographs are all there.

    A register that is away or busy is no reason to refuse what a phone sends: the records wait.

    Parameters
    ----------
    office
        What the server holds.
    login
        Those of this person first.

    Raises
    ------
    RegisterError
        If what was handed over cannot be read.
    """
    try:
        take_in(
            office.database,
            office.incoming,
            _senders(office),
            now(),
            land=lambda: office.kept.assessment(today()).assessment,
            login=login,
            patience=_PATIENCE,
        )
    except RegisterUnavailable as error:
        LOGGER.warning("field", extra={"error": type(error).__name__})


def _senders(office: Office) -> Callable[[str], Sender | None]:
    def _sender(login: str) -> Sender | None:
        try:
            person = office.access.person(login)
        except AccessError:
            return None
        return Sender(person.login, person.name, person.clusters)

    return _sender


def names_of(office: Office) -> dict[str, str]:
    """Tell what people are called, by login.

    Parameters
    ----------
    office
        What the server holds.
    """
    return {person.login: person.name for person in office.access.people()}
