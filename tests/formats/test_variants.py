"""One parcel in every kind of file: the same polygon within a millimetre."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon

from landwatch import geo
from landwatch.formats import read
from tests.formats.files import (
    PLANE_BOX,
    SQUARE,
    closed,
    drawn_text,
    parcel_lines,
    placemark,
    polyline,
    write_boundaries,
    write_dxf,
    write_geoparquet,
    write_kml,
    write_layer,
    write_zip,
)

FIELDS = {"宗地编号": "A"}
WITHOUT_ZONE = affinity.translate(PLANE_BOX, -36_000_000)
DEGREES = geo.project([PLANE_BOX], 4524, 4490)[0]


def survey(folder: Path) -> Path:
    return write_boundaries(folder / "a.txt", parcel_lines("A", "6", closed(SQUARE)))


def survey_without_zone(folder: Path) -> Path:
    ring = [(x, y - 36_000_000) for x, y in closed(SQUARE)]
    return write_boundaries(folder / "a.txt", parcel_lines("A", "6", ring))


def survey_with_easting_first(folder: Path) -> Path:
    return write_boundaries(folder / "a.txt", parcel_lines("A", "6", [(y, x) for x, y in closed(SQUARE)]))


def shapefile(folder: Path) -> Path:
    path = write_layer(
        folder / "地块.shp",
        [(FIELDS | {"宗地名称": "甲"}, PLANE_BOX)],
        crs="EPSG:4524",
        driver="ESRI Shapefile",
        encoding="GBK",
    )
    path.with_suffix(".cpg").unlink()
    return path


def zipped_shapefile(folder: Path) -> Path:
    shape = shapefile(folder)
    return write_zip(folder / "a.zip", *sorted(folder.glob(f"{shape.stem}.*")), gbk_names=True)


def geopackage(folder: Path) -> Path:
    return write_layer(folder / "a.gpkg", [(FIELDS, WITHOUT_ZONE)], crs="EPSG:4545")


def geojson(folder: Path) -> Path:
    path = write_layer(folder / "a.geojson", [(FIELDS, DEGREES)], driver="GeoJSON")
    assert "106.6491" in path.read_text(encoding="utf-8")
    return path


def flatgeobuf(folder: Path) -> Path:
    return write_layer(folder / "a.fgb", [(FIELDS, PLANE_BOX)], crs="EPSG:4524", driver="FlatGeobuf")


def geoparquet(folder: Path) -> Path:
    return write_geoparquet(folder / "a.parquet", (FIELDS, PLANE_BOX), crs="EPSG:4524")


def geodatabase(folder: Path) -> Path:
    return write_layer(
        folder / "a.gdb", [(FIELDS, MultiPolygon([DEGREES]))], crs="EPSG:4490", driver="OpenFileGDB"
    )


def zipped_geodatabase(folder: Path) -> Path:
    return write_zip(folder / "a.zip", geodatabase(folder))


def kml(folder: Path) -> Path:
    return write_kml(folder / "a.kml", placemark("A", list(DEGREES.exterior.coords)))


def kmz(folder: Path) -> Path:
    return write_zip(folder / "a.kmz", kml(folder))


def drawing(folder: Path) -> Path:
    return write_dxf(folder / "a.dxf", polyline(SQUARE), drawn_text("A", 3213200.0, 36368500.0))


VARIANTS: list[Callable[[Path], Path]] = [
    survey_without_zone,
    survey_with_easting_first,
    shapefile,
    zipped_shapefile,
    geopackage,
    geojson,
    flatgeobuf,
    geoparquet,
    geodatabase,
    zipped_geodatabase,
    kml,
    kmz,
    drawing,
]


@pytest.mark.parametrize("write", VARIANTS, ids=lambda write: write.__name__)
def test_every_kind_of_file_gives_the_same_polygon_within_a_millimetre(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    expected = _plane(survey(tmp_path), crs=None)
    found = _plane(write(tmp_path), crs=4524 if write is drawing else None)
    assert shapely.hausdorff_distance(expected.boundary, found.boundary) < 0.001
    # A geodatabase keeps ordinates to a tenth of a millimetre, which is this much along a kilometre.
    assert found.symmetric_difference(expected).area < 0.1


def _plane(path: Path, crs: int | None) -> Polygon:
    (parcel,) = read(path, crs=crs).parcels
    assert parcel.parcel_no == "A"
    return geo.project([parcel.geometry], 4490, 4545)[0]
