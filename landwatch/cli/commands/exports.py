"""What leaves the register, in the forms other offices want."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from landwatch.cli.console import print_json, say
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Force, Json, KnownAt, On, Speech, day_option
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext

if TYPE_CHECKING:
    from landwatch.services.exporting import Export, Selection

__all__ = ["app", "template_app"]

app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Write what the register holds in the forms of other offices."
)

template_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Empty workbooks to fill in and import."
)

OutFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="File to write.")]
Template = Annotated[Path, typer.Argument(metavar="FILE", help="Workbook to write.")]
UpTo = Annotated[
    date | None,
    day_option("--on", help="Leave out what was signed or happened after this day; nothing if not given."),
]


@app.command(cls=SpokenCommand, epilog="landwatch export txt --out 桥河.txt --cluster 桥河")
def txt(
    out: OutFile,
    cluster: Cluster = None,
    on: UpTo = None,
    known_at: KnownAt = None,
    crs: Annotated[
        int | None,
        typer.Option(
            "--crs",
            metavar="EPSG",
            help="Grid to write in; that of the district, with the zone in the eastings, if not given.",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        Literal["gbk", "utf-8"], typer.Option("--encoding", help="gbk for older programs, or utf-8.")
    ] = "gbk",
    office: Annotated[
        str | None, typer.Option("--office", metavar="NAME", help="Office that the file names as its maker.")
    ] = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write parcels as a survey boundary file (电子报盘 TXT)."""
    from landwatch.services import exporting

    settings = settings_with(database)
    _report(
        exporting.export_boundaries(
            settings.database,
            out,
            _selection(cluster, on, known_at),
            settings.readers(),
            epsg=crs,
            made_on=on or today(),
            made_by=office or settings.actor,
            encoding=encoding,
            replace=force,
        ),
        json=json,
    )


@app.command(cls=SpokenCommand, epilog="landwatch export ledger --out 台账.xlsx --cluster 桥河")
def ledger(
    out: OutFile,
    cluster: Cluster = None,
    on: UpTo = None,
    known_at: KnownAt = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write contracts as a ledger (XLSX) with phases, instalments and indicators; import reads it again."""
    from landwatch.services import exporting

    settings, selection = settings_with(database), _selection(cluster, on, known_at)
    made = exporting.export_ledger(settings.database, out, selection, settings.readers(), replace=force)
    _report(made, json=json)


@app.command(cls=SpokenCommand, epilog="landwatch export facts --out 事项.csv")
def facts(
    out: OutFile,
    cluster: Cluster = None,
    on: UpTo = None,
    known_at: KnownAt = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write dated facts as CSV or XLSX, by the name of the file; import reads them again."""
    from landwatch.services import exporting

    settings, selection = settings_with(database), _selection(cluster, on, known_at)
    made = exporting.export_facts(settings.database, out, selection, settings.readers(), replace=force)
    _report(made, json=json)


@app.command(cls=SpokenCommand, epilog="landwatch export gpkg --out 宗地.gpkg --on 2023-12-31")
def gpkg(
    out: OutFile,
    cluster: Cluster = None,
    on: On = None,
    known_at: KnownAt = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write parcels with the state of their contracts as a GeoPackage with Chinese columns."""
    from landwatch.services import exporting

    settings = settings_with(database)
    made = exporting.export_layer(
        settings.database,
        out,
        _selection(cluster, None, known_at),
        settings.readers(),
        settings.conventions(),
        on=on or today(),
        replace=force,
    )
    _report(made, json=json)


@app.command(cls=SpokenCommand, epilog="landwatch export card --out 跟踪管理卡.xlsx --on 2023-12-31")
def card(
    out: OutFile,
    cluster: Cluster = None,
    on: On = None,
    known_at: KnownAt = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write the national tracking card of each contract (建设项目用地跟踪管理卡), one row a contract."""
    from landwatch.services import exporting

    settings = settings_with(database)
    made = exporting.export_cards(
        settings.database,
        out,
        _selection(cluster, None, known_at),
        settings.conventions(),
        on=on or today(),
        replace=force,
    )
    _report(made, json=json)


@template_app.command("ledger", cls=SpokenCommand, epilog="landwatch template ledger 台账模板.xlsx")
def template_ledger(out: Template, lang: Speech = "zh", force: Force = False) -> None:
    """Write an empty ledger of contracts with headers, units, drop-downs, notes and an example."""
    from landwatch.services.templates import make_template

    settings_with(None)  # The example is of the district.
    say(str(make_template("ledger", out, language=lang or "zh", replace=force)))


@template_app.command("events", cls=SpokenCommand, epilog="landwatch template events 事项模板.xlsx")
def template_events(out: Template, lang: Speech = "zh", force: Force = False) -> None:
    """Write an empty table of dated facts with headers, units, drop-downs, notes and an example."""
    from landwatch.services.templates import make_template

    say(str(make_template("events", out, language=lang or "zh", replace=force)))


def _selection(cluster: str | None, on: date | None, known_at: datetime | None) -> Selection:
    from landwatch.services.exporting import Selection

    return Selection(cluster=cluster, on=on, known_at=known_at)


def _report(made: Export, *, json: bool) -> None:
    if json:
        print_json(made.to_dict())
        return
    told = ", ".join(_counted(kind, count) for kind, count in made.records.items())
    say(_("{path}: {records} written.").format(path=made.path, records=told))
    if made.without_boundary:
        say(
            _("Left out, no boundary is recorded: {parcels}").format(parcels=", ".join(made.without_boundary))
        )
    if made.changed:
        told = _("The file cannot carry all of {numbers}; they would not come back from it as they are.")
        say(told.format(numbers=", ".join(made.changed)), err=True)


def _counted(kind: str, count: int) -> str:
    words = {
        "parcels": ngettext("{count} parcel", "{count} parcels", count),
        "contracts": ngettext("{count} contract", "{count} contracts", count),
        "facts": ngettext("{count} fact", "{count} facts", count),
    }
    return words[kind].format(count=count)
