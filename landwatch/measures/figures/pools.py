"""What a default rate is made of: which contracts are in the pool, which in default, and what each counts.

Every default rate (of a day, of a cluster's page, of a month on the slider) is a sum over the rows that
:func:`in_default` gives, and nowhere else is it told who counts.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from landwatch.model import ContractStatus
from landwatch.rules import Assessment

__all__ = ["DUE_DAY", "OBLIGATIONS", "Obligation", "Pool", "Unit", "in_default", "in_pool", "units_of"]

Obligation = Literal["commencement", "completion"]
Pool = Literal["P", "D"]
Unit = Literal["contract", "phase", "parcel"]

OBLIGATIONS: tuple[Obligation, ...] = ("commencement", "completion")
DUE_DAY = {"commencement": "effective_commencement_due", "completion": "completion_due"}
"""The column with the last compliant day of each obligation."""


def units_of(assessment: Assessment) -> pd.DataFrame:
    """Count what the convention counts of each contract: the contract itself, or its phases or parcels.

    Parameters
    ----------
    assessment
        The judged contracts with their parts.

    Returns
    -------
    pandas.DataFrame
        Index contract number: `units`, and those of them in default, as far as the contract is in default:
        `commencement_units` and `completion_units`. A contract without such parts is one unit.
    """
    unit, parts = assessment.conventions.breach_unit, assessment.parts
    numbers = assessment.contracts.index
    names = ["units", *(f"{obligation}_units" for obligation in OBLIGATIONS)]
    if unit == "contract" or parts.empty:
        return pd.DataFrame(1, index=numbers, columns=names)
    own = parts[parts["is_phase"].astype(bool) == (unit == "phase")]
    chosen = [own, *(own[own[f"{obligation}_status"] == "BREACH"] for obligation in OBLIGATIONS)]
    counts = {
        name: rows.groupby("contract_no").size().reindex(numbers, fill_value=1)
        for name, rows in zip(names, chosen, strict=True)
    }
    return pd.DataFrame(counts, index=numbers)


def in_pool(contracts: pd.DataFrame, obligation: Obligation, pool: Pool, on: Any) -> pd.Series:
    """Tell which contracts a rate is a share of.

    Parameters
    ----------
    contracts
        The judged contracts.
    obligation
        Commencement or completion.
    pool
        ``P`` all contracts in force; ``D`` those of them whose last compliant day lies before the day judged.
    on
        The day judged, or one for each contract.

    Returns
    -------
    pandas.Series
        Boolean, with the index of `contracts`.
    """
    live = contracts["contract_status"].eq(ContractStatus.LIVE)
    if pool == "P":
        return live
    day = pd.Timestamp(on) if isinstance(on, date) else on
    return live & (contracts[DUE_DAY[obligation]] < day)


def in_default(
    contracts: pd.DataFrame, units: pd.DataFrame, obligation: Obligation, pool: Pool, on: Any
) -> pd.DataFrame:
    """Give what each contract adds to both parts of a default rate.

    Parameters
    ----------
    contracts
        The judged contracts.
    units
        What is counted of them, as :func:`units_of` gives it.
    obligation, pool, on
        As for :func:`in_pool`.

    Returns
    -------
    pandas.DataFrame
        Index of `contracts`: `in_pool`, `in_default`; `units` and `area_cm2` of the contract, and
        `units_in_default` and `area_in_default_cm2`: of a contract whose parts are judged by themselves
        only those in default. Areas are missing where they are not known.
    """
    pooled = in_pool(contracts, obligation, pool, on).to_numpy(dtype=bool)
    breach = contracts[f"{obligation}_breach"].to_numpy(dtype=bool, na_value=False)
    columns: dict[str, Any] = {
        "in_pool": pooled,
        "in_default": pooled & breach,
        "units": units["units"].to_numpy(dtype=np.int64),
        "area_cm2": contracts["area_cm2"],
        "units_in_default": units[f"{obligation}_units"].to_numpy(dtype=np.int64),
        "area_in_default_cm2": contracts[f"{obligation}_breach_area_cm2"],
    }
    return pd.DataFrame(columns, index=contracts.index)
