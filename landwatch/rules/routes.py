"""Which routes against idle land are open: the fee (M53 Art. 14(1)) and free recovery (Art. 14(2)).

Courts annulled fees and recoveries whose handover, cause inquiry, recognition, hearing, approval or service
was not on file, or that a verified government cause stood against. A route is offered only when all its
records exist; otherwise each missing record is a flag of its own that blocks it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType, RouteStatus
from landwatch.rules.days import Days, Integers, add_days, add_years
from landwatch.rules.events import EventLog
from landwatch.rules.values import value
from landwatch.rules.words import Codes, choose

__all__ = [
    "agreed_site_condition_not_met",
    "cause_covers_agreed_day",
    "cause_inquiry_missing",
    "decision_left_in_force",
    "fee_route_status",
    "government_approval_missing",
    "government_cause_verified",
    "handover_confirmation_missing",
    "hearing_notice_missing",
    "hearing_window_open",
    "idle_recognition_missing",
    "is_idle_by_days",
    "permit_granted_after_default",
    "recovery_route_status",
]

Booleans = NDArray[np.bool_]


def is_idle_by_days(on: Days, has_started: Booleans, first_idle_day: Days) -> Booleans:
    """Land that has not started and is past its full year: only then a route is spoken of."""
    return ~has_started & (on >= first_idle_day)


@value(
    "date",
    "gross_first_idle_day",
    zh="自原约定日起满一年次日(毛时间)",
    en="first day after the full year, counted from the agreed day (gross)",
    clause="公开裁判(毛时间与净时间并存)",
    certainty="seen",
)
def gross_first_idle_day(commencement_due: Days, idle_first_years: Integers) -> Days:
    """Bureaus also count all the time since the day in force and let causes choose only the route."""
    return add_days(add_years(commencement_due, idle_first_years), 1)


@value(
    "date",
    "gross_first_2y_day",
    zh="自原约定日起满两年次日(毛时间)",
    en="first day after two full years, counted from the agreed day (gross)",
    clause="公开裁判(毛时间与净时间并存)",
    certainty="seen",
)
def gross_first_2y_day(commencement_due: Days, idle_second_years: Integers) -> Days:
    """The two-year line without excused or paused days."""
    return add_days(add_years(commencement_due, idle_second_years), 1)


@value(
    "date",
    "idle_since",
    zh="闲置起算日(认定书口径)",
    en="idle since, as a recognition letter counts",
    clause="公开裁判: 认定书自逾期首日起算",
    certainty="seen",
)
def idle_since(is_idle_by_days: Booleans, effective_commencement_due: Days) -> Days:
    """The first day of delay, not the first day after the full year."""
    return np.where(is_idle_by_days, add_days(effective_commencement_due, 1), np.datetime64("NaT", "D"))


@value(
    "flag",
    "handover_confirmation_missing",
    zh="缺交地确认书，闲置处置路径受阻",
    en="handover confirmation is not on file: no idle-land route",
    clause="53号令第八条第一项; 公开裁判",
    certainty="seen",
)
def handover_confirmation_missing(is_idle_by_days: Booleans, handed_over_on: Days) -> Booleans:
    """Without a handover the delay may be the grantor's own."""
    return is_idle_by_days & np.isnat(handed_over_on)


@value(
    "flag",
    "agreed_site_condition_not_met",
    zh="交地未达约定条件，闲置处置路径受阻",
    en="the land was handed over below its agreed condition: no idle-land route",
    clause="53号令第八条第一项; GF-2008-2601 第三十八条; 公开裁判",
    certainty="seen",
)
def agreed_site_condition_not_met(event_log: EventLog, is_idle_by_days: Booleans) -> Booleans:
    """A record says that the agreed condition (三通一平) was not met, and none that it was since."""
    unmet = event_log.last(EventType.SITE_CONDITION_UNMET)
    met = event_log.last(EventType.SITE_CONDITION_MET)
    return is_idle_by_days & ~np.isnat(unmet) & ~(met >= unmet)


@value(
    "flag",
    "cause_covers_agreed_day",
    zh="政府原因覆盖约定动工日且未重新约定，闲置处置路径受阻",
    en="a government cause covered the agreed day and no new day was agreed since: no idle-land route",
    clause="53号令第八条、第十二条; 公开裁判",
    certainty="seen",
)
def cause_covers_agreed_day(
    event_log: EventLog, is_idle_by_days: Booleans, commencement_due: Days, newest_signing: Days
) -> Booleans:
    """The day in force lies inside a verified cause, and no amendment was signed since that began."""
    causes = event_log.periods(EventType.GOVERNMENT_CAUSE, verified=True)
    due, signed = commencement_due[causes.row], newest_signing[causes.row]
    covers = (causes.start <= due) & (due <= causes.end) & ~(signed >= causes.start)
    return is_idle_by_days & causes.where(covers).any_by_row(event_log.rows)


@value(
    "flag",
    "government_cause_verified",
    zh="政府原因经审核属实，只能按第十二条处置",
    en="a government cause is verified: disposal under Art. 12 only",
    clause="53号令第八条、第十二条、第十四条",
    certainty="seen",
)
def government_cause_verified(
    event_log: EventLog, is_idle_by_days: Booleans, gross_first_2y_day: Days
) -> Booleans:
    """A verified cause that began before two full years had passed; a later one does not save the holder."""
    causes = event_log.periods(EventType.GOVERNMENT_CAUSE, verified=True)
    early = causes.start < gross_first_2y_day[causes.row]
    return is_idle_by_days & causes.where(early).any_by_row(event_log.rows)


@value(
    "flag",
    "permit_granted_after_default",
    zh="违约后仍核发施工许可，闲置处置路径受阻",
    en="a permit was granted after the default: no idle-land route",
    clause="公开裁判(许可与容忍施工)",
    certainty="seen",
)
def permit_granted_after_default(
    is_idle_by_days: Booleans, construction_permit_on: Days, effective_commencement_due: Days
) -> Booleans:
    """Permits granted and works tolerated meanwhile stood against the decision."""
    return is_idle_by_days & (construction_permit_on > effective_commencement_due)


@value(
    "flag",
    "cause_inquiry_missing",
    zh="缺闲置土地调查通知书",
    en="investigation notice is not on file",
    clause="53号令第五条",
)
def cause_inquiry_missing(event_log: EventLog, is_idle_by_days: Booleans) -> Booleans:
    """The holder was not asked for causes."""
    asked = event_log.happened(EventType.INVESTIGATION_NOTICE_ISSUED, EventType.INVESTIGATION_NOTICE_RECEIVED)
    return is_idle_by_days & ~asked


@value(
    "flag",
    "idle_recognition_missing",
    zh="缺闲置土地认定书",
    en="recognition of idle land is not on file",
    clause="53号令第九条",
)
def idle_recognition_missing(event_log: EventLog, is_idle_by_days: Booleans) -> Booleans:
    """There is suspicion only."""
    return is_idle_by_days & ~event_log.happened(EventType.IDLE_RECOGNITION)


@value(
    "flag",
    "hearing_notice_missing",
    zh="缺听证告知书送达记录",
    en="service of the hearing notice is not on file",
    clause="53号令第十五条",
)
def hearing_notice_missing(event_log: EventLog, is_idle_by_days: Booleans) -> Booleans:
    """The right to a hearing was not told in writing."""
    return is_idle_by_days & ~event_log.happened(EventType.HEARING_RIGHT_NOTICE_SERVED)


@value(
    "flag",
    "hearing_window_open",
    zh="申请听证期限未满",
    en="the window to request a hearing is still open",
    clause="53号令第十五条; 自然资源听证规定",
)
def hearing_window_open(is_idle_by_days: Booleans, on: Days, hearing_request_deadline: Days) -> Booleans:
    """No decision before its last day has passed."""
    return is_idle_by_days & (on <= hearing_request_deadline)


@value(
    "flag",
    "government_approval_missing",
    zh="缺有批准权人民政府的批准",
    en="approval of the competent government is not on file",
    clause="53号令第十四条",
)
def government_approval_missing(event_log: EventLog, is_idle_by_days: Booleans) -> Booleans:
    """Fee and recovery both need it before the decision is served."""
    return is_idle_by_days & ~event_log.happened(EventType.GOVERNMENT_APPROVAL)


@value(
    "flag",
    "decision_left_in_force",
    zh="决定被确认违法但保留效力",
    en="a decision was found unlawful but left in force",
    clause="行政诉讼法第七十四条; 公开裁判",
    certainty="seen",
)
def decision_left_in_force(event_log: EventLog) -> Booleans:
    """A court found the decision unlawful and did not annul it: it stands, and liability may follow."""
    return event_log.happened(EventType.DECISION_LEFT_IN_FORCE)


def records_incomplete(
    handover_confirmation_missing: Booleans,
    agreed_site_condition_not_met: Booleans,
    cause_covers_agreed_day: Booleans,
    permit_granted_after_default: Booleans,
    cause_inquiry_missing: Booleans,
    idle_recognition_missing: Booleans,
    hearing_notice_missing: Booleans,
    hearing_window_open: Booleans,
    government_approval_missing: Booleans,
    government_cause_verified: Booleans,
) -> Booleans:
    """Anything that blocks both routes."""
    return (
        handover_confirmation_missing
        | agreed_site_condition_not_met
        | cause_covers_agreed_day
        | permit_granted_after_default
        | cause_inquiry_missing
        | idle_recognition_missing
        | hearing_notice_missing
        | hearing_window_open
        | government_approval_missing
        | government_cause_verified
    )


@value(
    "status",
    "fee_route",
    zh="征缴闲置费路径",
    en="idle fee route",
    clause="53号令第十四条第一项",
    certainty="seen",
    words=RouteStatus,
)
def fee_route_status(event_log: EventLog, is_idle_by_days: Booleans, records_incomplete: Booleans) -> Codes:
    """Open, or rightly taken, only with a complete file; a decision served without one stays blocked."""
    return choose(
        RouteStatus.NOT_APPLICABLE,
        (is_idle_by_days & records_incomplete, RouteStatus.BLOCKED),
        (event_log.happened(EventType.IDLE_FEE_DECISION_SERVED, EventType.IDLE_FEE_PAID), RouteStatus.TAKEN),
        (is_idle_by_days, RouteStatus.OPEN),
    )


@value(
    "status",
    "recovery_route",
    zh="无偿收回路径",
    en="free recovery route",
    clause="53号令第十四条第二项",
    certainty="seen",
    words=RouteStatus,
)
def recovery_route_status(
    event_log: EventLog, on: Days, is_idle_by_days: Booleans, first_2y_day: Days, records_incomplete: Booleans
) -> Codes:
    """As the fee, after two full years; both may run at the same time."""
    after_two_years = is_idle_by_days & (on >= first_2y_day)
    return choose(
        RouteStatus.NOT_APPLICABLE,
        (after_two_years & records_incomplete, RouteStatus.BLOCKED),
        (event_log.happened(EventType.RECOVERY_DECISION_SERVED), RouteStatus.TAKEN),
        (after_two_years, RouteStatus.OPEN),
    )
