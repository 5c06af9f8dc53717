"""What became of a contract or a parcel: each commit that touched it, and what it changed, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, or_, select
from sqlalchemy.sql import ColumnElement

from landwatch.registry.canonical import canonical_json, shapes_from_wkb
from landwatch.registry.change_request import Change
from landwatch.registry.lookups import PARTS_OF, TABLES_OF, column_for_reading
from landwatch.registry.replacing import told
from landwatch.registry.row_mapping import Kind, Row
from landwatch.registry.tables import STAMPS, documents, events, journal, lineage, sources

__all__ = ["Step", "Touched", "history"]

_UNSAID = {*STAMPS, "row_id", "source_columns", "position"}
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Touched:
    """What one commit did to one row of the record.

    Attributes
    ----------
    table
        Table of the row, e.g. ``contracts``, ``phases``, ``events``.
    key
        What names it there: a number, the number of a part, the content hash of an event or document.
    outcome
        ``recorded``, ``corrected`` or ``retired``.
    changes
        Field by field; of a row newly recorded what it says, of a retired one what it said.
    """

    table: str
    key: str
    outcome: str
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "table": self.table,
            "key": self.key,
            "outcome": self.outcome,
            "changes": [change.to_dict() for change in self.changes],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One commit that touched the record.

    Attributes
    ----------
    at
        The instant, in UTC.
    line
        Number of its line in the journal; ``None`` for what was recorded before there was one.
    by, verb
        Who did what: ``import``, ``correct``, ``retire``, ``split`` …
    source
        Name of the file, or of the verb where there was none.
    reason, document
        Why, and on which document, where it was said.
    touched
        What it did, row by row.
    """

    at: str
    line: int | None = None
    by: str
    verb: str
    source: str
    reason: str | None
    document: str | None
    touched: tuple[Touched, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the step as JSON values."""
        names = ("at", "line", "by", "verb", "source", "reason", "document")
        own = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return own | {"touched": [one.to_dict() for one in self.touched]}


def history(connection: Connection, kind: Kind, key: str) -> tuple[Step, ...]:
    """Tell what became of a record, in the order of time.

    Parameters
    ----------
    connection
        A connection to the register.
    kind
        ``Kind.CONTRACTS`` or ``Kind.PARCELS``.
    key
        Its number.

    Returns
    -------
    tuple of Step
        Empty where nothing was ever recorded under the number.
    """
    added: dict[str, list[tuple[Table, Row]]] = defaultdict(list)
    ended: dict[str, list[tuple[Table, Row]]] = defaultdict(list)
    for table, condition in _places(kind, key):
        for row in _rows(connection, table, condition):
            added[row["recorded_at"]].append((table, row))
            if row["superseded_at"] is not None:
                ended[row["superseded_at"]].append((table, row))
    instants = sorted({*added, *ended})
    commits = _commits(connection, instants)
    return tuple(
        Step(at=at, **commits[at], touched=tuple(_touched(added[at], ended[at])))
        for at in instants
        if at in commits
    )


def _places(kind: Kind, key: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    if kind is Kind.CONTRACTS:
        for table in (*TABLES_OF[kind], events, documents):
            yield table, table.c.contract_no == key
        return
    (own,) = TABLES_OF[Kind.PARCELS]
    yield own, own.c.parcel_no == key
    quoted = canonical_json(key)
    yield (
        lineage,
        or_(*(lineage.c[side].contains(quoted, autoescape=True) for side in ("parents", "children"))),
    )
    yield documents, documents.c.parcel_no == key


def _rows(connection: Connection, table: Table, condition: ColumnElement[bool]) -> list[Row]:
    names = [column.name for column in table.c]
    statement = select(*(column_for_reading(table, name) for name in names)).where(condition)
    rows = [dict(row) for row in connection.execute(statement.order_by(table.c.row_id)).mappings()]
    if "geometry" in names:
        shapes = shapes_from_wkb([row["geometry"] for row in rows])
        rows = [row | {"geometry": shape} for row, shape in zip(rows, shapes, strict=True)]
    return rows


def _commits(connection: Connection, instants: Sequence[str]) -> Mapping[str, Row]:
    """Who did what at each instant: no two commits bear the same one."""
    found: dict[str, Row] = {}
    for start in range(0, len(instants), _AT_ONCE):
        some = instants[start : start + _AT_ONCE]
        lines = select(journal.c.at, journal.c.sequence, journal.c.verb).where(journal.c.at.in_(some))
        found_lines = {at: (sequence, verb) for at, sequence, verb in connection.execute(lines)}
        for row in connection.execute(select(sources).where(sources.c.recorded_at.in_(some))).mappings():
            line, verb = found_lines.get(row["recorded_at"], (None, "import"))
            found[row["recorded_at"]] = {
                "line": line,
                "by": row["recorded_by"],
                "verb": verb,
                "source": row["name"],
                "reason": row["reason"],
                "document": row["document"],
            }
    return found


def _touched(added: Sequence[tuple[Table, Row]], ended: Sequence[tuple[Table, Row]]) -> Iterator[Touched]:
    before: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for table, row in ended:
        before[_slot(table, row)].append(row)
    for table, row in added:
        olds = before.get(_slot(table, row))
        old = olds.pop(0) if olds else None
        outcome = "corrected" if old else "recorded"
        yield Touched(table.name, _key(table, row), outcome, _changes(table, old or {}, row))
    for table, row in ended:
        if any(row is old for old in before[_slot(table, row)]):
            yield Touched(table.name, _key(table, row), "retired", _changes(table, row, {}))


def _slot(table: Table, row: Row) -> tuple[str, str]:
    """What a row and the one that takes its place have in common."""
    if table in (events, lineage):
        # A verb corrects one of them at a time.
        return table.name, ""
    return table.name, row["sha256"] if table is documents else _key(table, row)


def _key(table: Table, row: Row) -> str:
    if table in (events, lineage, documents):
        return str(row["content_hash"])
    parts = PARTS_OF.get(table.name)
    if parts:
        return " ".join(str(row[name]) for name in parts)
    return str(row.get("contract_no") or row.get("parcel_no"))


def _changes(table: Table, old: Row, new: Row) -> tuple[Change, ...]:
    names = [column.name for column in table.c if column.name not in _UNSAID]
    return tuple(
        Change(name, told(old.get(name)), told(new.get(name)))
        for name in names
        if old.get(name) != new.get(name)
    )
