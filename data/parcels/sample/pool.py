"""Which lots go under which contract: single lots, groups of neighbours, land under two contracts in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from dateutil.relativedelta import relativedelta

from .records import Deal, Lot, days
from .timeline import agree, due_after_signing, office_day

__all__ = ["Pool", "supply"]

VACANT_LOTS = 4
GROUPS_OF_TWO, GROUPS_OF_THREE = 9, 3
RESUPPLIED_LOTS = 8
SIGNED_2023 = 3
SIGNED_2024 = 2
SHARED_SIDE_M = 60.0

# Signings a year of the contracts in force; the cyber security park is the youngest.
_YEARS = {2015: 30, 2016: 46, 2017: 56, 2018: 62, 2019: 62, 2020: 58, 2021: 58, 2022: 48}
_YEARS_CYBER = {2019: 20, 2020: 25, 2021: 30, 2022: 25}


@dataclass
class Pool:
    """The contracts before anything happens to them.

    Attributes
    ----------
    ordinary
        Contracts over one lot, in force on both judged days, free to play a part.
    grouped
        Contracts over two or three neighbouring lots.
    others
        Earlier contracts on resupplied lots, and contracts signed in 2023 and 2024.
    """

    ordinary: list[Deal]
    grouped: list[Deal]
    others: list[Deal]

    @property
    def deals(self) -> list[Deal]:
        """All contracts."""
        return [*self.ordinary, *self.grouped, *self.others]


def supply(lots: Sequence[Lot], rng: Random) -> Pool:
    """Put the lots under contract.

    Parameters
    ----------
    lots
        All lots.
    rng
        Source of the choices.

    Returns
    -------
    Pool
        Contracts with lots and agreed days.
    """
    free = list(lots)
    rng.shuffle(free)
    grouped = [Deal(_group(free, 3)) for _ in range(GROUPS_OF_THREE)]
    grouped += [Deal(_group(free, 2)) for _ in range(GROUPS_OF_TWO)]
    del free[:VACANT_LOTS]
    late = [Deal((free.pop(),)) for _ in range(SIGNED_2023 + SIGNED_2024)]
    ordinary = [Deal((lot,)) for lot in free]
    for deal in ordinary + grouped:
        _sign(deal, rng)
    for deal in late[:SIGNED_2023]:
        _sign_on(deal, date(2023, 1, 10) + days(rng.randint(0, 330)), rng)
    for deal in late[SIGNED_2023:]:
        _sign_on(deal, date(2024, 1, 10) + days(rng.randint(0, 70)), rng)
    successors = rng.sample([d for d in ordinary if d.signed.year in (2020, 2021, 2022)], RESUPPLIED_LOTS)
    return Pool(
        [d for d in ordinary if d not in successors],
        grouped,
        [*late, *successors, *(_predecessor(d, rng) for d in successors)],
    )


def _group(free: list[Lot], size: int) -> tuple[Lot, ...]:
    """Take a lot and its neighbours across a shared side out of the free ones."""
    for lot in free:
        group = [lot]
        for other in free:
            if len(group) < size and other not in group and any(_adjoin(other, member) for member in group):
                group.append(other)
        if len(group) == size:
            for member in group:
                free.remove(member)
            return tuple(sorted(group, key=lambda member: member.parcel_no))
    raise ValueError(f"no {size} neighbouring lots are left")


def _adjoin(one: Lot, other: Lot) -> bool:
    if one.cluster != other.cluster or not one.geometry.touches(other.geometry):
        return False
    return one.geometry.intersection(other.geometry).length > SHARED_SIDE_M


def _sign(deal: Deal, rng: Random) -> None:
    years = _YEARS_CYBER if deal.cluster.startswith("国家") else _YEARS
    year = rng.choices(list(years), weights=list(years.values()))[0]
    _sign_on(deal, date(year, 1, 12) + days(rng.randint(0, 320)), rng)


def _sign_on(deal: Deal, day: date, rng: Random) -> None:
    signed = office_day(day)
    agree(deal, due_after_signing(signed, rng), rng, signed=signed)


def _predecessor(successor: Deal, rng: Random) -> Deal:
    """Make the contract that was ended before the lot was supplied again."""
    earlier = Deal(successor.lots, role="ended_before_resupply")
    signed = office_day(date(rng.choice((2015, 2016, 2017)), 3, 1) + days(rng.randint(0, 240)))
    agree(earlier, due_after_signing(signed, rng), rng, signed=signed)
    earlier.ended = office_day(successor.signed - relativedelta(days=rng.randint(100, 280)))
    successor.resupplied = True
    return earlier
