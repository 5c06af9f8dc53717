"""Who patrols which cluster on which day: assigned persons, their stand-ins, and absences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from landwatch.model import Absence, Patroller

__all__ = ["Roster", "Turn"]


@dataclass(frozen=True)
class Turn:
    """Whose a cluster is on a day.

    Attributes
    ----------
    person
        Who has the duty; ``None`` where nobody is assigned.
    goes
        Who has the list: the person, or in their absence the stand-in; ``None`` where both are away.
    """

    person: str | None
    goes: str | None


@dataclass(frozen=True)
class Roster:
    """The assigned persons and the absences, as they stood at some instant of knowledge.

    Attributes
    ----------
    patrollers
        Who has which cluster, and from when to when.
    absences
        Who is away, and from when to when.
    """

    patrollers: Sequence[Patroller] = ()
    absences: Sequence[Absence] = ()

    def turn(self, cluster: str | None, day: date) -> Turn:
        """Tell whose a cluster is on a day.

        Parameters
        ----------
        cluster
            The cluster; a contract without one belongs to nobody.
        day
            The day.
        """
        held = (each for each in self.patrollers if each.cluster == cluster and _holds(each, day))
        assigned = next(held, None)
        if assigned is None:
            return Turn(None, None)
        there = (name for name in (assigned.person, assigned.stand_in) if name and not self._away(name, day))
        return Turn(assigned.person, next(there, None))

    def turns(self, clusters: pd.Series, days: pd.Series) -> pd.DataFrame:
        """Tell whose each of many lines is.

        Parameters
        ----------
        clusters
            Cluster of each line.
        days
            Day of each line.

        Returns
        -------
        pandas.DataFrame
            Columns ``person`` and ``goes`` on the index of the lines; None where there is nobody.
        """
        where, names = pd.factorize(clusters)
        when, dates = pd.factorize(days)
        # Few clusters and few days make many lines: each pair is asked once.
        pairs, line = np.unique(where * len(dates) + when, return_inverse=True)
        told = [
            self.turn(None if place < 0 else str(names[place]), pd.Timestamp(dates[day]).date())
            for place, day in (divmod(int(pair), len(dates)) for pair in pairs)
        ]
        people = np.array([(turn.person, turn.goes) for turn in told], dtype=object).reshape(-1, 2)
        return pd.DataFrame(people[line], clusters.index, ["person", "goes"])

    def _away(self, person: str, day: date) -> bool:
        return any(each.person == person and each.since <= day <= each.until for each in self.absences)


def _holds(assigned: Patroller, day: date) -> bool:
    return assigned.since <= day <= (assigned.until or date.max)
