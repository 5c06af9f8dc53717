"""The later milestones: acceptance 竣工核验, start of production 投产, full-production review 达产复核.

Their days are those of the contract or performance agreement, or of a supplement that names new ones; no
other day is known here, so a contract without an agreed day is never late. Reminders before handover stand
here as well.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import AcceptanceStatus, EventType, MilestoneStatus, ReviewResult
from landwatch.rules.constants import constant, is_constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, count_late
from landwatch.rules.events import EventLog
from landwatch.rules.reviews import Reviews, read_reviews, whole_or_every_part
from landwatch.rules.values import value
from landwatch.rules.words import Codes, choose, code

__all__ = [
    "acceptance_days",
    "acceptance_result_missing",
    "acceptance_reviews",
    "acceptance_status",
    "accepted_on",
    "completion_record_missing",
    "full_production_days",
    "full_production_due",
    "full_production_on",
    "full_production_reminder_date",
    "full_production_review_not_passed",
    "full_production_reviews",
    "full_production_status",
    "handover_reminder",
    "handover_reminder_date",
    "new_production_before_signing",
    "production_day_needs_review",
    "production_days",
    "production_due",
    "production_reminder_date",
    "production_started_on",
    "production_status",
    "rectification_day_missing",
    "rectification_deadline",
    "rectification_reminder_date",
]

Booleans = NDArray[np.bool_]

_AGREEMENT = "履约监管协议; 合同约定"
_REMINDER = "国土资厅发〔2013〕30号(比照开竣工提醒)"
_NEW_DAYS = ("new_commencement", "new_completion", "new_production", "new_full_production")


def _back_dated(event_log: EventLog) -> Booleans:
    """Of the supplements, which name a day before their own signing: such a one binds nothing."""
    supplements = event_log.of(EventType.SUPPLEMENTARY_AGREEMENT)
    found = np.zeros(len(supplements), dtype=np.bool_)
    for name in _NEW_DAYS:
        found |= supplements.days(name) < supplements.day
    return found


def _in_force(event_log: EventLog, agreed: Days, name: str) -> Days:
    """The day of the newest supplement that names one, else the agreed one."""
    supplements = event_log.of(EventType.SUPPLEMENTARY_AGREEMENT)
    new = supplements.days(name)
    named = np.flatnonzero(~np.isnat(new))
    if len(named) == 0:
        return constant(NO_DAY, len(agreed)) if _is_never(agreed) else agreed
    named = named[~_back_dated(event_log)[named]]
    # Of two that were signed on one day the later new day is written last, whatever their order.
    named = named[np.lexsort((new[named], supplements.day[named], supplements.row[named]))]
    due = agreed.copy()
    due[supplements.row[named]] = new[named]
    return due


def _before(due: Days, reminder_days: Integers) -> Days:
    return constant(NO_DAY, len(due)) if _is_never(due) else add_days(due, -reminder_days)


def _is_never(*columns: Days) -> bool:
    return all(bool(np.isnat(column[:1] if is_constant(column) else column).all()) for column in columns)


def _never_so(rows: int) -> Booleans:
    return constant(np.False_, rows)


def _standing(on: Days, due: Days, done_on: Days, reminder: Days) -> Codes:
    if _is_never(due, done_on):
        return constant(np.int8(code(MilestoneStatus.NOT_DUE)), len(on))
    return choose(
        MilestoneStatus.NOT_DUE,
        (done_on > due, MilestoneStatus.DONE_LATE),
        (~np.isnat(done_on), MilestoneStatus.DONE),
        (on > due, MilestoneStatus.BREACH),
        (on >= reminder, MilestoneStatus.REMIND),
    )


def _late(until: Days, due: Days, done_on: Days) -> Integers:
    if _is_never(due):
        return constant(np.int64(0), len(until))
    return count_late(np.fmin(done_on, until), due)


@value(
    "date",
    "handover_reminder_date",
    zh="交地提醒日",
    en="handover reminder",
    clause=_REMINDER,
    certainty="convention",
)
def handover_reminder_date(agreed_handover: Days, reminder_days: Integers) -> Days:
    """First day of the reminder before the agreed handover."""
    return _before(agreed_handover, reminder_days)


@value(
    "flag",
    "handover_reminder",
    zh="约定交地日临近",
    en="the agreed handover falls due soon",
    clause=_REMINDER,
    certainty="convention",
)
def handover_reminder(
    on: Days, agreed_handover: Days, handed_over_on: Days, handover_reminder_date: Days
) -> Booleans:
    """The land is not handed over, and its day is near."""
    if _is_never(agreed_handover):
        return _never_so(len(on))
    return (on >= handover_reminder_date) & (on <= agreed_handover) & np.isnat(handed_over_on)


@value("date", "production_due", zh="有效约定投产日", en="production day in force", clause=_AGREEMENT)
def production_due(event_log: EventLog, agreed_production: Days) -> Days:
    """Agreed start of production, or that of the newest supplement that names one."""
    return _in_force(event_log, agreed_production, "new_production")


@value(
    "date",
    "production_reminder_date",
    zh="投产提醒日",
    en="production reminder",
    clause=_REMINDER,
    certainty="convention",
)
def production_reminder_date(production_due: Days, reminder_days: Integers) -> Days:
    """First day of the reminder."""
    return _before(production_due, reminder_days)


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
    return _standing(on, production_due, production_started_on, production_reminder_date)


@value(
    "days",
    "production",
    zh="投产逾期天数",
    en="days late in production",
    clause="民法典第二百零一至二百零三条",
)
def production_days(open_until: Days, production_due: Days, production_started_on: Days) -> Integers:
    """Actual day, or the judged day while it is open, minus the day that counts."""
    return _late(open_until, production_due, production_started_on)


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
        return _never_so(len(production_status))
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
    rows = [supplements.row[supplements.days(name) < supplements.day] for name in _NEW_DAYS[2:]]
    if not any(map(len, rows)):
        return _never_so(event_log.rows)
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
    return _in_force(event_log, agreed_full_production, "new_full_production")


@value(
    "date",
    "full_production_reminder_date",
    zh="达产提醒日",
    en="full-production reminder",
    clause=_REMINDER,
    certainty="convention",
)
def full_production_reminder_date(full_production_due: Days, reminder_days: Integers) -> Days:
    """First day of the reminder."""
    return _before(full_production_due, reminder_days)


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
    return _standing(on, full_production_due, full_production_on, full_production_reminder_date)


@value(
    "days",
    "full_production",
    zh="达产逾期天数",
    en="days late in full production",
    clause="民法典第二百零一至二百零三条",
)
def full_production_days(open_until: Days, full_production_due: Days, full_production_on: Days) -> Integers:
    """Day reached, or the judged day while it is open, minus the day that counts."""
    return _late(open_until, full_production_due, full_production_on)


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
        return _never_so(len(full_production_reviews.result))
    return full_production_reviews.is_on_file & ~full_production_reviews.came_to(ReviewResult.PASS)


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
    clause=_REMINDER,
    certainty="convention",
)
def rectification_reminder_date(rectification_deadline: Days, reminder_days: Integers) -> Days:
    """First day of the reminder."""
    return _before(rectification_deadline, reminder_days)


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
    return _late(open_until, due, accepted_on)


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
        return _never_so(len(rectification_deadline))
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
    if _is_never(accepted_on, production_started_on):
        return _never_so(len(completed_on))
    return np.isnat(completed_on) & ~(np.isnat(accepted_on) & np.isnat(production_started_on))
