"""The snapshot: the register as true on a day and known at an instant, read by column."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Integer, Table, and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.registry.content import instant_text, shapes_from_wkb
from landwatch.registry.queries import column_for_reading
from landwatch.registry.records import DETAILS
from landwatch.registry.tables import (
    clusters,
    contract_parcels,
    contracts,
    events,
    indicators,
    instalments,
    parcels,
    phases,
    sources,
)
from landwatch.snapshot import SCHEMA, Snapshot, frame

__all__ = ["snapshot"]


def snapshot(connection: Connection, on: date, known_at: datetime | None) -> Snapshot:
    """Read the facts that hold on a day, as they were known at an instant.

    Contracts signed later and events that happened later are left out, and so is what belongs to
    contracts that are left out; all parcels and clusters are there. A period counts from its start.

    Parameters
    ----------
    connection
        A connection that sees one state of all tables.
    on
        The day whose end is judged.
    known_at
        The instant of knowledge; by default the last one that anything was recorded at.

    Returns
    -------
    Snapshot
        The frames; `Snapshot.known_at` is the instant used, ``None`` for an empty register.
    """
    last = connection.execute(select(func.max(sources.c.recorded_at))).scalar_one()
    instant = instant_text(known_at) if known_at else last or ""
    day = on.isoformat()
    signed = or_(contracts.c.signed_on.is_(None), contracts.c.signed_on <= day)
    happened_on = func.coalesce(events.c.start, events.c.day)
    happened = or_(happened_on.is_(None), happened_on <= day)
    numbers = select(contracts.c.contract_no).where(_stood(contracts, instant), signed)

    def _part(table: Table, *where: ColumnElement[bool]) -> pd.DataFrame:
        return _read(connection, table, instant, table.c.contract_no.in_(numbers), *where)

    facts = {
        "clusters": _read(connection, clusters, instant),
        "parcels": _read(connection, parcels, instant),
        "contracts": _read(connection, contracts, instant, signed),
        "contract_parcels": _part(contract_parcels).sort_values("position", kind="stable"),
        "phases": _part(phases),
        "instalments": _part(instalments),
        "indicators": _part(indicators),
        "events": _with_details(_part(events, happened)),
    }
    _join_parcels(facts)
    known = known_at or (datetime.fromisoformat(last) if last else None)
    return Snapshot(on=on, known_at=known, **{name: frame(name, rows) for name, rows in facts.items()})


def _join_parcels(facts: Mapping[str, pd.DataFrame]) -> None:
    """Take the area under a contract from its parcel, and the cluster of a contract from its first parcel."""
    plots = facts["parcels"].set_index("parcel_no")
    deeds, shares = facts["contracts"], facts["contract_parcels"]
    shares["area_cm2"] = shares["parcel_no"].map(plots["registered_area_cm2"])
    first = shares.drop_duplicates("contract_no").set_index("contract_no")["parcel_no"]
    deeds["cluster"] = deeds["contract_no"].map(first).map(plots["cluster"])


def _stood(table: Table, instant: str) -> ColumnElement[bool]:
    superseded_later = or_(table.c.superseded_at.is_(None), table.c.superseded_at > instant)
    return and_(table.c.recorded_at <= instant, superseded_later)


def _read(connection: Connection, table: Table, instant: str, *where: ColumnElement[bool]) -> pd.DataFrame:
    """Read the columns that the snapshot wants of the rows that stood at an instant."""
    names = [column.name for column in table.c if column.name in _wanted(table.name)]
    statement = (
        select(*(column_for_reading(table, name) for name in names))
        .where(_stood(table, instant), *where)
        .order_by(table.c.row_id)
    )
    columns = list(zip(*connection.execute(statement).all(), strict=True)) or [()] * len(names)
    found = {name: _column(table, name, values) for name, values in zip(names, columns, strict=True)}
    return pd.DataFrame(found).rename(columns={"row_id": "event_id"})


def _column(table: Table, name: str, values: Sequence[Any]) -> Any:
    if name == "geometry":
        return shapes_from_wkb(values)
    return pd.array(values, dtype="Int64" if isinstance(table.c[name].type, Integer) else object)


def _wanted(table: str) -> set[str]:
    also = {"events": {"row_id"}, "contract_parcels": {"position"}}
    return set(SCHEMA[table]) | also.get(table, set())


def _with_details(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the details that the snapshot has columns for columns of their own."""
    parsed = {details: json.loads(details) for details in set(rows["details"])}
    every = [parsed[details] for details in rows["details"]]
    columns = {name: pd.array([details.get(name) for details in every], dtype=object) for name in DETAILS}
    return rows.assign(**columns)
