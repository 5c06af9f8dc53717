"""A reading moved on by the journal names the contracts that something was recorded of, or is read anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from landwatch.model import Cluster, Contract, Event, EventType, Parcel
from landwatch.registry import Act, Added, Kind, Reading, Register
from landwatch.registry.tables import journal
from tests.registry import backdoor
from tests.registry.conftest import SQUARE

AddRecords = Callable[..., Added]
ON = date(2024, 12, 31)
NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
ACT = Act(by="赵六", at=NOON, reason="改正")
PLOTS = [Parcel(parcel_no=number, cluster=cluster) for number, cluster in (("A", "北"), ("B", "南"))]
DEEDS = [Contract(contract_no="1", parcel_nos=("A",)), Contract(contract_no="2", parcel_nos=("A", "B"))]
STARTED = Event(contract_no="1", type=EventType.COMMENCED, day=date(2024, 3, 1))


@pytest.fixture
def filled(register: Register, add: AddRecords) -> Register:
    add(parcels=PLOTS, contracts=DEEDS)
    return register


@pytest.fixture
def before(filled: Register) -> Reading:
    return filled.read(ON)


def touched(register: Register, before: Reading, **asked: Any) -> frozenset[str] | None:
    return register.read(ON, before=before, **asked).touched


def test_what_is_read_from_the_beginning_touches_everything(before: Reading) -> None:
    assert before.touched is None


def test_without_a_new_line_nothing_is_touched(filled: Register, before: Reading) -> None:
    moved = filled.read(ON, before=before)
    assert (moved.touched, moved.head) == (frozenset(), before.head)
    assert moved.snapshot is before.snapshot


def test_a_fact_touches_its_contract(filled: Register, before: Reading, add: AddRecords) -> None:
    add(events=[STARTED], recorded_at=NOON)
    moved = filled.read(ON, before=before)
    assert moved.touched == {"1"}
    assert moved.snapshot.known_at == NOON
    assert moved.snapshot.contracts is before.snapshot.contracts


def test_a_fact_after_the_day_touches_nothing(filled: Register, before: Reading, add: AddRecords) -> None:
    add(events=[replace(STARTED, day=date(2025, 1, 1))], recorded_at=NOON)
    assert touched(filled, before) == frozenset()


def test_a_parcel_touches_the_contracts_over_it(filled: Register, before: Reading) -> None:
    filled.correct(Kind.PARCELS, "B", lambda plot: replace(plot, registered_area_cm2=5), ACT)
    assert touched(filled, before) == {"2"}


def test_a_contract_signed_after_the_day_goes_with_its_facts(filled: Register, add: AddRecords) -> None:
    add(events=[STARTED], recorded_at=NOON)
    before = filled.read(ON)
    later = replace(ACT, at=NOON + timedelta(hours=1))
    filled.correct(Kind.CONTRACTS, "1", lambda deed: replace(deed, signed_on=date(2025, 1, 1)), later)
    moved = filled.read(ON, before=before)
    assert moved.touched == {"1"}
    assert moved.snapshot.contracts["contract_no"].tolist() == ["2"]
    assert moved.snapshot.events.empty


def test_a_contract_that_comes_back_into_the_day_brings_its_facts(filled: Register, add: AddRecords) -> None:
    add(events=[STARTED], recorded_at=NOON)
    for hours, signed in ((1, date(2025, 1, 1)), (2, date(2024, 1, 1))):
        before = filled.read(ON)
        act = replace(ACT, at=NOON + timedelta(hours=hours))
        filled.correct(Kind.CONTRACTS, "1", lambda deed, day=signed: replace(deed, signed_on=day), act)
    assert filled.read(ON, before=before).snapshot.events["contract_no"].tolist() == ["1"]


def test_a_cluster_is_read_anew(filled: Register, before: Reading, add: AddRecords) -> None:
    add(clusters=[Cluster(name="北", name_en="North", geometry=SQUARE)], recorded_at=NOON)
    assert touched(filled, before) is None


def test_a_journal_that_is_not_the_one_of_before_is_read_anew(
    filled: Register, before: Reading, url: str
) -> None:
    with backdoor.writing(url) as connection:
        connection.execute(update(journal).values(hash="0" * 64))
    assert touched(filled, before) is None


def test_what_is_recorded_after_the_instant_asked_for_touches_nothing(
    filled: Register, add: AddRecords
) -> None:
    asked = NOON - timedelta(hours=1)
    before = filled.read(ON, asked)
    add(events=[STARTED], recorded_at=NOON)
    assert touched(filled, before, known_at=asked) == frozenset()


def test_the_first_parcel_of_a_corrected_contract_decides_its_cluster(filled: Register) -> None:
    before = filled.read(ON)
    # The row of B stays as it is recorded; that of the new first parcel is recorded after it.
    filled.correct(Kind.CONTRACTS, "2", lambda deed: replace(deed, parcel_nos=("C", "B")), ACT)
    for found in (filled.read(ON), filled.read(ON, before=before)):
        shares = found.snapshot.contract_parcels
        assert shares.loc[shares["contract_no"] == "2", "parcel_no"].tolist() == ["C", "B"]
        assert found.snapshot.contracts["cluster"].isna().tolist() == [False, True]
