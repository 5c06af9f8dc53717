"""The incoming records of a register: taken, completed, and given up only when they stand in the register."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from time import monotonic, sleep
from typing import Literal, Self, TextIO

from sqlalchemy import ColumnElement, delete, select, update

from landwatch.incoming.folder import Room, folder_of, made
from landwatch.incoming.incoming_tables import blobs, records
from landwatch.incoming.kept_records import Decided, Stored, add, found, needed, settle
from landwatch.incoming.record_form import Read
from landwatch.incoming.uploads import Uploads
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import reading, writing

__all__ = ["Incoming", "Outcome"]

Outcome = Literal["new", "same", "other"]
"""A record is new, was there already, or has other content than one under its uuid."""


_PAUSE = 0.05  # seconds between two questions for the lock


class Incoming(Uploads):
    """What phones handed over for a register; nothing is made before the first record.

    Safe for several threads and processes of one machine at once; made as :class:`Uploads` is.
    """

    @classmethod
    def of(cls, database: str, room: Room | None = None) -> Self:
        """Find what was handed over for a register.

        Parameters
        ----------
        database
            URL of the register.
        room
            How much may lie there.

        Raises
        ------
        RegisterError
            If the URL is of no known kind.
        """
        return cls(folder_of(database), room)

    def put(
        self, uuid: str, read: Read, login: str, *, at: datetime, phone_at: datetime | None
    ) -> Outcome | None:
        """Keep a record; it is on disk when this returns.

        Parameters
        ----------
        uuid
            What the phone calls it.
        read
            The record.
        login
            Who recorded it.
        at
            The instant of receipt, with time zone.
        phone_at
            What the clock of the phone said; ``None`` where it did not say.

        Returns
        -------
        Outcome or None
            ``None`` if somebody else has a record of that name: nothing was kept.

        Raises
        ------
        NoRoom
            If there is no room.
        RegisterError
            If it cannot be written.
        """
        self._make_ready()
        with writing(self._engine) as connection:
            same_uuid = connection.execute(
                select(records.c.login, records.c.sha256).where(records.c.uuid == uuid)
            ).all()
            if any(row.login != login for row in same_uuid):
                return None
            if any(row.sha256 == read.sha256 for row in same_uuid):
                return "same"
            self._room.check(self.folder, 0, 0)
            add(connection, read, uuid, login, at, phone_at)
            return "other" if same_uuid else "new"

    def record(self, uuid: str, login: str | None = None, sha256: str | None = None) -> Stored | None:
        """Look a record up.

        Parameters
        ----------
        uuid
            What the phone calls it.
        login
            Who recorded it; anybody if not given.
        sha256
            Its hash; of several under one uuid the first if not given.

        Returns
        -------
        Stored or None
            ``None`` if there is none.
        """
        wanted = {records.c.login: login, records.c.sha256: sha256}
        more = [column == value for column, value in wanted.items() if value is not None]
        return next(iter(self._found(records.c.uuid == uuid, *more)), None)

    def records(self, since: datetime | None = None) -> list[Stored]:
        """List the records, in the order of receipt.

        Parameters
        ----------
        since
            Of those that are done with, only what was received from this instant on.
        """
        if since is None:
            return self._found()
        is_open = records.c.state.in_(("waiting", "held"))
        return self._found(is_open | (records.c.received_at >= instant_text(since)))

    def complete(self, login: str | None = None) -> list[Stored]:
        """List the records whose files are all there, and that do not stand in the register yet.

        Parameters
        ----------
        login
            Those of this person alone.
        """
        mine = [] if login is None else [records.c.login == login]
        waiting = self._found(records.c.state == "waiting", *mine)
        return [stored for stored in waiting if not self.missing(stored)]

    def missing(self, stored: Stored) -> Sequence[str]:
        """Name the files of a record that are not there, in their order.

        Parameters
        ----------
        stored
            The record.
        """
        if stored.state == "recorded" or stored.cleared is not None:
            return ()
        return [each.sha256 for each in stored.files if not self._is_there(stored.login, each.sha256)]

    def hold(self, stored: Stored, reason: str) -> None:
        """Let a record wait for a person.

        Parameters
        ----------
        stored
            The record.
        reason
            Why, in a sentence.
        """
        with writing(self._engine) as connection:
            settle(connection, stored.number, state="held", reason=reason)

    def decide(self, stored: Stored, decided: Decided, *, keep: bool) -> None:
        """Write down what a person decided about a record that is held.

        Parameters
        ----------
        stored
            The record.
        decided
            Who, when, why and which day shall count.
        keep
            Whether it shall become a visit; otherwise it is set aside, and stays here.
        """
        said = {
            "decided_by": decided.by,
            "decided_at": instant_text(decided.at),
            "decision": decided.reason,
            "decided_day": decided.day and decided.day.isoformat(),
        }
        with writing(self._engine) as connection:
            settle(connection, stored.number, state="waiting" if keep else "aside", reason=None, **said)

    def stands(self, stored: Stored, visit: str, items: Mapping[str, str]) -> None:
        """Give up what stands in the register: the text of a record, and its files.

        Parameters
        ----------
        stored
            The record.
        visit
            Number of the visit that it became.
        items
            Name of the item that holds each file, by its hash.
        """
        with writing(self._engine) as connection:
            settle(connection, stored.number, state="recorded", reason=None, visit=visit, body=None)
            for sha256, item in items.items():
                is_it = (blobs.c.login == stored.login) & (blobs.c.sha256 == sha256)
                connection.execute(update(blobs).where(is_it).values(item=item))
        for sha256 in items:
            self._pieces(stored.login).remove(sha256)

    def sweep(self) -> None:
        """Remove files that stand in the register: whoever took them in may have been killed before he could.

        Raises
        ------
        RegisterError
            If what was handed over cannot be read.
        """
        if not self._is_made():
            return
        with self.alone(0) as is_mine:
            if is_mine:
                self._sweep()

    def _sweep(self) -> None:
        with reading(self._engine) as connection:
            logins = connection.execute(select(blobs.c.login).distinct()).scalars().all()
        for login in logins:
            pieces = self._pieces(login)
            for sha256 in pieces.all_whole():
                blob = self._blob(login, sha256)
                if blob is not None and blob.item is not None:
                    pieces.remove(sha256)

    def clear(self, stored: Stored, cleared: Decided) -> None:
        """Remove the content of a record that was set aside; what is decided about it stays.

        Parameters
        ----------
        stored
            The record.
        cleared
            Who decided, when and why.
        """
        said = {
            "cleared_by": cleared.by,
            "cleared_at": instant_text(cleared.at),
            "clearing": cleared.reason,
            "body": None,
        }
        with writing(self._engine) as connection:
            settle(connection, stored.number, **said)
            gone = {each.sha256 for each in stored.files} - needed(connection, stored.login)
            is_it = (blobs.c.login == stored.login) & blobs.c.sha256.in_(gone) & blobs.c.item.is_(None)
            connection.execute(delete(blobs).where(is_it))
        for sha256 in gone:
            self._pieces(stored.login).remove(sha256)

    @contextmanager
    def alone(self, patience: float | None = None) -> Iterator[bool]:
        """Take records into the register as the only one who does, of all processes.

        Parameters
        ----------
        patience
            Seconds to wait for whoever does; without end if not given.

        Yields
        ------
        bool
            Whether nobody else does now.
        """
        made(self.folder)
        until = None if patience is None else monotonic() + patience
        with (self.folder / "taking.lock").open("a") as lock:
            while not (is_mine := _locked(lock, wait=until is None)) and until and monotonic() < until:
                sleep(_PAUSE)
            yield is_mine

    def _found(self, *conditions: ColumnElement[bool]) -> list[Stored]:
        if not self._is_made():
            return []
        with reading(self._engine) as connection:
            return found(connection, *conditions)


def _locked(lock: TextIO, *, wait: bool) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
