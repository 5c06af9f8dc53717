"""Pages of clusters, and all of them with an index, to look at without any network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from landwatch.cli.console import print_json, say
from landwatch.cli.context import basemap_for, settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import (
    BasemapChoice,
    Bounds,
    Database,
    Json,
    KnownAt,
    Months,
    On,
    OutDirectory,
    Speech,
)

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command("map", cls=SpokenCommand, epilog="landwatch map 桥河 北渡 --on 2023-12-31 --out pages")
def map_(
    clusters: Annotated[list[str] | None, typer.Argument(metavar="CLUSTER", help="Clusters to draw.")] = None,
    on: On = None,
    known_at: KnownAt = None,
    out: OutDirectory = Path("maps"),
    months: Months = 36,
    basemap: BasemapChoice = "none",
    bounds: Bounds = None,
    lang: Speech = "zh",
    database: Database = None,
    json: Json = False,
) -> None:
    """Draw one page a cluster; they open without any network. All clusters with an index: atlas."""
    from landwatch.services.figures import acreage
    from landwatch.services.maps import mapping

    settings = settings_with(database)
    pages = mapping.draw_maps(
        settings.database,
        on or today(),
        out,
        settings.conventions(),
        clusters=clusters or (),
        language=lang or "zh",
        known_at=known_at,
        months=months,
        rules=acreage.with_closed_years(settings.database, settings.acreage(), known_at),
        basemap=basemap_for(basemap, bounds, settings),
    )
    if json:
        print_json({"pages": [str(page) for page in pages]})
    else:
        say("\n".join(str(page) for page in pages))


@app.command(cls=SpokenCommand, epilog="landwatch atlas --on 2023-12-31 --out 图册.html")
def atlas(
    on: On = None,
    known_at: KnownAt = None,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR|FILE.html", help="Folder of pages, or one file that holds all."),
    ] = Path("atlas.html"),
    months: Months = 36,
    basemap: BasemapChoice = "none",
    bounds: Bounds = None,
    lang: Speech = "zh",
    database: Database = None,
    json: Json = False,
) -> None:
    """Draw all clusters with an index and a search over all of them; it opens without any network.

    A name that ends in .html makes one file to carry on a stick; any other name is a folder of pages.
    """
    from landwatch.services.figures import acreage
    from landwatch.services.maps import mapping

    settings = settings_with(database)
    written = mapping.draw_atlas(
        settings.database,
        on or today(),
        out,
        settings.conventions(),
        language=lang or "zh",
        known_at=known_at,
        months=months,
        rules=acreage.with_closed_years(settings.database, settings.acreage(), known_at),
        basemap=basemap_for(basemap, bounds, settings),
    )
    if json:
        print_json({"index": str(written[0]), "files": [str(path) for path in written]})
    else:
        say("\n".join(map(str, written)))
