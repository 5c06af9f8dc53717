"""Targets: the land to be revitalised in a year, set, taken from a file, taken back and listed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landwatch.cli.commands.correcting import By, OnDocument, Reason
from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Json, KnownAt
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.registry import Act, Done
    from landwatch.settings import Settings

__all__ = ["target_app"]

target_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Targets: the land to be revitalised in a year."
)

Year = Annotated[str, typer.Argument(metavar="YEAR", help="The calendar year.")]


@target_app.command(
    "set",
    cls=SpokenCommand,
    epilog="landwatch target set 2024 320 --cluster 桥河 --reason 下达年度盘活任务",
)
def set_target(
    year: Year,
    mu: Annotated[str, typer.Argument(metavar="MU", help="The mu to be revitalised.")],
    reason: Reason,
    cluster: Cluster = None,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Set the mu to be revitalised in a year, in a cluster or in the zone; setting it again corrects it."""
    from landwatch.services.figures import targets

    settings = settings_with(database)
    wanted = targets.target_of(year, cluster, mu)
    done = targets.set_targets(settings.database, [wanted], _act(settings, by, reason, document))
    _tell_done(done, json=json)


@target_app.command(
    "import", cls=SpokenCommand, epilog="landwatch target import 目标.csv --reason 下达年度盘活任务"
)
def take_in(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV in UTF-8: 年度, 组团 (empty for the zone), 目标(亩).")
    ],
    reason: Reason,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Take targets from a CSV file, all of them or none."""
    from landwatch.services.figures import targets

    settings = settings_with(database)
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise UsageError(_("{path} cannot be read: {why}").format(path=file, why=problem)) from problem
    wanted = targets.read_targets(content, file.name)
    done = targets.set_targets(settings.database, wanted, _act(settings, by, reason, document))
    _tell_done(done, json=json)


@target_app.command(
    cls=SpokenCommand, epilog="landwatch target withdraw 2024 --cluster 桥河 --reason 误录，未下达"
)
def withdraw(
    year: Year,
    reason: Reason,
    cluster: Cluster = None,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Take a target back that was never set; what was known before stays known."""
    from landwatch.services.figures import targets

    settings = settings_with(database)
    wanted = targets.target_of(year, cluster, "0")
    act = _act(settings, by, reason, document)
    _tell_done(targets.set_targets(settings.database, [wanted], act, withdrawn=True), json=json)


@target_app.command("list", cls=SpokenCommand, epilog="landwatch target list --known-at 2024-01-21T09:30")
def list_targets(known_at: KnownAt = None, database: Database = None, json: Json = False) -> None:
    """List the targets with who set each, when and on which document."""
    from landwatch.cli.figure_tables import recorded_targets_table
    from landwatch.services.figures import targets

    found = targets.recorded_targets(settings_with(database).database, known_at)
    if json:
        print_json({"targets": [each.to_dict() for each in found]})
    elif found:
        screen().print(recorded_targets_table(found))
    else:
        say(_("No target is set."))


def _tell_done(done: Done, *, json: bool) -> None:
    if json:
        print_json({"key": done.key, "changed": done.is_new, "recorded_at": done.recorded_at})
    elif done.is_new:
        say(_("Recorded: {what}.").format(what=done.key))
    else:
        say(_("That is recorded already; nothing was changed."))


def _act(settings: Settings, by: str | None, reason: str, document: str | None) -> Act:
    from landwatch.registry import Act

    return Act(by=by or settings.actor, at=datetime.now(UTC), reason=reason, document=document)
