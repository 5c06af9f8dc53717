"""A snapshot is frames of known columns, or an error that says which is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from landwatch.errors import SnapshotError
from landwatch.model import Cluster, Contract, Event, EventType, Instalment, Parcel, Phase
from landwatch.snapshot import SCHEMA, STORAGE_CRS, Snapshot, frame

ON = date(2024, 1, 1)
SQUARE = box(106.64, 29.02, 106.65, 29.03)
CONTRACT = Contract(
    contract_no="2023-1",
    price_fen=1_800_000_000,
    agreed_commencement=date(2023, 6, 30),
    parcel_nos=("BD-01", "BD-02"),
    phases=(Phase(number="1", area_cm2=5),),
    instalments=(Instalment(number="1", due_on=date(2023, 3, 31), amount_fen=7),),
)
PARCELS = [
    Parcel(parcel_no="BD-01", cluster="北渡", registered_area_cm2=3, geometry=SQUARE),
    Parcel(parcel_no="BD-02", cluster="北渡", registered_area_cm2=4),
]


def snapshot(*events: Event) -> Snapshot:
    return Snapshot.from_records(
        ON,
        contracts=[CONTRACT],
        events=events,
        parcels=PARCELS,
        clusters=[Cluster(name="北渡", name_en="Beidu")],
    )


@pytest.mark.parametrize("name", SCHEMA)
def test_every_frame_has_the_columns_of_its_schema_in_order(name: str) -> None:
    assert list(getattr(snapshot(), name).columns) == list(SCHEMA[name])


@pytest.mark.parametrize("name", SCHEMA)
def test_an_empty_frame_has_them_as_well(name: str) -> None:
    empty = frame(name, [])
    assert list(empty.columns) == list(SCHEMA[name]) and len(empty) == 0


def test_geometry_is_kept_in_the_storage_crs() -> None:
    for found in (snapshot().parcels, snapshot().clusters):
        assert found.crs == STORAGE_CRS
    assert snapshot().parcels.geometry.iloc[0].equals(SQUARE)


def test_a_contract_brings_its_parcels_phases_and_instalments() -> None:
    found = snapshot()
    shares = found.contract_parcels.drop(columns="known_as")
    assert shares.values.tolist() == [["2023-1", "BD-01", 3], ["2023-1", "BD-02", 4]]
    assert found.phases[["contract_no", "number", "area_cm2"]].values.tolist() == [["2023-1", "1", 5]]
    assert found.instalments["amount_fen"].tolist() == [7]


def test_the_area_under_the_contract_goes_before_the_registered_one() -> None:
    found = Snapshot.from_records(
        ON, contracts=[CONTRACT], parcels=PARCELS, contract_parcel_areas={("2023-1", "BD-02"): 99}
    )
    assert found.contract_parcels["area_cm2"].tolist() == [3, 99]


def test_a_contract_lies_in_the_cluster_of_its_first_parcel() -> None:
    assert snapshot().contracts["cluster"].tolist() == ["北渡"]


def test_what_is_not_known_stays_unknown() -> None:
    row = snapshot().contracts.iloc[0]
    assert pd.isna(row["deposit_fen"]) and pd.isna(row["agreed_completion"]) and pd.isna(row["holder"])


def test_details_of_an_event_have_columns_and_are_kept_whole_as_json() -> None:
    details = {"verified": True, "new_commencement": date(2023, 9, 30), "ground": "第八条(二)"}
    event = Event(contract_no="2023-1", type=EventType.GOVERNMENT_CAUSE, start=ON, end=None, details=details)
    row = snapshot(event).events.iloc[0]
    assert row["verified"] and row["new_commencement"] == pd.Timestamp("2023-09-30")
    assert json.loads(row["details"]) == {**details, "new_commencement": "2023-09-30"}


def test_an_amount_beyond_64_bits_is_kept_to_the_fen() -> None:
    found = Snapshot.from_records(ON, contracts=[replace(CONTRACT, price_fen=2**63)])
    assert found.contracts["price_fen"].tolist() == [2**63]


def test_a_day_far_from_today_is_kept() -> None:
    far = date(2999, 12, 31)
    found = Snapshot.from_records(ON, contracts=[replace(CONTRACT, agreed_commencement=far)])
    assert found.contracts["agreed_commencement"].iloc[0].date() == far


def test_columns_that_the_schema_does_not_name_are_left_out_and_missing_ones_are_empty() -> None:
    found = frame("phases", pd.DataFrame({"contract_no": ["2023-1"], "number": ["1"], "colour": ["red"]}))
    assert "colour" not in found
    assert found["area_cm2"].isna().all() and str(found["area_cm2"].dtype) == "Int64"


@pytest.mark.parametrize(("column", "name"), [("phases", "phases"), ("instalments", "instalments")])
def test_rows_go_in_and_out_unchanged(column: str, name: str) -> None:
    found = getattr(snapshot(), column)
    pd.testing.assert_frame_equal(frame(name, found), found)


def test_it_is_illustrative_when_any_of_its_facts_is() -> None:
    invented = replace(CONTRACT, illustrative=True)
    assert not snapshot().illustrative
    assert Snapshot.from_records(ON, contracts=[invented]).illustrative


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SnapshotError, match=r"events: missing column\(s\) verified; build the frame with"):
        replace(snapshot(), events=snapshot().events.drop(columns="verified"))


def test_a_column_of_another_kind_is_named_with_the_kind_it_should_have() -> None:
    wrong = snapshot().contracts.assign(price_fen=1.5)
    with pytest.raises(SnapshotError, match="contracts.price_fen: is float64, should be Int64"):
        replace(snapshot(), contracts=wrong)


def test_a_contract_number_that_stands_twice_is_named() -> None:
    with pytest.raises(SnapshotError, match="contracts: 2023-1 stands twice"):
        Snapshot.from_records(ON, contracts=[CONTRACT, CONTRACT])


def test_a_phase_that_stands_twice_is_named_with_its_contract() -> None:
    twice = replace(CONTRACT, phases=CONTRACT.phases * 2)
    with pytest.raises(SnapshotError, match="phases: 2023-1/1 stands twice"):
        Snapshot.from_records(ON, contracts=[twice])


def test_another_crs_is_refused_by_name() -> None:
    moved = gpd.GeoDataFrame(snapshot().parcels, geometry=[Point(0, 0)] * 2).to_crs("EPSG:4326")
    with pytest.raises(SnapshotError, match="parcels: CRS is EPSG:4326, should be EPSG:4490"):
        replace(snapshot(), parcels=moved)


def test_one_contract_is_cut_out_with_everything_of_its_own() -> None:
    other = replace(CONTRACT, contract_no="2023-2", parcel_nos=(), phases=(), instalments=())
    events = [Event(contract_no=no, type=EventType.HANDED_OVER, day=ON) for no in ("2023-2", "2023-1")]
    both = Snapshot.from_records(ON, contracts=[other, CONTRACT], events=events, parcels=PARCELS)
    alone = both.of_contracts(["2023-1"])
    assert alone.contracts["contract_no"].tolist() == ["2023-1"]
    assert alone.events["contract_no"].tolist() == ["2023-1"]
    assert (len(alone.contract_parcels), len(alone.phases), len(alone.instalments)) == (2, 1, 1)
    assert len(both.contracts) == len(both.events) == 2


def test_a_contract_that_is_not_there_cannot_be_cut_out() -> None:
    with pytest.raises(KeyError, match="2023-9"):
        snapshot().of_contracts(["2023-1", "2023-9"])


def test_rows_of_a_contract_that_is_not_there_have_no_position() -> None:
    stray = Event(contract_no="2023-9", type=EventType.HANDED_OVER, day=ON)
    own = Event(contract_no="2023-1", type=EventType.HANDED_OVER, day=ON)
    assert snapshot(stray, own).contract_positions("events").tolist() == [-1, 0]
