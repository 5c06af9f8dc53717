"""Photographs made small enough to be taken along on a phone."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

__all__ = ["MOST_BYTES", "small_picture"]

MOST_BYTES = 40 * 1024
"""Bytes of the largest small picture."""

_STEPS = ((640, 72), (480, 65), (360, 55), (240, 45))
"""Longest side in pixels and quality, tried in this order: grass and gravel compress badly."""
_MOST_PIXELS = 50_000_000
"""Of a picture that has to be read whole; a JPEG is read at a fraction of its size."""


def small_picture(content: bytes) -> bytes | None:
    """Make a small JPEG of a photograph, upright and without what the camera wrote into it.

    Parameters
    ----------
    content
        The photograph.

    Returns
    -------
    bytes or None
        No more than :data:`MOST_BYTES`; ``None`` where the photograph is of a kind that cannot be read here
        (HEIC), is damaged or too large.
    """
    longest = _STEPS[0][0]
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.draft("RGB", (longest, longest))
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ):  # what Pillow says of damaged files
        return None
    for side, quality in _STEPS:
        upright.thumbnail((side, side))
        written = BytesIO()
        upright.save(written, "JPEG", quality=quality, optimize=True)
        if written.tell() <= MOST_BYTES:
            return written.getvalue()
    return None
