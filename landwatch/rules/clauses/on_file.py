"""What was on file about a contract by a day: the questions that a court asks of a decision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.clauses.milestone_days import is_never, never_so
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, add_days, earlier
from landwatch.rules.events import EventLog
from landwatch.rules.excuse_periods import Periods
from landwatch.rules.parameters import LawValue
from landwatch.workdays import add_working_days

__all__ = ["Decision", "is_on_file", "is_site_unmet", "newest_by", "stands_against", "was_permitted"]

Booleans = NDArray[np.bool_]


def newest_by(event_log: EventLog, until: Days, *kinds: EventType) -> Days:
    """Find the newest record of some kinds that had taken effect by a day.

    Parameters
    ----------
    event_log
        The records.
    until
        The day of each row.
    *kinds
        Kinds of record; a service by public notice takes effect when its period ends.

    Returns
    -------
    Days
        One day a row, NaT where there is none.
    """
    found = event_log.of(*kinds)
    if not len(found):
        return constant(NO_DAY, event_log.rows)
    day = event_log.in_effect(found)
    known = np.flatnonzero(day <= until[found.row])
    known = known[np.lexsort((day[known], found.row[known]))]
    newest = np.full(event_log.rows, NO_DAY)
    newest[found.row[known]] = day[known]
    return newest


def is_on_file(event_log: EventLog, among: Booleans, since: Days, until: Days, *kinds: EventType) -> Booleans:
    """Tell whether a record of some kinds was made, and had taken effect, in a span of days.

    Parameters
    ----------
    event_log
        The records.
    among
        The rows asked about.
    since, until
        First and last day of the span, for each row; an unknown first day is none.
    *kinds
        Kinds of record.

    Returns
    -------
    Booleans
        One boolean a row, false for rows not asked about.
    """
    found = event_log.of(*kinds)
    if not len(found):
        return never_so(event_log.rows)
    found = found.where(among[found.row])
    made = np.zeros(event_log.rows, dtype=np.bool_)
    if len(found):
        within = (event_log.in_effect(found) <= until[found.row]) & ~(found.day < since[found.row])
        made[found.row[within]] = True
    return made


def is_site_unmet(event_log: EventLog, due: Days, until: Days) -> Booleans:
    """Tell whether the site was below its agreed condition and met it neither in time nor by a day.

    Parameters
    ----------
    event_log
        The records.
    due
        The commencement day in force: what is met later was not met in time.
    until
        The day judged.

    Returns
    -------
    Booleans
        True where a record says so and none on or before either day says that the condition was met since.
    """
    unmet = newest_by(event_log, until, EventType.SITE_CONDITION_UNMET)
    if is_never(unmet):
        return never_so(event_log.rows)
    met = newest_by(event_log, earlier(due, until), EventType.SITE_CONDITION_MET)
    return ~np.isnat(unmet) & ~(met >= unmet)


def was_permitted(event_log: EventLog, among: Booleans, after: Days, until: Days) -> Booleans:
    """Tell whether a construction permit was granted after a day.

    Parameters
    ----------
    event_log
        The records.
    among
        The rows asked about.
    after, until
        For each row, the day after which a permit counts, and the last day on which it does.

    Returns
    -------
    Booleans
        One boolean a row.
    """
    if not len(event_log.of(EventType.CONSTRUCTION_PERMIT)):
        return never_so(event_log.rows)
    known = among & ~np.isnat(after)
    return is_on_file(event_log, known, add_days(after, 1), until, EventType.CONSTRUCTION_PERMIT)


def stands_against(causes: Periods, renewal: Days, until: Days, two_years: Days) -> Periods:
    """Keep the verified causes that still stand against a fee or recovery.

    Parameters
    ----------
    causes
        Verified government causes.
    renewal
        For each row, the day on which a new commencement day was agreed last: what lay before is settled.
    until
        For each row, the day judged; what began later is no reason.
    two_years
        First day after two full years: a cause that begins then does not save the holder.

    Returns
    -------
    Periods
        What is left of them.
    """
    unsettled = causes.clipped(renewal, until)
    return unsettled.where(unsettled.start < two_years[unsettled.row])


@dataclass(frozen=True, eq=False)
class Decision:
    """A fee or recovery decision, to be asked whether its file was complete on the day it was served.

    Attributes
    ----------
    event_log
        The records.
    decided
        The day of the decision of each row, NaT where there is none.
    line
        First day on which it could be taken.
    idle_since, told_since
        First days from which an inquiry and a recognition, and from which a hearing notice and an approval,
        speak of it.
    started, handed_over, due, agreed
        The days of the start and of the handover, the day that counts, and the day in force.
    causes
        Verified government causes that stand against it.
    hearing_request_working_days
        How long a hearing can be asked for.
    """

    event_log: EventLog
    decided: Days
    line: Days
    idle_since: Days
    told_since: Days
    started: Days
    handed_over: Days
    due: Days
    agreed: Days
    causes: Periods
    hearing_request_working_days: LawValue

    @property
    def is_sound(self) -> Booleans:
        """Whether a decision was served in time, on a complete file, with nothing against it."""
        if is_never(self.decided):
            return never_so(len(self.decided))
        sound = (self.decided >= self.line) & (self.handed_over <= self.agreed)
        sound &= ~(self.started <= self.decided) & ~self.causes.any_by_row(len(sound))
        for kind in (EventType.INVESTIGATION_NOTICE_RECEIVED, EventType.IDLE_RECOGNITION):
            sound &= is_on_file(self.event_log, sound, self.idle_since, self.decided, kind)
        for kind in (EventType.HEARING_RIGHT_NOTICE_SERVED, EventType.GOVERNMENT_APPROVAL):
            sound &= is_on_file(self.event_log, sound, self.told_since, self.decided, kind)
        sound &= ~is_site_unmet(self.event_log, self.agreed, self.decided)
        sound &= ~was_permitted(self.event_log, sound, self.due, self.decided)
        return sound & ~self.came_within_hearing_window

    @property
    def came_within_hearing_window(self) -> Booleans:
        """Whether a hearing could still be asked for when the decision was served."""
        if is_never(self.decided):
            return never_so(len(self.decided))
        early = np.zeros(len(self.decided), dtype=np.bool_)
        rows = np.flatnonzero(~np.isnat(self.decided))
        told = newest_by(self.event_log, self.decided, EventType.HEARING_RIGHT_NOTICE_SERVED)[rows]
        last = add_working_days(told, self.hearing_request_working_days.counts(told))[0]
        early[rows] = self.decided[rows] <= last
        return early
