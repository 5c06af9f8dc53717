"""Pictures and recordings are known by their first bytes; photographs say how they lie."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from landwatch.formats.media import picture_type, quarter_turns, recording_type


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\0", "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"II*\0\x08\0", "image/tiff"),
        (b"MM\0*\0\0", "image/tiff"),
        (b"RIFF\0\0\0\0WAVEfmt ", None),
        (b"\0\0\0\x18ftypM4A ", None),
        (b"<svg xmlns=", None),
        (b"<html>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(start: bytes, expected: str | None) -> None:
    assert picture_type(start) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"#!AMR\n", "audio/amr"),
        (b"OggS\0", "audio/ogg"),
        (b"\0\0\0\x18ftypiso5", "audio/mp4"),
        (b"\x1a\x45\xdf\xa3\x42\x82\x84webm\x86\x86A_OPUS", "audio/webm"),
        (b"\x1a\x45\xdf\xa3\x42\x82\x84webm\x86\x86A_OPUS\x86\x86V_VP8", None),
        (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska\x86\x86A_OPUS", None),
        (b"RIFF\0\0\0\0WEBPVP8 ", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(start: bytes, expected: str | None) -> None:
    assert recording_type(start) == expected


ORIENTATION = 0x0112


def photograph(orientation: int | None, kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "例行手机"  # a tag before the one that is looked for
    if orientation is not None:
        exif[ORIENTATION] = orientation
    written = BytesIO()
    Image.new("RGB", (4, 3)).save(written, kind, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize(
    ("orientation", "turns"), [(1, 0), (6, 1), (3, 2), (8, 3), (2, 0), (None, 0)], ids=str
)
def test_a_photograph_is_turned_as_its_camera_says(orientation: int | None, turns: int) -> None:
    assert quarter_turns(photograph(orientation)) == turns


def test_big_endian_is_read_as_well() -> None:
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    segment = b"Exif\0\0" + tiff
    assert quarter_turns(b"\xff\xd8\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", photograph(6)[:30]],
    ids=["nothing", "a beginning", "a marker", "no length", "no JPEG", "cut off"],
)
def test_what_says_nothing_is_not_turned(content: bytes) -> None:
    assert quarter_turns(content) == 0
