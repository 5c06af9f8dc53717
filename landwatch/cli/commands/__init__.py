"""The commands. Whatever computes is imported when a command runs, so that ``--help`` comes at once."""

from __future__ import annotations

from types import ModuleType
from typing import Annotated

import typer

from landwatch import __version__
from landwatch.cli.commands import (
    auditing,
    casework,
    comparing,
    correcting,
    exports,
    field,
    figures,
    jobs,
    journal,
    law,
    maintenance,
    maps,
    papers,
    patrol_papers,
    patrols,
    people,
    personal,
    printing,
    questions,
    records,
    reporting,
    sample,
    serving,
    snapshots,
    targets,
)
from landwatch.cli.console import say
from landwatch.cli.groups import SpokenGroup

__all__ = ["app"]

app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watch industrial land after it was supplied: defaults, idle land, acreage, offline maps.",
)
PANELS: tuple[tuple[str, tuple[ModuleType, ...], dict[str, typer.Typer]], ...] = (
    (
        "Take records in, and hand them on",
        (records,),
        {"template": exports.template_app, "export": exports.app},
    ),
    ("Judge, explain, suppose", (questions,), {"law": law.law_app, "scenarios": law.scenarios_app}),
    ("Draw and print", (maps, comparing, printing), {}),
    (
        "Figures and reports",
        (figures,),
        {
            "target": targets.target_app,
            "report": reporting.report_app,
            "snapshot": snapshots.snapshot_app,
        },
    ),
    ("Work a case", (), {"case": casework.case_app, "paper": papers.paper_app}),
    ("Go and see", (), {"patrol": patrols.patrol_app, "field": field.field_app}),
    (
        "Correct the register, and tell what became of it",
        (correcting,),
        {"document": correcting.document_app, "personal": personal.personal_app},
    ),
    (
        "Keep it safe",
        (maintenance,),
        {"journal": journal.journal_app, "audit": auditing.audit_app, "db": maintenance.db_app},
    ),
    (
        "Serve browsers, and say who may see what",
        (serving,),
        {"person": people.people_app, "jobs": jobs.jobs_app},
    ),
    ("Try it out", (sample,), {}),
)
"""What the help puts together: a title, the rooms whose commands stand below it, and groups by name."""

patrols.patrol_app.add_typer(patrol_papers.app)
for title, rooms, groups in PANELS:
    for room in rooms:
        for command in room.app.registered_commands:
            command.rich_help_panel = title
        app.add_typer(room.app)
    for name, group in groups.items():
        app.add_typer(group, name=name, rich_help_panel=title)


def _tell_version(asked: bool) -> None:
    if asked:
        say(f"landwatch {__version__}")
        raise typer.Exit


@app.callback()
def _whole(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which landwatch this is."),
    ] = False,
) -> None:
    pass
