"""People and tokens as tables of their pages and of files."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch.access import Person, Role, terms_of
from landwatch.access.tokens import Token
from landwatch.exhibits import Column, Table
from landwatch.i18n import gettext as _

__all__ = ["people_table", "tokens_table"]


def people_table(people: Sequence[Person]) -> Table[Person]:
    """Set out who may sign in.

    Parameters
    ----------
    people
        The accounts.
    """
    return Table(
        id="people",
        title=_("People"),
        definition=_("Who may sign in, as what, and which clusters each sees. Every change is noted."),
        columns=[
            Column("login", _("Login"), lambda person: person.login),
            Column("state", "", _state, place="beside"),
            Column("name", _("Person’s name"), lambda person: person.name),
            Column("role", _("Role"), lambda person: terms_of(person.role).name),
            Column("clusters", _("Clusters"), _clusters),
            Column("since", _("Since"), lambda person: person.created_at, "instant"),
            Column("by", "", lambda person: person.created_by, place="beside"),
        ],
        items=people,
    )


def _state(person: Person) -> str:
    if not person.active:
        return _("switched off")
    return _("password to be changed") if person.must_change_password else ""


def _clusters(person: Person) -> str:
    if person.role == Role.ADMIN:
        return _("no land")
    if person.clusters is None:
        return _("all")
    return _(", ").join(sorted(person.clusters)) or _("none")


def tokens_table(tokens: Sequence[Token]) -> Table[Token]:
    """Set out somebody's tokens for programs; none tells its secret.

    Parameters
    ----------
    tokens
        The tokens.
    """
    return Table(
        id="tokens",
        title=_("Tokens for programs"),
        columns=[
            Column("name", _("For"), lambda token: token.name),
            Column("made", _("Made"), lambda token: token.created_at, "instant"),
            Column("ends", _("Ends"), lambda token: token.expires_at, "instant"),
        ],
        items=tokens,
    )
