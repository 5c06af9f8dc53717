"""Whole columns out of either store, as Arrow arrays: no row becomes an object on the way.

SQLite writes each column as one JSON array in half the time that its driver takes to make tuples of the
rows. With PostgreSQL it is the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Select, Table, func, select

from landwatch.registry.canonical import Shapes, shapes_from_wkb
from landwatch.registry.database import on_geopackage
from landwatch.registry.lookups import column_for_reading

__all__ = ["ARROW_TYPES", "as_pandas", "read_columns", "read_shapes"]

Columns = Sequence[Sequence[Any]]

ARROW_TYPES: Mapping[str, Any] = {
    "text": pa.string(),
    "date": pa.timestamp("s"),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}
"""The Arrow type of each kind of column that a snapshot has, but for geometry."""

_PANDAS_TYPES = {
    pa.string(): pd.StringDtype(na_value=np.nan),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}
# SQLite makes no text of a gigabyte or more; a column of so many rows stays far below.
_ROWS_A_TEXT = 2**17
_ROWS_AT_ONCE = 2**12


def read_columns(connection: Connection, table: Table, kinds: Mapping[str, str], where: Any) -> pa.Table:
    """Read columns of the rows that meet a condition.

    Parameters
    ----------
    connection
        A connection to the register.
    table
        The table.
    kinds
        Column names and their kinds, keys of :data:`ARROW_TYPES`.
    where
        The condition.

    Returns
    -------
    pyarrow.Table
        The columns, in the order of `row_id`.
    """
    statement = select(*(table.c[name] for name in kinds)).where(where).order_by(table.c.row_id)
    portions = _gathered if on_geopackage(connection) else _fetched
    types = {name: ARROW_TYPES[kind] for name, kind in kinds.items()}
    found = [
        pa.table(
            [_array(values, kind) for values, kind in zip(columns, types.values(), strict=True)], list(types)
        )
        for columns in portions(connection, table, statement)
    ]
    return pa.concat_tables(found) if found else pa.schema(types).empty_table()


def _fetched(connection: Connection, _table: Table, statement: Select[Any]) -> Iterator[Columns]:
    # The driver's own tuples, a few at a time: rows of SQLAlchemy's, or all at once, take twice as long.
    cursor = connection.execute(statement).cursor
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield list(zip(*rows, strict=True))


def _gathered(connection: Connection, table: Table, statement: Select[Any]) -> Iterator[Columns]:
    last = connection.execute(select(func.max(table.c.row_id))).scalar_one() or 0
    for first in range(1, last + 1, _ROWS_A_TEXT):
        among = table.c.row_id.between(first, first + _ROWS_A_TEXT - 1)
        rows = statement.where(among).subquery()
        # An aggregate need not keep the order of its subquery; SQLite does, for it reads the rows one by one.
        texts = connection.execute(select(*map(func.json_group_array, rows.c))).one()
        yield [json.loads(text) for text in texts]


def _array(values: Sequence[Any], kind: Any) -> Any:
    if pa.types.is_timestamp(kind):
        return pa.array(values, pa.string()).cast(kind)
    return pa.array(values, pa.int64()).cast(kind) if pa.types.is_boolean(kind) else pa.array(values, kind)


def read_shapes(connection: Connection, table: Table, where: Any) -> Shapes:
    """Read the boundaries of the rows that meet a condition.

    Parameters
    ----------
    connection
        A connection to the register.
    table
        A table with a geometry.
    where
        The condition.

    Returns
    -------
    numpy.ndarray of object
        Polygons and multipolygons, in the order of `row_id`.
    """
    statement = select(column_for_reading(table, "geometry")).where(where).order_by(table.c.row_id)
    cursor = connection.execute(statement).cursor
    return shapes_from_wkb([body for (body,) in cursor.fetchall()])


def as_pandas(columns: pa.Table) -> pd.DataFrame:
    """Make a frame of columns with the types that a snapshot has.

    Parameters
    ----------
    columns
        Columns of the types in :data:`ARROW_TYPES`.

    Returns
    -------
    pandas.DataFrame
        Text, whole numbers and truth values that may be missing, and days as datetime64[s].
    """
    # Blocks of several columns would have to be copied together.
    found: pd.DataFrame = columns.to_pandas(types_mapper=_PANDAS_TYPES.get, split_blocks=True)
    return found
