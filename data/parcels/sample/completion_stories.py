"""Contracts in default of their completion: who cured it, how, and who did not."""

from collections.abc import Sequence
from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from . import papers
from .casting import Cast, stage_area_cm2
from .records import Deal, Stage, days
from .timeline import agree, build_on_time, office_day

__all__ = ["complete_late", "tell_completions"]

_LATE_COMPLETIONS = (
    date(2023, 1, 18),
    date(2023, 3, 9),
    date(2023, 4, 20),
    date(2023, 5, 30),
    date(2023, 7, 6),
    date(2023, 8, 22),
    date(2023, 10, 11),
    date(2023, 12, 5),
)
# Day of the supplement, new completion day, actual completion.
_SUPPLEMENTS = (
    (date(2023, 2, 22), date(2023, 12, 15), date(2023, 12, 8)),
    (date(2023, 6, 13), date(2024, 6, 30), None),
    (date(2023, 11, 7), date(2024, 12, 31), None),
)
# Agreed and actual completion of defaults that began in 2023.
_NEW = ((date(2023, 2, 28), date(2023, 9, 5)), (date(2023, 5, 31), date(2023, 11, 23)))
_NEW_OPEN = (date(2023, 4, 30), date(2023, 7, 31), date(2023, 11, 30))
_ACCEPTED = "通过竣工验收，违约金已结清"


def tell_completions(parts: Cast, rng: Random) -> None:
    """Tell the stories of completion defaults.

    Parameters
    ----------
    parts
        Who plays which part.
    rng
        Source of the days nobody looks at.
    """
    _disposed(parts, rng)
    _open(parts, rng)
    _stop_works(parts.completion_open)
    for deal in parts.completion_cured:
        _unfinished(deal, _due_before_2023(rng), rng)
        deal.completed = office_day(date(2023, 1, 20) + days(rng.randint(0, 320)))


def _disposed(parts: Cast, rng: Random) -> None:
    late, supplemented = parts.completion_disposed[:8], parts.completion_disposed[8:]
    for deal, day in zip(late, _LATE_COMPLETIONS, strict=True):
        _unfinished(deal, _due_before_2023(rng), rng)
        deal.completed, deal.role = day, "late_completion_2023"
        papers.dispose(deal, day + days(7), papers.COMPLETION, _ACCEPTED, rng)
    for deal, (signed, new, completed) in zip(supplemented, _SUPPLEMENTS, strict=True):
        _unfinished(deal, _due_before_2023(rng), rng)
        deal.completed = completed
        papers.supplement(deal, signed, rng, completion=new, note="违约责任保留")
        note = "签订补充协议，重新约定竣工日期"
        papers.dispose(deal, signed + days(2), papers.COMPLETION, note, rng)
    for deal, (due, day) in zip(parts.completion_disposed_new, _NEW, strict=True):
        _unfinished(deal, due, rng)
        deal.completed = day
        papers.dispose(deal, day + days(5), papers.COMPLETION, _ACCEPTED, rng)
    given_up = parts.ended["completion"]
    _unfinished(given_up, date(2022, 6, 30), rng)
    given_up.record("stoppages", "停工", date(2021, 11, 15), 说明="资金链断裂")
    papers.end(given_up, date(2023, 7, 20), "破产重整，协商解除", rng)
    papers.dispose(given_up, date(2023, 7, 25), papers.COMPLETION, "解除合同，在建工程一并处置", rng)


def _open(parts: Cast, rng: Random) -> None:
    for deal in parts.completion_open:
        _unfinished(deal, _due_before_2023(rng), rng)
    for deal in parts.completion_open[-2:]:  # cured only after the published year
        deal.completed = office_day(date(2024, 2, 20) + days(rng.randint(0, 30)))
    for deal, due in zip(parts.completion_open_new, _NEW_OPEN, strict=True):
        _unfinished(deal, due, rng)
    (staged,) = parts.completion_open_staged
    agree(staged, date(2019, 6, 30), rng, completion=date(2022, 8, 31))
    area = stage_area_cm2(staged)
    first = Stage("1", staged.area_cm2 - area, date(2019, 6, 30), date(2020, 12, 31))
    first.commenced, first.completed = date(2019, 6, 11), date(2020, 12, 4)
    second = Stage("2", area, date(2020, 12, 31), date(2022, 8, 31), date(2020, 12, 21))
    staged.stages = [first, second]


def _due_before_2023(rng: Random) -> date:
    """A month end from September 2021 to November 2022."""
    return date(2021, 9, 30) + relativedelta(months=rng.randint(0, 14), day=31)


def _unfinished(deal: Deal, due: date, rng: Random) -> None:
    """Started in time, not finished on the agreed day."""
    agree(deal, due - relativedelta(months=rng.randint(20, 30), day=31), rng, completion=due)
    build_on_time(deal, rng)
    deal.completed, deal.role = None, "unfinished"


def _stop_works(deals: Sequence[Deal]) -> None:
    """Stop works for more than a year, one short of area, one short of investment; a third went on again."""
    little, cheap, resumed, *_ = deals
    little.record("stoppages", "停工", date(2022, 3, 14), 份额="1/4", 说明="已动工开发面积不足三分之一")
    little.extra |= _shares(little, developed=0.25, total_wan=12_000, invested_wan=5_200)
    cheap.record("stoppages", "停工", date(2022, 8, 1), 份额="2/5", 说明="已投资额不足百分之二十五")
    cheap.extra |= _shares(cheap, developed=0.4, total_wan=18_000, invested_wan=3_900)
    resumed.record("stoppages", "停工", date(2021, 6, 7), 说明="总包单位更换")
    resumed.record("stoppages", "复工", date(2022, 2, 21))


def _shares(deal: Deal, *, developed: float, total_wan: int, invested_wan: int) -> dict[str, str]:
    developable = deal.area_cm2 / 100_000_000 * 0.9
    return {
        "应动工开发面积(公顷)": f"{developable:.4f}",
        "已动工开发面积(公顷)": f"{developable * developed:.4f}",
        "总投资(万元)": str(total_wan),
        "已投资(万元)": str(invested_wan),
    }


def complete_late(deal: Deal, due: date, day: date, rng: Random) -> None:
    """Tell of a late completion cured before 2023.

    Parameters
    ----------
    deal
        The contract.
    due
        Agreed completion.
    day
        Actual completion.
    rng
        Source of the other days.
    """
    _unfinished(deal, due, rng)
    deal.completed, deal.role = day, "late_completion"
    if day.year == 2022:
        papers.dispose(deal, day + days(6), papers.COMPLETION, _ACCEPTED, rng)
