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
    from landwatch.formats.writers import Writer, Written
    from landwatch.services.files.exporting import Selection
    from landwatch.settings import Settings

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
    from landwatch.formats.writers import BoundaryFile

    settings = settings_with(database)
    form = BoundaryFile(made_on=on or today(), made_by=office or settings.actor, epsg=crs, encoding=encoding)
    _export(settings, form, out, _selection(cluster, on, known_at), force=force, json=json)


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
    from landwatch.formats.writers import LedgerWorkbook

    selection = _selection(cluster, on, known_at)
    _export(settings_with(database), LedgerWorkbook(), out, selection, force=force, json=json)


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
    from landwatch.formats.writers import FactTable

    selection = _selection(cluster, on, known_at)
    _export(settings_with(database), FactTable(), out, selection, force=force, json=json)


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
    from landwatch.formats.writers import LayerFile

    selection = _selection(cluster, None, known_at)
    _export(settings_with(database), LayerFile(), out, selection, on=on, force=force, json=json)


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
    from landwatch.formats.writers import CardWorkbook

    settings, day = settings_with(database), on or today()
    _export(settings, CardWorkbook(), out, _selection(cluster, day, known_at), on=day, force=force, json=json)


@template_app.command("ledger", cls=SpokenCommand, epilog="landwatch template ledger 台账模板.xlsx")
def template_ledger(out: Template, lang: Speech = "zh", force: Force = False) -> None:
    """Write an empty ledger of contracts with headers, units, drop-downs, notes and an example."""
    from landwatch.services.files.templates import make_template

    settings_with(None)  # The example is of the district.
    say(str(make_template("ledger", out, language=lang or "zh", replace=force)))


@template_app.command("events", cls=SpokenCommand, epilog="landwatch template events 事项模板.xlsx")
def template_events(out: Template, lang: Speech = "zh", force: Force = False) -> None:
    """Write an empty table of dated facts with headers, units, drop-downs, notes and an example."""
    from landwatch.services.files.templates import make_template

    say(str(make_template("events", out, language=lang or "zh", replace=force)))


def _selection(cluster: str | None, on: date | None, known_at: datetime | None) -> Selection:
    from landwatch.services.files.exporting import Selection

    return Selection(cluster=cluster, on=on, known_at=known_at)


def _export(
    settings: Settings,
    form: Writer,
    out: Path,
    selection: Selection,
    *,
    on: date | None = None,
    force: bool,
    json: bool,
) -> None:
    from landwatch.services.files.exporting import export

    made = export(
        settings.database,
        out,
        form,
        selection,
        settings.readers(),
        settings.conventions(),
        judged_on=on or today(),
        replace=force,
    )
    if json:
        print_json(made.to_dict())
    else:
        _report(made.path, made.written)


def _report(path: Path, made: Written) -> None:
    told = ", ".join(_counted(kind, count) for kind, count in made.records.items())
    say(_("{path}: {records} written.").format(path=path, records=told))
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
