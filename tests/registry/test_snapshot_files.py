"""A snapshot in files gives the same answers as the register it came from."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from geopandas.testing import assert_geodataframe_equal
from pyarrow import parquet

from benchmarks.district import synthetic
from landwatch.errors import InputError, UsageError
from landwatch.model import Cluster, Contract, Event, Parcel
from landwatch.registry.snapshot_files import MANIFEST, parts_of, read_snapshot, write_snapshot
from landwatch.rules import assess
from landwatch.rules.explanation.tree import explain
from landwatch.snapshot import SCHEMA, Snapshot

ON = date(2024, 1, 20)


@pytest.fixture
def snapshot(
    cluster: Cluster, parcel: Parcel, contract: Contract, period: Event, commencement: Event
) -> Snapshot:
    """Facts that fill every frame, with money beyond 64 bits and a contract without a parcel."""
    dear = replace(period, details={**period.details, "amount_fen": 10**25})
    other = replace(contract, contract_no="第2号", parcel_nos=(), price_fen=None, indicators=(), phases=())
    return Snapshot.from_records(
        ON,
        known_at=datetime(2024, 1, 21, 9, 30, 0, 123456, tzinfo=UTC),
        clusters=[cluster],
        parcels=[parcel, Parcel(parcel_no="无界址")],
        contracts=[contract, other],
        events=[dear, commencement, replace(commencement, contract_no="第2号", day=None)],
    )


@pytest.fixture
def folder(snapshot: Snapshot, tmp_path: Path) -> Path:
    """The snapshot in files."""
    return write_snapshot(snapshot, tmp_path / "facts").parent


def assert_same(found: Snapshot, expected: Snapshot) -> None:
    assert (found.on, found.known_at) == (expected.on, expected.known_at)
    for name in SCHEMA:
        one, other = getattr(found, name), getattr(expected, name)
        if isinstance(other, gpd.GeoDataFrame):
            assert_geodataframe_equal(one, other)
        else:
            pd.testing.assert_frame_equal(with_one_nothing(one), with_one_nothing(other))


def with_one_nothing(rows: pd.DataFrame) -> pd.DataFrame:
    """Write every missing value of an object column as ``None``."""
    objects = [name for name in rows if rows[name].dtype == object]
    return rows.assign(**{name: rows[name].where(rows[name].notna(), None) for name in objects})


def seal(folder: Path, **changes: Any) -> None:
    """Make the manifest fit files that were changed."""
    from hashlib import sha256

    manifest = folder / MANIFEST
    told = json.loads(manifest.read_text(encoding="utf-8"))
    for name, entry in told["files"].items():
        entry["sha256"] = sha256((folder / name).read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told | changes), encoding="utf-8")


def test_every_fact_comes_back_with_its_type(snapshot: Snapshot, folder: Path) -> None:
    assert_same(read_snapshot([folder]), snapshot)


def test_an_empty_snapshot_comes_back(tmp_path: Path) -> None:
    empty = Snapshot.from_records(ON)
    assert_same(read_snapshot([write_snapshot(empty, tmp_path / "facts").parent]), empty)


@pytest.mark.long
def test_the_assessment_and_its_explanations_are_the_same_to_the_byte(tmp_path: Path) -> None:
    before = assess(synthetic(300, 200))
    after = assess(read_snapshot([write_snapshot(before.snapshot, tmp_path / "facts").parent]))
    pd.testing.assert_frame_equal(after.contracts, before.contracts)
    for number in before.contracts.index[:40]:
        assert explain(after, number).text().encode() == explain(before, number).text().encode()


def test_the_manifest_may_be_named_instead_of_its_folder(snapshot: Snapshot, folder: Path) -> None:
    assert_same(read_snapshot([folder / MANIFEST]), snapshot)


def test_places_are_geoparquet_that_says_its_crs(folder: Path) -> None:
    assert gpd.read_parquet(folder / "parcels.parquet").crs == "EPSG:4490"


def test_days_are_dates_for_every_other_tool(folder: Path) -> None:
    assert parquet.read_schema(folder / "contracts.parquet").field("signed_on").type == pa.date32()


def test_parts_together_are_the_whole(snapshot: Snapshot, tmp_path: Path) -> None:
    folders = [
        write_snapshot(part, tmp_path / "facts" / str(n)).parent
        for n, part in enumerate(parts_of(snapshot, 2))
    ]
    assert_same(read_snapshot(folders), snapshot)
    assert_same(read_snapshot([tmp_path / "facts"]), snapshot)


def test_a_part_can_be_judged_by_itself_as_in_the_whole(tmp_path: Path) -> None:
    whole = assess(synthetic(300, 200))
    parts = [assess(part) for part in parts_of(whole.snapshot, 7)]
    assert [len(part.contracts) for part in parts] == [43, 43, 43, 42, 43, 43, 43]
    judged = pd.concat([part.contracts.astype(object) for part in parts])
    pd.testing.assert_frame_equal(judged, whole.contracts.astype(object), check_index_type=False)


def test_a_part_named_twice_is_refused(folder: Path) -> None:
    with pytest.raises(
        InputError, match="contradicts itself: .* stands twice.*Name every part of one export once"
    ):
        read_snapshot([folder, folder])


def test_parts_of_different_days_are_refused(snapshot: Snapshot, folder: Path, tmp_path: Path) -> None:
    write_snapshot(replace(snapshot, on=ON + timedelta(days=1)), tmp_path / "later")
    with pytest.raises(InputError, match="not parts of one snapshot: they are of different days"):
        read_snapshot([folder, tmp_path / "later"])


def test_a_folder_without_a_manifest_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no snapshot: manifest\.json is missing\. Name a folder"):
        read_snapshot([tmp_path])


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": "another"}', '{"format": "landwatch snapshot"}'])
def test_a_manifest_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError, match="is not the manifest of a landwatch snapshot"):
        read_snapshot([tmp_path])


def test_a_newer_form_is_refused_by_name(folder: Path) -> None:
    seal(folder, form=999)
    with pytest.raises(
        InputError, match=r"written by a newer landwatch \(form 999, this one reads \d+\)\. Install"
    ):
        read_snapshot([folder])


def test_a_snapshot_of_the_first_form_did_not_say_how_papers_were_served(
    snapshot: Snapshot, folder: Path
) -> None:
    file = folder / "events.parquet"
    parquet.write_table(parquet.read_table(file).drop_columns(["service"]), file)
    seal(folder, form=1)
    assert_same(read_snapshot([folder]), snapshot)


def test_one_flipped_byte_is_found_and_the_file_named(folder: Path) -> None:
    file = folder / "events.parquet"
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(body)
    with pytest.raises(
        InputError, match=r"events\.parquet is missing, damaged or changed.*Copy it once more"
    ):
        read_snapshot([folder])


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "phases.parquet").unlink()
    with pytest.raises(InputError, match=r"phases\.parquet is missing, damaged or changed"):
        read_snapshot([folder])


def test_a_file_without_a_column_is_refused_though_its_hash_fits(folder: Path) -> None:
    file = folder / "contracts.parquet"
    parquet.write_table(parquet.read_table(file).drop_columns(["price_fen"]), file)
    seal(folder)
    with pytest.raises(InputError, match=r"contracts\.parquet is not what a landwatch snapshot has there"):
        read_snapshot([folder])


def test_places_in_another_crs_are_refused(folder: Path) -> None:
    file = folder / "parcels.parquet"
    gpd.read_parquet(file).to_crs(4524).to_parquet(file)
    seal(folder)
    with pytest.raises(InputError, match=r"CRS of parcels.parquet is EPSG:4524, should be EPSG:4490"):
        read_snapshot([folder])


def test_text_where_money_should_be_is_refused(folder: Path) -> None:
    file = folder / "contracts.parquet"
    table = parquet.read_table(file)
    at = table.schema.get_field_index("price_fen")
    parquet.write_table(table.set_column(at, "price_fen", pa.array(["一千", "两千"])), file)
    seal(folder)
    with pytest.raises(InputError, match=r"contracts\.parquet is not what .*Export the snapshot again"):
        read_snapshot([folder])


def test_a_folder_that_holds_something_is_left_alone(snapshot: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match="something is there already; name a new or an empty folder"):
        write_snapshot(snapshot, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_snapshot_that_cannot_be_finished_leaves_nothing(
    snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet, "write_table", refuse)
    with pytest.raises(UsageError, match="cannot be written: No space left on device; name another folder"):
        write_snapshot(snapshot, tmp_path / "facts")
    assert list(tmp_path.iterdir()) == []


def test_a_register_gives_the_same_assessment_through_files(
    add: Callable[..., Any],
    register: Any,
    cluster: Cluster,
    parcel: Parcel,
    contract: Contract,
    period: Event,
    commencement: Event,
    tmp_path: Path,
) -> None:
    add(clusters=[cluster], parcels=[parcel], contracts=[contract], events=[period, commencement])
    direct = assess(register.snapshot(ON))
    through = assess(read_snapshot([write_snapshot(direct.snapshot, tmp_path / "facts").parent]))
    number = contract.contract_no
    assert explain(through, number).text().encode() == explain(direct, number).text().encode()
