"""What goes out on paper about patrols: early letters, the list of a person, the file of a parcel."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Force, Json, KnownAt, On, OutDirectory, Speech
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext

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
    from landwatch.services.patrols.letters import write_letters

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


@app.command(
    cls=SpokenCommand, epilog="landwatch patrol sheet --person 张样安 --on 2023-12-20 --out 巡查清单.pdf"
)
def sheet(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="PDF to write.")],
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="What this person has on the list.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every person's list, and what is nobody's, one after the other.")
    ] = False,
    within: Annotated[
        int | None,
        typer.Option(
            "--within",
            metavar="DAYS",
            min=0,
            max=366,
            help="Only what is to be done within so many days, and what is overdue.",
            show_default=False,
        ),
    ] = None,
    on: On = None,
    known_at: KnownAt = None,
    lang: Speech = "zh",
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the list of a person to take along: in the order of the way, with boxes to tick and QR codes.

    The way goes past the parcels in straight lines; the register knows no roads.
    """
    from landwatch.services.patrols.on_paper import write_sheets

    if (person is None) != every:
        raise UsageError(_("say whose list: --person NAME, or --all"))
    settings = settings_with(database)
    written = write_sheets(
        settings.database,
        out,
        on or today(),
        settings.conventions(),
        person=person,
        within_days=within,
        known_at=known_at,
        speech=lang or "zh",
        address=settings.office_address,
        replace=force,
    )
    if json:
        print_json(written.to_dict())
        return
    for each in written.sheets:
        count = len(each.rows)
        told = ngettext("{person}: {count} contract", "{person}: {count} contracts", count)
        say(told.format(person=each.person or _("nobody"), count=count))
    say(out)


@app.command(cls=SpokenCommand, epilog="landwatch patrol file C-001 --on 2023-12-31 --out 一宗一档.zip")
def file(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE|DIR", help="Archive (.zip) to write; of a cluster the folder."),
    ],
    contract: Annotated[
        str | None, typer.Argument(metavar="CONTRACT", help="Number of the contract.", show_default=False)
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="NAME", help="Every contract of this cluster instead.")
    ] = None,
    on: On = None,
    known_at: KnownAt = None,
    lang: Speech = "zh",
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who does it; LANDWATCH_ACTOR, else the login name."),
    ] = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write one file a parcel (一宗一档): card, contract sheet, visits with photographs, letters.

    One PDF to print, packed with the photographs and documents as they were recorded. Photographs that are
    written out are looked at: that is noted in the log of access (landwatch person log list).
    """
    from landwatch.services.files.parcel_files import write_parcel_files

    if (contract is None) == (cluster is None):
        raise UsageError(_("name a contract, or a cluster with --cluster"))
    settings = settings_with(database)
    written = write_parcel_files(
        settings.database,
        out,
        on or today(),
        settings.conventions(),
        contract_no=contract,
        cluster=cluster,
        known_at=known_at,
        speech=lang or "zh",
        by=by or settings.actor,
        at=datetime.now(UTC),
        replace=force,
    )
    if json:
        print_json([each.to_dict() for each in written])
        return
    for each in written:
        told = _("{path}: {visits} visits, {photographs} photographs, {documents} documents")
        say(
            told.format(
                path=each.path,
                visits=each.visits,
                photographs=each.photographs,
                documents=each.documents,
            )
        )
        for line in each.left_out:
            say(f"  {line}")
