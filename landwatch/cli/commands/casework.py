"""Cases: who takes them, what is done step by step, what is due, and how they are closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from landwatch.cli.commands.correcting import By, OnDocument, Reason
from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Cluster, Database, Json, KnownAt, On, day_option
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.model import ServiceMethod

if TYPE_CHECKING:
    from landwatch.casework import Case
    from landwatch.registry import Act
    from landwatch.settings import Settings

__all__ = ["case_app"]

case_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Cases: from a flag to its disposal, step by step."
)

Number = Annotated[str, typer.Argument(metavar="CASE", help="Number of the case.")]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only cases of this kind.")]
Person = Annotated[str | None, typer.Option("--person", metavar="NAME", help="Only cases of this person.")]
Done = Annotated[date | None, day_option("--on", help="The day on which it was done; today if not given.")]


@case_app.command("list", cls=SpokenCommand, epilog="landwatch case list --on 2023-12-31 --cluster 桥河")
def list_cases(
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    kind: Kind = None,
    person: Person = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """List the cases of a day: computed ones that nobody has taken, taken and closed ones."""
    from landwatch.cli import case_tables
    from landwatch.services.casework import listed_cases

    found = listed_cases.cases_of(
        settings_with(database).database,
        on or today(),
        known_at=known_at,
        cluster=cluster,
        kind=kind,
        person=person,
    )
    if json:
        print_json([case.to_dict() for case in found])
    elif found:
        screen().print(case_tables.cases_table(found))
    else:
        say(_("There is no case."))


@case_app.command(cls=SpokenCommand, epilog="landwatch case due --on 2023-12-31 --person 王样民")
def due(
    on: On = None,
    known_at: KnownAt = None,
    cluster: Cluster = None,
    kind: Kind = None,
    person: Person = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """List the cases in which a clock runs, those due first on top.

    Exit code: 0 nothing is overdue, 1 something is.
    """
    from landwatch.cli import case_tables
    from landwatch.services.casework import listed_cases

    day = on or today()
    found = listed_cases.due_cases(
        listed_cases.cases_of(
            settings_with(database).database,
            day,
            known_at=known_at,
            cluster=cluster,
            kind=kind,
            person=person,
        )
    )
    if json:
        print_json([case.to_dict() for case in found])
    elif found:
        screen().print(case_tables.due_table(found, day))
    else:
        say(_("Nothing is due."))
    if any(case.due and case.due < day for case in found):
        raise typer.Exit(1)


@case_app.command(cls=SpokenCommand, epilog="landwatch case show BJ-2023-0001 --on 2023-12-31")
def show(
    number: Number, on: On = None, known_at: KnownAt = None, database: Database = None, json: Json = False
) -> None:
    """Show a case: its steps, what can come next, and what each of these lacks."""
    from landwatch.services.assessing.judging import assess_register
    from landwatch.services.casework import listed_cases

    assessment = assess_register(settings_with(database).database, on or today(), known_at=known_at)
    _tell(listed_cases.case_of(assessment, number), json=json)


@case_app.command(
    "open",
    cls=SpokenCommand,
    epilog="landwatch case open 渝綦工2020-042 --kind commencement --by 王样民 --reason 开工逾期",
)
def open_case(
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help="Number of the contract.")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="The kind of case.")],
    reason: Reason,
    on: Done = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="Who takes it; --by if not given.")
    ] = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Take a case; it gets its number."""
    from landwatch.services.casework import taking

    settings = settings_with(database)
    act = _act(settings, by, reason)
    made = taking.open_case(settings.database, contract, kind, act, on=on or today(), person=person)
    _tell(made, json=json)


@case_app.command(
    cls=SpokenCommand,
    epilog="landwatch case step BJ-2023-0001 breach_notice --document 綦园区函〔2023〕8号 --service direct",
)
def step(
    number: Number,
    step: Annotated[str, typer.Argument(metavar="STEP", help="The step; landwatch case show lists them.")],
    on: Done = None,
    document: OnDocument = None,
    service: Annotated[
        ServiceMethod | None, typer.Option("--service", help="How the paper was served.")
    ] = None,
    effective_on: Annotated[
        date | None, day_option("--effective-on", help="Day on which the service took effect, if another.")
    ] = None,
    detail: Annotated[
        list[str] | None,
        typer.Option("--detail", metavar="NAME=VALUE", help="What else the step asks for."),
    ] = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Record a step of a case; where a second person has to confirm it, they give the same command.

    It is refused by the name of the record that is missing, or with the reason that stands against it.
    """
    from landwatch.services.casework import stepping

    settings = settings_with(database)
    given = stepping.Given(
        step=step,
        day=on or today(),
        document=document,
        service=service,
        effective_on=effective_on,
        details=_details(detail or ()),
    )
    taken = stepping.take_step(settings.database, number, given, _act(settings, by, step, document))
    if json:
        print_json({**taken.case.to_dict(), "waits_for_second_person": taken.waits})
        return
    if taken.waits:
        say(_("Drafted. A second person confirms it with the same command (--by)."))
    _tell(taken.case, json=False)


@case_app.command(cls=SpokenCommand, epilog="landwatch case assign BJ-2023-0001 李示平 --reason 王样民调离")
def assign(
    number: Number,
    person: Annotated[str, typer.Argument(metavar="NAME", help="Who has it from now on.")],
    reason: Reason,
    on: Done = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Hand a case to somebody."""
    from landwatch.services.casework import taking

    settings = settings_with(database)
    act = _act(settings, by, reason)
    _tell(taking.assign_case(settings.database, number, person, act, on=on or today()), json=json)


@case_app.command(
    cls=SpokenCommand, epilog="landwatch case close BJ-2023-0001 --as disposed --reason 已签补充协议并动工"
)
def close(
    number: Number,
    closing: Annotated[
        Literal["disposed", "no_breach"],
        typer.Option("--as", help="Disposed of, or found to be no breach."),
    ],
    reason: Reason,
    on: Done = None,
    document: OnDocument = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Close a case; a suspension that is still open, or a disposal that is missing, prevents it."""
    from landwatch.services.casework import taking

    settings = settings_with(database)
    act = _act(settings, by, reason, document)
    _tell(taking.close_case(settings.database, number, closing, act, on=on or today()), json=json)


@case_app.command(cls=SpokenCommand, epilog="landwatch case reopen BJ-2023-0001 --reason 补充协议被撤销")
def reopen(
    number: Number,
    reason: Reason,
    on: Done = None,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Open a closed case again."""
    from landwatch.services.casework import taking

    settings = settings_with(database)
    act = _act(settings, by, reason)
    _tell(taking.reopen_case(settings.database, number, act, on=on or today()), json=json)


def _tell(case: Case, *, json: bool) -> None:
    from landwatch.cli import case_tables

    if json:
        print_json(case.to_dict())
    else:
        screen().print(case_tables.case_view(case))


def _details(given: Sequence[str]) -> Mapping[str, Any]:
    from landwatch.services.casework.details_given import read_detail

    found = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise UsageError(_("{given} is not valid; write --detail NAME=VALUE").format(given=each))
        found[name] = read_detail(name, value)
    return found


def _act(settings: Settings, by: str | None, reason: str, document: str | None = None) -> Act:
    from landwatch.registry import Act

    return Act(by=by or settings.actor, at=datetime.now(UTC), reason=reason, document=document)
