"""Figures that carry their contract: value, unit, numerator, denominator, pool, day, data age and rows.

Every figure comes out of one assessment (the change of a rate out of two) and, for acreage, the ledger of
the same day. It can be limited to a cluster. A denominator of zero gives n/a, never 0 %.
"""

from landwatch.stats.acreage import idle_disposal_rate, in_stock, revitalised
from landwatch.stats.compliance import attainment, compliance, historical_default_rate, idle_rate
from landwatch.stats.counts import clusters, disposed, idle, reviews, suspended_companies
from landwatch.stats.figure import Figure, Measure, Unit, unit_name
from landwatch.stats.forecast import Due, Forecast, Window, forecast
from landwatch.stats.forecast_words import driver_name, verdict
from landwatch.stats.overview import figures, flows, rates
from landwatch.stats.patrols import PatrolMonth, patrol_coverage, patrol_month
from landwatch.stats.performance import PerformanceRow, performance
from landwatch.stats.pipeline import Stage, pipeline
from landwatch.stats.rates import Obligation, Pool, change, default_rate, live
from landwatch.stats.stock import StockRow, stock
from landwatch.stats.thresholds import Threshold, Thresholds, load_thresholds

__all__ = [
    "Due",
    "Figure",
    "Forecast",
    "Measure",
    "Obligation",
    "PatrolMonth",
    "PerformanceRow",
    "Pool",
    "Stage",
    "StockRow",
    "Threshold",
    "Thresholds",
    "Unit",
    "Window",
    "attainment",
    "change",
    "clusters",
    "compliance",
    "default_rate",
    "disposed",
    "driver_name",
    "figures",
    "flows",
    "forecast",
    "historical_default_rate",
    "idle",
    "idle_disposal_rate",
    "idle_rate",
    "in_stock",
    "live",
    "load_thresholds",
    "patrol_coverage",
    "patrol_month",
    "performance",
    "pipeline",
    "rates",
    "reviews",
    "revitalised",
    "stock",
    "suspended_companies",
    "unit_name",
    "verdict",
]
