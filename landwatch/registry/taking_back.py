"""Taking back a mistaken split or merger: from now on it never was; at instants before, it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.model import Lineage
from landwatch.registry import tables
from landwatch.registry.amending import refuse_dependents, write
from landwatch.registry.canonical import canonical_json, content_hash
from landwatch.registry.change_request import Act, Change, Done
from landwatch.registry.lookups import stamped_rows, standing_records, standing_rows
from landwatch.registry.replacing import Writing, replacement, told
from landwatch.registry.row_mapping import Kind, Row, laid_out, read_back

__all__ = ["take_back"]

_DIGITS = 12


def take_back(connection: Connection, parcel_no: str, act: Act) -> Done:
    """Let a split or merger that was a mistake stand no longer, and the parcels of before stand again.

    The parcels that it made were never true: they are retired. Those that it ended have no last day any
    more. Documents and personal items of the retired parcels go to the parcels of before; contracts and
    facts that name a retired parcel must be corrected first, since nobody but a person can say which
    ground they mean.

    Parameters
    ----------
    connection
        A connection of the only writer.
    parcel_no
        A parcel that ended with the split or merger.
    act
        Who, when, why and on which document; the document must be named.

    Returns
    -------
    Done
        Nothing is written if it was taken back already.

    Raises
    ------
    RegisterError
        If no document is named, the parcel did not end with a split or merger, or a contract, a fact or a
        later split or merger needs a parcel that it made.
    """
    if not (act.document or "").strip():
        raise RegisterError(
            _("No document is named; nothing was changed. Name the one that takes it back (--document).")
        )
    row = _that_ended(connection, parcel_no)
    if row is None:
        return Done(key=parcel_no)
    mistaken = read_back(Lineage, row)
    for child in mistaken.children:
        _refuse_what_needs(connection, child)
    writing, changes = _reopened(connection, mistaken.parents)
    writing.end(tables.lineage.name, row["row_id"])
    for number, rows in standing_rows(connection, Kind.PARCELS, mistaken.children).items():
        writing.end(tables.parcels.name, *(child.row_id for child in rows))
        changes.append(Change(f"{number} since", str(mistaken.day), None))
    for child in mistaken.children:
        changes += _handed_back(connection, writing, child, mistaken.parents)
    at = write(connection, "take back", act, writing, row["content_hash"])
    return Done(key=parcel_no, changes=tuple(changes), recorded_at=at)


def _that_ended(connection: Connection, number: str) -> Row | None:
    """The row of the split or merger that a parcel ended with; ``None`` if it was taken back."""
    acts = tables.lineage
    quoted = canonical_json(number)
    is_parent = acts.c.parents.contains(quoted, autoescape=True)
    rows = stamped_rows(connection, acts, is_parent, acts.c.day.is_not(None))
    if rows:
        return rows[0]
    ever = select(acts.c.row_id).where(is_parent, acts.c.day.is_not(None)).limit(1)
    if connection.execute(ever).first() is not None:
        return None
    made_by = stamped_rows(
        connection, acts, acts.c.children.contains(quoted, autoescape=True), acts.c.day.is_not(None)
    )
    if made_by:
        parents = json.loads(made_by[0]["parents"])
        raise RegisterError(
            _(
                "Parcel {number} came of {parents} on {day}; nothing was changed. To take that back, name "
                "the parcel that ended: {parent}."
            ).format(number=number, parents=", ".join(parents), day=made_by[0]["day"], parent=parents[0])
        )
    raise RegisterError(
        _(
            "Parcel {number} was neither split nor merged; nothing was changed. landwatch history {number} "
            "tells what became of it."
        ).format(number=number)
    )


def _refuse_what_needs(connection: Connection, child: str) -> None:
    """Refuse while something that was recorded since stands on a parcel that is to be retired."""
    later = stamped_rows(
        connection,
        tables.lineage,
        tables.lineage.c.parents.contains(canonical_json(child), autoescape=True),
        tables.lineage.c.day.is_not(None),
    )
    refuse_dependents(
        _(
            "Parcel {key} was itself split or merged since ({numbers}); nothing was changed. Take that back "
            "first: landwatch take-back {key}"
        ),
        child,
        [f"{row['kind']} {row['day']}" for row in later],
    )
    under = stamped_rows(connection, tables.contract_parcels, tables.contract_parcels.c.parcel_no == child)
    refuse_dependents(
        ngettext(
            "{count} contract names parcel {key} ({numbers}); nothing was changed. Correct its parcels "
            "first: landwatch correct contract NUMBER --set parcel_nos=…",
            "{count} contracts name parcel {key} ({numbers}); nothing was changed. Correct their parcels "
            "first: landwatch correct contract NUMBER --set parcel_nos=…",
            len(under),
        ),
        child,
        [row["contract_no"] for row in under],
    )
    facts = stamped_rows(connection, tables.events, tables.events.c.parcel_no == child)
    refuse_dependents(
        ngettext(
            "{count} fact speaks of parcel {key} ({numbers}); nothing was changed. Say of which parcel it "
            "is true: landwatch correct event HASH --set parcel_no=…, or retire it.",
            "{count} facts speak of parcel {key} ({numbers}); nothing was changed. Say of which parcel they "
            "are true: landwatch correct event HASH --set parcel_no=…, or retire them.",
            len(facts),
        ),
        child,
        [f"{row['contract_no']} {row['content_hash'][:_DIGITS]}" for row in facts],
    )


def _reopened(connection: Connection, numbers: Sequence[str]) -> tuple[Writing, list[Change]]:
    """The parcels of before, without a last day."""
    standing: Mapping[str, Any] = standing_records(connection, Kind.PARCELS, numbers)
    pairs = {
        number: (standing[number], laid_out(Kind.PARCELS, replace(standing[number], until=None)))
        for number in numbers
    }
    changes = [Change(f"{number} until", told(standing[number].until), None) for number in numbers]
    return replacement(connection, Kind.PARCELS, pairs), changes


def _handed_back(
    connection: Connection, writing: Writing, child: str, parents: Sequence[str]
) -> list[Change]:
    """Let the papers of a retired parcel belong to those of before; what is kept once, to the first."""
    changes = []
    for table, heirs, name in (
        (tables.documents, parents, "sha256"),
        (tables.personal_items, parents[:1], "item"),
    ):
        for row in stamped_rows(connection, table, table.c.parcel_no == child):
            writing.end(table.name, row["row_id"])
            for parent in heirs:
                kept = {column: row[column] for column in _columns(table)} | {"parcel_no": parent}
                digest = content_hash(table.name, kept)
                if not _is_there(connection, writing, table, digest):
                    writing.add(table.name, kept | {"content_hash": digest})
                changes.append(Change(f"{row[name][:_DIGITS]} parcel_no", child, parent))
    return changes


def _is_there(connection: Connection, writing: Writing, table: Table, digest: str) -> bool:
    """Whether the same paper hangs on the parcel already, or comes from another of its pieces."""
    coming = any(row["content_hash"] == digest for row in writing.added.get(table.name, ()))
    return coming or bool(stamped_rows(connection, table, table.c.content_hash == digest))


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.c if column.name not in (*tables.STAMPS, "row_id")]
