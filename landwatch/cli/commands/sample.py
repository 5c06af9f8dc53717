"""The whole job on the sample that comes with landwatch."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from landwatch.cli.console import print_json, screen, tracker
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Json, OutDirectory, Speech

__all__ = ["app"]

app = typer.Typer(cls=SpokenGroup)


@app.command(cls=SpokenCommand, epilog="landwatch demo --out demo")
def demo(
    out: OutDirectory = Path("demo"),
    lang: Speech = "zh",
    json: Json = False,
) -> None:
    """Do the whole job on the sample: import, assess, draw, and compare with the published figures.

    Exit code 1 if a figure does not match. A register that an earlier demo left in the folder is replaced.
    """
    from landwatch.cli import result_tables
    from landwatch.services.sample import demo as whole_job

    settings = settings_with(None)
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
        screen().print(result_tables.demo_summary(result))
    if not all(row.matches for row in result.comparisons):
        raise typer.Exit(1)
