"""Small files as offices have them, written where a test asks for them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fiona
import openpyxl
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry

from landwatch.ingest import Reading, read
from landwatch.model import Issue

Ring = Sequence[tuple[float, float]]

# 300 m by 200 m in zone 36, (X northing, Y easting): 6 ha, 90 mu.
SQUARE: Ring = [
    (3213300.0, 36368400.0),
    (3213300.0, 36368700.0),
    (3213100.0, 36368700.0),
    (3213100.0, 36368400.0),
]
YARD: Ring = [
    (3213220.0, 36368500.0),
    (3213180.0, 36368500.0),
    (3213180.0, 36368550.0),
    (3213220.0, 36368550.0),
]
BESIDE: Ring = [(x, y + 1000.0) for x, y in SQUARE]
ATTRIBUTES = {"坐标系": "2000国家大地坐标系", "几度分带": "3", "计量单位": "米", "带号": "36"}
BOX = Polygon([(106.65, 29.03), (106.652, 29.03), (106.652, 29.032), (106.65, 29.032)])
PLANE_BOX = Polygon([(y, x) for x, y in SQUARE])


def closed(ring: Ring) -> Ring:
    """Repeat the first point at the end."""
    return [*ring, ring[0]]


def parcel_lines(
    number: str, area: str, *rings: Ring, first_ring: int = 1, count: int | None = None
) -> list[str]:
    """Write one parcel of a boundary file."""
    points = [(index, point) for index, ring in enumerate(rings, start=first_ring) for point in ring]
    stated = len(points) if count is None else count
    lines = [f"{stated},{area},{number},{number}地块,面,,工业用地,0601,@"]
    return lines + [f"J{i},{ring},{x!r},{y!r}" for i, (ring, (x, y)) in enumerate(points, start=1)]


def boundary_text(parcels: Sequence[Sequence[str]], attributes: Mapping[str, str] = ATTRIBUTES) -> str:
    """Write a boundary file."""
    head = ["[属性描述]", *(f"{key}={value}" for key, value in attributes.items()), "[地块坐标]"]
    return "\n".join([*head, *(line for parcel in parcels for line in parcel)]) + "\n"


def write_boundaries(
    path: Path,
    *parcels: Sequence[str],
    attributes: Mapping[str, str] = ATTRIBUTES,
    encoding: str = "utf-8-sig",
) -> Path:
    """Write a boundary file to a path."""
    path.write_text(boundary_text(parcels, attributes), encoding=encoding)
    return path


def write_csv(path: Path, *rows: Sequence[object], encoding: str = "utf-8-sig") -> Path:
    """Write a CSV file."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write an XLSX workbook."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def write_layer(
    path: Path,
    features: Sequence[tuple[Mapping[str, Any], BaseGeometry | None]],
    *,
    crs: str | None = "EPSG:4490",
    driver: str = "GPKG",
    encoding: str | None = None,
    layer: str | None = None,
) -> Path:
    """Write a vector layer whose fields are those of the first feature."""
    kinds = {name: "float" if isinstance(value, float) else "str" for name, value in features[0][0].items()}
    options = {name: value for name, value in (("encoding", encoding), ("layer", layer)) if value}
    schema = {"geometry": "Polygon", "properties": kinds}
    with fiona.open(path, "w", driver=driver, crs=crs, schema=schema, **options) as sink:
        for attributes, geometry in features:
            shape = None if geometry is None else mapping(geometry)
            sink.write({"type": "Feature", "properties": dict(attributes), "geometry": shape})
    return path


def write_geojson(path: Path, *features: tuple[Mapping[str, Any], Mapping[str, Any] | None]) -> Path:
    """Write a GeoJSON file with geometry as it stands, sound or not."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(attributes), "geometry": geometry}
            for attributes, geometry in features
        ],
    }
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return path


def issues_of(reading: Reading, code: str) -> list[Issue]:
    """Give the issues of one code."""
    return [issue for issue in reading.issues if issue.code == code]


def the_issue(reading: Reading, code: str) -> Issue:
    """Give the only issue of a code."""
    (issue,) = issues_of(reading, code)
    return issue


def codes(reading: Reading) -> set[str]:
    """Give the codes of all issues."""
    return {issue.code for issue in reading.issues}


def read_csv(path: Path, *rows: Sequence[object]) -> Reading:
    """Write and read a CSV file."""
    return read(write_csv(path, *rows))
