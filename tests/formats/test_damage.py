"""Ten thousand damaged files: never a crash, a hang, a handle left open, or a record without a word."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from landwatch.formats import read
from tests.formats.files import (
    BOX,
    PLANE_BOX,
    SQUARE,
    YARD,
    drawn_text,
    parcel_lines,
    placemark,
    polyline,
    write_boundaries,
    write_csv,
    write_dxf,
    write_geoparquet,
    write_kml,
    write_layer,
    write_workbook,
    write_zip,
)
from tests.formats.fuzzing import damaged, damaged_member
from tests.formats.old_workbook import write_old_workbook
from tests.formats.test_dispatch import write_ods
from tests.formats.test_issue_codes import FACTS, FIELDS, HEADER, ROW
from tests.formats.test_market_site import ITEM

pytestmark = pytest.mark.long

Damage = Callable[[Random, bytes], bytes]


def market_site(path: Path) -> Path:
    path.write_text(json.dumps([ITEM, ITEM | {"dzBaBh": "B"}], ensure_ascii=False), encoding="utf-8")
    return path


def shapefile(path: Path) -> Path:
    return write_layer(path, [(FIELDS, PLANE_BOX)], crs="EPSG:4524", driver="ESRI Shapefile", encoding="GBK")


def zipped_shapefile(path: Path) -> Path:
    shapefile(path.with_name("地块.shp"))
    return write_zip(path, *sorted(path.parent.glob("地块.*")), gbk_names=True)


SAMPLES: dict[str, tuple[int, Callable[[Path], Path], Damage]] = {
    "a.txt": (
        3_000,
        lambda path: write_boundaries(
            path, parcel_lines("A", "6", SQUARE), parcel_lines("B", "2", YARD), encoding="gbk"
        ),
        damaged,
    ),
    "a.csv": (2_000, lambda path: write_csv(path, HEADER, ROW, ["HT-2", *ROW[1:]]), damaged),
    "b.csv": (1_000, lambda path: write_csv(path, FACTS, ["HT-1", "补充协议", "2024-01-01", ""]), damaged),
    "a.json": (1_000, market_site, damaged),
    "a.kml": (500, lambda path: write_kml(path, placemark("A", list(BOX.exterior.coords))), damaged),
    "a.dxf": (
        300,
        lambda p: write_dxf(p, polyline(SQUARE), drawn_text("甲", 3213200.0, 36368500.0)),
        damaged,
    ),
    "a.geojson": (400, lambda path: write_layer(path, [(FIELDS, BOX)], driver="GeoJSON"), damaged),
    "a.fgb": (300, lambda path: write_layer(path, [(FIELDS, BOX)], driver="FlatGeobuf"), damaged),
    "a.gpkg": (100, lambda path: write_layer(path, [(FIELDS, BOX)]), damaged),
    "a.parquet": (300, lambda path: write_geoparquet(path, (FIELDS, BOX)), damaged),
    "a.xls": (400, lambda path: write_old_workbook(path, {"台账": [HEADER, ROW]}), damaged),
    "a.xlsx": (400, lambda path: write_workbook(path, {"台账": [HEADER, ROW]}), damaged_member),
    "a.ods": (200, write_ods, damaged_member),
    "a.zip": (200, zipped_shapefile, damaged_member),
    "b.zip": (200, zipped_shapefile, damaged),
}


@pytest.fixture(autouse=True)
def nothing_stays_open(tmp_path: Path) -> Iterator[None]:
    yield
    gc.collect()  # what an error of fiona still holds
    found = [one.resolve() for one in Path("/proc/self/fd").iterdir() if one.exists()]
    assert not [path for path in found if tmp_path in path.parents or "landwatch-" in str(path)]


def test_ten_thousand_files_are_damaged() -> None:
    assert sum(count for count, _write, _damage in SAMPLES.values()) >= 10_000


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_is_read_or_reported(tmp_path: Path, name: str) -> None:
    count, write, damage = SAMPLES[name]
    whole = write(tmp_path / name).read_bytes()

    @settings(
        max_examples=count,
        deadline=timedelta(seconds=5),
        database=None,
        phases=[Phase.generate],  # a seed does not shrink
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**63))
    def reads(seed: int) -> None:
        (tmp_path / name).write_bytes(damage(Random(seed), whole))
        reading = read(tmp_path / name)
        assert reading.records or reading.issues

    reads()


@pytest.mark.parametrize("suffix", [".shp", ".shx", ".dbf", ".prj", ".cpg"])
def test_a_shapefile_with_a_damaged_member_is_read_or_reported(tmp_path: Path, suffix: str) -> None:
    path = shapefile(tmp_path / "a.shp")
    whole = path.with_suffix(suffix).read_bytes()

    @settings(
        max_examples=60,
        deadline=timedelta(seconds=5),
        database=None,
        phases=[Phase.generate],  # a seed does not shrink
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**63))
    def reads(seed: int) -> None:
        path.with_suffix(suffix).write_bytes(damaged(Random(seed), whole))
        reading = read(path)
        assert reading.records or reading.issues

    reads()
