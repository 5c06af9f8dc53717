"""Contracts in default of their completion: who cured it, how, and who did not."""

from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

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


def tell_completions(parts: Cast, rng: Random) -> None:
    """Tell the stories of completion defaults.

    Parameters
    ----------
    parts
        Who plays which part.
    rng
        Source of the days nobody looks at.
    """
    for deal, day in zip(parts.completion_disposed[:8], _LATE_COMPLETIONS, strict=True):
        _unfinished(deal, _due_2022(rng), rng)
        deal.completed, deal.role = day, "late_completion_2023"
        _dispose(deal, day + days(7), "通过竣工验收，违约金已结清", rng)
    for deal, (signed, new, completed) in zip(parts.completion_disposed[8:], _SUPPLEMENTS, strict=True):
        _unfinished(deal, _due_2022(rng), rng)
        deal.completed = completed
        deal.record(
            "supplements",
            "补充协议",
            signed,
            新约定竣工日=new,
            文号=_number("补", signed, rng),
            说明="违约责任保留",
        )
        _dispose(deal, signed + days(2), "签订补充协议，重新约定竣工日期", rng)
    for deal, (due, day) in zip(
        parts.completion_disposed_new,
        ((date(2023, 2, 28), date(2023, 9, 5)), (date(2023, 5, 31), date(2023, 11, 23))),
        strict=True,
    ):
        _unfinished(deal, due, rng)
        deal.completed = day
        _dispose(deal, day + days(5), "通过竣工验收，违约金已结清", rng)
    _unfinished_at_end(parts, rng)


def _unfinished_at_end(parts: Cast, rng: Random) -> None:
    given_up = parts.ended["completion"]
    _unfinished(given_up, date(2022, 6, 30), rng)
    given_up.ended = date(2023, 7, 20)
    given_up.record("stoppages", "停工", date(2021, 11, 15), 说明="资金链断裂")
    given_up.record(
        "endings", "合同解除", date(2023, 7, 20), 文号="綦规资解〔2023〕9号", 说明="破产重整，协商解除"
    )
    _dispose(given_up, date(2023, 7, 25), "解除合同，在建工程一并处置", rng)
    for deal in parts.completion_open:
        _unfinished(deal, _due_2022(rng), rng)
        deal.role = "never_finished"
    _stop(parts.completion_open, rng)
    for deal in parts.completion_open[-2:]:  # cured only after the published year
        deal.completed = office_day(date(2024, 2, 20) + days(rng.randint(0, 30)))
    for deal in parts.completion_open_staged:
        _second_stage_unfinished(deal, rng)
    for deal, due in zip(
        parts.completion_open_new, (date(2023, 4, 30), date(2023, 7, 31), date(2023, 11, 30)), strict=True
    ):
        _unfinished(deal, due, rng)
    for deal in parts.completion_cured:
        _unfinished(deal, _due_2022(rng), rng)
        deal.completed = office_day(date(2023, 1, 20) + days(rng.randint(0, 320)))


def _due_2022(rng: Random) -> date:
    return date(2021, 9, 30) + relativedelta(months=rng.randint(0, 14), day=31)


def _number(kind: str, day: date, rng: Random) -> str:
    return f"綦规资{kind}〔{day.year}〕{rng.randint(11, 189)}号"


def _dispose(deal: Deal, day: date, note: str, rng: Random) -> None:
    day = office_day(day)
    deal.record("disposals", "违约处置", day, 类别="竣工违约", 文号=_number("处", day, rng), 说明=note)


def _unfinished(deal: Deal, due: date, rng: Random) -> None:
    """Started in time, not finished on the agreed day."""
    agree(deal, due - relativedelta(months=rng.randint(20, 30), day=31), rng, completion=due)
    build_on_time(deal, rng)
    deal.completed = None


def _stop(deals: list[Deal], rng: Random) -> None:
    """Stop the works of some: two for more than a year with little built, one that went on again."""
    little, cheap, resumed, *_ = deals
    day = date(2022, 3, 14)
    little.record("stoppages", "停工", day, 份额="1/4", 说明="已动工开发面积不足三分之一")
    little.extra |= _shares(little, developed="0.25", total_wan=12_000, invested_wan=5_200)
    cheap.record("stoppages", "停工", date(2022, 8, 1), 份额="2/5", 说明="已投资额不足百分之二十五")
    cheap.extra |= _shares(cheap, developed="0.4", total_wan=18_000, invested_wan=3_900)
    resumed.record("stoppages", "停工", date(2021, 6, 7), 说明="总包单位更换")
    resumed.record("stoppages", "复工", date(2022, 2, 21))


def _shares(deal: Deal, *, developed: str, total_wan: int, invested_wan: int) -> dict[str, str]:
    hectares = deal.area_cm2 / 100_000_000
    return {
        "应动工开发面积(公顷)": f"{hectares * 0.9:.4f}",
        "已动工开发面积(公顷)": f"{hectares * 0.9 * float(developed):.4f}",
        "总投资(万元)": str(total_wan),
        "已投资(万元)": str(invested_wan),
    }


def _second_stage_unfinished(deal: Deal, rng: Random) -> None:
    agree(deal, date(2019, 6, 30), rng, completion=date(2022, 8, 31))
    second = stage_area_cm2(deal)
    deal.stages = [
        Stage(
            "1",
            deal.area_cm2 - second,
            date(2019, 6, 30),
            date(2020, 12, 31),
            date(2019, 6, 11),
            date(2020, 12, 4),
        ),
        Stage("2", second, date(2020, 12, 31), date(2022, 8, 31), date(2020, 12, 21)),
    ]


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
        _dispose(deal, day + days(6), "通过竣工验收，违约金已结清", rng)
