"""Small files as offices have them, written where a test asks for them."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fiona
import geopandas
import openpyxl
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry

from landwatch.formats import Reading, read
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
    **creation: str,
) -> Path:
    """Write a vector layer whose fields are those of the first feature."""
    kinds = {name: "float" if isinstance(value, float) else "str" for name, value in features[0][0].items()}
    options = {name: value for name, value in (("encoding", encoding), ("layer", layer)) if value}
    kind = "MultiPolygon" if driver == "OpenFileGDB" else "Polygon"
    schema = {"geometry": kind, "properties": kinds}
    with fiona.open(path, "w", driver=driver, crs=crs, schema=schema, **options, **creation) as sink:
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


def write_geoparquet(
    path: Path,
    *features: tuple[Mapping[str, Any], BaseGeometry],
    crs: str | None = "EPSG:4490",
) -> Path:
    """Write a GeoParquet file."""
    attributes = [dict(attributes) for attributes, _geometry in features]
    shapes = [geometry for _attributes, geometry in features]
    geopandas.GeoDataFrame(attributes, geometry=shapes, crs=crs).to_parquet(path)
    return path


def write_kml(path: Path, *placemarks: str, encoding: str = "UTF-8") -> Path:
    """Write a KML file of placemarks in XML."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Folder>{''.join(placemarks)}</Folder></Document></kml>"
    )
    path.write_text(text, encoding=encoding)
    return path


def placemark(name: str, *rings: Sequence[tuple[float, float]], data: Mapping[str, str] | None = None) -> str:
    """Write a placemark with a polygon, the outer ring first."""
    extended = "".join(
        f'<Data name="{key}"><value>{value}</value></Data>' for key, value in (data or {}).items()
    )
    borders = ["outerBoundaryIs", *["innerBoundaryIs"] * (len(rings) - 1)]
    boundaries = "".join(
        f"<{border}><LinearRing><coordinates>{' '.join(f'{lon!r},{lat!r},0' for lon, lat in ring)}"
        f"</coordinates></LinearRing></{border}>"
        for border, ring in zip(borders, rings, strict=True)
    )
    return (
        f"<Placemark><name>{name}</name><ExtendedData>{extended}</ExtendedData>"
        f"<Polygon>{boundaries}</Polygon></Placemark>"
    )


def polyline(ring: Ring, *, closed_by_flag: bool = True) -> str:
    """Write a polyline of a drawing, (X northing, Y easting) as everywhere in these files."""
    points = "".join(f"10\n{y!r}\n20\n{x!r}\n" for x, y in ring)
    flag = int(closed_by_flag)
    head = f"0\nLWPOLYLINE\n8\nZD\n100\nAcDbEntity\n100\nAcDbPolyline\n90\n{len(ring)}\n70\n{flag}\n"
    return head + points


def drawn_text(text: str, x: float, y: float, *, kind: str = "TEXT") -> str:
    """Write a text of a drawing at a northing and an easting."""
    return f"0\n{kind}\n8\nZD\n10\n{y!r}\n20\n{x!r}\n40\n2.5\n1\n{text}\n"


def write_dxf(path: Path, *entities: str, page: str | None = "ANSI_936", encoding: str = "gbk") -> Path:
    """Write a drawing as AutoCAD 2000 does: text in the code page of the machine."""
    declared = f"9\n$DWGCODEPAGE\n3\n{page}\n" if page else ""
    text = (
        f"0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n{declared}0\nENDSEC\n"
        f"0\nSECTION\n2\nENTITIES\n{''.join(entities)}0\nENDSEC\n0\nEOF\n"
    )
    path.write_bytes(text.encode(encoding))
    return path


def write_zip(path: Path, *files: Path, gbk_names: bool = False) -> Path:
    """Pack files, and folders with what is in them, perhaps with names as Chinese systems write them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            for one in sorted(file.rglob("*")) if file.is_dir() else [file]:
                archive.write(one, one.relative_to(file.parent))
    if gbk_names:
        _rename_members(path)
    return path


def _rename_members(path: Path) -> None:
    """Write the names of an archive in GBK, without the flag that says UTF-8."""
    with zipfile.ZipFile(path) as archive:
        members = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(_GbkName(name), content)


class _GbkName(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


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
