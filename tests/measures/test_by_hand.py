"""Every figure of a day is what was added up by hand; a new one needs its line here.

The office of :mod:`tests.measures.office`, with patrols, a review, disposals, a suspension, and idle land of
which one parcel was revitalised. What stands here was added up from its rows.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from landwatch.i18n import speaking
from landwatch.measures.acreage import ledger_of
from landwatch.measures.figures import of_day
from landwatch.measures.figures.declared import DECLARED, MEASURES
from landwatch.model import EventType
from landwatch.rules import Conventions
from tests.measures.office import event, judged
from tests.measures.test_one_number import POOLS, UNITS, by_hand, percent, rounded

WENT = {"person": "张三"}
FACTS = [
    event(7, EventType.PATROL, date(2023, 5, 2), details=WENT),
    event(1, EventType.PATROL, date(2023, 11, 5), details=WENT),
    event(3, EventType.PATROL, date(2023, 11, 20), details=WENT),
    event(1, EventType.REVIEW, date(2023, 12, 5), details={"verdict": "confirmed"}),
    event(1, EventType.DEFAULT_DISPOSED, date(2023, 12, 10), details={"kind": "commencement"}),
    event(8, EventType.DEFAULT_DISPOSED, date(2023, 4, 10), details={"kind": "completion"}),
    event(1, EventType.SUSPENSION_IMPOSED, date(2023, 12, 1)),
    event(3, EventType.IDLE_RECOGNITION, date(2023, 6, 1), document="闲认1号"),
    event(4, EventType.IDLE_RECOGNITION, date(2023, 6, 1), document="闲认2号"),
    event(3, EventType.REVITALISED, date(2023, 10, 1), document="盘活1号"),
]
SEVENTH = Fraction(37037055, 1_000_000)  # mu of the seventh contract
LIVE = 60 + 90 + 120 + 75 + SEVENTH + 30 + 27 + 48  # nobody knows the area of the fifth; the sixth has ended

Size = tuple[str, Any]
Share = tuple[str, Any, Any]


def by_hand_all(unit: str) -> dict[str, Size | Share]:
    """Unit, size or numerator, and denominator of every figure of the day but the default rates."""
    # Counting parcels, the ninth contract is in default with the parcel on which nobody has begun.
    ninth = 1 if unit == "parcel" else 0
    return {
        "clusters": ("clusters", 2),
        "supplied_count": ("contracts", 0),
        "supplied_area": ("mu", 0),
        # The ninth began, on one of its parcels; the eighth was finished, of the eleventh one phase alone.
        "works_commencement_count": ("contracts", 1 - ninth),
        "works_commencement_area": ("mu", 27 - 27 * ninth),
        "works_completion_count": ("contracts", 1),
        "works_completion_area": ("mu", 30),
        "live_contracts_count": ("contracts", 9),
        "live_contracts_area": ("mu", LIVE),
        # Of the eight whose day is past the first, second, fifth and the sixth, which ended, never began.
        "commencement_default_rate_historical_count": ("count", 4 + ninth, 8),
        "commencement_default_rate_historical_area": (
            "area",
            60 + 90 + 150 + 27 * ninth,
            60 + 90 + 150 + SEVENTH + 30 + 27 + 48,
        ),
        "completion_default_rate_historical_count": ("count", 2, 3),
        "completion_default_rate_historical_area": ("area", SEVENTH + 48, SEVENTH + 30 + 48),
        # In order are the third, fourth, eighth and ninth.
        "compliance_rate_count": ("count", 4 - ninth, 9),
        "compliance_rate_area": ("area", 120 + 75 + 30 + 27 - 27 * ninth, LIVE),
        "standard_land_attainment_count": ("count", 0, 0),
        "standard_land_attainment_area": ("area", 0, 0),
        "idle_rate_recognised": ("area", 120 + 75, LIVE),
        "idle_rate_suspected": ("area", 0, LIVE),
        "idle_recognised_count": ("contracts", 2),
        "idle_recognised_area": ("mu", 120 + 75),
        "idle_suspected_count": ("contracts", 0),
        "idle_suspected_area": ("mu", 0),
        "commencement_defaults_disposed_count": ("contracts", 1),
        "commencement_defaults_disposed_area": ("mu", 60),
        "completion_defaults_disposed_count": ("contracts", 1),
        "completion_defaults_disposed_area": ("mu", 30),
        "suspended_companies": ("companies", 1),
        # The parcels of the third and fourth have 60 mu each; that of the third was revitalised.
        "revitalised_area": ("mu", 60),
        "revitalised_area_since": ("mu", 60),
        "stock_area": ("mu", 60),
        "idle_disposal_rate": ("area", 60, 120),
        # Ten contracts in three quarters and nine in the last.
        "patrol_coverage_quarter": ("count", 2, 9),
        "patrol_coverage": ("count", 3, 39),
        "reviews_confirmed": ("contracts", 1),
        "reviews_not_a_breach": ("contracts", 0),
        "reviews_unclear": ("contracts", 0),
        "reviews_could_not_check": ("contracts", 0),
    }


def expected(unit: str) -> dict[str, str]:
    """The text of every figure of the day, without thousands marked."""
    told = {name: written(*size) for name, size in by_hand_all(unit).items()}
    for kind, pool in product(("commencement", "completion"), POOLS):
        sums, suffix = by_hand(unit, pool, kind), "_due" if pool == "D" else ""
        told[f"{kind}_default_rate_area{suffix}"] = percent(sums.part_cm2, sums.whole_cm2)
        told[f"{kind}_default_rate_count{suffix}"] = percent(sums.part, sums.whole)
    return told


def written(unit: str, size: Any, whole: Any = None) -> str:
    if whole is not None:
        return f"{rounded(Fraction(100 * size) / whole, 1)} %" if whole else "n/a"
    return f"{rounded(Fraction(size), 2 if unit == 'mu' else 0)} {unit}"


def test_by_hand_every_figure_of_the_day_is_told() -> None:
    assert set(expected("contract")) == {each.id for each in DECLARED.values() if each.make}


@pytest.mark.parametrize(("unit", "pool"), list(product(UNITS, POOLS)))
def test_a_figure_says_what_was_added_up(unit: str, pool: str) -> None:
    given: dict[str, Any] = {"breach_unit": unit, "rate_pool": pool}
    assessment = judged(Conventions(**given), FACTS)
    with speaking("en"):
        made = of_day(assessment, ledger_of(assessment.snapshot).frame())
        assert {figure.id: figure.text().replace(",", "") for figure in made} == expected(unit)


def test_what_stands_in_the_main_table_of_a_report() -> None:
    rates = [f"{part}_default_rate_{by}" for part in ("commencement", "completion") for by in MEASURES]
    both_ways = ("live_contracts", "supplied", "idle_recognised", "idle_suspected", "compliance_rate")
    disposed = [f"{part}_defaults_disposed" for part in ("commencement", "completion")]
    works = [f"works_{part}" for part in ("commencement", "completion")]
    assert {name for name, told in DECLARED.items() if told.is_main} == {
        *("clusters", "patrol_coverage", "suspended_companies"),
        *("revitalised_area", "revitalised_area_since", "stock_area"),
        *(f"{name}_{by}" for name in (*both_ways, *works, *disposed) for by in MEASURES),
        *(f"{rate}{pool}" for rate in rates for pool in ("", "_due")),
    }
