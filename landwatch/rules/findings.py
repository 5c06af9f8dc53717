"""Who should act next, and by when: findings with severity, side, step, deadline and clause.

A finding is what a status or a flag asks for. One table says it all; statuses and flags themselves are
computed elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from landwatch.i18n import language
from landwatch.model import ContractStatus
from landwatch.rules.engine import labels
from landwatch.rules.wording import STATUS, word

__all__ = ["Finding", "findings"]

Severity = Literal["grave", "serious", "notice"]
Side = Literal["holder", "grantor", "government", "undecided"]


@dataclass(frozen=True)
class Finding:
    """One thing that somebody has to do about a contract.

    Attributes
    ----------
    code
        The status or flag it stands for, e.g. ``commencement_status=BREACH``.
    label
        What was found, in the current language.
    severity
        ``grave``, ``serious`` or ``notice``.
    side
        Who is responsible: ``holder``, ``grantor``, ``government``, or ``undecided``.
    next_step
        What to do next, in the current language.
    deadline
        By which day, where a day is fixed.
    clause
        The clause it rests on.
    """

    code: str
    label: str
    severity: Severity
    side: Side
    next_step: str
    deadline: date | None
    clause: str


@dataclass(frozen=True)
class _Rule:
    severity: Severity
    side: Side
    zh: str
    en: str
    deadline: str | None = None


_STATUSES: Mapping[tuple[str, str], _Rule] = {
    ("commencement_status", "BREACH"): _Rule(
        "serious",
        "holder",
        "送达开工违约告知书，催告动工并核算违约金",
        "serve the default notice, demand commencement, compute the damages",
    ),
    ("commencement_status", "REMIND"): _Rule(
        "notice", "holder", "发出开工提示书", "send the commencement reminder", "effective_commencement_due"
    ),
    ("commencement_status", "EXCUSED_PENDING"): _Rule(
        "serious",
        "grantor",
        "签订补充协议，重新约定动工日",
        "sign a supplement that fixes the new day",
        "effective_commencement_due",
    ),
    ("completion_status", "BREACH"): _Rule(
        "serious",
        "holder",
        "送达竣工违约告知书，核查在建进度",
        "serve the default notice, check the progress of the works",
    ),
    ("completion_status", "REMIND"): _Rule(
        "notice", "holder", "发出竣工提示书", "send the completion reminder", "completion_due"
    ),
    ("idle_status", "SUSPECT_1Y"): _Rule(
        "grave",
        "government",
        "调查核实并发出闲置土地调查通知书",
        "verify and issue the investigation notice",
        "investigation_deadline",
    ),
    ("idle_status", "RECOVERY_2Y"): _Rule(
        "grave",
        "government",
        "调查核实，补齐卷宗后决定是否收回",
        "verify, complete the file, then decide on recovery",
        "investigation_deadline",
    ),
    ("idle_status", "SUSPECT_SUSPENDED"): _Rule(
        "serious",
        "government",
        "调查核实，按第十二条协商处置",
        "verify, negotiate disposal under Art. 12",
        "investigation_deadline",
    ),
    ("idle_status", "INVESTIGATING"): _Rule(
        "serious",
        "holder",
        "提交土地开发利用情况说明",
        "reply with the state of development and reasons",
        "holder_reply_deadline",
    ),
    ("idle_status", "RECOGNISED"): _Rule(
        "grave", "government", "公布并拟订处置方案", "publish, and draw up the disposal plan"
    ),
    ("idle_status", "HEARING_WINDOW"): _Rule(
        "serious",
        "holder",
        "决定是否申请听证",
        "decide whether to request a hearing",
        "hearing_request_deadline",
    ),
    ("idle_status", "FEE_DECIDED"): _Rule(
        "grave", "holder", "缴纳土地闲置费", "pay the idle fee", "pay_deadline"
    ),
    ("idle_status", "RECOVERY_DECIDED"): _Rule(
        "grave", "holder", "办理注销登记", "deregister", "deregister_deadline"
    ),
    ("payment_status", "BREACH"): _Rule("serious", "holder", "催缴价款", "demand payment", "day_60"),
    ("payment_status", "BREACH_OVER_60"): _Rule(
        "grave", "grantor", "催缴后决定是否解除合同", "demand, then decide whether to rescind"
    ),
    ("acceptance_status", "PENDING"): _Rule(
        "notice", "government", "组织竣工核验", "hold the acceptance of the completed works"
    ),
    ("acceptance_status", "RECTIFY"): _Rule(
        "notice",
        "holder",
        "按核验意见整改",
        "rectify what the acceptance found",
        "rectification_deadline",
    ),
    ("acceptance_status", "REMIND"): _Rule(
        "notice",
        "holder",
        "完成整改并申请复验",
        "finish the rectification and ask for another acceptance",
        "rectification_deadline",
    ),
    ("acceptance_status", "BREACH"): _Rule(
        "serious",
        "holder",
        "送达整改逾期告知书，组织复验",
        "serve notice that the rectification is late, accept again",
        "rectification_deadline",
    ),
    ("acceptance_status", "FAILED"): _Rule(
        "serious",
        "grantor",
        "依第三十四至三十六条核算违约责任",
        "settle the consequences under Art. 34 to 36",
    ),
    ("production_status", "REMIND"): _Rule(
        "notice", "holder", "发出投产提示", "send the production reminder", "production_due"
    ),
    ("production_status", "BREACH"): _Rule(
        "serious",
        "holder",
        "现场核查并送达投产违约告知书",
        "inspect, and serve the notice of default in production",
    ),
    ("full_production_status", "REMIND"): _Rule(
        "notice", "holder", "通知准备达产复核", "call for the full-production review", "full_production_due"
    ),
    ("full_production_status", "BREACH"): _Rule(
        "serious",
        "government",
        "组织达产复核，按协议处理",
        "hold the full-production review, proceed under the agreement",
    ),
    ("suspension_status", "ACTIVE"): _Rule(
        "serious", "government", "核查解除条件", "check the conditions for lifting"
    ),
}

_FLAGS: Mapping[str, _Rule] = {
    "acceptance_result_missing": _Rule(
        "notice", "government", "补录竣工核验结论", "record what the acceptance came to"
    ),
    "application_after_30d_limit": _Rule(
        "notice", "grantor", "决定是否受理逾期延建申请", "decide whether to take the late application"
    ),
    "cap_exceeded_remove_excess": _Rule(
        "serious", "holder", "拆除超出上限的部分", "remove what exceeds the cap"
    ),
    "cause_covers_agreed_day": _Rule(
        "grave", "government", "与使用权人重新约定动工日", "agree a new commencement day with the holder"
    ),
    "cause_inquiry_missing": _Rule(
        "serious",
        "government",
        "发出闲置土地调查通知书",
        "issue the investigation notice",
        "investigation_deadline",
    ),
    "cause_inquiry_not_served": _Rule(
        "serious", "government", "补齐调查通知书送达回证", "put the proof of its service on file"
    ),
    "decision_after_commencement": _Rule(
        "grave", "government", "自行纠正或撤销决定", "correct or withdraw the decision"
    ),
    "decision_before_its_time": _Rule(
        "grave", "government", "自行纠正或撤销决定", "correct or withdraw the decision"
    ),
    "decision_within_hearing_window": _Rule(
        "grave", "government", "自行纠正或撤销决定", "correct or withdraw the decision"
    ),
    "fee_decided_on_incomplete_file": _Rule(
        "grave", "government", "复核征缴闲置费决定", "review the fee decision"
    ),
    "preliminary_works_need_legal_review": _Rule(
        "notice",
        "undecided",
        "法制机构复核前期工作是否必需",
        "legal review: were the preliminary works necessary",
    ),
    "recovery_approval_missing": _Rule(
        "serious", "government", "就收回报有批准权的人民政府批准", "obtain the approval of the recovery"
    ),
    "recovery_hearing_notice_missing": _Rule(
        "serious", "government", "就收回送达听证告知书", "serve a hearing notice on the recovery"
    ),
    "agreed_site_condition_not_met": _Rule(
        "grave",
        "grantor",
        "完成约定的场地条件并留存确认",
        "bring the site to its agreed condition and confirm it",
    ),
    "commencement_record_missing": _Rule(
        "notice", "undecided", "补录动工证据", "record the evidence of commencement"
    ),
    "completed_before_commenced": _Rule(
        "serious", "undecided", "核对开工与竣工记录", "check the records of commencement and completion"
    ),
    "completion_record_missing": _Rule(
        "serious",
        "undecided",
        "补录竣工记录后再认定竣工违约",
        "record the completion before its default is acted upon",
    ),
    "contract_form_assumed": _Rule(
        "notice", "undecided", "核对合同文本所用范本", "look up the form of the contract"
    ),
    "resumption_unverified": _Rule(
        "notice", "government", "现场核实是否复工", "inspect whether the works have resumed"
    ),
    "deadline_provisional": _Rule(
        "notice",
        "undecided",
        "工作日历公布后复核截止日",
        "check the deadlines once the calendar is published",
    ),
    "decision_left_in_force": _Rule(
        "serious", "government", "评估补救与赔偿责任", "assess remedies and liability"
    ),
    "event_of_unknown_part": _Rule(
        "serious",
        "undecided",
        "核对该记录所指的分期或宗地",
        "find out which phase or parcel the fact speaks of",
    ),
    "excuse_claim_unverified": _Rule(
        "serious", "government", "审核免责主张是否属实", "verify the claim of excuse"
    ),
    "extension_exceeds_one_year_capped": _Rule("serious", "grantor", "复核延建期限", "review the extension"),
    "force_majeure_notice_late": _Rule("notice", "holder", "说明逾期通知原因", "explain the late notice"),
    "force_majeure_proof_late": _Rule("notice", "holder", "说明逾期证明原因", "explain the late proof"),
    "force_majeure_proof_missing": _Rule(
        "serious", "holder", "提交不可抗力证明", "file the proof of force majeure"
    ),
    "full_production_review_not_passed": _Rule(
        "notice", "holder", "按复核意见改进后申请再次复核", "mend what the review found, ask for another"
    ),
    "government_approval_missing": _Rule(
        "serious", "government", "报有批准权的人民政府批准", "obtain the approval of the competent government"
    ),
    "government_cause_verified": _Rule(
        "grave", "government", "按第十二条协商处置", "negotiate disposal under Art. 12"
    ),
    "grantor_may_rescind_after_demand": _Rule("serious", "grantor", "送达催缴通知", "serve the demand"),
    "grantor_not_natural_resources_authority": _Rule(
        "grave", "undecided", "法制机构复核合同效力", "legal review of the contract's validity"
    ),
    "handed_over_twice": _Rule("serious", "grantor", "核对交地确认书", "check the handover confirmations"),
    "handover_after_agreed_day": _Rule(
        "grave", "grantor", "与使用权人重新约定动工日", "agree a new commencement day with the holder"
    ),
    "handover_reminder": _Rule(
        "notice", "grantor", "按约定日期和条件交地", "hand the land over on the day agreed", "agreed_handover"
    ),
    "handover_confirmation_missing": _Rule(
        "grave", "grantor", "补齐交地确认书", "put the handover confirmation on file"
    ),
    "hearing_notice_missing": _Rule("serious", "government", "送达听证告知书", "serve the hearing notice"),
    "hearing_window_open": _Rule(
        "notice",
        "government",
        "听证期限届满前不得作出决定",
        "decide nothing before the window closes",
        "hearing_request_deadline",
    ),
    "human_confirm_overlap": _Rule("notice", "undecided", "人工确认重叠天数", "confirm the overlapping days"),
    "human_confirm_post_default_cause": _Rule(
        "serious", "undecided", "人工确认违约后政府原因的效果", "decide the effect of the cause after default"
    ),
    "idle_recognition_missing": _Rule("serious", "government", "作出闲置土地认定", "decide on recognition"),
    "indicator_measurement_unmatched": _Rule(
        "notice",
        "undecided",
        "核对核定指标的名称、单位和阶段",
        "check name, unit and stage of what was measured",
    ),
    "maximum_exceeded_recover_excess": _Rule(
        "serious",
        "grantor",
        "选择收回超出部分或按比例计收违约金",
        "recover the excess, or charge damages pro rata",
    ),
    "needs_supplementary_agreement": _Rule("serious", "grantor", "签订补充协议", "sign a supplement"),
    "new_commencement_before_signing": _Rule("grave", "grantor", "重新签订补充协议", "sign a new supplement"),
    "new_production_before_signing": _Rule("serious", "grantor", "重新签订补充协议", "sign a new supplement"),
    "payment_reminder": _Rule("notice", "holder", "发出出让价款缴纳提示书", "send the payment reminder"),
    "parcel_without_commencement_review": _Rule(
        "serious", "undecided", "现场核查未动工宗地", "inspect the parcel that has not commenced"
    ),
    "permit_granted_after_default": _Rule(
        "grave", "government", "核查许可与施工情况", "review permits and works"
    ),
    "phase_penalty_base_needs_contract_rule": _Rule(
        "notice", "undecided", "按合同确定分期违约金基数", "find the contract's base for damages of a phase"
    ),
    "production_day_needs_review": _Rule(
        "notice",
        "grantor",
        "核对投产日是否随竣工日顺延",
        "check whether the production day moves with the completion",
    ),
    "rectification_day_missing": _Rule(
        "notice", "government", "书面确定整改期限", "set a day for the rectification in writing"
    ),
    "preparatory_works_do_not_count": _Rule(
        "notice", "holder", "提交施工许可与基础施工证据", "file the permit and evidence of foundation works"
    ),
    "return_filed_too_late": _Rule(
        "notice", "grantor", "答复退地申请已逾期", "answer that the return was filed too late"
    ),
    "standard_land_not_measured": _Rule(
        "notice", "government", "核定约定的标准地指标", "measure the agreed indicators"
    ),
    "standard_land_shortfall": _Rule(
        "serious", "grantor", "按差额比例核算违约金并告知", "compute the damages pro rata and tell the holder"
    ),
    "superseded_penalty_not_charged_unless_reserved": _Rule(
        "notice",
        "grantor",
        "核对补充协议是否保留原违约责任",
        "check whether the supplement reserves the old damages",
    ),
    "suspended_shares_unknown": _Rule(
        "serious", "undecided", "核定开发面积与投资比例", "establish the shares of area and investment"
    ),
    "suspended_watch": _Rule(
        "notice", "government", "跟踪停工情况", "watch the stopped works", "first_suspended_idle_day"
    ),
    "transfer_below_25pct_review": _Rule(
        "serious", "undecided", "复核转让条件", "review the conditions of the transfer"
    ),
    "transferee_may_rescind_after_60d_and_demand": _Rule(
        "serious", "grantor", "尽快交地", "hand the land over"
    ),
    "unfinished_share_missing": _Rule(
        "notice", "undecided", "核定未完工建筑面积", "establish the unfinished floor area"
    ),
    "works_without_permit": _Rule("serious", "holder", "补办施工许可", "obtain the construction permit"),
}

_ORDER = ("grave", "serious", "notice")


def findings(row: Any) -> list[Finding]:
    """List what is to be done about one contract, gravest first.

    Parameters
    ----------
    row
        A row of ``Assessment.contracts``.

    Returns
    -------
    list of Finding
        Empty for a contract that is not in force or asks for nothing.
    """
    if row["contract_status"] != ContractStatus.LIVE:
        return []
    found = [
        _finding(f"{column}={status}", column, rule, row, word(STATUS[column], status))
        for (column, status), rule in _STATUSES.items()
        if row[column] == status
    ]
    found += [_finding(flag, flag, _FLAGS[flag], row) for flag in row["flags"] if flag in _FLAGS]
    return sorted(found, key=lambda finding: (_ORDER.index(finding.severity), finding.code))


def _finding(code: str, name: str, rule: _Rule, row: Any, said: str | None = None) -> Finding:
    label, chinese = labels()[name], language() == "zh"
    day = None if rule.deadline is None else row[rule.deadline]
    return Finding(
        code=code,
        label=said or (label.zh if chinese else label.en),
        severity=rule.severity,
        side=rule.side,
        next_step=rule.zh if chinese else rule.en,
        deadline=None if day is None or pd.isna(day) else day.date(),
        clause=label.clause,
    )
