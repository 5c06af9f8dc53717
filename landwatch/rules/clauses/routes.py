"""Which routes against idle land are open: the fee (M53 Art. 14(1)) and free recovery (Art. 14(2)).

A route is offered only when all its records exist. Where a decision was served it is judged as of its own
day: what was missing then is not cured by what came later, and what was sound then stays so.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType, RouteStatus
from landwatch.rules.clauses.milestone_days import is_never
from landwatch.rules.clauses.on_file import Decision, stands_against
from landwatch.rules.days import Days, add_days, add_years
from landwatch.rules.events import EventLog
from landwatch.rules.excuse_periods import Periods, line_after
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose
from landwatch.rules.values import value

__all__ = [
    "fee_decided_on",
    "fee_decision",
    "fee_line",
    "fee_route_status",
    "gross_first_2y_day",
    "gross_first_idle_day",
    "idle_since",
    "is_idle_by_days",
    "is_idle_when_judged",
    "is_recoverable_when_judged",
    "records_incomplete",
    "recovery_decided_on",
    "recovery_decision",
    "recovery_judged_on",
    "recovery_route_status",
    "route_judged_on",
]

Booleans = NDArray[np.bool_]


def is_idle_by_days(on: Days, has_started: Booleans, first_idle_day: Days) -> Booleans:
    """Land that has not started and is past its full year."""
    return ~has_started & (on >= first_idle_day)


def fee_decided_on(fee_charged_on: Days, newest_renewal: Days) -> Days:
    """Day on which the newest fee decision was served, or the fee paid, since a day was agreed anew."""
    return _since(newest_renewal, fee_charged_on)


def recovery_decided_on(event_log: EventLog, newest_renewal: Days) -> Days:
    """Day on which the newest recovery decision was served, since a day was agreed anew."""
    return _since(newest_renewal, event_log.last(EventType.RECOVERY_DECISION_SERVED))


def recovery_judged_on(on: Days, recovery_decided_on: Days) -> Days:
    """The day of the recovery decision, whose law says whether two years had passed; else the judged day."""
    if is_never(recovery_decided_on):
        return on
    return np.where(np.isnat(recovery_decided_on), on, recovery_decided_on)


def _since(renewal: Days, decided: Days) -> Days:
    if is_never(decided):
        return decided
    return np.where(decided <= renewal, np.datetime64("NaT", "D"), decided)


def route_judged_on(on: Days, fee_decided_on: Days, recovery_decided_on: Days, first_2y_day: Days) -> Days:
    """The recovery's day where it was decided, the fee's while only the fee is in play, else today."""
    if is_never(fee_decided_on, recovery_decided_on):
        return on
    fee_only = ~np.isnat(fee_decided_on) & ~(on >= first_2y_day)
    return np.where(
        np.isnat(recovery_decided_on), np.where(fee_only, fee_decided_on, on), recovery_decided_on
    )


def fee_line(
    fee_decided_on: Days, idle_clock_start: Days, idle_pauses: Periods, idle_first_years: LawValue
) -> Days:
    """First day on which the fee could be decided, by the law of the day on which it was."""
    if is_never(fee_decided_on):
        return fee_decided_on
    return line_after(idle_clock_start, idle_pauses, idle_first_years.counts(fee_decided_on))


def is_idle_when_judged(route_judged_on: Days, started_on: Days, first_idle_day: Days) -> Booleans:
    """Idle by days on the day a route is judged: only then a route is spoken of."""
    return ~(started_on <= route_judged_on) & (route_judged_on >= first_idle_day)


def is_recoverable_when_judged(
    is_idle_when_judged: Booleans, route_judged_on: Days, first_2y_day: Days
) -> Booleans:
    """Idle for more than two full years on that day."""
    return is_idle_when_judged & (route_judged_on >= first_2y_day)


@value(
    "date",
    "gross_first_idle_day",
    zh="自原约定日起满一年次日(毛时间)",
    en="first day after the full year, counted from the agreed day (gross)",
    clause="公开裁判(毛时间与净时间并存)",
    certainty="seen",
)
def gross_first_idle_day(commencement_due: Days, idle_first_years: LawValue, route_judged_on: Days) -> Days:
    """Bureaus also count all the time since the day in force and let causes choose only the route."""
    return add_days(add_years(commencement_due, idle_first_years.counts(route_judged_on)), 1)


@value(
    "date",
    "gross_first_2y_day",
    zh="自原约定日起满两年次日(毛时间)",
    en="first day after two full years, counted from the agreed day (gross)",
    clause="公开裁判(毛时间与净时间并存)",
    certainty="seen",
)
def gross_first_2y_day(commencement_due: Days, idle_second_years: LawValue, recovery_judged_on: Days) -> Days:
    """The two-year line without excused or paused days."""
    return add_days(add_years(commencement_due, idle_second_years.counts(recovery_judged_on)), 1)


@value(
    "date",
    "idle_since",
    zh="闲置起算日(认定书口径)",
    en="idle since, as a recognition letter counts",
    clause="公开裁判: 认定书自逾期首日起算",
    certainty="seen",
)
def idle_since(is_idle_by_days: Booleans, effective_commencement_due: Days) -> Days:
    """The first day of delay, not the first day after the full year."""
    return np.where(is_idle_by_days, add_days(effective_commencement_due, 1), np.datetime64("NaT", "D"))


def fee_decision(
    event_log: EventLog,
    fee_decided_on: Days,
    fee_line: Days,
    newest_renewal: Days,
    idle_clock_start: Days,
    idle_pauses: Periods,
    idle_first_years: LawValue,
    idle_second_years: LawValue,
    started_on: Days,
    handed_over_on: Days,
    commencement_due: Days,
    effective_commencement_due: Days,
    hearing_request_working_days: LawValue,
) -> Decision:
    """The newest fee decision with what was on file on its day; the law is that of its day, too."""
    causes, gross, two_years = Periods.none(), fee_decided_on, fee_decided_on
    if not is_never(fee_decided_on):
        causes = event_log.periods(EventType.GOVERNMENT_CAUSE, verified=True)
        gross = add_days(add_years(commencement_due, idle_first_years.counts(fee_decided_on)), 1)
        two_years = line_after(idle_clock_start, idle_pauses, idle_second_years.counts(fee_decided_on))
    return Decision(
        event_log=event_log,
        decided=fee_decided_on,
        line=fee_line,
        idle_since=gross,
        told_since=gross,
        started=started_on,
        handed_over=handed_over_on,
        due=effective_commencement_due,
        agreed=commencement_due,
        causes=stands_against(causes, newest_renewal, fee_decided_on, two_years),
        hearing_request_working_days=hearing_request_working_days,
    )


def recovery_decision(
    fee_decision: Decision,
    event_log: EventLog,
    recovery_decided_on: Days,
    newest_renewal: Days,
    first_2y_day: Days,
    gross_first_idle_day: Days,
    gross_first_2y_day: Days,
) -> Decision:
    """The newest recovery decision; hearing notice and approval of the first two years were the fee's."""
    causes = event_log.periods(EventType.GOVERNMENT_CAUSE, verified=True)
    return replace(
        fee_decision,
        decided=recovery_decided_on,
        line=first_2y_day,
        idle_since=gross_first_idle_day,
        told_since=gross_first_2y_day,
        causes=stands_against(causes, newest_renewal, recovery_decided_on, first_2y_day),
    )


def records_incomplete(
    handover_confirmation_missing: Booleans,
    handover_after_agreed_day: Booleans,
    agreed_site_condition_not_met: Booleans,
    cause_covers_agreed_day: Booleans,
    permit_granted_after_default: Booleans,
    cause_inquiry_missing: Booleans,
    cause_inquiry_not_served: Booleans,
    idle_recognition_missing: Booleans,
    hearing_notice_missing: Booleans,
    hearing_window_open: Booleans,
    government_approval_missing: Booleans,
    government_cause_verified: Booleans,
) -> Booleans:
    """Anything that stands against both routes, whichever is taken next."""
    return (
        handover_confirmation_missing
        | handover_after_agreed_day
        | agreed_site_condition_not_met
        | cause_covers_agreed_day
        | permit_granted_after_default
        | cause_inquiry_missing
        | cause_inquiry_not_served
        | idle_recognition_missing
        | hearing_notice_missing
        | hearing_window_open
        | government_approval_missing
        | government_cause_verified
    )


@value(
    "status",
    "fee_route",
    zh="征缴闲置费路径",
    en="idle fee route",
    clause="53号令第十四条第一项",
    certainty="seen",
    words=RouteStatus,
)
def fee_route_status(
    fee_decision: Decision,
    fee_decided_on: Days,
    is_idle_when_judged: Booleans,
    records_incomplete: Booleans,
    decision_before_its_time: Booleans,
    decision_after_commencement: Booleans,
    decision_within_hearing_window: Booleans,
    fee_decided_on_incomplete_file: Booleans,
) -> Codes:
    """Open, or rightly taken, only with a complete file; a decision served without one stays blocked."""
    return choose(
        RouteStatus.NOT_APPLICABLE,
        (fee_decision.is_sound, RouteStatus.TAKEN),
        (~np.isnat(fee_decided_on), RouteStatus.BLOCKED),
        (is_idle_when_judged & records_incomplete, RouteStatus.BLOCKED),
        (is_idle_when_judged, RouteStatus.OPEN),
    )


@value(
    "status",
    "recovery_route",
    zh="无偿收回路径",
    en="free recovery route",
    clause="53号令第十四条第二项",
    certainty="seen",
    words=RouteStatus,
)
def recovery_route_status(
    recovery_decision: Decision,
    recovery_decided_on: Days,
    is_recoverable_when_judged: Booleans,
    records_incomplete: Booleans,
    recovery_hearing_notice_missing: Booleans,
    recovery_approval_missing: Booleans,
) -> Codes:
    """As the fee, after two full years and with records of its own; both may run at the same time."""
    incomplete = records_incomplete | recovery_hearing_notice_missing | recovery_approval_missing
    return choose(
        RouteStatus.NOT_APPLICABLE,
        (recovery_decision.is_sound, RouteStatus.TAKEN),
        (~np.isnat(recovery_decided_on), RouteStatus.BLOCKED),
        (is_recoverable_when_judged & incomplete, RouteStatus.BLOCKED),
        (is_recoverable_when_judged, RouteStatus.OPEN),
    )
