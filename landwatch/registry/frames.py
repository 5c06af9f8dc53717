"""The snapshot: the register as true on a day and known at an instant, read by column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, and_, func, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.model import Lineage
from landwatch.registry.arrow import ARROW_TYPES, as_pandas, read_columns, read_shapes
from landwatch.registry.canonical import instant_text
from landwatch.registry.holdings import DatedPlaces, OperatorRow
from landwatch.registry.journal import End, last_line
from landwatch.registry.row_mapping import DETAILS, read_back
from landwatch.registry.tables import STAMPS, contracts, events, lineage, metadata, operators, sources
from landwatch.snapshot import SCHEMA, Snapshot, clusters_of, frame

__all__ = ["PARTS", "Reading", "Selection", "read", "snapshot", "stood_at"]

PARTS = ("contract_parcels", "phases", "instalments", "indicators", "events")
"""The tables whose rows belong to a contract."""

_SOURCES = 500  # more are not looked for one by one
_ALSO: Mapping[str, Mapping[str, str]] = {
    "contract_parcels": {"position": "integer"},
    "contracts": {"source_id": "integer"},
    "parcels": {"since": "text", "until": "text"},
}


@dataclass(frozen=True, eq=False)
class Reading:
    """A snapshot, and what it takes to move it on when something is recorded.

    Attributes
    ----------
    snapshot
        The facts.
    head
        The newest line of the journal when they were read; ``None`` if nothing was recorded.
    places
        The parcels and the ground of contracts of all days.
    row_ids
        Of each table the numbers of the rows that were read, in the order of the frame: parcels of all days,
        the ground of contracts as signed.
    touched
        The contracts of which something may differ from the reading that this one was moved on from;
        ``None`` for one that was read from the beginning.
    """

    snapshot: Snapshot
    head: End | None
    places: DatedPlaces
    row_ids: Mapping[str, NDArray[np.int64]]
    touched: frozenset[str] | None = None


class Selection(NamedTuple):
    """The rows that hold on a day, as they were known at an instant.

    Attributes
    ----------
    connection
        A connection that sees one state of all tables.
    on
        The day, as ISO text.
    instant
        As :func:`landwatch.registry.canonical.instant_text` writes it.
    """

    connection: Connection
    on: str
    instant: str

    def rows(self, name: str, *where: ColumnElement[bool], of: Any = None) -> pd.DataFrame:
        """Read rows of a table, with their numbers.

        Contracts signed later and events that happened later are left out; a period counts from its start.

        Parameters
        ----------
        name
            The table.
        *where
            More conditions.
        of
            Numbers of contracts as an Arrow array: rows of others are left out.

        Returns
        -------
        pandas.DataFrame
            The columns that the snapshot wants, in the order of recording; of the ground of contracts in the
            order of the contracts' own lists.
        """
        table = metadata.tables[name]
        stood = and_(stood_at(table, self.instant), *self._by_the_day(table), *where)
        columns = _columns(self.connection, table, stood)
        if of is not None:
            columns = columns.filter(pc.is_in(columns["contract_no"], of))
        rows = as_pandas(columns)
        if "geometry" in table.c:
            rows = rows.assign(geometry=read_shapes(self.connection, table, stood))
        if name == "contracts":
            return _with_source(self.connection, rows)
        if name == "contract_parcels":
            return rows.sort_values("position", kind="stable", ignore_index=True)
        return _with_details(rows) if name == "events" else rows

    def _by_the_day(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        if table is contracts:
            return (_is_by(contracts.c.signed_on, self.on),)
        return (_is_by(func.coalesce(events.c.start, events.c.day), self.on),) if table is events else ()


def _is_by(day: ColumnElement[str], last: str) -> ColumnElement[bool]:
    return or_(day.is_(None), day <= last)


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
    return read(connection, on, known_at).snapshot


def read(connection: Connection, on: date, known_at: datetime | None) -> Reading:
    """Read a snapshot from the beginning.

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
    Reading
        The facts, and what it takes to move them on.
    """
    last = connection.execute(select(func.max(sources.c.recorded_at))).scalar_one()
    asked = Selection(connection, on.isoformat(), instant_text(known_at) if known_at else last or "")
    deeds = asked.rows("contracts")
    numbers = pa.array(deeds["contract_no"], pa.string())
    rows = {"contracts": deeds} | {name: asked.rows(name) for name in ("clusters", "parcels")}
    rows |= {name: asked.rows(name, of=numbers) for name in PARTS}
    row_ids = {name: found.pop("row_id").to_numpy(np.int64) for name, found in rows.items()}
    places = DatedPlaces(
        clusters=rows.pop("clusters"),
        operators=_operators(connection, asked.instant),
        parcels=rows.pop("parcels"),
        shares=rows.pop("contract_parcels"),
        lineages=_lineages(connection, asked.instant),
    )
    known = known_at or (datetime.fromisoformat(last) if last else None)
    facts = {name: frame(name, found) for name, found in {**places.on(on), **rows}.items()}
    facts["contracts"]["cluster"] = clusters_of(facts)
    found = Snapshot(on=on, known_at=known, places=places if places.change else None, **facts)
    return Reading(found, last_line(connection), places, row_ids)


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
    # Commits are many, those that brought contracts few.
    numbers = [int(number) for number in rows["source_id"].unique()]
    named = select(sources.c.row_id, sources.c.name)
    if len(numbers) <= _SOURCES:
        named = named.where(sources.c.row_id.in_(numbers))
    names = {number: name for number, name in connection.execute(named)}
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


def _columns(connection: Connection, table: Table, where: ColumnElement[bool]) -> pa.Table:
    """Read the columns that the snapshot wants, but for the geometry."""
    wanted = {**SCHEMA[table.name], **_ALSO.get(table.name, {}), "row_id": "integer"}
    kinds = {name: kind for name, kind in wanted.items() if name in table.c and kind in ARROW_TYPES}
    return read_columns(connection, table, kinds, where)


def _with_details(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the details that the snapshot has columns for columns of their own."""
    which, texts = pd.factorize(rows["details"])
    parsed = json.loads(f"[{','.join(texts)}]")
    every = {name: np.array([details.get(name) for details in parsed], dtype=object) for name in DETAILS}
    return rows.assign(event_id=rows["row_id"], **{name: values[which] for name, values in every.items()})
