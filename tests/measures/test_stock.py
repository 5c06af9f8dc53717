"""Classes of idle and inefficient land: suspected by computation, listed by document, never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from landwatch.errors import LawError
from landwatch.measures.acreage import STOCK, Account, ledger_of
from landwatch.measures.figures import StockRow, load_thresholds, stock
from landwatch.model import (
    Cluster,
    Contract,
    Direction,
    Event,
    EventType,
    Indicator,
    IndicatorStage,
    Parcel,
    Phase,
    StockClass,
)
from landwatch.rules import assess
from landwatch.snapshot import Snapshot
from landwatch.units import cm2_from_mu

ON = date(2024, 12, 31)
OF_STAGE = (
    StockClass.SUPPLIED_NOT_USED,
    StockClass.PARTLY_USED,
    StockClass.BUILT_NOT_PRODUCING,
    StockClass.BELOW_TARGET,
)
INTENSITY = Indicator(
    name="投资强度",
    value=Decimal(300),
    unit="万元/亩",
    direction=Direction.MIN,
    stage=IndicatorStage.FULL_PRODUCTION,
)


def contract(number: str, **more: object) -> Contract:
    facts = {
        "holder": f"company {number}",
        "signed_on": date(2021, 3, 1),
        "parcel_nos": (f"P{number}",),
        "area_cm2": cm2_from_mu(Fraction(60)),
        "agreed_commencement": date(2021, 9, 1),
        "agreed_completion": date(2023, 6, 30),
    }
    return Contract(contract_no=number, **(facts | more))  # type: ignore[arg-type]


def event(number: str, what: EventType, day: str, phase: str | None = None, **details: object) -> Event:
    return Event(contract_no=number, type=what, day=date.fromisoformat(day), phase=phase, details=details)


def measured(number: str, value: str, indicator: str = "投资强度", unit: str = "万元/亩") -> Event:
    details = {"indicator": indicator, "value": value, "unit": unit}
    return event(number, EventType.INDICATOR_MEASURED, "2023-09-01", **details)


def classes(
    contracts: Sequence[Contract],
    events: Sequence[Event] = (),
    *,
    cluster: str | None = None,
    file: Path | None = None,
) -> dict[StockClass, StockRow]:
    numbers = {no for each in contracts for no in each.parcel_nos} | {"RESERVE"}
    area = cm2_from_mu(Fraction(60))
    parcels = [Parcel(parcel_no=no, cluster="桥河", registered_area_cm2=area) for no in sorted(numbers)]
    clusters = [Cluster(name=name, name_en=name, geometry=box(0, 0, 1, 1)) for name in ("桥河", "北渡")]
    snapshot = Snapshot.from_records(
        ON, contracts=contracts, events=events, parcels=parcels, clusters=clusters
    )
    judged = assess(snapshot)
    entries = ledger_of(snapshot).frame()
    rows = stock(judged, entries, cluster=cluster, thresholds=load_thresholds(file))
    return {row.stock_class: row for row in rows}


def computed(found: dict[StockClass, StockRow]) -> dict[StockClass, tuple[str, ...]]:
    return {each: row.computed.rows for each, row in found.items() if row.computed.rows}


BEGUN = event("1", EventType.COMMENCED, "2021-08-01")
DONE = event("1", EventType.COMPLETED, "2023-06-01")
PRODUCING = event("1", EventType.PRODUCTION_STARTED, "2023-07-01")


def test_land_without_works_is_supplied_and_not_used() -> None:
    assert computed(classes([contract("1")]))[StockClass.SUPPLIED_NOT_USED] == ("1",)


def test_land_may_be_unused_and_suspected_idle_together() -> None:
    found = computed(classes([contract("1")]))
    assert found[StockClass.IDLE] == found[StockClass.SUPPLIED_NOT_USED] == ("1",)


def test_a_phase_that_has_not_begun_beside_one_that_has_is_what_lies_unused() -> None:
    phases = (
        Phase(number="1", area_cm2=cm2_from_mu(Fraction(36))),
        Phase(number="2", area_cm2=cm2_from_mu(Fraction(24))),
    )
    begun = event("1", EventType.COMMENCED, "2021-08-01", phase="1")
    row = classes([contract("1", phases=phases)], [begun])[StockClass.PARTLY_USED]
    assert (row.computed.rows, row.computed_area.text()) == (("1",), "24.00 mu")


def test_ground_left_undeveloped_at_completion_is_what_lies_unused() -> None:
    areas = {"developable_cm2": cm2_from_mu(Fraction(60)), "developed_cm2": cm2_from_mu(Fraction(45))}
    row = classes([contract("1", **areas)], [BEGUN, DONE])[StockClass.PARTLY_USED]
    assert row.computed_area.value == 15


def test_a_completed_contract_without_production_is_built_and_not_producing() -> None:
    other = event("2", EventType.PRODUCTION_STARTED, "2023-07-01")
    found = computed(classes([contract("1"), contract("2")], [BEGUN, DONE, other]))
    assert found[StockClass.BUILT_NOT_PRODUCING] == ("1",)


def test_a_register_without_any_start_of_production_says_nothing_about_it() -> None:
    row = classes([contract("1")], [BEGUN, DONE])[StockClass.BUILT_NOT_PRODUCING]
    assert (row.on_file, row.computed.text(), row.computed.rows) == (False, "n/a", ())


def test_production_below_an_agreed_indicator_is_below_target() -> None:
    agreed = contract("1", indicators=(INTENSITY,))
    found = computed(classes([agreed], [BEGUN, DONE, PRODUCING, measured("1", "270")]))
    assert found == {StockClass.APPROVED_NOT_SUPPLIED: ("RESERVE",), StockClass.BELOW_TARGET: ("1",)}


def test_a_parcel_never_supplied_counts_as_a_parcel() -> None:
    row = classes([contract("1")])[StockClass.APPROVED_NOT_SUPPLIED]
    assert (row.computed.text(), row.computed.rows) == ("1 parcels", ("RESERVE",))


def test_less_than_half_of_what_was_agreed_is_a_sign_of_inefficient_land() -> None:
    agreed = contract("1", indicators=(INTENSITY,))
    for value, found in (("149.99", ("1",)), ("150", ())):
        assert classes([agreed], [measured("1", value)])[StockClass.INEFFICIENT].computed.rows == found


def test_the_control_indicator_is_that_of_the_day_of_signing() -> None:
    low = [measured(number, "35", "建筑系数", "%") for number in ("1", "2")]
    row = classes([contract("1"), contract("2", signed_on=date(2024, 3, 1))], low)[StockClass.INEFFICIENT]
    assert [(sign.contract_no, sign.limit) for sign in row.signs] == [("2", 40)]
    assert "自然资发〔2023〕72号" in row.signs[0].told()


def test_another_unit_is_not_converted() -> None:
    assert (
        classes([contract("1")], [measured("1", "0.2", "建筑系数", "")])[StockClass.INEFFICIENT].signs == ()
    )


LOCAL = """
intensity:
  label: {zh: 投资强度低于高新区标准, en: intensity below the standard of the zone}
  indicator: 投资强度
  compared_with: number
  unit: 万元/亩
  direction: min
  in_force_on: judged
  values:
    2022-01-01: {value: 200, source: 高新区〔2021〕9号, certainty: known}
    2025-01-01: {value: null, source: 高新区〔2023〕3号, certainty: known}
"""


def test_an_office_sets_its_own_number_with_its_source(tmp_path: Path) -> None:
    file = tmp_path / "thresholds.yaml"
    file.write_text(LOCAL, encoding="utf-8")
    row = classes([contract("1")], [measured("1", "199")], file=file)[StockClass.INEFFICIENT]
    assert (row.signs[0].limit, row.signs[0].source, row.signs[0].certainty) == (
        200,
        "高新区〔2021〕9号",
        "known",
    )


def test_a_number_that_nobody_set_is_not_looked_for() -> None:
    named = {threshold.name: threshold for threshold in load_thresholds()}
    held = named["tax_per_mu"].on(ON)
    assert held is not None and (held.value, held.certainty) == (None, "unsure")
    assert classes([contract("1")], [measured("1", "0.1", "亩均税收")])[StockClass.INEFFICIENT].signs == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "direction: min",
            "direction: least",
            "intensity: direction: 'least' is not valid; expected one of min",
        ),
        (
            "value: 200",
            "value: many",
            "intensity: values.2022-01-01.value: 'many' is not valid; expected a share",
        ),
        ("  unit: 万元/亩\n", "", "is not valid; expected exactly the keys label, indicator"),
        ("certainty: known}\n    2025", "certainty: sure}\n    2025", "expected one of seen, known"),
    ],
)
def test_a_broken_threshold_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = tmp_path / "thresholds.yaml"
    file.write_text(LOCAL.replace(old, new), encoding="utf-8")
    with pytest.raises(LawError, match="thresholds.yaml") as refused:
        load_thresholds(file)
    assert told in str(refused.value)


def test_what_a_document_lists_stands_beside_the_suspicion_and_is_not_added() -> None:
    listed = event(
        "2",
        EventType.LAND_LISTED,
        "2023-05-01",
        stock="supplied_not_used",
        area_cm2=cm2_from_mu(Fraction(30)),
    )
    begun = event("2", EventType.COMMENCED, "2021-08-01")
    row = classes([contract("1"), contract("2")], [listed, begun])[StockClass.SUPPLIED_NOT_USED]
    assert (row.computed.rows, row.recorded.rows, row.both.value) == (("1",), ("2",), 0)
    assert (row.computed_area.text(), row.recorded_area.text()) == ("60.00 mu", "30.00 mu")


def test_a_class_of_another_cluster_is_empty() -> None:
    found = classes([contract("1")], cluster="北渡")
    assert {row.computed.value for row in found.values() if row.on_file} == {0}


def test_the_classes_of_the_stock_are_the_accounts_of_the_ledger() -> None:
    assert [each.value for each in StockClass] == [a.value for a in STOCK if a is not Account.UNCLASSIFIED]


_FACTS = (EventType.COMMENCED, EventType.COMPLETED, EventType.PRODUCTION_STARTED, EventType.IDLE_RECOGNITION)


@settings(max_examples=10, deadline=None)
@given(
    facts=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(_FACTS), st.sampled_from([None, "1", "2"]))),
    phased=st.sets(st.integers(1, 6)),
)
def test_no_contract_stands_in_two_classes_of_stage(
    facts: list[tuple[int, EventType, str | None]], phased: set[int]
) -> None:
    phases = (Phase(number="1", area_cm2=1), Phase(number="2", area_cm2=2))
    contracts = [contract(str(n), phases=phases if n in phased else ()) for n in range(1, 7)]
    events = [
        event(str(n), what, f"2022-0{1 + n}-01", phase=phase if n in phased else None)
        for n, what, phase in facts
    ]
    found = classes(contracts, [*events, event("1", EventType.PRODUCTION_STARTED, "2023-01-01")])
    numbers = [number for each in OF_STAGE for number in found[each].computed.rows]
    assert len(numbers) == len(set(numbers))
    assert set(found[StockClass.SUPPLIED_NOT_USED].computed.rows).isdisjoint(
        found[StockClass.BUILT_NOT_PRODUCING].computed.rows
    )
