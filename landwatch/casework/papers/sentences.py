"""Sentences of papers that rest on several values: how late, how much, by which clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from landwatch.casework.papers.judged import Judged, day_told, sum_told
from landwatch.catalogue import fact_of
from landwatch.model import CommencementStatus, CompletionStatus, EventType
from landwatch.rules.parameters import load_law
from landwatch.units import decimal_text, percent_text

__all__ = ["TOLD"]

_CLAUSES = {"GF-2008-2601": "合同第十六条、第三十三条"}
_PPB_PER_PERMILLE = Decimal(10**6)
_PERMITS = (EventType.LAND_USE_PERMIT, EventType.WORKS_PERMIT, EventType.CONSTRUCTION_PERMIT)
_DECISIONS = (EventType.IDLE_FEE_DECISION_SERVED, EventType.RECOVERY_DECISION_SERVED)
_LATE = {
    "commencement": ("开工", CommencementStatus.BREACH, CommencementStatus.COMMENCED_LATE),
    "completion": ("竣工", CompletionStatus.BREACH, CompletionStatus.COMPLETED_LATE),
}
_DUE = {"commencement": "effective_commencement_due", "completion": "completion_due"}
_DONE = {"commencement": "commenced_on", "completion": "completed_on"}
_CHARGED = {"commencement": "commencement_penalised_days", "completion": "completion_days"}


def _days_left(judged: Judged, kind: str) -> str | None:
    """Nothing where the day has passed or the work is done: then there is nothing to remind of."""
    due = judged.value(_DUE[kind])
    if due is None or due < judged.on or judged.value(_DONE[kind]) is not None:
        return None
    return f"距该日还有{(due - judged.on).days}天"


def _permits(judged: Judged) -> str:
    return "；".join(f"{fact_of(kind).zh}：{_permit(judged, kind)}" for kind in _PERMITS)


def _permit(judged: Judged, kind: EventType) -> str:
    day, number = judged.of_fact(kind, "day"), judged.of_fact(kind, "document")
    return " ".join(filter(None, [day and day_told(day), number])) or "未见记录"


def _breach(judged: Judged) -> str | None:
    return "；".join(filter(None, (_late(judged, kind) for kind in _LATE))) or None


def _late(judged: Judged, kind: str) -> str | None:
    name, breach, late = _LATE[kind]
    status, due = judged.value(f"{kind}_status"), judged.value(_DUE[kind])
    if status not in (breach, late) or due is None:
        return None
    done = judged.value(_DONE[kind])
    came = f"于{day_told(done)}{name}" if done else f"尚未{name}"
    return f"该项目应于{day_told(due)}前{name}，{came}，逾期{int(judged.value(f'{kind}_days'))}天"


def _claim(judged: Judged) -> str | None:
    return "；".join(filter(None, (_claimed(judged, kind) for kind in _LATE))) or None


def _claimed(judged: Judged, kind: str) -> str | None:
    """The sum with its formula; that of the newer form rests on unfinished floors, so it stands alone."""
    name, *_statuses = _LATE[kind]
    due = int(judged.value(f"{kind}_damages_fen") or 0)
    if due <= 0:
        return None
    said = f"逾期{name}违约金{sum_told(due)}"
    if judged.value("is_revised_form"):
        return said
    rate = decimal_text(Decimal(int(judged.value(f"{kind}_damages_ppb"))) / _PPB_PER_PERMILLE)
    base, days = sum_told(int(judged.value("damages_base_fen"))), int(judged.value(_CHARGED[kind]))
    return f"{said}（{base}×{rate}‰/日×{days}日）"


def _clause(judged: Judged) -> str:
    return _CLAUSES.get(judged.value("form"), "合同有关条款")


def _fee_formula(judged: Judged) -> str | None:
    price = judged.value("price_fen")
    share = load_law().values["idle_fee_share"].held_on(judged.on)
    return None if price is None else f"成交价格{sum_told(int(price))}×{percent_text(share)}%"


def _reached(judged: Judged, name: str) -> str | None:
    """A day of idleness; nothing while it has not come or where works began."""
    day: date | None = judged.value(name)
    if day is None or day > judged.on or judged.value("has_started"):
        return None
    return day_told(day)


def _decision_no(judged: Judged) -> str | None:
    fact = judged.newest(*_DECISIONS)
    return None if fact is None else judged.of_fact(fact["type"], "document")


def _decision_served_on(judged: Judged) -> str | None:
    fact = judged.newest(*_DECISIONS)
    return None if fact is None else day_told(fact["day"].date())


TOLD: Mapping[str, Callable[[Judged], str | None]] = {
    "days_to_commencement": lambda judged: _days_left(judged, "commencement"),
    "days_to_completion": lambda judged: _days_left(judged, "completion"),
    "permits": _permits,
    "breach": _breach,
    "claim": _claim,
    "breach_clause": _clause,
    "fee_formula": _fee_formula,
    "idle_since": lambda judged: _reached(judged, "idle_since"),
    "first_idle_day": lambda judged: _reached(judged, "first_idle_day"),
    "second_idle_day": lambda judged: _reached(judged, "first_2y_day"),
    "decision_no": _decision_no,
    "decision_served_on": _decision_served_on,
}
"""What ``told.NAME`` in particulars.yaml stands for; ``None`` where there is nothing to tell."""
