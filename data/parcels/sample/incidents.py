"""Contracts outside the published defaults: most run on time, some were late and cured before 2023."""

from collections.abc import Sequence
from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from . import papers
from .commencement_stories import start_late
from .completion_stories import complete_late
from .excuses import tell_excuses
from .pool import Pool
from .records import LAST_FACT, Deal, Stage, days
from .timeline import agree, build_on_time, office_day

__all__ = ["tell_incidents"]

LATE_STARTS, LATE_STARTS_2022 = 22, 8
LATE_COMPLETIONS, LATE_COMPLETIONS_2022 = 20, 9
STAGED, EVIDENCED = 8, 6


def tell_incidents(pool: Pool, free: list[Deal], rng: Random) -> None:
    """Let the other contracts run.

    Parameters
    ----------
    pool
        All contracts; those over several lots and the earlier and later ones run on time here.
    free
        Contracts that play no part in the calibration.
    rng
        Source of the choices.
    """
    for deal in (*free, *pool.grouped, *pool.others):
        if deal.role == "ended_before_resupply" and deal.ended:
            papers.end(deal, deal.ended, "长期未开工，协商解除，土地收回后重新供应", rng)
        elif deal.role in ("ordinary", "resupply"):
            build_on_time(deal, rng)
    old = [deal for deal in free if deal.signed.year <= 2019]
    young = [deal for deal in free if deal.signed.year >= 2020]
    rng.shuffle(old)
    rng.shuffle(young)
    _late(old, rng)
    tell_excuses(old, young, rng)
    _in_stages(young, rng)
    _slipping_in_2024(young, rng)
    _evidenced(young)
    _partly_started(pool, rng)
    _suspended_before_2023(free, rng)
    _sold(old, rng)


def _late(old: list[Deal], rng: Random) -> None:
    for index in range(LATE_STARTS):
        if index < LATE_STARTS_2022:
            due = date(2021, rng.randint(6, 11), 30)
            start = max(due + days(rng.randint(9, 220)), date(2022, 1, 17) + days(index * 37))
        else:
            due = date(rng.randint(2017, 2021), rng.randint(3, 11), 30)
            start = min(due + days(rng.randint(9, 220)), date(2021, 12, 28))
        start_late(old.pop(), due, office_day(start), rng)
    for index in range(LATE_COMPLETIONS):
        year = 2022 if index < LATE_COMPLETIONS_2022 else rng.randint(2019, 2021)
        day = office_day(date(year, rng.randint(1, 11), rng.randint(5, 27)))
        complete_late(old.pop(), day - days(rng.randint(14, 300)), day, rng)


def _in_stages(young: list[Deal], rng: Random) -> None:
    """Contracts in two stages, all in time."""
    for _ in range(STAGED):
        deal = max(young[:12], key=lambda d: d.area_cm2)
        young.remove(deal)
        due = date(rng.choice((2020, 2021, 2022)), rng.choice((3, 6, 9)), 30)
        second = due + relativedelta(months=rng.randint(10, 16), day=30)
        ends = due + relativedelta(months=24), second + relativedelta(months=26)
        agree(deal, due, rng, completion=ends[1])
        area = round(deal.area_cm2 * rng.choice((0.4, 0.5, 0.45)) / 10_000) * 10_000
        deal.stages = [Stage("1", deal.area_cm2 - area, due, ends[0]), Stage("2", area, second, ends[1])]
        for stage in deal.stages:
            started = stage.commencement - days(rng.randint(0, 40))
            finished = stage.completion - days(rng.randint(3, 60))
            stage.commenced = started if started <= LAST_FACT else None
            stage.completed = finished if finished <= LAST_FACT else None


def _slipping_in_2024(young: list[Deal], rng: Random) -> None:
    """New defaults after the published year; the first of them have their reminder on its last day."""
    for month in (1, 2, 3):
        deal = young.pop()
        agree(deal, date(2021, month, 28), rng, completion=date(2024, month, 15))
        build_on_time(deal, rng)
        deal.completed = None
    for month in (1, 2):
        agree(young.pop(), date(2024, month, 20), rng, completion=date(2026, month, 28))


def _evidenced(young: Sequence[Deal]) -> None:
    """Starts shown by construction permit and foundation works (M53 Art. 30), not by a plain start."""
    started = [d for d in young if d.commenced and not d.stages and d.signed.year >= 2021]
    for deal, foundation in zip(started[:EVIDENCED], ("桩基", "深基坑", "其他") * 2, strict=True):
        deal.foundation = foundation


def _partly_started(pool: Pool, rng: Random) -> None:
    """A contract over three lots of which the last lies unused."""
    deal = next(d for d in pool.grouped if len(d.lots) == 3 and d.role == "ordinary")
    agree(deal, date(2022, 6, 30), rng, completion=date(2024, 12, 31))
    deal.commenced, deal.partly_started = date(2022, 6, 14), True


def _suspended_before_2023(free: Sequence[Deal], rng: Random) -> None:
    """Approvals of a third company were suspended, and free again when it had started."""
    deal = next(d for d in free if d.role == "late_start" and d.commenced and d.commenced.year == 2022)
    deal.role = "late_start_suspended"
    if deal.commenced:
        imposed, lifted = office_day(deal.commenced - days(40)), office_day(deal.commenced + days(15))
        papers.suspend(deal, imposed, "规划、用地、登记", "履约协议第九条", rng)
        paper = papers.number("复", lifted, rng)
        deal.record("suspensions", "解除暂停", lifted, 文号=paper, 说明="已开工")


def _sold(old: Sequence[Deal], rng: Random) -> None:
    """Finished works change hands: four sales and a judicial one."""
    buyers = (
        "重庆拟恒精工有限公司",
        "綦江样锦机械有限公司",
        "渝南设朗材料有限公司",
        "重庆例桥装备有限公司",
    )
    *sold, seized = [d for d in old if d.completed and d.completed < date(2022, 1, 1)][: len(buyers) + 1]
    for deal, buyer in zip(sold, buyers, strict=True):
        if deal.completed:
            day = office_day(deal.completed + days(rng.randint(200, 500)))
            deal.record("transfers", "转让", day, 对象=buyer, 说明="不动产转移登记")
    paper, buyer = "（2022）渝0110执样示128号", "重庆示衡工业有限公司"
    seized.record("transfers", "司法转让", date(2022, 10, 18), 对象=buyer, 文号=paper)
