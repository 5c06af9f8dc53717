"""Bytes to text: declared by a byte-order mark, or else found out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["UNREADABLE", "Decoded", "decode", "guess_encoding", "is_single_byte", "reads_as_chinese"]

UNREADABLE = "\ufffd"
"""Stands where bytes could not be decoded."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
# A text with more broken characters than this is no text.
_MOST_BROKEN = 0.01
# Nor is one with more control characters; a few come with what is copied out of other programs.
_FEW_CONTROLS, _MOST_CONTROLS, _SPREAD = 3, 0.001, 20


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
        return _as_text(data.decode("ascii"), "ascii", guessed=False)
    guess = guess_encoding(data)
    return _least_broken(data) if guess is None else _as_text(data.decode(guess), guess, guessed=True)


def _as_text(text: str, encoding: str, *, guessed: bool) -> Decoded | None:
    controls = len(_CONTROL.findall(text))
    is_text = "\0" not in text and controls <= max(_FEW_CONTROLS, _MOST_CONTROLS * len(text))
    return Decoded(text, encoding, guessed) if is_text and controls * _SPREAD <= len(text) else None


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
    return (
        None if text.count(UNREADABLE) > _MOST_BROKEN * len(text) else _as_text(text, encoding, guessed=True)
    )


def is_single_byte(encoding: str) -> bool:
    """Tell whether an encoding has one byte for every character, so that it decodes nearly any text.

    Parameters
    ----------
    encoding
        Python codec name.
    """
    try:
        return bool(b"\xd6".decode(encoding) and b"\xe9".decode(encoding))
    except (LookupError, UnicodeDecodeError):
        return False


def reads_as_chinese(texts: Iterable[bytes], encoding: str) -> bool:
    """Tell whether the characters of texts that are not ASCII are Chinese, read in an encoding.

    Parameters
    ----------
    texts
        The texts as bytes; the last character may be cut.
    encoding
        Python codec name, one that decodes them.
    """
    read = "".join(codecs.getincrementaldecoder(encoding)().decode(text) for text in texts)
    foreign = [sign for sign in read if not sign.isascii()]
    return bool(foreign) and len(_CHINESE.findall(read)) * 2 > len(foreign)
