"""Idle land (M53): the suspicion that days alone give, the documents that decide, the fee.

Only suspicion is computed. Recognition, fee and recovery stand on documents; screens say 疑似闲置 until a
闲置土地认定书 is on file.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType, IdleStatus
from landwatch.rules.amounts import UNKNOWN, Amounts, Shares, fraction_of, over_rows
from landwatch.rules.clauses.milestone_days import is_never
from landwatch.rules.constants import constant
from landwatch.rules.days import Days, earlier
from landwatch.rules.events import EventLog
from landwatch.rules.excuse_periods import Periods, line_after
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose, code
from landwatch.rules.values import value

__all__ = [
    "document_status",
    "fee_charged_on",
    "first_2y_day",
    "first_idle_day",
    "has_started",
    "idle_clock_start",
    "idle_fee_fen",
    "idle_fee_new_fen",
    "idle_fee_potential_fen",
    "idle_pauses",
    "idle_status",
    "needs_recognition",
    "started_on",
    "suspicion",
]

Booleans = NDArray[np.bool_]

_DOCUMENTS = {
    EventType.INVESTIGATION_NOTICE_ISSUED: IdleStatus.INVESTIGATING,
    EventType.INVESTIGATION_NOTICE_RECEIVED: IdleStatus.INVESTIGATING,
    EventType.IDLE_RECOGNITION: IdleStatus.RECOGNISED,
    EventType.HEARING_RIGHT_NOTICE_SERVED: IdleStatus.HEARING_WINDOW,
    EventType.IDLE_FEE_DECISION_SERVED: IdleStatus.FEE_DECIDED,
    EventType.IDLE_FEE_PAID: IdleStatus.FEE_PAID,
    EventType.RECOVERY_DECISION_SERVED: IdleStatus.RECOVERY_DECIDED,
}


def idle_clock_start(
    commencement_due: Days, effective_commencement_due: Days, idle_time_is_gross: bool
) -> Days:
    """Net time counts from the day that counts, gross time from the day in force."""
    return commencement_due if idle_time_is_gross else effective_commencement_due


def idle_pauses(pauses: Periods, idle_time_is_gross: bool) -> Periods:
    """Gross time is never paused."""
    return Periods.none() if idle_time_is_gross else pauses


@value(
    "date",
    "first_idle_day",
    zh="满一年次日(疑似闲置首日)",
    en="first day of suspected idleness",
    clause="53号令第二条、第十四条",
    certainty="convention",
)
def first_idle_day(
    idle_clock_start: Days, idle_pauses: Periods, idle_first_years: LawValue, route_judged_on: Days
) -> Days:
    """The day after the full year since the day that counts, moved by pauses that began within it."""
    return line_after(idle_clock_start, idle_pauses, idle_first_years.counts(route_judged_on))


@value(
    "date",
    "first_2y_day",
    zh="满两年次日",
    en="first day after two full years",
    clause="53号令第十四条第二项",
    certainty="convention",
)
def first_2y_day(
    idle_clock_start: Days, idle_pauses: Periods, idle_second_years: LawValue, recovery_judged_on: Days
) -> Days:
    """The day after two full years, moved by pauses that began within them."""
    return line_after(idle_clock_start, idle_pauses, idle_second_years.counts(recovery_judged_on))


def started_on(commenced_on: Days, completed_on: Days) -> Days:
    """The first day that shows a start: of the works, or of their completion where no start is recorded."""
    return earlier(commenced_on, completed_on)


@value("fact", "has_started", zh="已动工", en="has started", clause="53号令第三十条")
def has_started(commenced_on: Days, completed_on: Days) -> Booleans:
    """Works have commenced, or are complete."""
    return ~np.isnat(commenced_on) | ~np.isnat(completed_on)


def suspicion(on: Days, has_started: Booleans, first_idle_day: Days, first_2y_day: Days) -> Codes:
    """What the days alone give for land that has not started."""
    return choose(
        IdleStatus.NONE,
        (~has_started & (on >= first_2y_day), IdleStatus.RECOVERY_2Y),
        (~has_started & (on >= first_idle_day), IdleStatus.SUSPECT_1Y),
    )


def document_status(event_log: EventLog) -> Codes:
    """The stage that the newest document stands for; on one day the later stage."""
    documents = event_log.of(*_DOCUMENTS)
    stage = np.zeros(len(documents), dtype=np.int8)
    for kind, meaning in _DOCUMENTS.items():
        stage[documents.is_a(kind)] = code(meaning)
    order = np.lexsort((stage, documents.day, documents.row))
    newest = np.full(event_log.rows, code(IdleStatus.NONE), dtype=np.int8)
    newest[documents.row[order]] = stage[order]
    return newest


@value(
    "status",
    "idle",
    zh="闲置状态",
    en="idle land",
    clause="53号令第二条、第五条、第九条至第十四条",
    certainty="convention",
    words=IdleStatus,
)
def idle_status(suspicion: Codes, document_status: Codes, is_suspected_suspended: Booleans) -> Codes:
    """The newest document decides, but fee stages yield to the two-year line; else the suspicion stands."""
    documented = document_status != code(IdleStatus.NONE)
    fee = (document_status == code(IdleStatus.FEE_DECIDED)) | (document_status == code(IdleStatus.FEE_PAID))
    recoverable = suspicion == code(IdleStatus.RECOVERY_2Y)
    status = np.where(documented & ~(fee & recoverable), document_status, suspicion)
    status[~documented & is_suspected_suspended] = code(IdleStatus.SUSPECT_SUSPENDED)
    return status


@value(
    "flag",
    "needs_recognition",
    zh="疑似闲置，须经调查认定",
    en="suspected only: needs investigation and recognition",
    clause="53号令第五条、第九条",
)
def needs_recognition(idle_status: Codes) -> Booleans:
    """The status is computed and no document stands behind it."""
    computed = (IdleStatus.SUSPECT_1Y, IdleStatus.RECOVERY_2Y, IdleStatus.SUSPECT_SUSPENDED)
    return np.asarray(reduce(np.logical_or, (idle_status == code(word) for word in computed)))


@value(
    "amount",
    "idle_fee_potential_yuan",
    zh="可能的土地闲置费",
    en="idle fee that may become due",
    clause="53号令第十四条第一项",
    certainty="seen",
)
def idle_fee_potential_fen(
    event_log: EventLog,
    price_fen: Amounts,
    idle_fee_share: LawValue,
    on: Days,
    suspicion: Codes,
    idle_fee_fen: Amounts,
) -> Amounts:
    """Share of the price in the first tier while no fee is decided; nothing for suspended works.

    The ministry's rule fixes the share; the statute says "up to". Land that was given back owes none.
    """
    undecided = (suspicion == code(IdleStatus.SUSPECT_1Y)) & np.asarray(idle_fee_fen == 0, dtype=np.bool_)
    undecided &= ~event_log.happened(EventType.RETURN_APPROVED)
    return _share_of_price(undecided, price_fen, idle_fee_share.shares(on))


@value(
    "amount",
    "idle_fee_yuan",
    zh="已决定的土地闲置费",
    en="idle fee decided",
    clause="53号令第十四条第一项",
    certainty="seen",
)
def idle_fee_fen(
    event_log: EventLog,
    price_fen: Amounts,
    idle_fee_share: LawValue,
    fee_charged_on: Days,
    return_charged_on: Days,
) -> Amounts:
    """The amount of the decision, or of the payment, or the share of the price where neither names one.

    A return in the second year is refunded less the fee: with its approval the fee is charged
    (GF-2008-2601 Art. 31).
    """
    if is_never(fee_charged_on, return_charged_on):
        return constant(np.int64(0), event_log.rows)
    charged_on = np.where(np.isnat(fee_charged_on), return_charged_on, fee_charged_on)
    fee = _share_of_price(~np.isnat(charged_on), price_fen, idle_fee_share.shares(charged_on))
    for kind in (EventType.IDLE_FEE_PAID, EventType.IDLE_FEE_DECISION_SERVED):
        named = event_log.of(kind)
        amount = named.amounts("amount_fen")
        sure = np.asarray(amount != UNKNOWN, dtype=np.bool_)
        if amount.dtype == object:
            fee = fee.astype(object)
        fee[named.row[sure]] = amount[sure]
    return fee


def fee_charged_on(event_log: EventLog) -> Days:
    """Day on which the newest fee decision was served, or where there is none the fee was paid."""
    decided, paid = (
        event_log.last(EventType.IDLE_FEE_DECISION_SERVED),
        event_log.first(EventType.IDLE_FEE_PAID),
    )
    return paid if is_never(decided) else np.where(np.isnat(decided), paid, decided)


def _share_of_price(rows: Booleans, price_fen: Amounts, share: Shares) -> Amounts:
    return over_rows(
        rows, lambda price, above, below: fraction_of(price, Shares(above, below)), price_fen, *share
    )


@value(
    "amount",
    "idle_fee_new_yuan",
    zh="尚可新征的土地闲置费",
    en="idle fee not yet decided",
    clause="53号令第十四条第一项",
    certainty="seen",
)
def idle_fee_new_fen(idle_fee_potential_fen: Amounts) -> Amounts:
    """The fee is charged once: nothing new after a decision or payment."""
    return idle_fee_potential_fen
