"""Which day binds: the contract's own, a derived one, or that of the newest supplement or extension.

Resolution order of reference.md 2.4. Amendments are applied in order of signing, the first of every
contract together, then the second, and so on, because each starts from what the one before it left.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from landwatch.model import DueSource, EventType
from landwatch.rules.days import Days, Integers, add_days, add_years, count_late
from landwatch.rules.events import EventLog
from landwatch.rules.periods import Periods
from landwatch.rules.values import value
from landwatch.rules.words import Codes, choose

__all__ = [
    "Amendments",
    "agreed_or_derived_commencement",
    "amendments",
    "application_after_30d_limit",
    "commencement_due",
    "commencement_due_after_extension",
    "commencement_due_source",
    "completion_day_in_force",
    "derived_commencement_due",
    "extension_exceeds_one_year_capped",
    "handed_over_on",
    "latest_application_date",
    "max_extended_commencement",
    "new_commencement_before_signing",
    "newest_renewal",
    "newest_signing",
    "superseded_commencement_days",
    "superseded_penalty_not_charged_unless_reserved",
]

Booleans = NDArray[np.bool_]


@value("fact", "handed_over_on", zh="实际交地日", en="handed over on", clause="交地确认书")
def handed_over_on(event_log: EventLog) -> Days:
    """Day of the first handover confirmation."""
    return event_log.first(EventType.HANDED_OVER)


@value(
    "date",
    "derived_commencement_due",
    zh="推定动工日",
    en="derived commencement day",
    clause="闲置土地处置办法(53号令)第二十二条",
)
def derived_commencement_due(
    agreed_commencement: Days,
    handed_over_on: Days,
    has_phases: Booleans,
    derived_commencement_years: Integers,
) -> Days:
    """Handover and one year, where the contract agrees no commencement day."""
    derived = add_years(handed_over_on, derived_commencement_years)
    derived[~np.isnat(agreed_commencement) | has_phases] = np.datetime64("NaT")
    return derived


@value(
    "fact",
    "agreed_or_derived_commencement",
    zh="原约定动工日",
    en="commencement day as signed",
    clause="合同第十六条",
)
def agreed_or_derived_commencement(agreed_commencement: Days, derived_commencement_due: Days) -> Days:
    """The day the contract itself fixes, before any amendment."""
    return np.where(np.isnat(agreed_commencement), derived_commencement_due, agreed_commencement)


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


def amendments(
    event_log: EventLog,
    agreed_or_derived_commencement: Days,
    agreed_completion: Days,
    commenced_on: Days,
    verified_excuses: Periods,
    late_handover: Periods,
    extension_cap_years: Integers,
    extension_application_days: Integers,
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
    kind = found.kinds
    to, end = found.days("new_commencement"), found.days("new_completion")
    # On one day an application comes before an approval, and that before a supplement: alphabetical too.
    order = np.lexsort((end, to, kind, found.day, found.row))
    row, day, kind, to, end = found.row[order], found.day[order], kind[order], to[order], end[order]
    turn = np.arange(len(row)) - np.searchsorted(row, row)
    for number in range(int(turn.max()) + 1):
        now = turn == number
        applying = now & (kind == EventType.EXTENSION_APPLICATION.value)
        _apply(state, row[applying], day[applying], extension_application_days)
        for chosen, amend in (
            (now & (kind == EventType.EXTENSION_APPROVED.value), _extend),
            (now & (kind == EventType.SUPPLEMENTARY_AGREEMENT.value), _supplement),
        ):
            if not chosen.any():
                continue
            of, on, new_start, new_end = (column[chosen] for column in (row, day, to, end))
            binding = _binding(state, amend is _supplement, of, on, new_start, new_end)
            of, on, new_start, new_end = (c[binding] for c in (of, on, new_start, new_end))
            late = _superseded(state, of, on, commenced_on, verified_excuses, late_handover)
            replaced = state.commencement[of]
            amend(state, of, new_start, new_end, extension_cap_years)
            # Where the commencement day stays, its days late still run and are not superseded.
            state.superseded_days[of] += np.where(state.commencement[of] == replaced, 0, late)
            state.signing[of] = on
            state.renewal[of] = np.where(np.isnat(new_start), state.renewal[of], on)
    return state


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


def _superseded(
    state: Amendments, row: Integers, day: Days, commenced_on: Days, excuses: Periods, handover: Periods
) -> Integers:
    """Days late under the day in force until it is replaced; kept, but charged only if reserved."""
    until = np.full(len(state.commencement), np.datetime64("NaT"), dtype="datetime64[D]")
    until[row] = day
    amended = np.zeros(len(until), dtype=np.bool_)
    amended[row] = True
    unsigned = handover.where(amended[handover.row] & np.isnat(state.signing[handover.row]))
    excused = excuses.where(amended[excuses.row])
    periods = excused.joined(unsigned).clipped(state.signing, until).merged()
    moved = periods.where(periods.walked(state.commencement)).days_by_row(len(until))
    return count_late(np.fmin(day, commenced_on[row]), add_days(state.commencement[row], moved[row]))


def _extend(state: Amendments, row: Integers, to: Days, end: Days, cap_years: Integers) -> None:
    cap = add_years(state.base[row], cap_years[row])
    state.capped[row] |= to > cap
    before = state.commencement[row]
    after = np.fmax(before, np.where(np.isnat(to), before, np.fmin(to, cap)))
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


@value(
    "date",
    "commencement_due",
    zh="有效约定动工日",
    en="commencement day in force",
    clause="GF-2008-2601 第十六条; 民法典第五百四十三条",
    certainty="convention",
)
def commencement_due(amendments: Amendments) -> Days:
    """Commencement day of the newest supplement or extension, else of the contract, else derived."""
    return amendments.commencement


@value(
    "fact",
    "completion_day_in_force",
    zh="有效约定竣工日(未计免责天数)",
    en="completion day in force, before excused days",
    clause="GF-2008-2601 第十六条",
    certainty="convention",
)
def completion_day_in_force(amendments: Amendments) -> Days:
    """Completion day of the newest supplement or extension, else of the contract."""
    return amendments.completion


@value(
    "fact",
    "commencement_due_source",
    zh="动工日依据",
    en="what fixed the commencement day",
    clause="合同第十六条; 53号令第二十二条",
    certainty="convention",
    words=DueSource,
)
def commencement_due_source(amendments: Amendments, agreed_commencement: Days) -> Codes:
    """The contract itself, a supplement, an extension, or the handover."""
    return choose(
        DueSource.DERIVED,
        (np.isnat(amendments.commencement), DueSource.UNKNOWN),
        (amendments.extended, DueSource.EXTENSION),
        (amendments.supplemented, DueSource.SUPPLEMENT),
        (~np.isnat(agreed_commencement), DueSource.CONTRACT),
    )


@value("fact", "newest_signing", zh="最近一次变更签订日", en="newest signing", clause="补充协议、延建批准")
def newest_signing(amendments: Amendments) -> Days:
    """Signing day of the newest supplement or approved extension in force."""
    return amendments.signing


def newest_renewal(amendments: Amendments) -> Days:
    """Signing day of the newest supplement or approved extension that names a commencement day."""
    return amendments.renewal


@value(
    "date",
    "commencement_due_after_extension",
    zh="延建后动工日",
    en="commencement day after the extension",
    clause="GF-2008-2601 第十六条",
    certainty="seen",
)
def commencement_due_after_extension(amendments: Amendments) -> Days:
    """Day in force where an approved extension fixed it."""
    return np.where(amendments.extended, amendments.commencement, np.datetime64("NaT", "D"))


@value(
    "date",
    "max_extended_commencement",
    zh="延建最晚动工日",
    en="latest commencement day an extension can reach",
    clause="GF-2008-2601 第十六条(延建不超过一年)",
    certainty="convention",
)
def max_extended_commencement(amendments: Amendments, extension_cap_years: Integers) -> Days:
    """One year after the day from which the extension counts."""
    return add_years(amendments.base, extension_cap_years)


@value(
    "date",
    "latest_application_date",
    zh="延建申请最晚日",
    en="last day to apply for an extension",
    clause="GF-2008-2601 第十六条(提前30日)",
    certainty="seen",
)
def latest_application_date(amendments: Amendments, extension_application_days: Integers) -> Days:
    """Thirty days before the day in force when the application was filed, or today's where none was."""
    open_limit = add_days(amendments.commencement, -extension_application_days)
    return np.where(np.isnat(amendments.application_limit), open_limit, amendments.application_limit)


@value(
    "days",
    "superseded_commencement",
    zh="被替换约定日下的逾期天数",
    en="days late under days replaced since",
    clause="民法典第五百四十三条",
    certainty="convention",
)
def superseded_commencement_days(amendments: Amendments) -> Integers:
    """Days late that accrued before a supplement or extension replaced the day."""
    return amendments.superseded_days


@value(
    "flag",
    "superseded_penalty_not_charged_unless_reserved",
    zh="被替换期间的违约金除非另有保留不计收",
    en="damages of the replaced day are not charged unless the supplement reserves them",
    clause="民法典第五百四十三条",
    certainty="convention",
)
def superseded_penalty_not_charged_unless_reserved(superseded_commencement_days: Integers) -> Booleans:
    """A default had begun under the day that was replaced."""
    return superseded_commencement_days > 0


@value(
    "flag",
    "application_after_30d_limit",
    zh="延建申请晚于提前30日期限",
    en="extension applied for after the 30-day limit",
    clause="GF-2008-2601 第十六条",
    certainty="seen",
)
def application_after_30d_limit(amendments: Amendments) -> Booleans:
    """An application was filed later than thirty days before the day in force."""
    return amendments.applied_late


@value(
    "flag",
    "extension_exceeds_one_year_capped",
    zh="延建超过一年，按一年封顶，待复核",
    en="extension above one year, capped pending review",
    clause="GF-2008-2601 第十六条",
    certainty="convention",
)
def extension_exceeds_one_year_capped(amendments: Amendments) -> Booleans:
    """An approved extension names a day beyond the one-year cap."""
    return amendments.capped


@value(
    "flag",
    "new_commencement_before_signing",
    zh="补充协议约定日早于签订日，不予采用",
    en="supplement names a day before its own signing; refused",
    clause="最高法行政协议典型案例",
    certainty="seen",
)
def new_commencement_before_signing(amendments: Amendments) -> Booleans:
    """A supplement is back-dated."""
    return amendments.refused
