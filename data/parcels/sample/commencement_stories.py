"""Contracts in default of their commencement: who cured it, how, and who did not."""

from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from . import papers
from .casting import Cast, stage_area_cm2
from .records import LAST_FACT, Deal, Stage, days
from .timeline import agree, build_on_time, office_day

__all__ = ["start_late", "tell_commencements"]

# Agreed day, day of the actual start: late starts disposed of in 2023.
_LATE_STARTS = (
    (date(2021, 12, 15), date(2023, 2, 20)),
    (date(2022, 1, 31), date(2023, 3, 28)),
    (date(2021, 10, 31), date(2023, 5, 18)),
    (date(2022, 6, 30), date(2023, 6, 20)),
    (date(2022, 8, 31), date(2023, 8, 25)),
    (date(2022, 10, 31), date(2023, 10, 16)),
)
# Agreed days of those still in default on 2024-03-31; the first four miss their completion as well.
_OPEN = (
    (date(2020, 11, 30), date(2022, 5, 31)),
    (date(2021, 6, 30), date(2023, 5, 31)),
    (date(2021, 12, 31), date(2023, 10, 31)),
    (date(2021, 9, 30), date(2023, 9, 30)),
    (date(2022, 3, 31), date(2024, 6, 30)),
    (date(2022, 8, 31), date(2024, 8, 31)),
    (date(2022, 10, 15), date(2024, 10, 31)),
    (date(2022, 5, 18), date(2024, 12, 31)),
)


def tell_commencements(parts: Cast, rng: Random) -> None:
    """Tell the stories of commencement defaults.

    Parameters
    ----------
    parts
        Who plays which part.
    rng
        Source of the days nobody looks at.
    """
    _disposed(parts, rng)
    _ended(parts, rng)
    _open(parts, rng)
    _incidents_of_open(parts, rng)
    for deal in parts.commencement_cured:
        due = date(2022, rng.choice((9, 10, 11)), rng.choice((15, 28, 30)))
        agree(deal, due, rng, completion=due + relativedelta(months=30))
        papers.demand(deal, due + days(12), rng)
        deal.commenced = office_day(date(2023, rng.choice((3, 4, 9)), rng.randint(8, 26)))


def _disposed(parts: Cast, rng: Random) -> None:
    *late, supplemented, postponed, extended = parts.commencement_disposed
    for deal, (due, start) in zip(late, _LATE_STARTS, strict=True):
        agree(deal, due, rng, completion=max(due + relativedelta(months=34), date(2024, 10, 31)))
        papers.demand(deal, due + days(9), rng)
        deal.role, deal.commenced = "late_start_2023", start
        papers.dispose(deal, start + days(6), papers.COMMENCEMENT, "已补办手续并开工，违约金另行结算", rng)
    new_days = date(2023, 10, 31), date(2025, 4, 30)
    _supplemented(supplemented, date(2022, 4, 30), date(2023, 4, 11), new_days, rng)
    supplemented.commenced = date(2023, 10, 20)
    new_days = date(2024, 6, 30), date(2026, 6, 30)
    _supplemented(postponed, date(2022, 9, 30), date(2023, 11, 21), new_days, rng)
    # Asked for in time, approved only after the agreed day had passed.
    agree(extended, date(2022, 11, 30), rng, completion=date(2024, 11, 30))
    papers.extend(extended, date(2022, 10, 28), date(2023, 1, 16), date(2023, 9, 30), rng)
    extended.commenced = date(2023, 9, 18)
    papers.dispose(extended, date(2023, 1, 19), papers.COMMENCEMENT, "批准延期，按新约定日期监管", rng)
    (new,) = parts.commencement_disposed_new
    agree(new, date(2023, 3, 31), rng, completion=date(2025, 3, 31))
    new.commenced = date(2023, 7, 12)
    papers.dispose(new, date(2023, 7, 18), papers.COMMENCEMENT, "逾期103天后开工，违约金已缴", rng)


def _supplemented(deal: Deal, due: date, signed: date, new_days: tuple[date, date], rng: Random) -> None:
    agree(deal, due, rng, completion=max(due + relativedelta(months=30), date(2024, 9, 30)))
    deal.role = "supplement_after_default"
    commencement, completion = new_days
    papers.supplement(
        deal, signed, rng, commencement=commencement, completion=completion, note="违约责任保留"
    )
    note = "签订补充协议，重新约定开竣工日期"
    papers.dispose(deal, signed + days(3), papers.COMMENCEMENT, note, rng)


def _ended(parts: Cast, rng: Random) -> None:
    first, both = parts.ended["commencement"], parts.ended["both"]
    agree(first, date(2022, 1, 31), rng, completion=date(2024, 1, 31))
    papers.end(first, date(2023, 5, 26), "协商解除合同，退还部分价款", rng)
    papers.dispose(first, date(2023, 5, 30), papers.COMMENCEMENT, "解除合同，土地收回", rng)
    agree(both, date(2020, 12, 31), rng, completion=date(2022, 9, 30))
    papers.end(both, date(2023, 9, 12), "长期未开工，依约解除合同", rng)
    for kind in (papers.COMMENCEMENT, papers.COMPLETION):
        papers.dispose(both, date(2023, 9, 14), kind, "解除合同，土地收回", rng)


def _open(parts: Cast, rng: Random) -> None:
    for deal, (due, completion) in zip(parts.commencement_open, _OPEN, strict=True):
        agree(deal, due, rng, completion=completion)
        deal.role = "never_started"
        papers.demand(deal, due + days(15), rng)
    derived = parts.commencement_open[-1]  # names no commencement day: a year after handover stands for it
    derived.commencement = None
    derived.signed, derived.handover, derived.handed_over = (
        date(2021, 3, 11),
        date(2021, 5, 20),
        date(2021, 5, 18),
    )
    (staged,) = parts.commencement_open_staged
    agree(staged, date(2020, 9, 30), rng, completion=date(2024, 6, 30))
    second = stage_area_cm2(staged)
    begun = Stage("1", staged.area_cm2 - second, date(2020, 9, 30), date(2022, 3, 31))
    begun.commenced, begun.completed = date(2020, 9, 15), date(2022, 3, 2)
    staged.stages = [begun, Stage("2", second, date(2022, 6, 30), date(2024, 6, 30))]
    for deal, due in zip(parts.commencement_open_new, (date(2023, 5, 31), date(2023, 9, 30)), strict=True):
        agree(deal, due, rng, completion=due + relativedelta(years=2))
        deal.role = "never_started"


def _incidents_of_open(parts: Cast, rng: Random) -> None:
    """Idle land recognised, approvals suspended, claims, a refusal, a sale: none of it cures the default."""
    recognised, two_years, anniversary, _, claimed, refused, sold, _ = parts.commencement_open
    for word, day in (
        ("发现疑似闲置", date(2022, 1, 20)),
        ("调查通知下达", date(2022, 2, 11)),
        ("调查通知送达", date(2022, 2, 16)),
        ("闲置土地认定", date(2022, 4, 22)),
    ):
        recognised.record("idle_land", word, day, 文号=papers.number("闲", day, rng))
    papers.suspend(recognised, date(2023, 3, 20), "规划、用地、登记", "闲置土地认定书", rng)
    for deal in (two_years, anniversary):  # two contracts of one company, which terms.py names
        deal.role = "never_started_same_holder"
        papers.suspend(deal, date(2023, 6, 15), "规划、用地", "履约协议第九条", rng)
    papers.claim_cause(
        claimed, "政府原因", date(2022, 1, 10), date(2022, 7, 31), "企业称场外道路未通，未提供证明"
    )
    refused.record("supplements", "延期申请", date(2022, 8, 15), 文号="企业来函")
    paper = papers.number("延", date(2022, 8, 26), rng)
    refused.record("supplements", "延期不予批准", date(2022, 8, 26), 文号=paper, 说明="未提前30日申请")
    buyer = "重庆示泽机电有限公司"
    sold.record("transfers", "转让", date(2023, 8, 17), 对象=buyer, 说明="未重新约定开工日期")
    papers.verify_cause(
        sold, "政府原因", date(2023, 2, 1), date(2023, 4, 30), "违约后市政管网迁改占用场地", rng
    )


def start_late(deal: Deal, due: date, start: date, rng: Random) -> None:
    """Tell of a late start before 2023 that was finished in time all the same.

    Parameters
    ----------
    deal
        The contract.
    due
        Agreed commencement.
    start
        Day of the actual start.
    rng
        Source of the other days.
    """
    agree(deal, due, rng)
    build_on_time(deal, rng)
    deal.commenced, deal.role = start, "late_start"
    deal.completion = max(deal.completion, start + relativedelta(months=16))
    completed = deal.completion - days(rng.randint(2, 60))
    deal.completed = completed if completed <= LAST_FACT else None
    if start.year == 2022:
        papers.dispose(deal, start + days(8), papers.COMMENCEMENT, "已开工，违约金另行结算", rng)
