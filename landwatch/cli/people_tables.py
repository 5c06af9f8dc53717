"""People, their tokens and the log of sign-ins on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from landwatch.access import Noted, Person, Token, deed_name, terms_of
from landwatch.cli.layout import Ruled
from landwatch.cli.maintenance_tables import faults_told
from landwatch.cli.result_tables import cells
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text

if TYPE_CHECKING:
    from landwatch.registry.verify_journal import Report

__all__ = [
    "added",
    "log_table",
    "log_verdict",
    "noted_dict",
    "people_table",
    "person_dict",
    "token_dict",
    "tokens_table",
]


def person_dict(person: Person) -> dict[str, Any]:
    """Return an account as JSON values.

    Parameters
    ----------
    person
        The account; ``clusters`` is null for who sees all of them.
    """
    return {
        "login": person.login,
        "name": person.name,
        "role": person.role.value,
        "clusters": None if person.clusters is None else sorted(person.clusters),
        "active": person.active,
        "must_change_password": person.must_change_password,
        "created_at": person.created_at.isoformat(),
        "created_by": person.created_by,
    }


def people_table(people: Sequence[Person]) -> RenderableType:
    """Show accounts.

    Parameters
    ----------
    people
        The accounts.
    """
    login = _("Login")
    table = Ruled(login, _("Name"), _("Role"), _("Clusters"), _("Account"), whole=(login,))
    for person in people:
        state = _("can sign in") if person.active else _("switched off")
        role = terms_of(person.role).name
        table.add_row(*cells(person.login, person.name, role, _clusters_of(person), state))
    return table


def added(person: Person, password: str | None) -> RenderableType:
    """Say what was made.

    Parameters
    ----------
    person
        The account.
    password
        Its first password, where it was made up.
    """
    told: list[RenderableType] = [people_table([person])]
    if person.clusters == frozenset() and not terms_of(person.role).reach.is_fixed:
        told.append(
            Text(
                _(
                    "{login} sees no land yet. Grant a cluster with: "
                    "landwatch person grant {login} --cluster NAME"
                ).format(login=person.login)
            )
        )
    if password is not None:
        told.append(Text(_("First password: {password}").format(password=password)))
    if person.must_change_password:
        told.append(Text(_("It has to be changed at the first sign-in.")))
    return Group(*told)


def _clusters_of(person: Person) -> str:
    if terms_of(person.role).reach.is_fixed or not person.clusters:
        return _("all clusters") if person.clusters is None else _("none")
    return ", ".join(sorted(person.clusters))


def token_dict(token: Token) -> dict[str, Any]:
    """Return a token as JSON values, without its secret.

    Parameters
    ----------
    token
        The token.
    """
    return {
        "login": token.login,
        "name": token.name,
        "created_at": token.created_at.isoformat(),
        "created_by": token.created_by,
        "expires_at": token.expires_at.isoformat(),
    }


def tokens_table(tokens: Sequence[Token]) -> RenderableType:
    """Show the tokens of somebody.

    Parameters
    ----------
    tokens
        The tokens.
    """
    table = Ruled(_("Token"), _("Made on"), _("By"), _("Ends on"))
    for token in tokens:
        made, ends = minute_text(token.created_at), minute_text(token.expires_at)
        table.add_row(*cells(token.name, made, token.created_by, ends))
    return table


def noted_dict(line: Noted) -> dict[str, Any]:
    """Return a line of the log as JSON values.

    Parameters
    ----------
    line
        The line.
    """
    return {
        "sequence": line.sequence,
        "at": line.at.isoformat(),
        "login": line.login,
        "deed": line.deed,
        "about": dict(line.about),
        "address": line.address,
        "hash": line.hash,
    }


def log_table(lines: Sequence[Noted]) -> RenderableType:
    """Show lines of the log.

    Parameters
    ----------
    lines
        The lines.
    """
    number, at = _("Line"), _("When")
    table = Ruled(
        number,
        at,
        _("Who"),
        _("What was done"),
        _("Whom or what"),
        _("Address"),
        right=(number,),
        whole=(at,),
    )
    for line in lines:
        about = ", ".join(f"{key}: {value}" for key, value in line.about.items())
        who = line.login or _("unknown login")
        row = (line.sequence, minute_text(line.at), who, deed_name(line.deed), about, line.address)
        table.add_row(*cells(*row))
    return table


def log_verdict(report: Report) -> RenderableType:
    """Say whether the log is intact, or what is wrong with it.

    Parameters
    ----------
    report
        What verification found.
    """
    end = f"{report.head.sequence} {report.head.hash}" if report.head else "-"
    if not report.faults:
        told = _("Intact: {lines} lines. The last one: {end}").format(lines=report.lines, end=end)
        return Text(told, style="green")
    told = _("Broken: {count} faults in {lines} lines.").format(count=len(report.faults), lines=report.lines)
    return Group(*faults_told(report), Text(told, style="bold red"))
