"""The parties that contracts and transfers name: each name with each credit code once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from landwatch.model import EventType, Party
from landwatch.registry.row_mapping import Row, row_of
from landwatch.registry.tables import parties

__all__ = ["new_parties"]

_TRANSFERS = (EventType.TRANSFER, EventType.JUDICIAL_TRANSFER)


def new_parties(connection: Connection, added: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Find the parties in new rows that the register does not have yet.

    A name without a code is no new party where the name is known: whose it is cannot be told. A name with
    another code is one, for two companies may bear one name.

    Parameters
    ----------
    connection
        A connection of the only writer.
    added
        New rows by table; those of contracts and of transfers name parties.

    Returns
    -------
    list of dict
        Their rows.
    """
    named = set(_named(added))
    if not named:
        return []
    columns = select(parties.c.name, parties.c.code).where(parties.c.superseded_at.is_(None))
    known = {(name, code) for name, code in connection.execute(columns)}
    named |= known
    with_code = {name for name, code in named if code}
    fresh = sorted(
        ((name, code) for name, code in named - known if code or name not in with_code),
        key=lambda pair: (pair[0], pair[1] or ""),
    )
    return [row_of(Party(name=name, code=code), name) for name, code in fresh]


def _named(added: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, str | None]]:
    for row in added.get("contracts", ()):
        if row["holder"]:
            yield row["holder"], row["holder_code"]
        if row["grantor"]:
            yield row["grantor"], None
    for row in added.get("events", ()):
        to = json.loads(row["details"]).get("to") if row["type"] in _TRANSFERS else None
        if to:
            yield to, None
