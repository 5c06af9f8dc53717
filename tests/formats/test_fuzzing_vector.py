"""Ten thousand damaged vector files: each ends in a report, none takes the import or the machine with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from shapely import affinity
from shapely.geometry import MultiPolygon

from tests.formats.files import (
    BESIDE,
    BOX,
    PLANE_BOX,
    SQUARE,
    YARD,
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
from tests.formats.fuzzing import Sample, hammer, sample_of
from tests.formats.test_issue_codes import FIELDS

COUNT = 850
"""Of each of the twelve samples: more than ten thousand in all."""

EAST = affinity.translate(BOX, 0.01)
MORE = FIELDS | {"宗地编号": "B"}


def survey(folder: Path) -> Sample:
    lines = (parcel_lines("A", "6", SQUARE, YARD), parcel_lines("B", "6", BESIDE))
    return sample_of(write_boundaries(folder / "a.txt", *lines, encoding="gbk"))


def shapefile(folder: Path) -> Sample:
    shapes = [(FIELDS, PLANE_BOX), (MORE, affinity.translate(PLANE_BOX, 1000))]
    path = write_layer(folder / "a.shp", shapes, crs="EPSG:4524", driver="ESRI Shapefile", encoding="GBK")
    return sample_of(path, *(one for one in folder.iterdir() if one.suffix != ".shp"))


def geodatabase(folder: Path) -> Sample:
    shapes = [(FIELDS, MultiPolygon([BOX])), (MORE, MultiPolygon([EAST]))]
    return sample_of(write_layer(folder / "a.gdb", shapes, driver="OpenFileGDB"))


def layer(name: str, driver: str) -> Callable[[Path], Sample]:
    return lambda folder: sample_of(write_layer(folder / name, [(FIELDS, BOX), (MORE, EAST)], driver=driver))


def geojson(folder: Path) -> Sample:
    polygon = {"type": "Polygon", "coordinates": [list(map(list, BOX.exterior.coords))]}
    collection = {"type": "GeometryCollection", "geometries": [polygon]}
    return sample_of(write_geojson(folder / "b.geojson", (FIELDS, polygon), (MORE, collection)))


def kml(folder: Path) -> Sample:
    marks = [placemark("A", list(BOX.exterior.coords)), placemark("B", list(EAST.exterior.coords))]
    return sample_of(write_kml(folder / "a.kml", *marks))


def kmz(folder: Path) -> Sample:
    kml(folder)
    return sample_of(write_zip(folder / "a.kmz", folder / "a.kml"), packed=True)


def drawing(folder: Path) -> Sample:
    entities = [polyline(SQUARE), drawn_text("甲-01", 3213200.0, 36368500.0), polyline(BESIDE)]
    return sample_of(write_dxf(folder / "a.dxf", *entities))


def geoparquet(folder: Path) -> Sample:
    return sample_of(write_geoparquet(folder / "a.parquet", (FIELDS, BOX), (MORE, EAST)))


def archive(folder: Path) -> Sample:
    members = [folder / name for name in shapefile(folder).files]
    return sample_of(write_zip(folder / "a.zip", *members, gbk_names=True), packed=True)


SAMPLES: dict[str, Callable[[Path], Sample]] = {
    "shp": shapefile,
    "gpkg": layer("a.gpkg", "GPKG"),
    "geojson": layer("a.geojson", "GeoJSON"),
    "geojson by hand": geojson,
    "fgb": layer("a.fgb", "FlatGeobuf"),
    "kml": kml,
    "kmz": kmz,
    "dxf": drawing,
    "gdb": geodatabase,
    "parquet": geoparquet,
    "txt": survey,
    "zip": archive,
}


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("kind", SAMPLES)
def test_whatever_is_damaged_ends_in_a_report(tmp_path: Path, kind: str, seed: int) -> None:
    (tmp_path / "whole").mkdir()
    report = hammer([SAMPLES[kind](tmp_path / "whole")], COUNT, seed, tmp_path)
    assert report.failures == []
    assert report.read == COUNT
