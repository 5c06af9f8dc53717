"""What moves an agreed day: verified causes, extensions, supplements, late handover."""

from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from . import papers
from .records import LAST_FACT, Deal, days
from .timeline import agree, build_on_time, office_day

__all__ = ["tell_excuses"]

_EPIDEMIC = date(2020, 1, 24), date(2020, 3, 20)
_CAUSES = ("规划调整", "场外管网未通", "文物勘探")
# Agreed day, verified cause from and to, actual start: excused on one of the judged days.
_EXCUSED = (
    (date(2022, 11, 30), date(2022, 10, 8), date(2023, 1, 20), date(2023, 2, 28)),
    (date(2023, 10, 31), date(2023, 9, 1), date(2023, 12, 20), date(2024, 2, 6)),
    (date(2023, 12, 15), date(2023, 11, 20), date(2024, 2, 20), date(2024, 3, 11)),
)


def tell_excuses(old: list[Deal], young: list[Deal], rng: Random) -> None:
    """Excuse contracts; all of them start within the days they were given.

    Parameters
    ----------
    old, young
        Contracts signed until 2019 and later; those that get a story are taken out.
    rng
        Source of the choices.
    """
    _government_causes(old, rng)
    _force_majeure(old, rng)
    _extensions(old, rng)
    _supplements(old, rng)
    _late_handovers(old, rng)
    _excused_on_judged_days(young, rng)
    _handover_counts(young, rng)


def _government_causes(old: list[Deal], rng: Random) -> None:
    for _ in range(6):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((4, 6, 9)), 30)
        agree(deal, due, rng, completion=due + relativedelta(months=36))
        start, length = due - days(rng.randint(20, 90)), rng.randint(45, 120)
        end = start + days(length - 1)
        papers.verify_cause(deal, "政府原因", start, end, rng.choice(_CAUSES), rng)
        deal.commenced = due + days(length - rng.randint(1, 20))
        deal.completed = deal.completion - days(rng.randint(5, 120))


def _force_majeure(old: list[Deal], rng: Random) -> None:
    for _ in range(5):
        deal = old.pop()
        due = date(2020, rng.choice((2, 3)), 28)
        agree(deal, due, rng, completion=date(2022, 6, 30))
        told = {"通知日期": date(2020, 1, 29), "证明日期": date(2020, 2, 5)}
        papers.verify_cause(deal, "不可抗力", *_EPIDEMIC, "新冠肺炎疫情一级响应", rng, **told)
        deal.commenced = due + days(rng.randint(20, 56))
        deal.completed = date(2022, 6, 30) - days(rng.randint(3, 90))
    deal = old.pop()
    agree(deal, date(2021, 3, 31), rng, completion=date(2023, 6, 30))
    claimed = date(2021, 2, 1), date(2021, 2, 20)
    papers.claim_cause(deal, "不可抗力", *claimed, "企业称雨雪停工，未提供证明")
    build_on_time(deal, rng)


def _extensions(old: list[Deal], rng: Random) -> None:
    for index in range(8):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((5, 8, 10)), 31)
        agree(deal, due, rng, completion=due + relativedelta(months=24))
        asked, approved = due - days(rng.randint(34, 60)), due - days(rng.randint(3, 20))
        # The first is longer than the one year that GF-2008-2601 Art. 16 allows.
        new = due + relativedelta(months=14 if index == 0 else rng.randint(3, 9), day=28)
        papers.extend(deal, office_day(asked), office_day(approved), new, rng)
        deal.commenced = new - days(rng.randint(75, 90))
        deal.completed = deal.completion + days(rng.randint(5, 25))


def _supplements(old: list[Deal], rng: Random) -> None:
    for _ in range(7):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((3, 6, 11)), 30)
        agree(deal, due, rng, completion=due + relativedelta(months=24))
        new = due + relativedelta(months=rng.randint(4, 10))
        completion = new + relativedelta(months=24)
        signed = office_day(due - days(rng.randint(10, 60)))
        papers.supplement(deal, signed, rng, commencement=new, completion=completion)
        deal.commenced = new - days(rng.randint(0, 40))
        completed = completion - days(rng.randint(0, 80))
        deal.completed = completed if completed <= LAST_FACT else None


def _late_handovers(old: list[Deal], rng: Random) -> None:
    """Land handed over late: five signed a supplement, three started within the days of lateness."""
    for index in range(8):
        deal = old.pop()
        due = date(rng.randint(2018, 2021), rng.choice((4, 7, 10)), 30)
        agree(deal, due, rng, completion=due + relativedelta(months=36))
        late = rng.randint(40, 130)
        deal.handover = office_day(due - days(rng.randint(170, 220)))
        deal.handed_over = deal.handover + days(late)
        deal.commenced = due + days(late - rng.randint(1, 15))
        if index < 5:
            new = due + days(late + 30)
            signed = office_day(deal.handed_over + days(rng.randint(10, 30)))
            papers.supplement(deal, signed, rng, commencement=new, note="迟延交地，顺延开工日期")
            deal.commenced = new - days(rng.randint(0, 25))
        deal.completed = min(deal.completion - days(rng.randint(10, 100)), LAST_FACT)


def _excused_on_judged_days(young: list[Deal], rng: Random) -> None:
    for due, start, end, commenced in _EXCUSED:
        deal = young.pop()
        agree(deal, due, rng, completion=due + relativedelta(months=28))
        papers.verify_cause(deal, "政府原因", start, end, "场外道路与供电未到位", rng)
        deal.commenced = commenced


def _handover_counts(young: list[Deal], rng: Random) -> None:
    """One is provisionally excused at the end of 2023; one names no day and started within a year."""
    late, derived = young.pop(), young.pop()
    agree(late, date(2023, 11, 30), rng, completion=date(2025, 11, 30))
    late.handover, late.handed_over = date(2023, 3, 31), date(2023, 7, 10)
    late.commenced = date(2024, 3, 1)
    agree(derived, date(2022, 6, 10), rng, completion=date(2024, 6, 30))
    derived.commencement = None
    derived.signed, derived.handover = date(2021, 4, 8), date(2021, 6, 15)
    derived.handed_over, derived.commenced = date(2021, 6, 10), date(2022, 5, 24)
