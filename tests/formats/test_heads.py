"""What the head of a file says of its content, against what is in it."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest
from shapely import affinity
from shapely.geometry import MultiPolygon

from landwatch.formats import Reading, read
from landwatch.formats.vector.flatgeobuf import features_in
from landwatch.model import Severity
from tests.formats.files import BOX, PLANE_BOX, codes, the_issue, write_geojson, write_layer

NAMES = ("A", "B", "C")


def layer(path: Path, driver: str, **creation: str) -> Path:
    shapes = [affinity.translate(BOX, 0.01 * step) for step in range(3)]
    if driver == "OpenFileGDB":
        shapes = [MultiPolygon([shape]) for shape in shapes]
    features = [({"宗地编号": name}, shape) for name, shape in zip(NAMES, shapes, strict=True)]
    return write_layer(path, features, driver=driver, **creation)


def shapefile(folder: Path) -> Path:
    shapes = [affinity.translate(PLANE_BOX, 1000 * step) for step in range(3)]
    features = [({"ZDDM": name}, shape) for name, shape in zip(NAMES, shapes, strict=True)]
    return write_layer(folder / "a.shp", features, crs="EPSG:4524", driver="ESRI Shapefile")


def overwritten(path: Path, at: int, content: bytes) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:at] + content + whole[at + len(content) :])


def numbers(reading: Reading) -> tuple[str, ...]:
    return tuple(parcel.parcel_no for parcel in reading.parcels)


@pytest.mark.parametrize("index", ["YES", "NO"])
@pytest.mark.parametrize("stated", [0, 1, 2])
def test_a_flatgeobuf_is_read_to_its_last_feature(tmp_path: Path, stated: int, index: str) -> None:
    path = layer(tmp_path / "a.fgb", "FlatGeobuf", SPATIAL_INDEX=index)
    content = path.read_bytes()
    overwritten(path, content.index(struct.pack("<Q", 3), 12), struct.pack("<Q", stated))
    reading = read(path)
    assert (sorted(numbers(reading)), reading.records, reading.issues) == (["A", "B", "C"], 3, ())


@pytest.mark.parametrize("index", ["YES", "NO"])
def test_a_flatgeobuf_that_says_more_than_it_has_is_told(tmp_path: Path, index: str) -> None:
    path = layer(tmp_path / "a.fgb", "FlatGeobuf", SPATIAL_INDEX=index)
    overwritten(path, path.read_bytes().index(struct.pack("<Q", 3), 12), struct.pack("<Q", 9))
    reading = read(path)
    issue = the_issue(reading, "unreadable_record")
    assert (len(reading.parcels), reading.records, issue.severity) == (3, 3, Severity.WARNING)
    assert "says that it has 9 features; 3 are in it, and all of these were read" in issue.message


def test_a_flatgeobuf_broken_off_keeps_what_is_whole(tmp_path: Path) -> None:
    path = layer(tmp_path / "a.fgb", "FlatGeobuf", SPATIAL_INDEX="NO")
    path.write_bytes(path.read_bytes()[:-20])
    reading = read(path)
    assert (len(reading.parcels), reading.records, codes(reading)) == (2, 3, {"unreadable_record"})


def test_the_features_of_a_flatgeobuf_are_counted_without_its_head(tmp_path: Path) -> None:
    content = layer(tmp_path / "a.fgb", "FlatGeobuf").read_bytes()
    found = features_in(content)
    assert found is not None
    assert (found.count, found.head_count, found.content == content) == (3, 3, True)
    assert features_in(b"no such file") is None


def test_a_row_beyond_the_list_of_a_geopackage_is_read(tmp_path: Path) -> None:
    path = layer(tmp_path / "a.gpkg", "GPKG")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = 0")
    reading = read(path)
    assert (numbers(reading), reading.records, reading.issues) == (NAMES, 3, ())


def test_a_geopackage_whose_list_says_too_much_has_lost_nothing(tmp_path: Path) -> None:
    path = layer(tmp_path / "a.gpkg", "GPKG")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = 9000000000")
    reading = read(path)
    assert (numbers(reading), reading.records, reading.issues) == (NAMES, 3, ())


@pytest.mark.parametrize("member", [".dbf", ".shx", "both"])
def test_a_shapefile_is_read_to_its_last_row(tmp_path: Path, member: str) -> None:
    path = shapefile(tmp_path)
    if member in (".dbf", "both"):
        overwritten(path.with_suffix(".dbf"), 4, struct.pack("<I", 1))
    if member in (".shx", "both"):
        overwritten(path.with_suffix(".shx"), 24, struct.pack(">i", (100 + 8) // 2))
    reading = read(path)
    assert (numbers(reading), reading.records, codes(reading)) == (NAMES, 3, set())


def test_an_index_that_breaks_off_costs_no_shape(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    index = path.with_suffix(".shx")
    index.write_bytes(index.read_bytes()[: 100 + 8])
    reading = read(path)
    assert (numbers(reading), reading.records, codes(reading)) == (NAMES, 3, set())


def test_a_row_without_a_shape_is_told(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    for suffix in (".shp", ".shx"):
        member = path.with_suffix(suffix)
        member.write_bytes(member.read_bytes()[: -8 if suffix == ".shx" else -136])
    reading = read(path)
    issue = the_issue(reading, "unreadable_record")
    assert (numbers(reading), reading.records, issue.record) == (("A", "B"), 3, "3")
    assert "a.shp, feature 3: it stands in the file and cannot be read" in issue.message


def test_all_rows_but_the_deleted_ones_count(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    table = path.with_suffix(".dbf")
    head, record = struct.unpack_from("<HH", table.read_bytes(), 8)
    overwritten(table, head, b"*")
    overwritten(table, head + 2 * record, b"*")
    reading = read(path)
    assert (numbers(reading), reading.records, codes(reading)) == (("B",), 1, set())


def test_a_geodatabase_is_read_to_its_last_row(tmp_path: Path) -> None:
    path = layer(tmp_path / "a.gdb", "OpenFileGDB")
    field = "宗地编号".encode("utf-16-le")
    (table,) = (one for one in path.glob("*.gdbtable") if field in one.read_bytes())
    overwritten(table, 4, struct.pack("<I", 1))
    reading = read(path)
    assert (numbers(reading), reading.records) == (NAMES, 3)


def test_entries_of_a_geojson_that_are_no_features_are_told(tmp_path: Path) -> None:
    polygon = {"type": "Polygon", "coordinates": [list(map(list, BOX.exterior.coords))]}
    path = write_geojson(tmp_path / "a.geojson", ({"宗地编号": "A"}, polygon))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"features": [', '"features": [null, 7, '), encoding="utf-8")
    reading = read(path)
    issue = the_issue(reading, "unreadable_record")
    assert (numbers(reading), reading.records, issue.record) == (("A",), 3, "1-2")


def test_a_geodatabase_that_says_more_than_it_has_is_told(tmp_path: Path) -> None:
    path = layer(tmp_path / "a.gdb", "OpenFileGDB")
    field = "宗地编号".encode("utf-16-le")
    (table,) = (one for one in path.glob("*.gdbtable") if field in one.read_bytes())
    overwritten(table, 4, struct.pack("<I", 5))
    reading = read(path)
    issue = the_issue(reading, "unreadable_record")
    assert (numbers(reading), reading.records, issue.severity) == (NAMES, 3, Severity.WARNING)
    assert f"its table {table.name} says that it has 5 rows, its index lists 3" in issue.message
