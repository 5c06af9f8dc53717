"""XLS workbooks made safe for calamine, and the errors in their cells, which it gives as blanks.

An XLS file is a small file system (compound file) with a stream of records (BIFF) in it. calamine trusts
both: a damaged one can end the whole process. So the stream is taken out, checked and wrapped anew.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = ["SIGNATURE", "OldWorkbook", "SheetErrors", "open_old_workbook"]

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
"""What every compound file begins with."""

SheetErrors = dict[tuple[int, int], str]
"""Errors of a sheet by row and column, from 0."""

_ENTRY_BYTES, _SHORT, _ROOT = 128, 64, 5
_LAST_SECTOR = 0xFFFFFFFA
_BEGIN, _SIZE, _FORMULA, _BOOL_OR_ERROR = 0x0809, 0x0200, 0x0006, 0x0205
# Records that begin with the row and the column of a cell.
_CELLS = frozenset({_FORMULA, _BOOL_OR_ERROR, 0x0203, 0x0204, 0x027E, 0x00BD, 0x00FD, 0x00D6, 0x0201, 0x00BE})
_WORKSHEET = b"\x10\x00"
_COLUMNS = 256
_SECTOR, _SHORTEST, _IN_HEAD = 512, 4096, 109
_FREE, _END, _TABLE, _FURTHER = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC


class _Compound:
    """A compound file: sectors, chained to streams by a table; short streams lie inside another stream.

    Parameters
    ----------
    data
        The bytes of the file.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        self._size = 1 << min(shift, 16)
        (tables,) = struct.unpack_from("<I", data, 44)
        directory, self._shortest, short_table, more = struct.unpack_from("<I4xII4xI", data, 48)
        numbers = [n for n in struct.unpack_from("<109I", data, 76) if n <= _LAST_SECTOR]
        while more <= _LAST_SECTOR and len(numbers) < tables:
            *further, more = self._numbers(self._sector(more))
            numbers += [n for n in further if n <= _LAST_SECTOR]
        self._chains = [n for number in numbers[:tables] for n in self._numbers(self._sector(number))]
        self._short_chains = self._numbers(self._stream(short_table))
        self._entries = self._stream(directory)

    def _sector(self, number: int) -> bytes:
        sector = self._data[(number + 1) * self._size : (number + 2) * self._size]
        return sector.ljust(self._size, b"\xff")

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _stream(self, first: int) -> bytes:
        return b"".join(map(self._sector, _chain(first, self._chains)))

    def find(self, *names: str) -> bytes:
        """Give a stream by its name; empty where there is none."""
        inner = b""
        for start in range(0, len(self._entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            entry = self._entries[start : start + _ENTRY_BYTES]
            name = entry[:64].decode("utf-16-le", errors="replace").partition("\0")[0].lower()
            first, size = struct.unpack_from("<II", entry, 116)
            if entry[66] == _ROOT:
                inner = self._stream(first)
            elif name in names and size >= self._shortest:
                return self._stream(first)[:size]
            elif name in names:
                pieces = (inner[n * _SHORT : (n + 1) * _SHORT] for n in _chain(first, self._short_chains))
                return b"".join(pieces)[:size]
        return b""


def _chain(first: int, chains: Sequence[int]) -> Iterator[int]:
    seen: set[int] = set()
    while first < len(chains) and first not in seen:
        seen.add(first)
        yield first
        first = chains[first]


@dataclass(frozen=True)
class OldWorkbook:
    """An XLS workbook that was looked through.

    Attributes
    ----------
    content
        The same workbook as a plain compound file.
    errors
        Errors of each worksheet, in the order of the file.
    """

    content: bytes
    errors: list[SheetErrors]


def open_old_workbook(path: Path) -> OldWorkbook:
    """Look through an XLS workbook.

    Parameters
    ----------
    path
        The workbook.

    Returns
    -------
    OldWorkbook
        What a reader can be trusted with.

    Raises
    ------
    InputError
        If the file is broken, such as with a cell beyond the 65,536 rows and 256 columns of the format.
    """
    try:
        stream = bytearray(_Compound(path.read_bytes()).find("workbook", "book"))
    except struct.error as cause:
        raise _broken() from cause
    sheets: list[SheetErrors] = []
    for kind, start, end in _records(stream):
        body = bytes(stream[start:end])
        if kind == _SIZE:
            stream[start:end] = bytes(len(body))  # the size a sheet states may be anything
        elif kind == _BEGIN and body[2:4] == _WORKSHEET:
            sheets.append({})
        elif kind in _CELLS and len(body) >= 6 and sheets:
            row, column = struct.unpack_from("<HH", body)
            if column >= _COLUMNS:
                raise _broken()
            if (error := _error(kind, body)) is not None:
                sheets[-1][row, column] = error
    if not sheets:
        raise _broken()
    return OldWorkbook(_wrapped(bytes(stream)), sheets)


def _broken() -> InputError:
    return InputError(_("the workbook is broken; open it in a spreadsheet and save it again"))


def _error(kind: int, body: bytes) -> str | None:
    if kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
        return _ERRORS.get(body[6], "#N/A")
    # The result of a formula: 0xFFFF at its end marks what is no number, 2 at its beginning an error.
    if kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#N/A")
    return None


def _records(stream: bytearray) -> Iterator[tuple[int, int, int]]:
    """Give the kind of each record, and where its body begins and ends."""
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield kind, position + 4, min(position + 4 + size, len(stream))
        position += 4 + size


def _wrapped(stream: bytes) -> bytes:
    """Wrap a stream as the only one of a compound file, long enough to need no short sectors."""
    stream = stream.ljust(max(_SHORTEST, len(stream) + -len(stream) % _SECTOR), b"\0")
    data, per_table = len(stream) // _SECTOR, _SECTOR // 4
    tables = next(n for n in count(1) if n * per_table >= n + _further(n) + 1 + data)
    further = _further(tables)
    first = tables + further + 1
    chains = [_TABLE] * tables + [_FURTHER] * further + [_END, *range(first + 1, first + data), _END]
    chains += [_FREE] * (tables * per_table - len(chains))
    listed = [*range(tables), *[_FREE] * (_IN_HEAD - tables)]
    lists = b"".join(
        struct.pack(
            f"<{per_table}I",
            *(listed[at : at + per_table - 1] + [_FREE] * per_table)[: per_table - 1],
            tables + number + 1 if number + 1 < further else _END,
        )
        for number, at in enumerate(range(_IN_HEAD, _IN_HEAD + further * (per_table - 1), per_table - 1))
    )
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        SIGNATURE,
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables + further, 0, _SHORTEST, _END, 0, tables if further else _END, further),
    )
    head += struct.pack(f"<{_IN_HEAD}I", *listed[:_IN_HEAD])
    entries = _entry("Root Entry", _ROOT, 1, _END, 0) + _entry("Workbook", 2, _FREE, first, len(stream))
    table = struct.pack(f"<{len(chains)}I", *chains)
    return head + table + lists + entries.ljust(_SECTOR, b"\0") + stream


def _further(tables: int) -> int:
    """Count the sectors for the list of tables that does not fit into the head."""
    return -(-max(tables - _IN_HEAD, 0) // (_SECTOR // 4 - 1))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xI16xIQ", written, len(written), kind, 1, _FREE, _FREE, child, 0, start, size
    )
