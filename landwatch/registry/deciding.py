"""What a second person decides about the proposal of a visit: once, whoever else decides at that moment."""

from __future__ import annotations

import json
from hashlib import sha256

from sqlalchemy import Connection

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Event, EventType, Source
from landwatch.registry.attachments import owner_of
from landwatch.registry.canonical import canonical_json
from landwatch.registry.change_request import Act, stamps_of
from landwatch.registry.commit import commit
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.row_mapping import Kind, laid_out, source_row
from landwatch.registry.tables import events

__all__ = ["decide"]


def decide(connection: Connection, event: Event, act: Act) -> None:
    """Record the fact that is accepted, or the refusal.

    Parameters
    ----------
    connection
        A connection of the only writer.
    event
        The fact; its details name the number of the visit.
    act
        Who, when and why.

    Raises
    ------
    RegisterError
        If the contract does not stand, or somebody has decided about the proposal already.
    """
    owner_of(connection, contract_no=event.contract_no, parcel_no=None, event=None)
    about = events.c.contract_no == event.contract_no, events.c.type != EventType.PATROL.value
    for row in stamped_rows(connection, events, *about):
        said = json.loads(row["details"] or "{}")
        if said.get("visit") == event.details["visit"]:
            raise RegisterError(
                _("{person} has decided already what visit {number} proposes; nothing was changed").format(
                    person=said.get("person") or row["recorded_by"], number=event.details["visit"]
                )
            )
    entry = laid_out(Kind.EVENTS, event)
    digest = sha256(canonical_json([event.contract_no, event.type, event.day, event.details]).encode())
    commit(
        connection,
        verb="import",
        origin=source_row(Source(name="patrol", sha256=digest.hexdigest(), kind="patrol"), act.by),
        stamps=stamps_of(act),
        added={events.name: [row for _table, row in entry.rows]},
    )
