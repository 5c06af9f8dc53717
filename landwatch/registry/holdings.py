"""Parcels, the ground of contracts and who operates a cluster, on any day up to that of a snapshot.

A register keeps from when to when a parcel or an operator is true. A snapshot has those of its own day; for
the months before it the rows of all days are kept here, so that an earlier month is shown by its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from landwatch.model import Lineage
from landwatch.registry.lineage import resolved

__all__ = ["DatedPlaces", "OperatorRow"]

OperatorRow = tuple[str, str, str, str | None, str | None]
"""Cluster, operator, basis, first and last day (ISO text), as recorded."""


@dataclass(frozen=True, eq=False)
class DatedPlaces:
    """The places of a register as known at an instant, of every day.

    Attributes
    ----------
    clusters
        Name, and the operator that is recorded without a day.
    operators
        The dated operators, in the order of recording.
    parcels
        All parcels, with ``since`` and ``until`` as ISO text.
    shares
        Contract and parcel numbers as signed, in the order of the contracts' own lists.
    lineages
        The splits and mergers.
    """

    clusters: pd.DataFrame
    operators: Sequence[OperatorRow]
    parcels: pd.DataFrame
    shares: pd.DataFrame
    lineages: Sequence[Lineage]

    @property
    def change(self) -> bool:
        """Whether any day differs from another."""
        dated = self.parcels[["since", "until"]].notna().to_numpy().any()
        return bool(dated or self.lineages or any(since or until for *_who, since, until in self.operators))

    def on(self, day: date) -> Mapping[str, pd.DataFrame]:
        """Give the places that are true on a day.

        Parameters
        ----------
        day
            The day.

        Returns
        -------
        Mapping
            ``clusters`` with the operator in force, ``parcels``, and ``contract_parcels`` with the parcels
            that the ground of each contract was on the day.
        """
        true = self._true(self.parcels["since"], self.parcels["until"], day)
        parcels = self.parcels[true].reset_index(drop=True)
        registered = parcels.set_index("parcel_no")["registered_area_cm2"]
        shares = self.shares.assign(area_cm2=self.shares["parcel_no"].map(registered))
        if self.lineages:
            numbers = zip(self.parcels["parcel_no"], self.parcels["registered_area_cm2"], strict=True)
            areas = {number: None if pd.isna(area) else int(area) for number, area in numbers}
            shares = resolved(shares, self.lineages, areas, day)
        return {"clusters": self._operated(day), "parcels": parcels, "contract_parcels": shares}

    def _operated(self, day: date) -> pd.DataFrame:
        """Name the operator in force on the day where a dated one is recorded."""
        rows, text = self.clusters.copy(), day.isoformat()
        for name, operator, basis, since, until in self.operators:
            if (since is None or since <= text) and (until is None or until >= text):
                rows.loc[rows["name"] == name, ["operator", "operator_basis"]] = [operator, basis]
        return rows

    @staticmethod
    def _true(since: pd.Series, until: pd.Series, day: date) -> Any:
        text = day.isoformat()
        return (since.isna() | (since <= text).fillna(False)) & (until.isna() | (until >= text).fillna(False))
