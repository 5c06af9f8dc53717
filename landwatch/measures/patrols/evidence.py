"""What was gathered before a default began (提前跟踪取证): letters, visits, declarations, applications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from landwatch.measures.patrols.letters import LETTERS, Kind
from landwatch.model import EventType
from landwatch.rules import Assessment

__all__ = ["GATHERED", "Default", "defaults"]

GATHERED = frozenset(
    {
        *LETTERS.values(),
        EventType.PATROL,
        EventType.SIGN_POSTED,
        EventType.EXTENSION_APPLICATION,
        EventType.EXTENSION_APPROVED,
        EventType.EXTENSION_REFUSED,
        EventType.COMMENCEMENT_DECLARED,
        EventType.COMPLETION_DECLARED,
    }
)
"""Kinds of fact that tell what office and holder did before the due day."""

_DUE = {"commencement": "effective_commencement_due", "completion": "completion_due"}


@dataclass(frozen=True, slots=True)
class Default:
    """A default that began: of what, and its first day."""

    kind: Kind
    first_day: date


def defaults(assessment: Assessment, contract_no: str) -> tuple[Default, ...]:
    """Tell with what a contract was late by the day judged, whether it has been made good or not.

    Parameters
    ----------
    assessment
        The judged contracts.
    contract_no
        Number of one of them; of several phases the worst speaks for it.

    Returns
    -------
    tuple of Default
        Commencement before completion.
    """
    row = assessment.contracts.loc[contract_no]
    kinds: tuple[Kind, ...] = ("commencement", "completion")
    return tuple(
        Default(kind, row[_DUE[kind]].date() + timedelta(days=1))
        for kind in kinds
        if pd.notna(row[f"{kind}_days"]) and row[f"{kind}_days"] > 0
    )
