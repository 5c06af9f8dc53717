"""The journal: what was done, and whether anybody changed the register behind landwatch's back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json
from landwatch.i18n import gettext as _

__all__ = ["journal_app"]

journal_app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    help="What was recorded, by whom, and whether anybody changed it since.",
)


@journal_app.command(cls=SpokenCommand, epilog="landwatch journal verify --head head.txt")
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HASH|FILE",
            help="End of the journal as it was kept elsewhere: what landwatch journal head printed, "
            "a file with it, or an exported journal.",
        ),
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Check the chain of the journal, and every row of the register against it.

    A line that was changed, removed or dated back is named by its number, and so is each row that was added,
    changed, deleted or superseded by anything but landwatch. That lines were cut off the end shows only
    against an end kept elsewhere (--head). Exit code: 0 intact, 1 broken.
    """
    from landwatch.cli import maintenance_tables
    from landwatch.services.maintenance import journal

    report = journal.verify(settings_with(database).database, head)
    if json:
        print_json(journal.report_dict(report))
    else:
        screen().print(maintenance_tables.verdict(report))
    if report.faults:
        raise typer.Exit(1)


@journal_app.command(cls=SpokenCommand, epilog="landwatch journal head > head.txt")
def head(database: Database = None, json: Json = False) -> None:
    """Print number and hash of the last line, to be kept where nobody can change them with the register.

    Printed on paper, sent by mail or filed with another office, they show later that nothing before them was
    changed: landwatch journal verify --head.
    """
    from landwatch.services.maintenance import journal

    end = journal.journal_end(settings_with(database).database)
    if json:
        print_json(end and end._asdict())
    elif end is None:
        screen().print(_("Nothing has been recorded yet; the journal has no line."))
    else:
        say(f"{end.sequence} {end.hash}")


@journal_app.command(cls=SpokenCommand, epilog="landwatch journal export journal.jsonl")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New file, one JSON object a line.")],
    database: Database = None,
) -> None:
    """Write the whole journal to a file that can be checked without landwatch."""
    from landwatch.services.maintenance import journal

    count = journal.export_journal(settings_with(database).database, file)
    screen().print(_("Written: {file}, {count} lines.").format(file=file, count=count), markup=False)


@journal_app.command("list", cls=SpokenCommand, epilog="landwatch journal list")
def list_(database: Database = None, json: Json = False) -> None:
    """List what was recorded: when (in UTC, as --known-at takes it), by whom, on which source and why."""
    from landwatch.cli import maintenance_tables
    from landwatch.services.maintenance import journal

    lines = journal.journal_lines(settings_with(database).database)
    if json:
        print_json([asdict(line) for line in lines])
    else:
        screen().print(maintenance_tables.journal_table(lines))


@journal_app.command(cls=SpokenCommand, epilog="landwatch journal verifier verify_journal.py")
def verifier(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New file for the script.")],
) -> None:
    """Write the stand-alone verifier: one script that needs Python and neither landwatch nor any package.

    It reads an exported journal, or a register in a GeoPackage with all its rows.
    """
    from landwatch.services.maintenance import journal

    journal.write_verifier(file)
    screen().print(_("Written. Run it with: python {file} landwatch.gpkg").format(file=file), markup=False)
