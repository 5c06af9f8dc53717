"""What differs between two days, as a table that a page and a file share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from landwatch.exhibits import About, Cell, Column, Table
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.measures.figures.differences import (
    Difference,
    difference_label,
    difference_meaning,
    differences,
)
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.units import format_mu

__all__ = ["changes_table"]

Row = Mapping[Any, Any]


def changes_table(
    before: MapContent, after: MapContent, about: About, cluster: str | None = None
) -> Table[Row]:
    """List the contracts that stand otherwise on the later day.

    Parameters
    ----------
    before, after
        The same register on two days.
    about
        What the later day rests on.
    cluster
        The only cluster; ``None`` for all.
    """
    rows = differences(before.contracts, after.contracts, cluster)
    changed = rows[_differs(rows, "state") | _differs(rows, "idle")]
    days = [content.on.isoformat() for content in (before, after)]
    columns: list[Column[Row]] = [
        Column(id="contract_no", name=_("Contract"), of=lambda row: row["contract_no"]),
        Column(id="holder", name=_("Holder"), of=lambda row: _known(row["holder"])),
        Column(id="cluster", name=_("Cluster"), of=lambda row: _known(row["cluster"])),
        Column(id="area_mu", name=_("Area"), of=_mu, form="mu"),
        Column(
            id="difference",
            name=_("Change"),
            of=lambda row: difference_label(Difference(row["difference"])),
        ),
        Column(id="before", name=days[0], of=lambda row: _stood(row, "before")),
        Column(id="reason_before", name="", of=lambda row: _known(row["reason_before"]), place="below"),
        Column(id="after", name=days[1], of=lambda row: _stood(row, "after")),
        Column(id="reason_after", name="", of=lambda row: _known(row["reason_after"]), place="below"),
    ]
    return Table(
        id="changes",
        title=_("Changes from {earlier} to {later}").format(earlier=days[0], later=days[1]),
        definition=" ".join(difference_meaning()),
        columns=columns,
        items=changed.reset_index(names="contract_no").to_dict("records"),
        about=about,
    )


def _differs(rows: pd.DataFrame, name: str) -> pd.Series:
    one, other = (rows[f"{name}_{when}"].astype(object) for when in ("before", "after"))
    return (one != other) & ~(one.isna() & other.isna())


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _mu(row: Row) -> Cell:
    return None if pd.isna(row["area_cm2"]) else Decimal(format_mu(int(row["area_cm2"])))


def _stood(row: Row, when: str) -> str:
    state, idle = row[f"state_{when}"], row[f"idle_{when}"]
    if pd.isna(state):
        return _("not yet signed")
    return _(", ").join([state_label(State(state)), *([] if pd.isna(idle) else [idle_label(Idle(idle))])])
