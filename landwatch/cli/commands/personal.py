"""What is kept about persons: list it, look at it, print it for the person, destroy it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from landwatch.cli.console import deliver, json_text, print_json, say, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json, On, Speech, day_option
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import language, speak

if TYPE_CHECKING:
    from landwatch.services.personal.looking import Kept
    from landwatch.settings import Settings

__all__ = ["personal_app"]

personal_app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    help="What is kept about persons: photographs, voices, names, telephones.",
)

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="Name of the item, from the list; the first digits do.")
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who does it; LANDWATCH_ACTOR, else the login name."),
]


@personal_app.command("list", cls=SpokenCommand, epilog="landwatch personal list --of 渝綦工2022-018")
def list_(
    of: Annotated[
        str | None,
        typer.Option(
            "--of", metavar="NUMBER|PERSON", help="A contract, a parcel, or a person by name or telephone."
        ),
    ] = None,
    on: On = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """List what is kept about persons: what it is, what it is about, and until when it is kept.

    To look for a person is noted in the log of access: landwatch person log list.
    """
    from landwatch.services.personal import looking

    settings, day = settings_with(database), on or today()
    if of is None:
        _tell(looking.items(settings.database, day), json=json)
        return
    found, is_person = looking.items_of(settings.database, of, day)
    if is_person:
        _note(settings, found)
    _tell(found, json=json)


@personal_app.command(cls=SpokenCommand, epilog="landwatch personal expired --on 2027-01-01")
def expired(on: On = None, database: Database = None, json: Json = False) -> None:
    """List what should not be kept any longer, for a person to decide; nothing is destroyed by itself.

    Exit code: 0 nothing, 1 something has expired.
    """
    from landwatch.services.personal import looking

    found = looking.expired(settings_with(database).database, on or today())
    _tell(found, json=json)
    if found:
        raise typer.Exit(1)


@personal_app.command(cls=SpokenCommand, epilog="landwatch personal show 3f2a9c04d1 --out gate.jpg")
def show(
    item: Item,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="New file for a picture or a recording.")
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Look at one content: a text is printed, a picture or a recording written to a file.

    That is noted in the log of access: landwatch person log list. One that was destroyed is named with the
    decision; exit code 2.
    """
    from landwatch.cli import personal_tables
    from landwatch.services.personal import looking, prints

    settings = settings_with(database)
    look = looking.content_of(settings.database, item, today())
    ((kept, content),) = look.contents
    is_text = kept.held.item.media_type == "text/plain"
    if not is_text and out is None:
        raise UsageError(_("{item} is no text; name a new file for it (--out)").format(item=item))
    _note(settings, look.seen)
    if out is not None:
        prints.write_out(content, out)
    if json:
        print_json(kept.to_dict() | {"file": out and str(out), "text": content.decode() if is_text else None})
        return
    screen().print(personal_tables.kept_text(kept))
    say(content.decode() if out is None else str(out))


@personal_app.command(
    "print",
    cls=SpokenCommand,
    epilog="landwatch personal print --of 张三 --format html --out told.html",
)
def print_(
    of: Annotated[str, typer.Option("--of", metavar="PERSON", help="Name or telephone, as it was recorded.")],
    form: Annotated[
        Literal["text", "html"], typer.Option("--format", help="Text, or a page with the pictures in it.")
    ] = "text",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write; the screen if not given.")
    ] = None,
    lang: Speech = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Print everything that is kept about a person, for that person.

    That is noted in the log of access: landwatch person log list.
    """
    from landwatch.services.personal import looking, prints

    speak(lang or language())
    settings = settings_with(database)
    look = looking.person_of(settings.database, of, today())
    _note(settings, look.seen)
    made = prints.print_of(look, of)
    if json:
        deliver(json_text(made.to_dict()), out)
    else:
        deliver(made.html() if form == "html" else made.text(), out)


@personal_app.command(
    cls=SpokenCommand,
    epilog="landwatch personal add --contract C-001 --name 张三 --telephone 13800000000 --file talk.m4a",
)
def add(
    contract: Annotated[
        str | None,
        typer.Option("--contract", metavar="NUMBER", help="Contract the person was met for."),
    ] = None,
    parcel: Annotated[
        str | None, typer.Option("--parcel", metavar="NUMBER", help="Parcel on which the person was met.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="HASH", help="Fact it belongs to; landwatch history names it."),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="Name of the person.")] = None,
    telephone: Annotated[
        str | None, typer.Option("--telephone", metavar="TEXT", help="Telephone of the person.")
    ] = None,
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", metavar="FILE", help="Recording or picture; may be given several times."),
    ] = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Keep what is known of one person who was met, apart from what is recorded about the land."""
    from landwatch.registry import Owner
    from landwatch.services.personal import persons_met

    settings = settings_with(database)
    done = persons_met.record_person(
        settings.database,
        Owner(contract_no=contract, parcel_no=parcel, event=event),
        by=by or settings.actor,
        at=datetime.now(UTC),
        name=name,
        telephone=telephone,
        recordings=[
            persons_met.read_recording(each, limit_mb=settings.document_limit_mb) for each in file or ()
        ],
    )
    if json:
        print_json({"items": done.key.split(), "recorded_at": done.recorded_at})
    else:
        for item in done.key.split():
            say(_("Recorded: {key}").format(key=item))


@personal_app.command(
    cls=SpokenCommand,
    epilog="landwatch personal destroy 3f2a9c04d1 --reason 保存期满 --document 綦规资信1号 --second 李四",
)
def destroy(
    items: Annotated[
        list[str], typer.Argument(metavar="ITEM", help="Names of items, from the list; the first digits do.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in a sentence.")],
    document: Annotated[
        str,
        typer.Option(
            "--document", metavar="NUMBER", help="Number or hash of the decision; it must be in the register."
        ),
    ],
    second: Annotated[str, typer.Option("--second", metavar="NAME", help="Second person who looked at it.")],
    on: Annotated[date | None, day_option("--on", help="Day of the decision; today if not given.")] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who decides; LANDWATCH_ACTOR, else the login name."),
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Destroy contents by decision, all of those named or none. They cannot be brought back.

    What was there, since when, its salted hash and the decision stay. Backups and copies that still hold the
    contents are named, as far as the register remembers them. Given again, the command lets the bytes leave
    the file where others were reading before. Exit code: 0 done, 1 done, but the bytes are still in the file.
    """
    from landwatch.cli import personal_tables
    from landwatch.registry import Act, Decision
    from landwatch.services.personal import destroying

    settings = settings_with(database)
    who = by or settings.actor
    done = destroying.destroy(
        settings.database,
        items,
        Decision(decided_by=who, second_person=second, day=on or today()),
        Act(by=who, at=datetime.now(UTC), reason=reason, document=document),
    )
    if json:
        print_json(done.to_dict())
    else:
        screen().print(personal_tables.destroyed_text(done))
    if done.is_erased is False:
        raise typer.Exit(1)


@personal_app.command("take-in", cls=SpokenCommand, epilog="landwatch personal take-in")
def take_in(by: By = None, database: Database = None, json: Json = False) -> None:
    """Take photographs of reviews into the register that lie beside it from before; the files stay.

    Each is compared by its hash, before and after. Exit code: 0 all are in the register, 1 some are not.
    """
    from landwatch.cli import personal_tables
    from landwatch.services.maintenance import photographs

    settings = settings_with(database)
    taken = photographs.take_in(settings.database, by=by or settings.actor, at=datetime.now(UTC))
    if json:
        print_json(taken and taken.to_dict())
    elif taken is None:
        screen().print(_("No photographs lie beside the register."))
    else:
        screen().print(personal_tables.taken_text(taken))
    if taken and taken.faults:
        raise typer.Exit(1)


def _note(settings: Settings, seen: Sequence[Kept]) -> None:
    """Note a look before anything is shown."""
    from landwatch.services.personal import looking

    looking.note_look(settings.database, seen, by=settings.actor, at=datetime.now(UTC))


def _tell(found: Sequence[Kept], *, json: bool) -> None:
    from landwatch.cli import personal_tables

    if json:
        print_json([kept.to_dict() for kept in found])
    else:
        screen().print(personal_tables.kept_table(found))
