"""What a person may see of an assessment: the contracts and parcels of some clusters, and nothing else.

The cut is made after everything was judged, so that a contract stands as it stands for everybody; and it is
made before anything is counted, drawn, searched or listed, so that no count or extent tells of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from landwatch.rules import Assessment
from landwatch.snapshot import Places

__all__ = ["seen"]


def seen(assessment: Assessment, clusters: frozenset[str] | None) -> Assessment:
    """Cut an assessment down to what lies in some clusters.

    A contract lies in the cluster of its first parcel, as everywhere else. Its other ground is seen with
    it, for it is judged with it; but of a parcel that lies in a cluster which is not seen the cluster is
    left open.

    Parameters
    ----------
    assessment
        The judged contracts of the register.
    clusters
        Names of the clusters that are seen; ``None`` for all of them, and for what lies in none.

    Returns
    -------
    Assessment
        The same one where everything is seen. Otherwise one whose frames hold these clusters, their
        parcels and contracts, and what belongs to those contracts; of earlier days, too.
    """
    if clusters is None:
        return assessment
    snapshot, judged = assessment.snapshot, assessment.contracts
    own = judged["cluster"].isin(clusters)
    numbers = frozenset(judged.index[own])
    cut = snapshot.of_contracts(numbers)
    frames = {name: getattr(snapshot, name) for name in ("clusters", "parcels", "contract_parcels")}
    earlier = snapshot.places and _SeenPlaces(snapshot.places, clusters, numbers)
    return replace(
        assessment,
        snapshot=replace(cut, places=earlier, **_cut_places(frames, clusters, numbers)),
        contracts=judged[own],
        parts=_of(assessment.parts, numbers),
        indicators=_of(assessment.indicators, numbers),
    )


@dataclass(frozen=True, eq=False)
class _SeenPlaces:
    """The places of earlier days, cut in the same way."""

    whole: Places
    clusters: frozenset[str]
    contract_nos: frozenset[str]

    def on(self, day: date) -> Mapping[str, pd.DataFrame]:
        """Give the places that are true on a day and may be seen.

        Parameters
        ----------
        day
            The day.
        """
        return _cut_places(self.whole.on(day), self.clusters, self.contract_nos)


def _cut_places(
    frames: Mapping[str, pd.DataFrame], clusters: frozenset[str], contract_nos: frozenset[str]
) -> dict[str, Any]:
    shares = _of(frames["contract_parcels"], contract_nos)
    parcels = frames["parcels"]
    lies_here = parcels["cluster"].isin(clusters)
    parcels = parcels[lies_here | parcels["parcel_no"].isin(shares["parcel_no"])]
    parcels = parcels.assign(cluster=parcels["cluster"].where(lies_here))
    return {
        "clusters": _anew(frames["clusters"][frames["clusters"]["name"].isin(clusters)]),
        "parcels": _anew(parcels),
        "contract_parcels": shares,
    }


def _of(rows: pd.DataFrame, contract_nos: frozenset[str]) -> pd.DataFrame:
    return _anew(rows[rows["contract_no"].isin(contract_nos)])


def _anew(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.reset_index(drop=True)
