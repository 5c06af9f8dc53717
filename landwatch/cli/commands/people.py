"""People: who may sign in to the web application, what they do and see, and the log of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from landwatch.cli.console import print_json, say, screen
from landwatch.cli.context import settings_with
from landwatch.cli.groups import SpokenCommand, SpokenGroup
from landwatch.cli.options import Database, Json, day_option
from landwatch.errors import UsageError
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _

if TYPE_CHECKING:
    from landwatch.access import Access, Person
    from landwatch.settings import Settings

__all__ = ["people_app"]

people_app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    help="People who may sign in to the web application: roles, clusters, passwords, tokens.",
)
log_app = typer.Typer(
    cls=SpokenGroup,
    no_args_is_help=True,
    help="Who signed in, was granted something, took something out or looked at personal data.",
)

RoleName = Literal["inspector", "planner", "manager", "clerk", "auditor", "admin"]
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="What the person signs in with.")]
Clusters = Annotated[
    list[str] | None,
    typer.Option("--cluster", metavar="NAME", help="A cluster; give it once for each.", show_default=False),
]
AllClusters = Annotated[bool, typer.Option("--all-clusters", help="All clusters, also those to come.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from stdin; one is made up otherwise.")
]
Own = Annotated[
    bool,
    typer.Option(
        "--own", help="The person typed the password; nobody else knows it, and it need not be changed."
    ),
]
ForDays = Annotated[
    int,
    typer.Option("--days", metavar="N", min=1, max=731, help="Days after which the token ends by itself."),
]


@people_app.command(
    cls=SpokenCommand, epilog="landwatch person add wang.wei --name 王伟 --role inspector --cluster 桥河"
)
def add(
    login: Login,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What the person is called.")],
    role: Annotated[RoleName, typer.Option("--role", help="What the person does.")],
    cluster: Clusters = None,
    password_stdin: PasswordStdin = False,
    own: Own = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Make an account and print its first password, which has to be changed at the first sign-in.

    An inspector sees the clusters that are given, and none without; an auditor sees all land, an
    administrator none; other roles see the clusters that are given, and all of them without.
    """
    from landwatch.access import Role
    from landwatch.cli import people_tables
    from landwatch.services import people

    password = _given_password(password_stdin, own)
    with _accounts(database) as (access, settings):
        chosen = people.add_person(
            access,
            settings.database,
            login,
            name,
            Role(role),
            cluster or (),
            password=password,
            must_change=not own,
            by=settings.actor,
            at=_now(),
        )
        person = access.person(login)
    told = None if password_stdin else chosen
    if json:
        print_json(people_tables.person_dict(person) | {"password": told})
    else:
        screen().print(people_tables.added(person, told))


@people_app.command("list", cls=SpokenCommand, epilog="landwatch person list")
def list_(database: Database = None, json: Json = False) -> None:
    """List who has an account, what they do and see."""
    from landwatch.cli import people_tables

    with _accounts(database) as (access, _settings):
        people = access.people()
    if json:
        print_json([people_tables.person_dict(person) for person in people])
    else:
        screen().print(people_tables.people_table(people))


@people_app.command(cls=SpokenCommand, epilog="landwatch person grant wang.wei --cluster 北渡")
def grant(
    login: Login,
    role: Annotated[RoleName | None, typer.Option("--role", help="Another role.", show_default=False)] = None,
    cluster: Clusters = None,
    all_clusters: AllClusters = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Give somebody another role, or let them see more clusters.

    With another role sessions and tokens of the person end. Clusters that were granted one by one stay
    granted where the new role takes any.
    """
    from landwatch.access import Role
    from landwatch.services import people

    if not (role or cluster or all_clusters):
        raise UsageError(_("nothing is granted; give --role, --cluster or --all-clusters"))
    with _accounts(database) as (access, settings):
        person = people.grant(
            access,
            settings.database,
            login,
            role=Role(role) if role else None,
            clusters=cluster or (),
            every_cluster=all_clusters,
            by=settings.actor,
            at=_now(),
        )
    _tell(person, json)


@people_app.command(cls=SpokenCommand, epilog="landwatch person revoke wang.wei --cluster 北渡")
def revoke(
    login: Login,
    cluster: Clusters = None,
    all_clusters: AllClusters = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Let somebody see fewer clusters; without the last one they see none."""
    if not (cluster or all_clusters):
        raise UsageError(_("nothing is revoked; give --cluster or --all-clusters"))
    with _accounts(database) as (access, settings):
        person = access.revoke(
            login, clusters=cluster or (), every_cluster=all_clusters, by=settings.actor, at=_now()
        )
    _tell(person, json)


@people_app.command(cls=SpokenCommand, epilog="landwatch person off wang.wei")
def off(login: Login, database: Database = None, json: Json = False) -> None:
    """Let somebody sign in no more; sessions and tokens end at once, what was done keeps their name."""
    with _accounts(database) as (access, settings):
        person = access.switch_off(login, by=settings.actor, at=_now())
    _tell(person, json)


@people_app.command(cls=SpokenCommand, epilog="landwatch person on wang.wei")
def on(login: Login, database: Database = None, json: Json = False) -> None:
    """Let somebody who was switched off sign in again, with the password they had."""
    with _accounts(database) as (access, settings):
        person = access.switch_on(login, by=settings.actor, at=_now())
    _tell(person, json)


@people_app.command(cls=SpokenCommand, epilog="landwatch person password wang.wei")
def password(
    login: Login,
    password_stdin: PasswordStdin = False,
    own: Own = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Give somebody another password and print it; sessions and tokens of the person end.

    It has to be changed at the next sign-in.
    """
    given = _given_password(password_stdin, own)
    with _accounts(database) as (access, settings):
        chosen = access.set_password(login, given, must_change=not own, by=settings.actor, at=_now())
        person = access.person(login)
    told = None if password_stdin else chosen
    if json:
        print_json({"login": person.login, "password": told})
    elif told:
        say(told)
    else:
        screen().print(_("The password of {login} is another one now.").format(login=person.login))


@people_app.command(cls=SpokenCommand, epilog="landwatch person token wang.wei QGIS --days 180")
def token(
    login: Login,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="What the token is for; without it tokens are listed."),
    ] = None,
    days: ForDays = 365,
    revoke: Annotated[bool, typer.Option("--revoke", help="End the token of that name.")] = False,
    database: Database = None,
    json: Json = False,
) -> None:
    """Make a personal token and print it, this once; list the tokens of somebody, or end one.

    A program signs in with it in place of the password: as a Bearer token, or as the password beside the
    login. Tokens end with the password, the role and the account.
    """
    if revoke and name is None:
        raise UsageError(_("--revoke ends the token of a name; give the name"))
    with _accounts(database) as (access, settings):
        if name is None:
            _list_tokens(access, login, json)
        elif revoke:
            access.revoke_token(login, name, by=settings.actor, at=_now())
            _list_tokens(access, login, json)
        else:
            now = _now()
            ends = now + timedelta(days=days)
            made = access.issue_token(login, name, expires_at=ends, by=settings.actor, at=now)
            if json:
                print_json({"login": login, "name": name, "token": made, "expires_at": ends.isoformat()})
            else:
                say(made)


@log_app.command("list", cls=SpokenCommand, epilog="landwatch person log list --limit 20")
def log_list(
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="Lines at most, the newest.")
    ] = 100,
    database: Database = None,
    json: Json = False,
) -> None:
    """List the newest lines of the log: when, who, what, whom it is about and where from."""
    from landwatch.cli import people_tables

    with _accounts(database) as (access, _settings):
        lines = access.log(limit)
    if json:
        print_json([people_tables.noted_dict(line) for line in lines])
    else:
        screen().print(people_tables.log_table(lines))


@log_app.command("verify", cls=SpokenCommand, epilog="landwatch person log verify --head head.txt")
def log_verify(
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="HASH|FILE",
            help="End of the log as it was kept elsewhere: number and hash that this command printed, "
            "or a file with them.",
        ),
    ] = None,
    moved_out: Annotated[
        list[Path] | None,
        typer.Option(
            "--moved-out",
            metavar="FILE",
            help="A file of lines that were moved out, the oldest first; give it once for each.",
            show_default=False,
        ),
    ] = None,
    database: Database = None,
    json: Json = False,
) -> None:
    """Check the chain of the log, and print number and hash of its last line.

    That lines were cut off the end shows only against an end kept elsewhere (--head). Exit code: 0 intact,
    1 broken.
    """
    from landwatch.cli import people_tables
    from landwatch.services import people
    from landwatch.services.maintenance.journal import report_dict

    with _accounts(database) as (access, _settings):
        report = people.verify_log(access, moved_out or (), head)
    if json:
        print_json({key: value for key, value in report_dict(report).items() if key != "rows"})
    else:
        screen().print(people_tables.log_verdict(report))
    if report.faults:
        raise typer.Exit(1)


@log_app.command(
    "move-out", cls=SpokenCommand, epilog="landwatch person log move-out access-logs --until 2025-12-31"
)
def log_move_out(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the file; it is made.")],
    until: Annotated[date, day_option("--until", help="Last day whose lines are moved out.")],
    database: Database = None,
    json: Json = False,
) -> None:
    """Move old lines of the log to a file; the chain goes on from the last of them.

    Lines are kept for LANDWATCH_ACCESS_LOG_DAYS days before they can be moved out.
    """
    day_after = datetime.combine(until + timedelta(days=1), time(), BEIJING)
    with _accounts(database) as (access, settings):
        moved = access.move_out_log(day_after, folder, by=settings.actor, at=_now())
    if json:
        print_json(moved and {"file": str(moved.file), "lines": moved.lines})
    elif moved is None:
        screen().print(_("No line of the log is so old."))
    else:
        told = _("Moved out: {lines} lines to {file}.").format(lines=moved.lines, file=moved.file)
        screen().print(told, markup=False)


people_app.add_typer(log_app, name="log")


@contextmanager
def _accounts(database: str | None) -> Iterator[tuple[Access, Settings]]:
    from landwatch.services import people

    settings = settings_with(database)
    with people.accounts_of(settings.database, settings.access_rules()) as access:
        yield access, settings


def _now() -> datetime:
    return datetime.now(UTC)


def _given_password(on_stdin: bool, own: bool) -> str | None:
    """Read the password where it comes on stdin; ``None`` for one that shall be made up."""
    if not on_stdin:
        if own:
            raise UsageError(_("--own says that the person typed the password; give --password-stdin too"))
        return None
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise UsageError(_("--password-stdin: nothing came on stdin; write the password to it"))
    return given


def _tell(person: Person, json: bool) -> None:
    from landwatch.cli import people_tables

    if json:
        print_json(people_tables.person_dict(person))
    else:
        screen().print(people_tables.people_table([person]))


def _list_tokens(access: Access, login: str, json: bool) -> None:
    from landwatch.cli import people_tables

    found = access.tokens(login)
    if json:
        print_json([people_tables.token_dict(each) for each in found])
    else:
        screen().print(people_tables.tokens_table(found))
