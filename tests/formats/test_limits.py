"""Small files that ask for much: each is read or refused at once, in little memory."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from shapely.geometry import mapping

from landwatch.formats import ReaderSettings, Reading, read
from tests.formats.files import (
    BOX,
    SQUARE,
    codes,
    drawn_text,
    issues_of,
    placemark,
    polyline,
    the_issue,
    write_dxf,
    write_geojson,
    write_geoparquet,
    write_kml,
    write_layer,
)

RINGS = 100_000


def tiny(number: int) -> list[tuple[float, float]]:
    x, y = 106.5 + number % 300 * 1e-5, 29 + number // 300 * 1e-5
    return [(x, y), (x + 1e-6, y), (x + 1e-6, y + 1e-6), (x, y)]


def polygon(folder: Path) -> Path:
    rings = [list(BOX.exterior.coords), *map(tiny, range(RINGS - 1))]
    return write_geojson(folder / "a.geojson", ({"宗地编号": "A"}, {"type": "Polygon", "coordinates": rings}))


def parts(folder: Path) -> Path:
    shape = {"type": "MultiPolygon", "coordinates": [[tiny(number)] for number in range(RINGS)]}
    return write_geojson(folder / "a.geojson", ({"宗地编号": "A"}, shape))


def survey(folder: Path) -> Path:
    points = (
        f"J,{number + 1},{3213000 + number % 300 + x},{36368000 + number // 300 + y}"
        for number in range(RINGS)
        for x, y in ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5))
    )
    head = ["[属性描述]", "带号=36", "[地块坐标]", f"{3 * RINGS},6,A,A,面,,,,@"]
    (folder / "a.txt").write_text("\n".join([*head, *points]), encoding="utf-8-sig")
    return folder / "a.txt"


def placemarks(folder: Path) -> Path:
    return write_kml(folder / "a.kml", placemark("A", *map(tiny, range(RINGS))))


@pytest.mark.long
@pytest.mark.timeout(60)
@pytest.mark.parametrize("write", [polygon, parts, survey, placemarks])
def test_a_hundred_thousand_rings_are_refused_by_their_number(tmp_path: Path, write: object) -> None:
    assert callable(write)
    reading: Reading = read(write(tmp_path))
    issue = the_issue(reading, "unreadable_record")
    assert (reading.parcels, reading.records, issue.record, issue.value) == ((), 1, "A", str(RINGS))
    assert "rings, the limit is 1000; split it into several parcels" in issue.message


@pytest.mark.timeout(60)
def test_rings_within_rings_are_put_together_at_once(tmp_path: Path) -> None:
    rings = [
        [
            (106.6 + s, 29 + s),
            (106.7 - s, 29 + s),
            (106.7 - s, 29.1 - s),
            (106.6 + s, 29.1 - s),
            (106.6 + s, 29 + s),
        ]
        for s in (number * 4e-5 for number in range(1_000))
    ]
    path = write_geojson(
        tmp_path / "a.geojson", ({"宗地编号": "A"}, {"type": "Polygon", "coordinates": rings})
    )
    (parcel,) = read(path).parcels
    assert len(parcel.geometry.geoms) == 500  # every second ring bounds land inside a hole


@pytest.mark.timeout(60)
def test_the_same_land_many_times_is_told_in_part(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson", *(({"宗地编号": f"A{number}"}, mapping(BOX)) for number in range(3_000))
    )
    reading = read(path)
    told = issues_of(reading, "overlap")
    assert (len(reading.parcels), len(told)) == (3_000, 1_001)
    assert "more than 1000 pairs of parcels overlap; the others are not listed" in told[-1].message


@pytest.mark.timeout(60)
def test_a_text_within_many_lines_belongs_to_the_innermost(tmp_path: Path) -> None:
    (x, y), lines = SQUARE[0], []
    for size in range(1_500, 0, -1):
        west, south, east, north = y - size, x - size, y + size, x + size
        lines.append(polyline([(north, west), (north, east), (south, east), (south, west)]))
    texts = [drawn_text("甲-01", x, y) for _ in range(1_500)]
    reading = read(write_dxf(tmp_path / "a.dxf", *lines, *texts), crs=4524)
    assert (reading.records, [parcel.parcel_no for parcel in reading.parcels]) == (1_500, ["甲-01"])
    assert reading.parcels[0].geometry.area == pytest.approx(4 / 97_400 / 110_860, rel=0.01)


@pytest.mark.timeout(60)
def test_rows_that_repeat_without_end_are_refused_by_what_they_take(tmp_path: Path) -> None:
    count = 5_000_000
    zeros = pyarrow.array([0] * count, pyarrow.int32())
    geo = json.loads(
        pyarrow.parquet.read_schema(
            write_geoparquet(tmp_path / "b.parquet", ({"宗地编号": "A"}, BOX))
        ).metadata[b"geo"]
    )
    columns = {
        "宗地编号": pyarrow.DictionaryArray.from_arrays(zeros, ["x" * 1_000]),
        "geometry": pyarrow.DictionaryArray.from_arrays(zeros, pyarrow.array([BOX.wkb], pyarrow.binary())),
    }
    table = pyarrow.table(columns).replace_schema_metadata({"geo": json.dumps(geo)})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 2 << 20
    (issue,) = read(tmp_path / "a.parquet").issues
    assert "the limit is 600 MB; split the file" in issue.message


@pytest.mark.timeout(60)
def test_a_value_that_every_row_takes_from_its_table_counts_each_time(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, BOX)])
    with closing(sqlite3.connect(path)) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(
            "INSERT INTO a (宗地编号) WITH RECURSIVE r (i) AS"
            " (SELECT 1 UNION ALL SELECT i + 1 FROM r LIMIT 2000) SELECT 'B' FROM r"
        )
        database.execute("ALTER TABLE a ADD COLUMN 备注 TEXT DEFAULT '" + "x" * 100_000 + "'")
    (issue,) = read(path, settings=ReaderSettings(max_unpacked_bytes=50 << 20)).issues
    assert "its content is more than 50 MB unpacked, which is the limit; split the file" in issue.message


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "change",
    [
        "CREATE VIEW big AS SELECT 1 AS fid, CAST(zeroblob(900000000) AS TEXT) AS 宗地编号, geom FROM a",
        "CREATE TABLE big (fid INTEGER PRIMARY KEY, geom POLYGON, 宗地编号 TEXT GENERATED ALWAYS AS"
        " (CAST(zeroblob(900000000) AS TEXT)) VIRTUAL)",
    ],
    ids=["view", "computed column"],
)
def test_what_is_computed_when_it_is_read_is_told_and_not_read(tmp_path: Path, change: str) -> None:
    path = write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, BOX)])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(change)
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
            " VALUES ('big', 'features', 'big', 4490)"
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('big', 'geom', 'POLYGON', 4490, 0, 0)")
    reading = read(path)
    assert (len(reading.parcels), codes(reading)) == (1, {"unreadable_record"})
    assert "layer big: it is computed when it is read (a view)" in reading.issues[0].message


@pytest.mark.timeout(60)
@pytest.mark.parametrize("nested", ["[", '{"type":"GeometryCollection","geometries":['])
def test_json_without_a_floor_is_refused(tmp_path: Path, nested: str) -> None:
    head = '{"type":"Feature","properties":{"宗地编号":"A"},"geometry":'
    (tmp_path / "a.geojson").write_text(head + nested * 100_000, encoding="utf-8")
    (issue,) = read(tmp_path / "a.geojson").issues
    assert "it is no GeoJSON; export it again as GeoJSON" in issue.message


@pytest.mark.timeout(60)
def test_a_placemark_with_very_many_parts_is_read_at_once(tmp_path: Path) -> None:
    many = "<description>x</description>" * 100_000
    path = write_kml(tmp_path / "a.kml", f"<Placemark><name>A</name>{many}</Placemark>")
    assert the_issue(read(path), "empty_geometry").record == "A"
