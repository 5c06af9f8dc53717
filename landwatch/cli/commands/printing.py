"""Map sheets for paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from landwatch.cli.console import print_json, say, tell_unwritten
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json, KnownAt, On, Speech
from landwatch.i18n import gettext as _

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


def _scale(given: str | int) -> int:
    from landwatch.maps.printing import parse_scale

    return parse_scale(given)


@app.command(
    "print",
    cls=SpokenCommand,
    epilog="landwatch print 北渡 --on 2023-12-31 --paper A3 --scale 1:10000 --out 北渡.pdf",
)
def print_(
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER", help="Cluster to print.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write: .pdf, .svg or .png.")],
    on: On = None,
    known_at: KnownAt = None,
    per_parcel: Annotated[
        bool,
        typer.Option("--per-parcel", help="A sheet for each parcel in default or with idle land instead."),
    ] = False,
    parcel: Annotated[
        list[str] | None,
        typer.Option("--parcel", metavar="NO", help="A sheet for this parcel; may be given several times."),
    ] = None,
    paper: Annotated[
        Literal["A4", "A3", "A2", "A1", "A0"] | None,
        typer.Option("--paper", help="Size of the paper; A3, or A4 for parcels, if not given."),
    ] = None,
    orientation: Annotated[
        Literal["landscape", "portrait"] | None,
        typer.Option("--orientation", help="How the paper lies; whichever fits better if not given."),
    ] = None,
    scale: Annotated[
        int | None,
        typer.Option(
            "--scale",
            metavar="1:N",
            parser=_scale,
            help="Scale of the map; the largest standard scale that fits if not given.",
        ),
    ] = None,
    series: Annotated[
        bool,
        typer.Option("--series", help="Several sheets where one does not hold the cluster at that scale."),
    ] = False,
    black: Annotated[
        bool, typer.Option("--black", help="White paper and black lines, for printers without colour.")
    ] = False,
    lang: Speech = "zh",
    database: Database = None,
    json: Json = False,
) -> None:
    """Print a cluster, or parcels of it, true to scale with grid, legend, scale bar and title block."""
    from landwatch.maps.printing import Paper, Wish
    from landwatch.services.maps import printing

    settings = settings_with(database)
    size: Paper = paper or ("A4" if per_parcel or parcel else "A3")
    made = printing.print_sheets(
        settings.database,
        cluster,
        on or today(),
        out,
        settings.conventions(),
        wish=Wish(paper=size, orientation=orientation, scale=scale, colour=not black, series=series),
        drawn_on=today(),
        per_parcel=per_parcel,
        parcels=parcel or (),
        known_at=known_at,
        language=lang or "zh",
        limits={str(source): days for source, days in settings.stale_after.items()},
    )
    if json:
        print_json(made.to_dict())
    else:
        say("\n".join(str(file) for file in made.files))
    tell_unwritten(made.unwritten)
    if made.without_boundary:
        told = _("No sheet, no boundary is recorded: {parcels}")
        say(told.format(parcels=", ".join(made.without_boundary)), err=True)
