"""Maps from a register or an assessment: pages of some clusters, and the atlas of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from landwatch import maps
from landwatch.i18n import Language
from landwatch.log import step
from landwatch.maps import OfflineMap, write_pages
from landwatch.maps.basemaps import Basemap
from landwatch.measures.acreage import CountingRules
from landwatch.measures.figures.months import MONTHS
from landwatch.rules import Assessment, Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.figures.counting import acreage_ledger
from landwatch.services.maps.drawn_land import revitalised_by_year

__all__ = ["draw_atlas", "draw_maps", "plot", "write_atlas"]


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
        revitalised=revitalised_by_year(assessment, ledger),
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
            revitalised=revitalised_by_year(assessment, ledger),
            language=language,
            months=months,
            entries=ledger.frame(),
        )
    return maps.cluster_map(
        assessment, cluster, language=language, months=months, entries=ledger.frame(), basemap=basemap
    )
