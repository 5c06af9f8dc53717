"""All clusters with an index: a folder of pages, or one file that holds them all.

In one file every page is packed by itself; libraries and scripts are in it once. The page that the address
names (``atlas.html#beidu``) is unpacked and run as it would be from a file of its own.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from landwatch.errors import UsageError
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.i18n import language as current_language
from landwatch.maps.cluster_page import cluster_page
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.overview_page import Revitalised, overview_page
from landwatch.maps.page import HTML_LANGUAGE, TEMPLATES, OfflineMap, Parts, digest
from landwatch.maps.page_assets import built, page_style
from landwatch.maps.page_files import OVERVIEW, file_names, write_all
from landwatch.measures.figures.months import MONTHS

if TYPE_CHECKING:
    from landwatch.maps.basemaps import Basemap
    from landwatch.rules import Assessment

__all__ = ["is_one_file", "write_atlas"]

Address = Callable[[str], str]


def is_one_file(out: Path) -> bool:
    """Tell whether an atlas becomes one file, by its name.

    Parameters
    ----------
    out
        Where the atlas goes.

    Returns
    -------
    bool
        Whether the name ends in ``.html`` or ``.htm``.
    """
    return out.suffix.lower() in (".html", ".htm")


def write_atlas(
    assessment: Assessment,
    out: Path,
    *,
    revitalised: Revitalised | None = None,
    language: Language = "zh",
    months: int = MONTHS,
    entries: pd.DataFrame | None = None,
    basemap: Basemap | None = None,
) -> list[Path]:
    """Write the index and the pages of all clusters.

    Parameters
    ----------
    assessment
        The judged contracts.
    out
        A file that ends in ``.html`` for an atlas in one file, else a folder. Files of the same name are
        replaced, each only once the new one is whole.
    revitalised
        cm² of idle and inefficient land revitalised, by year and cluster; the cluster ``None`` is the zone.
        Not printed where not given.
    language
        Language of the pages.
    months
        How many months up to the day judged the pages can replay; 0 for none.
    entries
        The ledger of acreage, as :meth:`landwatch.measures.acreage.Ledger.frame` gives it: then the months
        tell of revitalised land.
    basemap
        What lies under the maps, as :func:`landwatch.maps.open_basemap` opens it.

    Returns
    -------
    list of Path
        The files written, the index first.

    Raises
    ------
    UsageError
        If the place cannot be written, or a name for one file is that of a folder.
    """
    if is_one_file(out) and out.is_dir():
        raise UsageError(
            _("{path} is a folder. Name a file for the atlas, or a folder without .html.").format(path=out)
        )
    with speaking(language):
        content = prepare(assessment, months=months, entries=entries, basemap=basemap)
        files = _drawn(content, out, revitalised)
    # Outside: a complaint is in the language of the user, not in that of the pages.
    return write_all(out.parent if is_one_file(out) else out, files)


def _drawn(content: MapContent, out: Path, revitalised: Revitalised | None) -> dict[str, str]:
    stems = {name: Path(file).stem for name, file in file_names(content.assessment).items()}
    if is_one_file(out):
        drawn = _pages(content, stems, "#{}".format, revitalised)
        return {out.name: _one_file({stem: page.parts() for stem, page in drawn})}
    drawn = _pages(content, stems, "{}.html".format, revitalised)
    return {f"{stem}.html": page.html() for stem, page in drawn}


def _pages(
    content: MapContent, stems: Mapping[str, str], address: Address, revitalised: Revitalised | None
) -> Iterator[tuple[str, OfflineMap]]:
    """Draw the index and every cluster; pages lead to each other by these addresses."""
    index = Path(OVERVIEW).stem
    addresses = {name: address(stem) for name, stem in stems.items()}
    yield index, overview_page(content, addresses, revitalised=revitalised)
    for name, stem in stems.items():
        yield stem, cluster_page(content, name, overview=address(index))


def _one_file(pages: Mapping[str, Parts]) -> str:
    scripts = list(dict.fromkeys(script for parts in pages.values() for script in parts.scripts))
    boot = built("atlas.js")
    return TEMPLATES.get_template("atlas.html").render(
        _=_,
        language=HTML_LANGUAGE[current_language()],
        title=next(iter(pages.values())).title,
        style=Markup(page_style()),
        host=next((parts.host for parts in pages.values() if parts.host), None),
        digests=list(map(digest, (*scripts, boot))),
        scripts=list(map(Markup, scripts)),
        boot=Markup(boot),
        pages=[
            {
                "name": name,
                "scripts": " ".join(str(scripts.index(script)) for script in parts.scripts),
                "packed": _packed(parts),
            }
            for name, parts in pages.items()
        ],
    )


def _packed(parts: Parts) -> str:
    head = json.dumps({"title": parts.title, "body": parts.body}, ensure_ascii=False)
    return base64.b64encode(zlib.compress(f"{head}\n{parts.data}".encode(), 9)).decode()
