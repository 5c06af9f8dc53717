"""Handover 交地 of the land: the grantor's own duty, its delay and what that costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.amounts import Amounts, daily_damages
from landwatch.rules.clauses.milestone_days import REMINDER, is_never, never_so, reminder_before
from landwatch.rules.days import Days, Integers, add_days, count_late, earlier
from landwatch.rules.events import EventLog
from landwatch.rules.excuse_periods import Periods
from landwatch.rules.parameters import LawValue
from landwatch.rules.values import value

__all__ = [
    "handed_over_on",
    "handed_over_twice",
    "handover_agreed_after_commencement",
    "handover_damages_fen",
    "handover_days",
    "handover_reminder",
    "handover_reminder_date",
    "late_handover",
    "transferee_may_rescind_after_60d_and_demand",
]

Booleans = NDArray[np.bool_]


@value(
    "date",
    "handover_reminder_date",
    zh="交地提醒日",
    en="handover reminder",
    clause=REMINDER,
    certainty="convention",
)
def handover_reminder_date(agreed_handover: Days, reminder_days: LawValue, on: Days) -> Days:
    """First day of the reminder before the agreed handover."""
    return reminder_before(agreed_handover, reminder_days.counts(on))


@value(
    "flag",
    "handover_reminder",
    zh="约定交地日临近",
    en="the agreed handover falls due soon",
    clause=REMINDER,
    certainty="convention",
)
def handover_reminder(
    on: Days, agreed_handover: Days, handed_over_on: Days, handover_reminder_date: Days
) -> Booleans:
    """The land is not handed over, and its day is near."""
    if is_never(agreed_handover):
        return never_so(len(on))
    return (on >= handover_reminder_date) & (on <= agreed_handover) & np.isnat(handed_over_on)


def late_handover(
    agreed_handover: Days,
    handed_over_on: Days,
    agreed_commencement: Days,
    on: Days,
    handover_moves_the_day: bool,
) -> Periods:
    """The days by which the handover was late, or is so far, where the contract fixes both days."""
    if not handover_moves_the_day:
        return Periods.none()
    late = (agreed_handover < handed_over_on) | (np.isnat(handed_over_on) & (agreed_handover < on))
    row = np.flatnonzero(late & ~np.isnat(agreed_commencement))
    handed_over = handed_over_on[row]
    end = np.where(np.isnat(handed_over), on[row], handed_over)
    return Periods(row, add_days(agreed_handover[row], 1), end)


@value(
    "flag",
    "handover_agreed_after_commencement",
    zh="合同约定交地日晚于约定动工日，须复核",
    en="the contract names the handover after the commencement; review",
    clause="53号令第八条第一项; 本系统约定",
    certainty="convention",
)
def handover_agreed_after_commencement(
    agreed_handover: Days, agreed_commencement: Days, newest_signing: Days, contract_row: Integers
) -> Booleans:
    """The days contradict each other, in the contract or a phase, and no supplement has settled it."""
    found = (agreed_handover > agreed_commencement) & np.isnat(newest_signing)
    if found.any():
        found[contract_row[found]] = True
    return found


@value(
    "days", "handover", zh="逾期交地天数", en="days the handover is late", clause="GF-2008-2601 第三十七条"
)
def handover_days(agreed_handover: Days, handed_over_on: Days, open_until: Days) -> Integers:
    """Days from the agreed handover to the actual one, or to the judged day while the contract is open."""
    return count_late(earlier(handed_over_on, open_until), agreed_handover)


@value(
    "amount",
    "handover_damages_yuan",
    zh="出让人逾期交地违约金(应计)",
    en="grantor's damages for late handover (claim)",
    clause="GF-2008-2601 第三十七条",
)
def handover_damages_fen(
    paid_fen: Amounts, handover_damages_ppb: Amounts, handover_days: Integers
) -> Amounts:
    """Daily rate on the price paid, for each day the handover is late."""
    return daily_damages(paid_fen, handover_damages_ppb, handover_days)


@value(
    "flag",
    "transferee_may_rescind_after_60d_and_demand",
    zh="逾期交地超过60日，经催交后受让人可解除合同",
    en="handover over 60 days late: the transferee may rescind after a demand",
    clause="GF-2008-2601 第三十七条",
)
def transferee_may_rescind_after_60d_and_demand(
    handover_days: Integers, rescission_days: LawValue, contract_text_on: Days
) -> Booleans:
    """The handover is late by more than sixty days."""
    return handover_days > rescission_days.counts(contract_text_on)


@value("fact", "handed_over_on", zh="实际交地日", en="handed over on", clause="交地确认书")
def handed_over_on(event_log: EventLog) -> Days:
    """Day of the first handover confirmation."""
    return event_log.first(EventType.HANDED_OVER)


@value(
    "flag",
    "handed_over_twice",
    zh="交地记录不一致",
    en="two handovers on different days",
    clause="本系统约定",
    certainty="convention",
)
def handed_over_twice(event_log: EventLog) -> Booleans:
    """The first handover counts; the other needs a look."""
    return event_log.last(EventType.HANDED_OVER) > event_log.first(EventType.HANDED_OVER)
