"""The GeoPackage of a pack: parcels and tasks filled, visits and photographs empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import fiona
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from landwatch.formats.field_pack.pack_columns import Layer
from landwatch.snapshot import STORAGE_CRS

__all__ = ["Rows", "write_layers"]

Rows = Iterable[tuple[BaseGeometry | None, Mapping[str, Any]]]
"""Geometry (EPSG:4490) and values of each row; values that are not given are empty."""


def write_layers(path: Path, layers: Sequence[Layer], rows: Mapping[str, Rows]) -> None:
    """Write the GeoPackage of a pack.

    Parameters
    ----------
    path
        Where to write it.
    layers
        Its layers.
    rows
        What stands in them, by name of the layer; the others are empty.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    for layer in layers:
        schema = {
            "geometry": layer.geometry,
            "properties": {column.name: column.kind for column in layer.columns},
        }
        with fiona.open(
            path, "w", driver="GPKG", layer=layer.name, schema=schema, crs=STORAGE_CRS
        ) as written:
            written.writerecords(_record(layer, shape, values) for shape, values in rows.get(layer.name, ()))


def _record(layer: Layer, shape: BaseGeometry | None, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "geometry": None if shape is None else mapping(shape),
        "properties": {column.name: values.get(column.name) for column in layer.columns},
    }
