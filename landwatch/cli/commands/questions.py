"""Questions to the register: what is flagged, why, how much, where, and what if."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from landwatch.cli.console import deliver, json_text, print_json, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import (
    Cluster,
    Database,
    Format,
    Json,
    KnownAt,
    On,
    Speech,
)
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import language, speak

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command(cls=SpokenCommand, epilog="landwatch assess --on 2023-12-31 --cluster 桥河 --unreviewed")
def assess(
    on: On = None,
    known_at: KnownAt = None,
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
    from landwatch.cli import result_tables
    from landwatch.measures import flagged
    from landwatch.services.assessing import judging

    settings = settings_with(database)
    assessment = judging.assess_register(
        settings.database, on or today(), settings.conventions(), known_at=known_at
    )
    found = flagged.findings(assessment, cluster=cluster, unreviewed=unreviewed)
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
        console.print(result_tables.findings_table(found, illustrative=illustrative, width=console.width))
    if fail_on_findings and found:
        raise typer.Exit(1)


@app.command(cls=SpokenCommand, epilog="landwatch explain 渝綦地2020合字001号 --on 2023-12-31 --lang zh")
def explain(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help="Number of the contract.")],
    on: On = None,
    known_at: KnownAt = None,
    lang: Speech = None,
    form: Format = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write to instead of the screen.")
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Say why a contract stands where it stands: facts, clauses, days, amounts and reviews."""
    from landwatch.services.assessing import judging

    if json and form not in (None, "json"):
        raise UsageError(_("--json and --format {form} contradict each other; keep one").format(form=form))
    speak(lang or language())
    settings = settings_with(database)
    dossier = judging.explain_contract(
        settings.database, contract, on or today(), settings.conventions(), known_at=known_at
    )
    if json or form == "json":
        told = json_text(dossier.to_dict())
    else:
        told = dossier.html() if form == "html" else dossier.text()
    deliver(told, out)


@app.command(
    cls=SpokenCommand,
    epilog="landwatch whatif --contract C-001 --on 2023-12-31"
    """ --event '{"type": "commenced", "date": "2023-12-01"}'""",
)
def whatif(
    contract: Annotated[str, typer.Option("--contract", metavar="CONTRACT", help="Number of the contract.")],
    event: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="JSON", help="A supposed fact; may be given several times."),
    ] = None,
    law: Annotated[
        Path | None,
        typer.Option("--law", metavar="FILE", help="Law file whose values take the place of the law's own."),
    ] = None,
    choice: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A convention; may be given several times."),
    ] = None,
    on: On = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Say what would change for a contract and for the default rates; nothing is written.

    An event has the keys of the events in scenario files: type, date or from and to, verified, share and
    so on.
    """
    from landwatch.cli import what_if_tables
    from landwatch.services.assessing.whatif import what_if

    settings = settings_with(database)
    result = what_if(
        settings.database,
        contract,
        on or today(),
        settings.conventions(),
        events=event or (),
        law_file=law,
        choices=choice or (),
    )
    if json:
        print_json(result.to_dict())
    else:
        screen().print(what_if_tables.whatif_tables(result))
