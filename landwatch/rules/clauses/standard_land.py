"""Standard land 标准地: agreed indicators against measured values, and what a shortfall costs.

GF-2008-2601 Art. 34 (investment), 35 (plot ratio, density) and 36 (green and administrative land). What the
model contract does not speak of, such as tax per mu, follows the agreement and has no amount here unless
the contract names a rate.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from landwatch.model import Consequence, EventType, IndicatorStage, IndicatorStatus, StandardIndicator
from landwatch.rules.amounts import BILLION, UNKNOWN, Amounts, over_rows
from landwatch.rules.clauses.indicators import IndicatorResults, IndicatorTable, judge_indicators
from landwatch.rules.constants import constant
from landwatch.rules.events import EventLog
from landwatch.rules.reviews import Reviews
from landwatch.rules.status_codes import Codes, code
from landwatch.rules.values import value
from landwatch.units import round_half_up

__all__ = [
    "building_shortfall_damages_fen",
    "building_shortfall_share",
    "cap_exceeded_remove_excess",
    "indicator_damages_fen",
    "indicator_measurement_unmatched",
    "indicator_results",
    "investment_shortfall_share",
    "maximum_exceeded_recover_excess",
    "shortfall_damages_fen",
    "standard_land_not_measured",
    "standard_land_shortfall",
    "standard_land_status",
]

# No word, then from the least to the gravest: the gravest of its indicators speaks for the contract.
_GRAVITY = (-1, *map(code, (IndicatorStatus.MET, IndicatorStatus.NOT_MEASURED, IndicatorStatus.SHORT)))

Booleans = NDArray[np.bool_]
Fractions = NDArray[np.object_]


def indicator_results(event_log: EventLog, indicators: IndicatorTable) -> IndicatorResults:
    """The newest measured value of each agreed indicator."""
    return judge_indicators(event_log.of(EventType.INDICATOR_MEASURED), indicators, event_log.rows)


@value(
    "status",
    "standard_land",
    zh="标准地指标状态",
    en="indicators of standard land",
    clause="履约监管协议; GF-2008-2601 第三十四至三十六条",
    words=IndicatorStatus,
)
def standard_land_status(indicator_results: IndicatorResults) -> Codes:
    """Not met if one is not, else not measured if one is not; no word where none was agreed."""
    if not indicator_results.results:
        return constant(np.int8(-1), indicator_results.rows)
    status = np.full(indicator_results.rows, -1, dtype=np.int8)
    for result in indicator_results.results:
        status[result.row] = max(status[result.row], code(result.status), key=_GRAVITY.index)
    return status


@value(
    "share",
    "investment_shortfall_share",
    zh="投资差额比例(总额与强度取大)",
    en="shortfall of investment, the larger of total and intensity",
    clause="GF-2008-2601 第十二条、第三十四条(取大不相加)",
    certainty="convention",
)
def investment_shortfall_share(indicator_results: IndicatorResults) -> Fractions:
    """Both figures include the land price here, unlike those of M53 Art. 30."""
    return indicator_results.largest_shortfall(
        StandardIndicator.TOTAL_INVESTMENT, StandardIndicator.INVESTMENT_INTENSITY
    )


@value(
    "amount",
    "shortfall_damages_yuan",
    zh="投资未达约定的违约金(应计)",
    en="damages for investment below what was agreed (claim)",
    clause="GF-2008-2601 第三十四条",
)
def shortfall_damages_fen(
    price_fen: Amounts, investment_shortfall_share: Fractions, indicator_results: IndicatorResults
) -> Amounts:
    """The same share of the price; a claim that a court may reduce (Civil Code Art. 585)."""
    return _of_price(price_fen, investment_shortfall_share, indicator_results)


@value(
    "share",
    "building_shortfall_share",
    zh="容积率、建筑系数差额比例(取大)",
    en="shortfall of plot ratio or building coefficient, the larger",
    clause="GF-2008-2601 第三十五条",
    certainty="convention",
)
def building_shortfall_share(indicator_results: IndicatorResults) -> Fractions:
    """Less was built than agreed; the larger share stands for the same loss."""
    return indicator_results.largest_shortfall(
        StandardIndicator.PLOT_RATIO,
        StandardIndicator.BUILDING_COEFFICIENT,
        StandardIndicator.BUILDING_DENSITY,
    )


@value(
    "amount",
    "building_shortfall_damages_yuan",
    zh="容积率、建筑系数低于约定的违约金(应计)",
    en="damages for plot ratio or building coefficient below the agreed least (claim)",
    clause="GF-2008-2601 第三十五条",
)
def building_shortfall_damages_fen(
    price_fen: Amounts, building_shortfall_share: Fractions, indicator_results: IndicatorResults
) -> Amounts:
    """The same share of the price, shown apart from that of the investment."""
    return _of_price(price_fen, building_shortfall_share, indicator_results)


@value(
    "amount",
    "indicator_damages_yuan",
    zh="合同另定比例的指标违约金(应计)",
    en="damages at rates the contract names for indicators (claim)",
    clause="GF-2008-2601 第三十六条; 履约监管协议",
)
def indicator_damages_fen(price_fen: Amounts, indicator_results: IndicatorResults) -> Amounts:
    """Price times the contract's own rate, for each indicator not met that has no pro-rata damages."""
    if not indicator_results.results:
        return constant(np.int64(0), len(price_fen))
    shares = np.full(len(price_fen), None, dtype=object)
    for result in indicator_results.results:
        rate = result.term.damages_ppb
        if rate is not None and result.consequence not in (Consequence.NONE, Consequence.PRO_RATA_DAMAGES):
            shares[result.row] = (shares[result.row] or 0) + Fraction(rate, BILLION)
    return _of_price(price_fen, shares, indicator_results)


def _of_price(price_fen: Amounts, shares: Fractions, indicator_results: IndicatorResults) -> Amounts:
    """Shares of the price in whole fen, rounded once; only contracts with indicators are looked at."""
    if not indicator_results.results:
        return constant(np.int64(0), len(price_fen))
    owed = np.zeros(len(price_fen), dtype=np.bool_)
    owed[[row for row in indicator_results.agreed if shares[row]]] = True
    return over_rows(owed, _rounded, price_fen, shares)


def _rounded(price_fen: Amounts, shares: Fractions) -> Amounts:
    pairs = zip(price_fen, shares, strict=True)
    exact = [
        UNKNOWN if price == UNKNOWN else int(round_half_up(int(price) * share, 0)) for price, share in pairs
    ]
    return np.array(exact, dtype=object)


@value(
    "flag",
    "standard_land_shortfall",
    zh="标准地指标未达约定",
    en="an agreed indicator of standard land is not met",
    clause="GF-2008-2601 第三十四、三十五条; 履约监管协议",
)
def standard_land_shortfall(indicator_results: IndicatorResults) -> Booleans:
    """An investment, a density, or another indicator of the agreement falls short."""
    return indicator_results.flags(Consequence.PRO_RATA_DAMAGES, Consequence.BY_AGREEMENT)


@value(
    "flag",
    "maximum_exceeded_recover_excess",
    zh="容积率或建筑密度超过上限，收回超出部分或按比例计违约金",
    en="plot ratio or density above its most: recover the excess, or damages pro rata",
    clause="GF-2008-2601 第三十五条",
)
def maximum_exceeded_recover_excess(indicator_results: IndicatorResults) -> Booleans:
    """Which of the two is for the grantor to choose, so no amount is computed."""
    return indicator_results.flags(Consequence.RECOVER_EXCESS)


@value(
    "flag",
    "cap_exceeded_remove_excess",
    zh="绿地率或行政办公用地超过上限，须拆除超出部分",
    en="green or administrative land above its cap: remove the excess",
    clause="GF-2008-2601 第三十六条",
)
def cap_exceeded_remove_excess(indicator_results: IndicatorResults) -> Booleans:
    """An amount only where the contract names a rate."""
    return indicator_results.flags(Consequence.REMOVE_EXCESS)


@value(
    "flag",
    "standard_land_not_measured",
    zh="已核验或复核，但有约定指标未核定",
    en="reviewed, but an agreed indicator was not measured",
    clause="工业项目用地出让竣工验收管理办法; 工业项目用地达产复核办法",
    certainty="convention",
)
def standard_land_not_measured(
    indicator_results: IndicatorResults, acceptance_reviews: Reviews, full_production_reviews: Reviews
) -> Booleans:
    """The review of its stage is on file and no value of the indicator."""
    if not indicator_results.results:
        return constant(np.False_, indicator_results.rows)
    reviewed = {
        IndicatorStage.ACCEPTANCE: acceptance_reviews.is_on_file,
        IndicatorStage.FULL_PRODUCTION: full_production_reviews.is_on_file,
    }
    found = np.zeros(indicator_results.rows, dtype=np.bool_)
    for result in indicator_results.results:
        missing = result.status is IndicatorStatus.NOT_MEASURED
        found[result.row] |= missing and bool(reviewed[result.term.stage][result.row])
    return found


@value(
    "flag",
    "indicator_measurement_unmatched",
    zh="指标核定值与约定指标不对应，未采用",
    en="a measured value fits no agreed indicator by name, unit and stage; not used",
    clause="本系统约定",
    certainty="convention",
)
def indicator_measurement_unmatched(indicator_results: IndicatorResults) -> Booleans:
    """Another unit is never converted, and no number is guessed."""
    if not indicator_results.unmatched:
        return constant(np.False_, indicator_results.rows)
    found = np.zeros(indicator_results.rows, dtype=np.bool_)
    found[list(indicator_results.unmatched)] = True
    return found
