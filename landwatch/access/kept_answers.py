"""Answers to requests that write, kept for a while: what is sent again is answered, not done again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from landwatch.access.account_tables import answers
from landwatch.access.database_beside import alone
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import BUSY_SECONDS

__all__ = ["Answers", "KeyInUse", "KeyReused", "StoredAnswer"]

_KEPT = timedelta(hours=48)
# A writer that got no further than this was killed, or gave up waiting for another one.
_GIVEN_UP = timedelta(seconds=BUSY_SECONDS)


class KeyReused(AccessError):
    """The key of a request came with another body before."""


class KeyInUse(AccessError):
    """The same request is being worked on; its answer can be asked for in a moment."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What was answered to a request: status and body."""

    status: int
    body: str


class Answers:
    """What was answered to whom."""

    _engine: Engine

    def reserve_answer(self, login: str, key: str, body_sha256: str, at: datetime) -> StoredAnswer | None:
        """Look for the answer to a request, and keep the place for it if there is none.

        Parameters
        ----------
        login
            Who asks.
        key
            What the request is called by whoever sent it.
        body_sha256
            Hash of all that the request says: method, address and body.
        at
            Now, with time zone.

        Returns
        -------
        StoredAnswer or None
            ``None`` if the request has to be done now. That is so, too, if whoever began it was stopped
            before answering: what is done must be the same when it is done twice.

        Raises
        ------
        KeyReused
            If the key came with another request.
        KeyInUse
            If somebody else is at work on the same request.
        """
        place = {"login": login, "key": key}
        is_it = (answers.c.login == login) & (answers.c.key == key)
        with alone(self._engine) as connection:
            connection.execute(delete(answers).where(answers.c.asked_at < instant_text(at - _KEPT)))
            found = connection.execute(select(answers).where(is_it)).one_or_none()
            if found is None:
                row = place | {"body_sha256": body_sha256, "asked_at": instant_text(at)}
                connection.execute(insert(answers).values(row))
                return None
            if found.body_sha256 != body_sha256:
                raise KeyReused(
                    _("The key {key} was sent with another request before; take a new one.").format(key=key)
                )
            if found.status is not None:
                return StoredAnswer(found.status, found.body)
            if at - datetime.fromisoformat(found.asked_at) < _GIVEN_UP:
                raise KeyInUse(
                    _("The request {key} is being worked on; send it again in a moment.").format(key=key)
                )
            connection.execute(update(answers).where(is_it).values(asked_at=instant_text(at)))
            return None

    def store_answer(self, login: str, key: str, status: int, body: str) -> None:
        """Keep the answer to a request.

        Parameters
        ----------
        login, key
            As the place was reserved.
        status, body
            What is answered.
        """
        is_it = (answers.c.login == login) & (answers.c.key == key)
        with alone(self._engine) as connection:
            connection.execute(update(answers).where(is_it).values(status=status, body=body))

    def release_answer(self, login: str, key: str) -> None:
        """Give the place back of a request that came to nothing, so that it can be sent again.

        Parameters
        ----------
        login, key
            As the place was reserved.
        """
        is_it = (answers.c.login == login) & (answers.c.key == key) & answers.c.status.is_(None)
        with alone(self._engine) as connection:
            connection.execute(delete(answers).where(is_it))
