"""Accounts as they stand: one person, what it sees, and whom a request comes from."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from landwatch.access.account_tables import grants, people
from landwatch.access.roles import Role, Viewer
from landwatch.characters import is_invisible
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _

__all__ = [
    "Person",
    "account_of",
    "everybody",
    "found_account",
    "granted_clusters",
    "is_readable",
    "login_of",
    "person_of",
    "viewer_of",
]

_LONGEST_NAME = 100
_LOGIN = re.compile(r"[^\W_][\w.@-]{1,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has an account.

    Attributes
    ----------
    login
        What the person signs in with.
    name
        What the person is called.
    role
        What the person does.
    clusters
        The clusters the person sees; ``None`` is all of them.
    active
        Whether the person can sign in.
    must_change_password
        Whether the password is one that somebody else knows.
    created_at
        When the account was made, in UTC.
    created_by
        By whom.
    """

    login: str
    name: str
    role: Role
    clusters: frozenset[str] | None
    active: bool
    must_change_password: bool
    created_at: datetime
    created_by: str


def login_of(given: str) -> str:
    """Write a login in the one way in which it is kept.

    Parameters
    ----------
    given
        As somebody typed it.

    Returns
    -------
    str
        Empty for what cannot be a login.
    """
    login = unicodedata.normalize("NFKC", given).strip().casefold()
    return login if _LOGIN.fullmatch(login) else ""


def is_readable(name: str) -> bool:
    """Whether what somebody or something is called can be read by others.

    Parameters
    ----------
    name
        The name, without blanks around it.
    """
    return 0 < len(name) <= _LONGEST_NAME and not any(map(is_invisible, name))


def account_of(connection: Connection, login: str) -> Row[Any]:
    """Find the account of a login.

    Parameters
    ----------
    connection
        A connection to the accounts.
    login
        As somebody typed it.

    Raises
    ------
    AccessError
        If nobody has it.
    """
    row = found_account(connection, login_of(login))
    if row is None:
        raise AccessError(
            _("Nobody has the login {login}. See who there is with: landwatch person list").format(
                login=login
            )
        )
    return row


def found_account(connection: Connection, login: str) -> Row[Any] | None:
    """Find the account of a login, if there is one.

    Parameters
    ----------
    connection
        A connection to the accounts.
    login
        As it is kept.
    """
    return connection.execute(select(people).where(people.c.login == login)).one_or_none()


def person_of(connection: Connection, login: str) -> Person:
    """Read an account.

    Parameters
    ----------
    connection
        A connection to the accounts.
    login
        As somebody typed it.

    Raises
    ------
    AccessError
        If nobody has it.
    """
    row = account_of(connection, login)
    return _person(row, granted_clusters(connection, row.login))


def everybody(connection: Connection) -> tuple[Person, ...]:
    """Read all accounts, by login.

    Parameters
    ----------
    connection
        A connection to the accounts.
    """
    granted = defaultdict[str, set[str]](set)
    for row in connection.execute(select(grants)):
        granted[row.login].add(row.cluster)
    rows = connection.execute(select(people))
    found = (_person(row, frozenset(granted[row.login])) for row in rows)
    return tuple(sorted(found, key=lambda person: person.login))


def granted_clusters(connection: Connection, login: str) -> frozenset[str]:
    """The clusters that were granted to somebody one by one.

    Parameters
    ----------
    connection
        A connection to the accounts.
    login
        As it is kept.
    """
    return frozenset(connection.execute(select(grants.c.cluster).where(grants.c.login == login)).scalars())


def viewer_of(connection: Connection, login: str) -> Viewer | None:
    """What the rooms behind the way in need to know of somebody.

    Parameters
    ----------
    connection
        A connection to the accounts.
    login
        As it is kept.

    Returns
    -------
    Viewer or None
        ``None`` for who is not there or was switched off.
    """
    row = found_account(connection, login)
    if row is None or row.off_at is not None:
        return None
    clusters = None if row.sees_all else granted_clusters(connection, login)
    return Viewer(row.login, row.name, Role(row.role), clusters, bool(row.must_change_password))


def _person(row: Row[Any], granted: frozenset[str]) -> Person:
    return Person(
        login=row.login,
        name=row.name,
        role=Role(row.role),
        clusters=None if row.sees_all else granted,
        active=row.off_at is None,
        must_change_password=bool(row.must_change_password),
        created_at=datetime.fromisoformat(row.created_at).astimezone(UTC),
        created_by=row.created_by,
    )
