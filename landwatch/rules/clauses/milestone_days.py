"""What the later milestones have in common: agreed days that supplements move, and how one stands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType, MilestoneStatus
from landwatch.rules.constants import constant, is_constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, count_late, earlier, later
from landwatch.rules.events import EventLog
from landwatch.rules.status_codes import Codes, choose, code

__all__ = [
    "NEW_DAYS",
    "REMINDER",
    "earliest_start",
    "in_force",
    "is_never",
    "late_by",
    "never_so",
    "reminder_before",
    "standing",
]

Booleans = NDArray[np.bool_]

NEW_DAYS = ("new_commencement", "new_completion", "new_production", "new_full_production")
"""The days a supplement can name."""
REMINDER = "国土资厅发〔2013〕30号(比照开竣工提醒)"
"""The notice speaks of start, completion and payment; the other milestones follow it."""


def in_force(event_log: EventLog, agreed: Days, name: str) -> Days:
    """Find the day that binds: that of the newest supplement that names one, else the agreed one.

    Parameters
    ----------
    event_log
        Holds the supplements; one that names a day before its own signing binds nothing.
    agreed
        The day of the contract.
    name
        Which new day, one of :data:`NEW_DAYS`.

    Returns
    -------
    Days
        One day a row.
    """
    supplements = event_log.of(EventType.SUPPLEMENTARY_AGREEMENT)
    new = supplements.days(name)
    named = np.flatnonzero(~np.isnat(new))
    if len(named) == 0:
        return constant(NO_DAY, len(agreed)) if is_never(agreed) else agreed
    back_dated = np.zeros(len(supplements), dtype=np.bool_)
    for each in NEW_DAYS:
        back_dated |= supplements.days(each) < supplements.day
    named = named[~back_dated[named]]
    # Of two that were signed on one day the later new day is written last, whatever their order.
    named = named[np.lexsort((new[named], supplements.day[named], supplements.row[named]))]
    due = agreed.copy()
    due[supplements.row[named]] = new[named]
    return due


def earliest_start(
    agreed_handover: Days, agreed_commencement: Days, handed_over_on: Days, until: Days, moves: bool
) -> Days:
    """Find the day before which nobody is in default of starting on land that was not to be handed over yet.

    Parameters
    ----------
    agreed_handover, agreed_commencement
        The days of the contract.
    handed_over_on
        The actual handover.
    until
        The day up to which it is known: while the land is not handed over, that day takes its place.
    moves
        Whether a late handover moves the day; otherwise the agreed handover counts alone.

    Returns
    -------
    Days
        The handover, agreed or actual where later, of contracts that name it after the commencement; NaT of
        all others.
    """
    contrary = agreed_handover > agreed_commencement
    if not contrary.any():
        return constant(NO_DAY, len(contrary))
    actual = earlier(handed_over_on, until)
    return np.where(contrary, later(agreed_handover, actual) if moves else agreed_handover, NO_DAY)


def reminder_before(due: Days, reminder_days: Integers) -> Days:
    """Find the first day of the reminder.

    Parameters
    ----------
    due
        The due day of each row.
    reminder_days
        How long before it the reminder starts.

    Returns
    -------
    Days
        A column of one value where nothing is due.
    """
    return constant(NO_DAY, len(due)) if is_never(due) else add_days(due, -reminder_days)


def is_never(*columns: Days) -> bool:
    """Tell whether columns hold no day at all.

    Parameters
    ----------
    *columns
        Columns of days.

    Returns
    -------
    bool
        True where every day of each is unknown.
    """
    return all(bool(np.isnat(column[:1] if is_constant(column) else column).all()) for column in columns)


def never_so(rows: int) -> Booleans:
    """Say no for every row.

    Parameters
    ----------
    rows
        Number of rows.

    Returns
    -------
    Booleans
        A column of one value.
    """
    return constant(np.False_, rows)


def standing(on: Days, due: Days, done_on: Days, reminder: Days) -> Codes:
    """Tell where each row stands with a milestone.

    Parameters
    ----------
    on
        The judged day.
    due, done_on, reminder
        The day that binds, the day it was done, and the first day of the reminder.

    Returns
    -------
    Codes
        Codes of :class:`MilestoneStatus`.
    """
    if is_never(due, done_on):
        return constant(np.int8(code(MilestoneStatus.NOT_DUE)), len(on))
    return choose(
        MilestoneStatus.NOT_DUE,
        (done_on > due, MilestoneStatus.DONE_LATE),
        (~np.isnat(done_on), MilestoneStatus.DONE),
        (on > due, MilestoneStatus.BREACH),
        (on >= reminder, MilestoneStatus.REMIND),
    )


def late_by(until: Days, due: Days, done_on: Days) -> Integers:
    """Count the days by which a milestone is late.

    Parameters
    ----------
    until
        The day up to which the duty runs.
    due, done_on
        The day that binds, and the day it was done.

    Returns
    -------
    Integers
        One number a row.
    """
    if is_never(due):
        return constant(np.int64(0), len(until))
    return count_late(earlier(done_on, until), due)
