"""The contracts to go to: each once, with all lines of the plan that one visit answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

__all__ = ["STANDINGS", "Errand", "Errands", "LastVisit", "Line", "Standing"]

Standing = Literal["missed", "open", "ahead", "late", "done"]
STANDINGS: tuple[Standing, ...] = ("missed", "open", "ahead", "late", "done")
"""How a line stands, what presses first: ``missed`` is over and nobody has been there since, ``late`` is over
and somebody has, which the plan still counts as overdue."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the plan.

    Attributes
    ----------
    stage, opens, until
        Stage, first and last day.
    standing
        How it stands.
    person, goes
        Whose it is, and who has the list.
    visited_on, visited_by
        The visit that answered it, or came too late for it.
    """

    stage: str
    opens: date
    until: date
    standing: Standing
    person: str | None
    goes: str | None
    visited_on: date | None
    visited_by: str | None


@dataclass(frozen=True, kw_only=True)
class LastVisit:
    """The last visit of a contract: when, by whom, what was said, and whether it counts."""

    day: date
    person: str | None
    details: Mapping[str, Any]
    counts: bool


@dataclass(frozen=True, kw_only=True)
class Errand:
    """A contract to go to.

    Attributes
    ----------
    contract_no, cluster
        Which, and where.
    lines
        Its lines of the plan, what presses first; one visit answers all that are open.
    last
        The last visit; ``None`` if there was none.
    """

    contract_no: str
    cluster: str | None
    lines: tuple[Line, ...]
    last: LastVisit | None

    @property
    def standing(self) -> Standing:
        """How the line stands that presses most."""
        return self.lines[0].standing

    @property
    def wants_a_visit(self) -> bool:
        """Whether somebody should go there now."""
        return self.standing in ("missed", "open")


class Errands:
    """The contracts of a plan in the order in which they press.

    Parameters
    ----------
    lines
        Lines of :func:`landwatch.measures.patrols.plan.plan`, or some of them.
    made
        The visits up to the day judged, of :func:`landwatch.measures.patrols.visits.visits`.
    """

    def __init__(self, lines: pd.DataFrame, made: pd.DataFrame) -> None:
        self._lines = _standing(lines, made)
        self._made = made

    @property
    def contract_nos(self) -> Sequence[str]:
        """Their numbers."""
        return list(dict.fromkeys(self._lines["contract_no"]))

    def standing(self, *standings: Standing) -> Errands:
        """Keep the lines that stand in some way, and their contracts.

        Parameters
        ----------
        *standings
            How they stand.
        """
        kept = copy(self)
        kept._lines = self._lines[self._lines["standing"].isin(standings)]
        return kept

    def counts(self) -> Mapping[Standing, int]:
        """Count the lines by how they stand."""
        found = self._lines["standing"].value_counts()
        return {each: int(found.get(each, 0)) for each in STANDINGS}

    def of(self, contract_nos: Iterable[str]) -> tuple[Errand, ...]:
        """Take some of them.

        Parameters
        ----------
        contract_nos
            Their numbers; one that is not there is left out.

        Returns
        -------
        tuple of Errand
            In the order of the numbers.
        """
        wanted = list(contract_nos)
        rows = self._lines[self._lines["contract_no"].isin(wanted)]
        lines = {str(number): group for number, group in rows.groupby("contract_no", sort=False)}
        last = self._made[self._made["contract_no"].isin(wanted)].drop_duplicates("contract_no", keep="last")
        visits = {row["contract_no"]: _last_visit(row) for row in last.to_dict("records")}
        return tuple(
            _errand(number, lines[number], visits.get(number)) for number in wanted if number in lines
        )


def _standing(lines: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Say how each line stands, and sort: missed before open, what ends first on top."""
    counted = made[made["valid"]].drop_duplicates("contract_no", keep="last").set_index("contract_no")
    latest = counted[["day", "person"]].reindex(lines["contract_no"]).set_axis(lines.index)
    overdue = lines["state"].eq("overdue")
    late = overdue & (latest["day"] > lines["until"])
    standing = np.select([late, overdue], ["late", "missed"], lines["state"].astype(object).to_numpy())
    told = lines.assign(
        standing=standing,
        done=lines["done"].where(~late, latest["day"]),
        done_by=lines["done_by"].where(~late, latest["person"]),
        rank=pd.Series(standing, lines.index).map({each: rank for rank, each in enumerate(STANDINGS)}),
    )
    return told.sort_values(["rank", "until", "contract_no"], kind="stable", ignore_index=True)


def _errand(number: str, rows: pd.DataFrame, last: LastVisit | None) -> Errand:
    records = rows.to_dict("records")
    return Errand(
        contract_no=number,
        cluster=_known(records[0]["cluster"]),
        lines=tuple(_line(row) for row in records),
        last=last,
    )


def _line(row: Mapping[Any, Any]) -> Line:
    return Line(
        stage=str(row["stage"]),
        opens=row["opens"].date(),
        until=row["until"].date(),
        standing=row["standing"],
        person=_known(row["person"]),
        goes=_known(row["goes"]),
        visited_on=None if pd.isna(row["done"]) else row["done"].date(),
        visited_by=_known(row["done_by"]),
    )


def _last_visit(row: Mapping[Any, Any]) -> LastVisit:
    return LastVisit(
        day=row["day"].date(),
        person=_known(row["person"]),
        details=row["details"],
        counts=bool(row["valid"]),
    )


def _known(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
