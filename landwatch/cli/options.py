"""The options that several commands share."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from landwatch.errors import UsageError
from landwatch.i18n import Language
from landwatch.i18n import gettext as _

__all__ = ["Cluster", "Database", "Json", "On", "OutDirectory", "Speech", "parse_day"]

_DAY = re.compile(r"(\d{4})([-/]?)(\d{1,2})\2(\d{1,2})")


def parse_day(given: str | date) -> date:
    """Read a day as people write it: 2023-06-30, 20230630 or 2023/6/30.

    Parameters
    ----------
    given
        The text, or a day already.

    Raises
    ------
    UsageError
        If it is no day of the calendar.
    """
    if isinstance(given, date):
        return given
    found = _DAY.fullmatch(given.strip())
    try:
        if found and (found[2] or len(given.strip()) == 8):
            return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        pass
    raise UsageError(
        _("--on {value}: is not a day; write it like 2023-06-30, 20230630 or 2023/6/30").format(value=given)
    )


Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="Register to use; LANDWATCH_DATABASE, else gpkg:///landwatch.gpkg in this folder.",
        show_default=False,
    ),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on", metavar="DATE", parser=parse_day, help="Judge the end of this day; today if not given."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Cluster = Annotated[str | None, typer.Option("--cluster", metavar="NAME", help="Only this cluster.")]
Speech = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of the result: zh or en.", show_default=False),
]
OutDirectory = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")]
