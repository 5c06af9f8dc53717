"""Idle and inefficient land put to use again, in 2022 and in 2023."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from random import Random

from .casting import Cast
from .records import Deal, days, mu
from .timeline import office_day

__all__ = ["revitalise"]

TOTAL_2023 = Decimal("712.40")
TOTAL_2022 = Decimal("1444.00") - TOTAL_2023
_NOTES = {
    "二级市场转让": "二级市场转让后投产",
    "司法拍卖": "司法拍卖后复产",
    "兼并重组": "兼并重组，恢复生产",
    "增容技改": "零增地技改扩建验收",
    "租赁": "空置厂房出租，承租企业投产",
    "腾笼换鸟": "淘汰落后产能，引入新企业",
    "改变用途": "依法改变用途并签订补充协议",
    "置换": "土地置换",
}


def revitalise(parts: Cast, deals: Sequence[Deal], rng: Random) -> None:
    """Record revitalised land, each contract once, so that the years add up to what was printed.

    Parameters
    ----------
    parts
        Who plays which part.
    deals
        All contracts.
    rng
        Source of the choices.
    """
    old = [d for d in deals if d.role == "ordinary" and d.completed and d.completed < date(2021, 6, 30)]
    rng.shuffle(old)
    pool = iter(old)
    resupplied = parts.successors["commencement"]
    rows = [(resupplied, resupplied.signed, "收回再供应", mu(resupplied.area_cm2), "收回后重新供应")]
    for deal in parts.commencement_disposed[:3]:
        if deal.commenced:
            rows.append(
                (deal, deal.commenced + days(4), "开工建设", mu(deal.area_cm2), "疑似闲置土地开工建设")
            )
    for deal in parts.completion_disposed[2:4]:
        if deal.completed:
            part = mu(deal.area_cm2 * 6 // 10)
            rows.append((deal, deal.completed + days(10), "续建竣工", part, "续建竣工，按未完成部分计"))
    _fill(2023, TOTAL_2023, rows, pool, rng)
    rows = [
        (deal, deal.signed, "收回再供应", mu(deal.area_cm2), "收回后重新供应")
        for deal in deals
        if deal.resupplied and deal.signed.year == 2022
    ]
    late = [d for d in deals if d.role == "late_completion" and d.completed and d.completed.year == 2022]
    for deal in late[:3]:
        if deal.completed:
            part = mu(deal.area_cm2 // 2)
            rows.append((deal, deal.completed + days(12), "续建竣工", part, "续建竣工，按未完成部分计"))
    _fill(2022, TOTAL_2022, rows, pool, rng)
    later = parts.successors["both"]
    _record(later, later.signed, "收回再供应", mu(later.area_cm2), "收回后重新供应")


def _fill(
    year: int,
    total: Decimal,
    rows: list[tuple[Deal, date, str, Decimal, str]],
    pool: Iterator[Deal],
    rng: Random,
) -> None:
    """Add ordinary contracts until the total is reached; the last one counts with its leased part."""
    methods = list(_NOTES)
    left = total - sum((row[3] for row in rows), Decimal(0))
    while left > 0:
        deal = next(pool)
        method = methods[len(rows) % len(methods)]
        area = mu(deal.area_cm2 * rng.choice((4, 7, 10, 10)) // 10)
        if left - area < 12:
            if left > mu(deal.area_cm2):
                continue
            method, area = "租赁", left
        rows.append((deal, date(year, 1, 15) + days(rng.randint(0, 335)), method, area, _NOTES[method]))
        left -= area
    for row in rows:
        _record(*row)


def _record(deal: Deal, day: date, method: str, area: Decimal, note: str) -> None:
    deal.record(
        "revitalisation", "盘活", office_day(day), **{"方式": method, "面积(亩)": f"{area:.2f}", "说明": note}
    )
