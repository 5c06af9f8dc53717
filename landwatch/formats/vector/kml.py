"""KML of viewers and field apps: placemarks with polygons, longitude and latitude in WGS 84."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, iterparse

import pyproj

from landwatch.errors import InputError
from landwatch.formats.cells.decoding import decode
from landwatch.formats.reading import Findings
from landwatch.formats.vector.features import Feature, Layer
from landwatch.i18n import gettext as _

__all__ = ["read_kml"]

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*?\?>")
_DECLARED_ENCODING = re.compile(rb"""^[^<]{0,3}<\?xml[^>]*?encoding=["']([\w.-]+)["']""")
_BESIDE_COMMA = re.compile(r"\s*,\s*")
_WGS84 = pyproj.CRS.from_epsg(4326).to_wkt()  # fixed by the standard


def read_kml(path: Path, findings: Findings) -> Layer:
    """Read the placemarks of a KML file.

    Parameters
    ----------
    path
        The file.
    findings
        Where issues go.

    Returns
    -------
    Layer
        All placemarks as one layer, with the name, the description and the extended data of each. A file
        that breaks off keeps what stands before the break.

    Raises
    ------
    InputError
        If it is no KML.
    """
    text, encoding = _text(path, findings)
    features: list[Feature] = []
    try:
        for number, placemark in enumerate(_placemarks(text), start=1):
            geometry, lost = _geometry(placemark)
            features.append(Feature(number, _attributes(placemark), geometry, lost))
    except ParseError as error:
        line = error.position[0]
        if not features:
            raise InputError(_("it is no KML, or broken near line {line}").format(line=line)) from error
        findings.error(
            "unreadable_record",
            _("{place}: it breaks off near line {line}; what follows is not read, export it again"),
            findings.whole_file(),
            line=line,
        )
    fields = tuple(dict.fromkeys(name for feature in features for name in feature.attributes))
    return Layer(
        name=None,
        title=path.stem,
        driver="KML",
        crs_wkt=_WGS84,
        kind="",
        fields=fields,
        features=features,
        encoding=encoding,
    )


def _text(path: Path, findings: Findings) -> tuple[str, str]:
    data = path.read_bytes()
    declared = _DECLARED_ENCODING.match(data[:200])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        text, encoding = data.decode("utf-8-sig" if name == "utf-8" else name), name
    except (LookupError, UnicodeDecodeError):
        guessed = decode(data)
        if guessed is None:
            raise InputError(_("its text cannot be decoded; export it again as UTF-8")) from None
        text, encoding = guessed.text, guessed.encoding
        findings.info(
            "encoding_guessed",
            _("{place}: the declared encoding {declared} does not decode the attributes; {value} was used"),
            findings.whole_file(),
            field="encoding",
            value=encoding,
            declared=name,
        )
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(_("it declares a document type of its own, which no KML does; export it again"))
    return _DECLARATION.sub("", text, count=1), encoding


def _placemarks(text: str) -> Iterator[Element]:
    for _event, element in iterparse(StringIO(text)):
        if _tag(element) == "Placemark":
            yield element
            element.clear()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attributes(placemark: Element) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        _tag(child): (child.text or "").strip() or None
        for child in placemark
        if _tag(child) in ("name", "description")
    }
    for child in placemark.iter():
        tag = _tag(child)
        if tag == "SimpleData" and child.get("name"):
            attributes[child.get("name", "")] = (child.text or "").strip() or None
        elif tag == "Data" and child.get("name"):
            value = next((one for one in child if _tag(one) == "value"), None)
            attributes[child.get("name", "")] = None if value is None else (value.text or "").strip() or None
    if attributes.get("description") is None:
        attributes.pop("description", None)
    return attributes


def _geometry(placemark: Element) -> tuple[dict[str, Any] | None, bool]:
    """Give the polygons of a placemark, and whether they hold something that is no coordinate."""
    polygons = [element for element in placemark.iter() if _tag(element) == "Polygon"]
    try:
        parts = [[_points(ring.text or "") for ring in _rings(polygon)] for polygon in polygons]
    except ValueError:
        return None, True
    return ({"type": "MultiPolygon", "coordinates": parts} if parts else None), False


def _rings(polygon: Element) -> Iterator[Element]:
    for boundary in ("outerBoundaryIs", "innerBoundaryIs"):
        for element in polygon:
            if _tag(element) == boundary:
                yield from (one for one in element.iter() if _tag(one) == "coordinates")


def _points(text: str) -> list[tuple[float, float]]:
    points = []
    for token in _BESIDE_COMMA.sub(",", text).split():
        lon, lat, *_height = token.split(",")
        points.append((float(lon), float(lat)))
    return points
