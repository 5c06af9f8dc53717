"""From dated facts to the ledger: parts, whole contracts, steps of a case, recognised idle land."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from shapely.geometry import box

from landwatch.errors import UsageError
from landwatch.measures.acreage import (
    Account,
    CountingRules,
    Ledger,
    Method,
    Step,
    counting,
    ledger_of,
    obstacles_of,
    replacements_of,
)
from landwatch.model import Contract, Event, EventType, Parcel
from landwatch.snapshot import Snapshot

ON = date(2023, 12, 31)
AREA = 1_000_000_000


def contract(number: str, *parcels: str) -> Contract:
    return Contract(contract_no=number, area_cm2=AREA, signed_on=date(2020, 1, 1), parcel_nos=parcels)


def fact(day: str, number: str = "C", what: EventType = EventType.REVITALISED, **details: object) -> Event:
    return Event(contract_no=number, type=what, day=date.fromisoformat(day), details=details)


def booked(
    events: Sequence[Event],
    contracts: Sequence[Contract] = (),
    parcels: Sequence[Parcel] = (),
    rules: CountingRules | None = None,
) -> Ledger:
    given = contracts or [contract("C")]
    return ledger_of(Snapshot.from_records(ON, contracts=given, events=events, parcels=parcels), rules)


def counted(ledger: Ledger, year: int) -> int:
    return ledger.revitalised(date(year, 1, 1), date(year, 12, 31))


def parcel(number: str, west: float = 106.65) -> Parcel:
    shape = box(west, 29.0, west + 0.003, 29.003)
    return Parcel(parcel_no=number, cluster="桥河", registered_area_cm2=AREA, geometry=shape)


def test_a_part_counts_with_the_area_it_states() -> None:
    assert counted(booked([fact("2023-03-01", area_cm2=400_000_000)]), 2023) == 400_000_000


def test_a_contract_counts_whole_where_no_area_is_stated() -> None:
    assert counted(booked([fact("2023-03-01")]), 2023) == AREA


def test_the_same_contract_counts_once() -> None:
    ledger = booked([fact("2022-03-01", method="START"), fact("2023-03-01", method="COMPLETE")])
    assert (counted(ledger, 2022), counted(ledger, 2023)) == (AREA, 0)


def test_two_contracts_on_one_parcel_count_its_ground_once() -> None:
    contracts = [contract("C", "P"), contract("D", "P")]
    ledger = booked([fact("2022-03-01"), fact("2023-03-01", "D")], contracts, [parcel("P")])
    assert counted(ledger, 2023) == 0
    assert ledger.refusals[0].first_case_no == "C/2022-03-01/revitalised"


def test_a_parcel_drawn_over_half_of_another_yields_that_half() -> None:
    contracts = [contract("C", "P"), contract("D", "Q")]
    parcels = [parcel("P"), parcel("Q", west=106.6515)]
    ledger = booked([fact("2022-03-01"), fact("2023-03-01", "D")], contracts, parcels)
    assert counted(ledger, 2023) == pytest.approx(AREA / 2, rel=1e-4)


def test_the_area_of_a_contract_over_two_parcels_is_taken_from_both() -> None:
    ledger = booked([fact("2023-03-01")], [contract("C", "P", "Q")], [parcel("P"), parcel("Q", 106.66)])
    assert {entry.parcel_no for entry in ledger.entries} == {"P", "Q"}
    assert counted(ledger, 2023) == 2 * AREA


def test_a_drawn_part_counts_with_its_measured_area_where_none_is_stated() -> None:
    half = box(106.65, 29.0, 106.6515, 29.003).wkt
    ledger = booked([fact("2023-03-01", geometry=half)], [contract("C", "P")], [parcel("P")])
    entry = ledger.entries[-1]
    assert entry.area_cm2 == entry.measured_cm2


def test_a_drawn_part_is_of_the_parcel_that_is_drawn_where_others_are_not() -> None:
    half = box(106.65, 29.0, 106.6515, 29.003).wkt
    undrawn = Parcel(parcel_no="A", registered_area_cm2=AREA)
    ledger = booked(
        [fact("2023-03-01", geometry=half)], [contract("C", "A", "P", "Z")], [undrawn, parcel("P")]
    )
    assert {entry.parcel_no for entry in ledger.entries} == {"P"}


def test_a_case_counts_when_the_last_of_its_counting_steps_is_on_file() -> None:
    steps = [
        fact("2022-05-01", case="A", method="TRANSFER", step="transfer_registered"),
        fact("2023-02-01", case="A", method="TRANSFER", step="new_use_started"),
    ]
    ledger = booked(steps)
    assert [entry.day for entry in ledger.entries] == [date(2023, 2, 1)] * 2
    assert booked(steps[:1]).entries == ()


@pytest.mark.parametrize("method", ["RESUPPLY", "BOND"])
def test_recovery_into_the_reserve_counts_only_where_a_bureau_says_so(method: str) -> None:
    recovered = [fact("2022-05-10", case="A", method=method, step="recovered_into_reserve")]
    assert booked(recovered).entries == ()
    own = CountingRules(counting=counting({method: ["recovered_into_reserve"]}))
    assert counted(booked(recovered, rules=own), 2022) == AREA


def test_an_unknown_step_of_the_setting_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"revitalise_event: RESUPPLY: sold cannot be used; methods are"):
        counting({"RESUPPLY": ["sold"]})


def test_every_method_has_a_counting_step_and_a_name() -> None:
    assert set(counting()) == set(Method)
    assert {step for steps in counting().values() for step in steps} <= set(Step)


def test_recognised_idle_land_is_stock_until_it_is_revitalised() -> None:
    recognised = fact("2022-02-01", what=EventType.IDLE_RECOGNITION)
    ledger = booked([recognised, fact("2023-06-01", method="START", area_cm2=300_000_000)])
    year = ledger.statement(date(2023, 1, 1), ON, account=Account.IDLE)
    assert (year.opening, year.revitalised, year.closing) == (AREA, 300_000_000, 700_000_000)


def test_a_fact_after_the_day_of_the_snapshot_is_not_booked() -> None:
    assert booked([fact("2024-01-01")]).entries == ()


def test_a_listing_a_revocation_and_a_removal_speak_of_the_case_of_their_contract() -> None:
    facts = [
        fact("2022-02-01", what=EventType.LAND_LISTED, stock="built_not_producing"),
        fact("2022-06-01", method="LEASE"),
        fact("2023-02-01", what=EventType.REVITALISATION_REVOKED),
        fact("2023-06-01", what=EventType.LAND_REMOVED),
    ]
    ledger = booked(facts)
    assert [entry.kind for entry in ledger.entries] == ["listed", "revitalised", "reversal", "removed"]
    year = ledger.statement(date(2023, 1, 1), ON, account=Account.BUILT_NOT_PRODUCING)
    assert (year.opening, year.revitalised, year.removed, year.closing) == (0, -AREA, AREA, 0)


def test_an_obstacle_stands_until_the_fact_that_clears_it() -> None:
    facts = [
        fact("2022-02-01", what=EventType.OBSTACLE_FOUND, obstacle="seizure"),
        fact("2022-02-01", what=EventType.OBSTACLE_FOUND, obstacle="mortgage"),
        fact("2023-02-01", what=EventType.OBSTACLE_CLEARED, obstacle="seizure"),
    ]
    found = obstacles_of(Snapshot.from_records(ON, contracts=[contract("C")], events=facts))
    assert [(o.kind, o.cleared_on) for o in found] == [("mortgage", None), ("seizure", date(2023, 2, 1))]


def test_the_firm_that_left_is_linked_to_the_firm_that_came() -> None:
    old = replace(contract("C"), holder="甲公司")
    swap = fact("2023-02-01", method="PHASEOUT", to="乙公司")
    (link,) = replacements_of(Snapshot.from_records(ON, contracts=[old], events=[swap]))
    assert (link.left, link.came) == ("甲公司", "乙公司")


def test_a_fact_on_a_parcel_that_was_split_speaks_of_its_pieces() -> None:
    parcels = [parcel("P1"), parcel("P2", 106.66), parcel("Q", 106.67)]
    events = [Event(contract_no="C", type=EventType.REVITALISED, day=date(2023, 3, 1), parcel_no="P")]
    facts = Snapshot.from_records(
        ON, contracts=[contract("C", "P1", "P2", "Q")], events=events, parcels=parcels
    )
    names = pd.Series(['["P"]', '["P"]', None], dtype="str")
    split = replace(facts, contract_parcels=facts.contract_parcels.assign(known_as=names))
    assert {entry.parcel_no for entry in ledger_of(split).entries} == {"P1", "P2"}


def test_a_word_that_is_not_known_is_as_if_it_were_not_on_file() -> None:
    ledger = booked([fact("2023-03-01", method="MAGIC")])
    assert (counted(ledger, 2023), ledger.entries[-1].method) == (AREA, None)
