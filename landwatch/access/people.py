"""People: who there is, what each does and sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, update

from landwatch.access.access_rules import AccessRules
from landwatch.access.account_tables import grants, people, sessions, tokens
from landwatch.access.database_beside import alone
from landwatch.access.log_of_access import Deed, write_line
from landwatch.access.passwords import check_new, generated, hash_of
from landwatch.access.person import (
    Person,
    account_of,
    everybody,
    found_account,
    granted_clusters,
    is_readable,
    login_of,
    person_of,
)
from landwatch.access.roles import Role, terms_of
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _
from landwatch.registry.canonical import instant_text
from landwatch.registry.database import reading

__all__ = ["People", "end_sessions"]


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
        _refuse_fixed(role, granted)
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
            _write_grants(connection, login, granted)
            write_line(connection, Deed.ADDED, login=by, about=_as_noted(connection, login), at=at)
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

    def grant(
        self,
        login: str,
        *,
        role: Role | None = None,
        clusters: Iterable[str] = (),
        every_cluster: bool = False,
        by: str,
        at: datetime,
    ) -> Person:
        """Give somebody another role, or let them see more clusters; nobody does so for himself.

        With another role sessions and tokens end. Clusters that were granted one by one stay granted where
        the new role takes any; who saw all of them without a grant sees what the new role sees without one.

        Parameters
        ----------
        login
            Of the person.
        role
            The new role; ``None`` leaves it.
        clusters
            Clusters the person shall see besides.
        every_cluster
            Let the person see all clusters.
        by, at
            Who grants it, and when.

        Returns
        -------
        Person
            As the account stands now.
        """
        with alone(self._engine) as connection:
            row = account_of(connection, login)
            _refuse_oneself(row.login, by)
            new_role = role or Role(row.role)
            more = frozenset(clusters)
            _refuse_fixed(new_role, more, every_cluster)
            if new_role != row.role:
                _change_role(connection, row, new_role)
            if more and account_of(connection, login).sees_all:
                raise AccessError(
                    _(
                        "{login} sees all clusters already. To let them see only some, take all away first: "
                        "landwatch person revoke {login} --all-clusters"
                    ).format(login=row.login)
                )
            _write_grants(connection, row.login, more - granted_clusters(connection, row.login))
            if every_cluster:
                _see_all(connection, row.login, True)
            write_line(connection, Deed.GRANTED, login=by, about=_as_noted(connection, row.login), at=at)
        return self.person(login)

    def revoke(
        self,
        login: str,
        *,
        clusters: Iterable[str] = (),
        every_cluster: bool = False,
        by: str,
        at: datetime,
    ) -> Person:
        """Let somebody see fewer clusters; without the last one they see none.

        Parameters
        ----------
        login
            Of the person.
        clusters
            Clusters the person shall not see any more.
        every_cluster
            Take all clusters away.
        by, at
            Who revokes it, and when.

        Returns
        -------
        Person
            As the account stands now.
        """
        with alone(self._engine) as connection:
            row = account_of(connection, login)
            less = frozenset(clusters)
            _refuse_fixed(Role(row.role), less, every_cluster)
            if every_cluster:
                _see_all(connection, row.login, False)
            else:
                _refuse_not_granted(row, less - granted_clusters(connection, row.login))
                gone = (grants.c.login == row.login) & grants.c.cluster.in_(less)
                connection.execute(delete(grants).where(gone))
            write_line(connection, Deed.REVOKED, login=by, about=_as_noted(connection, row.login), at=at)
        return self.person(login)

    def set_clusters(self, login: str, clusters: Iterable[str] | None, *, by: str, at: datetime) -> Person:
        """Let somebody see these clusters and no other; nobody says so of themselves.

        Parameters
        ----------
        login
            Of the person.
        clusters
            The clusters; ``None`` is all of them.
        by, at
            Who says so, and when.

        Returns
        -------
        Person
            As the account stands now.
        """
        wanted = None if clusters is None else frozenset(clusters)
        with alone(self._engine) as connection:
            person = person_of(connection, login)
            _refuse_oneself(person.login, by)
            _refuse_fixed(person.role, frozenset(), every_cluster=True)
            if wanted == person.clusters:
                return person
            _see_all(connection, person.login, wanted is None)
            _write_grants(connection, person.login, wanted or frozenset())
            is_less = wanted is not None and (person.clusters is None or wanted < person.clusters)
            deed = Deed.REVOKED if is_less else Deed.GRANTED
            write_line(connection, deed, login=by, about=_as_noted(connection, person.login), at=at)
        return self.person(login)

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
                _refuse_oneself(row.login, by)
            connection.execute(update(people).where(people.c.login == row.login).values(off_at=off_at))
            end_sessions(connection, row.login)
            write_line(connection, deed, login=by, about={"login": row.login}, at=at)
        return self.person(login)


def end_sessions(connection: Connection, login: str) -> None:
    """End all sessions and tokens of somebody.

    Parameters
    ----------
    connection
        A connection of the only writer.
    login
        As it is kept.
    """
    for table in (sessions, tokens):
        connection.execute(delete(table).where(table.c.login == login))


def _as_noted(connection: Connection, login: str) -> Mapping[str, str]:
    """What the log keeps of an account after a change."""
    person = person_of(connection, login)
    clusters = "*" if person.clusters is None else ", ".join(sorted(person.clusters))
    return {"login": login, "role": person.role, "clusters": clusters}


def _write_grants(connection: Connection, login: str, clusters: frozenset[str]) -> None:
    if clusters:
        rows = [{"login": login, "cluster": cluster} for cluster in sorted(clusters)]
        connection.execute(insert(grants), rows)


def _see_all(connection: Connection, login: str, sees_all: bool) -> None:
    connection.execute(delete(grants).where(grants.c.login == login))
    connection.execute(update(people).where(people.c.login == login).values(sees_all=int(sees_all)))


def _change_role(connection: Connection, row: Row[Any], role: Role) -> None:
    reach = terms_of(role).reach
    is_chosen = not row.sees_all and not terms_of(Role(row.role)).reach.is_fixed
    if reach.is_fixed or not is_chosen:
        _see_all(connection, row.login, reach.unless_granted is None)
    connection.execute(update(people).where(people.c.login == row.login).values(role=role))
    end_sessions(connection, row.login)


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


def _refuse_fixed(role: Role, clusters: frozenset[str], every_cluster: bool = False) -> None:
    if (clusters or every_cluster) and terms_of(role).reach.is_fixed:
        raise AccessError(
            _(
                "Clusters can be neither granted to the role {role} nor taken from it: {why}. Leave them out."
            ).format(
                role=terms_of(role).name,
                why=_("it sees all land")
                if terms_of(role).reach.unless_granted is None
                else _("it sees no land"),
            )
        )


def _refuse_oneself(login: str, by: str) -> None:
    if login == login_of(by):
        raise AccessError(
            _("Nobody grants anything to themselves; let another administrator do it for {login}.").format(
                login=login
            )
        )


def _refuse_not_granted(row: Row[Any], clusters: frozenset[str]) -> None:
    if clusters and row.sees_all:
        raise AccessError(
            _(
                "{login} sees all clusters without a grant. Take all away and grant some: "
                "landwatch person revoke {login} --all-clusters"
            ).format(login=row.login)
        )
    if clusters:
        raise AccessError(
            _("{login} was not granted: {clusters}.").format(
                login=row.login, clusters=_(", ").join(sorted(clusters))
            )
        )
