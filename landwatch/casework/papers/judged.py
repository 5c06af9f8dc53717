"""One judged contract as papers speak of it: its row, its parcels and its facts up to the day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landwatch.catalogue import field_in
from landwatch.rules import Assessment
from landwatch.rules.values import LABELS
from landwatch.units import format_m2, format_mu, group_yuan

__all__ = ["Judged", "area_told", "day_told", "judged_of", "sum_told", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A contract on a day.

    Attributes
    ----------
    contract_no, on
        Its number, and the day judged, which is that of the paper.
    row
        Its line of the assessment: what the contract says, and what the rules make of it.
    parcels
        The numbers of its parcels.
    facts
        Its facts with a day up to the day judged, oldest first.
    """

    contract_no: str
    on: date
    row: Mapping[str, Any]
    parcels: Sequence[str]
    facts: Sequence[Mapping[str, Any]]

    def value(self, name: str) -> Any:
        """Give a value of the row; ``None`` where it is not known.

        Parameters
        ----------
        name
            The column.
        """
        return _plain(self.row.get(name))

    def newest(self, *kinds: str) -> Mapping[str, Any] | None:
        """Give the newest fact of some kinds; ``None`` where there is none.

        Parameters
        ----------
        *kinds
            Kinds of fact.
        """
        return next((fact for fact in reversed(self.facts) if fact["type"] in kinds), None)

    def of_fact(self, kind: str, field: str) -> Any:
        """Give a value of the newest fact of a kind; ``None`` where it is not known.

        Parameters
        ----------
        kind
            The kind of fact.
        field
            Its column, or a detail that has none.
        """
        fact = self.newest(kind)
        if fact is None:
            return None
        if field in fact:
            return _plain(fact[field])
        return json.loads(_plain(fact["details"]) or "{}").get(field)


def judged_of(assessment: Assessment, contract_no: str) -> Judged:
    """Take a contract out of an assessment.

    Parameters
    ----------
    assessment
        The judged contracts.
    contract_no
        The number of one of them.
    """
    shares = assessment.snapshot.contract_parcels
    events = assessment.snapshot.events
    own = events[(events["contract_no"] == contract_no) & (events["day"] <= pd.Timestamp(assessment.on))]
    return Judged(
        contract_no=contract_no,
        on=assessment.on,
        row={str(name): value for name, value in assessment.contracts.loc[contract_no].items()},
        parcels=[str(each) for each in shares.loc[shares["contract_no"] == contract_no, "parcel_no"]],
        facts=own.sort_values("day", kind="stable").to_dict("records"),  # type: ignore[arg-type]
    )


def told(name: str, value: Any) -> str | None:
    """Write a value of the row as a paper has it; nothing for a sum or a number of days that is nothing.

    Parameters
    ----------
    name
        The column.
    value
        The value.
    """
    if value is None or isinstance(value, date):
        return None if value is None else day_told(value)
    field = field_in("contract", name)
    kind = LABELS[name].kind if name in LABELS else field.kind if field else "text"
    if kind in ("amount", "money", "area", "days"):
        if int(value) <= 0:
            return None
        if kind == "days":
            return f"{value}天"
        return area_told(int(value)) if kind == "area" else sum_told(int(value))
    return str(value).strip() or None


def day_told(day: date) -> str:
    """Write a day as papers have it.

    Parameters
    ----------
    day
        The day.
    """
    return f"{day.year}年{day.month}月{day.day}日"


def sum_told(fen: int) -> str:
    """Write a sum in yuan.

    Parameters
    ----------
    fen
        The sum in fen.
    """
    return f"{group_yuan(fen)}元"


def area_told(area_cm2: int) -> str:
    """Write an area in square metres and mu.

    Parameters
    ----------
    area_cm2
        The area in cm².
    """
    return f"{format_m2(area_cm2)}平方米（{format_mu(area_cm2)}亩）"


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
