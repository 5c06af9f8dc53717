"""XLS files (BIFF 8 in a compound file), for which no writer is at hand: just enough of the format."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_DATE_FORMAT, _PERCENT_FORMAT = 14, 10
_PLAIN, _DATE, _PERCENT = 0, 1, 2


class Share(float):
    """A figure in a cell with a percent format."""


def write_old_workbook(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    first_day: date = date(1899, 12, 30),
    merged: Sequence[tuple[int, int, int, int]] = (),
    stream: str = "Workbook",
) -> Path:
    """Write texts, numbers, days, shares and errors (texts like ``#REF!``) as Excel 97 to 2003 does.

    Merged areas are first row, last row, first column, last column, from 0.
    """
    path.write_bytes(_compound(_workbook(sheets, first_day, merged), stream))
    return path


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    first_day: date,
    merged: Sequence[tuple[int, int, int, int]],
) -> bytes:
    bodies = [_sheet(rows, first_day, merged) for rows in sheets.values()]
    system = struct.pack("<H", first_day.year == 1904)
    start = _begin(0x0005) + _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, system)
    styles = (0, _DATE_FORMAT, _PERCENT_FORMAT)
    start += b"".join(_record(0x00E0, struct.pack("<HH16x", 0, style)) for style in styles)
    names = [name.encode("utf-16-le") for name in sheets]
    position = len(start) + sum(4 + 8 + len(name) for name in names) + 4
    listed = b""
    for name, body in zip(names, bodies, strict=True):
        listed += _record(0x0085, struct.pack("<IBBBB", position, 0, 0, len(name) // 2, 1) + name)
        position += len(body)
    return start + listed + _record(0x000A) + b"".join(bodies)


def _sheet(
    rows: Sequence[Sequence[object]], first_day: date, merged: Sequence[tuple[int, int, int, int]]
) -> bytes:
    width = max(map(len, rows), default=0)
    cells = b"".join(
        _cell(row, column, value, first_day)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
    )
    areas = b"".join(struct.pack("<HHHH", *area) for area in merged)
    cells += _record(0x00E5, struct.pack("<H", len(merged)) + areas) if merged else b""
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    return _begin(0x0010) + size + cells + _record(0x000A)


def _cell(row: int, column: int, value: object, first_day: date) -> bytes:
    match value:
        case None:
            return b""
        case date():
            serial = float((value - first_day).days)
            return _record(0x0203, struct.pack("<HHHd", row, column, _DATE, serial))
        case Share():
            return _record(0x0203, struct.pack("<HHHd", row, column, _PERCENT, value))
        case int() | float():
            return _record(0x0203, struct.pack("<HHHd", row, column, _PLAIN, value))
        case "#REF!":
            return _record(0x0205, struct.pack("<HHHBB", row, column, _PLAIN, 0x17, 1))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, _PLAIN, len(text) // 2, 1) + text)


def _compound(stream: bytes, name: str) -> bytes:
    """Wrap a stream as the only one of a compound file; short ones would need a second kind of sector."""
    stream = stream.ljust(max(4096, -len(stream) % _SECTOR + len(stream)), b"\0")
    data = len(stream) // _SECTOR
    tables = next(n for n in range(1, 1000) if n * 128 >= n + 1 + data)
    fat = [_FAT] * tables + [_END] + list(range(tables + 2, tables + 1 + data)) + [_END]
    fat += [_FREE] * (tables * 128 - len(fat))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables, 0, 4096, _END, 0, _END, 0),
    )
    head += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, tables + 1, len(stream))
    return head + struct.pack(f"<{len(fat)}I", *fat) + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ", written, len(written), kind, 1, _FREE, _FREE, child, 0, start, size
    )
