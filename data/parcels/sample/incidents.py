"""What happens to contracts that keep their word: causes, extensions, supplements, late handover, transfers."""

from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from .commencement_stories import start_late
from .completion_stories import complete_late
from .pool import Pool
from .records import LAST_FACT, Deal, Stage, days
from .timeline import agree, build_on_time, office_day

__all__ = ["tell_incidents"]

LATE_STARTS, LATE_COMPLETIONS = 22, 20
_SLIPPING_2024 = 5


def tell_incidents(pool: Pool, free: list[Deal], rng: Random) -> None:
    """Let ordinary contracts run: on time, or excused, or late and cured before 2023.

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
        if deal.commenced is None and deal.handed_over and not deal.stages and deal.role != "never_started":
            _run(deal, rng)
    old = [d for d in free if d.signed.year <= 2019]
    young = [d for d in free if d.signed.year >= 2020]
    rng.shuffle(old)
    rng.shuffle(young)
    for index in range(LATE_STARTS):
        year = 2022 if index < 8 else rng.randint(2017, 2021)
        due = date(year if year < 2022 else 2021, rng.randint(3, 11), 30)
        late = office_day(due + days(rng.randint(9, 220)))
        start_late(
            old.pop(), due, max(late, date(2022, 1, 17) + days(index * 37)) if index < 8 else late, rng
        )
    for index in range(LATE_COMPLETIONS):
        day = office_day(
            date(2022 if index < 9 else rng.randint(2019, 2021), rng.randint(1, 11), rng.randint(5, 27))
        )
        due = day - days(rng.randint(14, 300))
        complete_late(old.pop(), due, day, rng)
    _excused(old, rng)
    _changed_days(old, rng)
    _handed_over_late(old, rng)
    _in_stages(young, rng)
    _excused_now(young, rng)
    _slipping(young, rng)
    _evidenced(young)
    _partly_started(pool, rng)
    _suspended_before(free)
    _sold(old, rng)


def _run(deal: Deal, rng: Random) -> None:
    if deal.role == "ended_before_resupply":
        deal.record(
            "endings",
            "合同解除",
            deal.ended,
            文号=f"綦规资解〔{deal.ended.year if deal.ended else ''}〕{rng.randint(1, 9)}号",
            说明="长期未开工，协商解除，土地收回后重新供应",
        )
        return
    build_on_time(deal, rng)


def _verified(deal: Deal, word: str, start: date, end: date, note: str, rng: Random) -> None:
    deal.record(
        "causes",
        word,
        起始日=start,
        截止日=end,
        核实="是",
        说明=note,
        文号=f"綦规资核〔{end.year}〕{rng.randint(1, 60)}号",
    )


def _excused(old: list[Deal], rng: Random) -> None:
    """Verified causes that moved the due day; the works began within the days they gave."""
    for _ in range(6):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((4, 6, 9)), 30)
        agree(deal, due, rng, completion=due + relativedelta(months=36))
        start = due - days(rng.randint(20, 90))
        length = rng.randint(45, 120)
        _verified(
            deal,
            "政府原因",
            start,
            start + days(length - 1),
            rng.choice(("规划调整", "场外管网未通", "文物勘探")),
            rng,
        )
        deal.commenced = due + days(length - rng.randint(1, 20))
        deal.completed = deal.completion - days(rng.randint(5, 120))
    for _ in range(5):
        deal = old.pop()
        due = date(2020, rng.choice((2, 3)), 28)
        agree(deal, due, rng, completion=date(2022, 6, 30))
        _verified(deal, "不可抗力", date(2020, 1, 24), date(2020, 3, 20), "新冠肺炎疫情一级响应", rng)
        deal.facts[-1] = type(deal.facts[-1])(
            deal.facts[-1].file,
            deal.facts[-1].word,
            {**deal.facts[-1].columns, "通知日期": "2020-01-29", "证明日期": "2020-02-05"},
        )
        deal.commenced = due + days(rng.randint(20, 56))
        deal.completed = date(2022, 6, 30) - days(rng.randint(3, 90))
    deal = old.pop()
    agree(deal, date(2021, 3, 31), rng, completion=date(2023, 6, 30))
    deal.record(
        "causes",
        "不可抗力",
        起始日=date(2021, 2, 1),
        截止日=date(2021, 2, 20),
        核实="否",
        说明="企业称雨雪停工，未提供证明",
    )
    build_on_time(deal, rng)


def _changed_days(old: list[Deal], rng: Random) -> None:
    """Extensions approved and supplements signed before the agreed day."""
    for index in range(8):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((5, 8, 10)), 31)
        agree(deal, due, rng, completion=due + relativedelta(months=24))
        asked, approved = (
            office_day(due - days(rng.randint(34, 60))),
            office_day(due - days(rng.randint(3, 20))),
        )
        months = 14 if index == 0 else rng.randint(3, 9)  # the first goes beyond one year and is capped
        new = due + relativedelta(months=months, day=28)
        deal.record("supplements", "延期申请", asked, 文号="企业来函")
        deal.record(
            "supplements",
            "延期批准",
            approved,
            新约定开工日=new,
            文号=f"綦规资延〔{approved.year}〕{rng.randint(1, 40)}号",
        )
        deal.commenced = new - days(rng.randint(75, 90))
        deal.completed = deal.completion + days(rng.randint(5, 25))
    for _ in range(7):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((3, 6, 11)), 30)
        agree(deal, due, rng, completion=due + relativedelta(months=24))
        signed = office_day(due - days(rng.randint(10, 60)))
        new = due + relativedelta(months=rng.randint(4, 10))
        completion = new + relativedelta(months=24)
        deal.record(
            "supplements",
            "补充协议",
            signed,
            新约定开工日=new,
            新约定竣工日=completion,
            文号=f"綦规资补〔{signed.year}〕{rng.randint(1, 40)}号",
        )
        deal.commenced = new - days(rng.randint(0, 40))
        completed = completion - days(rng.randint(0, 80))
        deal.completed = completed if completed <= LAST_FACT else None


def _handed_over_late(old: list[Deal], rng: Random) -> None:
    """Land handed over late; five signed a supplement, three started within the days of lateness."""
    for index in range(8):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((4, 7, 10)), 30)
        agree(deal, due, rng, completion=due + relativedelta(months=36))
        late = rng.randint(40, 130)
        deal.handover = office_day(due - days(rng.randint(170, 220)))
        deal.handed_over = deal.handover + days(late)
        if index < 5:
            new = due + days(late + 30)
            signed = office_day(deal.handed_over + days(rng.randint(10, 30)))
            deal.record(
                "supplements",
                "补充协议",
                signed,
                新约定开工日=new,
                文号=f"綦规资补〔{signed.year}〕{rng.randint(41, 60)}号",
                说明="迟延交地，顺延开工日期",
            )
            deal.commenced = new - days(rng.randint(0, 25))
        else:
            deal.commenced = due + days(late - rng.randint(1, 15))
        deal.completed = min(deal.completion - days(rng.randint(10, 100)), LAST_FACT)


def _in_stages(young: list[Deal], rng: Random) -> None:
    """Eight contracts in two stages, all in time."""
    for _ in range(8):
        deal = max(young[:12], key=lambda d: d.area_cm2)
        young.remove(deal)
        due = date(rng.choice((2020, 2021, 2022)), rng.choice((3, 6, 9)), 30)
        second = due + relativedelta(months=rng.randint(10, 16), day=30)
        ends = due + relativedelta(months=24), second + relativedelta(months=26)
        agree(deal, due, rng, completion=ends[1])
        area = round(deal.area_cm2 * rng.choice((0.4, 0.5, 0.45)) / 10_000) * 10_000
        deal.stages = [Stage("1", deal.area_cm2 - area, due, ends[0]), Stage("2", area, second, ends[1])]
        for stage in deal.stages:
            started, done = (
                stage.commencement - days(rng.randint(0, 40)),
                stage.completion - days(rng.randint(3, 60)),
            )
            stage.commenced = started if started <= LAST_FACT else None
            stage.completed = done if done <= LAST_FACT else None


def _excused_now(young: list[Deal], rng: Random) -> None:
    """Excused on one of the judged days, and one whose land came late."""
    for due, start, end, commenced in (
        (date(2022, 11, 30), date(2022, 10, 8), date(2023, 1, 20), date(2023, 2, 28)),
        (date(2023, 10, 31), date(2023, 9, 1), date(2023, 12, 20), date(2024, 2, 6)),
        (date(2023, 12, 15), date(2023, 11, 20), date(2024, 2, 20), date(2024, 3, 11)),
    ):
        deal = young.pop()
        agree(deal, due, rng, completion=due + relativedelta(months=28))
        _verified(deal, "政府原因", start, end, "场外道路与供电未到位", rng)
        deal.commenced = commenced
    deal = young.pop()
    agree(deal, date(2023, 11, 30), rng, completion=date(2025, 11, 30))
    deal.handover, deal.handed_over = date(2023, 3, 31), date(2023, 7, 9)
    deal.commenced = date(2024, 3, 1)
    deal = young.pop()  # no day in the contract, started within a year of handover
    agree(deal, date(2022, 6, 10), rng, completion=date(2024, 6, 30))
    deal.handed_over, deal.handover = date(2021, 6, 10), date(2021, 6, 15)
    deal.signed, deal.commencement, deal.commenced = date(2021, 4, 8), None, date(2022, 5, 24)


def _slipping(young: list[Deal], rng: Random) -> None:
    """New defaults after the published year, and reminders on its last day."""
    for month in (1, 2, 3)[:3]:
        deal = young.pop()
        agree(deal, date(2021, month, 28), rng, completion=date(2024, month, 15))
        build_on_time(deal, rng)
        deal.completed = None
    for month in (1, 2):
        deal = young.pop()
        agree(deal, date(2024, month, 20), rng, completion=date(2026, month, 28))
        deal.commenced = None


def _sold(old: list[Deal], rng: Random) -> None:
    names = ("重庆拟恒精工有限公司", "綦江样锦机械有限公司", "渝南设朗材料有限公司", "重庆例桥装备有限公司")
    for deal, buyer in zip(
        [d for d in old if d.completed and d.completed < date(2022, 1, 1)], names, strict=False
    ):
        if deal.completed:
            deal.record(
                "causes",
                "转让",
                office_day(deal.completed + days(rng.randint(200, 500))),
                对象=buyer,
                说明="不动产转移登记",
            )
    for deal in [d for d in old if d.completed and d.completed < date(2022, 1, 1)][len(names) :][:1]:
        deal.record(
            "causes",
            "司法转让",
            date(2022, 10, 18),
            对象="重庆示衡工业有限公司",
            文号="（2022）渝0110执样示128号",
        )


def _evidenced(young: list[Deal]) -> None:
    """Starts recorded by construction permit and foundation works (M53 Art. 30) instead of a plain start."""
    started = [d for d in young if d.commenced and not d.stages and d.signed.year >= 2021]
    for deal, foundation in zip(started[:6], ("桩基", "深基坑", "其他") * 2, strict=True):
        deal.foundation = foundation


def _partly_started(pool: Pool, rng: Random) -> None:
    """A contract over three lots of which the last lies unused."""
    deal = next(d for d in pool.grouped if len(d.lots) == 3 and d.role == "ordinary")
    agree(deal, date(2022, 6, 30), rng, completion=date(2024, 12, 31))
    deal.commenced, deal.partly_started = date(2022, 6, 14), True


def _suspended_before(free: list[Deal]) -> None:
    """Approvals of a third company were suspended and free again before 2023."""
    deal = next(d for d in free if d.role == "late_start" and d.commenced and d.commenced.year == 2022)
    deal.role = "late_start_suspended"
    if deal.commenced:
        imposed, lifted = office_day(deal.commenced - days(40)), office_day(deal.commenced + days(15))
        deal.record(
            "suspensions",
            "暂停审批",
            imposed,
            类别="规划、用地、登记",
            说明="履约协议第九条",
            文号=f"綦规资暂〔{imposed.year}〕3号",
        )
        deal.record("suspensions", "解除暂停", lifted, 说明="已开工", 文号=f"綦规资复〔{lifted.year}〕4号")
