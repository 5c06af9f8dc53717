"""What a register promises, checked on the GeoPackage and on PostGIS."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pandas as pd
import pytest
import shapely
from sqlalchemy import func, select, text, update

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Contract, Event, EventType, OperatorBasis, Parcel, Source
from landwatch.registry import Added, Known, Register, database
from landwatch.registry.tables import TABLES, contracts, metadata, sources
from landwatch.snapshot import Snapshot
from tests.registry import backdoor

ON = date(2024, 1, 20)
MORNING = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
LATER = MORNING + timedelta(hours=3)
LEDGER = Source(name="供地台账.xlsx", sha256="5e" * 32, kind="ledger")

AddRecords = Callable[..., Added]


def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with backdoor.reading(url) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            for name in TABLES
        }


def alter(url: str, *statements: object) -> None:
    """Change a register behind its back."""
    with backdoor.writing(url) as connection:
        for statement in statements:
            connection.execute(text(statement) if isinstance(statement, str) else statement)  # type: ignore[call-overload]


def assert_same_shapes(found: pd.Series, expected: pd.Series) -> None:
    """Compare boundaries, whatever corner they begin at."""
    for one, other in zip(found, expected, strict=True):
        assert shapely.equals_exact(shapely.normalize(one), shapely.normalize(other), tolerance=0)


# Round trip


def test_the_sample_records_fill_every_field(
    cluster: Cluster, parcel: Parcel, contract: Contract, period: Event
) -> None:
    for record in (cluster, parcel, contract, period):
        left = {
            item.name
            for item in fields(record)
            if item.default is not MISSING and getattr(record, item.name) == item.default
        }
        assert left <= {"day"}, type(record)


def test_every_field_of_a_contract_comes_back(
    register: Register, add: AddRecords, contract: Contract, parcel: Parcel
) -> None:
    parcels = [parcel, Parcel(parcel_no="500110001001GB00002", cluster="北渡", registered_area_cm2=7)]
    add(contracts=[contract], parcels=parcels)
    found = register.snapshot(ON)
    expected = Snapshot.from_records(ON, contracts=[contract], parcels=parcels)
    for name in ("contract_parcels", "phases", "instalments", "indicators"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))
    own = ["recorded_at", "recorded_by", "source"]
    pd.testing.assert_frame_equal(found.contracts.drop(columns=own), expected.contracts.drop(columns=own))


def test_an_agreed_value_stands_whatever_zeros_it_is_written_with(
    register: Register, add: AddRecords, contract: Contract
) -> None:
    first, *others = contract.indicators
    short, long = (
        replace(contract, indicators=(replace(first, value=value), *others))
        for value in (Decimal("300"), Decimal("300.00"))
    )
    add(contracts=[short])
    assert add(contracts=[long]).contracts.duplicates == (contract.contract_no,)
    assert register.snapshot(ON).indicators["value"].tolist() == ["300", "20"]


def test_another_agreed_value_is_a_conflict_of_its_contract(add: AddRecords, contract: Contract) -> None:
    add(contracts=[contract])
    first, *others = contract.indicators
    other = replace(contract, indicators=(replace(first, value=Decimal("270")), *others))
    (conflict,) = add(contracts=[other]).contracts.conflicts
    assert (conflict.fields, conflict.current) == (("indicators",), contract)


def test_an_indicator_agreed_twice_is_refused(add: AddRecords, contract: Contract) -> None:
    first, *_others = contract.indicators
    twice = replace(contract, indicators=(first, replace(first, value=Decimal("1"))))
    with pytest.raises(RegisterError, match="indicators: 投资强度 min full_production stands twice"):
        add(contracts=[twice])


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("1e999999")])
def test_an_agreed_value_that_is_no_plain_number_is_refused(
    add: AddRecords, contract: Contract, value: Decimal
) -> None:
    first, *_others = contract.indicators
    with pytest.raises(RegisterError, match="value: .* cannot be kept"):
        add(contracts=[replace(contract, indicators=(replace(first, value=value),))])


def test_every_field_of_clusters_and_parcels_comes_back(
    register: Register, add: AddRecords, cluster: Cluster, parcel: Parcel
) -> None:
    add(clusters=[cluster], parcels=[parcel])
    found, expected = register.snapshot(ON), Snapshot.from_records(ON, clusters=[cluster], parcels=[parcel])
    for name in ("clusters", "parcels"):
        one, other = getattr(found, name), getattr(expected, name)
        pd.testing.assert_frame_equal(
            pd.DataFrame(one.drop(columns="geometry")), pd.DataFrame(other.drop(columns="geometry"))
        )
        assert_same_shapes(one["geometry"], other["geometry"])


def test_every_field_of_an_event_comes_back(
    register: Register, add: AddRecords, contract: Contract, period: Event, commencement: Event
) -> None:
    add(contracts=[contract], events=[period, commencement])
    found = register.snapshot(ON).events
    expected = Snapshot.from_records(ON, contracts=[contract], events=[period, commencement]).events
    own = ["event_id", "details", "recorded_at", "recorded_by"]
    pd.testing.assert_frame_equal(found.drop(columns=own), expected.drop(columns=own))
    assert [json.loads(details) for details in found["details"]] == [dict(period.details), {}]


def test_a_contract_says_who_recorded_it_when_and_from_which_file(
    register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    found = register.snapshot(ON).contracts.iloc[0]
    told = (found["recorded_by"], found["recorded_at"], found["source"])
    assert told == ("王五", "2024-01-21T09:30:00.000000Z", "供地台账.xlsx")


def test_an_event_says_who_recorded_it_and_when(
    register: Register, add: AddRecords, contract: Contract, commencement: Event
) -> None:
    add(contracts=[contract], events=[commencement])
    event = register.snapshot(ON).events.iloc[0]
    assert (event["recorded_by"], event["recorded_at"]) == ("王五", "2024-01-21T09:30:00.000000Z")


def test_the_columns_of_the_source_are_kept_with_a_contract(
    url: str, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    with backdoor.reading(url) as connection:
        kept = connection.execute(select(contracts.c.source_columns)).scalar_one()
    assert json.loads(kept) == {"备注": "示意数据", "土地级别": "三级"}


def test_the_source_of_a_commit_is_kept(url: str, add: AddRecords, parcel: Parcel) -> None:
    add(parcels=[parcel])
    with backdoor.reading(url) as connection:
        row = connection.execute(select(sources)).one()
    assert row[1:] == (
        "供地台账.xlsx",
        "5e" * 32,
        "ledger",
        "gbk",
        4524,
        "2024-01-21T09:30:00.000000Z",
        "王五",
        None,
        None,
    )


def test_a_contract_belongs_to_the_cluster_of_the_parcel_it_names_first(
    register: Register, add: AddRecords
) -> None:
    parcels = [Parcel(parcel_no="A", cluster="桥河"), Parcel(parcel_no="B", cluster="北渡")]
    add(parcels=parcels, contracts=[Contract(contract_no="1", parcel_nos=("B", "A"))])
    assert register.snapshot(ON).contracts["cluster"].tolist() == ["北渡"]


def test_an_empty_register_gives_an_empty_snapshot(register: Register) -> None:
    snapshot = register.snapshot(ON)
    assert (len(snapshot.contracts), len(snapshot.parcels), snapshot.known_at) == (0, 0, None)


def test_known_names_what_stands(
    register: Register, add: AddRecords, cluster: Cluster, parcel: Parcel, contract: Contract
) -> None:
    bare = Cluster(name="安稳", name_en="Anwen", operator_basis=OperatorBasis.UNKNOWN)
    add(clusters=[cluster, bare], parcels=[parcel], contracts=[contract])
    known = register.known()
    assert known == Known(
        clusters=(bare, replace(cluster, geometry=known.clusters[1].geometry)),
        parcel_nos=frozenset({parcel.parcel_no}),
        contract_nos=frozenset({contract.contract_no}),
    )
    assert known.clusters[1].geometry.equals(cluster.geometry)


# Idempotence and conflicts


def test_the_same_file_a_second_time_changes_nothing(
    url: str,
    add: AddRecords,
    cluster: Cluster,
    parcel: Parcel,
    contract: Contract,
    period: Event,
    commencement: Event,
) -> None:
    records = {
        "clusters": [cluster],
        "parcels": [parcel],
        "contracts": [contract],
        "events": [period, commencement],
    }
    add(**records)
    before = counts(url)
    again = add(recorded_at=LATER, recorded_by="赵六", **records)
    assert counts(url) == before
    assert again.contracts.duplicates == (contract.contract_no,)
    assert again.events.duplicates == (contract.contract_no, contract.contract_no)
    assert not any(getattr(again, kind).written for kind in records)


def test_the_report_of_the_first_time_names_what_was_written(
    add: AddRecords, parcel: Parcel, contract: Contract, period: Event
) -> None:
    added = add(parcels=[parcel], contracts=[contract], events=[period])
    assert added.parcels.written == (parcel.parcel_no,)
    assert added.contracts.written == (contract.contract_no,)
    assert added.events.written == (contract.contract_no,)


def test_a_contract_with_another_price_is_a_conflict_and_not_written(
    register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    offered = replace(contract, price_fen=1)
    added = add(contracts=[offered])
    (conflict,) = added.contracts.conflicts
    assert (conflict.key, conflict.fields) == (contract.contract_no, ("price_fen",))
    assert (conflict.current, conflict.offered) == (contract, offered)
    assert added.contracts.written == added.contracts.duplicates == ()
    assert register.snapshot(ON).contracts["price_fen"].tolist() == [contract.price_fen]


def test_a_contract_with_another_day_in_a_phase_is_a_conflict(add: AddRecords, contract: Contract) -> None:
    add(contracts=[contract])
    late = replace(contract.phases[0], agreed_completion=date(2030, 1, 1))
    added = add(contracts=[replace(contract, phases=(late, contract.phases[1]))])
    assert added.contracts.conflicts[0].fields == ("phases",)


def test_a_contract_without_its_second_parcel_is_a_conflict(add: AddRecords, contract: Contract) -> None:
    add(contracts=[contract])
    added = add(contracts=[replace(contract, parcel_nos=contract.parcel_nos[:1])])
    assert added.contracts.conflicts[0].fields == ("parcel_nos",)


def test_a_contract_from_a_file_with_other_headers_is_a_duplicate(
    add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    added = add(contracts=[replace(contract, source_columns={"remark": "示意数据"})])
    assert added.contracts.duplicates == (contract.contract_no,)


def test_the_rest_is_written_beside_a_conflict(
    register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    added = add(contracts=[replace(contract, price_fen=1), replace(contract, contract_no="2")])
    assert added.contracts.written == ("2",)
    assert len(register.snapshot(ON).contracts) == 2


def test_a_boundary_moved_by_less_than_a_millimetre_is_the_same(add: AddRecords, parcel: Parcel) -> None:
    add(parcels=[parcel])
    moved = shapely.affinity.translate(parcel.geometry, xoff=6e-9, yoff=-6e-9)
    added = add(parcels=[replace(parcel, geometry=moved)])
    assert added.parcels.duplicates == (parcel.parcel_no,)


def test_a_boundary_that_begins_at_another_corner_is_the_same(add: AddRecords, parcel: Parcel) -> None:
    ring = [(106.64, 29.02), (106.65, 29.02), (106.65, 29.03), (106.64, 29.03)]
    add(parcels=[replace(parcel, geometry=shapely.Polygon(ring))])
    turned = shapely.Polygon([*ring[2:], *ring[:2]][::-1])
    assert add(parcels=[replace(parcel, geometry=turned)]).parcels.duplicates == (parcel.parcel_no,)


def test_a_boundary_moved_by_a_centimetre_is_a_conflict(add: AddRecords, parcel: Parcel) -> None:
    add(parcels=[parcel])
    moved = shapely.affinity.translate(parcel.geometry, xoff=1e-7)
    added = add(parcels=[replace(parcel, geometry=moved)])
    assert added.parcels.conflicts[0].fields == ("geometry",)


def test_a_parcel_that_lost_its_boundary_is_a_conflict(add: AddRecords, parcel: Parcel) -> None:
    add(parcels=[parcel])
    assert add(parcels=[replace(parcel, geometry=None)]).parcels.conflicts[0].fields == ("geometry",)


def test_of_two_parcels_with_one_number_in_one_file_the_first_stands(
    register: Register, add: AddRecords, parcel: Parcel
) -> None:
    added = add(parcels=[parcel, parcel, replace(parcel, name="别名")])
    assert added.parcels.written == added.parcels.duplicates == (parcel.parcel_no,)
    assert added.parcels.conflicts[0].fields == ("name",)
    assert register.snapshot(ON).parcels["name"].tolist() == [parcel.name]


def test_an_event_with_another_document_is_another_event(
    register: Register, add: AddRecords, contract: Contract, period: Event
) -> None:
    add(contracts=[contract], events=[period])
    assert add(events=[replace(period, document="另一号")]).events.written == (contract.contract_no,)
    assert len(register.snapshot(ON).events) == 2


def test_numbers_of_events_stay_what_they_were(
    register: Register, add: AddRecords, contract: Contract, period: Event, commencement: Event
) -> None:
    add(contracts=[contract], events=[period])
    first = register.snapshot(ON).events["event_id"].tolist()
    add(events=[commencement])
    assert register.snapshot(ON).events["event_id"].tolist()[:1] == first


def test_more_records_than_one_query_can_ask_for_are_recognised(url: str, add: AddRecords) -> None:
    parcels = [Parcel(parcel_no=str(number)) for number in range(1201)]
    add(parcels=parcels)
    before = counts(url)
    assert len(add(parcels=parcels).parcels.duplicates) == 1201
    assert counts(url) == before


def test_a_dry_run_tells_what_would_be_written_and_writes_nothing(
    url: str, add: AddRecords, contract: Contract, parcel: Parcel
) -> None:
    add(parcels=[parcel])
    before = counts(url)
    added = add(dry_run=True, contracts=[contract], parcels=[parcel])
    assert (added.contracts.written, added.parcels.duplicates) == (
        (contract.contract_no,),
        (parcel.parcel_no,),
    )
    assert counts(url) == before


# True on a day


def test_a_contract_signed_on_the_day_is_in_the_snapshot(register: Register, add: AddRecords) -> None:
    add(contracts=[Contract(contract_no="1", signed_on=ON)])
    assert register.snapshot(ON).contracts["contract_no"].tolist() == ["1"]


def test_a_contract_signed_the_day_after_is_not_with_all_that_is_its_own(
    register: Register, add: AddRecords, contract: Contract, period: Event
) -> None:
    add(contracts=[replace(contract, signed_on=ON + timedelta(days=1))], events=[period])
    snapshot = register.snapshot(ON)
    names = ("contracts", "contract_parcels", "phases", "instalments", "events")
    assert [len(getattr(snapshot, name)) for name in names] == [0] * 5


def test_a_contract_without_a_day_of_signature_is_in_the_snapshot(
    register: Register, add: AddRecords
) -> None:
    add(contracts=[Contract(contract_no="1")])
    assert len(register.snapshot(ON).contracts) == 1


@pytest.mark.parametrize(
    ("when", "count"),
    [
        ({"day": ON}, 1),
        ({"day": ON + timedelta(days=1)}, 0),
        ({"start": ON}, 1),
        ({"start": ON + timedelta(days=1)}, 0),
        ({"start": ON, "day": ON + timedelta(days=9)}, 1),
        ({}, 1),
    ],
)
def test_an_event_is_in_the_snapshot_from_its_day_or_start(
    register: Register, add: AddRecords, when: dict[str, date], count: int
) -> None:
    event = Event(contract_no="1", type=EventType.WORK_STOPPED, **when)
    add(contracts=[Contract(contract_no="1")], events=[event])
    assert len(register.snapshot(ON).events) == count


# Known at an instant


def test_before_the_import_nothing_was_known(
    register: Register, add: AddRecords, cluster: Cluster, parcel: Parcel, contract: Contract, period: Event
) -> None:
    add(clusters=[cluster], parcels=[parcel], contracts=[contract], events=[period])
    snapshot = register.snapshot(ON, known_at=MORNING - timedelta(microseconds=1))
    names = ("clusters", "parcels", "contracts", "contract_parcels", "phases", "instalments", "events")
    assert [len(getattr(snapshot, name)) for name in names] == [0] * 7


def test_at_the_instant_of_the_import_it_was_known(
    register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    assert len(register.snapshot(ON, known_at=MORNING).contracts) == 1


def test_the_instant_of_knowledge_may_be_given_in_local_time(
    register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    in_chongqing = datetime.fromisoformat("2024-01-21T17:30:00+08:00")
    assert len(register.snapshot(ON, known_at=in_chongqing).contracts) == 1


def test_an_instant_without_time_zone_is_refused(register: Register) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        register.snapshot(ON, known_at=datetime(2024, 1, 21))


def test_a_snapshot_of_now_can_be_asked_for_again(
    register: Register, add: AddRecords, contract: Contract, commencement: Event
) -> None:
    add(contracts=[contract])
    now = register.snapshot(ON)
    assert now.known_at == MORNING
    add(recorded_at=LATER, events=[commencement])
    assert len(register.snapshot(ON, known_at=now.known_at).events) == 0
    assert len(register.snapshot(ON).events) == 1


def test_a_superseded_row_still_answers_for_the_time_before(
    url: str, register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    names = ("contracts", "contract_parcels", "phases", "instalments", "indicators")
    of_contract = [metadata.tables[name] for name in names]
    alter(url, *(update(table).values(superseded_at="2024-01-21T12:30:00.000000Z") for table in of_contract))
    add(recorded_at=LATER, contracts=[Contract(contract_no=contract.contract_no, holder="更正后的公司")])
    then = register.snapshot(ON, known_at=LATER - timedelta(microseconds=1))
    now = register.snapshot(ON, known_at=LATER)
    assert then.contracts["holder"].tolist() == [contract.holder]
    assert now.contracts["holder"].tolist() == ["更正后的公司"]
    assert (len(then.phases), len(now.phases)) == (2, 0)


# All or nothing


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"price_fen": 2**63}, "price_fen: 9223372036854775808 cannot be kept"),
        ({"holder": "坏\ud800"}, r"holder: 坏\\ud800 cannot be kept"),
        ({"holder": "a\0b"}, r"holder: a\\0b cannot be kept"),
        ({"signed_on": datetime(2020, 1, 1, 8)}, "signed_on: 2020-01-01 08:00:00 cannot be kept"),
        ({"source_columns": {"a": object}}, "source_columns: .* cannot be kept"),
        ({"parcel_nos": ("A", "A")}, "parcel_nos: A stands twice"),
    ],
)
def test_a_record_that_cannot_be_kept_is_named_and_nothing_is_written(
    url: str, add: AddRecords, contract: Contract, bad: dict[str, object], words: str
) -> None:
    records = [replace(contract, contract_no="先"), replace(contract, contract_no="坏", **bad)]
    with pytest.raises(RegisterError, match=f"坏, {words}.*Nothing was changed"):
        add(contracts=records)
    assert set(counts(url).values()) == {0}


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (EventType.ACCEPTANCE, "rectify_by", "2025/3/31"),
        (EventType.ACCEPTANCE, "result", 1),
        (EventType.FULL_PRODUCTION_REVIEW, "reached_on", "soon"),
        (EventType.INDICATOR_MEASURED, "value", "270.50"),
        (EventType.INDICATOR_MEASURED, "value", 270),
    ],
)
def test_what_a_review_found_is_kept_only_as_the_rules_read_it(
    add: AddRecords, commencement: Event, kind: EventType, name: str, value: object
) -> None:
    with pytest.raises(RegisterError, match=f"details.{name}: {value} cannot be kept"):
        add(events=[replace(commencement, type=kind, details={name: value})])


@pytest.mark.parametrize(
    "details", [{"verified": "yes"}, {"new_commencement": "2021/3/31"}, {"amount_fen": 1.5}, {"to": 7}]
)
def test_a_detail_of_the_wrong_kind_is_refused(
    add: AddRecords, period: Event, details: dict[str, object]
) -> None:
    ((name, value),) = details.items()
    with pytest.raises(RegisterError, match=f"details.{name}: {value} cannot be kept"):
        add(events=[replace(period, details=details)])


@pytest.mark.parametrize(
    "geometry", [shapely.Point(106.6, 29), shapely.Polygon(), shapely.box(106, 29, float("inf"), 30)]
)
def test_a_parcel_without_an_outline_is_refused(
    add: AddRecords, parcel: Parcel, geometry: shapely.Geometry
) -> None:
    with pytest.raises(RegisterError, match=f"{parcel.parcel_no}, geometry: is .*should be a polygon"):
        add(parcels=[replace(parcel, geometry=geometry)])


def refuse_events(url: str) -> None:
    """Make the database itself refuse events of contract 坏."""
    if url.startswith("gpkg"):
        alter(
            url,
            "CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.contract_no = '坏' "
            "BEGIN SELECT RAISE(ABORT, 'refused by the test'); END",
        )
    else:
        alter(url, "ALTER TABLE events ADD CONSTRAINT refuse CHECK (contract_no <> '坏')")


def test_when_the_database_fails_in_the_middle_nothing_is_left(
    url: str, register: Register, add: AddRecords, cluster: Cluster, parcel: Parcel, contract: Contract
) -> None:
    refuse_events(url)
    bad = Event(contract_no="坏", type=EventType.PATROL, day=ON)
    with pytest.raises(RegisterError, match="nothing was changed"):
        add(
            clusters=[cluster],
            parcels=[parcel],
            contracts=[contract],
            events=[replace(bad, contract_no="1"), bad],
        )
    assert set(counts(url).values()) == {0}
    assert add(clusters=[cluster], parcels=[parcel], contracts=[contract]).parcels.written


# Two writers


def test_two_writers_at_once_both_land(url: str, register: Register) -> None:
    start = threading.Barrier(2)
    written: list[str] = []

    def write(who: str) -> None:
        records = [Contract(contract_no=f"{who}{number}", parcel_nos=(f"{number}",)) for number in range(300)]
        with Register.open(url) as own:
            start.wait()
            added = own.add(source=LEDGER, recorded_by=who, recorded_at=MORNING, contracts=records)
        written.extend(added.contracts.written)

    run_together(write, "甲", "乙")
    assert len(written) == 600
    assert len(register.snapshot(ON).contract_parcels) == 600


def test_of_two_writers_with_the_same_contract_one_writes_it(
    url: str, register: Register, contract: Contract
) -> None:
    start = threading.Barrier(2)
    outcomes: list[tuple[int, int]] = []

    def write(who: str) -> None:
        with Register.open(url) as own:
            start.wait()
            added = own.add(source=LEDGER, recorded_by=who, recorded_at=MORNING, contracts=[contract])
        outcomes.append((len(added.contracts.written), len(added.contracts.duplicates)))

    run_together(write, "甲", "乙")
    assert sorted(outcomes) == [(0, 1), (1, 0)]


def run_together(work: Callable[[str], None], *who: str) -> None:
    """Run the work of several people at the same time."""
    threads = [threading.Thread(target=work, args=(name,)) for name in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def test_a_writer_who_waits_too_long_is_told_to_try_again(
    url: str, register: Register, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    with (
        Register.open(url) as impatient,
        backdoor.writing(url),
        pytest.raises(RegisterError, match="Somebody else is writing .* Run the same command again"),
    ):
        impatient.add(source=LEDGER, recorded_by="甲", recorded_at=MORNING, contracts=[contract])
    assert len(register.snapshot(ON).contracts) == 0


def test_a_reader_is_not_kept_waiting_by_a_writer(
    url: str, register: Register, add: AddRecords, contract: Contract
) -> None:
    add(contracts=[contract])
    with backdoor.writing(url) as connection:
        connection.execute(update(contracts).values(superseded_at="2024-01-21T10:00:00.000000Z"))
        assert len(register.snapshot(ON).contracts) == 1


# Extracts


def test_an_extract_holds_the_records_themselves(
    register: Register, add: AddRecords, cluster: Cluster, parcel: Parcel, contract: Contract, period: Event
) -> None:
    add(clusters=[cluster], parcels=[parcel], contracts=[contract], events=[period])
    found = register.extract()
    assert (found.contracts, found.events) == ((contract,), (period,))
    assert [replace(one, geometry=None) for one in found.parcels] == [replace(parcel, geometry=None)]
    assert_same_shapes(pd.Series([found.parcels[0].geometry]), pd.Series([parcel.geometry]))
    assert [one.name for one in found.clusters] == [cluster.name]


def test_an_extract_leaves_out_what_was_signed_or_happened_later(register: Register, add: AddRecords) -> None:
    days = [date(2020, 1, 1), date(2021, 1, 1)]
    add(
        contracts=[Contract(contract_no=f"C-{day.year}", signed_on=day) for day in days],
        events=[Event(contract_no=f"C-{day.year}", type=EventType.COMMENCED, day=day) for day in days],
    )
    found = register.extract(date(2020, 12, 31))
    assert [one.contract_no for one in found.contracts] == ["C-2020"]
    assert [one.contract_no for one in found.events] == ["C-2020"]


def test_an_extract_knows_nothing_that_was_recorded_later(
    register: Register, record: Callable[..., Added]
) -> None:
    record(register, contracts=[Contract(contract_no="C-1")], recorded_at=LATER)
    assert register.extract(known_at=MORNING).contracts == ()
    assert len(register.extract(known_at=LATER).contracts) == 1
