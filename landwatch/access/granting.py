"""What somebody does and sees, granted and revoked by others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, update

from landwatch.access.account_tables import grants, people, sessions, tokens
from landwatch.access.database_beside import alone
from landwatch.access.log_of_access import Deed, write_line
from landwatch.access.person import Person, account_of, granted_clusters, login_of, person_of
from landwatch.access.roles import Role, terms_of
from landwatch.errors import AccessError
from landwatch.i18n import gettext as _

__all__ = ["Granting", "as_noted", "end_sessions", "refuse_fixed", "refuse_oneself", "write_grants"]


class Granting:
    """What can be granted and revoked; each is noted in the log.

    `by` is the login of an administrator, or the name of whoever sits at the machine; `at` is the instant,
    with time zone. All raise :class:`landwatch.errors.AccessError` if it cannot be done; then nothing was.
    """

    _engine: Engine

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
            refuse_oneself(row.login, by)
            new_role = role or Role(row.role)
            more = frozenset(clusters)
            refuse_fixed(new_role, more, every_cluster)
            if new_role != row.role:
                _change_role(connection, row, new_role)
            if more and account_of(connection, login).sees_all:
                raise AccessError(
                    _(
                        "{login} sees all clusters already. To let them see only some, take all away first: "
                        "landwatch person revoke {login} --all-clusters"
                    ).format(login=row.login)
                )
            write_grants(connection, row.login, more - granted_clusters(connection, row.login))
            if every_cluster:
                _see_all(connection, row.login, True)
            write_line(connection, Deed.GRANTED, login=by, about=as_noted(connection, row.login), at=at)
            return person_of(connection, login)

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
            refuse_fixed(Role(row.role), less, every_cluster)
            if every_cluster:
                _see_all(connection, row.login, False)
            else:
                _refuse_not_granted(row, less - granted_clusters(connection, row.login))
                gone = (grants.c.login == row.login) & grants.c.cluster.in_(less)
                connection.execute(delete(grants).where(gone))
            write_line(connection, Deed.REVOKED, login=by, about=as_noted(connection, row.login), at=at)
            return person_of(connection, login)

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
            refuse_oneself(person.login, by)
            refuse_fixed(person.role, frozenset(), every_cluster=True)
            if wanted == person.clusters:
                return person
            _see_all(connection, person.login, wanted is None)
            write_grants(connection, person.login, wanted or frozenset())
            is_less = wanted is not None and (person.clusters is None or wanted < person.clusters)
            deed = Deed.REVOKED if is_less else Deed.GRANTED
            write_line(connection, deed, login=by, about=as_noted(connection, person.login), at=at)
            return person_of(connection, login)


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


def as_noted(connection: Connection, login: str) -> Mapping[str, str]:
    """What the log keeps of an account after a change.

    Parameters
    ----------
    connection
        A connection of the only writer.
    login
        As it is kept.
    """
    person = person_of(connection, login)
    clusters = "*" if person.clusters is None else ", ".join(sorted(person.clusters))
    return {"login": login, "role": person.role, "clusters": clusters}


def write_grants(connection: Connection, login: str, clusters: frozenset[str]) -> None:
    """Grant clusters to somebody who was granted none of them.

    Parameters
    ----------
    connection
        A connection of the only writer.
    login
        As it is kept.
    clusters
        Their names.
    """
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


def refuse_fixed(role: Role, clusters: frozenset[str], every_cluster: bool = False) -> None:
    """Refuse to grant clusters to a role that takes none, or to take them away.

    Parameters
    ----------
    role
        The role.
    clusters, every_cluster
        What is granted or revoked.

    Raises
    ------
    AccessError
        If the role sees always all land, or none.
    """
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


def refuse_oneself(login: str, by: str) -> None:
    """Refuse that somebody grants anything to themselves.

    Parameters
    ----------
    login
        To whom.
    by
        Who grants it.

    Raises
    ------
    AccessError
        If that is the same person.
    """
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
