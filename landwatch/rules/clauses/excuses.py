"""Excused days: verified government cause and force majeure, and the grantor's own late handover.

The walk of reference.md 2.5: what begins on or before the due day as moved so far adds its length, what
begins later is post-default. Commencement and completion each walk with their own due day.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.clauses.milestone_days import earliest_start
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, add_years, later
from landwatch.rules.events import EventLog
from landwatch.rules.excuse_periods import Periods
from landwatch.rules.parameters import LawValue
from landwatch.rules.values import value

__all__ = [
    "adjusted_commencement_due",
    "adjusted_commencement_due_if_accepted",
    "completion_due",
    "completion_excused_days",
    "effective_commencement_due",
    "effective_periods",
    "excuse_claim_unverified",
    "excuse_periods",
    "excused_days",
    "force_majeure_notice_late",
    "force_majeure_proof_late",
    "force_majeure_proof_missing",
    "human_confirm_overlap",
    "human_confirm_post_default_cause",
    "idle_paused_days",
    "moves_the_day",
    "needs_supplementary_agreement",
    "pauses",
    "provisional_commencement_due",
    "unsettled_handover",
    "verified_excuses",
]

Booleans = NDArray[np.bool_]
_CAUSES = (EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE)


def verified_excuses(event_log: EventLog) -> Periods:
    """Verified government cause and force majeure up to the judged day, unmerged."""
    return event_log.periods(*_CAUSES, verified=True)


def excuse_periods(verified_excuses: Periods, newest_signing: Days, on: Days) -> Periods:
    """Verified excuses that the newest amendment has not priced in, merged."""
    return verified_excuses.clipped(newest_signing, on).merged()


@value(
    "days",
    "excused",
    zh="免责天数",
    en="excused days",
    clause="闲置土地处置办法(53号令)第八条; 民法典第一百八十条、第五百九十条",
    certainty="convention",
)
def excused_days(excuse_periods: Periods, commencement_due: Days) -> Integers:
    """Days that verified excuses add to the commencement day in force."""
    return _added(excuse_periods, commencement_due)


@value(
    "date",
    "adjusted_commencement_due",
    zh="计入免责天数后的动工日",
    en="commencement day with excused days",
    clause="闲置土地处置办法(53号令)第八条、第十二条",
    certainty="convention",
)
def adjusted_commencement_due(commencement_due: Days, excused_days: Integers) -> Days:
    """The day in force moved by the excused days."""
    return add_days(commencement_due, excused_days)


@value(
    "date",
    "adjusted_commencement_due_if_accepted",
    zh="免责主张如获核实后的动工日",
    en="commencement day if the claims were accepted",
    clause="闲置土地处置办法(53号令)第八条",
    certainty="convention",
)
def adjusted_commencement_due_if_accepted(
    event_log: EventLog,
    newest_signing: Days,
    on: Days,
    commencement_due: Days,
    excuse_claim_unverified: Booleans,
) -> Days:
    """The day that would hold if every claim on file were verified."""
    if not excuse_claim_unverified.any():
        return constant(NO_DAY, event_log.rows)
    claimed = event_log.periods(*_CAUSES)
    claims = claimed.where(excuse_claim_unverified[claimed.row]).clipped(newest_signing, on).merged()
    accepted = add_days(commencement_due, _added(claims, commencement_due))
    return np.where(excuse_claim_unverified, accepted, NO_DAY)


def unsettled_handover(late_handover: Periods, newest_signing: Days) -> Periods:
    """The days by which the handover was late, where no amendment has settled that."""
    return late_handover.where(np.isnat(newest_signing[late_handover.row]))


def effective_periods(excuse_periods: Periods, unsettled_handover: Periods) -> Periods:
    """Excuses and late handover together, days they share counted once."""
    return excuse_periods.joined(unsettled_handover).merged()


def moves_the_day(
    effective_periods: Periods, unsettled_handover: Periods, commencement_due: Days
) -> Booleans:
    """For each of those periods, whether it moves the commencement day.

    A late handover does wherever it begins: the land could not be built on, also after the agreed day.
    """
    after = unsettled_handover.where(unsettled_handover.start > commencement_due[unsettled_handover.row])
    return effective_periods.walked(
        commencement_due, after.covered(effective_periods) if len(after) else None
    )


@value(
    "date",
    "provisional_commencement_due",
    zh="逾期交地下的暂定动工日",
    en="provisional commencement day after a late handover",
    clause="闲置土地处置办法(53号令)第八条第一项; GF-2008-2601 第三十七条",
    certainty="convention",
)
def provisional_commencement_due(
    effective_periods: Periods,
    moves_the_day: Booleans,
    unsettled_handover: Periods,
    commencement_due: Days,
    handover_agreed_after_commencement: Booleans,
    agreed_handover: Days,
    agreed_commencement: Days,
    handed_over_on: Days,
    on: Days,
    handover_moves_the_day: bool,
) -> Days:
    """The day in force moved by excuses and late handover; never before land agreed later is handed over."""
    rows = len(commencement_due)
    late = unsettled_handover.any_by_row(rows)
    moved = add_days(commencement_due, effective_periods.days_by_row(rows, moves_the_day))
    provisional = np.where(late, moved, NO_DAY)
    if not handover_agreed_after_commencement.any():
        return provisional
    start = earliest_start(agreed_handover, agreed_commencement, handed_over_on, on, handover_moves_the_day)
    contrary = handover_agreed_after_commencement & ~np.isnat(start)
    return np.where(contrary, later(moved, start), provisional)


@value(
    "date",
    "effective_commencement_due",
    zh="据以判定的动工日",
    en="commencement day that counts",
    clause="合同第十六条; 53号令第八条",
    certainty="convention",
)
def effective_commencement_due(adjusted_commencement_due: Days, provisional_commencement_due: Days) -> Days:
    """The provisional day where the handover was late, else the day with excused days."""
    return np.where(
        np.isnat(provisional_commencement_due), adjusted_commencement_due, provisional_commencement_due
    )


@value(
    "days",
    "completion_excused",
    zh="竣工免责天数",
    en="excused days of completion",
    clause="闲置土地处置办法(53号令)第八条",
    certainty="convention",
)
def completion_excused_days(excuse_periods: Periods, completion_day_in_force: Days) -> Integers:
    """Days that verified excuses add to the completion day in force."""
    return _added(excuse_periods, completion_day_in_force)


@value(
    "date",
    "completion_due",
    zh="据以判定的竣工日",
    en="completion day that counts",
    clause="GF-2008-2601 第十六条; 53号令第八条",
    certainty="convention",
)
def completion_due(completion_day_in_force: Days, completion_excused_days: Integers) -> Days:
    """The completion day in force moved by its excused days."""
    return add_days(completion_day_in_force, completion_excused_days)


def pauses(
    event_log: EventLog,
    effective_periods: Periods,
    moves_the_day: Booleans,
    newest_signing: Days,
    on: Days,
) -> Periods:
    """Verified government-cause periods that began after the default: they pause the idle clock only."""
    # Most contracts have no period that moves nothing: only those that do are looked at.
    still = effective_periods.where(~moves_the_day).any_by_row(event_log.rows)
    caused = event_log.periods(EventType.GOVERNMENT_CAUSE, verified=True)
    caused = caused.where(still[caused.row]).clipped(newest_signing, on)
    return caused.where(~moves_the_day[caused.within(effective_periods)]).merged()


@value(
    "days",
    "idle_paused",
    zh="闲置时钟暂停天数",
    en="days the idle clock is paused",
    clause="闲置土地处置办法(53号令)第八条",
    certainty="unsure",
)
def idle_paused_days(
    pauses: Periods,
    effective_commencement_due: Days,
    idle_second_years: LawValue,
    recovery_judged_on: Days,
) -> Integers:
    """Post-default government-cause days that move the two-year line."""
    years = idle_second_years.counts(recovery_judged_on)
    return _added(pauses, add_years(effective_commencement_due, years))


@value(
    "flag",
    "needs_supplementary_agreement",
    zh="逾期交地，须签补充协议重新约定",
    en="late handover: a supplement must fix the new day",
    clause="闲置土地处置办法(53号令)第八条第一项",
)
def needs_supplementary_agreement(provisional_commencement_due: Days) -> Booleans:
    """The day has moved provisionally only."""
    return ~np.isnat(provisional_commencement_due)


@value(
    "flag",
    "excuse_claim_unverified",
    zh="免责主张未经审核属实",
    en="a claim of excuse is not verified",
    clause="闲置土地处置办法(53号令)第八条",
)
def excuse_claim_unverified(event_log: EventLog) -> Booleans:
    """A government cause or force majeure is claimed and not verified; it adds nothing."""
    return event_log.periods(*_CAUSES, verified=False).any_by_row(event_log.rows)


@value(
    "flag",
    "human_confirm_overlap",
    zh="免责期间与补充协议或延建重叠，须人工确认",
    en="an excuse overlaps an amendment; a person confirms",
    clause="闲置土地处置办法(53号令)第八条",
    certainty="convention",
)
def human_confirm_overlap(verified_excuses: Periods, newest_signing: Days) -> Booleans:
    """Verified days up to the newest signing are taken as priced into its day."""
    cut = verified_excuses.start <= newest_signing[verified_excuses.row]
    return verified_excuses.where(cut).any_by_row(len(newest_signing))


@value(
    "flag",
    "human_confirm_post_default_cause",
    zh="违约后发生的政府原因，须人工确认",
    en="government cause after the default; a person decides",
    clause="闲置土地处置办法(53号令)第八条",
    certainty="unsure",
)
def human_confirm_post_default_cause(pauses: Periods, on: Days) -> Booleans:
    """A verified government cause began after the default."""
    return pauses.any_by_row(len(on))


@value(
    "flag",
    "force_majeure_notice_late",
    zh="不可抗力通知晚于7日",
    en="force majeure notified outside the 7-day window",
    clause="GF-2008-2601 第二十八、二十九条",
)
def force_majeure_notice_late(
    event_log: EventLog, force_majeure_notice_days: LawValue, contract_text_on: Days
) -> Booleans:
    """The notice came later than seven days after the event began."""
    return _filed_late(event_log, "notice_date", force_majeure_notice_days.counts(contract_text_on))


@value(
    "flag",
    "force_majeure_proof_late",
    zh="不可抗力证明晚于15日",
    en="force majeure proved outside the 15-day window",
    clause="GF-2008-2601 第二十八、二十九条",
)
def force_majeure_proof_late(
    event_log: EventLog, force_majeure_proof_days: LawValue, contract_text_on: Days
) -> Booleans:
    """The proof came later than fifteen days after the event began."""
    return _filed_late(event_log, "proof_date", force_majeure_proof_days.counts(contract_text_on))


@value(
    "flag",
    "force_majeure_proof_missing",
    zh="缺不可抗力证明",
    en="proof of force majeure is missing",
    clause="GF-2008-2601 第二十八、二十九条",
)
def force_majeure_proof_missing(event_log: EventLog) -> Booleans:
    """An unverified claim of force majeure has no proof on file."""
    claims = event_log.of(EventType.FORCE_MAJEURE)
    missing = np.zeros(event_log.rows, dtype=np.bool_)
    missing[claims.row[np.isnat(claims.days("proof_date")) & ~claims.verified]] = True
    return missing


def _added(periods: Periods, due: Days) -> Integers:
    return periods.days_by_row(len(due), periods.walked(due))


def _filed_late(event_log: EventLog, column: str, within: Integers) -> Booleans:
    claims = event_log.of(EventType.FORCE_MAJEURE)
    late = np.zeros(event_log.rows, dtype=np.bool_)
    late[claims.row[claims.days(column) > add_days(claims.day, within[claims.row])]] = True
    return late
