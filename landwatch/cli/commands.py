"""The commands. Whatever computes is imported when a command runs, so that ``--help`` comes at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landwatch.cli.console import print_json, screen, tracker
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Json, On, OutDirectory, Speech
from landwatch.i18n import gettext as _
from landwatch.i18n import language, speak
from landwatch.model import Verdict

if TYPE_CHECKING:
    from landwatch.settings import Settings

__all__ = ["app"]

app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watch industrial land after it was supplied: defaults, idle land, acreage, offline maps.",
)
scenarios_app = typer.Typer(cls=SpokenGroup, no_args_is_help=True, help="Worked examples of the law.")
app.add_typer(scenarios_app, name="scenarios")


def _settings(database: str | None) -> Settings:
    from landwatch import settings

    loaded = settings.load()
    return loaded.model_copy(update={"database": database}) if database else loaded


def _today() -> date:
    return datetime.now().astimezone().date()


@app.command(cls=SpokenCommand, epilog="landwatch init --database gpkg:///zone.gpkg")
def init(database: Database = None) -> None:
    """Make an empty register, or bring an older one up to date."""
    from landwatch.services import queries

    url = _settings(database).database
    queries.initialise(url)
    screen().print(_("The register is ready; fill it with: landwatch import PATH…"))


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
    json: Json = False,
) -> None:
    """Read ledgers, survey files, map layers and dated facts into the register.

    A record with an error is refused and the rest of its file is taken; a file is written whole or not at
    all. The embedded register is made where there is none. Exit code: 0 all records taken, 1 some refused,
    2 a file could not be read, or waits for --crs or --accept-guess.
    """
    from landwatch.cli import tables
    from landwatch.services import intake

    settings = _settings(database)
    report = intake.import_files(
        settings.database,
        paths,
        readers=settings.readers(),
        recorded_by=settings.actor,
        recorded_at=datetime.now(UTC),
        crs=crs,
        accept_guess=accept_guess,
        dry_run=dry_run,
        track=tracker(),
    )
    if json:
        print_json(report.to_dict())
    else:
        screen().print(tables.import_report(report))
    if not all(file.taken for file in report.files):
        raise typer.Exit(2)
    if not all(file.complete for file in report.files):
        raise typer.Exit(1)


@app.command(cls=SpokenCommand, epilog="landwatch assess --on 2023-12-31 --cluster 桥河 --unreviewed")
def assess(
    on: On = None,
    cluster: Cluster = None,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="Only what nobody has reviewed since it began.")
    ] = False,
    fail_on_findings: Annotated[
        bool, typer.Option("--fail-on-findings", help="End with exit code 1 if anything is listed.")
    ] = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """List the flagged contracts, worst first: what is due, how late, how much, and why."""
    from landwatch.cli import tables
    from landwatch.services import queries, worklist

    settings = _settings(database)
    assessment = queries.assess_register(settings.database, on or _today(), settings.conventions())
    found = worklist.findings(assessment, cluster=cluster, unreviewed=unreviewed)
    illustrative = assessment.snapshot.illustrative
    if json:
        print_json(
            {
                "on": assessment.on.isoformat(),
                "illustrative": illustrative,
                "law_version": assessment.law_version,
                "contracts": len(assessment.contracts),
                "findings": [finding.to_dict() for finding in found],
            }
        )
    else:
        console = screen()
        console.print(tables.findings_table(found, illustrative=illustrative, width=console.width))
    if fail_on_findings and found:
        raise typer.Exit(1)


@app.command(cls=SpokenCommand, epilog="landwatch explain 渝綦地2020合字001号 --on 2023-12-31 --lang zh")
def explain(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help="Number of the contract.")],
    on: On = None,
    lang: Speech = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Say why a contract stands where it stands: facts, clauses, days, amounts and reviews."""
    from landwatch.services import queries

    speak(lang or language())
    settings = _settings(database)
    told = queries.explain_contract(settings.database, contract, on or _today(), settings.conventions())
    if json:
        print_json(told.to_dict())
    else:
        typer.echo(told.text())


@app.command(cls=SpokenCommand, epilog="landwatch stats --on 2023-12-31")
def stats(on: On = None, cluster: Cluster = None, database: Database = None, json: Json = False) -> None:
    """Work out the figures of a day and of its year, each with its numerator, denominator and pool."""
    from landwatch.cli import tables
    from landwatch.services import queries

    settings = _settings(database)
    assessment, figures = queries.statistics(
        settings.database, on or _today(), settings.conventions(), cluster=cluster
    )
    illustrative = assessment.snapshot.illustrative
    if json:
        print_json(
            {
                "on": assessment.on.isoformat(),
                "illustrative": illustrative,
                "figures": [figure.to_dict() for figure in figures],
            }
        )
    else:
        screen().print(tables.statistics_table(figures, illustrative=illustrative))


@app.command("map", cls=SpokenCommand, epilog="landwatch map 桥河 北渡 --on 2023-12-31 --out pages")
def map_(
    clusters: Annotated[
        list[str] | None, typer.Argument(metavar="CLUSTER", help="Clusters to draw; all if none is named.")
    ] = None,
    on: On = None,
    out: OutDirectory = Path("maps"),
    lang: Speech = "zh",
    database: Database = None,
    json: Json = False,
) -> None:
    """Draw one page a cluster and an overview; they open without any network."""
    from landwatch.services import drawing

    settings = _settings(database)
    pages = drawing.draw_maps(
        settings.database,
        on or _today(),
        out,
        settings.conventions(),
        clusters=clusters or (),
        language=lang or "zh",
    )
    if json:
        print_json({"pages": [str(page) for page in pages]})
    else:
        typer.echo("\n".join(str(page) for page in pages))


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

    Photographs are copied beside the register. If anything is amiss, nothing is recorded.
    """
    from landwatch.services import casebook, worklist

    settings = _settings(database)
    made = casebook.review_contract(
        settings.database,
        contract,
        verdict,
        on=on or _today(),
        note=note,
        person=by or settings.actor,
        recorded_at=datetime.now().astimezone(),
        photos=photo or (),
    )
    if json:
        print_json({"contract_no": contract, **made.to_dict()})
    else:
        screen().print(
            _("Recorded: {contract}, {day}, {verdict}.").format(
                contract=contract, day=made.day, verdict=worklist.verdict_name(made.verdict)
            ),
            markup=False,
        )


@scenarios_app.command("run", cls=SpokenCommand, epilog="landwatch scenarios run scenarios/ --json")
def scenarios_run(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Scenario files or folders.")],
    json: Json = False,
) -> None:
    """Run worked examples through the rules; exit code 1 if a case does not come out as expected."""
    from landwatch.cli import tables
    from landwatch.services import examples

    results = examples.run_scenarios(paths, _settings(None).conventions())
    if json:
        print_json([result.to_dict() for result in results])
    else:
        screen().print(tables.scenarios_table(results))
    if not all(result.passed for result in results):
        raise typer.Exit(1)


@app.command(cls=SpokenCommand, epilog="landwatch demo --out demo")
def demo(
    out: OutDirectory = Path("demo"),
    lang: Speech = "zh",
    json: Json = False,
) -> None:
    """Do the whole job on the sample: import, assess, draw, and compare with the published figures.

    Exit code 1 if a figure does not match. A register that an earlier demo left in the folder is replaced.
    """
    from landwatch.cli import tables
    from landwatch.services import demo as whole_job

    settings = _settings(None)
    result = whole_job.run_demo(
        out,
        readers=settings.readers(),
        conventions=settings.conventions(),
        recorded_at=datetime.now(UTC),
        language=lang or "zh",
        track=tracker(),
    )
    if json:
        print_json(result.to_dict())
    else:
        screen().print(tables.demo_summary(result))
    if not all(row.matches for row in result.comparisons):
        raise typer.Exit(1)
