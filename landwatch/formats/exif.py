"""What a camera wrote into a photograph (EXIF 2.32): when it was taken, and where.

Browsers take the position out of what they send, and programs change what is there: it is compared with what
the phone knew at the shutter, never believed by itself. What cannot be read is not there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from landwatch.i18n import BEIJING

__all__ = ["Exif", "read_exif"]

_MOST_TAGS = 1000
_PROCESSING, _SOFTWARE = 0x000B, 0x0131
_EXIF_DIRECTORY, _GPS_DIRECTORY = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011  # DateTimeOriginal, OffsetTimeOriginal
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
# Bytes and form of a value by its type; the others hold nothing that is read here.
_ASCII, _SHORT, _LONG, _RATIONAL = 2, 3, 4, 5
_SIZES = {_ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 8}


@dataclass(frozen=True, slots=True)
class Exif:
    """What a photograph says of itself.

    Attributes
    ----------
    taken_at
        The instant; a time without an offset is that of Asia/Shanghai.
    lon, lat
        Degrees as the camera had them (WGS 84).
    software
        The program that wrote the picture, or worked on it.
    """

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    software: str | None = None


def read_exif(content: bytes) -> Exif:
    """Read what a camera wrote into a photograph.

    Parameters
    ----------
    content
        The bytes of a JPEG, HEIF, WebP, PNG or TIFF picture.

    Returns
    -------
    Exif
        What can be read of it; nothing is an error.
    """
    body = _body(content)
    if body is None:
        return Exif()
    try:
        first = _Directory.first(body)
        taken = _taken(first.below(_EXIF_DIRECTORY))
        place = first.below(_GPS_DIRECTORY)
        lon, lat = _degrees(place, _LON, _LON_REF, "W"), _degrees(place, _LAT, _LAT_REF, "S")
        software = first.text(_PROCESSING) or first.text(_SOFTWARE)
    except (struct.error, ValueError, ZeroDivisionError, OverflowError, UnicodeDecodeError):
        return Exif()
    known = lon is not None and lat is not None and (lon, lat) != (0, 0)
    return Exif(taken, lon if known else None, lat if known else None, software)


def _body(content: bytes) -> bytes | None:
    """The TIFF structure that holds the tags."""
    if content[:4] in (b"II*\0", b"MM\0*"):
        return content
    if content[:2] == b"\xff\xd8":
        return next(_of_jpeg(content), None)
    # HEIF, WebP and PNG keep the same structure, the first two behind the same mark.
    for mark, skipped in ((b"Exif\0\0", 6), (b"eXIf", 4), (b"EXIF", 8)):
        at = content.find(mark)
        if at >= 0 and content[at + skipped : at + skipped + 4] in (b"II*\0", b"MM\0*"):
            return content[at + skipped :]
    return None


def _of_jpeg(content: bytes) -> Iterator[bytes]:
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] not in (b"\xda", b""):
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at + 4 : at + 2 + length]
        if content[at + 1] == 0xE1 and segment.startswith(b"Exif\0\0"):
            yield segment[6:]
        at += 2 + max(length, 2)


class _Tag(NamedTuple):
    kind: int
    many: int
    value: bytes


class _Directory:
    """A list of tags."""

    def __init__(self, body: bytes, order: str, offset: int) -> None:
        self._body, self._order = body, order
        (count,) = struct.unpack_from(f"{order}H", body, offset)
        if count > _MOST_TAGS:
            raise ValueError("too many tags")
        self._tags = dict(self._read(offset + 2 + 12 * place) for place in range(count))

    @classmethod
    def first(cls, body: bytes) -> _Directory:
        order = "<" if body[:2] == b"II" else ">"
        return cls(body, order, struct.unpack_from(f"{order}I", body, 4)[0])

    def below(self, tag: int) -> _Directory | None:
        """The directory that a tag points to."""
        found = self.numbers(tag)
        return _Directory(self._body, self._order, int(found[0])) if found else None

    def text(self, tag: int) -> str | None:
        found = self._tags.get(tag)
        if found is None or found.kind != _ASCII:
            return None
        return found.value.split(b"\0")[0].decode("ascii").strip() or None

    def numbers(self, tag: int) -> list[float]:
        found = self._tags.get(tag)
        if found is None or found.kind == _ASCII:
            return []
        if found.kind == _RATIONAL:
            parts: Any = struct.unpack(f"{self._order}{2 * found.many}I", found.value)
            return [above / below for above, below in zip(parts[::2], parts[1::2], strict=True)]
        form = "H" if found.kind == _SHORT else "I"
        return list(struct.unpack(f"{self._order}{found.many}{form}", found.value))

    def _read(self, at: int) -> tuple[int, _Tag]:
        tag, kind, count = struct.unpack_from(f"{self._order}HHI", self._body, at)
        size = _SIZES.get(kind, 0) * min(count, _MOST_TAGS)
        if size > 4:
            (start,) = struct.unpack_from(f"{self._order}I", self._body, at + 8)
        else:
            start = at + 8
        value = self._body[start : start + size]
        is_read = kind in _SIZES and len(value) == size and count <= _MOST_TAGS
        return tag, _Tag(kind, count, value) if is_read else _Tag(_ASCII, 0, b"")


def _taken(tags: _Directory | None) -> datetime | None:
    written = tags and tags.text(_TAKEN)
    if not tags or not written:
        return None
    try:
        taken = datetime.strptime(written, "%Y:%m:%d %H:%M:%S")
        offset = tags.text(_OFFSET)
        zone = BEIJING if offset is None else datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
    except ValueError:
        return None
    return taken.replace(tzinfo=zone or BEIJING)


def _degrees(tags: _Directory | None, value: int, reference: int, negative: str) -> float | None:
    parts = tags.numbers(value) if tags else []
    if not tags or len(parts) != 3:
        return None
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -degrees if tags.text(reference) == negative else degrees
