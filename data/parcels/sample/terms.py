"""Numbers, holders, prices: what stands in a contract besides its days."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from .names import Holder, Holders
from .records import Deal, mu

__all__ = ["write_terms"]

_ODD_NAMES = {"桥河": "川渝<鑫>机械有限公司", "通惠": "重庆样禾&拟谷食品有限公司"}
_ODD_YEAR = 2019
_SWAPPED_RATIOS = "渝綦工2018-020"  # written in each other's column, as happens in offices
_NEW_SUPERVISION_NUMBERS = 2021  # six digits at the end since, five before
_SAME_HOLDER_AGAIN = 0.16
_PROJECTS = ("生产基地项目", "智能工厂项目", "生产线建设项目", "加工项目", "产业化项目", "二期项目")
_PLOT_RATIOS = tuple(
    (Decimal(low), Decimal(high))
    for low, high in (("1.0", "2.0"), ("1.0", "1.5"), ("1.2", "2.0"), ("0.8", "1.6"))
)


def write_terms(deals: Sequence[Deal], rng: Random) -> None:
    """Write numbers, holders and terms into the contracts.

    Parameters
    ----------
    deals
        All contracts; they are numbered in the order of signing.
    rng
        Source of the choices.
    """
    ordered = sorted(deals, key=lambda deal: (deal.signed, deal.lots[0].parcel_no))
    _number(ordered)
    _find_holders(ordered, rng)
    for deal in ordered:
        deal.project = f"{deal.holder.trade}{rng.choice(_PROJECTS)}"
        deal.price_wan = Decimal(round(float(mu(deal.area_cm2)) * rng.uniform(12, 25)))
        deal.permille = rng.choice((Decimal("0.5"), Decimal("1")))
        deal.plot_ratio = rng.choice(_PLOT_RATIOS)
        if deal.contract_no == _SWAPPED_RATIOS:
            deal.plot_ratio = deal.plot_ratio[1], deal.plot_ratio[0]
        if deal.holder.trade == "冷链":
            for lot in deal.lots:
                lot.land_use = "物流仓储用地"


def _number(ordered: Sequence[Deal]) -> None:
    serial: Counter[int] = Counter()
    for deal in ordered:
        year = deal.signed.year
        serial[year] += 1
        digits = 6 if year >= _NEW_SUPERVISION_NUMBERS else 5
        deal.contract_no = f"渝綦工{year}-{serial[year]:03d}"
        deal.supervision_no = f"500110{year}B{serial[year] * 7 + 11:0{digits}d}"


def _find_holders(ordered: Sequence[Deal], rng: Random) -> None:
    """Mostly a new holder; sometimes an ordinary one that already has a contract in the cluster."""
    holders = Holders(rng)
    known: dict[str, list[Holder]] = {}
    odd = dict(_ODD_NAMES)
    both = holders.draw(next(d.cluster for d in ordered if d.role == "never_started_same_holder"))
    for deal in ordered:
        mine = known.setdefault(deal.cluster, [])
        ordinary = deal.role == "ordinary"
        if deal.role == "never_started_same_holder":
            deal.holder = both
        elif ordinary and deal.signed.year == _ODD_YEAR and deal.cluster in odd:
            deal.holder = holders.draw(deal.cluster, odd.pop(deal.cluster))
        elif ordinary and mine and rng.random() < _SAME_HOLDER_AGAIN:
            deal.holder = rng.choice(mine)
        else:
            deal.holder = holders.draw(deal.cluster)
            if ordinary:
                mine.append(deal.holder)
