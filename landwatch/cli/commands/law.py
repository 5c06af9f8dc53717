"""The law: its values, what a change of them changes, and worked examples of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from landwatch.cli.console import print_json, say, screen, tracker
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Force, Json, KnownAt, On, Speech, day_option
from landwatch.i18n import gettext as _
from landwatch.i18n import language, speak

__all__ = ["law_app", "scenarios_app"]

law_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="The values of the law, and what a change of them changes."
)
scenarios_app = typer.Typer(cls=SpokenGroup, no_args_is_help=True, help="Worked examples of the law.")


@law_app.command("list", cls=SpokenCommand, epilog="landwatch law list --on 2014-12-31")
def list_(on: On = None, json: Json = False) -> None:
    """List the values of the law in force on a day, each with its source and how sure that is."""
    from landwatch.cli import what_if_tables
    from landwatch.services.law import numbers

    entries = numbers.law_entries(on or today())
    if json:
        print_json([entry.to_dict() for entry in entries])
    else:
        screen().print(what_if_tables.law_table(entries))


@law_app.command(cls=SpokenCommand, epilog="landwatch law show litigation_months")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the value.")],
    on: On = None,
    json: Json = False,
) -> None:
    """Show one value of the law through time."""
    from landwatch.cli import what_if_tables
    from landwatch.services.law import numbers

    entry = numbers.law_entry(name, on or today())
    if json:
        print_json(entry.to_dict())
    else:
        screen().print(what_if_tables.law_entry_table(entry))


@law_app.command(cls=SpokenCommand, epilog="landwatch law diff --from 2014-12-31 --to 2015-12-31")
def diff(
    earlier: Annotated[date, day_option("--from", help="Compare the law of this day …")],
    later: Annotated[date, day_option("--to", help="… with the law of this day.")],
    on: On = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Compare the law of two days, and name exactly the contracts whose result differs for it."""
    from landwatch.cli import what_if_tables
    from landwatch.services.law import numbers

    settings = settings_with(database)
    result = numbers.compare_law(settings.database, earlier, later, on or today(), settings.conventions())
    if json:
        print_json(result.to_dict())
    else:
        screen().print(what_if_tables.law_difference(result))


@law_app.command(cls=SpokenCommand, epilog="landwatch law graph idle_status --out idle.svg --lang zh")
def graph(
    asked: Annotated[
        str,
        typer.Argument(
            metavar="CONTRACT|VALUE", help="Number of a contract, or name of a value of the rules or the law."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="SVG file to draw.")],
    on: On = None,
    known_at: KnownAt = None,
    lang: Speech = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Draw which value rests on which, with clauses, days and records, for whoever has to check the law."""
    from landwatch.services.law import numbers

    speak(lang or language())
    settings = settings_with(database)
    drawn = numbers.law_graph(
        settings.database,
        asked,
        out,
        on or today(),
        settings.conventions(),
        known_at=known_at,
        replace=force,
    )
    if json:
        print_json(drawn.to_dict() | {"out": str(out)})
    else:
        say(_("{out}: {title}").format(out=out, title=drawn.title))


@scenarios_app.command("run", cls=SpokenCommand, epilog="landwatch scenarios run scenarios/ --json")
def scenarios_run(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Scenario files or folders.")],
    json: Json = False,
) -> None:
    """Run worked examples through the rules; exit code 1 if a case does not come out as expected."""
    from landwatch.cli import result_tables
    from landwatch.services.law import scenarios

    results = scenarios.run_scenarios(paths, settings_with(None).conventions(), track=tracker())
    if json:
        print_json([result.to_dict() for result in results])
    else:
        screen().print(result_tables.scenarios_table(results))
    if not all(result.passed for result in results):
        raise typer.Exit(1)
