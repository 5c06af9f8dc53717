"""The text format of survey boundaries (勘测定界界址点坐标交换格式, 电子报盘), read tolerantly.

::

    file   := [extra section]* "[属性描述]" (key "=" value)* "[地块坐标]" parcel+
    parcel := head point+
    head   := 界址点数,地块面积,地块编号,地块名称,记录图形属性,图幅号,地块用途,地类编码[,5 more],@
    point  := 点号,地块圈号,X,Y      X is the northing, Y the easting

Producers differ in everything else: encoding, full-width brackets, commas and digits, ``J1`` or ``1``, rings
closed or not, counts with or without the closing point. This module knows the text only; which parcels of it
can be used is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["BoundaryFile", "Head", "ParcelText", "Ring", "TextFault", "parse"]

_ATTRIBUTES, _PARCELS = "属性描述", "地块坐标"
_SECTION = re.compile(r"\[\s*(.+?)\s*\]")
_KINDS = ("面", "点", "线")
_HEAD_VALUES = 8
_FULL_WIDTH = str.maketrans("，＠［］【】＝．－　", ",@[][]=.- ")
_FARTHEST = 1e9
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{0,15})?")


@dataclass(frozen=True, slots=True)
class TextFault:
    """Something in the text that cannot be read.

    Attributes
    ----------
    line, column
        Place in the file, from 1.
    reason
        ``point``, ``number``, ``count`` or ``stray``: what the line should have been.
    field
        Name of the value in question; empty for a whole line.
    text
        The text in question.
    """

    line: int
    column: int
    reason: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head line of a parcel; every value as written.

    Attributes
    ----------
    line
        Line in the file.
    count
        Number of points (界址点数).
    area
        Area in hectares (地块面积).
    number
        Parcel number (地块编号).
    name
        Name of the parcel (地块名称).
    land_use, land_use_code
        Use (地块用途) and its code (地类编码).
    more
        The values after these, without the closing ``@``.
    kind
        Its figure (记录图形属性): 面, 线 or 点; empty where it is not said.
    """

    line: int
    count: str
    area: str
    number: str
    name: str
    land_use: str
    land_use_code: str
    more: tuple[str, ...]
    kind: str = "面"


@dataclass(slots=True)
class Ring:
    """One ring of points.

    Attributes
    ----------
    number
        Ring number (地块圈号): 1 is the outer one.
    line
        Line of its first point.
    points
        (X, Y) of each point: northing, easting.
    """

    number: int
    line: int
    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Whether the last point repeats the first."""
        return len(self.points) > 3 and self.points[-1] == self.points[0]


@dataclass(slots=True)
class ParcelText:
    """A parcel as it stands in the text.

    Attributes
    ----------
    head
        Its head line.
    rings
        Its rings in their order.
    faults
        Lines of it that cannot be read; a boundary with any of them is not whole.
    """

    head: Head
    rings: list[Ring] = field(default_factory=list)
    faults: list[TextFault] = field(default_factory=list)


@dataclass(slots=True)
class BoundaryFile:
    """The content of a file.

    Attributes
    ----------
    attributes
        Keys and values of the section 属性描述.
    parcels
        The parcels in their order.
    faults
        Lines that belong to no parcel and cannot be read.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    parcels: list[ParcelText] = field(default_factory=list)
    faults: list[TextFault] = field(default_factory=list)


def parse(text: str) -> BoundaryFile:
    """Read the text of a boundary file.

    Parameters
    ----------
    text
        The decoded text.

    Returns
    -------
    BoundaryFile
        All of it that can be read, and the faults with their places.
    """
    parser = _Parser()
    in_parcels = False
    for number, line in _lines(text):
        # Nearly every line of a large file is a point; it is read here without a call.
        if in_parcels and line.isascii() and "_" not in line:
            parts = line.split(",")
            if len(parts) == 4:
                try:
                    x, y = float(parts[2]), float(parts[3])
                    # Also false for what Python, and no surveyor, calls a number: nan, inf.
                    if abs(x) < _FARTHEST and abs(y) < _FARTHEST:
                        parser.add_point(number, int(parts[1]), x, y)
                        continue
                except ValueError:
                    pass
        in_parcels = parser.read(number, line)
    parser.finish()
    return parser.file


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)


class _Parser:
    """Knows in which section the reading is, and which ring a point continues."""

    def __init__(self) -> None:
        self.file = BoundaryFile()
        self._section: str | None = None
        self._parcel: ParcelText | None = None
        self._ring: Ring | None = None

    def read(self, number: int, line: str) -> bool:
        """Read a line of any kind; tell whether parcels are being read."""
        plain = line.translate(_FULL_WIDTH).strip()
        section = _SECTION.fullmatch(plain)
        if section:
            self._section = "".join(section[1].split())
        elif plain.endswith("@") or (self._section == _PARCELS and _is_head_without_mark(plain)):
            self._section = _PARCELS
            self._add_head(number, plain, line.strip())
        elif plain and self._section == _PARCELS:
            self._read_point(number, line, plain)
        elif plain and self._section == _ATTRIBUTES:
            key, _equals, value = plain.partition("=")
            self.file.attributes["".join(key.split())] = value.strip()
        return self._section == _PARCELS and self._parcel is not None

    def _add_head(self, number: int, plain: str, written: str) -> None:
        self.finish()
        body = plain.removesuffix("@").rstrip().removesuffix(",")
        self._parcel = ParcelText(_head(number, body, written))
        self.file.parcels.append(self._parcel)

    def _read_point(self, number: int, line: str, plain: str) -> None:
        faults = self._parcel.faults if self._parcel else self.file.faults
        if self._parcel is None:
            faults.append(TextFault(number, 1, "stray", "", plain))
            return
        parts = plain.rstrip(",").split(",") if "," in plain else plain.split()
        if len(parts) != 4:
            faults.append(TextFault(number, 1, "point", "", plain))
            return
        numbers = [unicodedata.normalize("NFKC", part).strip() for part in parts[1:]]
        for field_name, part, written in zip(("地块圈号", "X", "Y"), parts[1:], numbers, strict=True):
            if not _NUMBER.fullmatch(written):
                column = line.translate(_FULL_WIDTH).find(part, len(parts[0])) + 1
                faults.append(TextFault(number, column, "number", field_name, part.strip()))
                return
        self.add_point(number, int(float(numbers[0])), float(numbers[1]), float(numbers[2]))

    def add_point(self, number: int, ring_number: int, x: float, y: float) -> None:
        """Add a point to the ring it continues, or begin a ring with it."""
        ring = self._ring
        if ring is None or ring.number != ring_number or ring.is_closed:
            if self._parcel is None:
                raise ValueError("a point before any head")
            ring = self._ring = Ring(ring_number, number)
            self._parcel.rings.append(ring)
        ring.points.append((x, y))

    def finish(self) -> None:
        """End the parcel that is being read."""
        if self._parcel is not None:
            _check_count(self._parcel)
        self._parcel = self._ring = None


def _is_head_without_mark(plain: str) -> bool:
    parts = plain.split(",")
    return len(parts) >= _HEAD_VALUES and any(part.strip() in _KINDS for part in parts)


def _head(line: int, body: str, written: str) -> Head:
    """Read a head from its half-width form; its texts are those of the line as `written`."""
    parts = body.split(",")
    # A comma in the name moves what follows; the kind of figure shows by how far.
    kind = next((i for i, part in enumerate(parts) if i >= 4 and part.strip() in _KINDS), 4)
    parts = [*parts[:3], ",".join(parts[3:kind]), *parts[kind:]]
    parts += [""] * (_HEAD_VALUES - len(parts))
    texts, begin = [], 0
    for part in parts:
        texts.append(written[begin : begin + len(part)].strip())
        begin += len(part) + 1
    count, area, number, name, figure, _sheet, land_use, code, *more = texts
    half_width = [unicodedata.normalize("NFKC", text) for text in (count, area, number, code)]
    return Head(
        line=line,
        count=half_width[0],
        area=half_width[1],
        number=half_width[2],
        name=name,
        land_use=land_use,
        land_use_code=half_width[3],
        more=tuple(more),
        kind=figure if figure in _KINDS else "",
    )


def _check_count(parcel: ParcelText) -> None:
    """Compare the points with the count of the head, which may leave out closing points or holes."""
    stated = parcel.head.count
    if not stated or stated == "0":
        return
    if not stated.isdecimal():
        parcel.faults.append(TextFault(parcel.head.line, 1, "number", "界址点数", stated))
        return
    found = sum(len(ring.points) for ring in parcel.rings)
    rings = len(parcel.rings)
    outer = len(parcel.rings[0].points) if rings else 0
    plausible = {*range(found - rings, found + rings + 1), outer - 1, outer, outer + 1}
    if int(stated) not in plausible and not parcel.faults:
        parcel.faults.append(TextFault(parcel.head.line, 1, "count", "界址点数", f"{stated}/{found}"))
