"""An assessment made ready to draw: the state of every contract and parcel, and who held what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from landwatch.measures.figures.months import Timeline, replay
from landwatch.measures.figures.pools import units_of
from landwatch.measures.figures.states import State, with_states
from landwatch.measures.figures.sums import Figures, figures

if TYPE_CHECKING:
    from landwatch.maps.basemaps import Basemap, Ground
    from landwatch.rules import Assessment

__all__ = ["MapContent", "prepare"]

_POLYGONS = ("Polygon", "MultiPolygon")
_GRAVITY = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, eq=False)
class MapContent:
    """What the maps show of an assessment, before any of it is put into words.

    Attributes
    ----------
    assessment
        The judged contracts with the facts they rest on.
    contracts
        The judged contracts with their `state`, `idle` mark and `reason`; index `contract_no`.
    parcels
        The parcels with their `state` and `idle` mark, taken from the gravest contract in force, the
        `rank` of the state (0 is the gravest) and whether they are `drawn` (have a boundary); index
        `parcel_no`, EPSG:4490.
    holdings
        One row a contract and parcel, with the `state`, `idle` mark and `rank` of the contract, the
        gravest first, then the newest.
    months
        How many months are to be replayed.
    entries
        The ledger of acreage, where the page is to tell of revitalised land.
    basemap
        What lies under the maps; nothing where not given.
    """

    assessment: Assessment
    contracts: pd.DataFrame
    parcels: gpd.GeoDataFrame
    holdings: pd.DataFrame
    months: int = 0
    entries: pd.DataFrame | None = None
    basemap: Basemap | None = None

    @cached_property
    def timeline(self) -> Timeline | None:
        """The months before, where they are to be replayed; judged when first asked for."""
        return replay(self.assessment, self.months) if self.months else None

    @property
    def on(self) -> date:
        """The day whose end is judged."""
        return self.assessment.on

    def ground(self, bounds: list[list[float]]) -> Ground | None:
        """Give what a page needs of the base map.

        Parameters
        ----------
        bounds
            ``[[south, west], [north, east]]`` of the page in degrees.

        Returns
        -------
        Ground or None
            ``None`` where there is no base map.
        """
        return self.basemap.under(bounds) if self.basemap else None

    def figures(self, cluster: str | None) -> Figures:
        """Add up one cluster.

        Parameters
        ----------
        cluster
            Its name; ``None`` for the whole zone.

        Returns
        -------
        Figures
            Counts, areas and rates.
        """
        contracts, parcels = self.contracts, self.parcels
        if cluster is not None:
            contracts = contracts[contracts["cluster"] == cluster]
            parcels = parcels[parcels["cluster"] == cluster]
        units = self._units.loc[contracts.index]
        return figures(
            contracts, units, parcels, on=pd.Timestamp(self.on), conventions=self.assessment.conventions
        )

    @cached_property
    def _units(self) -> pd.DataFrame:
        return units_of(self.assessment)


def prepare(
    assessment: Assessment,
    *,
    months: int = 0,
    entries: pd.DataFrame | None = None,
    basemap: Basemap | None = None,
) -> MapContent:
    """Work out what the maps show of an assessment.

    Parameters
    ----------
    assessment
        The judged contracts. The reasons are written in the current language.
    months
        How many months are to be replayed.
    entries
        The ledger of acreage, as :meth:`landwatch.measures.acreage.Ledger.frame` gives it.
    basemap
        What lies under the maps.

    Returns
    -------
    MapContent
        States, marks and holdings.
    """
    contracts = with_states(assessment)
    holdings = _holdings(assessment.snapshot.contract_parcels, contracts)
    colouring = holdings[holdings["state"] != State.NO_CONTRACT].drop_duplicates("parcel_no")
    colouring = colouring.set_index("parcel_no")
    parcels = assessment.snapshot.parcels.set_index("parcel_no", drop=False)
    shapes = parcels.geometry
    parcels = parcels.assign(
        state=colouring["state"].reindex(parcels.index).fillna(State.NO_CONTRACT),
        rank=colouring["rank"].reindex(parcels.index).fillna(_GRAVITY[State.NO_CONTRACT]),
        idle=colouring["idle"].reindex(parcels.index),
        drawn=shapes.geom_type.isin(_POLYGONS) & ~shapes.is_empty,
    )
    return MapContent(
        assessment=assessment,
        contracts=contracts,
        parcels=parcels,
        holdings=holdings,
        months=months,
        entries=entries,
        basemap=basemap,
    )


def _holdings(contract_parcels: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    told = contracts[["state", "idle", "signed_on"]]
    joined = contract_parcels[["contract_no", "parcel_no"]].merge(
        told, left_on="contract_no", right_index=True, how="inner"
    )
    joined = joined.assign(rank=joined["state"].map(_GRAVITY).astype("int64"))
    return joined.sort_values(
        ["rank", "signed_on"], ascending=[True, False], kind="stable", ignore_index=True
    )
