"""What every format has in common: its records are those taken, those there already, and those refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from landwatch.formats import ReaderSettings
from landwatch.formats.import_report.told import FileReport
from landwatch.model import Severity
from landwatch.services.files.importing import import_files
from tests.formats.files import (
    BOX,
    SQUARE,
    drawn_text,
    parcel_lines,
    placemark,
    polyline,
    write_boundaries,
    write_dxf,
    write_geojson,
    write_geoparquet,
    write_kml,
    write_layer,
    write_zip,
)

NOW = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
BOW_TIE = Polygon([(106.70, 29.03), (106.701, 29.031), (106.701, 29.03), (106.70, 29.031)])
ALOFT = affinity.translate(BOX, 8.0)
# In the register already, twice the same, another of that number, new, no number, no such area, crossing,
# outside the district.
FEATURES: Sequence[tuple[str | None, str, BaseGeometry]] = (
    ("A", "43200", BOX),
    ("A", "43200", BOX),
    ("A", "43200", affinity.translate(BOX, 0.02)),
    ("B", "43200", affinity.translate(BOX, 0.01)),
    (None, "43200", affinity.translate(BOX, 0.03)),
    ("C", "四公顷", affinity.translate(BOX, 0.04)),
    ("D", "43200", BOW_TIE),
    ("E", "43200", ALOFT),
)


Write = Callable[[Path, Sequence[int]], Path]


def rows(chosen: Sequence[int], many: bool = False) -> list[tuple[dict[str, str | None], BaseGeometry]]:
    return [
        ({"ZDDM": number, "ZDMJ": area}, MultiPolygon([shape]) if many else shape)
        for number, area, shape in (FEATURES[index] for index in chosen)
    ]


def layer(name: str, driver: str) -> Write:
    many = driver == "OpenFileGDB"
    return lambda folder, chosen: write_layer(folder / name, rows(chosen, many), driver=driver)


def geojson(folder: Path, chosen: Sequence[int]) -> Path:
    return write_geojson(folder / "a.geojson", *((fields, mapping(shape)) for fields, shape in rows(chosen)))


def kml(folder: Path, chosen: Sequence[int]) -> Path:
    marks = (
        placemark(fields["ZDDM"] or "", list(shape.exterior.coords), data={"ZDMJ": fields["ZDMJ"] or ""})
        for fields, shape in rows(chosen)
    )
    return write_kml(folder / "a.kml", *marks)


def moved(ring: Sequence[tuple[float, float]], east: float, north: float = 0.0) -> list[tuple[float, float]]:
    return [(x + north, y + east) for x, y in ring]


PLANE: Sequence[tuple[str | None, str, list[tuple[float, float]]]] = (
    ("A", "6", list(SQUARE)),
    ("A", "6", list(SQUARE)),
    ("A", "6", moved(SQUARE, 500)),
    ("B", "6", moved(SQUARE, 1000)),
    (None, "6", moved(SQUARE, 1500)),
    ("C", "六公顷", moved(SQUARE, 2000)),
    ("D", "6", moved([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]], 2500)),
    ("E", "6", moved(SQUARE, 0, 900_000)),
)


def survey(folder: Path, chosen: Sequence[int]) -> Path:
    parcels = (PLANE[index] for index in chosen)
    return write_boundaries(
        folder / "a.txt", *(parcel_lines(number or "", area, ring) for number, area, ring in parcels)
    )


def drawing(folder: Path, chosen: Sequence[int]) -> Path:
    entities: list[str] = []
    for number, area, ring in (PLANE[index] for index in chosen):
        x, y = ring[0][0] - 60.0, ring[0][1] + 100.0  # inside the square and inside one half of the bow tie
        entities.append(polyline(ring))
        entities += [drawn_text(f"宗地编号：{number}", x, y)] if number else []
        entities += [drawn_text(f"面积：{area}公顷" if area == "6" else f"面积：{area}", x, y)]
    return write_dxf(folder / "a.dxf", *entities)


def archive(folder: Path, chosen: Sequence[int]) -> Path:
    path = layer("a.shp", "ESRI Shapefile")(folder, chosen)
    return write_zip(folder / "a.zip", *(one for one in folder.iterdir() if one.stem == path.stem))


FORMATS: dict[str, Write] = {
    "shp": layer("a.shp", "ESRI Shapefile"),
    "gpkg": layer("a.gpkg", "GPKG"),
    "gdb": layer("a.gdb", "OpenFileGDB"),
    "fgb": layer("a.fgb", "FlatGeobuf"),
    "geojson": geojson,
    "parquet": lambda folder, chosen: write_geoparquet(folder / "a.parquet", *rows(chosen)),
    "kml": kml,
    "kmz": lambda folder, chosen: write_zip(folder / "a.kmz", kml(folder, chosen)),
    "dxf": drawing,
    "txt": survey,
    "zip": archive,
}


def taken(folder: Path, path: Path, crs: int | None) -> FileReport:
    report = import_files(
        f"gpkg:///{folder}/register.gpkg",
        [path],
        readers=ReaderSettings(),
        recorded_by="钱",
        recorded_at=NOW,
        crs=crs,
    )
    return report.files[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_records_are_those_taken_those_there_and_those_refused(tmp_path: Path, kind: str) -> None:
    # Two lines of a drawing in one place hold one text: a double has no number there.
    chosen = [index for index in range(len(FEATURES)) if kind != "dxf" or index != 1]
    crs = 4524 if kind == "dxf" else None
    for name in ("before", "whole"):
        (tmp_path / name).mkdir()
    assert taken(tmp_path, FORMATS[kind](tmp_path / "before", [0]), crs).accepted == 1
    report = taken(tmp_path, FORMATS[kind](tmp_path / "whole", chosen), crs)
    there = [issue for issue in report.issues if issue.code == "duplicate_record"]
    refused = {
        (issue.record, issue.code == "duplicate_parcel_no")
        for issue in report.issues
        if issue.severity is Severity.ERROR
    }
    expected = (7, 1, 1, 5) if kind == "dxf" else (8, 1, 2, 5)
    assert (report.records, report.accepted, len(there), len(refused)) == expected
    assert report.records == report.accepted + len(there) + len(refused)
