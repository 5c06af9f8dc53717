"""Numbers, holders, prices: what stands in a contract besides its days."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from .names import INDUSTRIES, Holders
from .records import Deal, mu

__all__ = ["write_terms"]

SWAPPED = 20  # its plot ratios stand in the wrong columns, as in some offices
_ODD_NAMES = ("川渝<鑫>机械有限公司", "重庆样禾&拟谷食品有限公司")
_PROJECTS = ("生产基地项目", "智能工厂项目", "生产线建设项目", "加工项目", "产业化项目", "二期项目")


def write_terms(deals: Sequence[Deal], rng: Random) -> None:
    """Write numbers, holders and terms into the contracts.

    Parameters
    ----------
    deals
        All contracts; they are numbered in the order of signing.
    rng
        Source of the choices.
    """
    holders = Holders(rng)
    serial: Counter[int] = Counter()
    known: dict[str, list[tuple[str, str]]] = {}
    twice = holders.draw("装备制造")
    odd = [holders.take(name) for name in _ODD_NAMES]
    for deal in sorted(deals, key=lambda d: (d.signed, d.lots[0].parcel_no)):
        year = deal.signed.year
        serial[year] += 1
        deal.contract_no = f"渝綦工{year}-{serial[year]:03d}"
        digits = 5 if year < 2021 else 6
        deal.supervision_no = f"500110{year}B{serial[year] * 7 + 11:0{digits}d}"
        trade, deal.industry = rng.choice(INDUSTRIES[deal.cluster])
        if deal.role == "never_started_same_holder":
            deal.holder, deal.holder_code = twice
        elif odd and deal.cluster in ("桥河", "通惠") and deal.role == "ordinary" and year == 2019:
            deal.holder, deal.holder_code = odd.pop(0)
        else:
            deal.holder, deal.holder_code = _holder(deal, trade, known, holders, rng)
        deal.project = f"{trade}{rng.choice(_PROJECTS)}"
        deal.price_wan = Decimal(round(float(mu(deal.area_cm2)) * rng.uniform(12, 25)))
        deal.permille = rng.choice((Decimal("0.5"), Decimal("1")))
        deal.plot_ratio = rng.choice(_PLOT_RATIOS)
        if serial[year] == SWAPPED and year == 2018:
            deal.plot_ratio = deal.plot_ratio[1], deal.plot_ratio[0]
        if trade == "冷链":
            deal.lots[0].land_use = "物流仓储用地"


_PLOT_RATIOS = tuple(
    (Decimal(low), Decimal(high))
    for low, high in (("1.0", "2.0"), ("1.0", "1.5"), ("1.2", "2.0"), ("0.8", "1.6"))
)


def _holder(
    deal: Deal, trade: str, known: dict[str, list[tuple[str, str]]], holders: Holders, rng: Random
) -> tuple[str, str]:
    """Mostly a new holder; sometimes one that already has a contract in the cluster."""
    mine = known.setdefault(deal.cluster, [])
    if mine and deal.role == "ordinary" and rng.random() < 0.16:
        return rng.choice(mine)
    holder = holders.draw(trade)
    if deal.role == "ordinary":
        mine.append(holder)
    return holder
