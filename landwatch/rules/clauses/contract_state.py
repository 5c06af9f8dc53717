"""The contract itself: in force or not, returned, transferred, suspended, and whether its facts hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.model import (
    CommencementStatus,
    CompletionStatus,
    ContractStatus,
    DataStatus,
    EventType,
    SuspensionStatus,
)
from landwatch.rules.amounts import UNKNOWN, Amounts, Shares, fraction_of, known, minus
from landwatch.rules.clauses.milestone_days import is_never, never_so
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, add_years, earlier
from landwatch.rules.events import EventLog, Texts
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose, code
from landwatch.rules.values import value

__all__ = [
    "commencement_breach_area_cm2",
    "completion_breach_area_cm2",
    "contract_form_assumed",
    "contract_status",
    "contract_text_on",
    "current_holder",
    "data_status",
    "event_of_unknown_part",
    "first_filing_limit",
    "grantor_not_natural_resources_authority",
    "is_revised_form",
    "is_second_year_return",
    "latest_filing",
    "open_until",
    "refund_fen",
    "return_charged_on",
    "return_filed_too_late",
    "second_filing_limit",
    "sentinel_date_dropped",
    "speaks_for_contract",
    "suspension_status",
]

Booleans = NDArray[np.bool_]

# How the authority that alone may grant state land is called in contracts of different years.
_AUTHORITIES = ("自然资源", "国土", "土地管理局", "土地房屋管理局")


@value(
    "status",
    "contract",
    zh="合同状态",
    en="contract",
    clause="合同约定; 民法典第五百五十七条",
    words=ContractStatus,
)
def contract_status(event_log: EventLog) -> Codes:
    """In force, ended, or terminated by an approved return."""
    return choose(
        ContractStatus.LIVE,
        (event_log.happened(EventType.RETURN_APPROVED), ContractStatus.TERMINATED),
        (event_log.happened(EventType.CONTRACT_ENDED), ContractStatus.ENDED),
    )


def open_until(event_log: EventLog, on: Days) -> Days:
    """The day up to which duties run: the judged day, or that on which the contract ended before it."""
    if not len(event_log.of(EventType.CONTRACT_ENDED, EventType.RETURN_APPROVED)):
        return on
    return earlier(on, event_log.first(EventType.CONTRACT_ENDED, EventType.RETURN_APPROVED))


@value(
    "fact",
    "is_revised_form",
    zh="适用2025版合同",
    en="revised contract form",
    clause="合同文本",
    certainty="convention",
)
def is_revised_form(
    names_revised_form: Booleans, contract_form_assumed: Booleans, unnamed_form_is_revised: bool
) -> Booleans:
    """The form the contract names; by convention one of the two where it names none."""
    return names_revised_form | contract_form_assumed if unnamed_form_is_revised else names_revised_form


@value(
    "flag",
    "contract_form_assumed",
    zh="合同未载明范本，按本系统约定的范本判定",
    en="the contract form is not on file; judged by the form set for such contracts",
    clause="合同文本",
    certainty="convention",
)
def contract_form_assumed(names_no_form: Booleans) -> Booleans:
    """Damages of the two forms differ."""
    return names_no_form


def contract_text_on(
    signed_on: Days, agreed_handover: Days, agreed_commencement: Days, agreed_completion: Days, on: Days
) -> Days:
    """The day whose contract form holds: the signing, or where it is not on file the earliest agreed day."""
    if not np.isnat(signed_on).any():
        return earlier(signed_on, on)
    agreed = earlier(earlier(agreed_handover, agreed_commencement), agreed_completion)
    return earlier(np.where(np.isnat(signed_on), agreed, signed_on), on)


def first_filing_limit(
    commencement_due: Days,
    return_first_years: LawValue,
    return_filing_days: LawValue,
    contract_text_on: Days,
) -> Days:
    """Sixty days before the first anniversary of the agreed commencement day."""
    anniversary = add_years(commencement_due, return_first_years.counts(contract_text_on))
    return add_days(anniversary, -return_filing_days.counts(contract_text_on))


def second_filing_limit(
    commencement_due: Days,
    return_second_years: LawValue,
    return_filing_days: LawValue,
    contract_text_on: Days,
) -> Days:
    """Sixty days before the second anniversary of the agreed commencement day."""
    anniversary = add_years(commencement_due, return_second_years.counts(contract_text_on))
    return add_days(anniversary, -return_filing_days.counts(contract_text_on))


def is_second_year_return(
    return_applied_on: Days, first_filing_limit: Days, second_filing_limit: Days
) -> Booleans:
    """Filed too late for a refund without the idle fee, and in time for one less the fee."""
    if is_never(return_applied_on):
        return never_so(len(return_applied_on))
    return (return_applied_on > first_filing_limit) & (return_applied_on <= second_filing_limit)


def return_charged_on(event_log: EventLog, is_second_year_return: Booleans) -> Days:
    """The day a return in the second year was approved, which charges the idle fee."""
    approved = event_log.first(EventType.RETURN_APPROVED)
    return approved if is_never(approved) else np.where(is_second_year_return, approved, NO_DAY)


@value(
    "fact", "return_applied_on", zh="申请退地日", en="return applied for on", clause="GF-2008-2601 第三十一条"
)
def return_applied_on(event_log: EventLog) -> Days:
    """Day of the first application to give the land back."""
    return event_log.first(EventType.RETURN_APPLICATION)


@value(
    "date",
    "latest_filing",
    zh="申请退地最晚日",
    en="last day to file a return",
    clause="GF-2008-2601 第三十一条",
)
def latest_filing(
    on: Days, return_applied_on: Days, first_filing_limit: Days, second_filing_limit: Days
) -> Days:
    """The limit that the application, or a filing on the judged day, has to meet."""
    filed = np.where(np.isnat(return_applied_on), on, return_applied_on)
    return np.where(filed > first_filing_limit, second_filing_limit, first_filing_limit)


@value(
    "amount",
    "refund_yuan",
    zh="退地应退价款",
    en="refund on a voluntary return",
    clause="GF-2008-2601 第三十一条",
)
def refund_fen(
    event_log: EventLog,
    on: Days,
    paid_fen: Amounts,
    price_fen: Amounts,
    deposit_fen: Amounts,
    idle_fee_share: LawValue,
    idle_fee_fen: Amounts,
    return_applied_on: Days,
    is_second_year_return: Booleans,
    return_filed_too_late: Booleans,
) -> Amounts:
    """Price paid less deposit, in the second year also less the idle fee unless it was paid; no interest."""
    rows = np.flatnonzero(~np.isnat(return_applied_on))
    if len(rows) == 0:
        return constant(np.int64(UNKNOWN), len(on))
    paid, price, deposit, charged = (
        column[rows] for column in (paid_fen, price_fen, deposit_fen, idle_fee_fen)
    )
    owed = minus(np.where(paid == UNKNOWN, price, paid), deposit)
    # Until the return is approved the fee is that of the judged day.
    share = Shares(*(side[rows] for side in idle_fee_share.shares(on)))
    fee = np.where(charged == 0, fraction_of(price, share), charged)
    less_fee = np.where(event_log.happened(EventType.IDLE_FEE_PAID)[rows], owed, _less(owed, fee))
    refund = np.full(len(on), UNKNOWN, dtype=less_fee.dtype)
    refund[rows] = np.where(is_second_year_return[rows], less_fee, owed)
    refund[np.asarray(return_filed_too_late)] = 0
    return refund


def _less(owed: Amounts, fee: Amounts) -> Amounts:
    """What is left after the fee; not known where the fee is not."""
    return np.where(known(fee), minus(owed, fee), UNKNOWN)


@value(
    "flag",
    "return_filed_too_late",
    zh="申请退地已过期限",
    en="return filed too late",
    clause="GF-2008-2601 第三十一条",
)
def return_filed_too_late(return_applied_on: Days, second_filing_limit: Days) -> Booleans:
    """Filed later than sixty days before the second anniversary."""
    return return_applied_on > second_filing_limit


@value(
    "fact",
    "current_holder",
    zh="现使用权人",
    en="current holder",
    clause="城镇国有土地使用权出让和转让暂行条例第二十一条",
    certainty="seen",
)
def current_holder(event_log: EventLog, holder: Texts) -> Texts:
    """Duties pass with the land: the newest transferee, else the holder of the contract."""
    transfers = event_log.of(EventType.TRANSFER, EventType.JUDICIAL_TRANSFER)
    if not len(transfers):
        return holder
    holders = holder.copy()
    to = transfers.texts("to")
    # Two transfers on one day: the order of the rows must not matter, so the names decide.
    order = np.lexsort((to.astype(str), transfers.day, transfers.row))
    holders[transfers.row[order]] = to[order]
    return holders


@value(
    "status",
    "suspension",
    zh="暂停审批状态",
    en="suspension of approvals",
    clause="53号令第二十四条; 履约监管协议",
    certainty="convention",
    words=SuspensionStatus,
)
def suspension_status(event_log: EventLog) -> Codes:
    """Imposed and not lifted since; landwatch proposes, a person decides."""
    imposed = event_log.last(EventType.SUSPENSION_IMPOSED)
    lifted = event_log.last(EventType.SUSPENSION_LIFTED)
    return choose(
        SuspensionStatus.NONE,
        (lifted >= imposed, SuspensionStatus.LIFTED),
        (~np.isnat(imposed), SuspensionStatus.ACTIVE),
    )


@value(
    "flag",
    "grantor_not_natural_resources_authority",
    zh="出让人不是自然资源主管部门",
    en="the grantor is not the natural resources authority",
    clause="最高法国有土地使用权合同解释第二条",
    certainty="seen",
)
def grantor_not_natural_resources_authority(grantor: pd.Categorical) -> Booleans:
    """A development-zone committee cannot grant land; a grantor not on file raises nothing."""
    wrong = [not any(authority in name for authority in _AUTHORITIES) for name in grantor.categories]
    # A code of -1, for a grantor not on file, takes the last entry.
    return np.asarray(np.array([*wrong, False], dtype=np.bool_)[grantor.codes])


@value(
    "flag",
    "event_of_unknown_part",
    zh="有记录指向合同中不存在的分期或宗地，未予采用",
    en="a fact names a phase or parcel that the contract does not have; it is not used",
    clause="本系统约定",
    certainty="convention",
)
def event_of_unknown_part(names_unknown_part: Booleans) -> Booleans:
    """A fact that nobody can place must not commence, complete or excuse anything."""
    return names_unknown_part


@value(
    "flag",
    "sentinel_date_dropped",
    zh="占位日期已按空值处理",
    en="a placeholder date was read as empty",
    clause="中国土地市场网字段惯例",
    certainty="seen",
)
def sentinel_date_dropped(placeholder_date_found: Booleans) -> Booleans:
    """1900-01-01 and the like mean empty in the source; nothing started in 1900."""
    return placeholder_date_found


@value(
    "status",
    "data",
    zh="数据状态",
    en="data",
    clause="本系统约定",
    certainty="convention",
    words=DataStatus,
)
def data_status(
    new_commencement_before_signing: Booleans,
    extension_exceeds_one_year_capped: Booleans,
    grantor_not_natural_resources_authority: Booleans,
    completed_before_commenced: Booleans,
    handed_over_twice: Booleans,
    handover_agreed_after_commencement: Booleans,
    event_of_unknown_part: Booleans,
    sentinel_date_dropped: Booleans,
) -> Codes:
    """Refused, for review, cleaned, or in order."""
    review = (
        extension_exceeds_one_year_capped
        | grantor_not_natural_resources_authority
        | completed_before_commenced
        | handed_over_twice
        | handover_agreed_after_commencement
        | event_of_unknown_part
    )
    return choose(
        DataStatus.OK,
        (new_commencement_before_signing, DataStatus.REJECTED),
        (review, DataStatus.REVIEW),
        (sentinel_date_dropped, DataStatus.CLEANED),
    )


@value(
    "area",
    "breach_area_mu",
    zh="开工违约面积",
    en="area in commencement default",
    clause="统计口径(本系统约定)",
    certainty="convention",
)
def commencement_breach_area_cm2(
    commencement_status: Codes, area_cm2: Amounts, speaks_for_contract: Booleans, contract_row: Integers
) -> Amounts:
    """Area of the contract, or of those of its parts that are in default."""
    breach = commencement_status == code(CommencementStatus.BREACH)
    return _breach_area(breach, area_cm2, speaks_for_contract, contract_row)


@value(
    "area",
    "completion_breach_area_mu",
    zh="竣工违约面积",
    en="area in completion default",
    clause="统计口径(本系统约定)",
    certainty="convention",
)
def completion_breach_area_cm2(
    completion_status: Codes, area_cm2: Amounts, speaks_for_contract: Booleans, contract_row: Integers
) -> Amounts:
    """Area of the contract, or of those of its parts that are in default."""
    breach = completion_status == code(CompletionStatus.BREACH)
    return _breach_area(breach, area_cm2, speaks_for_contract, contract_row)


def speaks_for_contract(is_phase: Booleans, is_parcel: Booleans, judged_by_parcel: bool) -> Booleans:
    """Parts judged by themselves, of which the worst speaks for its contract."""
    return is_phase | is_parcel if judged_by_parcel else is_phase


def _breach_area(breach: Booleans, area: Amounts, part: Booleans, contract_row: Integers) -> Amounts:
    counted = breach & np.asarray(area != UNKNOWN, dtype=np.bool_)
    if not part.any():
        return np.asarray(area * counted)
    counted[contract_row[part]] = False
    total = area * counted
    of_part = counted & part
    np.add.at(total, contract_row[of_part], area[of_part])
    return np.asarray(total)
