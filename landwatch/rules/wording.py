"""How statuses, certainties and facts are called on screen, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from landwatch.i18n import language

__all__ = [
    "CERTAINTY",
    "CONSEQUENCES",
    "CONVENTIONS",
    "DIRECTIONS",
    "EVENTS",
    "FACTS",
    "RESULTS",
    "SELECTORS",
    "SERVICES",
    "SEVERITIES",
    "SIDES",
    "SOURCES",
    "STAGES",
    "STATUS",
    "STOCK_CLASSES",
    "UNITS",
    "word",
]

Pairs = Mapping[str, tuple[str, str]]

_ROUTE: Pairs = {
    "NOT_APPLICABLE": ("不适用", "not applicable"),
    "BLOCKED": ("受阻", "blocked"),
    "OPEN": ("可启动", "open"),
    "TAKEN": ("已决定", "taken"),
}

_INDICATOR: Pairs = {
    "MET": ("达标", "met"),
    "SHORT": ("未达标", "not met"),
    "NOT_MEASURED": ("未核定", "not measured"),
}

STOCK_CLASSES: Pairs = {
    "approved_not_supplied": ("批而未供", "approved, not supplied"),
    "supplied_not_used": ("供而未用", "supplied, not used"),
    "partly_used": ("用而未尽", "used in part"),
    "built_not_producing": ("建而未投", "built, not in production"),
    "below_target": ("投而未达", "in production below what was agreed"),
    "inefficient": ("低效", "inefficient"),
    "idle": ("闲置", "recognised as idle"),
}
"""The classes of idle and inefficient land, as documents list it."""

STATUS: Mapping[str, Pairs] = {
    "commencement_status": {
        "NOT_DUE": ("未到期", "not due"),
        "REMIND": ("即将到期", "falls due soon"),
        "BREACH": ("开工违约", "commencement default"),
        "COMMENCED": ("已按期开工", "commenced"),
        "COMMENCED_LATE": ("已逾期开工", "commenced late"),
        "EXCUSED": ("有免责事由顺延", "excused"),
        "EXCUSED_PENDING": ("逾期交地，暂予顺延", "excused until a supplement is signed"),
        "PART_UNUSED": ("宗地未动工", "parcel unused"),
    },
    "completion_status": {
        "NOT_DUE": ("未到期", "not due"),
        "REMIND": ("即将到期", "falls due soon"),
        "BREACH": ("竣工违约", "completion default"),
        "COMPLETED": ("已按期竣工", "completed"),
        "COMPLETED_LATE": ("已逾期竣工", "completed late"),
    },
    "idle_status": {
        "NONE": ("无", "none"),
        "SUSPECT_1Y": ("疑似闲置(满一年)", "suspected idle, over one year"),
        "RECOVERY_2Y": ("疑似闲置(满两年)", "suspected idle, over two years"),
        "SUSPECT_SUSPENDED": ("疑似闲置(中止开发)", "suspected idle, works suspended"),
        "INVESTIGATING": ("调查中", "under investigation"),
        "RECOGNISED": ("已认定闲置", "recognised as idle"),
        "HEARING_WINDOW": ("听证告知期", "hearing window"),
        "FEE_DECIDED": ("已决定征缴闲置费", "idle fee decided"),
        "FEE_PAID": ("闲置费已缴", "idle fee paid"),
        "RECOVERY_DECIDED": ("已决定收回", "recovery decided"),
    },
    "fee_route_status": _ROUTE,
    "recovery_route_status": _ROUTE,
    "payment_status": {
        "NOT_DUE": ("未到期", "not due"),
        "PAID": ("已付清", "paid"),
        "BREACH": ("逾期付款", "late payment"),
        "BREACH_OVER_60": ("逾期付款超过60日", "payment over 60 days late"),
    },
    "acceptance_status": {
        "NOT_DUE": ("未到核验", "not due"),
        "PENDING": ("已竣工，待核验", "completed, not accepted yet"),
        "RECTIFY": ("整改中", "to be rectified"),
        "REMIND": ("整改即将到期", "rectification falls due soon"),
        "BREACH": ("逾期未整改", "not rectified in time"),
        "FAILED": ("核验不合格", "failed"),
        "DONE": ("核验合格", "accepted"),
        "DONE_LATE": ("逾期整改后合格", "accepted after the rectification day"),
    },
    "production_status": {
        "NOT_DUE": ("未到期", "not due"),
        "REMIND": ("即将到期", "falls due soon"),
        "BREACH": ("投产违约", "production default"),
        "DONE": ("已投产", "in production"),
        "DONE_LATE": ("已逾期投产", "in production, late"),
    },
    "full_production_status": {
        "NOT_DUE": ("未到期", "not due"),
        "REMIND": ("即将到期", "falls due soon"),
        "BREACH": ("达产违约(无通过的复核)", "full-production default: no review has passed"),
        "DONE": ("已达产", "in full production"),
        "DONE_LATE": ("已逾期达产", "in full production, late"),
    },
    "standard_land_status": _INDICATOR,
    "contract_status": {
        "LIVE": ("履行中", "in force"),
        "ENDED": ("已终止", "ended"),
        "TERMINATED": ("已解除", "terminated"),
    },
    "suspension_status": {
        "NONE": ("无", "none"),
        "ACTIVE": ("暂停审批中", "approvals suspended"),
        "LIFTED": ("已解除暂停", "suspension lifted"),
    },
    "data_status": {
        "OK": ("正常", "in order"),
        "CLEANED": ("已清理占位值", "placeholders dropped"),
        "REVIEW": ("待复核", "for review"),
        "REJECTED": ("有事实不予采用", "a fact is refused"),
    },
}

SOURCES: Pairs = {
    "contract": ("合同约定", "contract"),
    "supplement": ("补充协议", "supplement"),
    "extension": ("延建批准", "extension"),
    "derived": ("自交地日推定", "derived from handover"),
    "unknown": ("不明", "unknown"),
}

SEVERITIES: Pairs = {
    "grave": ("重大", "grave"),
    "serious": ("较重", "serious"),
    "notice": ("提示", "notice"),
}

SIDES: Pairs = {
    "holder": ("使用权人", "holder"),
    "grantor": ("出让人", "grantor"),
    "government": ("主管部门", "government"),
    "undecided": ("待定", "undecided"),
}

CONVENTIONS: Pairs = {
    "breach_unit=contract": ("违约按合同判定", "default is judged by contract"),
    "breach_unit=parcel": ("违约按宗地判定", "default is judged by parcel"),
    "breach_unit=phase": (
        "违约按合同判定，比率按分期计数",
        "default is judged by contract, rates count phases",
    ),
    "contract_template=GF-2008-2601": (
        "未载明范本的按GF-2008-2601",
        "a contract that names no form is judged by GF-2008-2601",
    ),
    "contract_template=2025-revision": (
        "未载明范本的按2025版",
        "a contract that names no form is judged by the revised form of 2025",
    ),
    "damages_base=contract": ("违约金按合同价款计", "damages run on the contract price"),
    "damages_base=parcel": ("违约金按逾期宗地价款计", "damages run on the price share of the late parcels"),
    "extension_base=agreed": (
        "延建一年自合同或最近补充协议约定日起算",
        "the year of an extension counts from the day of the contract or newest supplement",
    ),
    "extension_base=contract": (
        "延建一年自原合同约定日起算",
        "the year of an extension counts from the contract's own day",
    ),
    "extension_base=in_force": (
        "延建一年自现行约定日起算",
        "the year of an extension counts from the day in force",
    ),
    "handover_shift=provisional": ("逾期交地暂予顺延", "a late handover moves the day provisionally"),
    "handover_shift=none": ("逾期交地不顺延", "a late handover does not move the day"),
    "idle_time=net": ("闲置按净时间", "idle time is net"),
    "idle_time=gross": ("闲置按毛时间", "idle time is gross"),
    "partial_idle_logic=either_short": (
        "面积或投资一项不足即可",
        "one short share of area or investment suffices",
    ),
    "partial_idle_logic=both_short": ("面积与投资均须不足", "area and investment must both be short"),
    "rate_pool=P": ("违约率分母为全部有效合同", "rates over all live contracts"),
    "rate_pool=D": ("违约率分母为已到期合同", "rates over contracts that have fallen due"),
    "rate_unit=area": ("违约率以面积为准", "rates are meant by area"),
    "rate_unit=count": ("违约率以宗数为准", "rates are meant by count"),
    "roll_deadlines=True": ("期限遇休息日顺延", "deadlines roll over rest days"),
    "roll_deadlines=False": ("期限不顺延", "deadlines do not roll"),
    "stop_continuity=continuous": ("停工须连续满一年", "works must have stopped for a year without a break"),
    "stop_continuity=cumulative": ("停工可累计满一年", "stops add up to a year"),
}

UNITS: Pairs = {
    "days": ("日", "days"),
    "working days": ("个工作日", "working days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
    "share": ("", ""),
}

SELECTORS: Pairs = {
    "act": ("行为日", "day of the act"),
    "decision": ("决定日", "day of the decision"),
    "signing": ("合同签订日", "day of signing"),
    "judged_day": ("判定日", "judged day"),
}
"""Which day chose a legal number."""

CERTAINTY: Pairs = {
    "seen": ("已核原文", "text seen"),
    "known": ("通行认识", "generally known"),
    "convention": ("本系统约定", "convention of this system"),
    "unsure": ("待核", "to be checked"),
}

FACTS: Pairs = {
    "signed_on": ("合同签订日", "contract signed"),
    "agreed_handover": ("约定交地日", "agreed handover"),
    "agreed_commencement": ("约定动工日", "agreed commencement"),
    "agreed_completion": ("约定竣工日", "agreed completion"),
    "agreed_production": ("约定投产日", "agreed start of production"),
    "agreed_full_production": ("约定达产日", "agreed full production"),
    "area_cm2": ("合同面积", "contract area"),
    "price_fen": ("成交价款", "contract price"),
    "deposit_fen": ("定金", "deposit"),
    "paid_fen": ("已付价款", "price paid"),
    "commencement_damages_ppb": ("逾期开工违约金日率", "daily rate, late commencement"),
    "completion_damages_ppb": ("逾期竣工违约金日率", "daily rate, late completion"),
    "handover_damages_ppb": ("逾期交地违约金日率", "daily rate, late handover"),
    "payment_damages_ppb": ("逾期付款违约金日率", "daily rate, late payment"),
    "developable_cm2": ("应动工开发面积", "area to be developed"),
    "developed_cm2": ("已动工开发面积", "area developed"),
    "total_investment_fen": ("总投资额", "total investment"),
    "total_investment_land_price_fen": ("总投资中的地价", "land price in the total investment"),
    "total_investment_tax_fen": ("总投资中的税款", "taxes in the total investment"),
    "invested_fen": ("已投资额", "invested"),
    "invested_land_price_fen": ("已投资中的地价", "land price in what is invested"),
    "invested_tax_fen": ("已投资中的税款", "taxes in what is invested"),
    "planned_gfa_cm2": ("规划计容建筑面积", "planned floor area"),
    "unfinished_gfa_at_due_cm2": ("到期未完工计容建筑面积", "floor area unfinished when due"),
    "holder": ("土地使用权人", "holder"),
    "grantor": ("出让人", "grantor"),
    "foundation": ("基础类型", "foundation"),
    "instalments": ("分期支付约定", "instalments"),
}

EVENTS: Pairs = {
    "handed_over": ("交地", "handed over"),
    "commenced": ("开工", "commenced"),
    "construction_permit": ("施工许可", "construction permit"),
    "pit_excavation_done": ("基坑开挖完毕", "pit excavation done"),
    "all_foundation_piles_done": ("基础桩全部打入", "all foundation piles driven"),
    "foundation_progress": ("基础施工进度", "foundation progress"),
    "ground_breaking_ceremony": ("奠基仪式", "ground-breaking ceremony"),
    "preparatory_works": ("前期工作(围挡、场平、支护)", "preparatory works"),
    "completed": ("竣工验收", "completed"),
    "extension_application": ("延期申请", "extension applied for"),
    "extension_approved": ("延期批准", "extension approved"),
    "extension_refused": ("延期不予批准", "extension refused"),
    "supplementary_agreement": ("补充协议", "supplementary agreement"),
    "government_cause": ("政府原因", "government cause"),
    "force_majeure": ("不可抗力", "force majeure"),
    "work_stopped": ("停工", "works stopped"),
    "work_resumed": ("复工", "works resumed"),
    "suspicion_found": ("发现疑似闲置", "suspicion found"),
    "investigation_notice_issued": ("发出闲置土地调查通知书", "investigation notice issued"),
    "investigation_notice_received": ("收到闲置土地调查通知书", "investigation notice received"),
    "idle_recognition": ("闲置土地认定", "recognised as idle"),
    "hearing_right_notice_served": ("送达听证告知书", "hearing notice served"),
    "idle_fee_decision_served": ("送达征缴土地闲置费决定书", "idle fee decision served"),
    "idle_fee_paid": ("缴纳土地闲置费", "idle fee paid"),
    "recovery_decision_served": ("送达收回国有建设用地使用权决定书", "recovery decision served"),
    "decision_left_in_force": ("决定确认违法但保留效力", "decision unlawful but left in force"),
    "return_application": ("申请退地", "return applied for"),
    "return_approved": ("批准退地", "return approved"),
    "transfer": ("转让", "transfer"),
    "judicial_transfer": ("司法处置", "judicial transfer"),
    "instalment_paid": ("支付价款", "instalment paid"),
    "demand_letter_served": ("催告", "demand letter served"),
    "suspension_imposed": ("暂停审批", "approvals suspended"),
    "suspension_lifted": ("解除暂停", "suspension lifted"),
    "contract_ended": ("合同解除", "contract ended"),
    "government_approval": ("政府批准", "approved by the competent government"),
    "site_condition_met": ("交地条件已达到", "agreed site condition met"),
    "site_condition_unmet": ("交地条件未达到", "agreed site condition not met"),
    "default_disposed": ("违约处置", "default disposed of"),
    "revitalised": ("盘活", "revitalised"),
    "patrol": ("巡查", "patrol"),
    "review": ("复核", "review"),
    "acceptance": ("竣工核验", "acceptance"),
    "production_started": ("投产", "production started"),
    "full_production_review": ("达产复核", "full-production review"),
    "indicator_measured": ("指标核定", "indicator measured"),
    "planning_conditions": ("规划条件", "planning conditions issued"),
    "supply_reviewed": ("土地出让会审", "supply reviewed jointly"),
    "supply_announced": ("出让公告", "supply announced"),
    "sign_posted": ("公示牌设立", "site sign posted"),
    "land_use_permit": ("用地规划许可", "land-use planning permit"),
    "works_permit": ("工程规划许可", "works planning permit"),
    "registration_confirmed": ("确认登记", "registration confirmed"),
    "land_listed": ("纳入低效闲置存量", "listed as idle or inefficient"),
    "land_removed": ("移出低效闲置存量", "removed from the stock"),
    "revitalisation_revoked": ("撤销盘活", "revitalisation revoked"),
    "obstacle_found": ("发现处置障碍", "obstacle found"),
    "obstacle_cleared": ("处置障碍消除", "obstacle cleared"),
}

SERVICES: Pairs = {
    "direct": ("直接送达", "served directly"),
    "left": ("留置送达", "left at the place"),
    "electronic": ("电子送达", "served electronically"),
    "entrusted": ("委托送达", "served by another office"),
    "post": ("邮寄送达", "served by post"),
    "public_notice": ("公告送达", "served by public notice"),
}
"""How a paper was served."""

RESULTS: Pairs = {
    "pass": ("合格", "passed"),
    "rectify": ("限期整改", "to be rectified"),
    "fail": ("不合格", "failed"),
}

DIRECTIONS: Pairs = {"min": ("不低于", "at least"), "max": ("不高于", "at most")}

STAGES: Pairs = {
    "acceptance": ("竣工核验", "at acceptance"),
    "full_production": ("达产复核", "at full production"),
}

CONSEQUENCES: Pairs = {
    "none": ("无", "none"),
    "pro_rata_damages": ("按差额比例计违约金", "damages pro rata"),
    "recover_excess": ("收回超出部分或按比例计违约金", "recover the excess, or damages pro rata"),
    "remove_excess": ("拆除超出部分", "remove the excess"),
    "by_agreement": ("按履约监管协议", "as the performance agreement says"),
}


def word(pairs: Pairs, key: str) -> str:
    """Return the word for a key in the current language.

    Parameters
    ----------
    pairs
        Chinese and English by key.
    key
        The key; one without a word stands for itself.

    Returns
    -------
    str
        The word.
    """
    zh, en = pairs.get(key, (key, key))
    return zh if language() == "zh" else en
