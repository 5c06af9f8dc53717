"""The options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from landwatch.errors import UsageError
from landwatch.i18n import Language
from landwatch.i18n import gettext as _
from landwatch.instants import parse_day, parse_instant

__all__ = [
    "BasemapChoice",
    "Bounds",
    "Cluster",
    "Database",
    "Force",
    "Format",
    "Json",
    "KnownAt",
    "Months",
    "On",
    "OutDirectory",
    "Speech",
    "day_option",
    "parse_bounds",
]


def day_option(name: str, help: str) -> Any:
    """Make an option that takes a day.

    Parameters
    ----------
    name
        The option, e.g. ``--on``; a complaint names it.
    help
        What the day is.
    """

    return typer.Option(name, metavar="DATE", parser=lambda given: parse_day(given, name), help=help)


def parse_bounds(given: str | None) -> tuple[float, float, float, float] | None:
    """Read a box in degrees: west, south, east, north.

    Parameters
    ----------
    given
        The text, e.g. ``106.5,29.0,106.6,29.1``; ``None`` where there is none.

    Raises
    ------
    UsageError
        If it is no box on the globe.
    """
    if given is None:
        return None
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError:
        west = south = east = north = 0.0
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise UsageError(
            _(
                "--bounds {value}: is no box; write west, south, east and north in degrees, like "
                "106.5,29.0,106.6,29.1"
            ).format(value=given)
        )
    return west, south, east, north


Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="Register to use; LANDWATCH_DATABASE, else gpkg:///landwatch.gpkg in this folder. Whatever "
        "follows gpkg:/// is the name of a file as it is, a ?, # or % too; in postgresql+psycopg://USER:"
        "PASSWORD@HOST:PORT/NAME write %40 for an @ in the password, %3A for :, %2F for /, %3F for ?, "
        "%25 for %.",
        show_default=False,
    ),
]
On = Annotated[date | None, day_option("--on", help="Judge the end of this day; today if not given.")]
KnownAt = Annotated[
    datetime | None,
    typer.Option(
        "--known-at",
        metavar="INSTANT",
        parser=parse_instant,
        help="Use only what was recorded by then: a day or minute means its end; time of Asia/Shanghai.",
    ),
]
Format = Annotated[
    Literal["text", "json", "html"] | None,
    typer.Option("--format", help="Form of the result: text, json or html.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Months = Annotated[
    int,
    typer.Option(
        "--months", metavar="N", min=0, max=240, help="Months that the maps can replay; 0 for none."
    ),
]
Cluster = Annotated[str | None, typer.Option("--cluster", metavar="NAME", help="Only this cluster.")]
Speech = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of the result: zh or en.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
OutDirectory = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")]
BasemapChoice = Annotated[
    str,
    typer.Option(
        "--basemap",
        metavar="none|tianditu|gaode|FILE",
        help="What lies under the map: MBTiles, PMTiles or a picture go into the page; tianditu (with the "
        "key in LANDWATCH_TIANDITU_KEY, which ends up in the page) and gaode are asked over the network.",
    ),
]
Bounds = Annotated[
    str | None,
    typer.Option("--bounds", metavar="W,S,E,N", help="Where the picture of --basemap lies, in degrees."),
]
