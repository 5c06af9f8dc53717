"""What is peculiar to shapefiles: siblings, heads that are not true, undeclared encodings, lost geometry."""

from __future__ import annotations

import codecs
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from landwatch.errors import InputError
from landwatch.formats.cells.decoding import is_single_byte, reads_as_chinese
from landwatch.formats.reading import Findings
from landwatch.formats.vector.features import Layer
from landwatch.i18n import gettext as _

__all__ = ["LOSSLESS", "Heads", "decode_text", "decoded", "family", "find_encoding", "with_true_heads"]

LOSSLESS = "latin-1"
"""Encoding that keeps every byte, so that text can be decoded once all of it is known."""

_SUFFIXES = (".cpg", ".dbf", ".prj", ".shp", ".shx")
_NEEDED = (".shx", ".dbf")
_RECORD_BYTES = 8
_INDEX_HEADER_BYTES = 100
_FIELD_BYTES = 32
_DELETED, _KEPT = b"*"[0], b" "[0]


@dataclass(frozen=True)
class Heads:
    """A shapefile whose heads tell what is there.

    Attributes
    ----------
    path
        The ``.shp`` to be read: the file itself, or a copy with true heads.
    rows
        Records that are there, deleted ones too.
    deleted
        Numbers, from 1, of the records that are marked as deleted and not yet packed.
    fields
        Field names as bytes.
    index
        Content of the ``.shx``.
    """

    path: Path
    rows: int
    deleted: frozenset[int]
    fields: tuple[bytes, ...]
    index: bytes

    def has_geometry(self, number: int) -> bool:
        """Tell whether the index promises a geometry for a record.

        Parameters
        ----------
        number
            The record, from 1.
        """
        at = _INDEX_HEADER_BYTES + (number - 1) * _RECORD_BYTES
        entry = self.index[at : at + _RECORD_BYTES]
        # A record without geometry holds its type and nothing else: two words of 16 bits.
        return len(entry) == _RECORD_BYTES and bool(struct.unpack(">ii", entry)[1] > 2)


def family(path: Path) -> list[Path]:
    """List the files that belong to a shapefile.

    Parameters
    ----------
    path
        Any of them.

    Returns
    -------
    list of Path
        All of that stem, sorted, with suffixes in small or capital letters.
    """
    # Asked one by one: a folder may hold thousands of shapefiles, and each would list all of it.
    forms = (form for suffix in _SUFFIXES for form in (suffix, suffix.upper(), suffix.title()))
    named = [path.with_name(path.stem + form) for form in forms]
    return sorted({one for one in (*named, path) if one.exists() or one.is_symlink()})


def _member(path: Path, suffix: str) -> Path | None:
    return next((sibling for sibling in family(path) if sibling.suffix.lower() == suffix), None)


@contextmanager
def with_true_heads(path: Path) -> Iterator[Heads]:
    """Look at the heads of a shapefile, which say how many records follow, and at what follows.

    Parameters
    ----------
    path
        The ``.shp``.

    Yields
    ------
    Heads
        What is to be read as long as the ``with`` block lasts.

    Raises
    ------
    InputError
        If the index or the attributes are missing; the message names the files.
    """
    members = {sibling.suffix.lower(): sibling for sibling in family(path)}
    missing = [path.stem + suffix for suffix in _NEEDED if suffix not in members]
    if missing:
        raise InputError(
            _("its companion {missing} is missing; copy all files of the shapefile into one folder").format(
                missing=" ".join(missing)
            )
        )
    table, index = members[".dbf"].read_bytes(), members[".shx"].read_bytes()
    flags = _flags(table)
    true_table, true_index = _true_table(table, len(flags)), _true_index(index, path, len(flags))
    heads = Heads(
        path=path,
        rows=max(len(flags), (len(true_index) - _INDEX_HEADER_BYTES) // _RECORD_BYTES),
        deleted=frozenset(number for number, flag in enumerate(flags, start=1) if flag == _DELETED),
        fields=_field_names(table),
        index=true_index,
    )
    # Of a name in both small and capital letters the driver finds no companion.
    is_found = all(member.suffix in (suffix, suffix.upper()) for suffix, member in members.items())
    if is_found and (true_table, true_index) == (table, index):
        yield heads
        return
    with TemporaryDirectory(prefix="landwatch-") as folder:
        copy = Path(folder) / "copy.shp"
        copy.symlink_to(path.resolve())
        copy.with_suffix(".dbf").write_bytes(true_table)
        copy.with_suffix(".shx").write_bytes(true_index)
        if ".prj" in members:
            copy.with_suffix(".prj").write_bytes(members[".prj"].read_bytes())
        yield replace(heads, path=copy)


def _flags(table: bytes) -> bytes:
    """Give the first byte of each record, which tells whether it is deleted."""
    if len(table) < _FIELD_BYTES:
        return b""
    stated, head, record = struct.unpack_from("<IHH", table, 4)
    if not record:
        return b""
    flags = table[head::record]
    whole = max((len(table) - head) // record, 0)
    following = next(
        (i for i, flag in enumerate(flags) if i >= stated and flag not in (_DELETED, _KEPT)), whole
    )
    return flags[: min(whole, following)]


def _true_table(table: bytes, rows: int) -> bytes:
    stated = struct.unpack_from("<I", table, 4)[0] if len(table) >= _FIELD_BYTES else rows
    return table if stated >= rows else table[:4] + struct.pack("<I", rows) + table[8:]


def _true_index(index: bytes, path: Path, rows: int) -> bytes:
    """Give the index with its own length in its head, and anew where records lie beyond its end."""
    if len(index) < _INDEX_HEADER_BYTES:
        return index
    whole = (len(index) - _INDEX_HEADER_BYTES) // _RECORD_BYTES * _RECORD_BYTES
    entries = index[_INDEX_HEADER_BYTES : _INDEX_HEADER_BYTES + whole]
    if len(entries) // _RECORD_BYTES < rows:
        found = _shapes(path)
        # After an edit a file holds old shapes too: only one shape a row is an index for certain.
        entries = b"".join(struct.pack(">ii", *one) for one in found) if len(found) == rows else entries
    words = struct.pack(">i", (_INDEX_HEADER_BYTES + len(entries)) // 2)
    return index[:24] + words + index[28:_INDEX_HEADER_BYTES] + entries


def _shapes(path: Path) -> list[tuple[int, int]]:
    """Walk through the shapes; give place and length of each, in words of 16 bits."""
    content, at = path.read_bytes(), _INDEX_HEADER_BYTES
    found = []
    while at + _RECORD_BYTES <= len(content):
        _number, words = struct.unpack_from(">ii", content, at)
        if words < 2 or at + _RECORD_BYTES + 2 * words > len(content):
            break
        found.append((at // 2, words))
        at += _RECORD_BYTES + 2 * words
    return found


def _field_names(table: bytes) -> tuple[bytes, ...]:
    head = struct.unpack_from("<H", table, 8)[0] if len(table) >= _FIELD_BYTES else 0
    described = table[_FIELD_BYTES:head].partition(b"\r")[0]
    starts = range(0, len(described) - _FIELD_BYTES + 1, _FIELD_BYTES)
    return tuple(described[at : at + 11].partition(b"\x00")[0] for at in starts)


def decoded(layer: Layer, path: Path, heads: Heads, findings: Findings) -> Layer:
    """Decode the text of a shapefile that was read byte by byte, and mark geometry that was lost.

    Parameters
    ----------
    layer
        The layer with its text in :data:`LOSSLESS`.
    path
        The ``.shp``.
    heads
        What is there.
    findings
        Where it is said that the encoding was guessed, or that two fields have one name.

    Returns
    -------
    Layer
        The layer without fields whose name, cut at ten bytes, is that of another.

    Raises
    ------
    InputError
        If no encoding decodes the text.
    """
    found = [text for one in layer.features for text in one.attributes.values() if isinstance(text, str)]
    raw = (text.encode(LOSSLESS) for text in (*layer.fields, *found))
    encoding = find_encoding(path, raw, findings)

    in_text = partial(_in_text, encoding=encoding)
    names = Counter(decode_text(name, encoding) for name in heads.fields)
    twice = {name for name, times in names.items() if times > 1}
    for name in sorted(twice):
        findings.warning(
            "field_name_truncated",
            _(
                "{place}: {count} fields are called “{field}”, since their names were cut at ten bytes; none"
                " of them is used, give them different names of at most three Chinese characters"
            ),
            findings.whole_file(),
            field=name,
            count=names[name],
        )
    features = [
        replace(
            one,
            attributes={
                in_text(key): in_text(value)
                for key, value in one.attributes.items()
                if in_text(key) not in twice
            },
            lost=one.geometry is None and heads.has_geometry(one.number),
        )
        for one in layer.features
    ]
    fields = tuple(name for name in map(in_text, layer.fields) if name not in twice)
    return replace(layer, fields=fields, features=features, encoding=encoding)


def _in_text(value: Any, encoding: str) -> Any:
    return decode_text(value.encode(LOSSLESS), encoding) if isinstance(value, str) else value


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
    if all(text.isascii() for text in distinct):
        return declared or "ascii"
    guess = next((name for name in ("utf-8", "gbk", "gb18030") if _decodes(distinct, name)), None)
    decodes = declared is not None and _decodes(distinct, declared)
    # An encoding of one byte a character decodes anything; what is Chinese in another is meant so.
    is_meant = guess is None or not is_single_byte(declared or "") or not reads_as_chinese(distinct, guess)
    if declared and decodes and is_meant:
        return declared
    if guess is None:
        raise InputError(_("its attributes are neither UTF-8 nor GBK; export the shapefile again as UTF-8"))
    if decodes:
        message = _(
            "{place}: in the declared encoding {declared} the attributes are no Chinese, in {value} they are,"
            " which was used; look at the Chinese names"
        )
    elif declared:
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
