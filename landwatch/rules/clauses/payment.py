"""Payment of the price by instalments: what is late, by how much, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType, PaymentStatus
from landwatch.rules.amounts import BILLION, UNKNOWN, Amounts, over_rows, share_of
from landwatch.rules.constants import constant, is_constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days
from landwatch.rules.events import EventLog
from landwatch.rules.facts import InstalmentTable
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose
from landwatch.rules.values import value

__all__ = [
    "Ledger",
    "day_60",
    "grantor_may_rescind_after_demand",
    "instalment_ledger",
    "payment_damages_fen",
    "payment_days",
    "payment_reminder",
    "payment_reminder_date",
    "payment_status",
]

Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The instalments of each row after its payments, earliest due first.

    Attributes
    ----------
    has_instalments, all_paid, overdue
        Whether there are any; whether nothing is open; whether an open one is past due.
    oldest_open
        Due day of the oldest instalment that is not paid in full.
    since
        Due day of the oldest open instalment past due, or of the one paid latest.
    days
        Days late: of the oldest open instalment, or the most by which a paid one was late.
    fen_days
        Sum over money and days late: amount in fen times days, for all instalments.
    """

    has_instalments: Booleans
    all_paid: Booleans
    overdue: Booleans
    oldest_open: Days
    since: Days
    days: Integers
    fen_days: Amounts


def instalment_ledger(event_log: EventLog, instalments: InstalmentTable, open_until: Days) -> Ledger:
    """Settle payments against instalments in order of due day, row by row.

    Parameters
    ----------
    event_log
        Holds the payments; a payment without an amount settles the oldest open instalment.
    instalments
        What is due when.
    open_until
        The day up to which duties run.

    Returns
    -------
    Ledger
        What is open and how late.
    """
    rows = len(open_until)
    ledger = Ledger(
        np.zeros(rows, np.bool_),
        np.ones(rows, np.bool_),
        np.zeros(rows, np.bool_),
        np.full(rows, NO_DAY),
        np.full(rows, NO_DAY),
        np.zeros(rows, np.int64),
        np.zeros(rows, dtype=object),
    )
    payments = event_log.of(EventType.INSTALMENT_PAID)
    amounts = payments.amounts("amount_fen")
    begin = np.searchsorted(payments.row, instalments.rows)
    finish = np.searchsorted(payments.row, instalments.rows, side="right")
    for row, first, last in zip(instalments.rows, begin, finish, strict=True):
        paid = [(payments.day[p], int(amounts[p])) for p in range(first, last)]
        _settle(ledger, int(row), instalments.due_of(row), list(dict.fromkeys(paid)), open_until[row])
    return ledger


def _settle(
    ledger: Ledger,
    row: int,
    due: list[tuple[np.datetime64, int]],
    paid: list[tuple[np.datetime64, int]],
    on: np.datetime64,
) -> None:
    ledger.has_instalments[row] = True
    purse = list(paid)
    for day, amount in due:
        open_amount, latest = amount, day
        while purse and open_amount:
            paid_on, available = purse[0]
            unstated = UNKNOWN in (available, open_amount)
            used = open_amount if unstated else min(available, open_amount)
            open_amount -= used
            latest = max(day, paid_on)
            _charge(ledger, row, used, day, paid_on)
            if unstated or available == used:
                purse.pop(0)
            else:
                purse[0] = (paid_on, available - used)
        _close(ledger, row, open_amount, day, latest, on)


def _charge(ledger: Ledger, row: int, amount: int, due: np.datetime64, until: np.datetime64) -> None:
    late = max(0, int((until - due).astype(int)))
    ledger.fen_days[row] = UNKNOWN if amount == UNKNOWN else ledger.fen_days[row] + amount * late


def _close(
    ledger: Ledger, row: int, open_amount: int, due: np.datetime64, latest: np.datetime64, on: np.datetime64
) -> None:
    if open_amount == 0:
        late = max(0, int((latest - due).astype(int)))
        if not ledger.overdue[row] and late >= ledger.days[row]:
            ledger.days[row], ledger.since[row] = late, due
        return
    ledger.all_paid[row] = False
    if np.isnat(ledger.oldest_open[row]):
        ledger.oldest_open[row] = due
    if on > due and not ledger.overdue[row]:
        ledger.overdue[row] = True
        ledger.days[row], ledger.since[row] = int((on - due).astype(int)), due
    elif np.isnat(ledger.since[row]):
        ledger.since[row] = due
    if on > due:
        _charge(ledger, row, open_amount, due, on)


@value(
    "date",
    "day_60",
    zh="逾期第60日",
    en="sixtieth day of delay",
    clause="GF-2008-2601 第三十条",
)
def day_60(instalment_ledger: Ledger, rescission_days: LawValue, contract_text_on: Days) -> Days:
    """Sixty days after the due day; only what is later exceeds sixty days."""
    return add_days(instalment_ledger.since, rescission_days.counts(contract_text_on))


@value(
    "date",
    "payment_reminder_date",
    zh="价款缴纳提醒日",
    en="payment reminder",
    clause="国土资厅发〔2013〕30号(出让价款缴纳提示书)",
    certainty="seen",
)
def payment_reminder_date(instalment_ledger: Ledger, reminder_days: LawValue, on: Days) -> Days:
    """First day of the reminder before the oldest open instalment."""
    if np.isnat(instalment_ledger.oldest_open).all():
        return constant(NO_DAY, len(on))
    return add_days(instalment_ledger.oldest_open, -reminder_days.counts(on))


@value(
    "flag",
    "payment_reminder",
    zh="价款分期临近到期",
    en="an instalment falls due soon",
    clause="国土资厅发〔2013〕30号(出让价款缴纳提示书)",
    certainty="seen",
)
def payment_reminder(instalment_ledger: Ledger, on: Days, payment_reminder_date: Days) -> Booleans:
    """The oldest open instalment is due within the reminder."""
    if is_constant(payment_reminder_date):
        return constant(np.False_, len(on))
    return (on >= payment_reminder_date) & (on <= instalment_ledger.oldest_open)


@value("days", "payment", zh="付款逾期天数", en="days late in payment", clause="GF-2008-2601 第三十条")
def payment_days(instalment_ledger: Ledger) -> Integers:
    """Days late of the oldest open instalment, or the most by which a paid one was late."""
    return instalment_ledger.days


@value("status", "payment", zh="付款状态", en="payment", clause="GF-2008-2601 第三十条", words=PaymentStatus)
def payment_status(instalment_ledger: Ledger, on: Days, day_60: Days) -> Codes:
    """Where the instalments stand; no word where the contract names none."""
    status = choose(
        PaymentStatus.NOT_DUE,
        (instalment_ledger.all_paid, PaymentStatus.PAID),
        (instalment_ledger.overdue & (on > day_60), PaymentStatus.BREACH_OVER_60),
        (instalment_ledger.overdue, PaymentStatus.BREACH),
    )
    status[~instalment_ledger.has_instalments] = -1
    return status


@value(
    "amount",
    "payment_damages_yuan",
    zh="逾期付款违约金(应计)",
    en="damages for late payment (claim)",
    clause="GF-2008-2601 第三十条",
)
def payment_damages_fen(instalment_ledger: Ledger, payment_damages_ppb: Amounts) -> Amounts:
    """Daily rate on each amount for the days it was late."""
    return over_rows(
        instalment_ledger.days > 0,
        lambda fen_days, rate: share_of([fen_days, rate], [BILLION]),
        *(instalment_ledger.fen_days, payment_damages_ppb),
    )


@value(
    "flag",
    "grantor_may_rescind_after_demand",
    zh="逾期付款超过60日，经催缴后出让人可解除合同",
    en="payment over 60 days late: the grantor may rescind after a demand",
    clause="GF-2008-2601 第三十条",
)
def grantor_may_rescind_after_demand(instalment_ledger: Ledger, on: Days, day_60: Days) -> Booleans:
    """An instalment is open for more than sixty days."""
    return instalment_ledger.overdue & (on > day_60)
