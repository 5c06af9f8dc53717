"""Two days of the register beside each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Json, KnownAt, Speech, day_option

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command(
    cls=SpokenCommand, epilog="landwatch compare --from 2022-12-31 --to 2023-12-31 --cluster 桥河 --out pages"
)
def compare(
    first: Annotated[date, day_option("--from", help="The earlier day; its end is judged.")],
    last: Annotated[date, day_option("--to", help="The later day; its end is judged.")],
    cluster: Cluster = None,
    known_at: KnownAt = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Folder for a page with both days; none if not given."),
    ] = None,
    lang: Speech = "zh",
    database: Database = None,
    json: Json = False,
) -> None:
    """List what is new, cured, worse or better between two days, and draw the page of both.

    Both days are judged by the facts known at the same instant.
    """
    from landwatch.cli import comparison_tables
    from landwatch.services.assessing import comparing

    settings = settings_with(database)
    compared = comparing.compare_days(
        settings.database, first, last, settings.conventions(), cluster=cluster, known_at=known_at
    )
    page = None if out is None else comparing.draw_comparison(compared, out, language=lang or "zh")
    if json:
        print_json(compared.to_dict() | {"page": None if page is None else str(page)})
        return
    screen().print(comparison_tables.difference_table(compared))
    if page:
        say(str(page))
