"""Cells out of frames, and lists of contracts: each column with the way its cell comes about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.reports.document import Cell, Column, Table
from landwatch.reports.material import Material
from landwatch.units import mu_from_cm2

__all__ = ["Field", "cell_of", "listing", "money", "mu", "records_of"]

_FEN_PER_WAN = 1_000_000

Field = tuple[Column, Callable[[Mapping[Any, Any]], Cell]]
"""A column, and what makes its cell out of a record."""


def cell_of(value: Any) -> Any:
    """Make a cell of a report out of a cell of a frame.

    Parameters
    ----------
    value
        A text, a number, a timestamp or one of the several ways to say that there is none.

    Returns
    -------
    object
        ``None`` where there is none; a date for a timestamp.
    """
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def mu(area_cm2: Any) -> Fraction | None:
    """Make a cell in mu.

    Parameters
    ----------
    area_cm2
        Area in cm², or missing.

    Returns
    -------
    Fraction or None
        Exact mu.
    """
    return None if pd.isna(area_cm2) else mu_from_cm2(int(area_cm2))


def money(fen: Any) -> Fraction | None:
    """Make a cell in 10,000 yuan.

    Parameters
    ----------
    fen
        Money in fen, or missing.

    Returns
    -------
    Fraction or None
        Exact 10,000 yuan.
    """
    return None if pd.isna(fen) else Fraction(int(fen), _FEN_PER_WAN)


def records_of(rows: pd.DataFrame, *order: str) -> list[dict[Any, Any]]:
    """Give the rows of a frame as records.

    Parameters
    ----------
    rows
        With a `contract_no`.
    *order
        Columns to sort by, before the contract number.
    """
    records: list[dict[Any, Any]] = rows.sort_values([*order, "contract_no"]).to_dict("records")
    return records


def listing(
    material: Material,
    records: Iterable[Mapping[Any, Any]],
    fields: Sequence[Field],
    *,
    title: str,
    note: str = "",
    total: Any = "rows",
) -> Table:
    """List records of contracts: number, holder and cluster, then the columns given.

    Parameters
    ----------
    material
        What the report is made from.
    records
        One a row, each with its `contract_no`.
    fields
        The further columns.
    title, note
        Those of the table.
    total
        What stands below the contract numbers.
    """
    contracts = material.contracts[["current_holder", "holder", "cluster"]].to_dict("index")
    rows = [
        [place, *_who(contracts, record), *(cell(record) for _column, cell in fields)]
        for place, record in enumerate(records, start=1)
    ]
    columns = [
        Column(head=_("No."), form="count", width=1.5),
        Column(head=_("Contract number"), width=3.9, total=total, key="contract_no"),
        Column(head=_("Holder"), width=4.5),
        Column(head=_("Cluster"), width=2, key="cluster"),
        *(column for column, _cell in fields),
    ]
    return Table(title=title, columns=columns, rows=rows, note=note)


def _who(contracts: Mapping[Any, Mapping[Any, Any]], record: Mapping[Any, Any]) -> tuple[Cell, ...]:
    number = record["contract_no"]
    row = contracts.get(number, record)
    holder = cell_of(row.get("current_holder")) or cell_of(row.get("holder"))
    return str(number), holder, cell_of(row.get("cluster")) or _("cluster not recorded")
