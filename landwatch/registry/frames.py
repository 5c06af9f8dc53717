"""The snapshot: the register as true on a day and known at an instant, read by column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Table, and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.registry.columns import ARROW_TYPES, as_pandas, read_columns, read_shapes
from landwatch.registry.content import instant_text
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

__all__ = ["snapshot", "stood_at"]


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
    deeds = _columns(connection, contracts, stood_at(contracts, instant), signed)

    def _place(table: Table) -> pd.DataFrame:
        stood = stood_at(table, instant)
        return as_pandas(_columns(connection, table, stood)).assign(
            geometry=read_shapes(connection, table, stood)
        )

    def _part(table: Table, *where: ColumnElement[bool]) -> pd.DataFrame:
        rows = _columns(connection, table, stood_at(table, instant), *where)
        return as_pandas(rows.filter(pc.is_in(rows["contract_no"], deeds["contract_no"])))

    facts = {
        "clusters": _place(clusters),
        "parcels": _place(parcels),
        "contracts": as_pandas(deeds),
        "contract_parcels": _part(contract_parcels).sort_values("position", kind="stable"),
        "phases": _part(phases),
        "instalments": _part(instalments),
        "indicators": _part(indicators),
        "events": _with_details(_part(events, happened).rename(columns={"row_id": "event_id"})),
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


def stood_at(table: Table, instant: str) -> ColumnElement[bool]:
    """Give the condition that a row stood at an instant.

    Parameters
    ----------
    table
        A table of facts.
    instant
        As :func:`landwatch.registry.content.instant_text` writes it.

    Returns
    -------
    ColumnElement
        What to filter by.
    """
    superseded_later = or_(table.c.superseded_at.is_(None), table.c.superseded_at > instant)
    return and_(table.c.recorded_at <= instant, superseded_later)


def _columns(connection: Connection, table: Table, *where: ColumnElement[bool]) -> pa.Table:
    """Read the columns that the snapshot wants, but for the geometry."""
    also = {"events": {"row_id": "integer"}, "contract_parcels": {"position": "integer"}}
    wanted = {**SCHEMA[table.name], **also.get(table.name, {})}
    kinds = {name: kind for name, kind in wanted.items() if name in table.c and kind in ARROW_TYPES}
    return read_columns(connection, table, kinds, and_(*where))


def _with_details(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the details that the snapshot has columns for columns of their own."""
    which, texts = pd.factorize(rows["details"])
    parsed = json.loads(f"[{','.join(texts)}]")
    every = {name: np.array([details.get(name) for details in parsed], dtype=object) for name in DETAILS}
    return rows.assign(**{name: values[which] for name, values in every.items()})
