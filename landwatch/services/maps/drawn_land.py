"""An assessment made ready to draw, for a server that draws many pages of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from landwatch.maps import OfflineMap
from landwatch.maps.basemaps.page_data import Ground
from landwatch.maps.cards import contract_cards
from landwatch.maps.cluster_page import cluster_page, zone_map_page
from landwatch.maps.compare_page import compare_page
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.explaining import explained
from landwatch.maps.overview_page import Revitalised, overview_page
from landwatch.maps.page import Around
from landwatch.maps.served_land import Served, ServedLand
from landwatch.measures.acreage import Ledger
from landwatch.measures.figures.months import MONTHS, Timeline
from landwatch.rules import Assessment

__all__ = ["Land", "land_to_draw", "revitalised_by_year"]


@dataclass(frozen=True, eq=False)
class Land:
    """An assessment made ready to draw, for a server that draws many pages of it.

    Attributes
    ----------
    content
        States, holdings and months.
    revitalised
        cm² revitalised, by year and cluster.
    """

    content: MapContent
    revitalised: Revitalised

    @property
    def clusters(self) -> tuple[str, ...]:
        """Names of the clusters of the assessment."""
        return tuple(map(str, self.content.assessment.snapshot.clusters["name"]))

    def cluster(self, name: str, *, overview: str | None = None, around: Around | None = None) -> OfflineMap:
        """Draw the page of a cluster, in the language in which the land was made ready.

        Parameters
        ----------
        name
            Name of a cluster of the assessment.
        overview
            Address of the overview.
        around
            What stands around the page; a page without it is whole and can be saved.
        """
        return cluster_page(self.content, name, overview=overview, around=around)

    def explained(self, contract_no: str) -> dict[str, Any]:
        """Tell what the judgement of a contract rests on, as the page of its cluster shows it.

        Parameters
        ----------
        contract_no
            Number of a contract of the assessment.

        Returns
        -------
        dict
            JSON values: the `card` of the contract, and `explanations` as a saved page has them.
        """
        return {
            "card": contract_cards(self.content, [contract_no])[contract_no],
            "explanations": explained(self.content, [contract_no]),
        }

    def zone(self, pages: Mapping[str, str], around: Around) -> OfflineMap:
        """Draw the overview, in the language in which the land was made ready.

        Parameters
        ----------
        pages
            Address of the page of each cluster.
        around
            What stands around the page.
        """
        return overview_page(self.content, pages, revitalised=self.revitalised, around=around)

    def whole(
        self, overview: str, around: Around, served: Served, ground: Ground | None = None
    ) -> OfflineMap:
        """Draw all clusters on one map, in the language in which the land was made ready.

        Parameters
        ----------
        overview
            Address of the overview.
        around
            What stands around the page.
        served
            Where the pieces of a page of many parcels are.
        ground
            The base map of the server.
        """
        return zone_map_page(self.content, overview, around, served, ground=ground)

    def compared(self, before: Land, cluster: str | None, overview: str, around: Around) -> OfflineMap:
        """Draw two days, in the language in which both were made ready.

        Parameters
        ----------
        before
            The land of the earlier day.
        cluster
            The only cluster to compare; ``None`` for all.
        overview
            Address of the map of one day.
        around
            What stands around the page.
        """
        return compare_page(before.content, self.content, cluster, overview=overview, around=around)

    def pieces(self) -> ServedLand:
        """Number the parcels for a page that asks for their pieces; some parcel must have a boundary."""
        return ServedLand(self.content)


def land_to_draw(
    assessment: Assessment,
    ledger: Ledger,
    months: Callable[[], Timeline],
    *,
    before: Land | None = None,
    touched: Collection[str] = (),
) -> Land:
    """Make an assessment ready to draw, in the current language.

    Parameters
    ----------
    assessment
        The judged contracts.
    ledger
        Their ledger of acreage.
    months
        Gives the last :data:`landwatch.measures.figures.months.MONTHS` of them, when a page replays them.
    before, touched
        The same of an earlier line of the journal, and the contracts of which something may differ since:
        why the others stand as they do is not put into words again.
    """
    told = None
    if before is not None:
        reasons = before.content.contracts["reason"]
        told = reasons[~reasons.index.isin(list(touched))]
    content = prepare(assessment, months=MONTHS, entries=ledger.frame(), replayed=months, told=told)
    return Land(content, revitalised_by_year(assessment, ledger))


def revitalised_by_year(assessment: Assessment, ledger: Ledger) -> dict[int, dict[str | None, int]]:
    """Add up the cm² revitalised by year and cluster.

    Parameters
    ----------
    assessment
        The judged contracts.
    ledger
        Their ledger of acreage.

    Returns
    -------
    dict
        By year up to the judged one, then by cluster; ``None`` is the whole zone.
    """
    clusters = [None, *map(str, assessment.snapshot.clusters["name"])]
    return {
        year: {
            cluster: ledger.revitalised(date(year, 1, 1), date(year, 12, 31), cluster=cluster)
            for cluster in clusters
        }
        for year in ledger.years
        if year <= assessment.on.year
    }
