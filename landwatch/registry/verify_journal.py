#!/usr/bin/env python3
"""Check the journal of a landwatch register with nothing but Python's standard library.

    python verify_journal.py landwatch.gpkg [--head HASH|FILE]
    python verify_journal.py journal.jsonl  [--head HASH|FILE]

This file needs neither landwatch nor any package, so that whoever doubts a register can check it on a
computer of their own. Of a journal exported with ``landwatch journal export`` it checks the chain of
hashes; of a register in a GeoPackage also that each row is what a line of the journal says it is.
Exit code: 0 intact, 1 broken, 2 the file cannot be read.

Notes
-----
What the hashes are taken over. Canonical JSON has sorted keys, no spaces, and every character as itself,
in UTF-8.

* The hash of a line is SHA-256 over the canonical JSON of the list ``[sequence, at, actor, verb, body,
  previous_hash]``. The first line has 64 zeros for its `previous_hash`.
* The hash of a row is SHA-256 over the canonical JSON of ``[table, {column: value}]``. Empty values are left
  out, so that a column added later leaves the hashes of older rows alone, and so is `superseded_at`,
  the only value that is ever set later. For geometry stands ``{"sha256": …}``, the hash of its WKB (ISO,
  little-endian).
* A body names the source and the reason; under `added`, by table, the number and the hash of each row that
  was written; under `superseded`, by table, the number of each row that stands no more, and since when.

* What is kept about persons lies apart, and no row's hash is taken over it: the row of an item bears SHA-256
  over salt and content, one after the other. Salt and content may be gone if a row of `destructions` says so.

* The tables are defined as landwatch defines them: with a computed column, a trigger or a view of somebody
  else, the database could show what no row holds.

Not covered: the box around each geometry that a GeoPackage keeps beside it, its spatial index and styles.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from io import TextIOWrapper
from json.encoder import encode_basestring
from pathlib import Path
from types import NoneType
from typing import Any, NamedTuple

__all__ = [
    "GENESIS",
    "KNOWN",
    "Contents",
    "Fault",
    "Head",
    "Known",
    "Line",
    "Report",
    "Row",
    "any_text",
    "canonical",
    "content_faults",
    "contents_of",
    "definition_faults",
    "examine",
    "examine_log",
    "exported_lines",
    "line_hash",
    "lines_of",
    "main",
    "parts_of",
    "read_head",
    "row_hashes",
    "rows_from",
    "tables_of",
]

GENESIS = "0" * 64
"""What stands for the hash of the line before in the first line."""

_ROWS_AT_ONCE = 5000
_FILES_AT_ONCE = 4  # the bytes of a document may be many
# Text that is no UTF-8 can only come from tampering; it gets a hash too, which will be another one.
_EVERY_TEXT = "surrogatepass"
_SQLITE = b"SQLite format 3\0"
_MAGIC = b"GP"
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def _(message: str) -> str:
    """Mark a sentence that landwatch has in Chinese too; here it stays as it is."""
    return message


SENTENCES: Mapping[str, str] = {
    "unreadable": _("Line {sequence} is not in the form of a journal."),
    "changed": _("Line {sequence} was changed: its hash does not fit what it says."),
    "missing": _("Lines {first} to {last} are missing before line {sequence}."),
    "out of order": _("Line {sequence} stands behind line {before}."),
    "unlinked": _(
        "Line {sequence} does not follow from the line before it: one of the two was put in another's place."
    ),
    "back-dated": _("Line {sequence} is dated {at}, before the line ahead of it ({before})."),
    "cut": _("The journal ends with line {last}, but line {sequence} has been in it: its end was cut off."),
    "rewritten": _(
        "Line {sequence} has another hash than the one kept elsewhere: "
        "it was rewritten, or a line before it was."
    ),
    "head unknown": _(
        "No line has the hash {hash} that was kept elsewhere: "
        "the end of the journal was cut off, or lines were rewritten."
    ),
    "table gone": _("The table {table} is gone, of which the journal knows {count} rows."),
    "row added": _("Row {row_id} of the table {table} was not written by landwatch: no line speaks of it."),
    "row changed": _("Row {row_id} of the table {table} was changed after line {sequence} recorded it."),
    "row deleted": _("Row {row_id} of the table {table}, which line {sequence} recorded, was deleted."),
    "row superseded": _(
        "Row {row_id} of the table {table} is marked as superseded at {found}, which no line says."
    ),
    "row restored": _(
        "Row {row_id} of the table {table} stands again, though line {sequence} superseded it."
    ),
    "row superseded otherwise": _(
        "Row {row_id} of the table {table} is marked as superseded at {found}, "
        "not when line {sequence} superseded it."
    ),
    "part added": _(
        "The table {table} is defined with “{part}”, which is not landwatch's: "
        "what it shows or does was never recorded."
    ),
    "part gone": _("The table {table} is defined without “{part}”, with which landwatch made it."),
    "other kind": _("In the place of the table {table} stands something else: {found}."),
    "foreign trigger": _(
        "The trigger {name} is not landwatch's and can change what is written to the table {table}."
    ),
    "foreign view": _("The view {name} is not landwatch's and shows the table {table} in its own way."),
    "newer schema": _(
        "The register has schema {found}, which this verifier ({known}) does not know: take the verifier of "
        "the landwatch that made it."
    ),
    "foreign function": _(
        "The {name} is not landwatch's and takes the place of one of the server's: "
        "it can change what is found."
    ),
    "schema in front": _(
        "The schema {schema} comes before pg_catalog in search_path: "
        "what is in it takes the place of the server's own."
    ),
    "several schemas": _(
        "The tables of the register lie in several schemas ({schemas}): somebody put one before another."
    ),
    "apart": _("The database contradicts itself: {reason}."),
    "content gone": _("The content of the personal item {item} is gone, and no decision says so."),
    "content changed": _("The content of the personal item {item} is not what was recorded."),
    "content added": _("Content lies under {item}, of which no row of personal_items speaks."),
    "content kept": _("The content of the personal item {item} is there, though a decision destroyed it."),
}
"""What each kind of fault means."""


_VERSION_TABLE = "landwatch_schema"
_DECISIONS = "destructions"
_STAMPED = "source_id:i! recorded_at! recorded_by! superseded_at content_hash!"


class Known(NamedTuple):
    """What the tables of a register in a GeoPackage are like.

    Attributes
    ----------
    schema
        The newest revision of the tables.
    definitions
        The columns of each table; ``i`` INTEGER, ``g`` MULTIPOLYGON, ``b`` BLOB, else TEXT; ``!`` NOT NULL.
    """

    schema: str
    definitions: Mapping[str, str]


# `landwatch journal verifier` writes the tables in this place; inside landwatch whoever asks says them.
KNOWN: Known | None = None
_TYPES = {"": "TEXT", "i": "INTEGER", "g": "MULTIPOLYGON", "b": "BLOB"}


# SHA-256 of the text of each trigger that keeps a spatial index; single-spaced, "$" for the table.
_INDEX_TRIGGERS: Mapping[str, str] = {
    "delete": "601e066bcd4ee931f8cfb2b67f24ca07113c40672078f5437cc48dbeb6fbff86",
    "insert": "7d3394731355c37ede32d216e7e7439d432b342c55e0a1654bcc042cb304fd35",
    "update2": "e4ffbc7c5a03cdd8cec4617f10d60a4c6a75d32a234debb88e6e106e66e78646",
    "update4": "e7d5232acf74c753afd3429435f36892e6537a138370f0d3312b26d75e5bf989",
    "update5": "a6e2a77315e6eaf3d56c7952bc98aaf0dada281d491055813ecb5caab2ce7add",
    "update6": "885e3735c64e0a2446eb3e5aeda2fd9d738fe02d8e4592b712078adaf6377fbb",
    "update7": "7b482b9fb6cefcd0f111d80ca8520c37155f928ed1848c54a78628274001e6e5",
}


class Line(NamedTuple):
    """A line of the journal as it stands; `body` is JSON text."""

    sequence: int
    at: str
    actor: str
    verb: str
    body: str
    previous_hash: str
    hash: str


class Row(NamedTuple):
    """What of a row the journal speaks of: its number, since when it stands no more, its hash."""

    row_id: int
    superseded_at: str | None
    hash: str


class Head(NamedTuple):
    """The end of a journal as it was kept elsewhere; the number may be unknown."""

    sequence: int | None
    hash: str


class Contents(NamedTuple):
    """What is kept about persons, beside the rows.

    Attributes
    ----------
    sealed
        Each item with the salted hash of its content.
    destroyed
        The items whose content a decision destroyed.
    found
        Item, salt and content of what is there.
    """

    sealed: Iterable[tuple[str, str]]
    destroyed: Iterable[str]
    found: Iterable[tuple[str, bytes, bytes]]


class Fault(NamedTuple):
    """Something that is not as landwatch wrote it, and where."""

    kind: str
    where: dict[str, Any]

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Say it in words.

        Parameters
        ----------
        translate
            Puts the sentence into another language before its fields are filled in.
        """
        return translate(SENTENCES[self.kind]).format(**self.where)


class Report(NamedTuple):
    """What an examination found.

    Attributes
    ----------
    faults
        What is wrong; nothing if the journal is intact.
    lines, rows
        How many were read.
    head
        The last line; ``None`` for an empty journal.
    destroyed
        Contents that were destroyed by decision, which is no fault.
    """

    faults: tuple[Fault, ...]
    lines: int
    rows: int
    head: Head | None
    destroyed: int = 0

    def with_faults(self, faults: Iterable[Fault]) -> Report:
        """Add what was found elsewhere.

        Parameters
        ----------
        faults
            They come first.
        """
        return self._replace(faults=(*faults, *self.faults))


def examine(
    lines: Iterable[Line],
    tables: Iterable[tuple[str, Iterable[Row]]] | None = None,
    head: Head | None = None,
    contents: Contents | None = None,
) -> Report:
    """Check a chain of lines, and the rows they speak of.

    Parameters
    ----------
    lines
        The lines in their order.
    tables
        Name and rows, by their number, of each table; without them only the chain is checked.
    head
        The end of the journal as it was kept elsewhere.
    contents
        What is kept about persons, to be held against the items that the rows name.

    Returns
    -------
    Report
        What is wrong, and how much was read.
    """
    chain = _Chain(head)
    for line in lines:
        chain.follow(line)
    faults = [*chain.faults, *chain.end()]
    rows = 0
    if tables is not None:
        unseen = dict(chain.seals)
        for name, found in tables:
            seal = unseen.pop(name, None) or _Seal()
            faults += seal.compare(name, found)
            rows += seal.seen
        faults += [
            Fault("table gone", {"table": name, "count": len(seal.numbers)}) for name, seal in unseen.items()
        ]
    if contents is not None:
        faults += content_faults(contents)
    last = chain.last
    destroyed = len(chain.seals[_DECISIONS].numbers)
    end = Head(last.sequence, last.hash) if last else None
    return Report(tuple(faults), chain.count, rows, end, destroyed)


def content_faults(contents: Contents) -> Iterator[Fault]:
    """Tell which contents are not what was recorded, or are gone without a decision.

    Parameters
    ----------
    contents
        What is kept about persons.

    Yields
    ------
    Fault
        Nothing, if each content has the hash its item bears, or was destroyed by decision.
    """
    sealed, destroyed = dict(contents.sealed), frozenset(contents.destroyed)
    missing = sealed.keys() - destroyed
    for item, salt, content in contents.found:
        missing.discard(item)
        if item not in sealed:
            yield Fault("content added", {"item": item})
        elif item in destroyed:
            yield Fault("content kept", {"item": item})
        elif not _is_sealed(salt, content, sealed[item]):
            yield Fault("content changed", {"item": item})
    yield from (Fault("content gone", {"item": item}) for item in sorted(missing, key=str))


def _is_sealed(salt: object, content: object, salted_sha256: str) -> bool:
    if not isinstance(salt, bytes) or not isinstance(content, bytes):
        return False
    return sha256(salt + content).hexdigest() == salted_sha256


def examine_log(
    lines: Iterable[Line], head: Head | None = None, start: tuple[int, str] = (0, GENESIS)
) -> Report:
    """Check a chain of lines that speak of no rows.

    Parameters
    ----------
    lines
        The lines in their order.
    head
        The end of the log as it was kept elsewhere.
    start
        Number and hash of the line before the first, which lies elsewhere.

    Returns
    -------
    Report
        What is wrong, and how much was read.
    """
    chain = _LogChain(head, start)
    for line in lines:
        chain.follow(line)
    last, faults = chain.last, (*chain.faults, *chain.end())
    return Report(faults, chain.count, 0, Head(last.sequence, last.hash) if last else None)


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
    """The hash of a line.

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
    """The hashes of rows.

    Parameters
    ----------
    table
        Name of the table.
    columns
        The values of each column, `row_id` among them; geometry as WKB.

    Returns
    -------
    list of str
        One hash in hex for each row.
    """
    names = sorted(columns.keys() - {"superseded_at"})
    members = [_members(name, columns[name]) for name in names]
    # A column with one value becomes part of the pattern, so that a row is one substitution and one hash.
    row = "".join(_literal(part) if isinstance(part, str) else "%s" for part in members)
    pattern = f"[{_literal(canonical(table))},{{{row}}}]"
    varying = [part for part in members if not isinstance(part, str)]
    count = len(next(iter(columns.values())))
    rows_of_parts = zip(*varying, strict=True) if varying else [()] * count
    texts = [(pattern % parts).replace("{,", "{", 1) for parts in rows_of_parts]
    # JSON has no line ends of its own, so that all rows can be brought into bytes at once.
    rows = "\n".join(texts).encode("utf-8", _EVERY_TEXT).split(b"\n") if texts else []
    return [sha256(row).hexdigest() for row in rows]


def _literal(text: str) -> str:
    return text.replace("%", "%%")


def _members(name: str, values: Sequence[Any]) -> str | list[str]:
    """Write the member of a JSON object that each value is, with the comma before it; nothing for ``None``.

    One text stands for all of them where they are equal, except for the numbers of rows.
    """
    start = f",{canonical(name)}:"
    kinds = set(map(type, values)) - {NoneType}
    write = _WRITERS.get(next(iter(kinds), NoneType)) if len(kinds) < 2 else None
    if write and name != "row_id":
        few = set(values)
        if len(few) == 1:
            (value,) = few
            return "" if value is None else start + write(value)
    write = write or canonical
    return ["" if value is None else start + write(value) for value in values]


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", _EVERY_TEXT)).hexdigest()


def _by_hash(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"sha256": sha256(value).hexdigest()}
    raise TypeError(f"{type(value).__name__} has no JSON form")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_by_hash).encode
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    NoneType: canonical,
    str: encode_basestring,
    int: int.__repr__,
    bytes: lambda value: f'{{"sha256":"{sha256(value).hexdigest()}"}}',
}


class _Chain:
    """Follows a journal line by line and remembers what it says of the rows."""

    def __init__(self, head: Head | None, start: tuple[int, str] = (0, GENESIS)) -> None:
        self.last: Line | None = None
        self.count = 0
        self.faults: list[Fault] = []
        self.seals: dict[str, _Seal] = defaultdict(_Seal)
        self._due = start[0] + 1
        self._previous_hash: str | None = start[1]
        self._head = head
        self._has_met_head = False

    def follow(self, line: Line) -> None:
        """Check the next line."""
        self.count += 1
        if not _is_well_formed(line):
            self._fault("unreadable", line, sequence=self._due)
            self._due, self._previous_hash = self._due + 1, None
            return
        if not self._take_in(line):
            self._fault("unreadable", line)
        elif line_hash(*line[:6]) != line.hash:
            self._fault("changed", line)
        self._check_place(line)
        self._check_head(line)
        self.last, self._due, self._previous_hash = line, line.sequence + 1, line.hash

    def end(self) -> Iterator[Fault]:
        """Tell whether the end that was kept elsewhere was met."""
        if self._head is None or self._has_met_head:
            return
        if self._head.sequence is None:
            yield Fault("head unknown", {"hash": self._head.hash})
        else:
            yield Fault("cut", {"sequence": self._head.sequence, "last": self._due - 1})

    def _check_place(self, line: Line) -> None:
        if line.sequence < self._due:
            self._fault("out of order", line, before=self._due - 1)
        elif line.sequence > self._due:
            self._fault("missing", line, first=self._due, last=line.sequence - 1)
        elif self._previous_hash not in (None, line.previous_hash):
            self._fault("unlinked", line)
        if self.last and line.at < self.last.at:
            self._fault("back-dated", line, at=line.at, before=self.last.at)

    def _check_head(self, line: Line) -> None:
        if self._head is None:
            return
        is_same = line.hash == self._head.hash
        if line.sequence == self._head.sequence and not is_same:
            self._fault("rewritten", line)
            self._has_met_head = True
        elif is_same and self._head.sequence in (None, line.sequence):
            self._has_met_head = True

    def _take_in(self, line: Line) -> bool:
        """Remember what a line says of the rows; False if its body has another form."""
        try:
            body = json.loads(line.body)
            for table, rows in body["added"].items():
                self.seals[table].add([row for row, _hash in rows], [digest for _row, digest in rows], line)
            for table, ends in body["superseded"].items():
                self.seals[table].ended |= {row: (at, line.sequence) for row, at in ends}
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            return False
        return True

    def _fault(self, kind: str, line: Line, **where: Any) -> None:
        self.faults.append(Fault(kind, {"sequence": line.sequence} | where))


class _LogChain(_Chain):
    """Follows a log whose lines speak of no rows."""

    def _take_in(self, line: Line) -> bool:
        try:
            return isinstance(json.loads(line.body), dict)
        except (ValueError, RecursionError):
            return False


class _Seal:
    """What the journal says of the rows of one table, packed: a register may have millions."""

    def __init__(self) -> None:
        self.numbers = array("q")
        self.ended: dict[int, tuple[str, int]] = {}
        self.seen = 0
        self._hashes = bytearray()
        self._lines = array("q")

    def add(self, numbers: Sequence[int], hashes: Sequence[str], line: Line) -> None:
        """Remember rows that a line recorded."""
        digests = bytes.fromhex("".join(hashes))
        if len(digests) != 32 * len(numbers):
            raise ValueError("not SHA-256")
        self.numbers.extend(array("q", numbers))
        self._hashes += digests
        self._lines.extend([line.sequence] * len(numbers))

    def compare(self, table: str, rows: Iterable[Row]) -> Iterator[Fault]:
        """Walk through the rows and what was said of them side by side."""
        order = iter(sorted(range(len(self.numbers)), key=self.numbers.__getitem__))
        place = next(order, None)
        for row in rows:
            self.seen += 1
            if type(row.row_id) is not int:  # a table without its key takes anything
                yield Fault("row added", {"table": table, "row_id": repr(row.row_id)})
                continue
            while place is not None and self.numbers[place] < row.row_id:
                yield self._deleted(table, place)
                place = next(order, None)
            if place is None or self.numbers[place] != row.row_id:
                yield Fault("row added", {"table": table, "row_id": row.row_id})
                continue
            yield from self._differences(table, row, place)
            place = next(order, None)
        while place is not None:
            yield self._deleted(table, place)
            place = next(order, None)

    def _differences(self, table: str, row: Row, place: int) -> Iterator[Fault]:
        where = {"table": table, "row_id": row.row_id}
        if bytes.fromhex(row.hash) != self._hashes[32 * place : 32 * place + 32]:
            yield Fault("row changed", where | {"sequence": self._lines[place]})
        if row.superseded_at is None and row.row_id not in self.ended:
            return
        at, line = self.ended.get(row.row_id, (None, 0))
        if row.superseded_at is None:
            yield Fault("row restored", where | {"sequence": line})
        elif at is None:
            yield Fault("row superseded", where | {"found": row.superseded_at})
        elif row.superseded_at != at:
            yield Fault("row superseded otherwise", where | {"found": row.superseded_at, "sequence": line})

    def _deleted(self, table: str, place: int) -> Fault:
        where = {"table": table, "row_id": self.numbers[place], "sequence": self._lines[place]}
        return Fault("row deleted", where)


def _is_well_formed(line: Line) -> bool:
    return type(line.sequence) is int and all(isinstance(text, str) for text in line[1:])


def lines_of(connection: sqlite3.Connection) -> Iterator[Line]:
    """Read the journal of a GeoPackage.

    Parameters
    ----------
    connection
        A connection with :func:`any_text` for its `text_factory`.

    Yields
    ------
    Line
        In their order.
    """
    columns = ", ".join(Line._fields)
    for values in connection.execute(f"SELECT {columns} FROM journal ORDER BY sequence"):  # noqa: S608
        yield Line(*values)


def tables_of(connection: sqlite3.Connection) -> Iterator[tuple[str, Iterator[Row]]]:
    """Read the rows of a GeoPackage that the journal speaks of.

    Parameters
    ----------
    connection
        A connection with :func:`any_text` for its `text_factory`.

    Yields
    ------
    tuple
        The name of each table with numbered and dated rows, and these rows.
    """
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in names:
        # Not table_info: it leaves out computed columns, which are read like any other.
        columns = {
            column: kind for _, column, kind, *_ in connection.execute(f"PRAGMA table_xinfo({_quoted(name)})")
        }
        if {"row_id", "recorded_at"} <= columns.keys():
            at_once = _FILES_AT_ONCE if "BLOB" in columns.values() else _ROWS_AT_ONCE
            yield name, _rows_of(connection, name, list(columns), at_once)


def contents_of(connection: sqlite3.Connection) -> Contents | None:
    """Read what is kept about persons in a GeoPackage.

    Parameters
    ----------
    connection
        A connection with :func:`any_text` for its `text_factory`.

    Returns
    -------
    Contents or None
        ``None`` for a register of before there were personal items.
    """
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"personal_items", "personal_contents", _DECISIONS} <= names:
        return None
    return Contents(
        connection.execute("SELECT item, salted_sha256 FROM personal_items"),
        (item for (item,) in connection.execute(f"SELECT item FROM {_DECISIONS}")),  # noqa: S608
        connection.execute("SELECT item, salt, content FROM personal_contents ORDER BY row_id"),
    )


def definition_faults(connection: sqlite3.Connection, known: Known) -> Iterator[Fault]:
    """Tell what in the definitions of a GeoPackage could show, hide or change what the journal speaks of.

    Parameters
    ----------
    connection
        A connection to the register.
    known
        What its tables are like.

    Yields
    ------
    Fault
        Nothing, if the tables are those of landwatch and nothing of others hangs on them.
    """
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()
    names = {name for kind, name, *_ in found if kind in ("table", "view")}
    version = _version_of(connection) if _VERSION_TABLE in names else None
    if version is not None and version > known.schema:
        yield Fault("newer schema", {"found": version, "known": known.schema})
        return
    for kind, name, table, sql in found:
        if name.lower() in known.definitions and kind != "index":
            own = _own_parts(known.definitions[name.lower()])
            # An older register lacks columns that came later.
            yield from _defined_otherwise(name.lower(), kind, sql, own, is_newest=version == known.schema)
        elif kind in ("view", "trigger"):
            yield from _foreign(kind, name, table, sql, known)
    for (reason,) in connection.execute("PRAGMA integrity_check(10)"):
        if reason != "ok":
            yield Fault("apart", {"reason": " ".join(reason.split())})


def _version_of(connection: sqlite3.Connection) -> str | None:
    versions = connection.execute(f"SELECT version_num FROM {_VERSION_TABLE}").fetchall()  # noqa: S608
    return max((str(version) for (version,) in versions), default=None)


def _defined_otherwise(
    table: str, kind: str, sql: str, own: frozenset[str], *, is_newest: bool
) -> Iterator[Fault]:
    found = parts_of(table, sql)
    if found is None:
        yield Fault("other kind", {"table": table, "found": " ".join(sql.split())})
        return
    yield from (Fault("part added", {"table": table, "part": part}) for part in sorted(found - own))
    if is_newest:
        yield from (Fault("part gone", {"table": table, "part": part}) for part in sorted(own - found))


def parts_of(table: str, sql: str) -> frozenset[str] | None:
    """Take the definition of a table apart.

    Parameters
    ----------
    table
        Its name.
    sql
        The statement that made it, as SQLite keeps it.

    Returns
    -------
    frozenset of str
        Columns and constraints, single-spaced, and what follows the parentheses; ``None`` if it is not the
        definition of such a table.
    """
    plain = re.sub(r'"(\w+)"', r"\1", " ".join(sql.split()))
    found = re.fullmatch(rf"CREATE TABLE {table} ?\((.*)\)([^()]*)", plain)
    if found is None:
        return None
    parts, depth = [""], 0
    for sign in found[1]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return frozenset(part.strip() for part in (*parts, found[2]) if part.strip())


def _own_parts(definition: str) -> frozenset[str]:
    parts = set()
    for column in definition.split():
        name, _colon, kind = column.removesuffix("!").partition(":")
        parts.add(f"{name} {_TYPES[kind]}" + (" NOT NULL" if column.endswith("!") else ""))
    key = definition.split()[0].partition(":")[0]
    parts.add(f"PRIMARY KEY ({key})")
    if _STAMPED in definition:
        parts.add("FOREIGN KEY(source_id) REFERENCES sources (row_id)")
    return frozenset(parts)


def _foreign(kind: str, name: str, table: str, sql: str, known: Known) -> Iterator[Fault]:
    words = {table.lower(), *re.findall(r"\w+", sql.lower())}
    # The tables of a spatial index are a register's own, too.
    touched = next((own for own in known.definitions if any(_names(word, own) for word in words)), None)
    index, _underscore, event = name.rpartition("_")
    is_own = index == f"rtree_{table}_geometry" and _INDEX_TRIGGERS.get(event) == _digest(
        " ".join(sql.split()).replace(table, "$")
    )
    if touched is not None and not is_own:
        yield Fault(f"foreign {kind}", {"name": name, "table": touched})


def _names(word: str, table: str) -> bool:
    return word == table or word.startswith(f"rtree_{table}_geometry")


def _rows_of(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], at_once: int
) -> Iterator[Row]:
    names = ", ".join(map(_quoted, columns))
    cursor = connection.execute(f"SELECT {names} FROM {_quoted(table)} ORDER BY row_id")  # noqa: S608
    while rows := cursor.fetchmany(at_once):
        found = dict(zip(columns, zip(*rows, strict=True), strict=True))
        if "geometry" in found:
            found["geometry"] = tuple(map(_wkb, found["geometry"]))
        yield from rows_from(table, found)


def rows_from(table: str, columns: Mapping[str, Sequence[Any]]) -> Iterator[Row]:
    """Make what the journal speaks of from the columns of a table.

    Parameters
    ----------
    table
        Name of the table.
    columns
        The values of every column; geometry as WKB.

    Yields
    ------
    Row
        One for each row.
    """
    numbers = columns["row_id"]
    ends = columns.get("superseded_at", (None,) * len(numbers))
    yield from map(Row, numbers, ends, row_hashes(table, columns))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _wkb(blob: Any) -> Any:
    """Take the WKB out of a GeoPackage geometry; leave anything else as it is, its hash will not fit."""
    if not isinstance(blob, bytes) or blob[:2] != _MAGIC or len(blob) < 8:
        return blob
    envelope = _ENVELOPE_BYTES.get(blob[3] >> 1 & 0b111)
    return blob if envelope is None else blob[8 + envelope :]


def any_text(raw: bytes) -> str:
    """Read a text of SQLite even if it is no UTF-8.

    Parameters
    ----------
    raw
        The bytes.
    """
    return raw.decode(errors="surrogateescape")


def exported_lines(file: Path) -> Iterator[Line]:
    """Read an exported journal, one JSON object a line.

    Parameters
    ----------
    file
        The file.

    Yields
    ------
    Line
        In the order of the file; what is no line of a journal comes with empty values.
    """
    with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as texts:
        for text in texts:
            yield _exported_line(text.removesuffix("\n"))


def _exported_line(text: str) -> Line:
    try:
        values = json.loads(text)
        line = Line(**values | {"body": canonical(values["body"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return Line(None, None, None, None, None, None, None)  # type: ignore[arg-type]
    # Written in another way than landwatch does, it was edited, even if it means the same.
    return line if canonical(values) == text else line._replace(body=text)


def read_head(given: str) -> Head:
    """Read the end of a journal as it was kept elsewhere.

    Parameters
    ----------
    given
        A hash, a number and a hash, or a file with either, or an exported journal.

    Returns
    -------
    Head
        The number, if it is there, and the hash.

    Raises
    ------
    ValueError
        If there is no hash in it.
    """
    file = Path(given)
    is_file = len(given) < 250 and file.is_file()
    text = file.read_text(encoding="utf-8", errors="replace").strip() if is_file else given
    for part in (text, text[text.rfind("\n") + 1 :]):
        try:
            values = json.loads(part)
            return Head(values.get("sequence"), values["hash"])
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    found = re.search(r"(?:\b(\d{1,18})\W+)?\b([0-9a-f]{64})\b", text)
    if found is None:
        raise ValueError(given)
    return Head(int(found[1]) if found[1] else None, found[2])


def _examine_file(file: Path, head: Head | None) -> Report:
    with file.open("rb") as content:
        is_database = content.read(len(_SQLITE)) == _SQLITE
    if not is_database:
        return examine(exported_lines(file), head=head)
    if KNOWN is None:
        raise OSError("this copy does not know the tables; write one with: landwatch journal verifier FILE")
    with closing(_open(file)) as connection:
        rows, contents = tables_of(connection), contents_of(connection)
        return examine(lines_of(connection), rows, head, contents).with_faults(
            definition_faults(connection, KNOWN)
        )


def _open(file: Path) -> sqlite3.Connection:
    # In a folder that may not be written, SQLite cannot lay its files beside one that was written ahead.
    asks_effectively = os.access in os.supports_effective_ids
    is_sealed = not os.access(file.absolute().parent, os.W_OK, effective_ids=asks_effectively)
    is_quiet = not file.with_name(f"{file.name}-wal").exists()
    mode = "immutable=1" if is_sealed and is_quiet else "mode=ro"
    address = f"{file.absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    connection.text_factory = any_text
    connection.execute("BEGIN")  # one state of all tables, whoever writes meanwhile
    return connection


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        In place of those of the process.

    Returns
    -------
    int
        0 intact, 1 broken, 2 the file cannot be read.
    """
    parser = argparse.ArgumentParser(description="Check the journal of a landwatch register.")
    parser.add_argument("file", type=Path, help="a register (GeoPackage) or an exported journal (JSON lines)")
    parser.add_argument("--head", help="what `landwatch journal head` printed, or a file with it")
    given = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        report = _examine_file(given.file, read_head(given.head) if given.head else None)
    except (OSError, sqlite3.Error) as error:
        sys.stderr.write(f"{given.file}: cannot be read: {error}\n")
        return 2
    except ValueError:
        sys.stderr.write(f"--head {given.head}: holds no hash of 64 hexadecimal digits\n")
        return 2
    for fault in report.faults:
        sys.stdout.write(fault.sentence() + "\n")
    state = "broken" if report.faults else "intact"
    head = f"{report.head.sequence} {report.head.hash}" if report.head else "none"
    destroyed = f", {report.destroyed} contents destroyed by decision" if report.destroyed else ""
    sys.stdout.write(f"{state}: {report.lines} lines, {report.rows} rows{destroyed}, head {head}\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
