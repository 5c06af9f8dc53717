"""The register as records again, to be handed on: whole, with what their sources called their columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, or_, true

from landwatch.model import Cluster, Contract, Event, Parcel
from landwatch.registry.canonical import instant_text
from landwatch.registry.frames import stood_at
from landwatch.registry.lookups import TABLES_OF, by_contract, rows_where
from landwatch.registry.row_mapping import Kind, rebuild, rebuild_contract, rebuild_event
from landwatch.registry.tables import clusters, contracts, events, parcels

__all__ = ["Extract", "extract"]

_END_OF_TIME = "9999-12-31T23:59:59.999999Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Records of a register, in the order of recording.

    Attributes
    ----------
    clusters, parcels, contracts, events
        The records; an event belongs to one of the contracts.
    """

    clusters: tuple[Cluster, ...]
    parcels: tuple[Parcel, ...]
    contracts: tuple[Contract, ...]
    events: tuple[Event, ...]


def extract(connection: Connection, on: date | None, known_at: datetime | None) -> Extract:
    """Read the records that stand.

    Parameters
    ----------
    connection
        A connection that sees one state of all tables.
    on
        Leave out contracts signed after this day and events that happened after it; ``None`` leaves out
        nothing.
    known_at
        The instant of knowledge, with time zone; by default now.

    Returns
    -------
    Extract
        The records.
    """
    instant = instant_text(known_at) if known_at else _END_OF_TIME
    day = on.isoformat() if on else None
    happened_on = func.coalesce(events.c.start, events.c.day)
    signed = or_(contracts.c.signed_on.is_(None), contracts.c.signed_on <= day) if day else true()
    happened = or_(happened_on.is_(None), happened_on <= day) if day else true()
    own, *parts = (
        rows_where(connection, table, stood_at(table, instant), *([signed] if table is contracts else []))
        for table in TABLES_OF[Kind.CONTRACTS]
    )
    of_contract = [by_contract(rows) for rows in parts]
    numbers = {row["contract_no"] for row in own}
    facts = rows_where(connection, events, stood_at(events, instant), happened)
    land: list[Any] = [
        [rebuild(kind, row) for row in rows_where(connection, table, stood_at(table, instant))]
        for kind, table in ((Kind.CLUSTERS, clusters), (Kind.PARCELS, parcels))
    ]
    return Extract(
        clusters=tuple(land[0]),
        parcels=tuple(land[1]),
        contracts=tuple(
            rebuild_contract(row, *(rows[row["contract_no"]] for rows in of_contract)) for row in own
        ),
        events=tuple(rebuild_event(row) for row in facts if row["contract_no"] in numbers),
    )
