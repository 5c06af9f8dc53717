"""Agreed indicators of standard land against measured values, and what a shortfall costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pandas as pd
import pytest

from landwatch.errors import SnapshotError
from landwatch.i18n import speaking
from landwatch.model import Contract, Direction, Event, EventType, Indicator, IndicatorStage
from landwatch.rules import assess
from landwatch.rules.explanation.tree import explain
from landwatch.snapshot import Snapshot
from tests.rules.judging import assessed, contract, event

ON = date(2026, 7, 1)
MEASURED_ON = date(2026, 6, 1)
PRICE_FEN = 1_800_000_000


def least(
    name: str, value: str, unit: str | None = None, stage: str = "full_production", **more: Any
) -> Indicator:
    return Indicator(
        name=name,
        value=Decimal(value),
        unit=unit,
        direction=Direction.MIN,
        stage=IndicatorStage(stage),
        **more,
    )


def most(name: str, value: str, unit: str | None = None, stage: str = "acceptance", **more: Any) -> Indicator:
    return Indicator(
        name=name,
        value=Decimal(value),
        unit=unit,
        direction=Direction.MAX,
        stage=IndicatorStage(stage),
        **more,
    )


def measured(name: str, value: object, day: date = MEASURED_ON, **more: Any) -> Event:
    return event(EventType.INDICATOR_MEASURED, day, indicator=name, value=str(value), **more)


INTENSITY = least("投资强度", "300", "万元/亩")


def agreeing(*indicators: Indicator, **facts: Any) -> Contract:
    return contract(indicators=indicators, **facts)


def row(indicators: tuple[Indicator, ...], *events: Event, **facts: Any) -> pd.Series:
    found: pd.Series = assessed(agreeing(*indicators, **facts), events, on=ON).contracts.iloc[0]
    return found


def result(indicator: Indicator, *events: Event, on: date = ON) -> dict[str, Any]:
    [found] = assessed(agreeing(indicator), events, on=on).indicators.to_dict("records")
    return {str(name): value for name, value in found.items()}


# One indicator


def test_an_intensity_ten_per_cent_short_costs_ten_per_cent_of_the_price() -> None:
    found = row((INTENSITY,), measured("投资强度", 270))
    assert (found["investment_shortfall_share"], found["shortfall_damages_fen"]) == (
        Fraction(1, 10),
        180_000_000,
    )
    assert found["standard_land_status"] == "SHORT"
    assert "standard_land_shortfall" in found["flags"]


def test_the_frame_of_indicators_tells_the_whole_of_one_result() -> None:
    assert result(INTENSITY, measured("投资强度", 270)) == {
        "contract_no": "2023-1",
        "indicator": "投资强度",
        "agreed": Fraction(300),
        "unit": "万元/亩",
        "direction": "min",
        "stage": "full_production",
        "measured": Fraction(270),
        "measured_on": pd.Timestamp(MEASURED_ON),
        "status": "SHORT",
        "shortfall": Fraction(1, 10),
        "consequence": "pro_rata_damages",
    }


@pytest.mark.parametrize(
    ("indicator", "value", "status"),
    [
        (INTENSITY, "300", "MET"),
        (INTENSITY, "299.999999999999999999", "SHORT"),
        (most("绿地率", "20", "%"), "20", "MET"),
        (most("绿地率", "20", "%"), "20.000000000000000001", "SHORT"),
    ],
)
def test_the_agreed_value_itself_is_met_exactly(indicator: Indicator, value: str, status: str) -> None:
    assert result(indicator, measured(indicator.name, value))["status"] == status


def test_a_third_stays_a_third() -> None:
    found = row((least("投资强度", "3"),), measured("投资强度", 2), price_fen=100)
    assert (found["investment_shortfall_share"], found["shortfall_damages_fen"]) == (Fraction(1, 3), 33)


def test_a_price_near_the_limit_is_as_exact_as_any_other() -> None:
    found = row((least("投资强度", "2"),), measured("投资强度", 1), price_fen=2**63 - 1)
    assert found["shortfall_damages_fen"] == 2**62


def test_nothing_measured_is_said_and_costs_nothing() -> None:
    found = result(INTENSITY)
    assert (found["status"], found["measured"], found["shortfall"], found["consequence"]) == (
        "NOT_MEASURED",
        None,
        None,
        "none",
    )
    found = row((INTENSITY,))
    assert (found["standard_land_status"], found["shortfall_damages_fen"]) == ("NOT_MEASURED", 0)


def test_a_contract_without_indicators_has_no_word_for_them() -> None:
    found = row(())
    assert pd.isna(found["standard_land_status"])
    assert (found["investment_shortfall_share"], found["shortfall_damages_fen"]) == (None, 0)


def test_an_unknown_price_leaves_the_damages_unknown() -> None:
    assert pd.isna(row((INTENSITY,), measured("投资强度", 270), price_fen=None)["shortfall_damages_fen"])


# Which measurement counts


def test_the_newest_value_by_the_judged_day_counts() -> None:
    events = [measured("投资强度", 310, date(2026, 8, 1)), measured("投资强度", 250, date(2025, 6, 1))]
    found = result(INTENSITY, measured("投资强度", 270), *events)
    assert (found["measured"], found["measured_on"]) == (270, pd.Timestamp(MEASURED_ON))


@pytest.mark.parametrize(("indicator", "best"), [(INTENSITY, 305), (most("投资强度", "300"), 270)])
def test_of_two_values_of_one_day_the_one_that_favours_the_holder_counts(
    indicator: Indicator, best: int
) -> None:
    both = [measured("投资强度", 270), measured("投资强度", 305), measured("投资强度", 305)]
    assert {result(indicator, *order)["measured"] for order in permutations(both)} == {Fraction(best)}


def test_a_value_of_one_stage_does_not_answer_for_the_other() -> None:
    both = (least("投资强度", "200", stage="acceptance"), least("投资强度", "300"))
    event_of_stage = measured("投资强度", 210, stage="acceptance")
    found = assessed(agreeing(*both), [event_of_stage], on=ON).indicators
    assert found["status"].tolist() == ["MET", "NOT_MEASURED"]


def test_a_value_without_a_stage_answers_at_every_stage() -> None:
    both = (least("投资强度", "200", stage="acceptance"), least("投资强度", "300"))
    found = assessed(agreeing(*both), [measured("投资强度", 210)], on=ON).indicators
    assert found["status"].tolist() == ["MET", "SHORT"]


@pytest.mark.parametrize(
    "stray",
    [
        measured("投资强度", 4050, unit="万元/公顷"),
        measured("投资强度", "约三百"),
        measured("投资强度", "1e999999"),
        measured("亩产", 270),
        measured("投资强度", 270, stage="acceptance"),
    ],
)
def test_a_value_of_another_name_unit_or_stage_is_not_used_and_said_so(stray: Event) -> None:
    found = row((INTENSITY,), stray)
    assert found["standard_land_status"] == "NOT_MEASURED"
    assert "indicator_measurement_unmatched" in found["flags"]


def test_units_written_in_full_width_are_the_same_unit() -> None:
    assert result(INTENSITY, measured("投资强度", 300, unit="万元／亩"))["status"] == "MET"


def test_an_indicator_not_measured_by_its_review_asks_for_the_value() -> None:
    reviewed = event(EventType.FULL_PRODUCTION_REVIEW, MEASURED_ON, result="pass")
    accepted = event(EventType.ACCEPTANCE, MEASURED_ON, result="pass")
    assert "standard_land_not_measured" in row((INTENSITY,), reviewed)["flags"]
    assert "standard_land_not_measured" not in row((INTENSITY,), accepted)["flags"]


# What follows


def test_of_total_and_intensity_the_larger_share_counts_and_not_the_sum() -> None:
    total = least("投资总额", "10000", "万元")
    events = [measured("投资强度", 270), measured("投资总额", 8000)]
    found = row((INTENSITY, total), *events)
    assert (found["investment_shortfall_share"], found["shortfall_damages_fen"]) == (
        Fraction(1, 5),
        360_000_000,
    )


@pytest.mark.parametrize("name", ["容积率", "建筑系数"])
def test_too_little_built_costs_pro_rata_apart_from_the_investment(name: str) -> None:
    found = row((INTENSITY, least(name, "1.2")), measured("投资强度", 270), measured(name, "0.9"))
    assert found["shortfall_damages_fen"] == 180_000_000
    assert (found["building_shortfall_share"], found["building_shortfall_damages_fen"]) == (
        Fraction(1, 4),
        450_000_000,
    )


def test_more_built_than_allowed_has_no_amount() -> None:
    found = row((most("容积率", "2"),), measured("容积率", 3))
    assert "maximum_exceeded_recover_excess" in found["flags"]
    assert (found["building_shortfall_damages_fen"], found["indicator_damages_fen"]) == (0, 0)


@pytest.mark.parametrize("name", ["绿地率", "行政办公用地占比"])
def test_a_cap_that_is_exceeded_is_flagged_without_an_amount(name: str) -> None:
    found = row((most(name, "7", "%"),), measured(name, 8))
    assert "cap_exceeded_remove_excess" in found["flags"]
    assert "standard_land_shortfall" not in found["flags"]
    assert found["indicator_damages_fen"] == 0


def test_a_rate_that_the_contract_names_for_a_cap_is_charged_on_the_price() -> None:
    caps = (
        most("绿地率", "20", "%", damages_ppb=5_000_000),
        most("行政办公用地占比", "7", damages_ppb=1_000_000),
    )
    found = row(caps, measured("绿地率", 21), measured("行政办公用地占比", 8))
    assert found["indicator_damages_fen"] == PRICE_FEN * 6 // 1000
    assert row(caps, measured("绿地率", 20))["indicator_damages_fen"] == 0


def test_what_the_model_contract_does_not_speak_of_follows_the_agreement() -> None:
    tax = least("亩均税收", "20", "万元/亩/年")
    assert result(tax, measured("亩均税收", -3))["consequence"] == "by_agreement"
    found = row((tax,), measured("亩均税收", -3))
    assert "standard_land_shortfall" in found["flags"]
    assert (found["shortfall_damages_fen"], found["indicator_damages_fen"]) == (0, 0)


def test_no_more_than_all_of_what_was_agreed_can_be_missing() -> None:
    assert row((INTENSITY,), measured("投资强度", -50))["shortfall_damages_fen"] == PRICE_FEN


@pytest.mark.parametrize(
    ("measures", "status"),
    [
        ((), "NOT_MEASURED"),
        ((measured("投资强度", 300),), "NOT_MEASURED"),
        ((measured("投资强度", 270),), "SHORT"),
        ((measured("投资强度", 300), measured("绿地率", 20)), "MET"),
    ],
)
def test_the_gravest_indicator_speaks_for_the_contract(measures: tuple[Event, ...], status: str) -> None:
    assert row((INTENSITY, most("绿地率", "20", "%")), *measures)["standard_land_status"] == status


# Many contracts


def test_indicators_stay_with_their_contract_in_every_block(monkeypatch: pytest.MonkeyPatch) -> None:
    contracts = [
        contract(str(n), indicators=(least("投资强度", str(100 + n)),) if n % 2 else (), parcel_nos=parcels)
        for n in range(12)
        for parcels in [("P1", "P2") if n % 3 == 0 else ()]
    ]
    events = [
        event(EventType.INDICATOR_MEASURED, MEASURED_ON, str(n), indicator="投资强度", value="50")
        for n in range(12)
    ]
    together = assessed(contracts, events, on=ON)
    monkeypatch.setattr("landwatch.rules.engine._BLOCK", 5)
    apart = assessed(contracts, events, on=ON)
    names = ["investment_shortfall_share", "shortfall_damages_fen", "standard_land_status", "flags"]
    pd.testing.assert_frame_equal(apart.contracts[names], together.contracts[names])
    pd.testing.assert_frame_equal(apart.indicators, together.indicators)
    expected = [Fraction(50 + n, 100 + n) if n % 2 else None for n in range(12)]
    assert together.contracts["investment_shortfall_share"].tolist() == expected
    assert together.indicators["contract_no"].tolist() == ["1", "3", "5", "7", "9", "11"]


def test_an_assessment_without_indicators_has_an_empty_frame() -> None:
    found = assessed(contract(), on=ON).indicators
    assert len(found) == 0 and {"contract_no", "status", "shortfall"} <= set(found.columns)


def test_an_agreed_value_that_is_no_decimal_is_refused_by_name() -> None:
    snapshot = Snapshot.from_records(ON, contracts=[agreeing(INTENSITY)])
    snapshot.indicators["value"] = pd.Series(["300万"], dtype="str")
    with pytest.raises(
        SnapshotError, match="indicators: 2023-1/投资强度: 300万, min, full_production should be"
    ):
        assess(snapshot)


def test_an_indicator_that_stands_twice_in_a_snapshot_is_refused() -> None:
    with pytest.raises(SnapshotError, match="indicators: 2023-1/投资强度/min/full_production stands twice"):
        Snapshot.from_records(ON, contracts=[agreeing(INTENSITY, INTENSITY)])


# Explanation


@pytest.fixture
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_the_explanation_shows_agreed_and_measured_and_what_follows(english: None) -> None:
    measurement = measured("投资强度", 270, unit="万元/亩", document="核定表 7号")
    text = explain(assessed(agreeing(INTENSITY), [measurement], on=ON), "2023-1").text()
    assert "damages for investment below what was agreed (claim): 1,800,000.00 yuan" in text
    assert "投资强度: at least 300 万元/亩 (at full production); not met; measured 270 on 2026-06-01" in text
    assert "differs by 10.00 %; damages pro rata" in text
    assert "indicator measured: 2026-06-01; 投资强度 270 万元/亩" in text and "核定表 7号" in text


def test_indicators_that_are_met_are_told_as_well(english: None) -> None:
    text = explain(assessed(agreeing(INTENSITY), [measured("投资强度", 300)], on=ON), "2023-1").text()
    assert "indicators of standard land: met" in text
    assert "at least 300 万元/亩 (at full production); met; measured 300" in text


def test_another_agreed_value_gives_another_dossier() -> None:
    def dossier(value: str) -> str:
        return explain(assessed(agreeing(least("投资强度", value)), on=ON), "2023-1").dossier

    assert dossier("300") == dossier("300.0") != dossier("301")
