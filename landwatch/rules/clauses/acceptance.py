"""Acceptance 竣工核验 of the completed works: its newest result, and the rectification it asks for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import AcceptanceStatus, EventType, ReviewResult
from landwatch.rules.clauses.milestone_days import REMINDER, is_never, late_by, never_so, reminder_before
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, Integers
from landwatch.rules.events import EventLog
from landwatch.rules.parameters import LawValue
from landwatch.rules.reviews import Reviews, read_reviews
from landwatch.rules.status_codes import Codes, choose
from landwatch.rules.values import value

__all__ = [
    "acceptance_days",
    "acceptance_result_missing",
    "acceptance_reviews",
    "acceptance_status",
    "accepted_on",
    "completion_record_missing",
    "rectification_day_missing",
    "rectification_deadline",
    "rectification_reminder_date",
]

Booleans = NDArray[np.bool_]


def acceptance_reviews(
    event_log: EventLog, is_phase: Booleans, is_parcel: Booleans, contract_row: Integers
) -> Reviews:
    """The newest acceptance of each row."""
    return read_reviews(event_log.of(EventType.ACCEPTANCE), event_log.rows, is_phase, is_parcel, contract_row)


@value(
    "fact",
    "accepted_on",
    zh="竣工核验通过日",
    en="accepted on",
    clause="工业项目用地出让竣工验收管理办法",
    certainty="unsure",
)
def accepted_on(acceptance_reviews: Reviews) -> Days:
    """The day on which the works were found in order, where that still holds."""
    return acceptance_reviews.passed_on


@value(
    "date",
    "rectification_deadline",
    zh="整改期限",
    en="rectification deadline",
    clause="竣工核验整改通知",
)
def rectification_deadline(acceptance_reviews: Reviews) -> Days:
    """The day the newest acceptance that names one sets; a fixed day does not roll."""
    return acceptance_reviews.rectify_by


@value(
    "date",
    "rectification_reminder_date",
    zh="整改提醒日",
    en="rectification reminder",
    clause=REMINDER,
    certainty="convention",
)
def rectification_reminder_date(rectification_deadline: Days, reminder_days: LawValue, on: Days) -> Days:
    """First day of the reminder."""
    return reminder_before(rectification_deadline, reminder_days.counts(on))


@value(
    "status",
    "acceptance",
    zh="竣工核验状态",
    en="acceptance",
    clause="工业项目用地出让竣工验收管理办法; GF-2008-2601 第三十四至三十六条",
    certainty="unsure",
    words=AcceptanceStatus,
)
def acceptance_status(
    on: Days,
    completed_on: Days,
    acceptance_reviews: Reviews,
    accepted_on: Days,
    rectification_deadline: Days,
    rectification_reminder_date: Days,
) -> Codes:
    """Where the contract stands with its acceptance, by the newest result on file."""
    if acceptance_reviews.are_none:
        return choose(AcceptanceStatus.NOT_DUE, (~np.isnat(completed_on), AcceptanceStatus.PENDING))
    passed = acceptance_reviews.came_to(ReviewResult.PASS)
    rectify = acceptance_reviews.came_to(ReviewResult.RECTIFY)
    return choose(
        AcceptanceStatus.NOT_DUE,
        (passed & (accepted_on > rectification_deadline), AcceptanceStatus.DONE_LATE),
        (passed, AcceptanceStatus.DONE),
        (acceptance_reviews.came_to(ReviewResult.FAIL), AcceptanceStatus.FAILED),
        (rectify & (on > rectification_deadline), AcceptanceStatus.BREACH),
        (rectify & (on >= rectification_reminder_date), AcceptanceStatus.REMIND),
        (rectify, AcceptanceStatus.RECTIFY),
        (~np.isnat(completed_on), AcceptanceStatus.PENDING),
    )


@value(
    "days",
    "acceptance",
    zh="整改逾期天数",
    en="days late in rectification",
    clause="竣工核验整改通知",
)
def acceptance_days(
    open_until: Days, acceptance_reviews: Reviews, accepted_on: Days, rectification_deadline: Days
) -> Integers:
    """Days after the rectification deadline until the works passed; nothing runs on after a failure."""
    if acceptance_reviews.are_none:
        return constant(np.int64(0), len(open_until))
    due = np.where(acceptance_reviews.came_to(ReviewResult.FAIL), NO_DAY, rectification_deadline)
    return late_by(open_until, due, accepted_on)


@value(
    "flag",
    "acceptance_result_missing",
    zh="竣工核验结论缺失",
    en="the newest acceptance says no result",
    clause="工业项目用地出让竣工验收管理办法",
    certainty="unsure",
)
def acceptance_result_missing(acceptance_reviews: Reviews) -> Booleans:
    """An acceptance is on file whose result is none of pass, rectify, fail; it changes nothing."""
    return acceptance_reviews.is_unclear


@value(
    "flag",
    "rectification_day_missing",
    zh="整改未定期限",
    en="rectification is asked for without a day",
    clause="竣工核验整改通知",
)
def rectification_day_missing(acceptance_reviews: Reviews, rectification_deadline: Days) -> Booleans:
    """Without a day nobody is late."""
    if acceptance_reviews.are_none:
        return never_so(len(rectification_deadline))
    return acceptance_reviews.came_to(ReviewResult.RECTIFY) & np.isnat(rectification_deadline)


@value(
    "flag",
    "completion_record_missing",
    zh="已核验或已投产但无竣工记录",
    en="accepted or in production, but no record of the completion",
    clause="本系统约定",
    certainty="convention",
)
def completion_record_missing(completed_on: Days, accepted_on: Days, production_started_on: Days) -> Booleans:
    """The completion may be on file elsewhere: look before its default is acted upon."""
    if is_never(accepted_on, production_started_on):
        return never_so(len(completed_on))
    return np.isnat(completed_on) & ~(np.isnat(accepted_on) & np.isnat(production_started_on))
