"""Incoming records and the files they name: what is known of each, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, select, update

from landwatch.incoming.file_kinds import FileKind, Named
from landwatch.incoming.incoming_tables import blobs, named, records
from landwatch.incoming.record_form import Read
from landwatch.registry.canonical import instant_text

__all__ = [
    "Blob",
    "Decided",
    "State",
    "Stored",
    "add",
    "blob_of",
    "found",
    "needed",
    "reserve",
    "settle",
    "waiting_bytes",
]

State = Literal["waiting", "recorded", "held", "aside"]
"""Waiting (for files, or its turn), standing in the register, held for a person, set aside by one."""


class Blob(NamedTuple):
    """A file that records of somebody name: as what, its bytes as announced, and its item in the register."""

    kinds: frozenset[FileKind]
    size: int | None
    item: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person decided about a record: who, when, why, and the day that shall count."""

    by: str
    at: datetime
    reason: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An incoming record.

    Attributes
    ----------
    number
        Its place in the order of receipt.
    uuid, sha256
        What the phone calls it, and its hash.
    login
        Who recorded it.
    body
        The record in the form over which its hash is taken; ``None`` once it stands in the register, or was
        cleared away.
    day, contract_no, parcel_no
        As it says them.
    received_at
        The instant of receipt.
    phone_at
        What the clock of the phone said when it was sent; ``None`` where it did not say.
    files
        The files that it names: photographs, recordings, sketches, each in their order.
    state, reason
        How far it has come, and why it is held.
    visit
        Number of the visit that it became.
    decided
        What a person decided about it.
    cleared
        By whom, when and why the content of what was set aside was removed.
    is_conflict
        Whether other content came under the same uuid.
    """

    number: int
    uuid: str
    sha256: str
    login: str
    body: str | None
    day: date
    contract_no: str | None
    parcel_no: str | None
    received_at: datetime
    phone_at: datetime | None
    files: Sequence[Named]
    state: State
    reason: str | None
    visit: str | None
    decided: Decided | None
    cleared: Decided | None
    is_conflict: bool

    def named(self, kind: FileKind) -> tuple[str, ...]:
        """Name the files of a kind.

        Parameters
        ----------
        kind
            The kind.

        Returns
        -------
        tuple of str
            SHA-256 of each, in the order of the record.
        """
        return tuple(each.sha256 for each in self.files if each.kind == kind)

    @property
    def skew(self) -> timedelta | None:
        """By how much the clock of the phone was ahead; ``None`` where it did not say."""
        return None if self.phone_at is None else self.phone_at - self.received_at


def add(
    connection: Connection, read: Read, uuid: str, login: str, at: datetime, phone_at: datetime | None
) -> None:
    """Keep a record; other content under its uuid waits for a person.

    Parameters
    ----------
    connection
        A connection of the only writer.
    read
        The record.
    uuid, login
        What it is called, and who recorded it.
    at
        The instant of receipt, with time zone.
    phone_at
        What the clock of the phone said.
    """
    is_second = connection.execute(select(exists().where(records.c.uuid == uuid))).scalar_one()
    record = read.record
    row = {
        "uuid": uuid,
        "sha256": read.sha256,
        "login": login,
        "body": read.text,
        "day": record.on.isoformat(),
        "contract_no": record.contract_no,
        "parcel_no": record.parcel_no,
        "received_at": instant_text(at),
        "phone_at": phone_at and instant_text(phone_at),
        "state": "held" if is_second else "waiting",
        "reason": "conflict" if is_second else None,
    }
    number = connection.execute(insert(records).values(row).returning(records.c.number)).scalar_one()
    if read.files:
        rows = [
            {"record": number, "place": place, "kind": each.kind, "sha256": each.sha256}
            for place, each in enumerate(read.files)
        ]
        connection.execute(insert(named), rows)


def found(connection: Connection, *conditions: ColumnElement[bool]) -> list[Stored]:
    """Read records, in the order of receipt.

    Parameters
    ----------
    connection
        A connection to the file.
    *conditions
        Which.
    """
    rows = connection.execute(select(records).where(*conditions).order_by(records.c.number)).all()
    numbers = [row.number for row in rows]
    files: dict[int, list[Named]] = {number: [] for number in numbers}
    every = select(named).where(named.c.record.in_(numbers)).order_by(named.c.record, named.c.place)
    for each in connection.execute(every):
        files[each.record].append(Named(each.kind, each.sha256))
    twice = (
        select(records.c.uuid)
        .where(records.c.uuid.in_([row.uuid for row in rows]))
        .group_by(records.c.uuid)
        .having(func.count() > 1)
    )
    conflicts = set(connection.execute(twice).scalars())
    return [_stored(row, files[row.number], row.uuid in conflicts) for row in rows]


def _stored(row: Row[Any], files: Sequence[Named], is_conflict: bool) -> Stored:
    decided = row.decided_by and Decided(
        by=row.decided_by,
        at=datetime.fromisoformat(row.decided_at),
        reason=row.decision,
        day=row.decided_day and date.fromisoformat(row.decided_day),
    )
    cleared = row.cleared_by and Decided(
        by=row.cleared_by, at=datetime.fromisoformat(row.cleared_at), reason=row.clearing
    )
    return Stored(
        number=row.number,
        uuid=row.uuid,
        sha256=row.sha256,
        login=row.login,
        body=row.body,
        day=date.fromisoformat(row.day),
        contract_no=row.contract_no,
        parcel_no=row.parcel_no,
        received_at=datetime.fromisoformat(row.received_at),
        phone_at=row.phone_at and datetime.fromisoformat(row.phone_at),
        files=files,
        state=row.state,
        reason=row.reason,
        visit=row.visit,
        decided=decided or None,
        cleared=cleared or None,
        is_conflict=is_conflict,
    )


def settle(connection: Connection, number: int, **values: Any) -> None:
    """Write down what became of a record.

    Parameters
    ----------
    connection
        A connection of the only writer.
    number
        The record.
    **values
        New values of its columns.
    """
    connection.execute(update(records).where(records.c.number == number).values(values))


def blob_of(connection: Connection, login: str, sha256: str) -> Blob | None:
    """Look a file up.

    Parameters
    ----------
    connection
        A connection to the file.
    login
        Whose it is.
    sha256
        Its hash.

    Returns
    -------
    Blob or None
        ``None`` if no record of that person names it.
    """
    names_it = (
        select(named.c.kind)
        .join(records, and_(records.c.number == named.c.record, records.c.login == login))
        .where(named.c.sha256 == sha256)
    )
    kinds = frozenset(connection.execute(names_it).scalars())
    if not kinds:
        return None
    row = connection.execute(
        select(blobs.c.size, blobs.c.item).where(blobs.c.login == login, blobs.c.sha256 == sha256)
    ).first()
    return Blob(kinds, None, None) if row is None else Blob(kinds, row.size, row.item)


def reserve(connection: Connection, login: str, sha256: str, size: int) -> None:
    """Keep room for a file that begins to come, or begins anew.

    Parameters
    ----------
    connection
        A connection of the only writer.
    login, sha256, size
        Whose it is, its hash and its bytes.
    """
    is_it = (blobs.c.login == login) & (blobs.c.sha256 == sha256)
    there = connection.execute(update(blobs).where(is_it).values(size=size, item=None))
    if not there.rowcount:
        connection.execute(insert(blobs).values(login=login, sha256=sha256, size=size))


def waiting_bytes(connection: Connection, login: str, sha256: str) -> int:
    """Count the bytes of the files that lie here or have been begun.

    Parameters
    ----------
    connection
        A connection to the file.
    login, sha256
        The file that is not counted.
    """
    is_other = (blobs.c.login != login) | (blobs.c.sha256 != sha256)
    every = select(func.coalesce(func.sum(blobs.c.size), 0)).where(blobs.c.item.is_(None), is_other)
    return int(connection.execute(every).scalar_one())


def needed(connection: Connection, login: str) -> frozenset[str]:
    """Name the files that records of somebody still need: those not in the register, and not cleared away.

    Parameters
    ----------
    connection
        A connection to the file.
    login
        Whose records.
    """
    every = (
        select(named.c.sha256)
        .join(records, records.c.number == named.c.record)
        .where(records.c.login == login, records.c.body.is_not(None))
    )
    return frozenset(connection.execute(every).scalars())
