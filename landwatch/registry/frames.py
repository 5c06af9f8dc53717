"""The snapshot: the register as true on a day and known at an instant, read by column."""

from __future__ import annotations

import json
from datetime import date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, Table, and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.model import Lineage
from landwatch.registry.arrow import ARROW_TYPES, as_pandas, read_columns, read_shapes
from landwatch.registry.canonical import instant_text
from landwatch.registry.holdings import DatedPlaces, OperatorRow
from landwatch.registry.row_mapping import DETAILS, read_back
from landwatch.registry.tables import (
    STAMPS,
    clusters,
    contract_parcels,
    contracts,
    events,
    indicators,
    instalments,
    lineage,
    operators,
    parcels,
    phases,
    sources,
)
from landwatch.snapshot import SCHEMA, Snapshot, clusters_of, frame

__all__ = ["snapshot", "stood_at"]


def snapshot(connection: Connection, on: date, known_at: datetime | None) -> Snapshot:
    """Read the facts that hold on a day, as they were known at an instant.

    Contracts signed later and events that happened later are left out, and so is what belongs to
    contracts that are left out; a period counts from its start. All clusters are there with the operator in
    force, and the parcels true on the day: in the place of a parcel that was split or merged stand those
    it became or came from, under its contracts, too.

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

    def _place(table: Table, *where: ColumnElement[bool]) -> pd.DataFrame:
        stood = and_(stood_at(table, instant), *where)
        return as_pandas(_columns(connection, table, stood)).assign(
            geometry=read_shapes(connection, table, stood)
        )

    def _part(table: Table, *where: ColumnElement[bool]) -> pd.DataFrame:
        rows = _columns(connection, table, stood_at(table, instant), *where)
        return as_pandas(rows.filter(pc.is_in(rows["contract_no"], deeds["contract_no"])))

    places = DatedPlaces(
        clusters=_place(clusters),
        operators=_operators(connection, instant),
        parcels=_place(parcels),
        shares=_part(contract_parcels).sort_values("position", kind="stable"),
        lineages=_lineages(connection, instant),
    )
    facts = {
        **places.on(on),
        "contracts": _with_source(connection, as_pandas(deeds)),
        "phases": _part(phases),
        "instalments": _part(instalments),
        "indicators": _part(indicators),
        "events": _with_details(_part(events, happened).rename(columns={"row_id": "event_id"})),
    }
    known = known_at or (datetime.fromisoformat(last) if last else None)
    frames = {name: frame(name, rows) for name, rows in facts.items()}
    frames["contracts"]["cluster"] = clusters_of(frames)
    return Snapshot(on=on, known_at=known, places=places if places.change else None, **frames)


def _operators(connection: Connection, instant: str) -> list[OperatorRow]:
    """The dated operators, in the order of recording."""
    names = ("cluster", "operator", "basis", "since", "until")
    rows = connection.execute(
        select(*(operators.c[name] for name in names))
        .where(stood_at(operators, instant))
        .order_by(operators.c.row_id)
    )
    return [tuple(row) for row in rows]


def _lineages(connection: Connection, instant: str) -> list[Lineage]:
    names = [column for column in lineage.c if column.name not in STAMPS]
    rows = connection.execute(select(*names).where(stood_at(lineage, instant)).order_by(lineage.c.row_id))
    return [read_back(Lineage, dict(row)) for row in rows.mappings()]


def _with_source(connection: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    """Name the source of each contract."""
    names = {number: name for number, name in connection.execute(select(sources.c.row_id, sources.c.name))}
    return rows.assign(source=rows["source_id"].map(names))


def stood_at(table: Table, instant: str) -> ColumnElement[bool]:
    """Give the condition that a row stood at an instant.

    Parameters
    ----------
    table
        A table of facts.
    instant
        As :func:`landwatch.registry.canonical.instant_text` writes it.

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
    also["contracts"] = {"source_id": "integer"}
    also["parcels"] = {"since": "text", "until": "text"}
    wanted = {**SCHEMA[table.name], **also.get(table.name, {})}
    kinds = {name: kind for name, kind in wanted.items() if name in table.c and kind in ARROW_TYPES}
    return read_columns(connection, table, kinds, and_(*where))


def _with_details(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the details that the snapshot has columns for columns of their own."""
    which, texts = pd.factorize(rows["details"])
    parsed = json.loads(f"[{','.join(texts)}]")
    every = {name: np.array([details.get(name) for details in parsed], dtype=object) for name in DETAILS}
    return rows.assign(**{name: values[which] for name, values in every.items()})
