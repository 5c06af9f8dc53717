"""DXF drawings: closed polylines are parcels, a text inside one is its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import shapely

from landwatch.errors import InputError
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.decoding import guess_encoding
from landwatch.formats.reading import Findings
from landwatch.formats.vector.features import Feature, Layer, features_of
from landwatch.i18n import gettext as _

__all__ = ["read_drawing"]

NUMBER = "宗地编号"
"""Field that the text inside a polyline fills."""

Point = tuple[float, float]
Ring = list[Point]

_VARIABLE = rb"\$%s\s+\d+\s+(\S+)"
_PAGES = {"ansi_936": "gbk", "gb2312": "gbk", "gbk": "gbk", "ansi_1252": "cp1252", "utf-8": "utf-8"}
_GDAL_NAMES = {"gbk": "CP936", "gb18030": "CP936", "utf-8": "UTF-8", "cp1252": "CP1252", "ascii": "UTF-8"}
_UNICODE_SINCE = "AC1021"
_UNICODE = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
_OF_A_PAGE = re.compile(r"\\M\+([1-5])([0-9A-Fa-f]{4})")
_PAGE_NUMBERS = {"1": "cp932", "2": "cp950", "3": "cp949", "4": "johab", "5": "cp936"}
_AT_ONCE = 500  # lines in which texts are looked for in one step
_LABELLED = re.compile(r"([^:：]{1,20})[:：]\s*(.+)")
# Names of points, lengths and areas, which surveyors write inside parcels too.
_NO_NUMBER = re.compile(r"[Jj]\d+|\d+\.\d+|S?=?[\d.,]+\s*(m|m2|㎡|m²|平方米|公顷|亩|ha)", re.IGNORECASE)


def read_drawing(path: Path, findings: Findings, largest: int) -> Layer:
    """Read the closed polylines of a drawing.

    Parameters
    ----------
    path
        The DXF file.
    findings
        Where issues go.
    largest
        Most text that is taken, in bytes.

    Returns
    -------
    Layer
        One feature a closed polyline (flag closed, or first point repeated). A text belongs to the
        innermost polyline around its insertion point; ``name: value`` in it is read as a field.

    Raises
    ------
    InputError
        If it is a binary drawing or cannot be opened.
    """
    data = path.read_bytes()
    encoding = _encoding(data, findings)
    with (
        fiona.Env(DXF_ENCODING=_GDAL_NAMES.get(encoding, "UTF-8")),
        fiona.open(path, enabled_drivers=["DXF"]) as source,
    ):
        entities = list(features_of(source, largest))
    _report_lost(entities, findings, is_whole=data.rstrip().endswith(b"EOF"))
    rings = [ring for entity in entities if (ring := _closed_line(entity)) is not None]
    if not rings:
        raise InputError(_("it has no closed polyline; close the boundaries and save it again as DXF"))
    inside = _texts_inside(rings, [found for entity in entities for found in _text(entity)])
    features = [
        _feature(number, ring, found)
        for number, (ring, found) in enumerate(zip(rings, inside, strict=True), start=1)
    ]
    fields = tuple(dict.fromkeys([NUMBER, *(name for one in features for name in one.attributes)]))
    return Layer(
        name=None,
        title=path.stem,
        driver="DXF",
        crs_wkt="",
        kind="",
        fields=fields,
        features=features,
        encoding=encoding,
    )


def _report_lost(entities: Sequence[Feature], findings: Findings, *, is_whole: bool) -> None:
    lost = max((entity.number for entity in entities), default=0) - len(entities)
    if lost or not is_whole:
        findings.error(
            "unreadable_record",
            _(
                "{place}: the drawing is damaged or broken off, parts of it are not read; save it again as"
                " DXF"
            ),
            findings.whole_file(),
        )


def _encoding(data: bytes, findings: Findings) -> str:
    if data.startswith(b"AutoCAD Binary DXF"):
        raise InputError(_("it is a binary DXF; save it as DXF in text form"))
    version, page = _variable(data, b"ACADVER"), _variable(data, b"DWGCODEPAGE")
    declared = "utf-8" if version >= _UNICODE_SINCE else _PAGES.get(page.lower())
    if declared and (declared != "cp1252" or data.isascii()) and _decodes(data, declared):
        return declared
    if data.isascii():
        return "ascii"
    guess = guess_encoding(data)
    if guess is None:
        raise InputError(_("its text cannot be decoded; export it again as UTF-8"))
    findings.info(
        "encoding_guessed",
        _("{place}: no encoding is declared; {value} was used, look at the Chinese names"),
        findings.whole_file(),
        field="encoding",
        value=guess,
    )
    return guess


def _variable(data: bytes, name: bytes) -> str:
    found = re.search(_VARIABLE % name, data[: 1 << 16])
    return found[1].decode("ascii", errors="replace") if found else ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _closed_line(entity: Feature) -> Ring | None:
    """Give the ring of a closed line; hatches and other areas are no polylines."""
    if entity.geometry is None or entity.geometry["type"] != "LineString":
        return None
    points = [(point[0], point[1]) for point in entity.geometry["coordinates"]]
    return points if len(points) > 1 and points[0] == points[-1] else None


def _text(entity: Feature) -> Iterator[tuple[Point, str]]:
    text = entity.attributes.get("Text")
    if text and entity.geometry is not None and entity.geometry["type"] == "Point":
        x, y, *_height = entity.geometry["coordinates"]
        yield (x, y), _plain(text)


def _plain(text: str) -> str:
    """Write out the characters that older drawings, which know one code page, name by their codes."""
    named = _UNICODE.sub(lambda found: bytes.fromhex(found[1]).decode("utf-16-be", "surrogatepass"), text)
    paired = named.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _OF_A_PAGE.sub(
        lambda found: bytes.fromhex(found[2]).decode(_PAGE_NUMBERS[found[1]], "replace"), paired
    )


def _texts_inside(rings: Sequence[Ring], texts: Sequence[tuple[Point, str]]) -> list[list[str]]:
    """Give each text to the innermost ring around its insertion point."""
    found: list[list[str]] = [[] for _ring in rings]
    if not rings or not texts:
        return found
    shapes = np.array([shapely.Polygon(ring if len(ring) > 3 else None) for ring in rings])
    points, left = shapely.points([place for place, _text in texts]), np.arange(len(texts))
    innermost: dict[int, int] = {}
    # The smallest first, in steps: where all lines lie around all texts their pairs would fill the memory.
    order = np.argsort(shapely.area(shapes), kind="stable")
    for begin in range(0, len(order), _AT_ONCE):
        smallest = order[begin : begin + _AT_ONCE]
        of_shape, of_point = shapely.STRtree(points[left]).query(shapes[smallest], predicate="intersects")
        reached, first = np.unique(of_point, return_index=True)
        innermost |= dict(zip(left[reached].tolist(), smallest[of_shape[first]].tolist(), strict=True))
        left = np.delete(left, reached)
    for text, shape in sorted(innermost.items()):
        found[shape].append(texts[text][1])
    return found


def _feature(number: int, ring: Ring, texts: Sequence[str]) -> Feature:
    attributes: dict[str, Any] = {}
    free: list[str] = []
    for text in (line.strip() for whole in texts for line in whole.splitlines() if line.strip()):
        labelled = _LABELLED.fullmatch(text)
        column = vocabulary.column_of("parcel", labelled[1]) if labelled else None
        if labelled and column:
            attributes[NUMBER if column.field == "parcel_no" else labelled[1]] = labelled[2]
        else:
            free.append(text)
    choice = _numbers(free)
    if len(choice) == 1:
        attributes.setdefault(NUMBER, choice[0])
    return Feature(number, attributes, {"type": "Polygon", "coordinates": [ring]}, texts=tuple(free))


def _numbers(texts: Sequence[str]) -> list[str]:
    """Narrow the texts down to what can be a parcel number: no point names, no figures, no land use."""
    possible = [
        text for text in texts if not (_NO_NUMBER.fullmatch(text) or vocabulary.is_land_use_name(text))
    ]
    distinct = list(dict.fromkeys(possible))
    with_digits = [text for text in distinct if any(sign.isdigit() for sign in text)]
    return with_digits if len(distinct) > 1 and with_digits else distinct
