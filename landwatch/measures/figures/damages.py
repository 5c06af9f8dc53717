"""Damages of a contract added up, and which of them cannot be computed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from landwatch.measures.figures.pools import OBLIGATIONS, Obligation

__all__ = ["Damages", "damages"]


@dataclass(frozen=True)
class Damages:
    """Damages accrued for late commencement and completion: a claim, no debt.

    Attributes
    ----------
    fen
        Their sum in fen; ``None`` where a part of them cannot be computed, for the rest is no sum.
    unknown
        The obligations that are late and whose damages cannot be computed.
    """

    fen: int | None
    unknown: tuple[Obligation, ...]


def damages(row: Mapping[Hashable, Any]) -> Damages:
    """Add up the damages of a contract.

    Parameters
    ----------
    row
        A judged contract.

    Returns
    -------
    Damages
        Nought where nothing is late; what is late and cannot be computed is never taken for nought. Neither
        an amount nor anything unknown where the columns of money were left out.
    """
    if f"{OBLIGATIONS[0]}_damages_fen" not in row:
        return Damages(None, ())
    days = {name: row[f"{name}_days"] for name in OBLIGATIONS}
    late = [name for name in OBLIGATIONS if not pd.isna(days[name]) and days[name]]
    unknown = tuple(name for name in late if pd.isna(row[f"{name}_damages_fen"]))
    return Damages(None if unknown else sum(int(row[f"{name}_damages_fen"]) for name in late), unknown)
