"""Quarterly visits to every contract in force, and a few that do not count."""

from collections.abc import Sequence
from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from .names import INSPECTORS
from .records import Deal, days
from .timeline import office_day

__all__ = ["patrol"]

_QUARTERS = tuple(date(2023, 1, 1) + relativedelta(months=3 * n) for n in range(5))
_MISSED_2024 = 0.03
_INVALID = ("照片定位不在宗地内", "照片拍摄时间与填报日期不符", "未拍到公示牌")


def patrol(deals: Sequence[Deal], rng: Random) -> None:
    """Let the inspectors of each cluster visit its contracts.

    Every contract in force at the end of a quarter of 2023 is visited in it; in the first quarter of 2024
    some are still to be visited. Contracts that never commenced are visited every month.

    Parameters
    ----------
    deals
        All contracts.
    rng
        Source of days, people and invalid visits.
    """
    for first in _QUARTERS:
        last = first + relativedelta(months=3, days=-1)
        for deal in deals:
            if not deal.live_on(last) or (last - deal.signed).days < 25:
                continue
            if first.year == 2024 and rng.random() < _MISSED_2024:
                continue
            for month in range(3) if deal.role.startswith("never_started") else (rng.randint(0, 2),):
                _visit(deal, first + relativedelta(months=month), rng)
            if rng.random() < 0.006:
                day = office_day(max(first + days(rng.randint(12, 80)), deal.signed + days(12)))
                _write(deal, day, "否", rng.choice(_INVALID), rng)


def _visit(deal: Deal, month: date, rng: Random) -> None:
    day = office_day(month + days(rng.randint(9, 27)))
    if day < deal.signed:
        day = office_day(month + relativedelta(months=3 - (month.month - 1) % 3, days=-2))
    _write(deal, day, "是", "", rng)


def _write(deal: Deal, day: date, valid: str, note: str, rng: Random) -> None:
    person = rng.choice(INSPECTORS[deal.cluster])
    deal.record("patrols", "巡查", day, 人员=person, 核实=valid, 说明=note)
