"""Contracts in default of their commencement: who cured it, how, and who did not."""

from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from .casting import Cast, stage_area_cm2
from .records import Deal, Stage, days
from .timeline import agree, build_on_time, office_day

__all__ = ["tell_commencements"]

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
    (None, date(2024, 12, 31)),
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
    _open(parts, rng)
    for deal in parts.commencement_cured:
        due = date(2022, rng.choice((9, 10, 11)), rng.choice((15, 28, 30)))
        _never_started(deal, due, rng, completion=due + relativedelta(months=30))
        deal.commenced = office_day(date(2023, rng.choice((3, 4, 9)), rng.randint(8, 26)))
        deal.record("commencement", "催告", office_day(due + days(12)), 文号=_number("催", due, rng))


def _number(kind: str, day: date, rng: Random) -> str:
    return f"綦规资{kind}〔{day.year}〕{rng.randint(11, 189)}号"


def _never_started(deal: Deal, due: date, rng: Random, *, completion: date | None = None) -> None:
    agree(deal, due, rng, completion=completion)


def _dispose(deal: Deal, day: date, kind: str, note: str, rng: Random) -> None:
    day = office_day(day)
    deal.record("disposals", "违约处置", day, 类别=kind, 文号=_number("处", day, rng), 说明=note)


def _disposed(parts: Cast, rng: Random) -> None:
    cast = parts.commencement_disposed
    for deal, (due, start) in zip(cast[:6], _LATE_STARTS, strict=True):
        _never_started(deal, due, rng, completion=max(due + relativedelta(months=34), date(2024, 10, 31)))
        deal.role, deal.commenced = "late_start_2023", start
        deal.record("commencement", "催告", office_day(due + days(9)), 文号=_number("催", due, rng))
        _dispose(deal, start + days(6), "开工违约", "已补办手续并开工，违约金另行结算", rng)
    _supplemented(cast[6], date(2022, 4, 30), date(2023, 4, 11), date(2023, 10, 31), date(2025, 4, 30), rng)
    cast[6].commenced = date(2023, 10, 20)
    _supplemented(cast[7], date(2022, 9, 30), date(2023, 11, 21), date(2024, 6, 30), date(2026, 6, 30), rng)
    _extended_late(cast[8], rng)
    (new,) = parts.commencement_disposed_new
    _never_started(new, date(2023, 3, 31), rng, completion=date(2025, 3, 31))
    new.commenced = date(2023, 7, 12)
    _dispose(new, date(2023, 7, 18), "开工违约", "逾期103天后开工，违约金已缴", rng)
    _ended(parts, rng)


def _supplemented(deal: Deal, due: date, signed: date, new: date, completion: date, rng: Random) -> None:
    _never_started(deal, due, rng, completion=max(due + relativedelta(months=30), date(2024, 9, 30)))
    deal.role = "supplement_after_default"
    deal.record(
        "supplements",
        "补充协议",
        signed,
        新约定开工日=new,
        新约定竣工日=completion,
        文号=_number("补", signed, rng),
        说明="违约责任保留",
    )
    _dispose(deal, signed + days(3), "开工违约", "签订补充协议，重新约定开竣工日期", rng)


def _extended_late(deal: Deal, rng: Random) -> None:
    """Asked for in time, approved only after the agreed day had passed."""
    _never_started(deal, date(2022, 11, 30), rng, completion=date(2024, 11, 30))
    deal.record("supplements", "延期申请", date(2022, 10, 28), 文号=_number("延申", date(2022, 10, 28), rng))
    deal.record(
        "supplements",
        "延期批准",
        date(2023, 1, 16),
        新约定开工日=date(2023, 9, 30),
        文号=_number("延", date(2023, 1, 16), rng),
    )
    deal.commenced = date(2023, 9, 18)
    _dispose(deal, date(2023, 1, 19), "开工违约", "批准延期，按新约定日期监管", rng)


def _ended(parts: Cast, rng: Random) -> None:
    first, both = parts.ended["commencement"], parts.ended["both"]
    _never_started(first, date(2022, 1, 31), rng, completion=date(2024, 1, 31))
    _end(first, date(2023, 5, 26), "协商解除合同，退还部分价款", rng)
    _dispose(first, date(2023, 5, 30), "开工违约", "解除合同，土地收回", rng)
    _never_started(both, date(2020, 12, 31), rng, completion=date(2022, 9, 30))
    _end(both, date(2023, 9, 12), "长期未开工，依约解除合同", rng)
    _dispose(both, date(2023, 9, 14), "开工违约", "解除合同，土地收回", rng)
    _dispose(both, date(2023, 9, 14), "竣工违约", "解除合同，土地收回", rng)


def _end(deal: Deal, day: date, note: str, rng: Random) -> None:
    deal.ended = day
    deal.record("endings", "合同解除", day, 文号=_number("解", day, rng), 说明=note)


def _open(parts: Cast, rng: Random) -> None:
    for deal, (due, completion) in zip(parts.commencement_open, _OPEN, strict=True):
        anchor = due or date(2022, 5, 20)
        _never_started(deal, anchor, rng, completion=completion)
        deal.role = "never_started"
        deal.record("commencement", "催告", office_day(anchor + days(15)), 文号=_number("催", anchor, rng))
        if due is None:  # the contract names no day: handover + 1 year stands for it
            deal.commencement = None
            deal.handover = date(2021, 5, 20)
            deal.handed_over = date(2021, 5, 18)
            deal.signed = date(2021, 3, 11)
    recognised, two_years, boundary, _, claimed, refused, sold, _ = parts.commencement_open
    _recognise(recognised, rng)
    recognised.record(
        "suspensions",
        "暂停审批",
        date(2023, 3, 20),
        类别="规划、用地、登记",
        说明="闲置土地认定书",
        文号=_number("暂", date(2023, 3, 20), rng),
    )
    for deal in (two_years, boundary):
        deal.holder = "一家两宗"  # given one name when holders are drawn
        deal.record(
            "suspensions",
            "暂停审批",
            date(2023, 6, 15),
            类别="规划、用地",
            说明="履约协议第九条",
            文号="綦规资暂〔2023〕7号",
        )
    claimed.record(
        "causes",
        "政府原因",
        起始日=date(2022, 1, 10),
        截止日=date(2022, 7, 31),
        核实="否",
        说明="企业称场外道路未通，未提供证明",
    )
    refused.record("supplements", "延期申请", date(2022, 8, 15), 文号="企业来函")
    refused.record(
        "supplements", "延期不予批准", date(2022, 8, 26), 文号="綦规资延〔2022〕31号", 说明="未提前30日申请"
    )
    sold.record("causes", "转让", date(2023, 8, 17), 对象="重庆示泽机电有限公司", 说明="未重新约定开工日期")
    sold.record(
        "causes",
        "政府原因",
        起始日=date(2023, 2, 1),
        截止日=date(2023, 4, 30),
        核实="是",
        说明="违约后市政管网迁改，占用场地",
        文号="綦规资核〔2023〕18号",
    )
    for deal in parts.commencement_open_staged:
        _second_stage_idle(deal, rng)
    single, several = parts.commencement_open_new
    single.role = several.role = "never_started"
    _never_started(single, date(2023, 5, 31), rng, completion=date(2025, 5, 31))
    _never_started(several, date(2023, 9, 30), rng, completion=date(2025, 9, 30))


def _recognise(deal: Deal, rng: Random) -> None:
    """Idle land recognised on file; no decision on a fee follows within the sample."""
    steps = (
        ("发现疑似闲置", date(2022, 1, 20)),
        ("调查通知下达", date(2022, 2, 11)),
        ("调查通知送达", date(2022, 2, 16)),
        ("闲置土地认定", date(2022, 4, 22)),
    )
    for word, day in steps:
        deal.record("stoppages", word, day, 文号=_number("闲", day, rng))


def _second_stage_idle(deal: Deal, rng: Random) -> None:
    _never_started(deal, date(2020, 9, 30), rng, completion=date(2024, 6, 30))
    second = stage_area_cm2(deal)
    deal.stages = [
        Stage(
            "1",
            deal.area_cm2 - second,
            date(2020, 9, 30),
            date(2022, 3, 31),
            date(2020, 9, 15),
            date(2022, 3, 2),
        ),
        Stage("2", second, date(2022, 6, 30), date(2024, 6, 30)),
    ]


def start_late(deal: Deal, due: date, start: date, rng: Random) -> None:
    """Tell of a late start long ago, finished in time all the same.

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
    deal.completed = completed if completed <= date(2024, 3, 31) else None
    if start.year == 2022:
        _dispose(deal, start + days(8), "开工违约", "已开工，违约金另行结算", rng)
