"""What goes into the register: files, and the reviews of inspectors."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from landwatch.cli.console import print_json, say, screen, tracker
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json, On, Speech
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import speak
from landwatch.model import Verdict

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command(cls=SpokenCommand, epilog="landwatch init --database gpkg:///zone.gpkg")
def init(database: Database = None) -> None:
    """Make an empty register, or bring an older one up to date."""
    from landwatch.cli import personal_tables
    from landwatch.services.maintenance import photographs, schemas

    settings = settings_with(database)
    schemas.initialise(settings.database)
    screen().print(_("The register is ready; fill it with: landwatch import PATH…"))
    taken = photographs.take_in(settings.database, by=settings.actor, at=datetime.now(UTC))
    if taken:
        screen().print(personal_tables.taken_text(taken))


@app.command("import", cls=SpokenCommand, epilog="landwatch import data/parcels --dry-run")
def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders to read.")],
    database: Database = None,
    crs: Annotated[
        int | None,
        typer.Option("--crs", metavar="EPSG", help="CRS of the coordinates, whatever the files declare."),
    ] = None,
    accept_guess: Annotated[
        bool, typer.Option("--accept-guess", help="Take coordinates whose CRS had to be guessed.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; say what would be written.")
    ] = False,
    correct: Annotated[
        bool,
        typer.Option("--correct", help="Let records take the place of those with other content; --reason."),
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why the files correct the register.")
    ] = None,
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="NUMBER", help="Number of the document the change stands on."),
    ] = None,
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help="Write an issue report (XLSX) beside the input; in Chinese if --lang does not say en.",
        ),
    ] = False,
    report_file: Annotated[
        Path | None,
        typer.Option("--report-file", metavar="FILE", help="Write the issue report to this file."),
    ] = None,
    mark: Annotated[
        bool,
        typer.Option(
            "--mark", help="Copy each workbook with faults, its faulty cells coloured and explained."
        ),
    ] = False,
    map_file: Annotated[
        Path | None,
        typer.Option(
            "--map", metavar="FILE", help="Draw the parcels with a fault, and its place, on an HTML page."
        ),
    ] = None,
    lang: Speech = None,
    json: Json = False,
) -> None:
    """Read ledgers, survey files, map layers and dated facts into the register.

    A record with an error is refused and the rest of its file is taken; a file is written whole or not at
    all. The embedded register is made where there is none. With --correct what a file leaves out keeps
    standing. Exit code: 0 all records taken, 1 some refused,
    2 a file could not be read, or waits for --crs or --accept-guess.
    """
    from landwatch.cli import result_tables
    from landwatch.registry import Correcting
    from landwatch.services.files import import_results, importing

    if (reason or document) and not correct:
        raise UsageError(_("--reason and --document belong to --correct; add it, or leave them out"))
    if lang or report or report_file or map_file or mark:
        speak(lang or "zh")
    settings = settings_with(database)
    # A place that cannot be had is refused before anything is recorded.
    place = report_file or (import_results.report_place(paths) if report else None)
    done = importing.import_files(
        settings.database,
        paths,
        readers=settings.readers(),
        recorded_by=settings.actor,
        recorded_at=datetime.now(UTC),
        crs=crs,
        accept_guess=accept_guess,
        correcting=Correcting(reason=reason or "", document=document) if correct else None,
        dry_run=dry_run,
        track=tracker(),
    )
    if json:
        print_json(done.to_dict())
    else:
        screen().print(result_tables.import_report(done))
    if map_file:
        import_results.write_map(done, map_file, district=settings.readers().envelope)
        say(_("Map of the faults: {path}").format(path=map_file), err=json)
    for copy in import_results.write_copies(done) if mark else ():
        say(_("Marked copy: {path}").format(path=copy), err=json)
    if place:
        say(_("Issue report: {path}").format(path=import_results.write_report(done, place)), err=json)
    if not all(file.taken for file in done.files):
        raise typer.Exit(2)
    if not all(file.complete for file in done.files):
        raise typer.Exit(1)


@app.command(
    cls=SpokenCommand,
    epilog="landwatch review C-001 --verdict confirmed --on 2023-12-20 --note 现场未动工 --photo gate.jpg",
)
def review(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help="Number of the contract.")],
    verdict: Annotated[Verdict, typer.Option("--verdict", help="What was found.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A sentence about it.")],
    on: On = None,
    photo: Annotated[
        list[Path] | None,
        typer.Option("--photo", metavar="FILE", help="Photograph; may be given several times."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who looked.")] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Record what an inspector found; an observation, never a status by itself.

    Photographs are kept in the register. If anything is amiss, nothing is recorded.
    """
    from landwatch.measures import flagged
    from landwatch.services.contracts import reviewing

    settings = settings_with(database)
    made = reviewing.review_contract(
        settings.database,
        contract,
        verdict,
        on=on or today(),
        note=note,
        person=by or settings.actor,
        recorded_at=datetime.now(UTC),
        photos=[reviewing.read_photo(file) for file in photo or ()],
    )
    if json:
        print_json({"contract_no": contract, **made.to_dict()})
    else:
        screen().print(
            _("Recorded: {contract}, {day}, {verdict}.").format(
                contract=contract, day=made.day, verdict=flagged.verdict_name(made.verdict)
            ),
            markup=False,
        )
