"""What supplements, extensions and applications have made of the agreed days.

Amendments are applied in order of signing, the first of every contract together, then the second, and so
on, because each starts from what the one before it left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.clauses.milestone_days import earliest_start
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, add_years, count_late, earlier, later
from landwatch.rules.events import EventLog, Occurrences
from landwatch.rules.excuse_periods import Periods
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose, code

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
    acts = _Acts.of(
        replace(found, row=np.searchsorted(rows, found.row)),
        extension_cap_years.counts(contract_text_on)[rows],
        extension_application_days.counts(contract_text_on)[rows],
    )
    for first_of_each in acts.rounds():
        _amend(few, first_of_each, delays)
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


class _Effect(StrEnum):
    """What an act does to the agreed days."""

    NONE = "none"
    APPLICATION = "application"
    EXTENSION = "extension"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"


@dataclass(frozen=True, eq=False)
class _Acts:
    """Applications, approved extensions and supplements, in the order in which they work."""

    row: Integers
    day: Days
    kind: Codes
    commencement: Days
    completion: Days
    cap_years: Integers
    days_ahead: Integers

    @classmethod
    def of(cls, found: Occurrences, cap_years: Integers, days_ahead: Integers) -> _Acts:
        to, end = found.days("new_commencement"), found.days("new_completion")
        kind = choose(
            _Effect.SUPPLEMENT,
            (found.is_a(EventType.EXTENSION_APPLICATION), _Effect.APPLICATION),
            (found.is_a(EventType.EXTENSION_APPROVED), _Effect.EXTENSION),
        )
        # On one day an application comes before an approval, that before a supplement: the order of kinds.
        order = np.lexsort((end, to, kind, found.day, found.row))
        row = found.row[order]
        return cls(row, found.day[order], kind[order], to[order], end[order], cap_years[row], days_ahead[row])

    def rounds(self) -> Iterator[_Acts]:
        """The first act of every row, then the second of those that have one, and so on."""
        turn = np.arange(len(self.row)) - np.searchsorted(self.row, self.row)
        for number in range(int(turn.max()) + 1):
            yield _Acts(*(getattr(self, item.name)[turn == number] for item in fields(self)))

    def is_a(self, kind: _Effect) -> Booleans:
        return np.asarray(self.kind == code(kind))


def _amend(state: Amendments, acts: _Acts, delays: _Delays) -> None:
    """Work one act into each row: the table of what each does."""
    row, to, end = acts.row, acts.commencement, acts.completion
    in_force, completion, base = state.commencement[row], state.completion[row], state.base[row]
    names_start, names_end = ~np.isnat(to), ~np.isnat(end)
    limit, cap = add_days(in_force, -acts.days_ahead), add_years(base, acts.cap_years)

    effect = choose(
        _Effect.NONE,
        (acts.is_a(_Effect.APPLICATION), _Effect.APPLICATION),
        # Only what names a day binds, and no supplement that names one before its own signing.
        (acts.is_a(_Effect.SUPPLEMENT) & ((to < acts.day) | (end < acts.day)), _Effect.REFUSED),
        (~names_start & ~names_end, _Effect.NONE),
        (acts.is_a(_Effect.EXTENSION), _Effect.EXTENSION),
        (acts.is_a(_Effect.SUPPLEMENT), _Effect.SUPPLEMENT),
    )
    applied, extended, supplemented = (
        effect == code(each) for each in (_Effect.APPLICATION, _Effect.EXTENSION, _Effect.SUPPLEMENT)
    )
    binds = extended | supplemented
    starts_anew = binds & names_start

    commencement = _first_of(
        in_force,
        (extended & names_start, later(in_force, earlier(to, cap))),
        (supplemented & names_start, to),
    )
    moved = np.where(np.isnat(in_force), np.timedelta64(0, "D"), commencement - in_force)
    late = delays.late(state, row, acts.day)
    after = {
        "commencement": commencement,
        "completion": _first_of(completion, (binds & names_end, end), (extended, completion + moved)),
        "base": _first_of(
            base,
            (extended & (state.counted_from == "in_force"), commencement),
            (supplemented & names_start & (state.counted_from != "contract"), to),
        ),
        "signing": _first_of(state.signing[row], (binds, acts.day)),
        "renewal": _first_of(state.renewal[row], (starts_anew, acts.day)),
        "application_limit": _first_of(state.application_limit[row], (applied, limit)),
        "extended": (state.extended[row] | (extended & names_start)) & ~(supplemented & names_start),
        "supplemented": state.supplemented[row] | (supplemented & names_start),
        "capped": state.capped[row] | (extended & (to > cap)),
        "refused": state.refused[row] | (effect == code(_Effect.REFUSED)),
        "applied_late": state.applied_late[row] | (applied & (acts.day > limit)),
        # Where the commencement day stays, its days late still run and are not superseded.
        "superseded_days": state.superseded_days[row] + np.where(binds & (commencement != in_force), late, 0),
    }
    for name, values in after.items():
        getattr(state, name)[row] = values


def _first_of(otherwise: Days, *cases: tuple[Booleans, Days]) -> Days:
    """Give each row the day of the first case that holds for it."""
    conditions, days = zip(*cases, strict=True)
    return np.select(conditions, days, otherwise)
