"""Commencement 动工开发: when it happened, whether in time, and what being late costs.

M53 Art. 30 asks for the construction permit and the threshold of the foundation, the later of the two.
Ceremonies, fencing and levelling do not count.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from landwatch.model import CommencementStatus, EventType, Foundation
from landwatch.rules.amounts import UNKNOWN, Amounts, daily_damages, share_of, sum_of_parts
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, add_years, count_late, earlier, later
from landwatch.rules.events import EventLog
from landwatch.rules.facts import FOUNDATIONS
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose, code
from landwatch.rules.values import value

__all__ = [
    "article30_commencement",
    "commenced_on",
    "commencement_damages_fen",
    "commencement_days",
    "commencement_penalised_days",
    "commencement_record_missing",
    "commencement_status",
    "construction_permit_on",
    "contract_may_define_commencement_differently",
    "damages_base_fen",
    "foundation_reached_on",
    "has_foundation_evidence",
    "parcel_without_commencement_review",
    "penalty_cap_day",
    "phase_penalty_base_needs_contract_rule",
    "preparatory_works_do_not_count",
    "reminder_date",
    "superseded_damages_fen",
    "works_without_permit",
]

Booleans = NDArray[np.bool_]

_THRESHOLDS = {
    Foundation.DEEP_PIT: EventType.PIT_EXCAVATION_DONE,
    Foundation.PILE: EventType.ALL_FOUNDATION_PILES_DONE,
    Foundation.OTHER: EventType.FOUNDATION_PROGRESS,
}


@value(
    "fact",
    "construction_permit_on",
    zh="施工许可日",
    en="construction permit",
    clause="53号令第三十条",
    certainty="seen",
)
def construction_permit_on(event_log: EventLog) -> Days:
    """Day of the first construction permit."""
    return event_log.first(EventType.CONSTRUCTION_PERMIT)


@value(
    "fact",
    "has_foundation_evidence",
    zh="有基础施工证据",
    en="evidence of foundation works",
    clause="53号令第三十条",
    certainty="seen",
)
def has_foundation_evidence(event_log: EventLog) -> Booleans:
    """Foundation works of any kind are on record."""
    return event_log.happened(*_THRESHOLDS.values())


@value(
    "fact",
    "foundation_reached_on",
    zh="基础达到动工标准日",
    en="foundation threshold reached",
    clause="53号令第三十条",
    certainty="seen",
)
def foundation_reached_on(event_log: EventLog, foundation: Integers, foundation_share: LawValue) -> Days:
    """Day the threshold of the contract's kind of foundation was reached; of any kind where none is named."""
    if not event_log.happened(*_THRESHOLDS.values()).any():
        return constant(NO_DAY, event_log.rows)
    reached = {
        Foundation.DEEP_PIT: event_log.first(EventType.PIT_EXCAVATION_DONE),
        Foundation.PILE: event_log.first(EventType.ALL_FOUNDATION_PILES_DONE),
        Foundation.OTHER: _share_reached_on(event_log, foundation_share),
    }
    day = np.full(event_log.rows, NO_DAY)
    for number, kind in enumerate(FOUNDATIONS):
        applies = (foundation == number) | (foundation < 0)
        day[applies] = earlier(day[applies], reached[kind][applies])
    return day


def _share_reached_on(event_log: EventLog, foundation_share: LawValue) -> Days:
    """First day on which the works reached the share that counted on that day."""
    progress = event_log.of(EventType.FOUNDATION_PROGRESS)
    reached = zip(progress.texts("share"), progress.day.tolist(), strict=True)
    enough = np.array(
        [share is not None and Fraction(share) >= foundation_share.held_on(day) for share, day in reached],
        dtype=np.bool_,
    )
    day = np.full(event_log.rows, NO_DAY)
    day[progress.row[enough][::-1]] = progress.day[enough][::-1]
    return day


@value(
    "date",
    "article30_commencement",
    zh="53号令第三十条动工日",
    en="commencement under M53 Art. 30",
    clause="53号令第三十条",
    certainty="seen",
)
def article30_commencement(
    event_log: EventLog,
    construction_permit_on: Days,
    has_foundation_evidence: Booleans,
    foundation_reached_on: Days,
) -> Days:
    """The later of permit and threshold; a bare record of commencement is taken as its day."""
    evidenced = np.maximum(construction_permit_on, foundation_reached_on)
    reported = event_log.first(EventType.COMMENCED)
    bare = np.where(np.isnat(reported), NO_DAY, later(reported, construction_permit_on))
    return np.where(has_foundation_evidence, evidenced, bare)


@value("fact", "commenced_on", zh="实际动工日", en="commenced on", clause="53号令第三十条", certainty="seen")
def commenced_on(article30_commencement: Days) -> Days:
    """The day taken as commencement."""
    return article30_commencement


@value(
    "flag",
    "commencement_record_missing",
    zh="已竣工但无动工记录",
    en="completed, but no record of the commencement",
    clause="本系统约定",
    certainty="convention",
)
def commencement_record_missing(commenced_on: Days, completed_on: Days) -> Booleans:
    """Works that are complete have commenced; on which day is not known."""
    return np.isnat(commenced_on) & ~np.isnat(completed_on)


@value(
    "status",
    "commencement",
    zh="开工状态",
    en="commencement",
    clause="GF-2008-2601 第十六条、第三十三条; 53号令第二条",
    words=CommencementStatus,
)
def commencement_status(
    on: Days,
    commenced_on: Days,
    commencement_record_missing: Booleans,
    commencement_due: Days,
    adjusted_commencement_due: Days,
    effective_commencement_due: Days,
    reminder_date: Days,
    part_unused: Booleans,
) -> Codes:
    """Where the row stands with its commencement at the end of the judged day."""
    agreed_passed = on > commencement_due
    return choose(
        CommencementStatus.NOT_DUE,
        (part_unused, CommencementStatus.PART_UNUSED),
        (commenced_on > effective_commencement_due, CommencementStatus.COMMENCED_LATE),
        (~np.isnat(commenced_on) | commencement_record_missing, CommencementStatus.COMMENCED),
        (on > effective_commencement_due, CommencementStatus.BREACH),
        (agreed_passed & (on > adjusted_commencement_due), CommencementStatus.EXCUSED_PENDING),
        (agreed_passed, CommencementStatus.EXCUSED),
        (on >= reminder_date, CommencementStatus.REMIND),
    )


@value(
    "date",
    "reminder_date",
    zh="开工提醒日",
    en="commencement reminder",
    clause="国土资厅发〔2013〕30号",
    certainty="seen",
)
def reminder_date(effective_commencement_due: Days, reminder_days: LawValue, on: Days) -> Days:
    """First day of the reminder; it does not roll over rest days."""
    return add_days(effective_commencement_due, -reminder_days.counts(on))


@value(
    "days",
    "commencement",
    zh="开工逾期天数",
    en="days late in commencement",
    clause="民法典第二百零一至二百零三条",
)
def commencement_days(
    open_until: Days,
    commenced_on: Days,
    commencement_record_missing: Booleans,
    effective_commencement_due: Days,
) -> Integers:
    """Actual day, or the judged day while the contract is open, minus the day that counts."""
    late = count_late(earlier(commenced_on, open_until), effective_commencement_due)
    late[commencement_record_missing] = 0
    return late


@value(
    "date",
    "penalty_cap_day",
    zh="逾期开工违约金计收截止日",
    en="last day on which late commencement is penalised",
    clause="2025 版合同第十五条(编号待核)",
    certainty="unsure",
)
def penalty_cap_day(
    effective_commencement_due: Days,
    is_revised_form: Booleans,
    penalised_years: LawValue,
    contract_text_on: Days,
) -> Days:
    """Under the revised form damages stop with the first year; the 2008 form has no end."""
    years = penalised_years.counts(contract_text_on)
    return np.where(is_revised_form, add_years(effective_commencement_due, years), NO_DAY)


@value(
    "days",
    "commencement_penalised",
    zh="计收违约金的开工逾期天数",
    en="penalised days of late commencement",
    clause="GF-2008-2601 第三十三条; 2025 版合同第十五条",
)
def commencement_penalised_days(
    commencement_days: Integers, penalty_cap_day: Days, effective_commencement_due: Days
) -> Integers:
    """Days late on which damages run."""
    most = count_late(penalty_cap_day, effective_commencement_due)
    return np.where(np.isnat(penalty_cap_day), commencement_days, np.minimum(commencement_days, most))


@value(
    "amount",
    "commencement_damages_yuan",
    zh="逾期开工违约金(应计)",
    en="damages for late commencement (claim)",
    clause="GF-2008-2601 第三十三条",
)
def commencement_damages_fen(
    damages_base_fen: Amounts,
    commencement_damages_ppb: Amounts,
    commencement_penalised_days: Integers,
    is_phase: Booleans,
    is_parcel: Booleans,
    contract_row: Integers,
    damages_by_parcel: bool,
) -> Amounts:
    """Daily rate on the base; a claim that a court may reduce (Civil Code Art. 585).

    A contract in phases owes what they owe together: not known where one is late whose price is not agreed.
    """
    damages = daily_damages(damages_base_fen, commencement_damages_ppb, commencement_penalised_days)
    if damages_by_parcel:
        damages = sum_of_parts(damages, is_parcel, contract_row)
    return sum_of_parts(damages, is_phase, contract_row)


@value(
    "fact",
    "damages_base_yuan",
    zh="违约金基数",
    en="base of the damages",
    clause="GF-2008-2601 第三十三条; 公开裁判(多宗地合同按逾期宗地价款)",
    certainty="convention",
)
def damages_base_fen(
    price_fen: Amounts,
    area_cm2: Amounts,
    is_parcel: Booleans,
    contract_row: Integers,
    damages_by_parcel: bool,
) -> Amounts:
    """The contract price; by convention, for a parcel of several, its share of the price by area."""
    if not damages_by_parcel or not is_parcel.any():
        return price_fen
    base = price_fen.copy()
    base[is_parcel] = share_of(
        [price_fen[is_parcel], area_cm2[is_parcel]], [area_cm2[contract_row[is_parcel]]]
    )
    return base


@value(
    "amount",
    "superseded_damages_yuan",
    zh="被替换约定日下的违约金(不计收，除非另有保留)",
    en="damages under days replaced since (not charged unless reserved)",
    clause="民法典第五百四十三条",
    certainty="convention",
)
def superseded_damages_fen(
    price_fen: Amounts,
    commencement_damages_ppb: Amounts,
    superseded_commencement_days: Integers,
    is_phase: Booleans,
    contract_row: Integers,
) -> Amounts:
    """What had accrued until the supplement or extension, of phases together."""
    damages = daily_damages(price_fen, commencement_damages_ppb, superseded_commencement_days)
    return sum_of_parts(damages, is_phase, contract_row)


@value(
    "flag",
    "preparatory_works_do_not_count",
    zh="围挡、场平、支护或奠基不视为动工",
    en="fencing, levelling, retaining works or a ceremony do not count as commencement",
    clause="53号令第三十条; 公开裁判",
    certainty="seen",
)
def preparatory_works_do_not_count(event_log: EventLog, commenced_on: Days) -> Booleans:
    """Only such works are on record, and no commencement."""
    prepared = event_log.happened(EventType.PREPARATORY_WORKS, EventType.GROUND_BREAKING_CEREMONY)
    return prepared & np.isnat(commenced_on)


@value(
    "flag",
    "works_without_permit",
    zh="未取得施工许可先行施工",
    en="works without a construction permit",
    clause="53号令第三十条",
    certainty="seen",
)
def works_without_permit(construction_permit_on: Days, has_foundation_evidence: Booleans) -> Booleans:
    """Foundation works are on record and no permit; the permit is part of the definition."""
    return has_foundation_evidence & np.isnat(construction_permit_on)


@value(
    "flag",
    "contract_may_define_commencement_differently",
    zh="合同可能另有开工定义，与53号令第三十条分别认定",
    en="the contract may define commencement differently",
    clause="53号令第三十条",
    certainty="seen",
)
def contract_may_define_commencement_differently(
    has_foundation_evidence: Booleans, commencement_status: Codes
) -> Booleans:
    """Works are on record and the threshold was late or is open: a contract of its own words may differ."""
    late = (commencement_status == code(CommencementStatus.COMMENCED_LATE)) | (
        commencement_status == code(CommencementStatus.BREACH)
    )
    return np.asarray(has_foundation_evidence & late)


def part_unused(
    commenced_on: Days, is_parcel: Booleans, contract_row: Integers, judged_by_parcel: bool
) -> Booleans:
    """Parcels without a start of their own under a contract that another parcel's start commenced."""
    if judged_by_parcel:
        return np.zeros(len(is_parcel), dtype=np.bool_)
    return is_parcel & np.isnat(commenced_on) & ~np.isnat(commenced_on[contract_row])


@value(
    "flag",
    "parcel_without_commencement_review",
    zh="合同内有宗地未动工，须复核",
    en="a parcel of the contract has not commenced; review",
    clause="统计单元为合同(本系统约定)",
    certainty="convention",
)
def parcel_without_commencement_review(part_unused: Booleans, contract_row: Integers) -> Booleans:
    """One of the parcels is unused while the contract counts as commenced."""
    found = np.zeros(len(part_unused), dtype=np.bool_)
    found[contract_row[part_unused]] = True
    return found


@value(
    "area",
    "part_unused_area_mu",
    zh="合同内未动工宗地面积",
    en="area of parcels not commenced under a commenced contract",
    clause="统计单元为合同(本系统约定)",
    certainty="convention",
)
def part_unused_area_cm2(part_unused: Booleans, contract_row: Integers, area_cm2: Amounts) -> Amounts:
    """Sum over the unused parcels of a contract."""
    total = np.zeros(len(area_cm2), dtype=np.int64)
    counted = part_unused & (area_cm2 != UNKNOWN)
    np.add.at(total, contract_row[counted], area_cm2[counted].astype(np.int64))
    return total


@value(
    "flag",
    "phase_penalty_base_needs_contract_rule",
    zh="分期违约金基数须依合同约定",
    en="the base of damages for a phase needs a rule in the contract",
    clause="合同分期约定",
    certainty="convention",
)
def phase_penalty_base_needs_contract_rule(has_phases: Booleans) -> Booleans:
    """The contract has phases: no price of a phase is agreed, so no amount is computed."""
    return has_phases
