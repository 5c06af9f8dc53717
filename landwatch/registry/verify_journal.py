"""What a line of the journal seals, and how it is checked, with nothing but Python's standard library."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

__all__ = ["GENESIS", "canonical", "line_hash", "row_hashes"]

GENESIS = "0" * 64
"""What stands for the hash of the line before in the first line."""


def canonical(value: Any) -> str:
    """Write a value as JSON in exactly one way.

    Parameters
    ----------
    value
        Mappings, sequences, texts, whole numbers, truth values and ``None``.

    Returns
    -------
    str
        JSON with sorted keys, no spaces, and every character as itself.
    """
    return _encode(value)


def line_hash(sequence: int, at: str, actor: str, verb: str, body: str, previous_hash: str) -> str:
    """The hash of a line: SHA-256 over the canonical JSON, in UTF-8, of the list of its six other values.

    Parameters
    ----------
    sequence, at, actor, verb, body, previous_hash
        The columns of the line; the body is canonical JSON already.

    Returns
    -------
    str
        The hash in hex.
    """
    head = canonical([sequence, at, actor, verb])[:-1]
    return _digest(f"{head},{body},{canonical(previous_hash)}]")


def row_hashes(table: str, columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """The hashes of rows: SHA-256 over the canonical JSON, in UTF-8, of the table's name and the row.

    The row is a mapping from column to value. Empty values are left out, so that a column added later
    leaves the hashes of older rows alone, and so is `superseded_at`, the only value that is ever set later.

    Parameters
    ----------
    table
        Name of the table.
    columns
        The values of each column; geometry as WKB (ISO, little-endian), which stands in the JSON as
        ``{"hex": …}``.

    Returns
    -------
    list of str
        One hash in hex for each row.
    """
    names = sorted(columns.keys() - {"superseded_at"})
    prefix = f"[{canonical(table)},"
    hashes = []
    for values in zip(*(columns[name] for name in names), strict=True):
        filled = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        hashes.append(_digest(f"{prefix}{_encode(filled)}]"))
    return hashes


def _digest(text: str) -> str:
    # Text that is no UTF-8 can only come from tampering; it gets a hash too, which will be another one.
    return sha256(text.encode(errors="surrogateescape")).hexdigest()


def _hex(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(f"{type(value).__name__} has no JSON form")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_hex).encode
