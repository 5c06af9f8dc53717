"""Days of a contract: agreed days as offices write them, and works that keep to them."""

from datetime import date, timedelta
from random import Random

from chinese_calendar import is_workday
from dateutil.relativedelta import relativedelta

from .records import LAST_FACT, Deal, days

LAST_OF_THE_POOL = date(2022, 12, 16)
"""Contracts with a story were signed before the judged year, so that the pool of its first day holds them."""

__all__ = ["agree", "build_on_time", "due_after_signing", "office_day"]


def office_day(day: date) -> date:
    """Move a day back to the last working day: offices sign nothing on rest days.

    Parameters
    ----------
    day
        Any day of 2010 to 2026.

    Returns
    -------
    date
        That day or the working day before it.
    """
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def _agreed_day(day: date, rng: Random) -> date:
    """Snap to what contracts name: mostly a month end, often the 15th, sometimes any day."""
    style = rng.random()
    if style < 0.55:
        return day.replace(day=1) + relativedelta(months=1) - days(1)
    if style < 0.75:
        return day.replace(day=15)
    return day


def due_after_signing(signed: date, rng: Random) -> date:
    """Choose a commencement day for a contract signed on a day.

    Parameters
    ----------
    signed
        Day of signing.
    rng
        Source of the choice.

    Returns
    -------
    date
        Seven to fifteen months later.
    """
    return _agreed_day(signed + days(rng.randint(225, 450)), rng)


def agree(
    deal: Deal,
    commencement: date,
    rng: Random,
    *,
    signed: date | None = None,
    completion: date | None = None,
) -> None:
    """Write the agreed days of a contract around its commencement day; the land is handed over in time.

    Parameters
    ----------
    deal
        The contract.
    commencement
        Agreed commencement.
    rng
        Source of the other days.
    signed
        Day of signing, if it is given.
    completion
        Agreed completion, if it is given; else 18 to 36 months after commencement.
    """
    latest = LAST_OF_THE_POOL - days(rng.randint(0, 60))
    signed = signed or office_day(min(commencement - days(rng.randint(240, 430)), latest))
    deal.signed, deal.commenced, deal.completed = signed, None, None
    deal.handover = signed + days(rng.randint(35, max(40, (commencement - signed).days // 3)))
    deal.commencement = commencement
    deal.completion = completion or _agreed_day(commencement + relativedelta(months=rng.randint(18, 36)), rng)
    deal.handed_over = office_day(deal.handover - days(rng.randint(0, 20)))


def build_on_time(deal: Deal, rng: Random) -> None:
    """Let works start and end within the agreed days, as far as the last recorded day.

    Parameters
    ----------
    deal
        A contract with its agreed days.
    rng
        Source of the head start; one start in twenty-five falls on the agreed day itself.
    """
    if deal.commencement is None or deal.handed_over is None:
        raise ValueError("the contract has no agreed days yet")
    early = 0 if rng.random() < 0.04 else rng.randint(1, 70)
    deal.commenced = _recorded(max(deal.commencement - days(early), deal.handed_over + days(15)))
    early = 0 if rng.random() < 0.04 else rng.randint(1, 100)
    if deal.commenced:
        deal.completed = _recorded(max(deal.completion - days(early), deal.commenced + days(240)))


def _recorded(day: date) -> date | None:
    return day if day <= LAST_FACT else None
