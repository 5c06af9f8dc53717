"""How a picture looks, in 64 bits: pictures that look alike differ in few of them (perceptual hash).

The signs of the slow waves (DCT) of the picture, made small and grey: writing it anew, making it smaller or
brighter changes few of them. The libraries for it bring SciPy along for these few lines.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, UnidentifiedImageError

__all__ = ["likeness_of"]

_SIDE, _WAVES = 32, 8
_MOST_PIXELS = 25_000_000  # that have to be read at their full size
_LEAST_CONTRAST = 4.0  # of 255: a lens that was covered looks like every other

_TURNS = np.arange(_SIDE)
_COSINES = np.cos(np.pi / _SIDE * (_TURNS + 0.5) * _TURNS[:_WAVES, None])


def likeness_of(content: bytes) -> str | None:
    """Work out the perceptual hash of a picture.

    Parameters
    ----------
    content
        The bytes of a JPEG, PNG, WebP or TIFF picture.

    Returns
    -------
    str or None
        16 hex digits; ``None`` if it cannot be read, is too large, or shows nothing.
    """
    try:
        with Image.open(BytesIO(content)) as picture:
            # A JPEG is read at an eighth of its size: of 48 million points less than one megabyte.
            picture.draft("L", (4 * _SIDE, 4 * _SIDE))
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            small = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    grey = np.asarray(small, dtype=np.float64)
    if grey.std() < _LEAST_CONTRAST:
        return None
    waves = _COSINES @ grey @ _COSINES.T
    bits = (waves > np.median(waves)).ravel()
    return np.packbits(bits).tobytes().hex()
