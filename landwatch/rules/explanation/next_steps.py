"""What each status and flag asks for: severity, side, next step and, where a day is fixed, the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["FLAGS", "STATUSES", "Rule", "Severity", "Side"]

Severity = Literal["grave", "serious", "notice"]
Side = Literal["holder", "grantor", "government", "undecided"]


@dataclass(frozen=True)
class Rule:
    """What a status or flag asks for.

    Attributes
    ----------
    severity, side
        How grave it is, and who is responsible.
    zh, en
        The next step in both languages.
    deadline
        Name of the value that holds its last day, where one is fixed.
    """

    severity: Severity
    side: Side
    zh: str
    en: str
    deadline: str | None = None


STATUSES: Mapping[tuple[str, str], Rule] = {
    ("commencement_status", "BREACH"): Rule(
        "serious",
        "holder",
        "送达开工违约告知书，催告动工并核算违约金",
        "serve the default notice, demand commencement, compute the damages",
    ),
    ("commencement_status", "REMIND"): Rule(
        "notice", "holder", "发出开工提示书", "send the commencement reminder", "effective_commencement_due"
    ),
    ("commencement_status", "EXCUSED_PENDING"): Rule(
        "serious",
        "grantor",
        "签订补充协议，重新约定动工日",
        "sign a supplement that fixes the new day",
        "effective_commencement_due",
    ),
    ("completion_status", "BREACH"): Rule(
        "serious",
        "holder",
        "送达竣工违约告知书，核查在建进度",
        "serve the default notice, check the progress of the works",
    ),
    ("completion_status", "REMIND"): Rule(
        "notice", "holder", "发出竣工提示书", "send the completion reminder", "completion_due"
    ),
    ("idle_status", "SUSPECT_1Y"): Rule(
        "grave",
        "government",
        "调查核实并发出闲置土地调查通知书",
        "verify and issue the investigation notice",
        "investigation_deadline",
    ),
    ("idle_status", "RECOVERY_2Y"): Rule(
        "grave",
        "government",
        "调查核实，补齐卷宗后决定是否收回",
        "verify, complete the file, then decide on recovery",
        "investigation_deadline",
    ),
    ("idle_status", "SUSPECT_SUSPENDED"): Rule(
        "serious",
        "government",
        "调查核实，按第十二条协商处置",
        "verify, negotiate disposal under Art. 12",
        "investigation_deadline",
    ),
    ("idle_status", "INVESTIGATING"): Rule(
        "serious",
        "holder",
        "提交土地开发利用情况说明",
        "reply with the state of development and reasons",
        "holder_reply_deadline",
    ),
    ("idle_status", "RECOGNISED"): Rule(
        "grave", "government", "公布并拟订处置方案", "publish, and draw up the disposal plan"
    ),
    ("idle_status", "HEARING_WINDOW"): Rule(
        "serious",
        "holder",
        "决定是否申请听证",
        "decide whether to request a hearing",
        "hearing_request_deadline",
    ),
    ("idle_status", "FEE_DECIDED"): Rule(
        "grave", "holder", "缴纳土地闲置费", "pay the idle fee", "pay_deadline"
    ),
    ("idle_status", "RECOVERY_DECIDED"): Rule(
        "grave", "holder", "办理注销登记", "deregister", "deregister_deadline"
    ),
    ("payment_status", "BREACH"): Rule("serious", "holder", "催缴价款", "demand payment", "day_60"),
    ("payment_status", "BREACH_OVER_60"): Rule(
        "grave", "grantor", "催缴后决定是否解除合同", "demand, then decide whether to rescind"
    ),
    ("acceptance_status", "PENDING"): Rule(
        "notice", "government", "组织竣工核验", "hold the acceptance of the completed works"
    ),
    ("acceptance_status", "RECTIFY"): Rule(
        "notice",
        "holder",
        "按核验意见整改",
        "rectify what the acceptance found",
        "rectification_deadline",
    ),
    ("acceptance_status", "REMIND"): Rule(
        "notice",
        "holder",
        "完成整改并申请复验",
        "finish the rectification and ask for another acceptance",
        "rectification_deadline",
    ),
    ("acceptance_status", "BREACH"): Rule(
        "serious",
        "holder",
        "送达整改逾期告知书，组织复验",
        "serve notice that the rectification is late, accept again",
        "rectification_deadline",
    ),
    ("acceptance_status", "FAILED"): Rule(
        "serious",
        "grantor",
        "依第三十四至三十六条核算违约责任",
        "settle the consequences under Art. 34 to 36",
    ),
    ("production_status", "REMIND"): Rule(
        "notice", "holder", "发出投产提示", "send the production reminder", "production_due"
    ),
    ("production_status", "BREACH"): Rule(
        "serious",
        "holder",
        "现场核查并送达投产违约告知书",
        "inspect, and serve the notice of default in production",
    ),
    ("full_production_status", "REMIND"): Rule(
        "notice", "holder", "通知准备达产复核", "call for the full-production review", "full_production_due"
    ),
    ("full_production_status", "BREACH"): Rule(
        "serious",
        "government",
        "组织达产复核，按协议处理",
        "hold the full-production review, proceed under the agreement",
    ),
    ("suspension_status", "ACTIVE"): Rule(
        "serious", "government", "核查解除条件", "check the conditions for lifting"
    ),
}


FLAGS: Mapping[str, Rule] = {
    "acceptance_result_missing": Rule(
        "notice", "government", "补录竣工核验结论", "record what the acceptance came to"
    ),
    "application_after_30d_limit": Rule(
        "notice", "grantor", "决定是否受理逾期延建申请", "decide whether to take the late application"
    ),
    "cap_exceeded_remove_excess": Rule(
        "serious", "holder", "拆除超出上限的部分", "remove what exceeds the cap"
    ),
    "cause_covers_agreed_day": Rule(
        "grave", "government", "与使用权人重新约定动工日", "agree a new commencement day with the holder"
    ),
    "cause_inquiry_missing": Rule(
        "serious",
        "government",
        "发出闲置土地调查通知书",
        "issue the investigation notice",
        "investigation_deadline",
    ),
    "cause_inquiry_not_served": Rule(
        "serious", "government", "补齐调查通知书送达回证", "put the proof of its service on file"
    ),
    "decision_after_commencement": Rule(
        "grave", "government", "自行纠正或撤销决定", "correct or withdraw the decision"
    ),
    "decision_before_its_time": Rule(
        "grave", "government", "自行纠正或撤销决定", "correct or withdraw the decision"
    ),
    "decision_within_hearing_window": Rule(
        "grave", "government", "自行纠正或撤销决定", "correct or withdraw the decision"
    ),
    "fee_decided_on_incomplete_file": Rule(
        "grave", "government", "复核征缴闲置费决定", "review the fee decision"
    ),
    "preliminary_works_need_legal_review": Rule(
        "notice",
        "undecided",
        "法制机构复核前期工作是否必需",
        "legal review: were the preliminary works necessary",
    ),
    "recovery_approval_missing": Rule(
        "serious", "government", "就收回报有批准权的人民政府批准", "obtain the approval of the recovery"
    ),
    "recovery_hearing_notice_missing": Rule(
        "serious", "government", "就收回送达听证告知书", "serve a hearing notice on the recovery"
    ),
    "agreed_site_condition_not_met": Rule(
        "grave",
        "grantor",
        "完成约定的场地条件并留存确认",
        "bring the site to its agreed condition and confirm it",
    ),
    "commencement_record_missing": Rule(
        "notice", "undecided", "补录动工证据", "record the evidence of commencement"
    ),
    "completed_before_commenced": Rule(
        "serious", "undecided", "核对开工与竣工记录", "check the records of commencement and completion"
    ),
    "completion_record_missing": Rule(
        "serious",
        "undecided",
        "补录竣工记录后再认定竣工违约",
        "record the completion before its default is acted upon",
    ),
    "contract_form_assumed": Rule(
        "notice", "undecided", "核对合同文本所用范本", "look up the form of the contract"
    ),
    "resumption_unverified": Rule(
        "notice", "government", "现场核实是否复工", "inspect whether the works have resumed"
    ),
    "deadline_provisional": Rule(
        "notice",
        "undecided",
        "工作日历公布后复核截止日",
        "check the deadlines once the calendar is published",
    ),
    "decision_left_in_force": Rule(
        "serious", "government", "评估补救与赔偿责任", "assess remedies and liability"
    ),
    "event_of_unknown_part": Rule(
        "serious",
        "undecided",
        "核对该记录所指的分期或宗地",
        "find out which phase or parcel the fact speaks of",
    ),
    "excuse_claim_unverified": Rule(
        "serious", "government", "审核免责主张是否属实", "verify the claim of excuse"
    ),
    "extension_exceeds_one_year_capped": Rule("serious", "grantor", "复核延建期限", "review the extension"),
    "force_majeure_notice_late": Rule("notice", "holder", "说明逾期通知原因", "explain the late notice"),
    "force_majeure_proof_late": Rule("notice", "holder", "说明逾期证明原因", "explain the late proof"),
    "force_majeure_proof_missing": Rule(
        "serious", "holder", "提交不可抗力证明", "file the proof of force majeure"
    ),
    "full_production_review_not_passed": Rule(
        "notice", "holder", "按复核意见改进后申请再次复核", "mend what the review found, ask for another"
    ),
    "government_approval_missing": Rule(
        "serious", "government", "报有批准权的人民政府批准", "obtain the approval of the competent government"
    ),
    "government_cause_verified": Rule(
        "grave", "government", "按第十二条协商处置", "negotiate disposal under Art. 12"
    ),
    "grantor_may_rescind_after_demand": Rule("serious", "grantor", "送达催缴通知", "serve the demand"),
    "grantor_not_natural_resources_authority": Rule(
        "grave", "undecided", "法制机构复核合同效力", "legal review of the contract's validity"
    ),
    "handover_agreed_after_commencement": Rule(
        "serious",
        "grantor",
        "与使用权人签订补充协议，重新约定动工日",
        "sign a supplement with the holder that fixes a commencement day after the handover",
    ),
    "handed_over_twice": Rule("serious", "grantor", "核对交地确认书", "check the handover confirmations"),
    "handover_after_agreed_day": Rule(
        "grave", "grantor", "与使用权人重新约定动工日", "agree a new commencement day with the holder"
    ),
    "handover_reminder": Rule(
        "notice", "grantor", "按约定日期和条件交地", "hand the land over on the day agreed", "agreed_handover"
    ),
    "handover_confirmation_missing": Rule(
        "grave", "grantor", "补齐交地确认书", "put the handover confirmation on file"
    ),
    "hearing_notice_missing": Rule("serious", "government", "送达听证告知书", "serve the hearing notice"),
    "hearing_window_open": Rule(
        "notice",
        "government",
        "听证期限届满前不得作出决定",
        "decide nothing before the window closes",
        "hearing_request_deadline",
    ),
    "human_confirm_overlap": Rule("notice", "undecided", "人工确认重叠天数", "confirm the overlapping days"),
    "human_confirm_post_default_cause": Rule(
        "serious", "undecided", "人工确认违约后政府原因的效果", "decide the effect of the cause after default"
    ),
    "idle_recognition_missing": Rule("serious", "government", "作出闲置土地认定", "decide on recognition"),
    "indicator_measurement_unmatched": Rule(
        "notice",
        "undecided",
        "核对核定指标的名称、单位和阶段",
        "check name, unit and stage of what was measured",
    ),
    "maximum_exceeded_recover_excess": Rule(
        "serious",
        "grantor",
        "选择收回超出部分或按比例计收违约金",
        "recover the excess, or charge damages pro rata",
    ),
    "needs_supplementary_agreement": Rule("serious", "grantor", "签订补充协议", "sign a supplement"),
    "new_commencement_before_signing": Rule("grave", "grantor", "重新签订补充协议", "sign a new supplement"),
    "new_production_before_signing": Rule("serious", "grantor", "重新签订补充协议", "sign a new supplement"),
    "payment_reminder": Rule("notice", "holder", "发出出让价款缴纳提示书", "send the payment reminder"),
    "parcel_without_commencement_review": Rule(
        "serious", "undecided", "现场核查未动工宗地", "inspect the parcel that has not commenced"
    ),
    "permit_granted_after_default": Rule(
        "grave", "government", "核查许可与施工情况", "review permits and works"
    ),
    "phase_penalty_base_needs_contract_rule": Rule(
        "notice", "undecided", "按合同确定分期违约金基数", "find the contract's base for damages of a phase"
    ),
    "production_day_needs_review": Rule(
        "notice",
        "grantor",
        "核对投产日是否随竣工日顺延",
        "check whether the production day moves with the completion",
    ),
    "rectification_day_missing": Rule(
        "notice", "government", "书面确定整改期限", "set a day for the rectification in writing"
    ),
    "preparatory_works_do_not_count": Rule(
        "notice", "holder", "提交施工许可与基础施工证据", "file the permit and evidence of foundation works"
    ),
    "return_filed_too_late": Rule(
        "notice", "grantor", "答复退地申请已逾期", "answer that the return was filed too late"
    ),
    "standard_land_not_measured": Rule(
        "notice", "government", "核定约定的标准地指标", "measure the agreed indicators"
    ),
    "standard_land_shortfall": Rule(
        "serious", "grantor", "按差额比例核算违约金并告知", "compute the damages pro rata and tell the holder"
    ),
    "superseded_penalty_not_charged_unless_reserved": Rule(
        "notice",
        "grantor",
        "核对补充协议是否保留原违约责任",
        "check whether the supplement reserves the old damages",
    ),
    "suspended_shares_unknown": Rule(
        "serious", "undecided", "核定开发面积与投资比例", "establish the shares of area and investment"
    ),
    "suspended_watch": Rule(
        "notice", "government", "跟踪停工情况", "watch the stopped works", "first_suspended_idle_day"
    ),
    "transfer_below_25pct_review": Rule(
        "serious", "undecided", "复核转让条件", "review the conditions of the transfer"
    ),
    "transferee_may_rescind_after_60d_and_demand": Rule(
        "serious", "grantor", "尽快交地", "hand the land over"
    ),
    "unfinished_share_missing": Rule(
        "notice", "undecided", "核定未完工建筑面积", "establish the unfinished floor area"
    ),
    "works_without_permit": Rule("serious", "holder", "补办施工许可", "obtain the construction permit"),
}
