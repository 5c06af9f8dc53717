"""Vector layers to parcels and clusters."""

from __future__ import annotations

import struct
from pathlib import Path

import fiona
import pytest
from shapely import affinity
from shapely.geometry import LineString, Polygon, mapping

from landwatch.formats import read
from landwatch.model import OperatorBasis, Severity
from tests.formats.files import (
    BOX,
    PLANE_BOX,
    codes,
    issues_of,
    the_issue,
    write_geojson,
    write_geoparquet,
    write_layer,
)

FIELDS = {"宗地编号": "A", "宗地名称": "甲地块", "组团": "桥河", "土地用途": "工业用地", "宗地面积": 60_000.0}
EAST = affinity.translate(PLANE_BOX, 1000)


def write_shapefile(
    folder: Path, *features: tuple[dict[str, object], Polygon | None], encoding: str = "GBK"
) -> Path:
    """Write a shapefile in zone 36, without the .cpg that would declare its encoding."""
    path = write_layer(
        folder / "a.shp", list(features), crs="EPSG:4524", driver="ESRI Shapefile", encoding=encoding
    )
    path.with_suffix(".cpg").unlink()
    return path


@pytest.mark.parametrize("driver", ["GPKG", "GeoJSON"])
def test_a_parcel_is_read_with_all_its_fields(tmp_path: Path, driver: str) -> None:
    path = tmp_path / ("a.gpkg" if driver == "GPKG" else "a.geojson")
    area = {"宗地面积(平方米)": 43_233.59}
    reading = read(write_layer(path, [({**FIELDS, **area}, BOX)], driver=driver, crs="EPSG:4490"))
    (parcel,) = reading.parcels
    assert (reading.kind, reading.records, reading.crs_source) == ("vector", 1, "declared")
    assert (parcel.parcel_no, parcel.name, parcel.cluster, parcel.land_use) == (
        "A",
        "甲地块",
        "桥河",
        "工业用地",
    )
    assert parcel.geometry.equals(BOX)


def test_a_gbk_shapefile_without_cpg_is_read_and_the_guess_said(tmp_path: Path) -> None:
    reading = read(write_shapefile(tmp_path, (FIELDS, PLANE_BOX)))
    (parcel,) = reading.parcels
    assert (parcel.name, parcel.cluster, parcel.registered_area_cm2) == ("甲地块", "桥河", 600_000_000)
    assert (reading.source.encoding, reading.source.epsg) == ("gbk", 4524)
    assert codes(reading) == {"encoding_guessed"}


def test_a_declared_encoding_needs_no_guess(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, (FIELDS, PLANE_BOX))
    path.with_suffix(".cpg").write_text("936")
    reading = read(path)
    assert (reading.parcels[0].name, reading.source.encoding, codes(reading)) == ("甲地块", "gbk", set())


def test_a_declared_encoding_that_does_not_decode_is_overruled(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, (FIELDS, PLANE_BOX))
    path.with_suffix(".cpg").write_text("UTF-8")
    reading = read(path)
    assert reading.parcels[0].name == "甲地块"
    assert "declared encoding utf-8 does not decode" in the_issue(reading, "encoding_guessed").message


def test_field_names_cut_at_ten_bytes_are_recognised(tmp_path: Path) -> None:
    fields = {"X1": "A", "X2": "甲地块", "X3": "工业用地"}
    path = write_shapefile(tmp_path, (fields, PLANE_BOX), encoding="UTF-8")
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    for position, name in enumerate(("宗地编号", "宗地名称", "土地用途")):
        start = 32 + 32 * position
        content[start : start + 11] = name.encode()[:10] + b"\x00"
    table.write_bytes(bytes(content))
    reading = read(path)
    (parcel,) = reading.parcels
    assert (parcel.parcel_no, parcel.name, parcel.land_use) == ("A", "甲地块", "工业用地")
    assert [issue.value for issue in issues_of(reading, "field_name_truncated")] == [
        "宗地编号",
        "宗地名称",
        "土地用途",
    ]


@pytest.mark.parametrize("second", ["宗地面积(平方米", "宗地面积(公顷)"])
def test_two_fields_cut_to_one_name_are_told_and_not_used(tmp_path: Path, second: str) -> None:
    path = write_shapefile(tmp_path, ({"ZDDM": "A", "X2": "60000", "X3": "6"}, PLANE_BOX), encoding="GBK")
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    for position, name in ((1, "宗地面积(公顷)"), (2, second)):
        content[32 + 32 * position : 32 + 32 * position + 11] = name.encode("gbk")[:10] + b"\x00"
    table.write_bytes(bytes(content))
    reading = read(path)
    issue = the_issue(reading, "field_name_truncated")
    assert (issue.severity, issue.value, reading.parcels[0].registered_area_cm2) == (
        Severity.WARNING,
        None,
        None,
    )
    assert "2 fields are called “宗地面积(”, since their names were cut at ten bytes; none" in issue.message
    assert "give them different names of at most three Chinese characters" in issue.message


def test_a_cut_field_that_may_mean_what_another_says_is_told_and_not_used(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, ({"ZDDM": "A", "ZDMJ": 60000.0, "X3": "6"}, PLANE_BOX), encoding="UTF-8")
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[32 + 64 : 32 + 64 + 11] = "宗地面积".encode()[:10] + b"\x00"
    table.write_bytes(bytes(content))
    reading = read(path)
    issue = the_issue(reading, "field_name_truncated")
    assert (issue.severity, reading.parcels[0].registered_area_cm2) == (Severity.WARNING, 600_000_000)
    assert "“宗地面” was cut at ten bytes and may mean 宗地面积, which is read from “ZDMJ”" in issue.message


def test_a_text_cut_in_the_middle_of_a_character_loses_that_character_only(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, ({"ZDDM": "A", "DKMC": "x" * 80}, PLANE_BOX), encoding="UTF-8")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(b"x" * 80, ("甲" * 27).encode()[:80]))
    assert read(path).parcels[0].name == "甲" * 26


@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_shapefile_that_is_not_whole_is_one_issue(tmp_path: Path, suffix: str) -> None:
    path = write_shapefile(tmp_path, (FIELDS, PLANE_BOX))
    path.with_suffix(suffix).unlink()
    reading = read(path)
    (issue,) = reading.issues
    assert (reading.kind, reading.records, issue.code, issue.record) == (None, 0, "unreadable_record", None)
    assert f"a{suffix}" in issue.message


def test_one_damaged_geometry_costs_its_feature_only(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, (FIELDS, PLANE_BOX), (FIELDS | {"宗地编号": "B"}, EAST))
    content = bytearray(path.read_bytes())
    content[100 + 8 : 100 + 12] = struct.pack("<i", 77)  # a type of geometry that does not exist
    path.write_bytes(bytes(content))
    reading = read(path)
    issue = the_issue(reading, "unreadable_record")
    assert (issue.record, issue.severity) == ("A", Severity.ERROR)
    assert ([parcel.parcel_no for parcel in reading.parcels], reading.records) == (["B"], 2)


def test_a_shapefile_broken_off_keeps_what_stands_before_the_break(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, (FIELDS, PLANE_BOX), (FIELDS | {"宗地编号": "B"}, EAST))
    path.write_bytes(path.read_bytes()[:-40])
    reading = read(path)
    assert [parcel.parcel_no for parcel in reading.parcels] == ["A"]
    assert the_issue(reading, "unreadable_record").record == "B"


def test_attributes_broken_off_are_reported_for_each_lost_feature(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, (FIELDS, PLANE_BOX), (FIELDS | {"宗地编号": "B"}, EAST))
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes()[:-100])
    reading = read(path)
    assert ([parcel.parcel_no for parcel in reading.parcels], reading.records) == (["A"], 2)
    assert the_issue(reading, "unreadable_record").record == "2"


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[106.65, 29.03], [106.66, 29.03]]]},
        {
            "type": "Polygon",
            "coordinates": [[[106.65, 29.03], [106.66, 29.03], [106.67, 29.03], [106.65, 29.03]]],
        },
        {"type": "Point", "coordinates": [106.65, 29.03]},
        mapping(LineString([(106.65, 29.03), (106.66, 29.03)])),
    ],
)
def test_a_feature_without_a_polygon_is_refused_and_the_rest_goes_on(
    tmp_path: Path, geometry: dict[str, object] | None
) -> None:
    path = write_geojson(
        tmp_path / "a.geojson", ({"宗地编号": "A"}, geometry), ({"宗地编号": "B"}, mapping(BOX))
    )
    reading = read(path)
    issue = the_issue(reading, "empty_geometry")
    assert (issue.record, [parcel.parcel_no for parcel in reading.parcels]) == ("A", ["B"])
    assert "a.geojson, feature 1, parcel A" in issue.message


def test_an_unclosed_ring_is_closed_and_said(tmp_path: Path) -> None:
    ring = {"type": "Polygon", "coordinates": [list(map(list, BOX.exterior.coords))[:-1]]}
    reading = read(write_geojson(tmp_path / "a.geojson", ({"宗地编号": "A"}, ring)))
    assert (codes(reading), reading.parcels[0].geometry.equals(BOX)) == ({"ring_unclosed"}, True)


def test_a_hole_outside_its_polygon_becomes_a_part(tmp_path: Path) -> None:
    outside = affinity.translate(BOX, 0.01)
    rings = {"type": "Polygon", "coordinates": [list(BOX.exterior.coords), list(outside.exterior.coords)]}
    reading = read(write_geojson(tmp_path / "a.geojson", ({"宗地编号": "A"}, rings)))
    assert (codes(reading), len(reading.parcels[0].geometry.geoms)) == ({"hole_outside"}, 2)


def test_a_crossing_boundary_is_named_with_its_place(tmp_path: Path) -> None:
    bow_tie = Polygon([(106.650, 29.030), (106.651, 29.031), (106.651, 29.030), (106.650, 29.031)])
    issue = the_issue(
        read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, bow_tie)])), "self_intersection"
    )
    assert (issue.record, issue.value) == ("A", "106.6505000, 29.0305000")
    assert "it is not repaired" in issue.message


@pytest.mark.parametrize("name", ["ZDDM", "BDCDYH", "DKBH", "宗地代码", "地块编号"])
def test_the_parcel_number_goes_by_many_names(tmp_path: Path, name: str) -> None:
    reading = read(write_layer(tmp_path / "a.gpkg", [({name: "500110005001GB00001", "QLR": "甲公司"}, BOX)]))
    assert (reading.parcels[0].parcel_no, codes(reading)) == ("500110005001GB00001", set())


def test_a_layer_without_parcel_numbers_says_which_field_is_missing(tmp_path: Path) -> None:
    issue = the_issue(read(write_layer(tmp_path / "a.gpkg", [({"颜色": "红"}, BOX)])), "missing_required")
    assert issue.field == "宗地编号"
    assert "颜色" in issue.message


def test_a_feature_without_a_number_is_refused_alone(tmp_path: Path) -> None:
    east = affinity.translate(BOX, 0.01)
    reading = read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": " "}, BOX), ({"宗地编号": "B"}, east)]))
    issue = the_issue(reading, "missing_required")
    assert (issue.record, issue.field, len(reading.parcels)) == ("1", "宗地编号", 1)


def test_an_area_that_is_no_number_is_quoted(tmp_path: Path) -> None:
    issue = the_issue(
        read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A", "宗地面积": "六万"}, BOX)])), "bad_number"
    )
    assert (issue.record, issue.field, issue.value) == ("A", "宗地面积", "六万")


def test_the_unit_of_the_area_is_taken_from_the_field_name(tmp_path: Path) -> None:
    reading = read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A", "面积亩": 64.85}, BOX)]))
    assert (reading.parcels[0].registered_area_cm2, codes(reading)) == (432_333_333, set())


def test_an_unknown_field_is_said_and_not_used(tmp_path: Path) -> None:
    assert (
        the_issue(
            read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A", "颜色": "红"}, BOX)])), "unknown_column"
        ).field
        == "颜色"
    )


@pytest.mark.parametrize(("remark", "illustrative"), [("示意数据", True), ("补测", False)])
def test_sample_data_says_so(tmp_path: Path, remark: str, illustrative: bool) -> None:
    reading = read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A", "备注": remark}, BOX)]))
    assert reading.parcels[0].illustrative is illustrative


CLUSTER = {
    "组团": "桥河",
    "英文名": "Qiaohe",
    "运营公司": "甲公司",
    "运营公司依据": "position",
    "主导产业": "装备",
    "示意": "是",
}


def test_clusters_are_recognised_by_the_basis_of_their_operator(tmp_path: Path) -> None:
    reading = read(write_layer(tmp_path / "a.gpkg", [(CLUSTER, BOX)]))
    (cluster,) = reading.clusters
    assert (cluster.name, cluster.name_en, cluster.operator, cluster.illustrative) == (
        "桥河",
        "Qiaohe",
        "甲公司",
        True,
    )
    assert (cluster.operator_basis, reading.parcels, codes(reading)) == (OperatorBasis.POSITION, (), set())


def test_a_cluster_without_an_operator_is_a_cluster(tmp_path: Path) -> None:
    nobody = CLUSTER | {"运营公司": None, "运营公司依据": None}
    (cluster,) = read(
        write_layer(tmp_path / "a.gpkg", [(CLUSTER | {"组团": "北渡"}, BOX), (nobody, BOX)])
    ).clusters[1:]
    assert (cluster.operator, cluster.operator_basis) == (None, OperatorBasis.UNKNOWN)


def test_an_unknown_basis_is_taken_as_unknown_with_a_warning(tmp_path: Path) -> None:
    reading = read(write_layer(tmp_path / "a.gpkg", [(CLUSTER | {"运营公司依据": "听说"}, BOX)]))
    assert reading.clusters[0].operator_basis is OperatorBasis.UNKNOWN
    assert (
        "named" in issues_of(reading, "unreadable_record")[0].message or "点名" in reading.issues[0].message
    )


def test_a_cluster_named_twice_is_taken_once(tmp_path: Path) -> None:
    reading = read(
        write_layer(tmp_path / "a.gpkg", [(CLUSTER, BOX), (CLUSTER, affinity.translate(BOX, 0.01))])
    )
    assert (len(reading.clusters), reading.records) == (1, 2)
    assert reading.issues[0].value == "桥河"


def test_all_layers_of_a_file_are_read(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, BOX)], layer="parcels")
    write_layer(path, [(CLUSTER, BOX)], layer="clusters")
    reading = read(path)
    assert (len(reading.parcels), len(reading.clusters), reading.records) == (1, 1, 2)


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.shp"])
@pytest.mark.parametrize("content", [b"", b"not what it says", b"\x00\x01" * 500])
def test_a_file_that_is_not_what_it_says_is_one_issue(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    for suffix in (".shx", ".dbf"):
        (tmp_path / "a").with_suffix(suffix).write_bytes(content)
    reading = read(tmp_path / name)
    (issue,) = reading.issues
    assert (reading.kind, reading.records, issue.code, issue.record) == (None, 0, "unreadable_record", None)


def test_no_file_handle_stays_open(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, BOX)])
    read(path)
    open_files = [handle.resolve() for handle in Path("/proc/self/fd").iterdir() if handle.exists()]
    assert path.resolve() not in open_files
    fiona.remove(str(path), driver="GPKG")


def test_a_number_of_features_in_a_damaged_head_is_told_and_not_believed(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.fgb", [(FIELDS, BOX)], driver="FlatGeobuf", SPATIAL_INDEX="NO")
    content = path.read_bytes()
    head = content.index(struct.pack("<Q", 1), 12)  # features_count, the only 64-bit one of the head
    path.write_bytes(content[:head] + struct.pack("<Q", 2_000_000_000) + content[head + 8 :])
    reading = read(path)
    issue = the_issue(reading, "unreadable_record")
    assert (issue.severity, issue.value, reading.records) == (Severity.WARNING, "2000000000", 1)
    assert "says that it has 2000000000 features; 1 are in it, and all of these were read" in issue.message
    assert [parcel.parcel_no for parcel in reading.parcels] == ["A"]


def test_broken_text_in_a_geoparquet_costs_its_feature_only(tmp_path: Path) -> None:
    east = affinity.translate(BOX, 0.01)
    path = write_geoparquet(tmp_path / "a.parquet", ({"宗地编号": "XYXY"}, BOX), ({"宗地编号": "B"}, east))
    path.write_bytes(path.read_bytes().replace(b"XYXY", b"X\xb7XY"))
    reading = read(path)
    assert ([parcel.parcel_no for parcel in reading.parcels], reading.records) == (["B"], 2)
    assert the_issue(reading, "unreadable_record").record == "1"
