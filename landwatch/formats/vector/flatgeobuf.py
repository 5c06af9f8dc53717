"""The head of a FlatGeobuf: how many features it says there are, against those that follow it.

::

    file := magic (8 bytes) length (4) head index feature*
    feature := length (4) content

The head is a flatbuffer; the index has a size that follows from the number of features, so a wrong number
hides where the features begin.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

__all__ = ["Features", "features_in"]

_MAGIC = b"fgb\x03fgb"
_HEAD = 12  # bytes before the head
_COUNT, _NODE_SIZE = 8, 9  # fields of the head
_USUAL_NODE_SIZE = 16
_NODE_BYTES = 40
_SMALLEST_FEATURE = 8
_MOST_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class Features:
    """The features that follow a head.

    Attributes
    ----------
    content
        The file with a head that tells their number.
    count
        Their number, one that breaks off too.
    head_count
        The number that the head told.
    """

    content: bytes
    count: int
    head_count: int


def features_in(content: bytes) -> Features | None:
    """Count the features of a file.

    Parameters
    ----------
    content
        The whole file.

    Returns
    -------
    Features or None
        ``None`` for a file of which nothing can be told.
    """
    try:
        return _features_in(content)
    except struct.error:
        return None


def _features_in(content: bytes) -> Features | None:
    if not content.startswith(_MAGIC):
        return None
    (length,) = struct.unpack_from("<I", content, 8)
    begin = _HEAD + length
    count_at, node_at = _field(content, _COUNT), _field(content, _NODE_SIZE)
    if count_at is None or begin > len(content):
        return None
    (stated,) = struct.unpack_from("<Q", content, count_at)
    node_size = _USUAL_NODE_SIZE if node_at is None else struct.unpack_from("<H", content, node_at)[0]
    found, index = _found(content, begin, stated, node_size)
    if found == stated:
        return Features(content, found, stated)
    head = content[:count_at] + struct.pack("<Q", found) + content[count_at + 8 : begin]
    # Nobody asks the index anything; it has to have the size that the reader expects.
    features = content[begin + index :]
    return Features(head + bytes(_index_bytes(found, node_size)) + features, found, stated)


def _field(content: bytes, number: int) -> int | None:
    """Give the place of a field of the head; ``None`` where it is left out."""
    (root,) = struct.unpack_from("<I", content, _HEAD)
    table = _HEAD + root
    (back,) = struct.unpack_from("<i", content, table)
    (size,) = struct.unpack_from("<H", content, table - back)
    slot = 4 + 2 * number
    if slot + 2 > size:
        return None
    (offset,) = struct.unpack_from("<H", content, table - back + slot)
    return table + offset if offset else None


def _index_bytes(count: int, node_size: int) -> int:
    if not count or not node_size:
        return 0
    nodes = level = count
    while level > 1:
        level = -(-level // max(node_size, 2))
        nodes += level
    return (nodes if count > 1 else 2) * _NODE_BYTES


def _found(content: bytes, begin: int, stated: int, node_size: int) -> tuple[int, int]:
    """Give the number of features and the size of the index before them."""
    index = _index_bytes(stated, node_size)
    found, is_whole, steps = _walk(content, begin + index)
    if not node_size or (is_whole and found == stated):
        return found, index
    room, steps = (len(content) - begin) // _NODE_BYTES, steps
    for count in range(1, room + 1):
        size = _index_bytes(count, node_size)
        fits, is_whole, more = _walk(content, begin + size, count)
        steps += more
        if is_whole and fits == count:
            return count, size
        if steps > _MOST_STEPS:
            break
    return found, index


def _walk(content: bytes, at: int, most: int | None = None) -> tuple[int, bool, int]:
    """Count the features from a place on, whether they end where the file does, and the steps taken."""
    count = 0
    while at < len(content) and count != most:
        if at + 4 > len(content):
            return count + 1, False, count + 1
        (length,) = struct.unpack_from("<I", content, at)
        count, at = count + 1, at + 4 + length
        if length < _SMALLEST_FEATURE:
            return count, False, count
    return count, at == len(content), count + 1
