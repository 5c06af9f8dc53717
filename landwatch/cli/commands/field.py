"""What phones bring home: a file from a phone taken in at a desk, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import need_extra, settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Force, Json, On, Speech, day_option
from landwatch.drafts import put_in_place
from landwatch.errors import AccessError, UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext, speaking

if TYPE_CHECKING:
    from landwatch.incoming import Incoming
    from landwatch.rules import Assessment
    from landwatch.services.field.receipts import Sender
    from landwatch.settings import Settings

__all__ = ["field_app"]

field_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Records and photographs from phones, with their receipts."
)

By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does it; LANDWATCH_ACTOR, else the login name."),
]


Person = Annotated[str, typer.Option("--person", metavar="LOGIN", help="Who takes it along.")]


@field_app.command("import", cls=SpokenCommand, epilog="landwatch field import 20231220.zip")
def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="What a phone wrote (zip), or a pack of QField that comes home."),
    ],
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Take in a file with the records and photographs of a phone; twice is as good as once.

    Each record has its receipt, as over the network.
    Exit code: 0 every record stands in the register, 1 something waits or was not taken.
    """
    from landwatch.cli import field_tables
    from landwatch.services.field.bringing import bring

    settings = settings_with(database)
    incoming = _incoming(settings)
    brought = bring(
        settings.database,
        incoming,
        file,
        _senders(settings),
        by=by or settings.actor,
        at=datetime.now(UTC),
        readers=settings.field_readers(),
        land=_land(settings),
    )
    if json:
        print_json(brought.to_dict())
    else:
        screen().print(field_tables.receipts_table(brought.receipts))
        for fault in brought.faults:
            say(fault, err=True)
    if not brought.is_whole:
        raise typer.Exit(1)


@field_app.command(
    cls=SpokenCommand, epilog="landwatch field pack --person zhang --on 2023-12-20 --out 张敏.zip"
)
def pack(
    person: Person,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Archive to write (.zip).")],
    on: On = None,
    cluster: Cluster = None,
    lang: Speech = "zh",
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write what a person takes along in QField: parcels, the list of the day, forms for visits.

    What comes home goes the way of a phone's file: landwatch field import
    """
    from landwatch.services.field.packing_day import write_pack

    settings = settings_with(database)
    written = write_pack(
        settings.database,
        out,
        _known(settings, person),
        on or today(),
        settings.conventions(),
        cluster=cluster,
        speech=lang or "zh",
        replace=force,
    )
    if json:
        print_json(written.to_dict())
        return
    say(_to_be_visited(written.path, len(written.contract_nos)))


@field_app.command(
    cls=SpokenCommand, epilog="landwatch field kit --person zhang --on 2023-12-20 --out 张敏.html"
)
def kit(
    person: Person,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Page to write (.html).")],
    on: On = None,
    lang: Speech = "zh",
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Write a person's day as one page, for a phone that cannot install a certificate.

    It is opened from the storage of the phone, asks no server, and writes a file for: landwatch field import
    """
    need_extra("field kit", "argon2", "fastapi", "pypinyin", "python_multipart", "trustme", "uvicorn")
    from landwatch.services.assessing.judging import assess_register
    from landwatch.services.assessing.seeing import seen
    from landwatch.services.field.day_out import day_of
    from landwatch.services.patrols.rostering import roster_of
    from landwatch.web.pages.kit import kit_html

    if out.suffix.lower() != ".html":
        raise UsageError(_("{path}: name a file that ends in .html").format(path=out))
    settings = settings_with(database)
    sender = _known(settings, person)
    land = seen(assess_register(settings.database, on or today(), settings.conventions()), sender.clusters)
    with speaking(lang or "zh"):
        day = day_of(land, roster_of(settings.database), sender)
        content = kit_html(day, datetime.now(UTC))
    with put_in_place(out, replace=force) as draft:
        draft.write_text(content, encoding="utf-8")
    numbers = [task["contract_no"] for task in day["items"]]
    if json:
        print_json({"path": str(out), "contracts": numbers})
        return
    say(_to_be_visited(out, len(numbers)))


def _to_be_visited(path: Path, count: int) -> str:
    told = ngettext(
        "{path}: {count} contract to be visited", "{path}: {count} contracts to be visited", count
    )
    return told.format(path=path, count=count)


@field_app.command(cls=SpokenCommand, epilog="landwatch field inbox")
def inbox(
    days: Annotated[
        int,
        typer.Option(
            "--days", metavar="N", min=1, max=3660, help="How far back to list what stands in the register."
        ),
    ] = 31,
    database: Database = None,
    json: Json = False,
) -> None:
    """List what phones handed over: whose, how far it has come, and what waits for a person.

    What is complete becomes a visit first.
    Exit code: 0 everything stands in the register, 1 something waits.
    """
    from landwatch.cli import field_tables
    from landwatch.services.field.receipts import receipts_of
    from landwatch.services.field.receiving import take_in

    settings, at = settings_with(database), datetime.now(UTC)
    incoming = _incoming(settings)
    take_in(settings.database, incoming, _senders(settings), at, land=_land(settings))
    found = receipts_of(incoming, at - timedelta(days=days))
    if json:
        print_json([receipt.to_dict() for receipt in found])
    else:
        screen().print(field_tables.receipts_table(found))
    if any(receipt.is_open for receipt in found):
        raise typer.Exit(1)


@field_app.command(
    cls=SpokenCommand,
    epilog="landwatch field decide 4ae15f41-c0a8-5df3-9122-9f5e48fc0b0f --keep --reason 两次到场均属实",
)
def decide(
    uuid: Annotated[str, typer.Argument(metavar="RECORD", help="Number of the record, from the list.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence.")],
    keep: Annotated[
        bool | None,
        typer.Option("--keep/--set-aside", help="Record it as a visit, or set it aside: it stays kept."),
    ] = None,
    day: Annotated[
        date | None, day_option("--day", help="Day of the visit, where that of the phone is wrong.")
    ] = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Decide about a record that waits for a person; not the one who made it.

    Exit code: 0 it stands in the register or was set aside, 1 it waits again.
    """
    from landwatch.cli import field_tables
    from landwatch.services.field import receipts, receiving

    if keep is None:
        raise UsageError(_("say what becomes of it: --keep or --set-aside"))
    settings, at = settings_with(database), datetime.now(UTC)
    incoming = _incoming(settings)
    held = receipts.held_of(incoming, uuid)
    receiving.decide(incoming, held, keep=keep, reason=reason, by=by or settings.actor, at=at, day=day)
    receiving.take_in(
        settings.database, incoming, _senders(settings), at, land=_land(settings), login=held.login
    )
    stored = incoming.record(uuid, sha256=held.sha256)
    assert stored is not None  # nothing is ever removed
    receipt = receipts.receipt_of(incoming, stored)
    if json:
        print_json(receipt.to_dict())
    else:
        screen().print(field_tables.receipts_table([receipt]))
    if receipt.is_open:
        raise typer.Exit(1)


@field_app.command(
    cls=SpokenCommand,
    epilog="landwatch field clear 0b6a2a3e-5b0e-4d0c-9d57-3f1f0e2c9b11 --reason 误发，已核对",
)
def clear(
    uuid: Annotated[str, typer.Argument(metavar="RECORD", help="Number of the record, from the list.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence.")],
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Remove the content of a record that was set aside: its text and its files; not by who made it.

    That it came, its hashes and both decisions stay, so that no phone sends it again.
    """
    from landwatch.cli import field_tables
    from landwatch.services.field import receipts, receiving

    settings = settings_with(database)
    incoming = _incoming(settings)
    aside = receipts.aside_of(incoming, uuid)
    receiving.clear(incoming, aside, reason=reason, by=by or settings.actor, at=datetime.now(UTC))
    stored = incoming.record(uuid, sha256=aside.sha256)
    assert stored is not None  # what was decided about it stays
    receipt = receipts.receipt_of(incoming, stored)
    if json:
        print_json(receipt.to_dict())
    else:
        screen().print(field_tables.receipts_table([receipt]))


@field_app.command(cls=SpokenCommand, epilog="landwatch field export waiting-2023-12-31.zip")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New archive (zip) to write.")],
    database: Database = None,
    json: Json = False,
) -> None:
    """Write what waits beside the register to a file; landwatch field import takes it in again.

    A backup of the register does not hold it. What was set aside is left out. Exit code: 0 everything that
    waits is in the file, 1 of some files only a part has come, which is not in it.
    """
    from landwatch.services.field.waiting_file import write_waiting

    written = write_waiting(_incoming(settings_with(database)), file)
    if json:
        print_json(written._asdict())
    else:
        told = _("{file}: {records} records and {files} files; of {parts} files not everything has come.")
        screen().print(told.format(file=file, **written._asdict()))
    if written.parts:
        raise typer.Exit(1)


def _incoming(settings: Settings) -> Incoming:
    from landwatch.incoming import Incoming

    return Incoming.of(settings.database, settings.room())


def _land(settings: Settings) -> Callable[[], Assessment]:
    from landwatch.services.assessing.judging import assess_register

    return lambda: assess_register(settings.database, today(), settings.conventions())


def _known(settings: Settings, login: str) -> Sender:
    found = _senders(settings)(login)
    if found is None:
        raise UsageError(
            _("nobody has the login {login}; landwatch person list names who has one").format(login=login)
        )
    return found


def _senders(settings: Settings) -> Callable[[str], Sender | None]:
    from landwatch.access import Access
    from landwatch.services.field.receipts import Sender

    def _sender(login: str) -> Sender | None:
        try:
            with Access.open(settings.database) as access:
                person = access.person(login)
        except AccessError:
            return None
        return Sender(person.login, person.name, person.clusters)

    return _sender
