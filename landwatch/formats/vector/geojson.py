"""GeoJSON, read as the JSON it is: no driver that might take it for a reference to somewhere else."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyproj
from pyproj.exceptions import CRSError

from landwatch.errors import InputError
from landwatch.formats.file import File
from landwatch.formats.vector.features import Feature, Layer, gaps, polygons_of
from landwatch.i18n import gettext as _

__all__ = ["geojson_line_layers", "read_geojson"]

_GEOMETRIES = frozenset(
    {
        "GeometryCollection",
        "LineString",
        "MultiLineString",
        "MultiPoint",
        "MultiPolygon",
        "Point",
        "Polygon",
    }
)
_WGS84 = pyproj.CRS.from_epsg(4326)  # what GeoJSON means where it says nothing
_NAMED_CRS = re.compile(r"(urn:(x-)?ogc:def:crs:|EPSG:|OGC:|https?://www\.opengis\.net/).*", re.IGNORECASE)
_GEOGRAPHIC_LIMIT = 360


def read_geojson(path: Path) -> Layer | None:
    """Read a GeoJSON file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Layer or None
        Its one layer; ``None`` for JSON of another kind, such as Esri's or TopoJSON.

    Raises
    ------
    InputError
        If it is no JSON, or none that holds features.
    """
    document = _document(path)
    entries = _entries(document)
    return None if entries is None else _layer(path, document, entries)


def geojson_line_layers(file: File) -> Iterator[Layer]:
    """Read a sequence of features, one a line (RFC 8142); a line that cannot be read is a lost feature."""
    lines = [line.strip("\x1e \t\r") for line in _text(file.path).split("\n")]
    entries = [_line(line) for line in lines if line]
    if not any(map(_is_feature, entries)):
        raise InputError(_("none of its lines is a feature of GeoJSON; export it again"))
    yield _layer(file.path, {}, entries)


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (RecursionError, ValueError):
        return None


def _layer(path: Path, document: Mapping[str, Any], entries: Sequence[Any]) -> Layer:
    features = [
        _feature(number, entry) for number, entry in enumerate(entries, start=1) if _is_feature(entry)
    ]
    fields = tuple(dict.fromkeys(name for one in features for name in one.attributes))
    return Layer(
        name=None,
        title=path.stem,
        driver="GeoJSON",
        crs_wkt=_crs_wkt(document, features),
        kind="",
        fields=fields,
        features=features,
        lost=gaps((one.number for one in features), len(entries)),
        encoding="utf-8",
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(_("its text is no UTF-8, as GeoJSON has to be; save it again as UTF-8")) from error


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise InputError(
            _("it is no GeoJSON, or broken near line {line}; export it again as GeoJSON").format(
                line=error.lineno
            )
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError(_("it is no GeoJSON; export it again as GeoJSON")) from error
    if not isinstance(document, dict):
        raise InputError(_("it is no GeoJSON; export it again as GeoJSON"))
    return document


def _entries(document: Mapping[str, Any]) -> Sequence[Any] | None:
    """Give what should be features; ``None`` for JSON of another kind."""
    kind, features = document.get("type"), document.get("features")
    if kind == "FeatureCollection" and isinstance(features, list):
        return features
    if kind == "Feature":
        return [document]
    if kind in _GEOMETRIES:
        return [{"type": "Feature", "geometry": document}]
    return None


def _is_feature(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("type") == "Feature"


def _feature(number: int, entry: Mapping[str, Any]) -> Feature:
    properties, geometry = entry.get("properties"), entry.get("geometry")
    attributes = {name: _value(value) for name, value in properties.items()} if properties else {}
    is_known = isinstance(geometry, dict) and geometry.get("type") in _GEOMETRIES
    return Feature(
        number,
        attributes,
        polygons_of(geometry) if is_known else None,
        lost=not (is_known or geometry is None),
    )


def _value(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


def _crs_wkt(document: Mapping[str, Any], features: Sequence[Feature]) -> str:
    """Give the CRS. WGS 84 counts as said where nothing is, but metres show that nobody did."""
    declared = document.get("crs", _WGS84)
    crs = declared if declared is _WGS84 else _named_crs(declared)
    if isinstance(crs, str):
        return crs
    is_default = crs.to_authority() in (("EPSG", "4326"), ("OGC", "CRS84"))
    return "" if is_default and _beyond_degrees(features) else crs.to_wkt()


def _named_crs(declared: Any) -> pyproj.CRS | str:
    """Give a CRS by its name, or what is written where that is none; nothing where it is null."""
    properties = declared.get("properties") if isinstance(declared, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else declared
    if name is None:
        return ""
    if isinstance(name, str) and _NAMED_CRS.fullmatch(name):
        try:
            return pyproj.CRS.from_user_input(name)
        except CRSError:
            pass
    return str(name)


def _beyond_degrees(features: Sequence[Feature]) -> bool:
    return any(
        abs(_first_ordinate(one.geometry.get("coordinates"))) > _GEOGRAPHIC_LIMIT
        for one in features
        if one.geometry
    )


def _first_ordinate(nested: Any) -> float:
    while isinstance(nested, (list, tuple)):
        nested = nested[0] if nested else 0.0
    return float(nested) if isinstance(nested, (int, float)) and abs(nested) < 1e300 else 0.0
