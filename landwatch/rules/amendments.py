"""What supplements, extensions and applications have made of the agreed days.

Amendments are applied in order of signing, the first of every contract together, then the second, and so
on, because each starts from what the one before it left.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, add_years, count_late, earlier, later
from landwatch.rules.events import EventLog, Occurrences
from landwatch.rules.milestone_days import earliest_start
from landwatch.rules.parameters import LawValue
from landwatch.rules.periods import Periods

__all__ = [
    "Amendments",
    "amendments",
]

Booleans = NDArray[np.bool_]


@dataclass(eq=False)
class Amendments:
    """What supplements, extensions and applications have made of the agreed days, row by row.

    Attributes
    ----------
    commencement, completion
        The days in force.
    base
        The day from which the cap of extensions counts: by convention the commencement day of the contract
        or newest supplement, of the contract alone, or in force.
    counted_from
        Which of these: ``agreed``, ``contract`` or ``in_force``.
    signing, renewal
        Signing day of the newest supplement or approved extension that names a day, and of the newest that
        names a commencement day.
    extended, supplemented
        Whether an approved extension, or a supplement, fixed the commencement day in force.
    superseded_days
        Days late under days that were replaced later.
    application_limit
        Last day on which the newest extension application could be filed in time.
    capped, refused, applied_late
        An extension above the cap; a back-dated supplement; an application filed too late.
    """

    commencement: Days
    completion: Days
    base: Days
    counted_from: str
    signing: Days = field(init=False)
    renewal: Days = field(init=False)
    extended: Booleans = field(init=False)
    supplemented: Booleans = field(init=False)
    superseded_days: Integers = field(init=False)
    application_limit: Days = field(init=False)
    capped: Booleans = field(init=False)
    refused: Booleans = field(init=False)
    applied_late: Booleans = field(init=False)

    def __post_init__(self) -> None:
        rows = len(self.commencement)
        for item in fields(self):
            if item.init and item.name != "counted_from":
                setattr(self, item.name, getattr(self, item.name).copy())
        self.signing = np.full(rows, np.datetime64("NaT"), dtype="datetime64[D]")
        self.renewal, self.application_limit = self.signing.copy(), self.signing.copy()
        self.superseded_days = np.zeros(rows, dtype=np.int64)
        self.extended = np.zeros(rows, dtype=np.bool_)
        self.supplemented, self.capped, self.refused, self.applied_late = (
            self.extended.copy() for _ in range(4)
        )

    def take_over(self, few: Amendments, rows: Integers) -> None:
        """Write what was found for some of the rows to their places.

        Parameters
        ----------
        few
            The state of those rows, in their order.
        rows
            Their numbers.
        """
        for item in fields(self):
            if item.name != "counted_from":
                getattr(self, item.name)[rows] = getattr(few, item.name)


def amendments(
    event_log: EventLog,
    agreed_or_derived_commencement: Days,
    agreed_completion: Days,
    commenced_on: Days,
    verified_excuses: Periods,
    late_handover: Periods,
    extension_cap_years: LawValue,
    extension_application_days: LawValue,
    contract_text_on: Days,
    agreed_handover: Days,
    agreed_commencement: Days,
    handed_over_on: Days,
    handover_moves_the_day: bool,
    extension_base: str,
) -> Amendments:
    """Apply applications, extensions and supplements in order of their day."""
    agreed = agreed_or_derived_commencement
    state = Amendments(agreed, agreed_completion, agreed, extension_base)
    found = event_log.of(
        EventType.EXTENSION_APPLICATION, EventType.EXTENSION_APPROVED, EventType.SUPPLEMENTARY_AGREEMENT
    )
    if len(found) == 0:
        return state
    rows = found.row[np.append(True, found.row[1:] != found.row[:-1])]
    few = Amendments(agreed[rows], agreed_completion[rows], agreed[rows], extension_base)
    delays = _Delays(
        commenced_on[rows],
        verified_excuses.among(rows),
        late_handover.among(rows),
        agreed_handover[rows],
        agreed_commencement[rows],
        handed_over_on[rows],
        handover_moves_the_day,
    )
    _amend(
        few,
        replace(found, row=np.searchsorted(rows, found.row)),
        delays,
        extension_cap_years.counts(contract_text_on)[rows],
        extension_application_days.counts(contract_text_on)[rows],
    )
    state.take_over(few, rows)
    return state


@dataclass(frozen=True, eq=False)
class _Delays:
    """What says how late a row was under a day that was replaced: its start, excuses and handover."""

    commenced_on: Days
    excuses: Periods
    late_handover: Periods
    agreed_handover: Days
    agreed_commencement: Days
    handed_over_on: Days
    handover_moves: bool

    def due(self, state: Amendments, row: Integers, day: Days) -> Days:
        """The day in force as these move it by the day on which it is replaced."""
        until = np.full(len(state.commencement), np.datetime64("NaT"), dtype="datetime64[D]")
        until[row] = day
        amended, unsigned = ~np.isnat(until), np.isnat(state.signing)
        late = self.late_handover.where((amended & unsigned)[self.late_handover.row])
        late = late.clipped(state.signing, until)
        excused = self.excuses.where(amended[self.excuses.row]).clipped(state.signing, until)
        periods = excused.joined(late).merged()
        moves = periods.walked(state.commencement, late.covered(periods))
        moved = add_days(state.commencement, periods.days_by_row(len(until), moves))
        start = earliest_start(
            self.agreed_handover, self.agreed_commencement, self.handed_over_on, until, self.handover_moves
        )
        return later(moved, np.where(unsigned, start, NO_DAY))[row]

    def late(self, state: Amendments, row: Integers, day: Days) -> Integers:
        """Days late under the day in force until it is replaced; kept, but charged only if reserved."""
        return count_late(earlier(day, self.commenced_on[row]), self.due(state, row, day))


def _amend(
    state: Amendments,
    found: Occurrences,
    delays: _Delays,
    cap_years: Integers,
    days_ahead: Integers,
) -> None:
    to, end = found.days("new_commencement"), found.days("new_completion")
    row, day, kind = found.row, found.day, found.kind
    if ((row[1:] == row[:-1]) & (day[1:] == day[:-1])).any():
        # On one day an application comes before an approval, that before a supplement: the order of kinds.
        order = np.lexsort((end, to, kind, day, row))
        row, day, kind, to, end = row[order], day[order], kind[order], to[order], end[order]
    found = replace(found, kind=kind)
    applies, extends, supplements = (
        found.is_a(kind)
        for kind in (
            EventType.EXTENSION_APPLICATION,
            EventType.EXTENSION_APPROVED,
            EventType.SUPPLEMENTARY_AGREEMENT,
        )
    )
    turn = np.arange(len(row)) - np.searchsorted(row, row)
    for number in range(int(turn.max()) + 1):
        now = turn == number
        _apply(state, row[now & applies], day[now & applies], days_ahead)
        for chosen, amend in ((now & extends, _extend), (now & supplements, _supplement)):
            if not chosen.any():
                continue
            of, on, new_start, new_end = (column[chosen] for column in (row, day, to, end))
            binding = _binding(state, amend is _supplement, of, on, new_start, new_end)
            of, on, new_start, new_end = (c[binding] for c in (of, on, new_start, new_end))
            late = delays.late(state, of, on)
            replaced = state.commencement[of]
            amend(state, of, new_start, new_end, cap_years)
            # Where the commencement day stays, its days late still run and are not superseded.
            state.superseded_days[of] += np.where(state.commencement[of] == replaced, 0, late)
            state.signing[of] = on
            state.renewal[of] = np.where(np.isnat(new_start), state.renewal[of], on)


def _apply(state: Amendments, row: Integers, day: Days, days_ahead: Integers) -> None:
    limit = add_days(state.commencement[row], -days_ahead[row])
    state.application_limit[row] = limit
    state.applied_late[row] |= day > limit


def _binding(state: Amendments, supplements: bool, row: Integers, day: Days, to: Days, end: Days) -> Booleans:
    """Only amendments that name a day bind; a supplement that names one before its signing is refused."""
    names_a_day = ~(np.isnat(to) & np.isnat(end))
    if not supplements:
        return names_a_day
    back_dated = (to < day) | (end < day)
    state.refused[row] |= back_dated
    return names_a_day & ~back_dated


def _extend(state: Amendments, row: Integers, to: Days, end: Days, cap_years: Integers) -> None:
    cap = add_years(state.base[row], cap_years[row])
    state.capped[row] |= to > cap
    before = state.commencement[row]
    after = later(before, np.where(np.isnat(to), before, earlier(to, cap)))
    moved = np.where(np.isnat(before), np.timedelta64(0, "D"), after - before)
    state.commencement[row] = after
    state.completion[row] = np.where(np.isnat(end), state.completion[row] + moved, end)
    state.extended[row] |= ~np.isnat(to)
    if state.counted_from == "in_force":
        state.base[row] = after


def _supplement(state: Amendments, row: Integers, to: Days, end: Days, cap_years: Integers) -> None:
    named = ~np.isnat(to)
    state.commencement[row[named]] = to[named]
    if state.counted_from != "contract":
        state.base[row[named]] = to[named]
    state.extended[row[named]] = False
    state.supplemented[row[named]] = True
    state.completion[row] = np.where(np.isnat(end), state.completion[row], end)
