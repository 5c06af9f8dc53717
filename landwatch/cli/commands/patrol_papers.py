"""What goes out on paper about patrols: early letters, the list of a person, the file of a parcel."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Force, Json, KnownAt, On, OutDirectory
from landwatch.i18n import gettext as _

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command(cls=SpokenCommand, epilog="landwatch patrol letters --on 2023-12-20 --out 提醒函")
def letters(
    out: OutDirectory,
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    kind: Annotated[
        Literal["commencement", "completion"] | None,
        typer.Option("--kind", help="Only letters about this; both if not given.", show_default=False),
    ] = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the early letters (开工提醒函, 竣工提醒函) to all of whom something falls due soon.

    A Word file a contract, the list, and a table to fill in and import when the letters were sent. Whoever
    was sent one for that due day already is told, and gets no second one.
    """
    from landwatch.cli import patrol_tables
    from landwatch.services.patrol_letters import write_letters

    settings = settings_with(database)
    written = write_letters(
        settings.database,
        on or today(),
        out,
        settings.conventions(),
        kinds=[kind] if kind else ["commencement", "completion"],
        cluster=cluster,
        known_at=known_at,
        replace=force,
    )
    if json:
        print_json(written.to_dict())
        return
    if written.files:
        screen().print(patrol_tables.letters_table(written.files))
    else:
        say(_("Nothing falls due soon."))
    for path in written.lists:
        say(path)
