"""GeoParquet: a table with a geometry column in well-known binary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import pyarrow
import pyarrow.parquet
import pyproj
from pyarrow.compute import local_timestamp
from pyproj.exceptions import CRSError

from landwatch.errors import InputError
from landwatch.formats.reading import ReaderSettings
from landwatch.formats.vector.features import (
    FEATURE_BYTES,
    Feature,
    Layer,
    gaps,
    polygons_of,
    shape_from_wkb,
    size_of,
)
from landwatch.i18n import gettext as _

__all__ = ["read_geoparquet"]

_CLOCK = "Asia/Shanghai"
_ROWS = 4_096  # read at once
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
            if column not in file.schema_arrow.names:
                raise InputError(
                    _("the geometry column {column} is missing; export it again").format(column=column)
                )
            features, rows = _features(file, column, settings)
            names = file.schema_arrow.names
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(_("no layer of it can be read; export it again")) from error
    return Layer(
        name=None,
        title=path.stem,
        driver="Parquet",
        crs_wkt=_crs_wkt(about),
        kind="",
        fields=tuple(name for name in names if name not in ("bbox", column)),
        features=features,
        lost=gaps((one.number for one in features), rows),
    )


def _features(file: Any, column: str, settings: ReaderSettings) -> tuple[list[Feature], int]:
    """Read the rows in steps: a few bytes may stand for a row that is repeated without end."""
    features: list[Feature] = []
    rows, left = 0, settings.max_unpacked_bytes
    for batch in map(_in_local_time, file.iter_batches(batch_size=_ROWS)):
        shapes = batch.column(column).to_pylist()
        for content, attributes in zip(shapes, _attributes(batch.drop_columns([column])), strict=True):
            rows += 1
            left -= size_of(attributes or {}) + len(content or b"")
            if left < 0:
                _refuse_size(settings.max_unpacked_bytes - left, settings)
            if attributes is not None:
                geometry, lost = shape_from_wkb(content)
                features.append(Feature(rows, attributes, polygons_of(geometry), lost))
    return features, rows


def _in_local_time(batch: Any) -> Any:
    """Show instants as the clock in China showed them: their day is the day there."""
    for position, kind in enumerate(batch.schema.types):
        if pyarrow.types.is_timestamp(kind) and kind.tz is not None:
            local = batch.column(position).cast(pyarrow.timestamp(kind.unit, tz=_CLOCK))
            batch = batch.set_column(position, batch.schema.names[position], local_timestamp(local))
    return batch


def _attributes(rows: Any) -> list[dict[str, Any] | None]:
    """Give the attributes row by row; ``None`` for one that holds broken text."""
    try:
        return list(rows.to_pylist())
    except UnicodeDecodeError:
        if rows.num_rows == 1:
            return [None]
        return [one for at in range(rows.num_rows) for one in _attributes(rows.slice(at, 1))]


def _check_size(metadata: Any, settings: ReaderSettings) -> None:
    # Rows that repeat take nothing in the file and their room in the memory.
    repeated = metadata.num_rows * FEATURE_BYTES
    if repeated > settings.max_unpacked_bytes:
        _refuse_size(repeated, settings)
    size = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    if size > settings.max_unpacked_bytes:
        _refuse_size(size, settings)


def _refuse_size(size: int, settings: ReaderSettings) -> NoReturn:
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
