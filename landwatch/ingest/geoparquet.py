"""GeoParquet: a table with a geometry column in well-known binary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pyproj
from pyproj.exceptions import CRSError

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest.features import Feature, Layer, shape_from_wkb
from landwatch.ingest.reading import ReaderSettings

__all__ = ["read_geoparquet"]

_LON_LAT = "OGC:CRS84"  # what GeoParquet means where it says nothing


def read_geoparquet(path: Path, settings: ReaderSettings) -> Layer:
    """Read a GeoParquet file.

    Parameters
    ----------
    path
        The file.
    settings
        Limit of the unpacked size.

    Returns
    -------
    Layer
        Its one layer; a geometry that cannot be decoded costs its feature only.

    Raises
    ------
    InputError
        If it is no GeoParquet, or its content is too large.
    """
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            _check_size(file.metadata, settings)
            geo = _geo(file.schema_arrow.metadata or {})
            column, about = _geometry_column(geo)
            table = file.read()
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(_("no layer of it can be read; export it again")) from error
    if column not in table.column_names:
        raise InputError(_("the geometry column {column} is missing; export it again").format(column=column))
    shapes = table.column(column).to_pylist()
    rows = table.drop_columns([column])
    features = []
    for number, (content, attributes) in enumerate(zip(shapes, _attributes(rows), strict=True), start=1):
        if attributes is None:
            continue
        geometry, lost = shape_from_wkb(content)
        features.append(Feature(number, attributes, geometry, lost))
    fields = tuple(name for name in rows.column_names if name != "bbox")
    return Layer(None, "Parquet", _crs_wkt(about), fields, features, table.num_rows)


def _attributes(rows: Any) -> list[dict[str, Any] | None]:
    """Give the attributes row by row; ``None`` for one that holds broken text."""
    try:
        return list(rows.to_pylist())
    except UnicodeDecodeError:
        if rows.num_rows == 1:
            return [None]
        return [one for at in range(rows.num_rows) for one in _attributes(rows.slice(at, 1))]


def _check_size(metadata: Any, settings: ReaderSettings) -> None:
    size = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    if size > settings.max_unpacked_bytes:
        raise InputError(
            _("its content is {size} MB unpacked, the limit is {limit} MB; split the file").format(
                size=size >> 20, limit=settings.max_unpacked_bytes >> 20
            )
        )


def _geo(metadata: dict[bytes, bytes]) -> dict[str, Any]:
    try:
        geo = json.loads(metadata.get(b"geo", b"{}"))
    except ValueError:
        geo = {}
    return geo if isinstance(geo, dict) else {}


def _geometry_column(geo: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    column, columns = geo.get("primary_column"), geo.get("columns")
    about = columns.get(column) if isinstance(columns, dict) and isinstance(column, str) else None
    if not isinstance(about, dict) or not isinstance(column, str):
        raise InputError(_("it is a table without geometry (no GeoParquet); export it again with geometry"))
    if about.get("encoding") != "WKB":
        raise InputError(
            _("its geometry is encoded as {encoding}; export it again as WKB").format(
                encoding=about.get("encoding")
            )
        )
    return column, about


def _crs_wkt(about: dict[str, Any]) -> str:
    """Give the CRS; ``null`` in the file means that it is not known, no word at all means CRS84."""
    declared = about.get("crs", _LON_LAT)
    if declared is None:
        return ""
    try:
        return pyproj.CRS.from_user_input(declared).to_wkt()
    except CRSError:
        return str(declared)
