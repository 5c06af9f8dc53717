"""Who patrols a cluster from which day on, and when somebody is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Table, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Absence, Patroller
from landwatch.registry.amending import found_key, write
from landwatch.registry.canonical import instant_text
from landwatch.registry.change_request import Act, Done
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.replacing import Writing, differences
from landwatch.registry.row_mapping import Kind, Row, read_back, row_of
from landwatch.registry.tables import absences, patrollers

__all__ = ["absent", "assign", "recorded"]


def assign(connection: Connection, patroller: Patroller, act: Act) -> Done:
    """Let a person patrol a cluster from a day on; whoever did so till then ends the day before.

    An assignment from the same first day takes the place of the one that stands: that corrects it.

    Parameters
    ----------
    connection
        A connection of the only writer.
    patroller
        Cluster, person, stand-in and days.
    act
        Who, when, why and on which document.

    Returns
    -------
    Done
        Nothing is written if it is recorded like that already.

    Raises
    ------
    RegisterError
        If there is no such cluster, the days are in the wrong order, the stand-in is the person, or somebody
        else is assigned on one of the days.
    """
    _refuse_days(patroller.since, patroller.until)
    if patroller.stand_in == patroller.person:
        raise RegisterError(
            _("{person} cannot stand in for {person}; nothing was changed. Name somebody else.").format(
                person=patroller.person
            )
        )
    found_key(connection, Kind.CLUSTERS, patroller.cluster)
    rows = stamped_rows(connection, patrollers, patrollers.c.cluster == patroller.cluster)
    if any(patroller in (each, replace(each, until=None)) for each in map(_patroller, rows)):
        return Done(key=patroller.cluster)
    writing = Writing()
    for known in rows:
        other = _patroller(known)
        if _overlap(other, patroller):
            _make_room(writing, known, other, patroller)
    row = row_of(patroller, patroller.cluster)
    writing.add(patrollers.name, row)
    at = write(connection, "assign", act, writing, row["content_hash"])
    unsaid = replace(patroller, person="", stand_in=None, until=None)
    return Done(key=patroller.cluster, changes=differences(unsaid, patroller), recorded_at=at)


def _make_room(writing: Writing, known: Row, other: Patroller, patroller: Patroller) -> None:
    if other.since != patroller.since and (other.until is not None or other.since > patroller.since):
        raise RegisterError(
            _(
                "{cluster} is patrolled by {person} from {since} to {until}; nothing was changed. "
                "Choose other days, or correct that one by assigning from {since} again."
            ).format(cluster=other.cluster, person=other.person, since=other.since, until=other.until or "…")
        )
    writing.end(patrollers.name, known["row_id"])
    if other.since < patroller.since:
        ended = replace(other, until=patroller.since - timedelta(days=1))
        writing.add(patrollers.name, row_of(ended, other.cluster))


def absent(connection: Connection, absence: Absence, act: Act, *, withdrawn: bool = False) -> Done:
    """Record days on which somebody does not patrol; one from the same first day takes its place.

    Parameters
    ----------
    connection
        A connection of the only writer.
    absence
        The person and the days.
    act
        Who, when, why and on which document.
    withdrawn
        Whether it was never true: the one from that first day stands no longer.

    Returns
    -------
    Done
        Nothing is written if it is recorded like that already.

    Raises
    ------
    RegisterError
        If the days are in the wrong order.
    """
    _refuse_days(absence.since, absence.until)
    mine = absences.c.person == absence.person, absences.c.since == absence.since.isoformat()
    rows = stamped_rows(connection, absences, *mine)
    known = [read_back(Absence, row) for row in rows]
    if (not known) if withdrawn else absence in known:
        return Done(key=absence.person)
    writing = Writing()
    writing.end(absences.name, *(row["row_id"] for row in rows))
    row = row_of(absence, absence.person)
    if not withdrawn:
        writing.add(absences.name, row)
    at = write(connection, "absent", act, writing, row["content_hash"], str(withdrawn))
    return Done(key=absence.person, recorded_at=at)


def recorded(
    connection: Connection, known_at: datetime | None
) -> tuple[tuple[Patroller, ...], tuple[Absence, ...]]:
    """Read who patrols which cluster, and who is away.

    Parameters
    ----------
    connection
        A connection to the register.
    known_at
        The instant of knowledge, with time zone; ``None`` for now.

    Returns
    -------
    tuple
        The assigned persons and the absences that stood then, in the order of recording.
    """
    assigned = tuple(_patroller(row) for row in _stood(connection, patrollers, known_at))
    away = tuple(read_back(Absence, row) for row in _stood(connection, absences, known_at))
    return assigned, away


def _stood(connection: Connection, table: Table, known_at: datetime | None) -> list[Row]:
    wanted = select(table).order_by(table.c.row_id)
    if known_at is None:
        wanted = wanted.where(table.c.superseded_at.is_(None))
    else:
        at = instant_text(known_at)
        later = table.c.superseded_at.is_(None) | (table.c.superseded_at > at)
        wanted = wanted.where(table.c.recorded_at <= at, later)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _patroller(row: Row) -> Patroller:
    return read_back(Patroller, row)


def _overlap(one: Patroller, other: Patroller) -> bool:
    return max(one.since, other.since) <= min(one.until or date.max, other.until or date.max)


def _refuse_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise RegisterError(
            _("{until} is before {since}; nothing was changed. Mend one of the two days.").format(
                until=until, since=since
            )
        )
