"""For auditors: a sample of contracts that anybody can draw again."""

from __future__ import annotations

from typing import Annotated

import typer

from landwatch.cli.console import print_json, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Json, KnownAt, On

__all__ = ["audit_app"]

audit_app = typer.Typer(cls=SpokenGroup, no_args_is_help=True, help="Audit the register.")


@audit_app.callback()
def _group() -> None:
    """Stay a group, though it has one command."""


@audit_app.command(
    cls=SpokenCommand, epilog="landwatch audit sample --count 20 --seed 2023年审计 --on 2023-12-31"
)
def sample(
    count: Annotated[int, typer.Option("--count", metavar="N", help="How many contracts.")],
    seed: Annotated[
        str, typer.Option("--seed", metavar="TEXT", help="What to draw with, agreed on before the draw.")
    ],
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Draw a sample of the contracts of a day; the same seed draws the same ones everywhere.

    Each contract is ranked by SHA-256 over the seed, a line feed and its number, in UTF-8; the smallest come
    first. A larger sample of the same seed begins with the smaller one.
    """
    from landwatch.cli import sample_tables
    from landwatch.services.assessing import judging
    from landwatch.services.contracts.sampling import draw

    settings = settings_with(database)
    assessment = judging.assess_register(
        settings.database, on or today(), settings.conventions(), known_at=known_at
    )
    drawn = draw(assessment, count, seed, cluster)
    if json:
        print_json({"on": assessment.on.isoformat()} | drawn.to_dict())
    else:
        screen().print(sample_tables.sample_table(drawn))
