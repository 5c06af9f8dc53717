"""Layers of vector files: each file opened with the drivers of its kind alone, feature by feature."""

from __future__ import annotations

import struct
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import fiona

from landwatch.errors import InputError
from landwatch.formats.file import File
from landwatch.formats.reading import Findings
from landwatch.formats.vector import shapefile
from landwatch.formats.vector.dxf import read_drawing
from landwatch.formats.vector.features import BROKEN, Feature, Layer, features_of, gaps
from landwatch.formats.vector.flatgeobuf import Features, features_in
from landwatch.formats.vector.geojson import read_geojson
from landwatch.formats.vector.geopackage import tables_of
from landwatch.formats.vector.geoparquet import read_geoparquet
from landwatch.formats.vector.kml import read_kml
from landwatch.i18n import gettext as _

__all__ = [
    "LayersOf",
    "drawing_layers",
    "flatgeobuf_layers",
    "geodatabase_layers",
    "geojson_layers",
    "geopackage_layers",
    "geoparquet_layers",
    "kml_layers",
    "read_layers",
    "shapefile_layers",
]

LayersOf = Callable[[File], Iterable[Layer]]
"""Reads the layers of one kind of vector file."""

_GDB_HEAD = 12
_KINDS = {"Unknown": "", "None": None}
_CLOCK = ZoneInfo("Asia/Shanghai")
_EVERYTHING = "1=1"  # a condition makes GDAL count the rows where it would believe its list


def read_layers(file: File, layers_of: LayersOf) -> list[Layer]:
    """Read all layers of a file.

    Parameters
    ----------
    file
        The file.
    layers_of
        Reads the layers of files of its kind.

    Returns
    -------
    list of Layer
        The layers in their order.

    Raises
    ------
    InputError
        If the file cannot be opened as what it is.
    """
    # No driver asks the network; the name of a file that lies here is no address either.
    options = {
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{nothing}",
        "GDAL_HTTP_MAX_RETRY": 0,
        "GDAL_HTTP_TIMEOUT": 1,
    }
    with fiona.Env(**options), _quiet():
        try:
            return list(layers_of(file))
        except BROKEN as error:
            raise InputError(_("no layer of it can be read; export it again")) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what libraries print about a damaged file off the screen; it is said as an issue."""
    before = sys.unraisablehook

    def hook(event: Any) -> None:
        # GDAL quotes the damaged text in its messages, and fiona cannot decode these.
        if not isinstance(event.exc_value, UnicodeDecodeError):
            before(event)

    sys.unraisablehook = hook
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.unraisablehook = before


def kml_layers(file: File) -> Iterator[Layer]:
    """Read the placemarks of a KML file."""
    yield read_kml(file.path, file.findings)


def geoparquet_layers(file: File) -> Iterator[Layer]:
    """Read the rows of a GeoParquet file."""
    yield read_geoparquet(file.path, file.settings)


def drawing_layers(file: File) -> Iterator[Layer]:
    """Read the closed polylines of a DXF drawing."""
    yield read_drawing(file.path, file.findings, file.settings.max_unpacked_bytes)


def geodatabase_layers(file: File) -> Iterator[Layer]:
    """Read the layers of a file geodatabase."""
    _report_short_indexes(file.path, file.findings)
    yield from _named(_numbered(file.path, ["OpenFileGDB"], file.settings.max_unpacked_bytes))


def geojson_layers(file: File) -> Iterator[Layer]:
    """Read the features of a GeoJSON file, or the layers of TopoJSON and Esri's JSON."""
    layer = read_geojson(file.path)
    others = ["ESRIJSON", "TopoJSON"]
    yield from [layer] if layer else _named(_numbered(file.path, others, file.settings.max_unpacked_bytes))


def _numbered(path: Path, drivers: list[str], largest: int) -> Iterator[Layer]:
    """Read the layers of a file one after the other; only so does fiona keep to some drivers."""
    for number in count():
        try:
            # Its number 0 fiona takes for no number, and then takes the first layer.
            yield _layer(path, drivers, largest, layer=number or None, where=_EVERYTHING)
        except ValueError as error:
            if number and str(error).startswith("Null layer"):
                return
            raise


def _report_short_indexes(folder: Path, findings: Findings) -> None:
    """Tell of tables of a geodatabase with more rows than their index lists: only the listed are read."""
    for table in sorted(folder.glob("a*.gdbtable")):
        index = table.with_suffix(".gdbtablx")
        if not (table.is_file() and index.is_file()):
            continue
        with table.open("rb") as rows, index.open("rb") as places:
            heads = (rows.read(_GDB_HEAD), places.read(_GDB_HEAD))
        if any(len(head) < _GDB_HEAD for head in heads):
            continue
        stated, listed = struct.unpack_from("<I", heads[0], 4)[0], struct.unpack_from("<I", heads[1], 8)[0]
        if stated > listed:
            findings.warning(
                "unreadable_record",
                _(
                    "{place}: its table {table} says that it has {value} rows, its index lists {found}, and"
                    " only these were read. Compare with the source whether any is missing"
                ),
                findings.whole_file(),
                table=table.name,
                value=stated,
                found=listed,
            )


def _named(layers: Iterator[Layer]) -> list[Layer]:
    """Name the layers of a file that has several."""
    found = list(layers)
    return [replace(layer, name=layer.title) for layer in found] if len(found) > 1 else found


def geopackage_layers(file: File) -> Iterator[Layer]:
    """Read the layers and tables of a GeoPackage."""
    path, findings, largest = file.path, file.findings, file.settings.max_unpacked_bytes
    tables = tables_of(path)
    for table in tables:
        name = table.name if len(tables) > 1 else None
        if table.count is None:
            findings.error(
                "unreadable_record",
                _(
                    "{place}: it is computed when it is read (a view), and is not read; save it as a layer of"
                    " its own and import that"
                ),
                replace(findings.layer(table.name), record=table.name),
            )
            continue
        layer = _layer(path, ["GPKG"], largest, layer=table.name, where=_EVERYTHING, LIST_ALL_TABLES="NO")
        lost = gaps((one.number for one in layer.features), table.count)
        yield replace(layer, name=name, lost=lost, head_count=None)


def flatgeobuf_layers(file: File) -> Iterator[Layer]:
    """Read the features of a FlatGeobuf."""
    content = file.path.read_bytes()
    found = features_in(content) or Features(content, 0, 0)
    # In memory, for the driver never closes one that is damaged.
    with fiona.MemoryFile(found.content, ext=".fgb") as memory:
        layer = _layer(Path(memory.name), ["FlatGeobuf"], file.settings.max_unpacked_bytes)
    yield replace(
        layer,
        title=file.path.stem,
        lost=gaps((one.number for one in layer.features), found.count),
        head_count=found.head_count if found.head_count > found.count else None,
    )


def shapefile_layers(file: File) -> Iterator[Layer]:
    """Read the records of a shapefile."""
    path, largest = file.path, file.settings.max_unpacked_bytes
    with shapefile.with_true_heads(path) as heads:
        layer = _layer(heads.path, ["ESRI Shapefile"], largest, is_numbered=True, encoding=shapefile.LOSSLESS)
        present = (*(one.number for one in layer.features), *heads.deleted)
        layer = replace(layer, title=path.stem, lost=gaps(present, heads.rows), head_count=None)
        yield shapefile.decoded(layer, path, heads, file.findings)


def _layer(
    path: Path,
    drivers: list[str],
    largest: int,
    *,
    layer: str | int | None = None,
    where: str | None = None,
    is_numbered: bool = False,
    **options: Any,
) -> Layer:
    with fiona.open(path, layer=layer, enabled_drivers=drivers, **options) as source:
        kind, stated = source.schema["geometry"], _stated(source)
        rows = source if where is None else source.filter(where=where)
        fields = source.schema["properties"]
        days = [name for name, form in fields.items() if str(form).startswith("date")]
        features = [_with_days(one, days) for one in features_of(rows, largest, is_numbered=is_numbered)]
        found = max((one.number for one in features), default=0)
        return Layer(
            name=None,
            title=str(source.name or path.stem),
            driver=source.driver,
            crs_wkt=source.crs_wkt,
            kind=_KINDS.get(kind, kind),
            fields=tuple(fields),
            features=features,
            lost=gaps((one.number for one in features), found),
            head_count=stated if stated > found else None,
        )


def _stated(source: Any) -> int:
    """Give the number of features that a head tells; asked before a condition counts them itself."""
    try:
        return len(source)
    except TypeError:  # the driver knows none
        return 0


def _with_days(feature: Feature, fields: Sequence[str]) -> Feature:
    """Give the days of fields that hold days as such; an instant is the day that the clock in China shows."""
    found = {name: _day(feature.attributes.get(name)) for name in fields}
    return replace(feature, attributes=feature.attributes | found) if found else feature


def _day(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (instant.astimezone(_CLOCK) if instant.tzinfo else instant).date()
