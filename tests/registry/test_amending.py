"""Corrections and retirements: what stands changes, what was known stays known."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import shapely
from sqlalchemy import func, select

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Contract, Event, EventType, Parcel, Phase
from landwatch.registry import Act, Added, Correcting, Done, Kind, Register
from landwatch.registry.tables import TABLES, metadata
from tests.registry import backdoor
from tests.registry.conftest import Beginning

ON = date(2024, 1, 20)
MORNING = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
NOON = MORNING + timedelta(hours=3)
BEFORE = NOON - timedelta(microseconds=1)
ACT = Act(by="赵六", at=NOON, reason="录入时多写一个零", document="綦规资更〔2024〕3号")

AddRecords = Callable[..., Added]


def setting(**fields: Any) -> Callable[[Any], Any]:
    """The change that sets fields."""
    return lambda record: replace(record, **fields)


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with backdoor.reading(url) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            for name in TABLES
        }


@pytest.fixture(scope="module")
def beginnings(
    record: Callable[..., Added],
    cluster: Cluster,
    parcel: Parcel,
    contract: Contract,
    period: Event,
    commencement: Event,
) -> dict[str, Beginning]:
    """A register with a record of each kind."""

    def fill(register: Register, _url: str) -> None:
        record(
            register,
            clusters=[cluster],
            parcels=[parcel],
            contracts=[contract],
            events=[period, commencement],
        )

    return {"filled": fill}


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with one record of each kind."""
    return register


def test_a_corrected_price_stands_from_the_instant_of_the_correction(
    filled: Register, contract: Contract
) -> None:
    done = filled.correct(Kind.CONTRACTS, contract.contract_no, setting(price_fen=7), ACT)
    assert [(c.field, c.before, c.after) for c in done.changes] == [("price_fen", 2**63 - 1, 7)]
    assert filled.snapshot(ON).contracts["price_fen"].tolist() == [7]
    assert filled.snapshot(ON, known_at=BEFORE).contracts["price_fen"].tolist() == [2**63 - 1]


def test_a_correction_touches_only_the_row_that_differs(
    filled: Register, url: str, contract: Contract
) -> None:
    before = counts(url)
    first, second = contract.phases
    later = replace(first, agreed_completion=date(2022, 6, 30))
    done = filled.correct(Kind.CONTRACTS, contract.contract_no, setting(phases=(later, second)), ACT)
    grown = {name for name, rows in counts(url).items() if rows != before[name]}
    assert grown == {"phases", "sources", "journal"}
    assert [change.field for change in done.changes] == ["phases 一期"]


def test_the_same_correction_twice_changes_nothing_and_says_so(
    filled: Register, url: str, contract: Contract
) -> None:
    def again() -> Done:
        return filled.correct(Kind.CONTRACTS, contract.contract_no, setting(price_fen=7), ACT)

    assert again().is_new
    before = counts(url)
    assert (again().is_new, again().changes, counts(url)) == (False, (), before)


def test_a_part_can_be_added_and_taken_away(filled: Register, contract: Contract) -> None:
    number = contract.contract_no
    filled.correct(Kind.CONTRACTS, number, setting(phases=(*contract.phases, Phase(number="三期"))), ACT)
    assert sorted(filled.snapshot(ON).phases["number"]) == ["一期", "三期", "二期"]
    filled.correct(Kind.CONTRACTS, number, setting(phases=()), replace(ACT, at=NOON + timedelta(hours=1)))
    assert len(filled.snapshot(ON).phases) == 0
    assert len(filled.snapshot(ON, known_at=NOON).phases) == 3


def test_a_ledger_sent_again_after_a_correction_of_a_phase_is_a_duplicate(
    filled: Register, add: AddRecords, contract: Contract
) -> None:
    first, second = contract.phases
    right = replace(contract, phases=(replace(first, agreed_completion=date(2022, 6, 30)), second))
    filled.correct(Kind.CONTRACTS, contract.contract_no, setting(phases=right.phases), ACT)
    assert add(contracts=[right]).contracts.duplicates == (contract.contract_no,)


def test_a_corrected_boundary_is_noted_in_the_lineage(filled: Register, url: str, parcel: Parcel) -> None:
    moved = shapely.box(106.64, 29.02, 106.65, 29.031)
    done = filled.correct(Kind.PARCELS, parcel.parcel_no, setting(geometry=moved), ACT)
    assert "m², 5 corners" in done.changes[0].after
    assert filled.snapshot(ON).parcels.geometry[0].equals(moved)
    with backdoor.reading(url) as connection:
        (row,) = connection.execute(select(metadata.tables["lineage"])).mappings()
    assert (row["kind"], row["parents"], row["document"]) == (
        "boundary_correction",
        '["500110001001GB00001"]',
        "綦规资更〔2024〕3号",
    )


def test_a_cluster_can_be_corrected(filled: Register) -> None:
    filled.correct(Kind.CLUSTERS, "桥河", setting(name_en="Qiao He"), ACT)
    assert filled.snapshot(ON).clusters["name_en"].tolist() == ["Qiao He"]


def test_a_corrected_event_takes_the_place_of_the_old_one(
    filled: Register, url: str, contract: Contract
) -> None:
    key = event_key(url, "commenced")
    done = filled.correct(Kind.EVENTS, key[:10], setting(day=date(2021, 4, 1)), ACT)
    assert (done.key != key, done.version) == (True, done.key)
    days = filled.snapshot(ON).events.set_index("type")["day"]
    assert days["commenced"].date() == date(2021, 4, 1)
    assert len(days) == 2


def test_an_event_corrected_into_one_that_stands_is_refused(
    filled: Register, add: AddRecords, url: str, commencement: Event
) -> None:
    key = event_key(url, "commenced")
    add(events=[replace(commencement, day=date(2021, 4, 1))])
    with pytest.raises(RegisterError, match="has a fact like that already .* landwatch retire event"):
        filled.correct(Kind.EVENTS, key, setting(day=date(2021, 4, 1)), ACT)


def event_key(url: str, kind: str) -> str:
    """The content hash of the one event of a kind that stands."""
    table = metadata.tables["events"]
    with backdoor.reading(url) as connection:
        found: str = connection.execute(
            select(table.c.content_hash).where(table.c.type == kind, table.c.superseded_at.is_(None))
        ).scalar_one()
    return found


def test_the_number_of_a_contract_cannot_be_corrected(filled: Register, contract: Contract) -> None:
    with pytest.raises(RegisterError, match="names the record; nothing was changed"):
        filled.correct(Kind.CONTRACTS, contract.contract_no, setting(contract_no="2"), ACT)


def test_a_correction_of_nothing_is_refused(filled: Register) -> None:
    with pytest.raises(RegisterError, match="There is no contract 9 in the register"):
        filled.correct(Kind.CONTRACTS, "9", setting(price_fen=7), ACT)


def test_an_act_without_a_reason_is_refused() -> None:
    with pytest.raises(RegisterError, match="The reason is empty"):
        Act(by="赵六", at=NOON, reason=" ")


def test_a_correction_of_another_version_than_the_one_that_stands_is_refused(
    filled: Register, contract: Contract
) -> None:
    number = contract.contract_no
    seen = filled.correct(Kind.CONTRACTS, number, setting(price_fen=7), ACT).version
    filled.correct(Kind.CONTRACTS, number, setting(price_fen=8), ACT, replaces=seen)
    with pytest.raises(RegisterError, match="has been changed meanwhile"):
        filled.correct(Kind.CONTRACTS, number, setting(price_fen=9), ACT, replaces=seen)
    assert filled.snapshot(ON).contracts["price_fen"].tolist() == [8]


@pytest.mark.long
def test_two_writers_who_correct_different_fields_lose_nothing(
    filled: Register, url: str, contract: Contract
) -> None:
    start = threading.Barrier(2)

    def write(fields: dict[str, Any]) -> None:
        with Register.open(url) as own:
            start.wait()
            own.correct(Kind.CONTRACTS, contract.contract_no, setting(**fields), ACT)

    threads = [threading.Thread(target=write, args=({name: 7},)) for name in ("price_fen", "deposit_fen")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    found = filled.snapshot(ON).contracts.iloc[0]
    assert (found["price_fen"], found["deposit_fen"]) == (7, 7)


# Correcting from a file

WHY = Correcting(reason="台账更正", document="綦规资函〔2024〕2号")


def test_a_file_that_corrects_takes_the_place_of_what_stands(
    filled: Register, add: AddRecords, contract: Contract
) -> None:
    right = replace(contract, price_fen=7)
    (conflict,) = add(contracts=[right], recorded_at=NOON, correcting=WHY).contracts.corrected
    assert (conflict.key, conflict.fields) == (contract.contract_no, ("price_fen",))
    assert filled.snapshot(ON).contracts["price_fen"].tolist() == [7]
    again = add(contracts=[right], recorded_at=NOON, correcting=WHY).contracts
    assert (again.corrected, again.duplicates) == ((), (contract.contract_no,))


def test_what_a_correcting_file_leaves_out_keeps_standing(
    filled: Register, add: AddRecords, contract: Contract
) -> None:
    short = Contract(contract_no=contract.contract_no, price_fen=7)
    (conflict,) = add(contracts=[short], recorded_at=NOON, correcting=WHY).contracts.corrected
    assert conflict.offered == replace(contract, price_fen=7)


def test_of_two_corrections_of_one_number_in_a_file_the_first_counts(
    filled: Register, add: AddRecords, contract: Contract
) -> None:
    offered = [replace(contract, price_fen=price) for price in (7, 8, 7)]
    outcome = add(contracts=offered, recorded_at=NOON, correcting=WHY).contracts
    assert [len(outcome.corrected), len(outcome.conflicts), len(outcome.duplicates)] == [1, 1, 1]
    assert filled.snapshot(ON).contracts["price_fen"].tolist() == [7]


def test_a_dry_run_of_a_correction_writes_nothing(
    filled: Register, url: str, add: AddRecords, contract: Contract
) -> None:
    before = counts(url)
    added = add(contracts=[replace(contract, price_fen=7)], correcting=WHY, dry_run=True)
    assert (len(added.contracts.corrected), counts(url)) == (1, before)


# Retiring


def test_a_retired_contract_is_not_known_any_more_but_was(filled: Register, contract: Contract) -> None:
    done = filled.retire(Kind.CONTRACTS, contract.contract_no, ACT, with_facts=True)
    assert done.is_new
    now, then = filled.snapshot(ON), filled.snapshot(ON, known_at=BEFORE)
    names = ("contracts", "contract_parcels", "phases", "instalments", "indicators", "events")
    assert [len(getattr(now, name)) for name in names] == [0] * 6
    assert [len(getattr(then, name)) for name in names] == [1, 2, 2, 1, 2, 2]


def test_to_retire_twice_changes_nothing(filled: Register, url: str, contract: Contract) -> None:
    key = event_key(url, "commenced")
    filled.retire(Kind.EVENTS, key[:8], ACT)
    filled.retire(Kind.CONTRACTS, contract.contract_no, ACT, with_facts=True)
    before = counts(url)
    assert not filled.retire(Kind.EVENTS, key[:8], ACT).is_new
    assert not filled.retire(Kind.CONTRACTS, contract.contract_no, ACT).is_new
    assert counts(url) == before


def test_a_contract_with_facts_is_retired_only_with_them(filled: Register, contract: Contract) -> None:
    with pytest.raises(RegisterError, match="has 2 recorded facts or documents; nothing was changed"):
        filled.retire(Kind.CONTRACTS, contract.contract_no, ACT)


def test_a_parcel_under_a_contract_cannot_be_retired(
    filled: Register, contract: Contract, parcel: Parcel
) -> None:
    with pytest.raises(RegisterError, match="is under 1 contract .渝地（2020）合字（綦江）第1号."):
        filled.retire(Kind.PARCELS, parcel.parcel_no, ACT)


def test_a_cluster_with_parcels_cannot_be_retired(filled: Register, parcel: Parcel) -> None:
    with pytest.raises(RegisterError, match=f"has 1 parcel .{parcel.parcel_no}."):
        filled.retire(Kind.CLUSTERS, "桥河", ACT)


def test_what_was_retired_can_be_recorded_again(
    filled: Register, add: AddRecords, contract: Contract, commencement: Event
) -> None:
    filled.retire(Kind.CONTRACTS, contract.contract_no, ACT, with_facts=True)
    added = add(contracts=[contract], events=[commencement], recorded_at=NOON + timedelta(hours=1))
    assert added.contracts.written == (contract.contract_no,)
    assert filled.snapshot(ON).events["type"].tolist() == [EventType.COMMENCED]


# Parties


def test_the_parties_of_contracts_and_transfers_are_kept_once(
    register: Register, add: AddRecords, url: str, contract: Contract
) -> None:
    sold = Event(
        contract_no=contract.contract_no,
        type=EventType.TRANSFER,
        day=ON,
        details={"to": "重庆示例铝业有限公司"},
    )
    resold = replace(sold, details={"to": "乙食品有限公司"})
    add(contracts=[contract, replace(contract, contract_no="2")], events=[sold, resold])
    add(contracts=[replace(contract, contract_no="3")])
    table = metadata.tables["parties"]
    with backdoor.reading(url) as connection:
        found = connection.execute(select(table.c.name, table.c.code)).all()
    assert sorted(map(tuple, found)) == [
        ("乙食品有限公司", None),
        ("重庆市綦江区规划和自然资源局", None),
        ("重庆示例铝业有限公司", "91500222MA5U00001X"),
    ]
