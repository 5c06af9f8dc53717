"""The land to be revitalised in a year: set by hand or from a file, and told as it was known."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster
from landwatch.model import Target
from landwatch.registry import Act, Done, RecordedTarget, Register
from landwatch.units import cm2_from_mu

__all__ = ["YEARS", "read_targets", "recorded_targets", "set_targets", "target_of"]

YEARS = range(1990, 2100)
"""Years for which a target can be set: others are slips of the pen."""
_MOST_MU = 10**7


def recorded_targets(database: str, known_at: datetime | None = None) -> tuple[RecordedTarget, ...]:
    """Read the targets with who set each.

    Parameters
    ----------
    database
        URL of the register.
    known_at
        The instant of knowledge, with time zone; by default now.

    Returns
    -------
    tuple of RecordedTarget
        By year; that of the zone before those of clusters.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return register.targets(known_at)


def set_targets(database: str, targets: Sequence[Target], act: Act, *, withdrawn: bool = False) -> Done:
    """Set targets, all of them or none; one of the same year and cluster takes the place of the other.

    Parameters
    ----------
    database
        URL of the register.
    targets
        Year, cluster and area of each.
    act
        Who, when, why and on which document.
    withdrawn
        Whether they were never set, and shall stand no longer.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    RegisterError
        If one is given twice, or the register cannot be written.
    """
    with Register.open(database) as register:
        known = [cluster.name for cluster in register.known().clusters]
        for target in targets:
            check_cluster(known, target.cluster)
        return register.set_targets(targets, act, withdrawn=withdrawn)


def target_of(year: str, cluster: str | None, mu: str) -> Target:
    """Read a target as a person writes it.

    Parameters
    ----------
    year
        A calendar year.
    cluster
        The cluster; empty for the zone.
    mu
        The land to be revitalised, in mu.

    Raises
    ------
    UsageError
        If the year or the mu cannot be read; says what to write.
    """
    try:
        set_for, area = int(year), Decimal(mu.strip())
    except (ValueError, InvalidOperation) as problem:
        raise _unreadable(year, mu) from problem
    if set_for not in YEARS or not area.is_finite() or not 0 <= area <= _MOST_MU:
        raise _unreadable(year, mu)
    return Target(year=set_for, cluster=(cluster or "").strip() or None, area_cm2=cm2_from_mu(area))


def _unreadable(year: str, mu: str) -> UsageError:
    return UsageError(
        _("a target of {mu} mu for {year}: write a year ({first} to {last}) and mu (0 to {most})").format(
            mu=mu, year=year, first=YEARS[0], last=YEARS[-1], most=_MOST_MU
        )
    )


def read_targets(content: bytes, name: str) -> tuple[Target, ...]:
    """Read the mu to be revitalised by year and cluster.

    Parameters
    ----------
    content
        CSV in UTF-8 with the columns 年度, 组团 (empty for the zone) and 目标(亩).
    name
        What messages call the file.

    Returns
    -------
    tuple of Target
        In the order of the file.

    Raises
    ------
    UsageError
        If it cannot be read; names the row and what it should have.
    """
    try:
        rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise UsageError(
            _("{path} cannot be read as a CSV file of targets in UTF-8: {why}").format(path=name, why=problem)
        ) from problem
    found = tuple(_target_of(name, number, row) for number, row in enumerate(rows, start=2))
    if not found:
        raise UsageError(
            _("{path} has no target: below the head 年度,组团,目标(亩) write one a row").format(path=name)
        )
    return found


def _target_of(name: str, number: int, row: Mapping[str, str | None]) -> Target:
    try:
        return target_of(row["年度"] or "", row.get("组团"), row["目标(亩)"] or "")
    except (KeyError, UsageError) as problem:
        raise UsageError(
            _("{path}, row {row}: write 年度 (a year), 组团 (a cluster or nothing) and 目标(亩) (mu)").format(
                path=name, row=number
            )
        ) from problem
