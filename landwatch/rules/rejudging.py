"""An assessment moved on: only the contracts are judged of which something changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from landwatch.rules.engine import Assessment, assess
from landwatch.snapshot import Snapshot, are_in, woven

__all__ = ["rejudge"]


def rejudge(assessment: Assessment, snapshot: Snapshot, touched: Collection[str]) -> Assessment:
    """Judge some contracts anew, and keep what was judged of the others.

    Parameters
    ----------
    assessment
        What was judged, by the package's own legal numbers.
    snapshot
        The facts that hold now, of the same day; of contracts that are not touched the same as before, and
        in the same order.
    touched
        Numbers of the contracts of which something may differ; those that are not there any more, too.

    Returns
    -------
    Assessment
        What judging every contract of `snapshot` gives.
    """
    if not touched:
        return replace(assessment, snapshot=snapshot)
    numbers = snapshot.contracts["contract_no"]
    is_new = are_in(numbers, touched)
    few = assess(snapshot.of_which(is_new), assessment.conventions)
    if not few.contracts.dtypes.equals(assessment.contracts.dtypes):
        # An amount that 64 bits do not hold came or went, and with it the kind of its column.
        return assess(snapshot, assessment.conventions)
    stay = ~are_in(assessment.contracts.index, touched)
    contracts = woven(assessment.contracts, np.flatnonzero(stay), few.contracts, is_new)
    return replace(
        assessment,
        snapshot=snapshot,
        contracts=contracts.set_axis(pd.Index(numbers)),
        parts=_woven(assessment.parts, few.parts, touched, _numbers_of_parts(snapshot)),
        indicators=_woven(assessment.indicators, few.indicators, touched, _numbers_of_indicators(snapshot)),
    )


def _woven(held: pd.DataFrame, new: pd.DataFrame, touched: Collection[str], numbers: Any) -> pd.DataFrame:
    stay = np.flatnonzero(~are_in(held["contract_no"], touched))
    return woven(held, stay, new, are_in(numbers, touched))


def _numbers_of_parts(snapshot: Snapshot) -> Any:
    """The contract of each part in the order of :attr:`Assessment.parts`: phases, then several parcels."""
    over = snapshot.contract_parcels["contract_no"]
    return pd.concat([snapshot.phases["contract_no"], over[over.duplicated(keep=False)]])


def _numbers_of_indicators(snapshot: Snapshot) -> Any:
    """The contract of each indicator in the order of :attr:`Assessment.indicators`: that of the contracts."""
    order = np.argsort(snapshot.contract_positions("indicators"), kind="stable")
    return snapshot.indicators["contract_no"].iloc[order]
