"""Start of production 投产 and full production 达产 with its review.

Their days are those of the contract or performance agreement, or of a supplement that names new ones; no
other day is known here, so a contract without an agreed day is never late.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType, MilestoneStatus, ReviewResult
from landwatch.rules.clauses.milestone_days import (
    NEW_DAYS,
    REMINDER,
    in_force,
    late_by,
    never_so,
    reminder_before,
    standing,
)
from landwatch.rules.constants import constant, is_constant
from landwatch.rules.days import NO_DAY, Days, Integers
from landwatch.rules.events import EventLog
from landwatch.rules.parameters import LawValue
from landwatch.rules.reviews import Reviews, read_reviews, whole_or_every_part
from landwatch.rules.status_codes import Codes, code
from landwatch.rules.values import value

__all__ = [
    "full_production_days",
    "full_production_due",
    "full_production_on",
    "full_production_reminder_date",
    "full_production_review_not_passed",
    "full_production_reviews",
    "full_production_status",
    "new_production_before_signing",
    "production_day_needs_review",
    "production_days",
    "production_due",
    "production_reminder_date",
    "production_started_on",
    "production_status",
]

Booleans = NDArray[np.bool_]

_AGREEMENT = "履约监管协议; 合同约定"


@value("date", "production_due", zh="有效约定投产日", en="production day in force", clause=_AGREEMENT)
def production_due(event_log: EventLog, agreed_production: Days) -> Days:
    """Agreed start of production, or that of the newest supplement that names one."""
    return in_force(event_log, agreed_production, "new_production")


@value(
    "date",
    "production_reminder_date",
    zh="投产提醒日",
    en="production reminder",
    clause=REMINDER,
    certainty="convention",
)
def production_reminder_date(production_due: Days, reminder_days: LawValue, on: Days) -> Days:
    """First day of the reminder."""
    return reminder_before(production_due, reminder_days.counts(on))


@value("fact", "production_started_on", zh="实际投产日", en="production started on", clause="投产证明")
def production_started_on(
    event_log: EventLog, is_phase: Booleans, is_parcel: Booleans, contract_row: Integers
) -> Days:
    """First start of production; a contract with parts also produces when each of its parts does."""
    if not len(event_log.of(EventType.PRODUCTION_STARTED)):
        return constant(NO_DAY, event_log.rows)
    own = event_log.first(EventType.PRODUCTION_STARTED)
    return whole_or_every_part(own, is_phase, is_parcel, contract_row)


@value("status", "production", zh="投产状态", en="production", clause=_AGREEMENT, words=MilestoneStatus)
def production_status(
    on: Days, production_due: Days, production_started_on: Days, production_reminder_date: Days
) -> Codes:
    """Where the contract stands with its start of production at the end of the judged day."""
    return standing(on, production_due, production_started_on, production_reminder_date)


@value(
    "days",
    "production",
    zh="投产逾期天数",
    en="days late in production",
    clause="民法典第二百零一至二百零三条",
)
def production_days(open_until: Days, production_due: Days, production_started_on: Days) -> Integers:
    """Actual day, or the judged day while it is open, minus the day that counts."""
    return late_by(open_until, production_due, production_started_on)


@value(
    "flag",
    "production_day_needs_review",
    zh="竣工日已变更而投产日未变更，须核对协议",
    en="the completion day was moved, the production day was not; check the agreement",
    clause="履约监管协议",
    certainty="convention",
)
def production_day_needs_review(
    production_status: Codes, completion_due: Days, agreed_completion: Days
) -> Booleans:
    """A default in production, though completion was put off or excused: only an agreement moves the day."""
    if is_constant(production_status) and production_status[0] != code(MilestoneStatus.BREACH):
        return never_so(len(production_status))
    late = production_status == code(MilestoneStatus.BREACH)
    return np.asarray(late & (completion_due > agreed_completion))


@value(
    "flag",
    "new_production_before_signing",
    zh="补充协议约定投产或达产日早于签订日，不予采用",
    en="supplement names a day of production before its own signing; refused",
    clause="最高法行政协议典型案例(比照)",
    certainty="convention",
)
def new_production_before_signing(event_log: EventLog) -> Booleans:
    """A supplement is back-dated."""
    supplements = event_log.of(EventType.SUPPLEMENTARY_AGREEMENT)
    rows = [supplements.row[supplements.days(name) < supplements.day] for name in NEW_DAYS[2:]]
    if not any(map(len, rows)):
        return never_so(event_log.rows)
    found = np.zeros(event_log.rows, dtype=np.bool_)
    found[np.concatenate(rows)] = True
    return found


@value(
    "date",
    "full_production_due",
    zh="有效约定达产日",
    en="full-production day in force",
    clause=_AGREEMENT,
)
def full_production_due(event_log: EventLog, agreed_full_production: Days) -> Days:
    """Agreed day of full production, or that of the newest supplement that names one."""
    return in_force(event_log, agreed_full_production, "new_full_production")


@value(
    "date",
    "full_production_reminder_date",
    zh="达产提醒日",
    en="full-production reminder",
    clause=REMINDER,
    certainty="convention",
)
def full_production_reminder_date(full_production_due: Days, reminder_days: LawValue, on: Days) -> Days:
    """First day of the reminder."""
    return reminder_before(full_production_due, reminder_days.counts(on))


def full_production_reviews(
    event_log: EventLog, is_phase: Booleans, is_parcel: Booleans, contract_row: Integers
) -> Reviews:
    """The newest full-production review of each row."""
    return read_reviews(
        event_log.of(EventType.FULL_PRODUCTION_REVIEW), event_log.rows, is_phase, is_parcel, contract_row
    )


@value(
    "fact",
    "full_production_on",
    zh="达产日(复核通过)",
    en="full production reached on (review passed)",
    clause="工业项目用地达产复核办法",
    certainty="convention",
)
def full_production_on(full_production_reviews: Reviews) -> Days:
    """The day a passed review says it was reached, else the day of that review."""
    return full_production_reviews.passed_on


@value(
    "status",
    "full_production",
    zh="达产状态",
    en="full production",
    clause="工业项目用地达产复核办法; 履约监管协议",
    certainty="unsure",
    words=MilestoneStatus,
)
def full_production_status(
    on: Days, full_production_due: Days, full_production_on: Days, full_production_reminder_date: Days
) -> Codes:
    """Where the contract stands with its full production: only a passed review ends it."""
    return standing(on, full_production_due, full_production_on, full_production_reminder_date)


@value(
    "days",
    "full_production",
    zh="达产逾期天数",
    en="days late in full production",
    clause="民法典第二百零一至二百零三条",
)
def full_production_days(open_until: Days, full_production_due: Days, full_production_on: Days) -> Integers:
    """Day reached, or the judged day while it is open, minus the day that counts."""
    return late_by(open_until, full_production_due, full_production_on)


@value(
    "flag",
    "full_production_review_not_passed",
    zh="达产复核未通过",
    en="the newest full-production review did not pass",
    clause="工业项目用地达产复核办法",
    certainty="unsure",
)
def full_production_review_not_passed(full_production_reviews: Reviews) -> Booleans:
    """It asks for rectification, failed, or says no result."""
    if full_production_reviews.are_none:
        return never_so(len(full_production_reviews.result))
    return full_production_reviews.is_on_file & ~full_production_reviews.came_to(ReviewResult.PASS)
