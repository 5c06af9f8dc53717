"""Pages on disk: one file a cluster, each written whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from landwatch.drafts import whole
from landwatch.errors import UsageError
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.maps.cluster_page import cluster_page
from landwatch.maps.compare_page import compare_page
from landwatch.maps.content import prepare
from landwatch.maps.overview_page import Revitalised, overview_page
from landwatch.maps.page import OfflineMap
from landwatch.measures.figures.months import MONTHS

if TYPE_CHECKING:
    from landwatch.maps.basemaps import Basemap
    from landwatch.rules import Assessment

__all__ = [
    "OVERVIEW",
    "check_names",
    "cluster_map",
    "draw_cluster",
    "draw_overview",
    "file_names",
    "overview_map",
    "write_all",
    "write_comparison",
    "write_page",
    "write_pages",
]

OVERVIEW = "index.html"


def cluster_map(
    assessment: Assessment,
    cluster_name: str,
    *,
    language: Language = "zh",
    overview: str | None = None,
    months: int = MONTHS,
    entries: pd.DataFrame | None = None,
    basemap: Basemap | None = None,
) -> OfflineMap:
    """Make the map of one cluster, to show in a notebook or to add layers to.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster_name
        Name of a cluster of the snapshot.
    language
        Language of the page.
    overview
        Address of the overview page to link to.
    months
        How many months up to the day judged the page can replay; 0 for none.
    entries
        The ledger of acreage, as :meth:`landwatch.measures.acreage.Ledger.frame` gives it: then the months
        tell of revitalised land.
    basemap
        What lies under the map, as :func:`landwatch.maps.open_basemap` opens it.

    Returns
    -------
    OfflineMap
        A folium map.

    Raises
    ------
    UsageError
        If the snapshot has no such cluster; the message lists those it has.
    """
    check_names(assessment, [cluster_name])
    with speaking(language):
        content = prepare(assessment, months=months, entries=entries, basemap=basemap)
        return cluster_page(content, cluster_name, overview=overview)


def overview_map(
    assessment: Assessment,
    pages: Mapping[str, str] | None = None,
    *,
    revitalised: Revitalised | None = None,
    language: Language = "zh",
    months: int = MONTHS,
    entries: pd.DataFrame | None = None,
) -> OfflineMap:
    """Make the map of all clusters, to show in a notebook or to add layers to.

    Parameters
    ----------
    assessment
        The judged contracts.
    pages
        Address of the page of each cluster that has one.
    revitalised
        cm² revitalised, by year and cluster; the cluster ``None`` is the zone.
    language, months, entries
        As for :func:`cluster_map`.

    Returns
    -------
    OfflineMap
        A folium map.
    """
    with speaking(language):
        content = prepare(assessment, months=months, entries=entries)
        return overview_page(content, pages or {}, revitalised=revitalised)


def draw_cluster(
    assessment: Assessment,
    cluster_name: str,
    *,
    language: Language = "zh",
    overview: str | None = None,
    months: int = MONTHS,
    entries: pd.DataFrame | None = None,
) -> str:
    """Draw the page of one cluster.

    Parameters
    ----------
    assessment, cluster_name, language, overview, months, entries
        As for :func:`cluster_map`.

    Returns
    -------
    str
        The whole page as HTML.
    """
    made = cluster_map(
        assessment, cluster_name, language=language, overview=overview, months=months, entries=entries
    )
    return made.html()


def draw_overview(
    assessment: Assessment,
    pages: Mapping[str, str] | None = None,
    *,
    language: Language = "zh",
    months: int = MONTHS,
    entries: pd.DataFrame | None = None,
) -> str:
    """Draw the page of all clusters.

    Parameters
    ----------
    assessment, pages, language, months, entries
        As for :func:`overview_map`.

    Returns
    -------
    str
        The whole page as HTML.
    """
    return overview_map(assessment, pages, language=language, months=months, entries=entries).html()


def write_pages(
    assessment: Assessment,
    out: Path,
    clusters: Sequence[str],
    *,
    language: Language = "zh",
    months: int = MONTHS,
    entries: pd.DataFrame | None = None,
    basemap: Basemap | None = None,
) -> list[Path]:
    """Write the pages of some clusters into a folder; :func:`landwatch.maps.write_atlas` writes all of them.

    Parameters
    ----------
    assessment
        The judged contracts.
    out
        Folder; it is made where there is none. Pages of the same name are replaced.
    clusters
        Names of clusters.
    language
        Language of the pages.
    months, entries, basemap
        As for :func:`cluster_map`.

    Returns
    -------
    list of Path
        The files written, in the order of the names.

    Raises
    ------
    UsageError
        If no cluster is named, one is not known, or the folder cannot be written.
    """
    wanted = list(dict.fromkeys(clusters))
    check_names(assessment, wanted)
    names = file_names(assessment)
    with speaking(language):
        content = prepare(assessment, months=months, entries=entries, basemap=basemap)
        pages = {names[name]: cluster_page(content, name).html() for name in wanted}
    return write_all(out, pages)


def write_comparison(
    before: Assessment,
    after: Assessment,
    out: Path,
    *,
    cluster: str | None = None,
    language: Language = "zh",
) -> Path:
    """Write the page of two days beside each other.

    Parameters
    ----------
    before, after
        The same register judged on two days.
    out
        Folder; it is made where there is none. A page of the same name is replaced.
    cluster
        The only cluster to compare; ``None`` for all.
    language
        Language of the page.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    UsageError
        If the cluster is not known or the folder cannot be written.
    """
    if cluster is not None:
        check_names(after, [cluster])
    stem = "zone" if cluster is None else Path(file_names(after)[cluster]).stem
    name = f"compare-{stem}-{before.on.isoformat()}-{after.on.isoformat()}.html"
    with speaking(language):
        html = compare_page(prepare(before), prepare(after), cluster).html()
    return write_all(out, {name: html})[0]


def write_all(out: Path, pages: Mapping[str, str]) -> list[Path]:
    """Write pages into a folder, each whole or not at all.

    Parameters
    ----------
    out
        Folder; it is made where there is none.
    pages
        The pages by name of the file.

    Returns
    -------
    list of Path
        The files, in the order of the pages.

    Raises
    ------
    UsageError
        If the folder or a page cannot be written.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(
            _("{path} is a file, and a folder is needed. Name another with --out.").format(path=out)
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(_refusal(out, error)) from error
    return [write_page(out / file, html) for file, html in pages.items()]


def write_page(path: Path, html: str) -> Path:
    """Write beside the old page and then put it in its place, so that a reader never meets half a page.

    Parameters
    ----------
    path
        Where it goes; the folder is there.
    html
        The page.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        If it cannot be written; an old page stays as it was.
    """
    try:
        with whole(path) as draft:
            draft.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(_refusal(path, error)) from error
    return path


def file_names(assessment: Assessment) -> dict[str, str]:
    """Give every cluster an ASCII file name, made from its English name.

    Parameters
    ----------
    assessment
        The judged contracts.

    Returns
    -------
    dict
        File name by name of the cluster; no two are the same and none is that of the overview.
    """
    clusters = assessment.snapshot.clusters
    taken, names = {Path(OVERVIEW).stem}, {}
    for number, (name, english) in enumerate(zip(clusters["name"], clusters["name_en"], strict=True), 1):
        stem = _ascii(english) if isinstance(english, str) else ""
        if not stem or stem in taken:
            stem = f"{stem or 'cluster'}-{number}"
        taken.add(stem)
        names[str(name)] = f"{stem}.html"
    return names


def _ascii(english: str) -> str:
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def check_names(assessment: Assessment, wanted: Sequence[str]) -> None:
    """Make sure that clusters are named and known.

    Parameters
    ----------
    assessment
        The judged contracts.
    wanted
        Names of clusters.

    Raises
    ------
    UsageError
        If there is none, or one that is not known; the message lists those there are.
    """
    known = [str(name) for name in assessment.snapshot.clusters["name"]]
    if not wanted:
        raise UsageError(
            _("Name at least one cluster: {known}. `landwatch atlas` draws all of them.").format(
                known=", ".join(known) or _("none; import their boundaries first")
            )
        )
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(
            _("There is no cluster {unknown}. Known clusters: {known}.").format(
                unknown=", ".join(unknown), known=", ".join(known) or _("none; import their boundaries first")
            )
        )


def _refusal(path: Path, error: OSError) -> str:
    return _("{path} cannot be written: {why}. Name another folder with --out.").format(
        path=path, why=error.strerror or error
    )
