"""An assessment made ready to draw: the state of every contract and parcel, and who held what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from landwatch.measures.figures.months import Timeline, replay
from landwatch.measures.figures.pools import units_of
from landwatch.measures.figures.sums import Figures, figures
from landwatch.measures.land_states import land_states

if TYPE_CHECKING:
    from landwatch.maps.basemaps import Basemap, Ground
    from landwatch.rules import Assessment

__all__ = ["MapContent", "prepare"]


@dataclass(frozen=True, eq=False)
class MapContent:
    """What the maps show of an assessment, before any of it is put into words.

    Attributes
    ----------
    assessment
        The judged contracts with the facts they rest on.
    contracts, parcels, holdings
        How contracts and parcels stand; see :class:`landwatch.measures.land_states.LandStates`.
    months
        How many months are to be replayed.
    entries
        The ledger of acreage, where the page is to tell of revitalised land.
    basemap
        What lies under the maps; nothing where not given.
    replayed
        Gives the months where somebody keeps them; they are judged for this page alone where not given.
    """

    assessment: Assessment
    contracts: pd.DataFrame
    parcels: gpd.GeoDataFrame
    holdings: pd.DataFrame
    months: int
    entries: pd.DataFrame | None
    basemap: Basemap | None
    replayed: Callable[[], Timeline] | None

    @cached_property
    def timeline(self) -> Timeline | None:
        """The months before, where they are to be replayed; judged when first asked for."""
        if not self.months:
            return None
        return self.replayed() if self.replayed else replay(self.assessment, self.months)

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
    replayed: Callable[[], Timeline] | None = None,
    told: pd.Series | None = None,
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
    replayed
        Gives the last `months` of the assessment where somebody keeps them.
    told
        As for :func:`landwatch.measures.figures.states.with_states`.

    Returns
    -------
    MapContent
        States, marks and holdings.
    """
    land = land_states(assessment, told)
    return MapContent(
        assessment=assessment,
        contracts=land.contracts,
        parcels=land.parcels,
        holdings=land.holdings,
        months=months,
        entries=entries,
        basemap=basemap,
        replayed=replayed,
    )
