"""What the first bytes of a file say it is: pictures and recordings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

__all__ = ["picture_type", "quarter_turns", "recording_type"]

_PICTURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}
# Brands of ISO base media files (ISO/IEC 23008-12 and 14496-12).
_PICTURE_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_RECORDINGS = {
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"OggS": "audio/ogg",
    b"fLaC": "audio/flac",
    b"#!AMR": "audio/amr",
}
_RECORDING_BRANDS = {b"M4A ", b"mp42", b"mp41", b"isom", b"iso2", b"iso5", b"iso6", b"3gp4", b"3gp5", b"3gp6"}
# Matroska (RFC 9559) as browsers record it: the kind of document, then codecs of sound (A_) or pictures (V_).
_MATROSKA, _HEAD = b"\x1a\x45\xdf\xa3", 4096

_EXIF = b"Exif\0\0"
_APP1, _START_OF_SCAN = b"\xe1", b"\xda"
_ORIENTATION = 0x0112
_ENTRY = 12  # bytes of an entry of a directory
_TURNS = {3: 2, 6: 1, 8: 3}  # by the value of the tag; mirrored pictures come from no camera


def picture_type(content: bytes) -> str | None:
    """Tell which kind of picture some bytes are.

    Parameters
    ----------
    content
        The bytes, or the first of them.

    Returns
    -------
    str or None
        The media type; ``None`` if they are no JPEG, PNG, WebP, HEIF or TIFF picture.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _PICTURE_BRANDS:
        return "image/heic"
    return next((kind for start, kind in _PICTURES.items() if content.startswith(start)), None)


def quarter_turns(content: bytes) -> int:
    """Tell how far a photograph has to be turned to stand upright (EXIF orientation).

    Parameters
    ----------
    content
        The bytes of the picture.

    Returns
    -------
    int
        Quarter turns to the right, 0 to 3; 0 where the picture does not say.
    """
    for tiff in _exif(content):
        order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
        first = int.from_bytes(tiff[4:8], order)
        count = int.from_bytes(tiff[first : first + 2], order)
        for place in range(first + 2, first + 2 + count * _ENTRY, _ENTRY):
            if int.from_bytes(tiff[place : place + 2], order) == _ORIENTATION:
                return _TURNS.get(int.from_bytes(tiff[place + 8 : place + 10], order), 0)
    return 0


def _exif(content: bytes) -> Iterator[bytes]:
    """The EXIF block of a JPEG: a TIFF file of its own, behind the marker of its segment."""
    place = 2
    if not content.startswith(b"\xff\xd8"):
        return
    while content[place : place + 1] == b"\xff" and content[place + 1 : place + 2] not in (
        b"",
        _START_OF_SCAN,
    ):
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        segment = content[place + 4 : place + 2 + length]
        if content[place + 1 : place + 2] == _APP1 and segment.startswith(_EXIF):
            yield segment[len(_EXIF) :]
        place += 2 + max(length, 2)


def recording_type(content: bytes) -> str | None:
    """Tell which kind of sound recording some bytes are.

    Parameters
    ----------
    content
        The bytes, or the first of them.

    Returns
    -------
    str or None
        The media type; ``None`` if they are no WebM, WAV, MP3, MPEG-4, 3GP, AMR, Ogg or FLAC recording.
    """
    if content[:4] == _MATROSKA:
        head = content[:_HEAD]
        return "audio/webm" if b"webm" in head and b"A_" in head and b"V_" not in head else None
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp" and content[8:12] in _RECORDING_BRANDS:
        return "audio/mp4"
    return next((kind for start, kind in _RECORDINGS.items() if content.startswith(start)), None)
