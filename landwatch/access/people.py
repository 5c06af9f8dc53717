"""People: who there is, what each does and sees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine, insert, update

from landwatch.access.access_rules import AccessRules
from landwatch.access.account_tables import people
from landwatch.access.database_beside import alone
from landwatch.access.granting import as_noted, end_sessions, refuse_fixed, refuse_oneself, write_grants
from landwatch.access.log_of_access import Deed, write_line
from landwatch.access.passwords import check_new, generated, hash_of
from landwatch.access.person import (
    Person,
    account_of,
    everybody,
    found_account,
    is_readable,
    login_of,
    person_of,
)
from landwatch.access.roles import Role, terms_of
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import reading

__all__ = ["People"]


class People:
    """What can be done with accounts; what changes one is noted in the log.

    `by` is the login of an administrator, or the name of whoever sits at the machine; `at` is the instant,
    with time zone. All raise :class:`landwatch.errors.AccessError` if it cannot be done; then nothing was.
    """

    _engine: Engine
    _rules: AccessRules

    def add_person(
        self,
        login: str,
        name: str,
        role: Role,
        clusters: Iterable[str] = (),
        *,
        password: str | None = None,
        must_change: bool = True,
        by: str,
        at: datetime,
    ) -> str:
        """Make an account.

        Parameters
        ----------
        login
            What the person will sign in with; small and capital letters are the same.
        name
            What the person is called.
        role
            What the person does.
        clusters
            The clusters the person sees; where there are none, what ``roles.yaml`` says of the role.
        password
            The first password; by default one is made up.
        must_change
            Whether the person has to choose another one at the first sign-in.
        by, at
            Who makes it, and when.

        Returns
        -------
        str
            The first password.
        """
        login, name, granted = _checked_login(login), _checked_name(name), frozenset(clusters)
        reach = terms_of(role).reach
        refuse_fixed(role, granted)
        if password is None:
            password = generated(self._rules)
        else:
            check_new(password, login, name, (), self._rules)
        kept = hash_of(password)
        with alone(self._engine) as connection:
            if found_account(connection, login) is not None:
                raise AccessError(
                    _("The login {login} is taken already; choose another one.").format(login=login)
                )
            connection.execute(
                insert(people).values(
                    login=login,
                    name=name,
                    role=role,
                    sees_all=int(not granted and reach.unless_granted is None),
                    password_hash=kept,
                    must_change_password=int(must_change),
                    created_at=instant_text(at),
                    created_by=by,
                )
            )
            write_grants(connection, login, granted)
            write_line(connection, Deed.ADDED, login=by, about=as_noted(connection, login), at=at)
        return password

    def people(self) -> tuple[Person, ...]:
        """List everybody, by login.

        Returns
        -------
        tuple of Person
            Those who were switched off, too.
        """
        with reading(self._engine) as connection:
            return everybody(connection)

    def person(self, login: str) -> Person:
        """Find somebody.

        Parameters
        ----------
        login
            Of the person.

        Returns
        -------
        Person
            As the account stands.
        """
        with reading(self._engine) as connection:
            return person_of(connection, login)

    def switch_off(self, login: str, *, by: str, at: datetime) -> Person:
        """Let somebody sign in no more; sessions and tokens end, the account stays for what was done.

        Parameters
        ----------
        login
            Of the person.
        by, at
            Who does it, and when.

        Returns
        -------
        Person
            As the account stands now.
        """
        return self._switch(login, instant_text(at), Deed.SWITCHED_OFF, by, at)

    def switch_on(self, login: str, *, by: str, at: datetime) -> Person:
        """Let somebody sign in again, with the password they had; nobody does so for himself.

        Parameters
        ----------
        login
            Of the person.
        by, at
            Who does it, and when.

        Returns
        -------
        Person
            As the account stands now.
        """
        return self._switch(login, None, Deed.SWITCHED_ON, by, at)

    def _switch(self, login: str, off_at: str | None, deed: Deed, by: str, at: datetime) -> Person:
        with alone(self._engine) as connection:
            row = account_of(connection, login)
            if off_at is None:
                refuse_oneself(row.login, by)
            connection.execute(update(people).where(people.c.login == row.login).values(off_at=off_at))
            end_sessions(connection, row.login)
            write_line(connection, deed, login=by, about={"login": row.login}, at=at)
            return person_of(connection, login)


def _checked_login(given: str) -> str:
    login = login_of(given)
    if not login:
        raise AccessError(
            _(
                "The login {login} cannot be used. Take 2 to 64 letters, digits or signs of . - _ @, "
                "beginning with a letter or digit."
            ).format(login=given)
        )
    return login


def _checked_name(given: str) -> str:
    name = given.strip()
    if not is_readable(name):
        raise AccessError(
            _("The name of the person is empty, too long or has signs in it that nobody sees. Write it out.")
        )
    return name
