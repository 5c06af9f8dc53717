"""Layers of vector files, read by fiona feature by feature."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import fiona
import pyproj
from pyproj.exceptions import CRSError

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest import shapefile
from landwatch.ingest.drawing import read_drawing
from landwatch.ingest.features import BROKEN, Layer, features_of
from landwatch.ingest.geoparquet import read_geoparquet
from landwatch.ingest.kml import read_kml
from landwatch.ingest.placing import Claim
from landwatch.ingest.reading import Findings, ReaderSettings

__all__ = ["VECTOR_SUFFIXES", "declared_crs", "read_layers"]

# By suffix the drivers that may try: others would follow references out of the file (VRT).
_DRIVERS = {
    ".shp": ("ESRI Shapefile",),
    ".gpkg": ("GPKG",),
    ".gdb": ("OpenFileGDB",),
    ".fgb": ("FlatGeobuf",),
    ".geojson": ("GeoJSON", "ESRIJSON", "TopoJSON"),
    ".json": ("GeoJSON", "ESRIJSON", "TopoJSON"),
}
VECTOR_SUFFIXES = (*_DRIVERS, ".parquet", ".geoparquet", ".kml", ".dxf")
"""Suffixes of vector files."""

_GEOGRAPHIC_LIMIT = 360
_WGS84 = 4326

_STYLES = "layer_styles"  # where QGIS keeps how layers are drawn: no parcels


def read_layers(path: Path, findings: Findings, settings: ReaderSettings) -> list[Layer]:
    """Read all layers of a file.

    Parameters
    ----------
    path
        The file; of a shapefile the ``.shp``, of a file geodatabase its folder.
    findings
        Where issues go.
    settings
        Limits.

    Returns
    -------
    list of Layer
        The layers in their order.

    Raises
    ------
    InputError
        If the file cannot be opened as what it is.
    """
    match path.suffix.lower():
        case ".kml":
            return [read_kml(path, findings)]
        case ".parquet" | ".geoparquet":
            return [read_geoparquet(path, settings)]
        case ".shp":
            shapefile.require_family(path)
            return [_decoded(layer, path, findings) for layer in _opened(path, encoding=shapefile.LOSSLESS)]
        case ".dxf":
            try:
                return [read_drawing(path, findings)]
            except BROKEN as error:
                raise InputError(_("no layer of it can be read; export it again")) from error
    return _opened(path)


def _check_text(path: Path) -> None:
    """Refuse a file whose own text is no UTF-8: an error of GDAL that quotes it would end the process."""
    try:
        if path.suffix.lower() == ".gpkg":
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as database:
                database.execute("SELECT name, sql FROM sqlite_master").fetchall()
        elif path.suffix.lower() in (".geojson", ".json"):
            path.read_text(encoding="utf-8-sig")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise InputError(_("its text is damaged or no UTF-8; export it again")) from error


def _opened(path: Path, **options: Any) -> list[Layer]:
    _check_text(path)
    try:
        with _place(path) as place:
            names = [name for name in fiona.listlayers(place) if name != _STYLES]
            return [_layer(place, name, several=len(names) > 1, **options) for name in names]
    except BROKEN as error:
        raise InputError(_("no layer of it can be read; export it again")) from error


@contextmanager
def _place(path: Path) -> Iterator[Path]:
    """Where GDAL reads a file: in memory, if it is a FlatGeobuf, for it never closes one that is damaged."""
    if path.suffix.lower() != ".fgb":
        yield path
        return
    with fiona.MemoryFile(path.read_bytes(), ext=".fgb") as memory:
        yield Path(memory.name)


def _layer(path: Path, name: str, *, several: bool, **options: Any) -> Layer:
    drivers = list(_DRIVERS[path.suffix.lower()])
    with fiona.open(path, layer=name, enabled_drivers=drivers, **options) as source:
        return Layer(
            name=name if several else None,
            driver=source.driver,
            crs_wkt=source.crs_wkt,
            fields=tuple(source.schema["properties"]),
            features=list(features_of(source)),
            promised=len(source),
            encoding="utf-8" if source.driver == "GeoJSON" else None,
        )


def _decoded(layer: Layer, path: Path, findings: Findings) -> Layer:
    """Decode the text of a shapefile, which was read byte by byte, and mark geometry that was lost."""
    found = [text for one in layer.features for text in one.attributes.values() if isinstance(text, str)]
    raw = (text.encode(shapefile.LOSSLESS) for text in (*layer.fields, *found))
    encoding = shapefile.find_encoding(path, raw, findings)

    def decoded(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return shapefile.decode_text(value.encode(shapefile.LOSSLESS), encoding)

    features = [
        replace(
            one,
            attributes={decoded(key): decoded(value) for key, value in one.attributes.items()},
            lost=one.geometry is None and shapefile.has_geometry(path, one.number - 1),
        )
        for one in layer.features
    ]
    return replace(layer, fields=tuple(map(decoded, layer.fields)), features=features, encoding=encoding)


def declared_crs(layer: Layer) -> Claim | None:
    """Give the CRS that a layer declares.

    Parameters
    ----------
    layer
        The layer.

    Returns
    -------
    Claim or None
        ``None`` where it declares none. A CRS without EPSG code, such as a city's own grid, is claimed as
        code 0, which fits nowhere.
    """
    if not layer.crs_wkt:
        return None
    try:
        crs = pyproj.CRS.from_wkt(layer.crs_wkt)
    except CRSError:
        return Claim((0,), "declared", layer.crs_wkt)
    epsg = _WGS84 if crs.to_authority() == ("OGC", "CRS84") else crs.to_epsg()
    if layer.driver == "GeoJSON" and epsg == _WGS84 and _beyond_degrees(layer):
        # GeoJSON without a word about its CRS counts as WGS 84; metres show that nobody declared that.
        return None
    return Claim((epsg or 0,), "declared", crs.name)


def _beyond_degrees(layer: Layer) -> bool:
    return any(
        _first_ordinate(one.geometry["coordinates"]) > _GEOGRAPHIC_LIMIT
        for one in layer.features
        if one.geometry
    )


def _first_ordinate(nested: Any) -> float:
    while isinstance(nested, (list, tuple)):
        nested = nested[0] if nested else 0.0
    return abs(float(nested))
