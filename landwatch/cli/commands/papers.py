"""Official papers: made and numbered, listed, voided, and held against the facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from landwatch.cli.commands.correcting import By, Reason
from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with, today
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Force, Json, KnownAt, day_option
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.registry import Act
    from landwatch.settings import Settings

__all__ = ["paper_app"]

paper_app = typer.Typer(
    cls=SpokenGroup, no_args_is_help=True, help="Official papers with numbers: notices, records, decisions."
)


@paper_app.command(
    cls=SpokenCommand,
    epilog="landwatch paper make breach_notice C-001 --on 2023-12-31 --given demanded=按期开工",
)
def make(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="The kind of paper, by its id or Chinese name.")
    ],
    contract: Annotated[str, typer.Argument(metavar="CONTRACT", help="Number of the contract.")],
    given: Annotated[
        list[str] | None,
        typer.Option("--given", metavar="FIELD=VALUE", help="What you say; may be given several times."),
    ] = None,
    on: Annotated[
        date | None, day_option("--on", help="Day of the paper, at whose end is judged; today if not given.")
    ] = None,
    form: Annotated[
        Literal["pdf", "docx"], typer.Option("--format", help="PDF, or Word in the layout of the office.")
    ] = "pdf",
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Only look: without number, marked, not kept; tells what is missing."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="File to write; named after kind, contract and day if not given."
        ),
    ] = None,
    by: By = None,
    force: Force = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Make an official paper of a contract: it gets the next number, and is kept in the register.

    What the register says is taken from there; what is missing is named, each with the way to record it, and
    no number is taken.
    """
    from landwatch.drafts import as_file_name
    from landwatch.services.papers import paper_making
    from landwatch.services.papers.paper_office import paper_office

    settings = settings_with(database)
    day = on or today()
    wish = paper_making.Wish(
        kind=kind,
        contract_no=contract,
        on=day,
        given=paper_making.given_of(given or []),
        form=form,
        is_draft=draft,
    )
    made = paper_making.make_paper(
        settings.database,
        wish,
        out or Path(as_file_name(f"{kind}_{contract}_{day}.{form}")),
        _act(settings, by, kind),
        paper_office(settings.papers),
        conventions=settings.conventions(),
        address=settings.office_address,
        replace=force,
    )
    if json:
        print_json(made.to_dict())
        return
    for line in made.missing:
        say(line)
    if made.paper is not None:
        say(_("Numbered and kept: {number}").format(number=made.paper.number))
    say(made.file)


@paper_app.command("list", cls=SpokenCommand, epilog="landwatch paper list C-001")
def list_papers(
    contract: Annotated[
        str | None, typer.Argument(metavar="CONTRACT", help="Only papers of this contract.")
    ] = None,
    known_at: KnownAt = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """List the papers by number, voided ones among them, with who made each and when."""
    from landwatch.cli.paper_tables import papers_table
    from landwatch.services.papers.paper_checking import recorded_papers

    found = recorded_papers(settings_with(database).database, contract, known_at)
    if json:
        print_json({"papers": [each.to_dict() for each in found]})
    elif found:
        screen().print(papers_table(found))
    else:
        say(_("There is no paper."))


@paper_app.command(cls=SpokenCommand, epilog="landwatch paper void 綦规资违告〔2023〕1号 --reason 收件人有误")
def void(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Number of the paper.")],
    reason: Reason,
    by: By = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Void a paper; it stays with its number and the reason, and nobody gets the number again."""
    from landwatch.services.papers.paper_checking import void_paper

    settings = settings_with(database)
    done = void_paper(settings.database, number, _act(settings, by, reason))
    if json:
        print_json({"key": done.key, "changed": done.is_new, "recorded_at": done.recorded_at})
    elif done.is_new:
        say(_("Voided: {number}.").format(number=done.key))
    else:
        say(_("That is recorded already; nothing was changed."))


@paper_app.command(cls=SpokenCommand, epilog="landwatch paper check --json")
def check(database: Database = None, json: Json = False) -> None:
    """List the papers that say otherwise than the facts of their day as they are known now.

    Exit code 1 if there is any.
    """
    from landwatch.cli.paper_tables import disagreements_table
    from landwatch.services.papers.paper_checking import check_papers

    settings = settings_with(database)
    found = check_papers(settings.database, settings.conventions())
    if json:
        print_json({"papers": [each.to_dict() for each in found]})
    elif found:
        screen().print(disagreements_table(found))
    else:
        say(_("Every paper agrees with the facts of its day."))
    if found:
        raise typer.Exit(1)


def _act(settings: Settings, by: str | None, reason: str) -> Act:
    from landwatch.registry import Act

    return Act(by=by or settings.actor, at=datetime.now(UTC), reason=reason)
