"""Who plays which part, so that areas add up to what was printed.

The printed rates are shares of the area under live contracts, so a part is given to contracts whose areas
together come as near as wanted to a target; the few square metres that remain are put on the registered
areas (at most 3 m² each, less than surveys differ by).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from .pool import Pool
from .records import Deal, Lot
from .timeline import agree, due_after_signing

__all__ = ["Cast", "cast"]

START, END = date(2022, 12, 31), date(2023, 12, 31)
COMMENCEMENT_RATE = {START: 0.0500, END: 0.0210}
COMPLETION_RATE = {START: 0.0760, END: 0.0430}
DISPOSED_COMMENCEMENT_M2 = 640_000  # 960.00 mu
DISPOSED_COMPLETION_M2 = 733_333  # 1,100.00 mu
CM2 = 10_000
STAGE_SHARE = 0.4
TUNING_M2 = 3
USUAL_M2 = (24_000, 85_000)


@dataclass
class Cast:
    """Contracts by part; the stories tell what each part means."""

    commencement_disposed: list[Deal] = field(default_factory=list)
    commencement_disposed_new: list[Deal] = field(default_factory=list)
    commencement_open: list[Deal] = field(default_factory=list)
    commencement_open_staged: list[Deal] = field(default_factory=list)
    commencement_open_new: list[Deal] = field(default_factory=list)
    commencement_cured: list[Deal] = field(default_factory=list)
    ended: dict[str, Deal] = field(default_factory=dict)
    successors: dict[str, Deal] = field(default_factory=dict)
    completion_disposed: list[Deal] = field(default_factory=list)
    completion_disposed_new: list[Deal] = field(default_factory=list)
    completion_open: list[Deal] = field(default_factory=list)
    completion_open_staged: list[Deal] = field(default_factory=list)
    completion_open_new: list[Deal] = field(default_factory=list)
    completion_cured: list[Deal] = field(default_factory=list)
    free: list[Deal] = field(default_factory=list)


def cast(pool: Pool, rng: Random) -> Cast:
    """Give the parts out.

    Parameters
    ----------
    pool
        Contracts with lots and agreed days; contracts that succeed others are added to it.
    rng
        Source of the choices.

    Returns
    -------
    Cast
        Every contract over one lot is in one part or free.
    """
    parts = Cast(free=list(pool.ordinary))
    rng.shuffle(parts.free)
    _endings(parts, pool, rng)
    area = {day: _live_area(pool, parts, day) for day in (START, END)}
    _commencement(parts, pool, area, rng)
    _completion(parts, area, rng)
    return parts


def _live_area(pool: Pool, parts: Cast, day: date) -> int:
    gone = parts.ended.values() if day == END else ()
    return sum(deal.area_cm2 for deal in pool.deals if deal.live_on(day) and deal not in gone)


def _endings(parts: Cast, pool: Pool, rng: Random) -> None:
    """Three contracts end in 2023; the land of two is supplied again, in 2023 and in 2024."""
    for part in ("commencement", "both", "completion"):
        parts.ended[part] = _take(parts, 1, rng)[0]
    for part, signed in (("commencement", date(2023, 11, 8)), ("both", date(2024, 2, 21))):
        successor = Deal(parts.ended[part].lots, role="resupply", resupplied=True)
        agree(successor, due_after_signing(signed, rng), rng, signed=signed)
        parts.successors[part] = successor
        pool.others.append(successor)


def _commencement(parts: Cast, pool: Pool, area: dict[date, int], rng: Random) -> None:
    fixed = [parts.ended["commencement"], parts.ended["both"]]
    rest = DISPOSED_COMMENCEMENT_M2 * CM2 - _area(fixed)
    chosen = _take(parts, 10, rng, rest)
    tune(chosen, rest)
    parts.commencement_disposed, parts.commencement_disposed_new = chosen[:9], chosen[9:]
    staged = _take(parts, 1, rng, 110_000 * CM2)
    parts.commencement_open_staged = staged
    smallest = min(pool.grouped, key=lambda deal: deal.area_cm2)
    parts.commencement_open_new = [*_take(parts, 1, rng, 40_000 * CM2), smallest]
    end = round(COMMENCEMENT_RATE[END] * area[END]) - _stage_area(staged) - _area(parts.commencement_open_new)
    parts.commencement_open = _take(parts, 8, rng, end)
    start = round(COMMENCEMENT_RATE[START] * area[START])
    start -= _area(fixed) + _area(chosen[:9]) + _stage_area(staged) + _area(parts.commencement_open)
    parts.commencement_cured = _take(parts, _about(start), rng, start)


def _completion(parts: Cast, area: dict[date, int], rng: Random) -> None:
    fixed = [parts.ended["both"], parts.ended["completion"]]
    rest = DISPOSED_COMPLETION_M2 * CM2 - _area(fixed)
    chosen = _take(parts, 13, rng, rest)
    tune(chosen, rest)
    parts.completion_disposed, parts.completion_disposed_new = chosen[:11], chosen[11:]
    parts.completion_open_staged = staged = _take(parts, 1, rng, 100_000 * CM2)
    parts.completion_open_new = _take(parts, 3, rng, 130_000 * CM2)
    never_commenced = parts.commencement_open[:4]  # their completion days pass by the end of 2023
    end = round(COMPLETION_RATE[END] * area[END])
    end -= _stage_area(staged) + _area(parts.completion_open_new) + _area(never_commenced)
    parts.completion_open = _take(parts, _about(end), rng, end)
    start = round(COMPLETION_RATE[START] * area[START]) - _area(fixed) - _area(chosen[:11])
    start -= _area(never_commenced[:1]) + _stage_area(staged) + _area(parts.completion_open)
    parts.completion_cured = _take(parts, _about(start), rng, start)


def _area(deals: Sequence[Deal]) -> int:
    return sum(deal.area_cm2 for deal in deals)


def stage_area_cm2(deal: Deal) -> int:
    """Area of the second stage of a staged contract, whole m².

    Parameters
    ----------
    deal
        The contract.

    Returns
    -------
    int
        Area in cm².
    """
    return round(deal.area_cm2 * STAGE_SHARE / CM2) * CM2


def _stage_area(deals: Sequence[Deal]) -> int:
    return sum(stage_area_cm2(deal) for deal in deals)


def _about(area_cm2: int) -> int:
    """Number of average contracts in an area."""
    return round(area_cm2 / (53_000 * CM2))


def _take(parts: Cast, count: int, rng: Random, target_cm2: int | None = None) -> list[Deal]:
    """Take contracts out of the free ones, near a target area if there is one."""
    usual = [deal for deal in parts.free if USUAL_M2[0] * CM2 < deal.area_cm2 < USUAL_M2[1] * CM2]
    chosen = rng.sample(usual, count) if target_cm2 is None else _near(usual, count, target_cm2, rng)
    for deal in chosen:
        parts.free.remove(deal)
    return chosen


def _near(free: Sequence[Deal], count: int, target_cm2: int, rng: Random) -> list[Deal]:
    """Swap contracts in and out until the areas come within a few m² of the target."""
    best: list[Deal] = []
    for _ in range(40):
        chosen = rng.sample(list(free), count)
        others = [deal for deal in free if deal not in chosen]
        improving = True
        while improving:
            gap = target_cm2 - _area(chosen)
            swap = min(
                (
                    (abs(gap - new.area_cm2 + old.area_cm2), i, j)
                    for i, old in enumerate(chosen)
                    for j, new in enumerate(others)
                ),
            )
            improving = swap[0] < abs(gap)
            if improving:
                _, i, j = swap
                chosen[i], others[j] = others[j], chosen[i]
        if not best or abs(target_cm2 - _area(chosen)) < abs(target_cm2 - _area(best)):
            best = chosen
    return best


def tune(deals: Sequence[Deal], target_cm2: int) -> None:
    """Put the last few m² on the registered areas.

    Parameters
    ----------
    deals
        Contracts over one lot each.
    target_cm2
        What their areas shall add up to.

    Raises
    ------
    ValueError
        If more than 3 m² would have to be added to one lot.
    """
    gap = target_cm2 - _area(deals)
    for index, deal in enumerate(deals):
        part = round(gap / (len(deals) - index))
        if abs(part) > TUNING_M2 * CM2:
            raise ValueError(f"{gap} cm² are left over; try another seed")
        lot: Lot = deal.lots[0]
        lot.area_cm2 += part
        gap -= part
