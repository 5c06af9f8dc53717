"""Parts of parcels: brought as a layer with their facts, or as a column of a ledger of facts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import from_wkt
from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from landwatch import formats
from landwatch.formats import ReaderSettings
from landwatch.measures.acreage import ledger_of
from landwatch.model import EventType, Severity
from landwatch.registry import Register
from landwatch.services.files.importing import import_files
from landwatch.units import format_mu
from tests.office import LEDGER, write_office, write_table

PART = box(106.6050, 29.0050, 106.6060, 29.0060)
BESIDE = box(106.6060, 29.0050, 106.6070, 29.0060)
OVER = box(106.6055, 29.0050, 106.6065, 29.0060)
OUTSIDE = box(106.6065, 29.0050, 106.6075, 29.0060)
NUMBER = LEDGER[0]["合同编号"]
READERS = ReaderSettings()


def layer(path: Path, *parts: tuple[BaseGeometry, dict[str, Any]]) -> Path:
    usual = {"合同编号": NUMBER, "事项": "盘活", "盘活方式": "租赁", "日期": "2023-04-01", "案件编号": "盘1"}
    features = [
        {"type": "Feature", "properties": usual | own, "geometry": mapping(shape)} for shape, own in parts
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def read(path: Path) -> formats.Reading:
    return formats.read(path, crs=4490, accept_guess=False, settings=READERS)


def test_a_layer_of_parts_is_read_as_facts_with_their_boundaries(tmp_path: Path) -> None:
    reading = read(layer(tmp_path / "parts.geojson", (PART, {"文号": "盘活1号"})))
    (event,) = reading.events
    assert (event.contract_no, event.type, event.day, event.document) == (
        NUMBER,
        EventType.REVITALISED,
        date(2023, 4, 1),
        "盘活1号",
    )
    assert (event.details["case"], event.details["method"]) == ("盘1", "LEASE")
    assert from_wkt(event.details["geometry"]).equals(PART) and not reading.parcels


def test_a_shapefile_of_parts_on_the_plane_is_brought_to_degrees(tmp_path: Path) -> None:
    rows = [{"合同编号": NUMBER, "事项": "盘活", "日期": "2023-04-01", "案件编号": "盘1"}]
    path = tmp_path / "parts.shp"
    gpd.GeoDataFrame(rows, geometry=[PART], crs=4490).to_crs(4524).to_file(path, encoding="GBK")
    reading = formats.read(path, crs=None, accept_guess=False, settings=READERS)
    (event,) = reading.events
    assert from_wkt(event.details["geometry"]).symmetric_difference(PART).area < 1e-12


def test_a_column_of_well_known_text_is_read_as_well(tmp_path: Path) -> None:
    row = {"合同编号": NUMBER, "事项": "盘活", "日期": "2023-04-01", "案件编号": "盘1", "边界WKT": PART.wkt}
    (event,) = read(write_table(tmp_path / "facts.csv", [row])).events
    assert from_wkt(event.details["geometry"]).equals(PART)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("POINT (106.65 29.02)", "write a polygon in well-known text"),
        ("POLYGON ((1 2", "write a polygon in well-known text"),
        (box(500_000, 3_200_000, 500_100, 3_200_100).wkt, "lies outside the district; write it in these"),
        (
            "POLYGON ((106.6 29, 106.601 29.001, 106.601 29, 106.6 29.001, 106.6 29))",
            "crosses or touches itself",
        ),
    ],
)
def test_a_boundary_that_is_none_is_refused_with_its_cell(tmp_path: Path, text: str, told: str) -> None:
    row = {"合同编号": NUMBER, "事项": "盘活", "日期": "2023-04-01", "边界WKT": text}
    reading = read(write_table(tmp_path / "facts.csv", [row]))
    assert reading.events == () and told in " ".join(issue.message for issue in reading.issues)


def test_a_stated_area_far_from_the_boundary_is_told(tmp_path: Path) -> None:
    reading = read(layer(tmp_path / "parts.geojson", (PART, {"面积(亩)": 10})))
    issues = [issue for issue in reading.issues if issue.code == "area_mismatch"]
    assert len(issues) == 1 and "the stated area is kept" in issues[0].message
    assert reading.events[0].details["area_cm2"] == 66_666_667


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"gpkg:///{tmp_path}/register.gpkg"
    taken(url, write_office(tmp_path / "office"))
    return url


def taken(url: str, *paths: Path) -> list[str]:
    """Import files, and give the warnings."""
    report = import_files(
        url,
        list(paths),
        readers=READERS,
        recorded_by="王五",
        recorded_at=datetime(2024, 1, 2, tzinfo=UTC),
        crs=4490,
    )
    issues = [issue for file in report.files for issue in file.issues]
    return [issue.message for issue in issues if issue.severity is Severity.WARNING]


def test_a_part_counts_with_the_area_of_its_boundary(database: str, tmp_path: Path) -> None:
    assert taken(database, layer(tmp_path / "a.geojson", (PART, {}), (BESIDE, {}))) == []
    with Register.open(database) as register:
        ledger = ledger_of(register.snapshot(date(2023, 12, 31)))
    total = ledger.revitalised(date(2023, 1, 1), date(2023, 12, 31))
    assert ledger.refusals == () and abs(total - ledger.union_cm2()) < 5
    assert format_mu(total) == format_mu(sum(entry.measured_cm2 or 0 for entry in ledger.entries) // 2)


def test_a_later_part_on_the_same_ground_is_refused_with_the_number_of_the_first_case(
    database: str, tmp_path: Path
) -> None:
    taken(database, layer(tmp_path / "a.geojson", (PART, {})))
    warned = taken(database, layer(tmp_path / "b.geojson", (PART, {"案件编号": "盘2", "日期": "2023-06-01"})))
    assert len(warned) == 1 and "belongs to case 盘1" in warned[0]


def test_a_part_over_half_of_an_earlier_one_counts_with_the_other_half(database: str, tmp_path: Path) -> None:
    taken(database, layer(tmp_path / "a.geojson", (PART, {})))
    warned = taken(database, layer(tmp_path / "b.geojson", (OVER, {"案件编号": "盘2", "日期": "2023-06-01"})))
    assert len(warned) == 1 and "which belong to case 盘1" in warned[0]
    with Register.open(database) as register:
        ledger = ledger_of(register.snapshot(date(2023, 12, 31)))
    total = ledger.revitalised(date(2023, 1, 1), date(2023, 12, 31))
    assert abs(total - ledger.union_cm2()) < 66_667


def test_a_part_outside_the_parcels_of_its_contract_is_told(database: str, tmp_path: Path) -> None:
    warned = taken(database, layer(tmp_path / "a.geojson", (OUTSIDE, {})))
    assert len(warned) == 1 and "outside the parcels of contract" in warned[0]
