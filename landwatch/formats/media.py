"""What the first bytes of a file say it is: pictures and recordings."""

from __future__ import annotations

__all__ = ["picture_type", "recording_type"]

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
_RECORDING_BRANDS = {b"M4A ", b"mp42", b"mp41", b"isom", b"3gp4", b"3gp5"}


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


def recording_type(content: bytes) -> str | None:
    """Tell which kind of sound recording some bytes are.

    Parameters
    ----------
    content
        The bytes, or the first of them.

    Returns
    -------
    str or None
        The media type; ``None`` if they are no WAV, MP3, MPEG-4, 3GP, AMR, Ogg or FLAC recording.
    """
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[4:8] == b"ftyp" and content[8:12] in _RECORDING_BRANDS:
        return "audio/mp4"
    return next((kind for start, kind in _RECORDINGS.items() if content.startswith(start)), None)
