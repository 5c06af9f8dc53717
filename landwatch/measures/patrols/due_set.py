"""Which contracts are to be visited from when to when: the due set, over whole columns.

A stage either opens a window about a day of the contract, or comes once in each calendar quarter or month.
What lies behind the day judged is told as it was then, as far as the columns know; what lies ahead is told as
things stand: a plan foresees no default, it names the visit on the due day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.measures.patrols.stages import Each, Stage, Window, load_stages
from landwatch.model import EventType
from landwatch.remembered import remembered
from landwatch.rules import Assessment

__all__ = ["DUE_COLUMNS", "due_set", "ended_on", "in_force", "in_rate", "is_in_rate"]

_ENDINGS = (EventType.CONTRACT_ENDED, EventType.RETURN_APPROVED)
_MILESTONES = (("effective_commencement_due", "commenced_on"), ("completion_due", "completed_on"))
DUE_COLUMNS = ("contract_no", "cluster", "stage", "opens", "until", "in_rate")
"""Columns of the due set: contract, cluster, stage, first and last day, whether the rate counts it."""

_Cycle = tuple[pd.Timestamp, pd.Timestamp]
_Lines = tuple[NDArray[np.int64], NDArray[np.datetime64], NDArray[np.datetime64]]
_DAY = "datetime64[s]"


def due_set(
    assessment: Assessment, first: date, last: date, *, stages: Sequence[Stage] | None = None
) -> pd.DataFrame:
    """List the visits that are due in a period.

    Parameters
    ----------
    assessment
        The judged contracts.
    first, last
        First and last day of the period; a visit is listed whose days meet it.
    stages
        The stages that hold; by default those in force on the first day.

    Returns
    -------
    pandas.DataFrame
        :data:`DUE_COLUMNS`, by last day, then in the order of the contracts. One visit answers all that
        are open on its day.
    """
    columns = _Columns(assessment)
    held = load_stages(first) if stages is None else stages
    parts = [
        (*part, np.full(len(part[0]), code, dtype=np.int8))
        for code, stage in enumerate(held)
        for part in columns.of(stage, pd.Timestamp(first), pd.Timestamp(last))
    ]
    nothing = np.zeros(0, np.int64), np.zeros(0, _DAY), np.zeros(0, _DAY), np.zeros(0, np.int8)
    place, opens, until, code = (np.concatenate(each) for each in zip(nothing, *parts, strict=True))
    order = np.lexsort((opens, place, until))
    place, code = place[order], code[order]
    names = pd.Categorical.from_codes(code, pd.Index([stage.name for stage in held]))
    counted = np.array([stage.in_rate for stage in held], dtype=bool)
    return pd.DataFrame(
        {
            "contract_no": columns.frame.index.array.take(place),
            "cluster": columns.frame["cluster"].array.take(place),
            "stage": names,
            "opens": opens[order],
            "until": until[order],
            "in_rate": counted[code],
        }
    )


@remembered
def is_in_rate(assessment: Assessment, first: date, last: date) -> NDArray[np.bool_]:
    """Tell which contracts the patrol rate counts as due in a calendar quarter.

    Parameters
    ----------
    assessment
        The judged contracts.
    first, last
        First and last day of the quarter.

    Returns
    -------
    NDArray[np.bool_]
        Truth value a contract: whether a stage that the rate counts wants a visit of it.
    """
    columns = _Columns(assessment)
    found = np.zeros(len(columns.frame), dtype=np.bool_)
    for stage in load_stages(first):
        if stage.in_rate:
            for place, _opens, _until in columns.of(stage, pd.Timestamp(first), pd.Timestamp(last)):
                found[place] = True
    return found


def in_rate(assessment: Assessment, first: date, last: date) -> pd.Index:
    """Name the contracts that the patrol rate counts as due in a calendar quarter.

    Parameters
    ----------
    assessment
        The judged contracts.
    first, last
        First and last day of the quarter.

    Returns
    -------
    pandas.Index
        Their numbers, in the order of the contracts: those of :func:`is_in_rate`.
    """
    return assessment.contracts.index[is_in_rate(assessment, first, last)]


def in_force(assessment: Assessment, first: date, last: date) -> pd.Index:
    """Name the contracts signed before a period and in force at its end.

    Parameters
    ----------
    assessment
        The judged contracts.
    first, last
        First and last day of the period; one that still runs ends on the day judged.

    Returns
    -------
    pandas.Index
        Their numbers, in the order of the contracts.
    """
    columns = _Columns(assessment)
    return columns.frame.index[columns.in_force((pd.Timestamp(first), pd.Timestamp(last)))]


@remembered
def ended_on(assessment: Assessment) -> pd.Series:
    """Give the day on which each contract ended.

    Parameters
    ----------
    assessment
        The judged contracts.

    Returns
    -------
    pandas.Series
        Days, one a contract; NaT where it has not ended by the day judged.
    """
    events = assessment.snapshot.events
    ended = events.loc[events["type"].isin(_ENDINGS), ["contract_no", "day", "start"]]
    days = ended["day"].fillna(ended["start"])
    days = days[days <= pd.Timestamp(assessment.on)]
    firsts = days.groupby(ended["contract_no"].reindex(days.index)).min()
    return firsts.reindex(assessment.contracts.index).astype("datetime64[s]")


class _Columns:
    """The columns of the contracts, and what each stage makes of them."""

    def __init__(self, assessment: Assessment) -> None:
        self.frame = assessment.contracts
        self.on = pd.Timestamp(assessment.on)
        self.end = ended_on(assessment)

    def of(self, stage: Stage, first: pd.Timestamp, last: pd.Timestamp) -> Iterator[_Lines]:
        """The visits of a stage that meet a period: places of the contracts, first and last days."""
        if isinstance(stage.when, Window):
            yield self._window(stage.when, first, last)
        elif isinstance(stage.when, Each):
            for cycle in _cycles(stage.when, first, last):
                place = np.flatnonzero(self.in_force(cycle) & self._state(stage.when, cycle[0]))
                opens, until = (np.full(len(place), day.to_datetime64(), dtype=_DAY) for day in cycle)
                yield place, opens, until

    def in_force(self, cycle: _Cycle) -> pd.Series:
        """Whether a contract was signed before a cycle and is in force at its end."""
        return (self.end.isna() | (self.end > cycle[1])) & (self.frame["signed_on"] < cycle[0])

    def _window(self, when: Window, first: pd.Timestamp, last: pd.Timestamp) -> _Lines:
        day = self.frame[when.day]
        opens, until = (day + pd.Timedelta(days=days) for days in (when.opens, when.closes))
        chosen = (opens <= last) & (until >= first) & (self.end.isna() | (self.end > until))
        if when.unless:
            chosen &= ~(self.frame[when.unless] < opens)
        place = np.flatnonzero(chosen)
        return place, opens.to_numpy(_DAY)[place], until.to_numpy(_DAY)[place]

    def _state(self, when: Each, begins: pd.Timestamp) -> pd.Series:
        # Nobody knows who will be in default or building: what lies ahead is told as things stand.
        known = min(begins, self.on + pd.Timedelta(days=1))
        started, completed = (self.frame[name] < known for name in ("commenced_on", "completed_on"))
        if when.state == "building":
            return started & ~completed
        if when.state == "idle":
            return ~started | completed
        chosen = pd.Series(np.False_, self.frame.index)
        for due, done in _MILESTONES:
            undone = ~(self.frame[done] < known)
            if when.state == "in_default":
                chosen |= undone & (self.frame[due] < known)
            else:
                ahead = begins + pd.Timedelta(days=when.ahead)
                chosen |= undone & self.frame[due].between(begins, ahead)
        return chosen


def _cycles(when: Each, first: pd.Timestamp, last: pd.Timestamp) -> Iterator[_Cycle]:
    """The calendar quarters or months that meet a period."""
    months = 3 if when.cycle == "quarter" else 1
    begins, ends = ((day.year * 12 + day.month - 1) // months for day in (first, last))
    for cycle in range(begins, ends + 1):
        year, before = divmod(cycle * months, 12)
        month = before + months
        last_day = date(year, month, monthrange(year, month)[1])
        yield pd.Timestamp(date(year, before + 1, 1)), pd.Timestamp(last_day)
