"""The dated facts of a snapshot, laid out by kind and row.

Events stand in order of kind, row and day, so that "the first handover of each contract" is one slice and
never a loop, and a run of rows can be cut out without copying columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.model import EventType, ServiceMethod
from landwatch.rules.amounts import UNKNOWN, Amounts
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, earlier, later
from landwatch.rules.excuse_periods import Periods
from landwatch.rules.parameters import LawValue
from landwatch.snapshot import positions
from landwatch.workdays import roll_forward

__all__ = ["EventLog", "Occurrences", "lay_out", "read_amounts", "read_days", "read_texts"]

Booleans = NDArray[np.bool_]
Texts = NDArray[np.object_]

_TYPES = {event_type.value: number for number, event_type in enumerate(EventType)}


@dataclass(frozen=True, eq=False)
class Occurrences:
    """The events of one kind, in order of row and day.

    Attributes
    ----------
    row
        The row each belongs to.
    day
        Its day, or the first day of its period.
    frame, place
        ``Snapshot.events``, and where in it each event stands. Only the values asked for are read.
    kind
        The number of its kind in the order of :class:`~landwatch.model.EventType`.
    """

    row: Integers
    day: Days
    frame: pd.DataFrame
    place: Integers
    kind: Integers

    def __len__(self) -> int:
        return len(self.row)

    def where(self, kept: Booleans) -> Occurrences:
        """Keep the events chosen by a mask.

        Parameters
        ----------
        kept
            One boolean an event.

        Returns
        -------
        Occurrences
            The chosen events.
        """
        if kept.all():
            return self
        chosen = np.flatnonzero(kept)
        return Occurrences(
            self.row[chosen], self.day[chosen], self.frame, self.place[chosen], self.kind[chosen]
        )

    def days(self, name: str) -> Days:
        """Return a column of days.

        Parameters
        ----------
        name
            A date column of ``Snapshot.events``.

        Returns
        -------
        Days
            One day an event, NaT where it has none.
        """
        return read_days(self._taken(name))

    def amounts(self, name: str) -> Amounts:
        """Return an integer column.

        Parameters
        ----------
        name
            An integer column of ``Snapshot.events``.

        Returns
        -------
        Amounts
            One integer an event, :data:`UNKNOWN` where it has none.
        """
        return read_amounts(self._taken(name))

    def texts(self, name: str) -> Texts:
        """Return a text column.

        Parameters
        ----------
        name
            A text column of ``Snapshot.events``.

        Returns
        -------
        Texts
            One text an event, ``None`` where it has none.
        """
        return read_texts(self._taken(name))

    @property
    def verified(self) -> Booleans:
        """Whether the claim was verified (经审核属实); an unanswered one was not."""
        return self._taken("verified").fillna(False).to_numpy(dtype=np.bool_)

    @property
    def refuted(self) -> Booleans:
        """Whether the record says that it was not verified; one that says nothing is a fact."""
        return self._taken("verified").eq(False).fillna(False).to_numpy(dtype=np.bool_)

    def is_a(self, event_type: EventType) -> Booleans:
        """Tell which events are of a kind.

        Parameters
        ----------
        event_type
            The kind.

        Returns
        -------
        Booleans
            One boolean an event.
        """
        return np.asarray(self.kind == _TYPES[event_type])

    def _taken(self, name: str) -> pd.Series:
        column: pd.Series = self.frame[name]
        return column.take(self.place) if len(self.place) else column.iloc[:0]


@dataclass(frozen=True, eq=False)
class EventLog:
    """The events known on the judged day, by kind and row.

    Attributes
    ----------
    rows
        Number of rows judged.
    on
        Judged day of each row.
    frame
        ``Snapshot.events``.
    place, row, day
        In order of kind, row and day: where each event stands in the frame, its row and its day.
    bounds
        Where each kind begins in that order.
    notice
        How long a public notice runs before it counts as service, and whether its end rolls over rest days;
        ``None`` where no law was given.
    found, lasting
        Events and periods that were asked for already: several rules ask for the same kinds.
    """

    rows: int
    on: Days
    frame: pd.DataFrame
    place: Integers
    row: Integers
    day: Days
    bounds: Integers
    notice: tuple[LawValue, bool] | None = None
    found: dict[tuple[EventType, ...], Occurrences] = field(default_factory=dict)
    lasting: dict[tuple[tuple[EventType, ...], bool | None], Periods] = field(default_factory=dict)

    def block(self, first: int, last: int) -> EventLog:
        """Return the events of a run of rows, numbered from nought.

        Parameters
        ----------
        first, last
            The run of rows, `last` not included.

        Returns
        -------
        EventLog
            An event log of just those rows.
        """
        kinds = [slice(*self.bounds[k : k + 2]) for k in range(len(_TYPES))]
        cut = [k.start + np.searchsorted(self.row[k], [first, last]) for k in kinds]
        runs = [slice(*ends) for ends in cut]
        bounds = np.concatenate([[0], np.cumsum([ends[1] - ends[0] for ends in cut])])
        place, row, day = (np.concatenate([c[run] for run in runs]) for c in (self.place, self.row, self.day))
        row -= first
        return EventLog(last - first, self.on[first:last], self.frame, place, row, day, bounds, self.notice)

    def take(self, rows: Integers) -> EventLog:
        """Return the events of some rows, numbered in their order.

        Parameters
        ----------
        rows
            The rows, in ascending order.

        Returns
        -------
        EventLog
            An event log of just those rows.
        """
        number = np.full(self.rows, -1)
        number[rows] = np.arange(len(rows))
        chosen = np.flatnonzero(number[self.row] >= 0)
        row, bounds = number[self.row[chosen]], np.searchsorted(chosen, self.bounds)
        place, day, on = self.place[chosen], self.day[chosen], self.on[rows]
        return EventLog(len(rows), on, self.frame, place, row, day, bounds, self.notice)

    def under(self, public_notice_days: LawValue, rolls: bool) -> EventLog:
        """Return the same events under a law of service.

        Parameters
        ----------
        public_notice_days
            After how many days a public notice counts as service.
        rolls
            Whether the end of that period rolls over rest days.

        Returns
        -------
        EventLog
            One that knows when what was served by public notice took effect.
        """
        return replace(self, notice=(public_notice_days, rolls), found={}, lasting={})

    def of(self, *types: EventType) -> Occurrences:
        """Return the events of one or several kinds.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Occurrences
            In order of row and day.
        """
        held = self._held(types)
        if held not in self.found:
            self.found[held] = self._of(*held)
        return self.found[held]

    def _held(self, types: tuple[EventType, ...]) -> tuple[EventType, ...]:
        """The kinds of which there are events."""
        return tuple(kind for kind in types if len(self.row[self._run(kind)]))

    def _run(self, event_type: EventType) -> slice:
        """Where a kind stands in the order of kind, row and day."""
        return slice(*map(int, self.bounds[_TYPES[event_type] : _TYPES[event_type] + 2]))

    def _of(self, *types: EventType) -> Occurrences:
        runs = {_TYPES[event_type]: self._run(event_type) for event_type in types}
        if len(runs) < 2:
            number, run = next(iter(runs.items()), (0, slice(0, 0)))
            kind = constant(np.int64(number), run.stop - run.start)
            return Occurrences(self.row[run], self.day[run], self.frame, self.place[run], kind)
        several = np.concatenate([np.arange(run.start, run.stop) for run in runs.values()])
        kind = np.repeat(list(runs), [run.stop - run.start for run in runs.values()])
        order = np.lexsort((self.day[several], self.row[several]))
        several, kind = several[order], kind[order]
        return Occurrences(self.row[several], self.day[several], self.frame, self.place[several], kind)

    def first(self, *types: EventType) -> Days:
        """Return the first day on which one of the kinds happened.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Days
            One day a row, NaT where it never happened.
        """
        return reduce(earlier, [self._day_of_each(event_type, backwards=True) for event_type in types])

    def last(self, *types: EventType) -> Days:
        """Return the last day on which one of the kinds happened.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Days
            One day a row, NaT where it never happened.
        """
        return reduce(later, [self._day_of_each(event_type, backwards=False) for event_type in types])

    def effective(self, *types: EventType) -> Days:
        """Return the last day on which a service took effect.

        Parameters
        ----------
        *types
            Kinds of service.

        Returns
        -------
        Days
            One day a row: the day of effect where one is on record (a public notice takes effect when its
            period ends), else the day of service; NaT where nothing was served.
        """
        served = self.of(*types)
        if not len(served):
            return constant(NO_DAY, self.rows)
        day = self.in_effect(served)
        order = np.lexsort((day, served.row))
        found = np.full(self.rows, NO_DAY)
        found[served.row[order]] = day[order]
        return found

    def in_effect(self, served: Occurrences) -> Days:
        """Find the days on which services took effect.

        Parameters
        ----------
        served
            Services of any kinds.

        Returns
        -------
        Days
            One day an event: the day of effect on record; for a public notice without one the end of the
            period that the law of the day of issue gives it; else the day itself.
        """
        effect = served.days("effective_on")
        day = np.where(np.isnat(effect), served.day, effect)
        if self.notice is None or not self.has_notices:
            return day
        period, rolls = self.notice
        issued = np.flatnonzero((served.texts("service") == ServiceMethod.PUBLIC_NOTICE) & np.isnat(effect))
        ends = add_days(served.day[issued], period.counts(served.day[issued]))
        day = day.copy()
        day[issued] = roll_forward(ends)[0] if rolls else ends
        return day

    @cached_property
    def has_notices(self) -> bool:
        """Whether anything was served by public notice."""
        return bool(self.frame["service"].eq(ServiceMethod.PUBLIC_NOTICE).any())

    def _day_of_each(self, event_type: EventType, *, backwards: bool) -> Days:
        """Write the days of a kind to their rows; the one written last stays."""
        run, step = self._run(event_type), slice(None, None, -1 if backwards else 1)
        if run.start == run.stop:
            return constant(NO_DAY, self.rows)
        found = np.full(self.rows, NO_DAY)
        found[self.row[run][step]] = self.day[run][step]
        return found

    def happened(self, *types: EventType) -> Booleans:
        """Tell for which rows one of the kinds is on record.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Booleans
            One boolean a row.
        """
        held = self._held(types)
        if not held:
            return constant(np.False_, self.rows)
        found = np.zeros(self.rows, dtype=np.bool_)
        for event_type in held:
            found[self.row[self._run(event_type)]] = True
        return found

    def periods(self, *types: EventType, verified: bool | None = None) -> Periods:
        """Return periods of one or several kinds, up to the judged day.

        Parameters
        ----------
        *types
            Kinds of event that last.
        verified
            Only verified claims, only unverified ones, or (``None``) both.

        Returns
        -------
        Periods
            Unmerged; a period that is still open ends on the judged day.
        """
        asked = (self._held(types), verified)
        if asked not in self.lasting:
            found = self.of(*asked[0])
            if verified is not None:
                found = found.where(found.verified == verified)
            self.lasting[asked] = self._periods(found)
        return self.lasting[asked]

    def _periods(self, found: Occurrences) -> Periods:
        end = found.days("end")
        point = np.isnat(found.days("start"))
        end = np.where(np.isnat(end) & point, found.day, end)
        reach = earlier(end, self.on[found.row])
        periods = Periods(found.row, found.day, reach)
        return periods.where(found.day <= reach)


def lay_out(frame: pd.DataFrame, place: Integers, row: Integers, on: Days) -> EventLog:
    """Put events in order of kind, row and day, leaving out what is not known yet on the judged day.

    Parameters
    ----------
    frame
        ``Snapshot.events``.
    place, row
        For each pair of an event and a row it speaks of: where the event stands, and the row.
    on
        The judged day of each row.

    Returns
    -------
    EventLog
        The events known.
    """
    starts = read_days(frame["start"])
    day = np.where(np.isnat(starts), read_days(frame["day"]), starts)[place]
    kinds = positions(frame["type"], list(_TYPES))[place]
    seen = (day <= on[row]) & (kinds >= 0)
    place, row, day, kinds = place[seen], row[seen], day[seen], kinds[seen]
    # One sort on one number: kind, then row, then day; days lie within 2,871 years.
    order = np.argsort((kinds * len(on) + row) * (1 << 20) + day.view(np.int64) + (1 << 19), kind="stable")
    place, row, day, kinds = place[order], row[order], day[order], kinds[order]
    bounds = np.searchsorted(kinds, np.arange(len(_TYPES) + 1))
    return EventLog(len(on), on, frame, place, row, day, bounds)


def read_days(column: pd.Series) -> Days:
    """Read a date column of a snapshot.

    Parameters
    ----------
    column
        ``datetime64[s]``.

    Returns
    -------
    Days
        ``datetime64[D]``: a copy, or one value for all rows where no day is known.
    """
    days = column.to_numpy()
    return constant(NO_DAY, len(days)) if np.isnat(days).all() else days.astype("datetime64[D]")


def read_amounts(column: pd.Series) -> Amounts:
    """Read an integer column of a snapshot.

    Parameters
    ----------
    column
        ``Int64``, or Python integers.

    Returns
    -------
    Amounts
        :data:`UNKNOWN` where it has none: a copy, or one value for all rows where none is known.
    """
    if column.isna().all():
        return constant(np.int64(UNKNOWN), len(column))
    if column.dtype == object:
        return np.array([UNKNOWN if pd.isna(v) else v for v in column], dtype=object)
    return np.asarray(column.to_numpy(dtype=np.int64, na_value=UNKNOWN))


def read_texts(column: pd.Series) -> Texts:
    """Read a text column of a snapshot.

    Parameters
    ----------
    column
        Text.

    Returns
    -------
    Texts
        A copy, ``None`` where it has none.
    """
    texts: Texts = column.to_numpy(dtype=object, copy=True)
    texts[pd.isna(texts)] = None
    return texts
