"""Periods of excused days: cutting, merging and walking them, for all contracts at once.

A period is a row (whose contract or part it is) with an inclusive first and last day. Nothing loops
over contracts: periods are sorted by row and day, a running maximum merges what overlaps or touches,
and sums within a row give the walk of reference.md 2.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landwatch.rules.days import Days, Integers, add_days, add_years, earlier, later

__all__ = ["Periods", "line_after"]

Booleans = NDArray[np.bool_]

# Room for 2,871 years of days beside the row number in one 64-bit key; days before 1970 are negative.
_SPAN = 1 << 20
_OFFSET = 1 << 19


@dataclass(frozen=True, eq=False)
class Periods:
    """Inclusive periods, each belonging to a row.

    Attributes
    ----------
    row
        Index of the contract or part the period belongs to.
    start, end
        First and last day, both counted.
    """

    row: Integers
    start: Days
    end: Days

    @classmethod
    def none(cls) -> Periods:
        """Return no periods at all."""
        no_days = np.empty(0, dtype="datetime64[D]")
        return cls(np.empty(0, dtype=np.int64), no_days, no_days)

    def __len__(self) -> int:
        return len(self.row)

    def where(self, kept: Booleans) -> Periods:
        """Keep the periods chosen by a mask.

        Parameters
        ----------
        kept
            One boolean a period.

        Returns
        -------
        Periods
            The chosen periods.
        """
        if kept.all():
            return self
        places = np.flatnonzero(kept)
        return Periods(self.row[places], self.start[places], self.end[places])

    def among(self, rows: Integers) -> Periods:
        """Keep the periods of some rows, numbered in their order.

        Parameters
        ----------
        rows
            The rows, in ascending order.

        Returns
        -------
        Periods
            Those rows' periods.
        """
        place = np.searchsorted(rows, self.row)
        inside = np.append(rows, -1)[place] == self.row
        return Periods(place, self.start, self.end).where(inside)

    def joined(self, other: Periods) -> Periods:
        """Put two sets of periods together.

        Parameters
        ----------
        other
            Further periods over the same rows.

        Returns
        -------
        Periods
            All of them, unmerged.
        """
        return Periods(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.start, other.start]),
            np.concatenate([self.end, other.end]),
        )

    def clipped(self, after: Days, until: Days) -> Periods:
        """Cut off the days up to `after` and those past `until`, row by row.

        Parameters
        ----------
        after
            For each row, the day up to and including which days do not count; NaT cuts nothing.
        until
            For each row, the last day that counts.

        Returns
        -------
        Periods
            What is left; periods of which nothing is left are gone.
        """
        start = later(self.start, add_days(after[self.row], 1))
        end = earlier(self.end, until[self.row])
        return Periods(self.row, start, end).where(start <= end)

    def merged(self) -> Periods:
        """Merge what overlaps or touches within a row.

        Returns
        -------
        Periods
            Disjoint periods in order of row and day, at least one free day between two of a row.
        """
        if len(self) == 0:
            return self
        row, (first, last) = self.row, self._keys()
        if (first[1:] < first[:-1]).any():
            order = np.argsort(first, kind="stable")
            row, first, last = row[order], first[order], last[order]
        reach = np.maximum.accumulate(last)
        opens = np.empty(len(first), dtype=np.bool_)
        opens[0] = True
        opens[1:] = first[1:] > reach[:-1] + 1
        begin = np.flatnonzero(opens)
        finish = np.append(begin[1:], len(first)) - 1
        row = row[begin]
        return Periods(row, _day(first[begin], row), _day(reach[finish], row))

    def lengths(self) -> Integers:
        """Count the days of each period.

        Returns
        -------
        Integers
            At least 1 each.
        """
        counted: Integers = (self.end - self.start).view(np.int64) + 1
        return counted

    def walked(self, due: Days, sure: Booleans | None = None) -> Booleans:
        """Walk merged periods in order of day and find those that move the due day.

        A period that begins on or before the due day as moved so far adds its length; the first that
        begins later is post-default, and so is all that follows it, up to one that moves the day for sure.

        Parameters
        ----------
        due
            The due day of each row; an unknown one is moved by nothing.
        sure
            For each period, whether it moves the day wherever it begins; none where it is not given.

        Returns
        -------
        Booleans
            For each period, whether its days are added.
        """
        sure = np.zeros(len(self), dtype=np.bool_) if sure is None else sure & ~np.isnat(due[self.row])
        moves = np.asarray(self.start <= due[self.row]) | sure
        follows = np.zeros(len(self), dtype=np.bool_)
        follows[1:] = self.row[1:] == self.row[:-1]
        # The first period of each row is judged; now the second of every row together, and so on.
        turn = np.flatnonzero(follows[1:] & ~follows[:-1]) + 1
        length, moved = self.lengths(), np.zeros(len(self), dtype=np.int64)
        while len(turn):
            moved[turn] = moved[turn - 1] + length[turn - 1] * moves[turn - 1]
            due_as_moved = due[self.row[turn]] + moved[turn].view("timedelta64[D]")
            moves[turn] = moves[turn - 1] & (self.start[turn] <= due_as_moved) | sure[turn]
            turn = turn[turn < len(self) - 1] + 1
            turn = turn[follows[turn]]
        return moves

    def days_by_row(self, rows: int, counted: Booleans | None = None) -> Integers:
        """Sum the days of the periods of each row.

        Parameters
        ----------
        rows
            Number of rows.
        counted
            The periods whose days count; all of them where it is not given.

        Returns
        -------
        Integers
            Days, one number a row.
        """
        total = np.zeros(rows, dtype=np.int64)
        np.add.at(total, self.row, self.lengths() if counted is None else self.lengths() * counted)
        return total

    def any_by_row(self, rows: int) -> Booleans:
        """Tell which rows have a period.

        Parameters
        ----------
        rows
            Number of rows.

        Returns
        -------
        Booleans
            One boolean a row.
        """
        found = np.zeros(rows, dtype=np.bool_)
        found[self.row] = True
        return found

    def within(self, merged: Periods) -> Integers:
        """Find the merged period in which each of these periods lies.

        Parameters
        ----------
        merged
            Result of :meth:`merged` on periods that contain these.

        Returns
        -------
        Integers
            Position in `merged` for each period.
        """
        inside: Integers = np.searchsorted(merged._keys()[0], self._keys()[0], side="right") - 1
        return inside

    def covered(self, merged: Periods) -> Booleans:
        """Tell which merged periods hold one of these.

        Parameters
        ----------
        merged
            Result of :meth:`merged` on periods that contain these.

        Returns
        -------
        Booleans
            One boolean a merged period.
        """
        found = np.zeros(len(merged), dtype=np.bool_)
        found[self.within(merged)] = True
        return found

    def _keys(self) -> tuple[Integers, Integers]:
        base = self.row * _SPAN + _OFFSET
        return base + self.start.view(np.int64), base + self.end.view(np.int64)


def line_after(due: Days, pauses: Periods, years: Integers) -> Days:
    """Go to the day after so many full years, moved by the pauses that began within them.

    Parameters
    ----------
    due
        The day from which the clock runs, for each row.
    pauses
        Periods in which it stands still.
    years
        Full years, for each row.

    Returns
    -------
    Days
        First day past the line; NaT where no day starts the clock.
    """
    full = add_years(due, years)
    paused = pauses.days_by_row(len(due), pauses.walked(full))
    return add_days(full, paused + 1)


def _day(keys: Integers, row: Integers) -> Days:
    return (keys - row * _SPAN - _OFFSET).view("datetime64[D]")
