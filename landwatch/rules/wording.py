"""How statuses, certainties and facts are called on screen: words of the catalogue, and the rules' own."""

from __future__ import annotations

from collections.abc import Mapping

from landwatch.catalogue import Pairs, fields_of, loaded, pairs
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

STOCK_CLASSES = pairs("stock")
"""The classes of idle and inefficient land, as documents list it."""

STATUS: Mapping[str, Pairs] = {name: pairs(name) for name in loaded().states}

SOURCES = pairs("due_source")

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
    name: (field.zh, field.en)
    for name, field in fields_of("contract").items()
    if field.is_in_store or name == "instalments"
}
"""What a contract itself says."""

EVENTS = pairs("event")

SERVICES = pairs("service")
"""How a paper was served."""

RESULTS = pairs("result")

DIRECTIONS = pairs("direction")

STAGES = pairs("stage")

CONSEQUENCES = pairs("consequence")


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
