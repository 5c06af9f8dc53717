"""The patrol rate (动态巡查率) cluster by cluster and person by person, from the due set and valid visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import pandas as pd

from landwatch.measures.patrols.due_set import in_rate
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.visits import visits
from landwatch.rules import Assessment
from landwatch.snapshot import are_in

__all__ = ["By", "RateRow", "rates"]

By = Literal["quarter", "cluster", "person"]


@dataclass(frozen=True)
class RateRow:
    """How many contracts were due for patrol in quarters, and how many had a visit that counts.

    Attributes
    ----------
    year, quarter
        The calendar quarter.
    cluster, person
        Where, and who had the duty when the quarter ended; ``None`` where it is not told by that, or there is
        nobody.
    due, visited
        Contracts due, and those of them with a visit that counts.
    by_person
        Of the visited, those that this very person visited; the others were visited by somebody else.
    """

    year: int
    quarter: int
    cluster: str | None
    person: str | None
    due: int
    visited: int
    by_person: int

    @property
    def value(self) -> Fraction | None:
        """The share; ``None`` where nothing was due."""
        return Fraction(self.visited, self.due) if self.due else None

    def to_dict(self) -> dict[str, Any]:
        """Return the rate as JSON values."""
        return {
            "year": self.year,
            "quarter": self.quarter,
            "cluster": self.cluster,
            "person": self.person,
            "due": self.due,
            "visited": self.visited,
            "by_person": self.by_person,
            "rate": None if self.value is None else str(self.value),
        }


def rates(
    assessment: Assessment,
    roster: Roster,
    quarters: Sequence[tuple[int, int, date, date]],
    by: Sequence[By] = ("quarter", "cluster", "person"),
) -> tuple[RateRow, ...]:
    """Tell the patrol rate.

    Parameters
    ----------
    assessment
        The judged contracts, with the visits up to their day.
    roster
        Who has which cluster; a quarter counts for whoever has it at its end, or on the day judged.
    quarters
        Year, number, first and last day of each quarter; one that has not begun is left out.
    by
        What to tell it by; ``quarter`` always.

    Returns
    -------
    tuple of RateRow
        By quarter, cluster and person; their counts add up to those of the quarter.
    """
    made = visits(assessment)
    made = made[made["valid"]]
    keys = [name for name in ("cluster", "person") if name in by]
    found: list[RateRow] = []
    for year, quarter, first, last in quarters:
        if first > assessment.on:
            continue
        lines = _lines(assessment, roster, made, (first, last))
        groups = lines.groupby(keys, dropna=False, sort=True) if keys else [((), lines)]
        found.extend(_row((year, quarter), dict(zip(keys, key, strict=True)), rows) for key, rows in groups)
    return tuple(found)


def _lines(
    assessment: Assessment, roster: Roster, made: pd.DataFrame, cycle: tuple[date, date]
) -> pd.DataFrame:
    """One line a contract due in the quarter: whose it is, and whether it was visited, by whom."""
    due = in_rate(assessment, *cycle)
    lines = pd.DataFrame({"cluster": assessment.contracts["cluster"].reindex(due)}, due)
    day = pd.Series(pd.Timestamp(min(cycle[1], assessment.on)), due)
    lines["person"] = roster.turns(lines["cluster"], day)["person"]
    inside = made[made["day"].between(pd.Timestamp(cycle[0]), pd.Timestamp(cycle[1]))]
    lines["visited"] = are_in(due, inside["contract_no"])
    pairs = set(zip(inside["contract_no"], inside["person"], strict=True))
    lines["by_person"] = [pair in pairs for pair in zip(due, lines["person"], strict=True)]
    return lines


def _row(cycle: tuple[int, int], names: dict[str, Any], rows: pd.DataFrame) -> RateRow:
    named = {name: None if pd.isna(names.get(name)) else str(names[name]) for name in ("cluster", "person")}
    return RateRow(
        *cycle,
        named["cluster"],
        named["person"],
        len(rows),
        int(rows["visited"].sum()),
        int(rows["by_person"].sum()),
    )
