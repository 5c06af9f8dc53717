"""Suspended works 中止开发建设 (M53 Art. 2(2)): a full year stopped and too little developed or invested.

Such land *may* be recognised as idle and is disposed of under Art. 12 only: no 20 % fee, no free recovery.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.amounts import Amounts, is_short, known, minus
from landwatch.rules.clauses.milestone_days import is_never, never_so
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, add_days, add_years
from landwatch.rules.events import EventLog
from landwatch.rules.excuse_periods import Periods
from landwatch.rules.parameters import LawValue
from landwatch.rules.values import value

__all__ = [
    "area_is_short",
    "disposal_article_12_only",
    "first_suspended_idle_day",
    "invested_net_fen",
    "investment_is_short",
    "investment_net_fen",
    "investment_ratio",
    "is_suspected_suspended",
    "may_be_recognised",
    "naive_ratio",
    "one_limb_only",
    "resumption_unverified",
    "stopped_since",
    "suspended_shares_unknown",
    "suspended_watch",
    "transfer_below_25pct_review",
    "transfer_threshold_met",
    "works_between_stops",
    "year_of_stop_begins",
]

Booleans = NDArray[np.bool_]
Fractions = NDArray[np.object_]


@value(
    "fact",
    "stopped_since",
    zh="停工起始日",
    en="stopped since",
    clause="53号令第二条第二款",
    certainty="convention",
)
def stopped_since(event_log: EventLog) -> Days:
    """First stop after the last resumption; one that is claimed and not verified ends nothing."""
    if not event_log.happened(EventType.WORK_STOPPED).any():
        return constant(NO_DAY, event_log.rows)
    resumptions = event_log.of(EventType.WORK_RESUMED)
    resumptions = resumptions.where(~resumptions.refuted)
    resumed = np.full(event_log.rows, NO_DAY)
    resumed[resumptions.row] = resumptions.day
    stops = event_log.of(EventType.WORK_STOPPED)
    still = np.isnat(resumed[stops.row]) | (stops.day > resumed[stops.row])
    since = np.full(event_log.rows, NO_DAY)
    since[stops.row[still][::-1]] = stops.day[still][::-1]
    return since


@value(
    "flag",
    "resumption_unverified",
    zh="复工未经核实，停工期间继续计算",
    en="a resumption of the works is claimed and not verified; the stop runs on",
    clause="53号令第二条第二款",
    certainty="convention",
)
def resumption_unverified(event_log: EventLog) -> Booleans:
    """Only a verified resumption restarts the year."""
    resumptions = event_log.of(EventType.WORK_RESUMED)
    claimed = np.zeros(event_log.rows, dtype=np.bool_)
    claimed[resumptions.row[resumptions.refuted]] = True
    return claimed


@value(
    "fact",
    "year_of_stop_begins",
    zh="停工满一年的起算日",
    en="day from which the year of the stop counts",
    clause="53号令第二条第二款",
    certainty="convention",
)
def year_of_stop_begins(
    event_log: EventLog, stopped_since: Days, commenced_on: Days, stops_add_up: bool
) -> Days:
    """The stop that still lasts; by convention the first stop of all, while the works are stopped."""
    if not stops_add_up:
        return stopped_since
    stops = event_log.of(EventType.WORK_STOPPED)
    after_start = ~(stops.day < commenced_on[stops.row])
    first = np.full(event_log.rows, NO_DAY)
    first[stops.row[after_start][::-1]] = stops.day[after_start][::-1]
    return np.where(np.isnat(stopped_since), NO_DAY, first)


def works_between_stops(event_log: EventLog, stops_add_up: bool) -> Periods:
    """From each resumption to the next stop, both days counted as worked."""
    if not stops_add_up:
        return Periods.none()
    found = event_log.of(EventType.WORK_STOPPED, EventType.WORK_RESUMED)
    found = found.where(~found.refuted)
    if not len(found):
        return Periods.none()
    # On one day a stop comes before the resumption that ends it; of several alike in a row the first counts.
    works = found.is_a(EventType.WORK_RESUMED)
    order = np.lexsort((works, found.day, found.row))
    row, day, works = found.row[order], found.day[order], works[order]
    first = np.append(True, (row[1:] != row[:-1]) | (works[1:] != works[:-1]))
    row, day, works = row[first], day[first], works[first]
    ended = np.flatnonzero(works[:-1] & ~works[1:] & (row[1:] == row[:-1]))
    return Periods(row[ended], day[ended], day[ended + 1]).merged()


@value(
    "date",
    "first_suspended_idle_day",
    zh="停工满一年次日",
    en="first day after a full year stopped",
    clause="53号令第二条第二款",
)
def first_suspended_idle_day(
    year_of_stop_begins: Days, works_between_stops: Periods, suspended_years: LawValue, on: Days
) -> Days:
    """The day after the full year since the stop, moved by the days worked between stops that add up."""
    full = add_years(year_of_stop_begins, suspended_years.counts(on))
    if not len(works_between_stops):
        return add_days(full, 1)
    since = works_between_stops.start >= year_of_stop_begins[works_between_stops.row]
    worked = works_between_stops.where(since)
    worked_days = worked.days_by_row(len(full), worked.walked(full))
    return add_days(full, worked_days + 1)


@value(
    "fact",
    "area_is_short",
    zh="已开发面积不足三分之一",
    en="developed area under one third",
    clause="53号令第二条第二款; 民法典第一千二百五十九条",
    certainty="seen",
)
def area_is_short(
    developed_cm2: Amounts, developable_cm2: Amounts, developed_area_share: LawValue, on: Days
) -> Booleans:
    """Strictly under the share; exactly one third is not short."""
    return is_short(developed_cm2, developable_cm2, developed_area_share.shares(on))


@value(
    "fact",
    "invested_net_yuan",
    zh="已投资额(扣除地价税款)",
    en="invested without land price and taxes",
    clause="53号令第三十条",
)
def invested_net_fen(
    invested_fen: Amounts, invested_land_price_fen: Amounts, invested_tax_fen: Amounts
) -> Amounts:
    """Money invested, less what of it paid for land and taxes."""
    return minus(invested_fen, invested_land_price_fen, invested_tax_fen)


@value(
    "fact",
    "investment_net_yuan",
    zh="总投资额(扣除地价税款)",
    en="total investment without land price and taxes",
    clause="53号令第三十条",
)
def investment_net_fen(
    total_investment_fen: Amounts,
    total_investment_land_price_fen: Amounts,
    total_investment_tax_fen: Amounts,
) -> Amounts:
    """Total investment, less what of it is land price and taxes."""
    return minus(total_investment_fen, total_investment_land_price_fen, total_investment_tax_fen)


@value(
    "fact",
    "investment_is_short",
    zh="已投资额不足百分之二十五",
    en="investment under a quarter",
    clause="53号令第二条第二款、第三十条",
    certainty="seen",
)
def investment_is_short(
    invested_net_fen: Amounts,
    investment_net_fen: Amounts,
    developed_investment_share: LawValue,
    on: Days,
) -> Booleans:
    """Strictly under the share; exactly a quarter is not short."""
    return is_short(invested_net_fen, investment_net_fen, developed_investment_share.shares(on))


def is_stopped_and_short(
    stopped_since: Days,
    commenced_on: Days,
    completed_on: Days,
    area_is_short: Booleans,
    investment_is_short: Booleans,
    both_must_be_short: bool,
) -> Booleans:
    """Commenced, not complete, stopped, and short on either share (or both, as the convention says)."""
    if is_never(stopped_since):
        return never_so(len(stopped_since))
    short = area_is_short & investment_is_short if both_must_be_short else area_is_short | investment_is_short
    under_way = ~np.isnat(commenced_on) & np.isnat(completed_on) & (commenced_on <= stopped_since)
    return under_way & short


def is_suspected_suspended(
    on: Days, first_suspended_idle_day: Days, is_stopped_and_short: Booleans
) -> Booleans:
    """A full year of suspended works that are short."""
    return is_stopped_and_short & (on >= first_suspended_idle_day)


@value(
    "flag",
    "suspended_watch",
    zh="停工未满一年，持续关注",
    en="works stopped for less than a year: watch",
    clause="53号令第二条第二款",
)
def suspended_watch(is_stopped_and_short: Booleans, is_suspected_suspended: Booleans) -> Booleans:
    """Short and stopped, the year not yet full."""
    return is_stopped_and_short & ~is_suspected_suspended


@value(
    "flag",
    "may_be_recognised",
    zh="可以认定为闲置土地",
    en="may be recognised as idle land",
    clause="53号令第二条第二款(可以认定)",
)
def may_be_recognised(is_suspected_suspended: Booleans) -> Booleans:
    """The text leaves it to the bureau."""
    return is_suspected_suspended


@value(
    "flag",
    "disposal_article_12_only",
    zh="只能按第十二条处置，不征闲置费、不无偿收回",
    en="disposal under Art. 12 only: no fee, no free recovery",
    clause="53号令第十二条末款",
)
def disposal_article_12_only(is_suspected_suspended: Booleans) -> Booleans:
    """Art. 14 speaks of land that never commenced."""
    return is_suspected_suspended


@value(
    "flag",
    "one_limb_only",
    zh="面积与投资仅一项不足",
    en="only one of area and investment is short",
    clause="53号令第二条第二款",
    certainty="convention",
)
def one_limb_only(
    is_stopped_and_short: Booleans, area_is_short: Booleans, investment_is_short: Booleans
) -> Booleans:
    """One shortfall suffices on the text; a practitioner's reading differs."""
    return is_stopped_and_short & (area_is_short ^ investment_is_short)


@value(
    "flag",
    "suspended_shares_unknown",
    zh="停工，开发面积与投资比例不明",
    en="works stopped; shares of area and investment are not on file",
    clause="53号令第二条第二款",
)
def suspended_shares_unknown(
    stopped_since: Days,
    completed_on: Days,
    developed_cm2: Amounts,
    developable_cm2: Amounts,
    invested_fen: Amounts,
    total_investment_fen: Amounts,
) -> Booleans:
    """Stopped works of which neither share is known can be neither suspected nor cleared."""
    if is_never(stopped_since):
        return never_so(len(stopped_since))
    neither = ~known(developed_cm2, developable_cm2) & ~known(invested_fen, total_investment_fen)
    return ~np.isnat(stopped_since) & np.isnat(completed_on) & neither


@value(
    "share",
    "investment_ratio",
    zh="投资比例(扣除地价税款)",
    en="investment ratio without land price and taxes",
    clause="53号令第三十条",
    certainty="seen",
)
def investment_ratio(invested_net_fen: Amounts, investment_net_fen: Amounts) -> Fractions:
    """Invested over total, both without land price and taxes; None where not known."""
    return _ratio(invested_net_fen, investment_net_fen)


@value(
    "share",
    "naive_ratio",
    zh="投资比例(未扣除)",
    en="investment ratio with land price and taxes",
    clause="仅供对照",
    certainty="convention",
)
def naive_ratio(invested_fen: Amounts, total_investment_fen: Amounts) -> Fractions:
    """Invested over total as stated, for comparison only."""
    return _ratio(invested_fen, total_investment_fen)


def _ratio(part: Amounts, whole: Amounts) -> Fractions:
    ratio = np.full(len(part), None, dtype=object)
    for row in np.flatnonzero(known(part, whole)):
        if whole[row] > 0:
            ratio[row] = Fraction(int(part[row]), int(whole[row]))
    return ratio


def transfer_judged_on(event_log: EventLog, on: Days) -> Days:
    """The day of the last transfer, whose law it had to meet; before any the judged day."""
    transferred = event_log.last(EventType.TRANSFER)
    return on if is_never(transferred) else np.where(np.isnat(transferred), on, transferred)


@value(
    "flag",
    "transfer_threshold_met",
    zh="投资达到转让条件(百分之二十五以上)",
    en="investment reaches the transfer threshold",
    clause="城市房地产管理法第三十九条",
    certainty="seen",
)
def transfer_threshold_met(
    invested_net_fen: Amounts,
    investment_net_fen: Amounts,
    transfer_investment_share: LawValue,
    transfer_judged_on: Days,
) -> Booleans:
    """A quarter or more: the share of the day of the transfer, or before any of the judged day."""
    sure = known(invested_net_fen, investment_net_fen) & np.asarray(investment_net_fen != 0, np.bool_)
    share = transfer_investment_share.shares(transfer_judged_on)
    return sure & ~is_short(invested_net_fen, investment_net_fen, share)


@value(
    "flag",
    "transfer_below_25pct_review",
    zh="转让时投资未达或未证明达百分之二十五，须复核",
    en="transfer without proof of a quarter invested; review",
    clause="城市房地产管理法第三十九条",
    certainty="seen",
)
def transfer_below_25pct_review(event_log: EventLog, transfer_threshold_met: Booleans) -> Booleans:
    """A transfer by agreement; a judicial sale is not bound by the threshold."""
    return event_log.happened(EventType.TRANSFER) & ~transfer_threshold_met
