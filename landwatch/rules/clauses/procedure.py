"""The clocks of the idle-land procedure: who must act by which day.

Deadlines counted in days roll over rest days of the published working calendar (Civil Code Art. 203).
Each clock starts at service or receipt, never at drafting.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.clauses.milestone_days import is_never
from landwatch.rules.days import NO_DAY, Days, add_days, add_months, by_calendar, earlier, later
from landwatch.rules.events import EventLog
from landwatch.rules.parameters import LawValue
from landwatch.rules.values import value
from landwatch.workdays import add_working_days, last_published_day, roll_forward

__all__ = [
    "deadline_provisional",
    "deregister_deadline",
    "hearing_request_deadline",
    "holder_reply_deadline",
    "investigation_deadline",
    "litigation_deadline",
    "pay_deadline",
    "pay_deadline_unrolled",
    "reconsideration_deadline",
    "reconsideration_deadline_unrolled",
    "reconsideration_first_may_apply",
    "suspicion_day",
]

Booleans = NDArray[np.bool_]
_DECISIONS = (EventType.IDLE_FEE_DECISION_SERVED, EventType.RECOVERY_DECISION_SERVED)


@value("fact", "suspicion_day", zh="发现疑似闲置日", en="suspicion found on", clause="53号令第五条")
def suspicion_day(
    event_log: EventLog,
    on: Days,
    has_started: Booleans,
    first_idle_day: Days,
    first_suspended_idle_day: Days,
    is_suspected_suspended: Booleans,
    idle_first_years: LawValue,
    suspended_years: LawValue,
    route_judged_on: Days,
) -> Days:
    """The recorded day, or the first day on which the facts give the suspicion by a law in force then."""
    recorded = event_log.first(EventType.SUSPICION_FOUND)
    idle = later(first_idle_day, idle_first_years.since(route_judged_on))
    computed = np.where(~has_started & (on >= first_idle_day), idle, NO_DAY)
    suspended = later(first_suspended_idle_day, suspended_years.since(on))
    computed = np.where(is_suspected_suspended, suspended, computed)
    return np.where(np.isnat(recorded), computed, recorded)


@value(
    "date", "investigation_deadline", zh="调查核实截止日", en="investigation deadline", clause="53号令第五条"
)
def investigation_deadline(suspicion_day: Days, investigation_days: LawValue, deadlines_roll: bool) -> Days:
    """Thirty days from the suspicion."""
    days = investigation_days.counts(suspicion_day)
    return _rolled(add_days(suspicion_day, days), deadlines_roll)


@value(
    "date",
    "holder_reply_deadline",
    zh="使用权人说明截止日",
    en="holder's reply deadline",
    clause="53号令第五条",
)
def holder_reply_deadline(
    event_log: EventLog, on: Days, holder_reply_days: LawValue, deadlines_roll: bool
) -> Days:
    """Thirty days from receipt of the investigation notice."""
    received = event_log.effective(EventType.INVESTIGATION_NOTICE_RECEIVED)
    return _rolled(add_days(received, holder_reply_days.counts(earlier(received, on))), deadlines_roll)


@value(
    "date",
    "hearing_request_deadline",
    zh="申请听证截止日",
    en="hearing request deadline",
    clause="53号令第十五条; 自然资源听证规定",
)
def hearing_request_deadline(event_log: EventLog, on: Days, hearing_request_working_days: LawValue) -> Days:
    """Five working days from service of the hearing notice."""
    served = event_log.effective(EventType.HEARING_RIGHT_NOTICE_SERVED)
    if is_never(served):
        return served
    return add_working_days(served, hearing_request_working_days.counts(earlier(served, on)))[0]


@value(
    "date",
    "pay_deadline_unrolled",
    zh="闲置费缴纳期满日(未顺延)",
    en="idle fee due, unrolled",
    clause="53号令第十七条",
)
def pay_deadline_unrolled(event_log: EventLog, on: Days, idle_fee_payment_days: LawValue) -> Days:
    """Thirty days from service of the fee decision."""
    served = event_log.effective(EventType.IDLE_FEE_DECISION_SERVED)
    return add_days(served, idle_fee_payment_days.counts(earlier(served, on)))


@value(
    "date",
    "pay_deadline",
    zh="闲置费缴纳截止日",
    en="idle fee deadline",
    clause="53号令第十七条; 民法典第二百零三条",
)
def pay_deadline(pay_deadline_unrolled: Days, deadlines_roll: bool) -> Days:
    """The same, rolled over rest days."""
    return _rolled(pay_deadline_unrolled, deadlines_roll)


@value(
    "date", "deregister_deadline", zh="注销登记截止日", en="deregistration deadline", clause="53号令第十七条"
)
def deregister_deadline(
    event_log: EventLog, on: Days, deregistration_days: LawValue, deadlines_roll: bool
) -> Days:
    """Thirty days from service of the recovery decision."""
    served = event_log.effective(EventType.RECOVERY_DECISION_SERVED)
    return _rolled(add_days(served, deregistration_days.counts(earlier(served, on))), deadlines_roll)


@value(
    "date",
    "reconsideration_deadline_unrolled",
    zh="申请复议期满日(未顺延)",
    en="reconsideration, unrolled",
    clause="行政复议法第二十条",
    certainty="seen",
)
def reconsideration_deadline_unrolled(event_log: EventLog, on: Days, reconsideration_days: LawValue) -> Days:
    """Sixty days from service of the newest decision."""
    served = event_log.effective(*_DECISIONS)
    return add_days(served, reconsideration_days.counts(earlier(served, on)))


@value(
    "date",
    "reconsideration_deadline",
    zh="申请复议截止日",
    en="reconsideration deadline",
    clause="行政复议法第二十条、第八十八条",
    certainty="seen",
)
def reconsideration_deadline(reconsideration_deadline_unrolled: Days, deadlines_roll: bool) -> Days:
    """The same, rolled over rest days."""
    return _rolled(reconsideration_deadline_unrolled, deadlines_roll)


@value(
    "date",
    "litigation_deadline",
    zh="提起诉讼截止日(可能须复议前置)",
    en="litigation deadline (reconsideration may have to come first)",
    clause="行政诉讼法第四十六条",
    certainty="seen",
)
def litigation_deadline(
    event_log: EventLog, on: Days, litigation_months: LawValue, deadlines_roll: bool
) -> Days:
    """The months of the day of service, from service of the newest decision."""
    served = event_log.effective(*_DECISIONS)
    return _rolled(add_months(served, litigation_months.counts(earlier(served, on))), deadlines_roll)


@value(
    "flag",
    "reconsideration_first_may_apply",
    zh="可能须复议前置",
    en="reconsideration may have to come first",
    clause="行政复议法(2023)第二十三条第一款第二项",
    certainty="seen",
)
def reconsideration_first_may_apply(event_log: EventLog) -> Booleans:
    """A recovery decision touches a lawfully acquired right to use land."""
    return event_log.happened(EventType.RECOVERY_DECISION_SERVED)


@value(
    "flag",
    "deadline_provisional",
    zh="工作日历尚未公布，截止日暂定",
    en="the working calendar is not published; deadlines are provisional",
    clause="民法典第二百零三条",
    certainty="convention",
)
def deadline_provisional(
    investigation_deadline: Days,
    holder_reply_deadline: Days,
    hearing_request_deadline: Days,
    pay_deadline: Days,
    deregister_deadline: Days,
    reconsideration_deadline: Days,
    litigation_deadline: Days,
) -> Booleans:
    """One of the deadlines lies beyond the published calendar and could not be rolled."""
    deadlines = (
        investigation_deadline,
        holder_reply_deadline,
        hearing_request_deadline,
        pay_deadline,
        deregister_deadline,
        reconsideration_deadline,
        litigation_deadline,
    )
    last = np.datetime64(last_published_day())
    return np.asarray(reduce(np.logical_or, (deadline > last for deadline in deadlines)))


def _rolled(days: Days, roll: bool) -> Days:
    """Move deadlines off rest days; where the calendar is not published they stay."""
    if not roll:
        return days
    return by_calendar(days, lambda each: roll_forward(each)[0])
