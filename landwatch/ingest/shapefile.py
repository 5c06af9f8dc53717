"""What is peculiar to shapefiles: siblings, undeclared encodings, names cut at ten bytes, lost geometry."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterable
from pathlib import Path

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest.reading import Findings

__all__ = ["LOSSLESS", "decode_text", "family", "find_encoding", "has_geometry", "require_family"]

LOSSLESS = "latin-1"
"""Encoding that keeps every byte, so that text can be decoded once all of it is known."""

_NEEDED = (".shx", ".dbf")
_RECORD_BYTES = 8
_INDEX_HEADER_BYTES = 100


def family(path: Path) -> list[Path]:
    """List the files that belong to a shapefile.

    Parameters
    ----------
    path
        The ``.shp``.

    Returns
    -------
    list of Path
        All files of that stem, sorted, in whatever case their suffixes are.
    """
    return sorted(
        sibling
        for sibling in path.parent.iterdir()
        if sibling.stem == path.stem and sibling.suffix.lower() in (".shp", ".shx", ".dbf", ".prj", ".cpg")
    )


def _member(path: Path, suffix: str) -> Path | None:
    return next((sibling for sibling in family(path) if sibling.suffix.lower() == suffix), None)


def require_family(path: Path) -> None:
    """Refuse a shapefile that is not whole.

    Parameters
    ----------
    path
        The ``.shp``.

    Raises
    ------
    InputError
        If the index or the attributes are missing; the message names the files.
    """
    missing = [path.stem + suffix for suffix in _NEEDED if _member(path, suffix) is None]
    if missing:
        raise InputError(
            _("its companion {missing} is missing; copy all files of the shapefile into one folder").format(
                missing=" ".join(missing)
            )
        )


def find_encoding(path: Path, texts: Iterable[bytes], findings: Findings) -> str:
    """Find the encoding of the attributes: the declared one if it decodes, or else UTF-8, or else GBK.

    Parameters
    ----------
    path
        The ``.shp``; its ``.cpg`` declares the encoding.
    texts
        Every field name and text value as bytes.
    findings
        Where it is said that the encoding was guessed.

    Returns
    -------
    str
        Python codec name.

    Raises
    ------
    InputError
        If no encoding decodes the text.
    """
    distinct = set(texts)
    declared = _declared_encoding(path)
    if declared and _decodes(distinct, declared):
        return declared
    if all(text.isascii() for text in distinct):
        return "ascii"
    guess = next((name for name in ("utf-8", "gbk", "gb18030") if _decodes(distinct, name)), None)
    if guess is None:
        raise InputError(_("its attributes are neither UTF-8 nor GBK; export the shapefile again as UTF-8"))
    if declared:
        message = _(
            "{place}: the declared encoding {declared} does not decode the attributes; {value} was used"
        )
    else:
        message = _("{place}: no encoding is declared (there is no .cpg file); {value} was used")
    findings.info(
        "encoding_guessed", message, findings.whole_file(), field="encoding", value=guess, declared=declared
    )
    return guess


def _declared_encoding(path: Path) -> str | None:
    declaration = _member(path, ".cpg")
    if declaration is None:
        return None
    name = declaration.read_text(encoding="ascii", errors="replace").strip()
    try:
        return codecs.lookup(f"cp{name}" if name.isdigit() else name).name
    except (LookupError, ValueError):  # the second for a name with a null character
        return None


def _decodes(texts: Iterable[bytes], encoding: str) -> bool:
    try:
        for text in texts:
            decode_text(text, encoding)
    except UnicodeDecodeError:
        return False
    return True


def decode_text(raw: bytes, encoding: str) -> str:
    """Decode an attribute, whose last character may have been cut in two by the width of its field.

    Parameters
    ----------
    raw
        The bytes.
    encoding
        Python codec name.

    Returns
    -------
    str
        The text without the character that was cut.

    Raises
    ------
    UnicodeDecodeError
        If the bytes are of another encoding.
    """
    return codecs.getincrementaldecoder(encoding)().decode(raw, final=False)


def has_geometry(path: Path, position: int) -> bool:
    """Tell whether the index promises a geometry for a record that came without one.

    Parameters
    ----------
    path
        The ``.shp``.
    position
        The record, from 0.

    Returns
    -------
    bool
        True for a record whose geometry cannot be read; False for one that has none.
    """
    index = _member(path, ".shx")
    if index is None:
        return False
    with index.open("rb") as stream:
        stream.seek(_INDEX_HEADER_BYTES + position * _RECORD_BYTES)
        entry = stream.read(_RECORD_BYTES)
    # A record without geometry holds its type and nothing else: two words of 16 bits.
    return len(entry) == _RECORD_BYTES and struct.unpack(">ii", entry)[1] > 2
