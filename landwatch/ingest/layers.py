"""Layers of vector files, read by fiona feature by feature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import fiona
import pyproj
from fiona.errors import FionaError
from pyproj.exceptions import CRSError

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest import shapefile
from landwatch.ingest.placing import Claim
from landwatch.ingest.reading import Findings

__all__ = ["Feature", "Layer", "declared_crs", "read_layers"]

# What fiona raises on broken content, its own errors aside.
_BROKEN = (FionaError, AttributeError, KeyError, OSError, SystemError, TypeError, ValueError)
_MOST_BROKEN = 1_000
_GEOGRAPHIC_LIMIT = 360
_WGS84 = 4326


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature as read.

    Attributes
    ----------
    number
        Position in its layer, from 1.
    attributes
        Values by field name.
    geometry
        In the form of GeoJSON; ``None`` where it has none or it cannot be read.
    lost
        Whether the file promises a geometry that cannot be read.
    """

    number: int
    attributes: dict[str, Any]
    geometry: dict[str, Any] | None
    lost: bool = False


@dataclass(frozen=True)
class Layer:
    """A layer as read.

    Attributes
    ----------
    name
        Its name; ``None`` where the file has only this one.
    driver
        The format in the words of GDAL.
    crs_wkt
        Its CRS; empty where none is declared.
    fields
        Field names.
    features
        The features that can be read.
    promised
        How many features the file says it has.
    encoding
        Python codec name of its text; ``None`` for formats that fix it in binary.
    """

    name: str | None
    driver: str
    crs_wkt: str
    fields: tuple[str, ...]
    features: list[Feature]
    promised: int
    encoding: str | None = None


def read_layers(path: Path, findings: Findings) -> list[Layer]:
    """Read all layers of a file.

    Parameters
    ----------
    path
        The file; of a shapefile the ``.shp``.
    findings
        Where issues go.

    Returns
    -------
    list of Layer
        The layers in their order.

    Raises
    ------
    InputError
        If the file cannot be opened as what it is.
    """
    is_shapefile = path.suffix.lower() == ".shp"
    if is_shapefile:
        shapefile.require_family(path)
    try:
        names = fiona.listlayers(path)
        layers = [_layer(path, name, several=len(names) > 1, lossless=is_shapefile) for name in names]
    except _BROKEN as error:
        raise InputError(_("no layer of it can be read; export it again")) from error
    return [_decoded(layer, path, findings) for layer in layers] if is_shapefile else layers


def _layer(path: Path, name: str, *, several: bool, lossless: bool) -> Layer:
    options = {"encoding": shapefile.LOSSLESS} if lossless else {}
    with fiona.open(path, layer=name, **options) as source:
        return Layer(
            name=name if several else None,
            driver=source.driver,
            crs_wkt=source.crs_wkt,
            fields=tuple(source.schema["properties"]),
            features=list(_features(source)),
            promised=len(source),
            encoding="utf-8" if source.driver == "GeoJSON" else None,
        )


def _features(source: Any) -> Iterator[Feature]:
    """Read feature by feature, so that a broken one costs itself only."""
    features, number, broken = iter(source), 0, 0
    while broken <= _MOST_BROKEN:
        number += 1
        try:
            feature = next(features)
        except StopIteration:
            return
        except _BROKEN:
            broken += 1
            continue
        geometry = feature.geometry.__geo_interface__ if feature.geometry else None
        yield Feature(number, dict(feature.properties), geometry)


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
    epsg = crs.to_epsg()
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
