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

from landwatch.measures.acreage import CountingRules
from landwatch.rules import Assessment
from landwatch.snapshot import Places, are_in
from landwatch.units import is_money, is_money_unit

__all__ = ["rules_seen", "seen", "without_money"]


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
    snapshot = assessment.snapshot
    own = assessment.of_which(assessment.contracts["cluster"].isin(clusters).to_numpy())
    cut = own.snapshot
    places = _cut_places(cut.clusters, cut.parcels, cut.contract_parcels, clusters)
    earlier = snapshot.places and _SeenPlaces(snapshot.places, clusters, cut.contracts["contract_no"])
    return replace(own, snapshot=cut.with_frames(known_at=snapshot.known_at, places=earlier, **places))


def rules_seen(rules: CountingRules, clusters: frozenset[str] | None) -> CountingRules:
    """Cut what closed years hold down to some clusters, so that a ledger holds nothing of others.

    Parameters
    ----------
    rules
        What counts, with the claims of closed years.
    clusters
        Names of the clusters that are seen; ``None`` for all.
    """
    if clusters is None:
        return rules
    known = {
        year: [claim for claim in claims if claim.cluster in clusters] for year, claims in rules.known.items()
    }
    return replace(rules, known=known)


def without_money(assessment: Assessment) -> Assessment:
    """Leave out every amount of money: what is told of the contracts then has none.

    The facts that the contracts are judged by stay, so that an earlier day is judged as it was.

    Parameters
    ----------
    assessment
        The judged contracts.

    Returns
    -------
    Assessment
        One that does not show money, see :class:`landwatch.rules.engine.Assessment`.
    """
    contracts, indicators = assessment.contracts, assessment.indicators
    hidden = indicators["unit"].map(is_money_unit, na_action="ignore").eq(True)
    return replace(
        assessment,
        contracts=contracts[[name for name in contracts if not is_money(str(name))]],
        indicators=indicators.assign(
            **{name: indicators[name].mask(hidden, None) for name in ("agreed", "measured")}
        ),
        shows_money=False,
    )


@dataclass(frozen=True, eq=False)
class _SeenPlaces:
    """The places of earlier days, cut in the same way."""

    whole: Places
    clusters: frozenset[str]
    contract_nos: pd.Series

    def on(self, day: date) -> Mapping[str, pd.DataFrame]:
        """Give the places that are true on a day and may be seen.

        Parameters
        ----------
        day
            The day.
        """
        then = self.whole.on(day)
        shares = _of(then["contract_parcels"], self.contract_nos)
        places = _cut_places(then["clusters"], then["parcels"], shares, self.clusters)
        return {**places, "contract_parcels": shares}


def _cut_places(
    known: pd.DataFrame, parcels: pd.DataFrame, shares: pd.DataFrame, clusters: frozenset[str]
) -> dict[str, Any]:
    lies_here = parcels["cluster"].isin(clusters)
    parcels = parcels[lies_here | are_in(parcels["parcel_no"], shares["parcel_no"])]
    parcels = parcels.assign(cluster=parcels["cluster"].where(lies_here))
    return {
        "clusters": _numbered(known[known["name"].isin(clusters)]),
        "parcels": _numbered(parcels),
    }


def _of(rows: pd.DataFrame, contract_nos: pd.Series) -> pd.DataFrame:
    return _numbered(rows[are_in(rows["contract_no"], contract_nos)])


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.reset_index(drop=True)
