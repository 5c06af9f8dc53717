"""What stands against a fee or free recovery, each thing a flag of its own that names it.

Courts annulled fees and recoveries whose handover, cause inquiry, recognition, hearing, approval or service
was not on file, that a verified government cause stood against, or that came before their time. All is
asked for the day judged: that of the newest decision in play, or today where none was served.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import EventType
from landwatch.rules.clauses.on_file import Decision, is_on_file, is_site_unmet, stands_against, was_permitted
from landwatch.rules.days import Days
from landwatch.rules.events import EventLog
from landwatch.rules.excuse_periods import Periods
from landwatch.rules.values import value

__all__ = [
    "agreed_site_condition_not_met",
    "cause_covers_agreed_day",
    "cause_inquiry_missing",
    "cause_inquiry_not_served",
    "decision_after_commencement",
    "decision_before_its_time",
    "decision_left_in_force",
    "decision_within_hearing_window",
    "fee_decided_on_incomplete_file",
    "government_approval_missing",
    "government_cause_verified",
    "handover_after_agreed_day",
    "handover_confirmation_missing",
    "hearing_notice_missing",
    "hearing_window_open",
    "idle_recognition_missing",
    "permit_granted_after_default",
    "preliminary_works_need_legal_review",
    "recovery_approval_missing",
    "recovery_hearing_notice_missing",
    "standing_causes",
]

Booleans = NDArray[np.bool_]

_INQUIRIES = (EventType.INVESTIGATION_NOTICE_ISSUED, EventType.INVESTIGATION_NOTICE_RECEIVED)


def standing_causes(
    event_log: EventLog, newest_renewal: Days, route_judged_on: Days, first_2y_day: Days
) -> Periods:
    """Verified government causes that stand against a fee or recovery."""
    causes = event_log.periods(EventType.GOVERNMENT_CAUSE, verified=True)
    return stands_against(causes, newest_renewal, route_judged_on, first_2y_day)


@value(
    "flag",
    "handover_confirmation_missing",
    zh="缺交地确认书，闲置处置路径受阻",
    en="handover confirmation is not on file: no idle-land route",
    clause="53号令第八条第一项; 公开裁判",
    certainty="seen",
)
def handover_confirmation_missing(
    is_idle_when_judged: Booleans, handed_over_on: Days, route_judged_on: Days
) -> Booleans:
    """Without a handover the delay may be the grantor's own."""
    return is_idle_when_judged & ~(handed_over_on <= route_judged_on)


@value(
    "flag",
    "agreed_site_condition_not_met",
    zh="交地未达约定条件，闲置处置路径受阻",
    en="the land was handed over below its agreed condition: no idle-land route",
    clause="53号令第八条第一项; GF-2008-2601 第三十八条; 公开裁判",
    certainty="seen",
)
def agreed_site_condition_not_met(
    event_log: EventLog, is_idle_when_judged: Booleans, commencement_due: Days, route_judged_on: Days
) -> Booleans:
    """A record says that the agreed condition (三通一平) was not met, and none that it was in time since."""
    return is_idle_when_judged & is_site_unmet(event_log, commencement_due, route_judged_on)


@value(
    "flag",
    "handover_after_agreed_day",
    zh="交地晚于约定动工日且未重新约定，闲置处置路径受阻",
    en="handed over after the agreed commencement day, and no new day was agreed: no idle-land route",
    clause="53号令第八条第一项、第十二条; 公开裁判",
    certainty="convention",
)
def handover_after_agreed_day(
    is_idle_when_judged: Booleans, handed_over_on: Days, commencement_due: Days
) -> Booleans:
    """The grantor's delay covered the day in force, as a government cause would."""
    return is_idle_when_judged & (handed_over_on > commencement_due)


@value(
    "flag",
    "cause_covers_agreed_day",
    zh="政府原因覆盖约定动工日且未重新约定，闲置处置路径受阻",
    en="a government cause covered the agreed day and no new day was agreed since: no idle-land route",
    clause="53号令第八条、第十二条; 公开裁判",
    certainty="seen",
)
def cause_covers_agreed_day(
    standing_causes: Periods, is_idle_when_judged: Booleans, commencement_due: Days
) -> Booleans:
    """The day in force lies inside a verified cause that no new day has settled."""
    due = commencement_due[standing_causes.row]
    covers = (standing_causes.start <= due) & (due <= standing_causes.end)
    return is_idle_when_judged & standing_causes.where(covers).any_by_row(len(commencement_due))


@value(
    "flag",
    "government_cause_verified",
    zh="政府原因经审核属实，只能按第十二条处置",
    en="a government cause is verified: disposal under Art. 12 only",
    clause="53号令第八条、第十二条、第十四条",
    certainty="seen",
)
def government_cause_verified(standing_causes: Periods, is_idle_when_judged: Booleans) -> Booleans:
    """A verified cause that began before two full years had passed and that no new day has settled."""
    return is_idle_when_judged & standing_causes.any_by_row(len(is_idle_when_judged))


@value(
    "flag",
    "permit_granted_after_default",
    zh="违约后仍核发施工许可，闲置处置路径受阻",
    en="a permit was granted after the default: no idle-land route",
    clause="公开裁判(许可与容忍施工)",
    certainty="seen",
)
def permit_granted_after_default(
    event_log: EventLog,
    is_idle_when_judged: Booleans,
    effective_commencement_due: Days,
    route_judged_on: Days,
) -> Booleans:
    """Permits granted and works tolerated meanwhile stood against the decision."""
    return was_permitted(event_log, is_idle_when_judged, effective_commencement_due, route_judged_on)


@value(
    "flag",
    "cause_inquiry_missing",
    zh="缺闲置土地调查通知书",
    en="investigation notice is not on file",
    clause="53号令第五条",
)
def cause_inquiry_missing(
    event_log: EventLog, is_idle_when_judged: Booleans, gross_first_idle_day: Days, route_judged_on: Days
) -> Booleans:
    """The holder was not asked for causes since the land was idle."""
    asked = is_on_file(event_log, is_idle_when_judged, gross_first_idle_day, route_judged_on, *_INQUIRIES)
    return is_idle_when_judged & ~asked


@value(
    "flag",
    "cause_inquiry_not_served",
    zh="缺闲置土地调查通知书送达记录",
    en="service of the investigation notice is not on file",
    clause="53号令第五条; 公开裁判",
    certainty="seen",
)
def cause_inquiry_not_served(
    event_log: EventLog, is_idle_when_judged: Booleans, gross_first_idle_day: Days, route_judged_on: Days
) -> Booleans:
    """A notice was issued, and no record says that the holder received it."""
    issued, received = (
        is_on_file(event_log, is_idle_when_judged, gross_first_idle_day, route_judged_on, kind)
        for kind in _INQUIRIES
    )
    return is_idle_when_judged & issued & ~received


@value(
    "flag",
    "idle_recognition_missing",
    zh="缺闲置土地认定书",
    en="recognition of idle land is not on file",
    clause="53号令第九条",
)
def idle_recognition_missing(
    event_log: EventLog, is_idle_when_judged: Booleans, gross_first_idle_day: Days, route_judged_on: Days
) -> Booleans:
    """There is suspicion only, or what was recognised was not idle yet."""
    recognised = is_on_file(
        event_log, is_idle_when_judged, gross_first_idle_day, route_judged_on, EventType.IDLE_RECOGNITION
    )
    return is_idle_when_judged & ~recognised


@value(
    "flag",
    "hearing_notice_missing",
    zh="缺听证告知书送达记录",
    en="service of the hearing notice is not on file",
    clause="53号令第十五条",
)
def hearing_notice_missing(
    event_log: EventLog, is_idle_when_judged: Booleans, gross_first_idle_day: Days, route_judged_on: Days
) -> Booleans:
    """The right to a hearing was not told in writing."""
    told = is_on_file(
        event_log,
        is_idle_when_judged,
        gross_first_idle_day,
        route_judged_on,
        EventType.HEARING_RIGHT_NOTICE_SERVED,
    )
    return is_idle_when_judged & ~told


@value(
    "flag",
    "recovery_hearing_notice_missing",
    zh="满两年后未就收回送达听证告知书",
    en="no hearing notice was served since two full years had passed: none on the recovery",
    clause="53号令第十五条",
    certainty="convention",
)
def recovery_hearing_notice_missing(
    event_log: EventLog,
    is_recoverable_when_judged: Booleans,
    gross_first_2y_day: Days,
    route_judged_on: Days,
    hearing_notice_missing: Booleans,
) -> Booleans:
    """What was told in the first two years was told about the fee."""
    told = is_on_file(
        event_log,
        is_recoverable_when_judged,
        gross_first_2y_day,
        route_judged_on,
        EventType.HEARING_RIGHT_NOTICE_SERVED,
    )
    return is_recoverable_when_judged & ~told & ~hearing_notice_missing


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
def government_approval_missing(
    event_log: EventLog, is_idle_when_judged: Booleans, gross_first_idle_day: Days, route_judged_on: Days
) -> Booleans:
    """Fee and recovery both need it before the decision is served."""
    approved = is_on_file(
        event_log, is_idle_when_judged, gross_first_idle_day, route_judged_on, EventType.GOVERNMENT_APPROVAL
    )
    return is_idle_when_judged & ~approved


@value(
    "flag",
    "recovery_approval_missing",
    zh="满两年后未就收回取得有批准权人民政府的批准",
    en="no government has approved since two full years had passed: none the recovery",
    clause="53号令第十四条第二项",
    certainty="convention",
)
def recovery_approval_missing(
    event_log: EventLog,
    is_recoverable_when_judged: Booleans,
    gross_first_2y_day: Days,
    route_judged_on: Days,
    government_approval_missing: Booleans,
) -> Booleans:
    """What was approved in the first two years was the fee."""
    approved = is_on_file(
        event_log,
        is_recoverable_when_judged,
        gross_first_2y_day,
        route_judged_on,
        EventType.GOVERNMENT_APPROVAL,
    )
    return is_recoverable_when_judged & ~approved & ~government_approval_missing


@value(
    "flag",
    "decision_before_its_time",
    zh="决定送达时闲置未满法定期限",
    en="a decision was served before the land had been idle for the full time",
    clause="53号令第十四条",
    certainty="seen",
)
def decision_before_its_time(
    fee_decided_on: Days, recovery_decided_on: Days, fee_line: Days, first_2y_day: Days
) -> Booleans:
    """The fee within the first year, or the recovery within two, by the law of the day of each."""
    return (fee_decided_on < fee_line) | (recovery_decided_on < first_2y_day)


@value(
    "flag",
    "decision_after_commencement",
    zh="决定送达前已动工，不适用第十四条",
    en="a decision was served after the land had commenced: Art. 14 does not apply",
    clause="53号令第二条、第十二条末款、第十四条",
    certainty="seen",
)
def decision_after_commencement(
    fee_decided_on: Days, recovery_decided_on: Days, started_on: Days
) -> Booleans:
    """Art. 14 speaks of land that has not commenced; stopped works are disposed of under Art. 12."""
    return (started_on <= fee_decided_on) | (started_on <= recovery_decided_on)


@value(
    "flag",
    "decision_within_hearing_window",
    zh="申请听证期限未满即送达决定",
    en="a decision was served before the window to request a hearing had closed",
    clause="53号令第十五条; 自然资源听证规定",
)
def decision_within_hearing_window(fee_decision: Decision, recovery_decision: Decision) -> Booleans:
    """The holder could still ask to be heard."""
    return fee_decision.came_within_hearing_window | recovery_decision.came_within_hearing_window


@value(
    "flag",
    "fee_decided_on_incomplete_file",
    zh="征缴闲置费决定作出时卷宗不全",
    en="the fee was decided on a file that was not complete on that day",
    clause="53号令第十四条; 公开裁判",
    certainty="seen",
)
def fee_decided_on_incomplete_file(
    fee_decided_on: Days, fee_decision: Decision, route_judged_on: Days
) -> Booleans:
    """Told apart where the recovery is in play and what is missing is told of that."""
    elsewhere = ~np.isnat(fee_decided_on) & (fee_decided_on != route_judged_on)
    return np.asarray(elsewhere & ~fee_decision.is_sound)


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


@value(
    "flag",
    "preliminary_works_need_legal_review",
    zh="有动工开发必需的前期工作，是否免责须法制复核",
    en="preliminary works are on record: whether they were necessary and excuse the delay needs legal review",
    clause="城市房地产管理法第二十六条",
    certainty="unsure",
)
def preliminary_works_need_legal_review(event_log: EventLog, is_idle_by_days: Booleans) -> Booleans:
    """A third exception of the statute that the Measures do not repeat; nothing is decided here."""
    return is_idle_by_days & event_log.happened(EventType.PREPARATORY_WORKS)
