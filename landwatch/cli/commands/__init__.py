"""The commands. Whatever computes is imported when a command runs, so that ``--help`` comes at once."""

from __future__ import annotations

import typer

from landwatch.cli.commands import (
    amendments,
    atlas,
    comparing,
    database,
    exports,
    figures,
    journal,
    law,
    printing,
    questions,
    records,
    reporting,
    sample,
    snapshots,
)
from landwatch.cli.groups import SpokenGroup

__all__ = ["app"]

app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Watch industrial land after it was supplied: defaults, idle land, acreage, offline maps.",
)
for room in (records, amendments, questions, atlas, comparing, printing, figures, database, sample):
    app.add_typer(room.app)
app.add_typer(amendments.document_app, name="document")
app.add_typer(exports.app, name="export")
app.add_typer(exports.template_app, name="template")
app.add_typer(reporting.report_app, name="report")
app.add_typer(law.law_app, name="law")
app.add_typer(law.scenarios_app, name="scenarios")
app.add_typer(snapshots.snapshot_app, name="snapshot")
app.add_typer(journal.journal_app, name="journal")
app.add_typer(database.db_app, name="db")
