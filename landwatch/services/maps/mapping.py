"""Maps from a register or an assessment: pages of some clusters, and the atlas of all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from landwatch import maps
from landwatch.i18n import Language
from landwatch.log import step
from landwatch.maps import OfflineMap, write_pages
from landwatch.maps.basemaps import Basemap
from landwatch.maps.basemaps.page_data import Ground
from landwatch.maps.cards import contract_cards
from landwatch.maps.cluster_page import cluster_page, zone_map_page
from landwatch.maps.compare_page import compare_page
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.explaining import explained
from landwatch.maps.overview_page import Revitalised, overview_page
from landwatch.maps.page import Around
from landwatch.maps.served_land import Served, ServedLand
from landwatch.measures.acreage import CountingRules, Ledger
from landwatch.measures.figures.months import MONTHS, Timeline
from landwatch.rules import Assessment, Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.figures.counting import acreage_ledger

__all__ = ["Land", "draw_atlas", "draw_maps", "land_to_draw", "plot", "write_atlas"]


@step("draw maps")
def draw_maps(
    database: str,
    on: date,
    out: Path,
    conventions: Conventions | None = None,
    *,
    clusters: Sequence[str] = (),
    language: Language = "zh",
    known_at: datetime | None = None,
    months: int = MONTHS,
    rules: CountingRules | None = None,
    basemap: Basemap | None = None,
) -> list[Path]:
    """Draw the pages of some clusters.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day whose end is judged.
    out
        Folder to write to.
    conventions
        The choices the rules leave open.
    clusters
        Names of clusters, at least one.
    language
        Language of the pages.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.
    months
        How many months up to the day judged the pages can replay; 0 for none.
    rules
        What counts as revitalised, and which years are closed.
    basemap
        What lies under the maps, as :func:`landwatch.maps.open_basemap` opens it.

    Returns
    -------
    list of Path
        The pages written.

    Raises
    ------
    UsageError
        If no cluster is named, one is not known, or the folder cannot be written.
    RegisterError
        If the register cannot be opened or read.
    """
    assessment = assess_register(database, on, conventions, known_at=known_at)
    entries = acreage_ledger(assessment, rules).frame()
    return write_pages(
        assessment, out, clusters, language=language, months=months, entries=entries, basemap=basemap
    )


def draw_atlas(
    database: str,
    on: date,
    out: Path,
    conventions: Conventions | None = None,
    *,
    language: Language = "zh",
    known_at: datetime | None = None,
    months: int = MONTHS,
    rules: CountingRules | None = None,
    basemap: Basemap | None = None,
) -> list[Path]:
    """Draw the atlas of a register: all clusters with an index.

    Parameters
    ----------
    database, on
        As for :func:`draw_maps`.
    out
        As for :func:`write_atlas`.
    conventions, language, known_at, months, rules, basemap
        As for :func:`draw_maps`.

    Returns
    -------
    list of Path
        The files written, the index first.

    Raises
    ------
    UsageError
        If the place cannot be written.
    RegisterError
        If the register cannot be opened or read.
    """
    assessment = assess_register(database, on, conventions, known_at=known_at)
    return write_atlas(assessment, out, language=language, months=months, rules=rules, basemap=basemap)


@step("draw atlas")
def write_atlas(
    assessment: Assessment,
    out: Path,
    *,
    language: Language = "zh",
    months: int = MONTHS,
    rules: CountingRules | None = None,
    basemap: Basemap | None = None,
) -> list[Path]:
    """Write the atlas of an assessment: all clusters with an index, and the acreage revitalised by year.

    Parameters
    ----------
    assessment
        The judged contracts.
    out
        A file that ends in ``.html`` for an atlas in one file, else a folder.
    language
        Language of the pages.
    months, rules, basemap
        As for :func:`draw_maps`.

    Returns
    -------
    list of Path
        The files written, the index first.

    Raises
    ------
    UsageError
        If the place cannot be written.
    """
    ledger = acreage_ledger(assessment, rules)
    return maps.write_atlas(
        assessment,
        out,
        revitalised=_by_year(assessment, ledger),
        language=language,
        months=months,
        entries=ledger.frame(),
        basemap=basemap,
    )


def plot(
    assessment: Assessment,
    cluster: str | None = None,
    *,
    language: Language = "zh",
    months: int = MONTHS,
    rules: CountingRules | None = None,
    basemap: Basemap | None = None,
) -> OfflineMap:
    """Draw a cluster, or the overview of the zone, for a notebook: the page of the atlas as a folium map.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Name of a cluster; the overview of all where not given.
    language
        Language of the map.
    months, rules, basemap
        As for :func:`draw_maps`; an overview has no base map.

    Returns
    -------
    OfflineMap
        A folium map that shows itself in a notebook without any network; layers can be added to it.

    Raises
    ------
    UsageError
        If there is no such cluster; the message lists those there are.
    """
    ledger = acreage_ledger(assessment, rules)
    if cluster is None:
        return maps.overview_map(
            assessment,
            revitalised=_by_year(assessment, ledger),
            language=language,
            months=months,
            entries=ledger.frame(),
        )
    return maps.cluster_map(
        assessment, cluster, language=language, months=months, entries=ledger.frame(), basemap=basemap
    )


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
    return Land(content, _by_year(assessment, ledger))


def _by_year(assessment: Assessment, ledger: Ledger) -> dict[int, dict[str | None, int]]:
    """cm² revitalised, by year and cluster."""
    clusters = [None, *map(str, assessment.snapshot.clusters["name"])]
    return {
        year: {
            cluster: ledger.revitalised(date(year, 1, 1), date(year, 12, 31), cluster=cluster)
            for cluster in clusters
        }
        for year in ledger.years
        if year <= assessment.on.year
    }
