"""Bytes to text: declared by a byte-order mark, or else found out."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["UNREADABLE", "Decoded", "decode", "guess_encoding"]

UNREADABLE = "\ufffd"
"""Stands where bytes could not be decoded."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
# A text with more broken characters than this is no text.
_MOST_BROKEN = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was decoded.

    Attributes
    ----------
    text
        The text, without byte-order mark.
    encoding
        Python codec name.
    guessed
        Whether no mark declared the encoding, or the declared one does not decode.
    """

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded | None:
    """Decode the bytes of a text file.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    Decoded or None
        ``None`` for what is no text. A few broken bytes become :data:`UNREADABLE`, so that only their
        records are refused.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decoded(data, encoding)
            if text is not None:
                return Decoded(text, encoding, guessed=False)
    if data.isascii() and b"\x00" not in data:
        return None if _CONTROL.search(text := data.decode("ascii")) else Decoded(text, "ascii", False)
    guess = guess_encoding(data)
    if guess is None:
        return _least_broken(data)
    return None if _CONTROL.search(text := data.decode(guess)) else Decoded(text, guess, guessed=True)


def guess_encoding(data: bytes) -> str | None:
    """Find the encoding of Chinese text without a declaration.

    Parameters
    ----------
    data
        Bytes of text.

    Returns
    -------
    str or None
        The first of UTF-16 (little endian), UTF-8, GBK and GB 18030 that decodes all of it.
    """
    zeros = data[1::2].count(0)
    if zeros > len(data) // 8:
        return "utf-16-le" if _decoded(data, "utf-16-le") is not None else None
    return next((name for name in ("utf-8", "gbk", "gb18030") if _decoded(data, name) is not None), None)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _least_broken(data: bytes) -> Decoded | None:
    texts = [(data.decode(name, errors="replace"), name) for name in ("utf-8", "gb18030")]
    text, encoding = min(texts, key=lambda pair: pair[0].count(UNREADABLE))
    if text.count(UNREADABLE) > _MOST_BROKEN * len(text) or _CONTROL.search(text):
        return None
    return Decoded(text, encoding, guessed=True)
