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

from landwatch.model import Lineage
from landwatch.registry.columns import ARROW_TYPES, as_pandas, read_columns, read_shapes
from landwatch.registry.content import instant_text
from landwatch.registry.lineage import resolved
from landwatch.registry.records import DETAILS, read_back
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
from landwatch.snapshot import SCHEMA, Snapshot, frame

__all__ = ["snapshot", "stood_at", "true_on"]


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

    facts = {
        "clusters": _operated(connection, _place(clusters), instant, day),
        "parcels": _place(parcels, *true_on(parcels, day)),
        "contracts": _with_source(connection, as_pandas(deeds)),
        "contract_parcels": _part(contract_parcels).sort_values("position", kind="stable"),
        "phases": _part(phases),
        "instalments": _part(instalments),
        "indicators": _part(indicators),
        "events": _with_details(_part(events, happened).rename(columns={"row_id": "event_id"})),
    }
    _join_parcels(facts)
    facts["contract_parcels"] = _on_true_ground(connection, facts["contract_parcels"], instant, on)
    _place_contracts(facts)
    known = known_at or (datetime.fromisoformat(last) if last else None)
    return Snapshot(on=on, known_at=known, **{name: frame(name, rows) for name, rows in facts.items()})


def _join_parcels(facts: Mapping[str, pd.DataFrame]) -> None:
    """Take the area under a contract from its parcel."""
    plots, shares = facts["parcels"].set_index("parcel_no"), facts["contract_parcels"]
    shares["area_cm2"] = shares["parcel_no"].map(plots["registered_area_cm2"])


def _on_true_ground(connection: Connection, shares: pd.DataFrame, instant: str, on: date) -> pd.DataFrame:
    names = [column for column in lineage.c if column.name not in STAMPS]
    rows = connection.execute(select(*names).where(stood_at(lineage, instant)).order_by(lineage.c.row_id))
    acts = [read_back(Lineage, dict(row)) for row in rows.mappings()]
    if not acts:
        return shares
    columns = select(parcels.c.parcel_no, parcels.c.registered_area_cm2)
    areas = {number: area for number, area in connection.execute(columns.where(stood_at(parcels, instant)))}
    return resolved(shares, acts, areas, on)


def _place_contracts(facts: Mapping[str, pd.DataFrame]) -> None:
    """Take the cluster of a contract from its first parcel."""
    plots, shares, deeds = facts["parcels"], facts["contract_parcels"], facts["contracts"]
    first = shares.drop_duplicates("contract_no").set_index("contract_no")["parcel_no"]
    deeds["cluster"] = deeds["contract_no"].map(first).map(plots.set_index("parcel_no")["cluster"])


def _operated(connection: Connection, rows: pd.DataFrame, instant: str, day: str) -> pd.DataFrame:
    """Name the operator in force on the day where a dated one is recorded."""
    statement = (
        select(operators.c.cluster, operators.c.operator, operators.c.basis)
        .where(stood_at(operators, instant), *true_on(operators, day))
        .order_by(operators.c.row_id)
    )
    for name, operator, basis in connection.execute(statement):
        rows.loc[rows["name"] == name, ["operator", "operator_basis"]] = [operator, basis]
    return rows


def _with_source(connection: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    """Name the source of each contract."""
    names = {number: name for number, name in connection.execute(select(sources.c.row_id, sources.c.name))}
    return rows.assign(source=rows["source_id"].map(names))


def true_on(table: Table, day: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Give the conditions that a row is true on a day.

    Parameters
    ----------
    table
        A table with `since` and `until`.
    day
        The day in ISO form.

    Returns
    -------
    tuple of ColumnElement
        What to filter by.
    """
    since, until = table.c.since, table.c.until
    return or_(since.is_(None), since <= day), or_(until.is_(None), until >= day)


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
    also["contracts"] = {"source_id": "integer"}
    wanted = {**SCHEMA[table.name], **also.get(table.name, {})}
    kinds = {name: kind for name, kind in wanted.items() if name in table.c and kind in ARROW_TYPES}
    return read_columns(connection, table, kinds, and_(*where))


def _with_details(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the details that the snapshot has columns for columns of their own."""
    which, texts = pd.factorize(rows["details"])
    parsed = json.loads(f"[{','.join(texts)}]")
    every = {name: np.array([details.get(name) for details in parsed], dtype=object) for name in DETAILS}
    return rows.assign(**{name: values[which] for name, values in every.items()})
