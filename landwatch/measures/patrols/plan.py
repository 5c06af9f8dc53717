"""The plan of patrols: what is due, who has it, and what a visit has answered already."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from landwatch.measures.patrols.due_set import due_set
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.visits import first_visits, visits
from landwatch.rules import Assessment
from landwatch.snapshot import are_in

__all__ = ["STATES", "State", "open_until", "plan", "plan_again"]

State = Literal["done", "overdue", "open", "ahead"]
STATES: tuple[State, ...] = ("done", "overdue", "open", "ahead")


def plan(assessment: Assessment, roster: Roster, first: date, last: date) -> pd.DataFrame:
    """Plan the visits of a period.

    Parameters
    ----------
    assessment
        The judged contracts, with the visits up to their day.
    roster
        Who has which cluster.
    first, last
        First and last day of the period.

    Returns
    -------
    pandas.DataFrame
        The lines of :func:`landwatch.measures.patrols.due_set.due_set` with the day of the visit that
        answered each and who made it (``done``, ``done_by``), whose the line is and who has the list
        (``person``, ``goes``), and its ``state`` of :data:`STATES` on the day judged. An open line belongs to
        whoever has the cluster on the day judged, any other to whoever has it when it opens or ends.
    """
    lines = due_set(assessment, first, last)
    made = visits(assessment)
    counted = made[made["valid"]].reset_index(drop=True)
    place = first_visits(lines, counted)
    on = pd.Timestamp(assessment.on)
    lines["done"] = counted["day"].reindex(place).array
    lines["done_by"] = counted["person"].reindex(place).array
    days = lines["opens"].where(lines["opens"] > on, lines["until"].where(lines["until"] < on, on))
    turns = roster.turns(lines["cluster"], days)
    lines[["person", "goes"]] = turns
    conditions = [lines["done"].notna(), lines["until"] < on, lines["opens"] <= on]
    lines["state"] = np.select(conditions, ["done", "overdue", "open"], "ahead")
    return lines


def plan_again(
    before: pd.DataFrame,
    assessment: Assessment,
    roster: Roster,
    period: tuple[date, date],
    touched: Collection[str],
) -> pd.DataFrame:
    """Plan the visits when some contracts were touched since, and nobody was assigned or away.

    Parameters
    ----------
    before
        What :func:`plan` gave.
    assessment
        The contracts as they are judged now, on the same day.
    roster
        Who has which cluster, as before.
    period
        First and last day, as before.
    touched
        Numbers of the contracts of which something may differ.

    Returns
    -------
    pandas.DataFrame
        What :func:`plan` gives now.
    """
    every = assessment.contracts.index
    few = plan(assessment.of_which(are_in(every, touched)), roster, *period)
    rest = before[~are_in(before["contract_no"], touched)]
    # An empty frame does not know of what kind its texts are.
    lines = pd.concat([rest, few], ignore_index=True) if len(few) else rest.reset_index(drop=True)
    places, stages = every.get_indexer(pd.Index(lines["contract_no"])), lines["stage"].cat.codes
    return lines.take(np.lexsort((stages, lines["opens"], places, lines["until"]))).reset_index(drop=True)


def open_until(assessment: Assessment) -> pd.Series:
    """Tell until when each contract wants the next visit.

    Parameters
    ----------
    assessment
        The judged contracts, with the visits up to their day.

    Returns
    -------
    pandas.Series
        First last day of the visits that may be made on the day judged and were not made, by contract.
    """
    lines = plan(assessment, Roster(), assessment.on, assessment.on)
    return lines[lines["state"] == "open"].groupby("contract_no")["until"].min()
