"""What is done with a case: a fact about its contract, and the number that a taken case gets, at once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Event, EventType
from landwatch.registry.attachments import owner_of
from landwatch.registry.canonical import instant_text
from landwatch.registry.change_request import Act, origin_of, stamps_of
from landwatch.registry.commit import commit
from landwatch.registry.row_mapping import Kind, laid_out
from landwatch.registry.tables import events

__all__ = ["record_of_case", "take_case"]

_NUMBER = "{number}"


def take_case(
    connection: Connection, event: Event, act: Act, *, known_at: datetime | None, pattern: str
) -> str:
    """Record that somebody takes a case, and give it the next number of its year.

    Parameters
    ----------
    connection
        A connection of the only writer: nobody else takes a number meanwhile.
    event
        The fact; its day says the year.
    act
        Who, when and why.
    known_at
        The instant up to which who takes it knew the contract.
    pattern
        How numbers look: text with ``{year}`` and, last, ``{number}`` of at least four digits.

    Returns
    -------
    str
        The number. Those of a year have no gap, and one that was ever given is given to no other case.

    Raises
    ------
    RegisterError
        If the contract does not stand, somebody recorded something about it since, or it cannot be written;
        then no number is taken.
    """
    _refuse_what_came_since(connection, event.contract_no, known_at)
    if event.day is None:
        raise RegisterError(_("A case is taken on a day; nothing was changed."))
    before = pattern.replace(_NUMBER, "").format(year=event.day.year)
    docket = f"{before}{_last_number(connection, before) + 1:04d}"
    _write(connection, "case", replace(event, details={**event.details, "docket": docket}), act)
    return docket


def record_of_case(connection: Connection, event: Event, act: Act, *, known_at: datetime | None) -> None:
    """Record a step of a case, or what is done with the case itself.

    Parameters
    ----------
    connection
        A connection of the only writer.
    event
        The fact; its details name the case.
    act
        Who, when, why and on which document.
    known_at
        The instant up to which who records it knew the contract.

    Raises
    ------
    RegisterError
        If the contract does not stand, or somebody recorded something about it since.
    """
    _refuse_what_came_since(connection, event.contract_no, known_at)
    _write(connection, "case", event, act)


def _last_number(connection: Connection, before: str) -> int:
    """The last number given, by a fact that stands or does not stand any more."""
    rows = connection.execute(select(events.c.details).where(events.c.type == EventType.CASE_OPENED.value))
    form = re.compile(re.escape(before) + "([0-9]+)")
    dockets = (str(json.loads(details or "{}").get("docket")) for details in rows.scalars())
    found = (form.fullmatch(docket) for docket in dockets)
    return max((int(match[1]) for match in found if match), default=0)


def _refuse_what_came_since(connection: Connection, contract_no: str, known_at: datetime | None) -> None:
    owner_of(connection, contract_no=contract_no, parcel_no=None, event=None)
    at = instant_text(known_at) if known_at else ""
    newer = (events.c.recorded_at > at) | (events.c.superseded_at > at)
    row = connection.execute(
        select(events.c.recorded_by).where(events.c.contract_no == contract_no, newer).limit(1)
    ).first()
    if row is not None:
        raise RegisterError(
            _(
                "Something was recorded about contract {contract} meanwhile, by {person}; nothing was "
                "changed. Look at the case again."
            ).format(contract=contract_no, person=row.recorded_by)
        )


def _write(connection: Connection, verb: str, event: Event, act: Act) -> None:
    entry = laid_out(Kind.EVENTS, event)
    commit(
        connection,
        verb="import",
        origin=origin_of(verb, act, entry.key),
        stamps=stamps_of(act),
        added={events.name: [row for _table, row in entry.rows]},
        reason=act.reason,
    )
