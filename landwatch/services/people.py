"""People of a register, where both its accounts and its clusters are needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from landwatch.access import Access, AccessRules, Person, Role
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster
from landwatch.registry import Register
from landwatch.registry.verify_journal import Report
from landwatch.services.maintenance.journal import read_head

__all__ = ["accounts_of", "add_person", "grant", "set_clusters", "verify_log"]


def accounts_of(database: str, rules: AccessRules) -> Access:
    """Open the accounts of a register; a register that is not there gets none.

    Parameters
    ----------
    database
        URL of the register.
    rules
        How strict the way in is.

    Returns
    -------
    Access
        To be closed.

    Raises
    ------
    RegisterError
        If there is no register, or it cannot be opened.
    AccessError
        If the accounts cannot be opened.
    """
    Register.open(database).close()
    return Access.open(database, rules)


def add_person(
    access: Access,
    database: str,
    login: str,
    name: str,
    role: Role,
    clusters: Collection[str] = (),
    *,
    password: str | None = None,
    must_change: bool = True,
    by: str,
    at: datetime,
) -> str:
    """Make an account for somebody who sees clusters of the register.

    Parameters
    ----------
    access
        The accounts.
    database
        URL of the register.
    login, name, role, clusters, password, must_change, by, at
        As for :meth:`landwatch.access.Access.add_person`.

    Returns
    -------
    str
        The first password.

    Raises
    ------
    UsageError
        If the register has no such cluster; names those it has.
    AccessError
        If the account cannot be made.
    """
    _check_clusters(database, clusters)
    return access.add_person(
        login, name, role, clusters, password=password, must_change=must_change, by=by, at=at
    )


def grant(
    access: Access,
    database: str,
    login: str,
    *,
    role: Role | None = None,
    clusters: Collection[str] = (),
    every_cluster: bool = False,
    by: str,
    at: datetime,
) -> Person:
    """Give somebody another role, or let them see more clusters of the register.

    Parameters
    ----------
    access
        The accounts.
    database
        URL of the register.
    login, role, clusters, every_cluster, by, at
        As for :meth:`landwatch.access.Access.grant`.

    Returns
    -------
    Person
        As the account stands now.

    Raises
    ------
    UsageError
        If the register has no such cluster; names those it has.
    AccessError
        If it cannot be granted.
    """
    _check_clusters(database, clusters)
    return access.grant(login, role=role, clusters=clusters, every_cluster=every_cluster, by=by, at=at)


def set_clusters(
    access: Access, database: str, login: str, clusters: Collection[str] | None, *, by: str, at: datetime
) -> Person:
    """Let somebody see these clusters and no other.

    Parameters
    ----------
    access
        The accounts.
    database
        URL of the register.
    login
        Of the person.
    clusters
        Names of the clusters; ``None`` for all of them.
    by, at
        Who grants it, and when.

    Returns
    -------
    Person
        As the account stands now.

    Raises
    ------
    UsageError
        If the register has no such cluster; names those it has.
    AccessError
        If it cannot be granted.
    """
    _check_clusters(database, clusters or ())
    return access.set_clusters(login, clusters, by=by, at=at)


def verify_log(access: Access, moved_out: Sequence[Path] = (), head: str | None = None) -> Report:
    """Check the log of sign-ins.

    Parameters
    ----------
    access
        The accounts.
    moved_out
        Files of lines that were moved out, in their order.
    head
        The end of the log as it was kept elsewhere: its hash, number and hash, or a file with either.

    Returns
    -------
    Report
        What is wrong, and how much was read.

    Raises
    ------
    UsageError
        If there is no hash in `head`, or a file cannot be read.
    """
    kept = read_head(head) if head else None
    try:
        return access.verify_log(moved_out, kept)
    except OSError as error:
        raise UsageError(
            _("--moved-out {file}: cannot be read ({reason}); give the files in their order").format(
                file=error.filename, reason=error.strerror
            )
        ) from error


def _check_clusters(database: str, clusters: Collection[str]) -> None:
    if not clusters:
        return
    with Register.open(database) as register:
        known = [cluster.name for cluster in register.known().clusters]
    for cluster in clusters:
        check_cluster(known, cluster)
