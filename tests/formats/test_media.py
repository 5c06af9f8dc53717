"""Pictures and recordings are known by their first bytes, whatever they are called."""

from __future__ import annotations

import pytest

from landwatch.formats.media import picture_type, recording_type


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
        (b"RIFF\0\0\0\0WEBPVP8 ", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(start: bytes, expected: str | None) -> None:
    assert recording_type(start) == expected
