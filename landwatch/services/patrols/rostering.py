"""Who patrols which cluster, and who is away."""

from __future__ import annotations

from datetime import datetime

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.measures.patrols.roster import Roster
from landwatch.model import Absence, Patroller
from landwatch.registry import Act, Done, Register

__all__ = ["assign", "away", "roster_of"]


def roster_of(database: str, *, known_at: datetime | None = None) -> Roster:
    """Read who has which cluster, and who is away.

    Parameters
    ----------
    database
        URL of the register.
    known_at
        The instant of knowledge, with time zone; by default now.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return Roster(*register.patrollers(known_at))


def assign(database: str, patroller: Patroller, act: Act) -> Done:
    """Let a person patrol a cluster from a day on.

    Parameters
    ----------
    database
        URL of the register.
    patroller
        Cluster, person, stand-in and days.
    act
        Who, when, why and on which document.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    RegisterError
        If the register cannot be written, or somebody else is assigned then.
    """
    with Register.open(database) as register:
        check_cluster((cluster.name for cluster in register.known().clusters), patroller.cluster)
        return register.assign(patroller, act)


def away(database: str, absence: Absence, act: Act, *, withdrawn: bool = False) -> Done:
    """Record days on which somebody does not patrol.

    Parameters
    ----------
    database
        URL of the register.
    absence
        The person and the days.
    act
        Who, when, why and on which document.
    withdrawn
        Whether it was never true, and shall stand no longer.

    Raises
    ------
    UsageError
        If nobody of that name patrols a cluster or stands in.
    RegisterError
        If the register cannot be written.
    """
    with Register.open(database) as register:
        assigned, _absences = register.patrollers()
        known = {name for each in assigned for name in (each.person, each.stand_in) if name}
        if absence.person not in known:
            raise UsageError(
                _("{person} patrols no cluster{close}; landwatch patrol assign names who does").format(
                    person=absence.person, close=close_matches(absence.person, known)
                )
            )
        return register.absent(absence, act, withdrawn=withdrawn)
