"""Figures that carry their contract: value, unit, numerator, denominator, pool, day, data age and rows.

Every figure comes out of one assessment (the change of a rate out of two) and, for acreage, the ledger of
the same day. It can be limited to a cluster. A denominator of zero gives n/a, never 0 %.
"""

from landwatch.measures.figures.acreage import idle_disposal_rate, in_stock, revitalised
from landwatch.measures.figures.ahead import WINDOWS, Due, Window
from landwatch.measures.figures.compliance import attainment, compliance, idle_rate
from landwatch.measures.figures.counts import clusters, disposed, idle, reviews, suspended_companies
from landwatch.measures.figures.figure import Figure, Measure, Unit, unit_name
from landwatch.measures.figures.forecast import Forecast, forecast
from landwatch.measures.figures.forecast_words import driver_name, verdict
from landwatch.measures.figures.overview import flows, of_day, on_pages, rates
from landwatch.measures.figures.patrols import PatrolMonth, patrol_coverage, patrol_month
from landwatch.measures.figures.performance import PerformanceRow, performance
from landwatch.measures.figures.pipeline import Stage, pipeline
from landwatch.measures.figures.pools import Obligation, Pool
from landwatch.measures.figures.rates import change, default_rate, historical_default_rate, live
from landwatch.measures.figures.stock import StockRow, stock
from landwatch.measures.figures.thresholds import Threshold, Thresholds, load_thresholds
from landwatch.measures.figures.works import works

__all__ = [
    "WINDOWS",
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
    "flows",
    "forecast",
    "historical_default_rate",
    "idle",
    "idle_disposal_rate",
    "idle_rate",
    "in_stock",
    "live",
    "load_thresholds",
    "of_day",
    "on_pages",
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
    "works",
]
