"""Correcting and retiring: a new row in the place of an old one, or nothing in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, or_, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.registry import tables
from landwatch.registry.canonical import canonical_json
from landwatch.registry.change_request import Act, Done, origin_of, stamps_of
from landwatch.registry.commit import commit
from landwatch.registry.lookups import (
    KEYS,
    TABLES_OF,
    ever_keys,
    stamped_rows,
    standing_records,
    standing_rows,
)
from landwatch.registry.parties import new_parties
from landwatch.registry.replacing import Writing, differences, replacement
from landwatch.registry.row_mapping import Kind, Record, laid_out, version_of

__all__ = ["correct", "found_key", "refuse_dependents", "retire", "write"]

_SHORTEST_PREFIX = 6
_MOST_NAMED = 5


def correct(
    connection: Connection,
    kind: Kind,
    key: str,
    change: Callable[[Any], Record],
    act: Act,
    replaces: str | None = None,
) -> Done:
    """Let a record say something else from now on; what it said stays known for the time before.

    Parameters
    ----------
    connection
        A connection of the only writer.
    kind
        What the record is.
    key
        Its name, number or content hash; of a hash the first digits do.
    change
        Makes the corrected record of the one that stands.
    act
        Who, when, why and on which document.
    replaces
        Version that the correction was thought of for; ``None`` takes what stands.

    Returns
    -------
    Done
        What changed; nothing is written if the record says so already.

    Raises
    ------
    RegisterError
        If the record does not stand, has another version, or a value cannot be kept.
    """
    key = found_key(connection, kind, key)
    current = standing_records(connection, kind, [key])[key]
    new = laid_out(kind, change(current))
    _refuse_another_number(kind, current, new.record)
    changes = differences(current, new.record)
    version = _version(connection, kind, key)
    if not changes:
        return Done(key=key, version=version)
    if replaces is not None and not version.startswith(replaces):
        raise RegisterError(
            _(
                "{number} has been changed meanwhile: it stands as {found}, not as {expected}; nothing was "
                "changed. Look at what it says now (landwatch history) and correct that."
            ).format(number=key, found=version[:12], expected=replaces[:12])
        )
    if kind is Kind.EVENTS and ever_standing(connection, tables.events, new.key):
        raise RegisterError(
            _(
                "Contract {contract} has a fact like that already ({hash}); nothing was changed. "
                "Retire the one that is wrong: landwatch retire event {wrong} --reason …"
            ).format(contract=new.label, hash=new.key[:12], wrong=key[:12])
        )
    writing = replacement(connection, kind, {key: (current, new)}, act.document)
    at = write(connection, "correct", act, writing, key, [str(part) for part in changes])
    return Done(key=new.key, changes=changes, version=_version(connection, kind, new.key), recorded_at=at)


def retire(connection: Connection, kind: Kind, key: str, act: Act, *, with_facts: bool = False) -> Done:
    """Let a record that was never true stand no longer; the time before still knows it.

    Parameters
    ----------
    connection
        A connection of the only writer.
    kind
        What the record is.
    key
        Its name, number or content hash; of a hash the first digits do.
    act
        Who, when, why and on which document.
    with_facts
        Whether the facts and documents of a contract go with it.

    Returns
    -------
    Done
        Nothing is written if the record does not stand any more.

    Raises
    ------
    RegisterError
        If nothing was ever recorded under the key, or something else needs the record.
    """
    standing = standing_rows(connection, kind, [key])
    if not standing and kind is not Kind.EVENTS and ever_keys(connection, kind, [key]):
        return Done(key=key)
    if kind is Kind.EVENTS and not standing and _retired_event(connection, key):
        return Done(key=key)
    key = found_key(connection, kind, key)
    writing = Writing()
    for row in standing_rows(connection, kind, [key])[key]:
        writing.end(row.table, row.row_id)
    _refuse_what_is_needed(connection, kind, key)
    _end_dependents(connection, writing, kind, key, with_facts=with_facts)
    return Done(key=key, recorded_at=write(connection, "retire", act, writing, key))


def write(connection: Connection, verb: str, act: Act, writing: Writing, *content: Any) -> str:
    """Commit what a verb writes.

    Parameters
    ----------
    connection
        A connection of the only writer.
    verb
        Name of the verb.
    act
        Who, when, why and on which document.
    writing
        The rows.
    *content
        What is done; its hash is kept.

    Returns
    -------
    str
        The instant it is recorded at.
    """
    writing.add(tables.parties.name, *new_parties(connection, writing.added))
    return commit(
        connection,
        verb=verb,
        origin=origin_of(verb, act, *content),
        stamps=stamps_of(act),
        added=writing.added,
        superseded=writing.superseded,
        reason=act.reason,
    ).recorded_at


def found_key(connection: Connection, kind: Kind, key: str) -> str:
    """Find the key of a record that stands.

    Parameters
    ----------
    connection
        A connection to the register.
    kind
        What the record is.
    key
        Its key; of the content hash of an event the first digits do.

    Returns
    -------
    str
        The whole key.

    Raises
    ------
    RegisterError
        If nothing stands under it, or more than one event begins like that.
    """
    column = TABLES_OF[kind][0].c[KEYS[kind]]
    stands = TABLES_OF[kind][0].c.superseded_at.is_(None)
    is_it = column == key
    if kind is Kind.EVENTS and len(key) >= _SHORTEST_PREFIX:
        is_it = column.startswith(key, autoescape=True)
    found = connection.execute(select(column).where(stands, is_it).limit(2)).scalars().all()
    if len(found) == 1:
        return str(found[0])
    told = {
        Kind.CLUSTERS: _("There is no cluster {key} in the register; nothing was changed."),
        Kind.PARCELS: _("There is no parcel {key} in the register; nothing was changed."),
        Kind.CONTRACTS: _("There is no contract {key} in the register; nothing was changed."),
        Kind.EVENTS: _(
            "There is no fact {key} in the register, or more than one begins like that; nothing was "
            "changed. landwatch history CONTRACT names the facts of a contract."
        ),
    }
    raise RegisterError(told[kind].format(key=key))


def ever_standing(connection: Connection, table: Table, content_hash: str) -> bool:
    """Whether a row with this content stands.

    Parameters
    ----------
    connection
        A connection to the register.
    table
        The table.
    content_hash
        The hash of the content.

    Returns
    -------
    bool
        True if one stands.
    """
    return bool(stamped_rows(connection, table, table.c.content_hash == content_hash))


def refuse_dependents(told: str, key: str, numbers: Sequence[str]) -> None:
    """Refuse while something else needs a record.

    Parameters
    ----------
    told
        What to say, with the places ``{key}``, ``{count}`` and ``{numbers}``.
    key
        The record.
    numbers
        What needs it; the first few are named.

    Raises
    ------
    RegisterError
        If there is any.
    """
    if numbers:
        named = ", ".join(numbers[:_MOST_NAMED]) + (", …" if len(numbers) > _MOST_NAMED else "")
        raise RegisterError(told.format(key=key, count=len(numbers), numbers=named))


def _version(connection: Connection, kind: Kind, key: str) -> str:
    return version_of({row.content_hash for row in standing_rows(connection, kind, [key])[key]})


def _refuse_another_number(kind: Kind, current: Any, new: Any) -> None:
    name = KEYS[kind]
    if kind is not Kind.EVENTS and getattr(current, name) != getattr(new, name):
        raise RegisterError(
            _(
                "{field} of {number} cannot be corrected, because it names the record; nothing was changed. "
                "Retire the record, and import it under its right number."
            ).format(field=name, number=getattr(current, name))
        )


def _retired_event(connection: Connection, key: str) -> bool:
    column = tables.events.c.content_hash
    is_it = column.startswith(key, autoescape=True) if len(key) >= _SHORTEST_PREFIX else column == key
    rows = connection.execute(select(tables.events.c.superseded_at).where(is_it)).scalars().all()
    return bool(rows) and all(rows)


def _refuse_what_is_needed(connection: Connection, kind: Kind, key: str) -> None:
    if kind is Kind.CLUSTERS:
        there = stamped_rows(connection, tables.parcels, tables.parcels.c.cluster == key)
        told = ngettext(
            "Cluster {key} has {count} parcel ({numbers}); nothing was changed. Correct its cluster first.",
            "Cluster {key} has {count} parcels ({numbers}); nothing was changed. "
            "Correct their cluster first.",
            len(there),
        )
        refuse_dependents(told, key, [row["parcel_no"] for row in there])
    if kind is Kind.PARCELS:
        under = stamped_rows(connection, tables.contract_parcels, tables.contract_parcels.c.parcel_no == key)
        told = ngettext(
            "Parcel {key} is under {count} contract ({numbers}); nothing was changed. "
            "Correct or retire the contract first.",
            "Parcel {key} is under {count} contracts ({numbers}); nothing was changed. "
            "Correct or retire the contracts first.",
            len(under),
        )
        refuse_dependents(told, key, [row["contract_no"] for row in under])
        quoted = canonical_json(key)
        named = or_(
            *(tables.lineage.c[side].contains(quoted, autoescape=True) for side in ("parents", "children"))
        )
        kin = stamped_rows(connection, tables.lineage, named, tables.lineage.c.day.is_not(None))
        told = _(
            "Parcel {key} was split or merged ({numbers}); nothing was changed. "
            "A parcel that others came from, or that came from others, stays in the register; if that was a "
            "mistake, take it back (landwatch take-back)."
        )
        refuse_dependents(told, key, [f"{row['kind']} {row['day']}" for row in kin])


def _end_dependents(
    connection: Connection, writing: Writing, kind: Kind, key: str, *, with_facts: bool
) -> None:
    columns: Mapping[Kind, tuple[tuple[Table, str], ...]] = {
        Kind.CLUSTERS: ((tables.operators, "cluster"),),
        Kind.PARCELS: ((tables.documents, "parcel_no"),),
        Kind.CONTRACTS: ((tables.events, "contract_no"), (tables.documents, "contract_no")),
        Kind.EVENTS: ((tables.documents, "event"),),
    }
    for table, column in columns[kind]:
        rows = stamped_rows(connection, table, table.c[column] == key)
        if rows and kind is Kind.CONTRACTS and not with_facts:
            raise RegisterError(
                _(
                    "Contract {key} has {count} recorded facts or documents; nothing was changed. "
                    "Correct their contract number first (landwatch correct event), "
                    "or retire them with it: --with-facts"
                ).format(key=key, count=len(rows))
            )
        writing.end(table.name, *(row["row_id"] for row in rows))
