"""Completion 竣工: when it happened, whether in time, and what being late costs under either form."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import CompletionStatus, EventType
from landwatch.rules.amounts import (
    BILLION,
    UNKNOWN,
    Amounts,
    daily_damages,
    over_rows,
    share_of,
    sum_of_parts,
)
from landwatch.rules.days import Days, Integers, add_days, count_late, earlier
from landwatch.rules.events import EventLog
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose
from landwatch.rules.values import value

__all__ = [
    "completed_before_commenced",
    "completed_on",
    "completion_damages_fen",
    "completion_days",
    "completion_reminder_date",
    "completion_status",
    "unfinished_share_missing",
]

Booleans = NDArray[np.bool_]


@value("fact", "completed_on", zh="实际竣工日", en="completed on", clause="竣工验收")
def completed_on(event_log: EventLog, is_parcel: Booleans, contract_row: Integers) -> Days:
    """First completion; a contract over several parcels is also complete when each of them is."""
    own = event_log.first(EventType.COMPLETED)
    if not is_parcel.any():
        return own
    parcels = np.flatnonzero(is_parcel)
    all_parcels = np.full(len(own), np.datetime64("0001-01-01"), dtype="datetime64[D]")
    np.maximum.at(all_parcels, contract_row[parcels], own[parcels])
    of_parcels = np.unique(contract_row[parcels])
    completed = own.copy()
    completed[of_parcels] = earlier(own[of_parcels], all_parcels[of_parcels])
    return completed


@value(
    "date",
    "completion_reminder_date",
    zh="竣工提醒日",
    en="completion reminder",
    clause="国土资厅发〔2013〕30号",
    certainty="seen",
)
def completion_reminder_date(completion_due: Days, reminder_days: LawValue, on: Days) -> Days:
    """First day of the reminder."""
    return add_days(completion_due, -reminder_days.counts(on))


@value(
    "status",
    "completion",
    zh="竣工状态",
    en="completion",
    clause="GF-2008-2601 第十六条、第三十三条",
    words=CompletionStatus,
)
def completion_status(
    on: Days, completed_on: Days, completion_due: Days, completion_reminder_date: Days
) -> Codes:
    """Where the row stands with its completion at the end of the judged day."""
    return choose(
        CompletionStatus.NOT_DUE,
        (completed_on > completion_due, CompletionStatus.COMPLETED_LATE),
        (~np.isnat(completed_on), CompletionStatus.COMPLETED),
        (on > completion_due, CompletionStatus.BREACH),
        (on >= completion_reminder_date, CompletionStatus.REMIND),
    )


@value(
    "days",
    "completion",
    zh="竣工逾期天数",
    en="days late in completion",
    clause="民法典第二百零一至二百零三条",
)
def completion_days(open_until: Days, completed_on: Days, completion_due: Days) -> Integers:
    """Actual day, or the judged day while the contract is open, minus the day that counts."""
    return count_late(earlier(completed_on, open_until), completion_due)


@value(
    "amount",
    "completion_damages_yuan",
    zh="逾期竣工违约金(应计)",
    en="damages for late completion (claim)",
    clause="GF-2008-2601 第三十三条; 2025 版合同第十五条",
)
def completion_damages_fen(
    price_fen: Amounts,
    completion_damages_ppb: Amounts,
    completion_days: Integers,
    is_revised_form: Booleans,
    unfinished_gfa_at_due_cm2: Amounts,
    planned_gfa_cm2: Amounts,
    is_phase: Booleans,
    contract_row: Integers,
) -> Amounts:
    """Daily rate on the price; under the revised form on the price share of unfinished floor area.

    A contract in phases owes what they owe together: not known where one is late whose price is not agreed.
    """
    days_of_2008_form = np.where(is_revised_form, 0, completion_days)
    damages = daily_damages(price_fen, completion_damages_ppb, days_of_2008_form) + over_rows(
        is_revised_form & (completion_days > 0),
        lambda price, rate, days, part, whole: share_of([price, rate, days, part], [BILLION, whole]),
        *(price_fen, completion_damages_ppb, completion_days, unfinished_gfa_at_due_cm2, planned_gfa_cm2),
    )
    return sum_of_parts(damages, is_phase, contract_row)


@value(
    "flag",
    "unfinished_share_missing",
    zh="缺未完工建筑面积，违约金无法计算",
    en="unfinished floor area is not on file; damages cannot be computed",
    clause="2025 版合同第十五条",
    certainty="unsure",
)
def unfinished_share_missing(
    is_revised_form: Booleans,
    completion_days: Integers,
    unfinished_gfa_at_due_cm2: Amounts,
    planned_gfa_cm2: Amounts,
) -> Booleans:
    """Under the revised form, completion is late and a floor area is unknown."""
    unknown = np.asarray(
        (unfinished_gfa_at_due_cm2 == UNKNOWN) | (planned_gfa_cm2 == UNKNOWN), dtype=np.bool_
    )
    return is_revised_form & (completion_days > 0) & unknown


@value(
    "flag",
    "completed_before_commenced",
    zh="竣工日早于开工日，事实矛盾",
    en="completed before commenced: the facts contradict each other",
    clause="本系统约定",
    certainty="convention",
)
def completed_before_commenced(completed_on: Days, commenced_on: Days) -> Booleans:
    """The record of completion is older than that of commencement."""
    return completed_on < commenced_on
