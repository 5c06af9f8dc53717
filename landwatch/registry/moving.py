"""A reading moved on: what the journal says was recorded since is put in, and the rest is not read again.

A line of the journal names the rows that it added and those that it superseded. So the rows of a table that
hold now are those that held, without the superseded and with the added; each frame keeps the order in which
a reading from the beginning has it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import Connection, or_, select

from landwatch.registry.canonical import instant_text
from landwatch.registry.frames import PARTS, Reading, Selection
from landwatch.registry.holdings import DatedPlaces
from landwatch.registry.journal import ADOPT, End
from landwatch.registry.tables import journal, metadata
from landwatch.snapshot import SCHEMA, are_in, clusters_of, frame, positions, woven

__all__ = ["moved"]

_MOST_ROWS = 5_000  # beyond that reading anew takes no longer
_FOLLOWED = frozenset({"contracts", "parcels", *PARTS})
_WITHOUT_EFFECT = frozenset(
    {"sources", "parties", "documents", "document_files", "personal_items", "destructions"}
    | {"patrollers", "absences", "targets", "papers"}
)
_GROUND = ("contract_parcels",)
_PLACES = ("parcels", *_GROUND)


@dataclass
class _Since:
    """What was recorded since a reading: the numbers of rows by table."""

    head: End
    added: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    superseded: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def tables(self) -> frozenset[str]:
        """The tables in which something a snapshot shows may differ."""
        named = (name for rows in (self.added, self.superseded) for name, ids in rows.items() if ids)
        return frozenset(named) - _WITHOUT_EFFECT

    @property
    def rows(self) -> int:
        """How many rows that are."""
        return sum(len(ids) for ids in (*self.added.values(), *self.superseded.values()))


def moved(connection: Connection, before: Reading, known_at: datetime | None) -> Reading | None:
    """Move a reading on to the end of the journal.

    Parameters
    ----------
    connection
        A connection that sees one state of all tables.
    before
        What was read earlier, of the same day.
    known_at
        The instant of knowledge that was asked for then, and is now.

    Returns
    -------
    Reading or None
        What a reading from the beginning would give; ``None`` where only that can tell: clusters, operators
        or the lineage of parcels changed, very much was recorded, or this is not the journal of before.
    """
    since = _recorded_since(connection, before.head, known_at)
    if since is None or not _can_be_followed(since, before):
        return None
    if since.head == before.head:
        return replace(before, touched=frozenset())
    known = known_at or datetime.fromisoformat(since.head.at)
    if not since.tables:
        snapshot = before.snapshot.with_frames(known_at=known, places=before.snapshot.places)
        return replace(before, snapshot=snapshot, head=since.head, touched=frozenset())
    asked = Selection(connection, before.snapshot.on.isoformat(), instant_text(known))
    return _Moving(before, since, asked).reading(known)


def _recorded_since(connection: Connection, head: End | None, known_at: datetime | None) -> _Since | None:
    """Read the lines after one; ``None`` if it is not there as it was."""
    if head is None:
        return None
    line = select(journal.c.sequence, journal.c.at, journal.c.hash)
    here = connection.execute(line.where(journal.c.sequence == head.sequence)).first()
    if here is None or End(*here) != head:
        return None
    later = line.add_columns(journal.c.verb, journal.c.body).where(journal.c.sequence > head.sequence)
    since = _Since(head)
    for *end, verb, text in connection.execute(later.order_by(journal.c.sequence)):
        since.head = End(*end)
        if verb == ADOPT:
            return None
        # What is recorded after the instant asked about is not known at it.
        if known_at is None or since.head.at <= instant_text(known_at):
            body = json.loads(text)
            _take(since.added, body["added"])
            _take(since.superseded, body["superseded"])
    return since


def _take(known: dict[str, set[int]], named: Mapping[str, Sequence[tuple[int, str]]]) -> None:
    for table, rows in named.items():
        known[table].update(row_id for row_id, _seal in rows)


def _can_be_followed(since: _Since, before: Reading) -> bool:
    """Where parcels were split or merged, a change of one moves the ground of others."""
    split = bool(before.places.lineages) and "parcels" in since.tables
    return since.tables <= _FOLLOWED and since.rows <= _MOST_ROWS and not split


class _Moving:
    """The tables of a reading on their way to the end of the journal."""

    def __init__(self, before: Reading, since: _Since, asked: Selection) -> None:
        self.before, self.since, self.asked = before, since, asked
        self.row_ids = dict(before.row_ids)
        self.touched: set[str] = set()

    def reading(self, known: datetime) -> Reading:
        """Move each table on, and put the reading together."""
        snapshot, places = self.before.snapshot, self.before.places
        frames = self._contracts()
        frames |= self._parts(frames.get("contracts", snapshot.contracts))
        if "contract_parcels" in frames or "parcels" in self.since.tables:
            places = self._places(frames.pop("contract_parcels", places.shares))
            true = places.on(snapshot.on)
            changed = _PLACES if "parcels" in self.since.tables else _GROUND
            frames |= {name: frame(name, true[name]) for name in changed}
        if frames.keys() & {"contracts", *_PLACES}:
            known_now = {name: getattr(snapshot, name) for name in SCHEMA} | frames
            frames["contracts"] = known_now["contracts"].assign(cluster=clusters_of(known_now))
        earlier = places if places.change else None
        found = snapshot.with_frames(known_at=known, places=earlier, **frames)
        return Reading(found, self.since.head, places, self.row_ids, frozenset(self.touched))

    def _contracts(self) -> dict[str, pd.DataFrame]:
        if "contracts" not in self.since.tables:
            return {}
        table = metadata.tables["contracts"]
        rows = self.asked.rows("contracts", table.c.row_id.in_(self.since.added["contracts"]))
        return {"contracts": self._next("contracts", self.before.snapshot.contracts, rows)}

    def _parts(self, contracts: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Move on what belongs to contracts; what belongs to a contract comes and goes with it."""
        old, new = self.before.snapshot.contracts["contract_no"], contracts["contract_no"]
        coming, going = new[positions(new, old) < 0].tolist(), old[positions(old, new) < 0].tolist()
        wanted = [name for name in PARTS if coming or going or name in self.since.tables]
        numbers = pa.array(contracts["contract_no"], pa.string()) if wanted else None
        held = {name: getattr(self.before.snapshot, name) for name in wanted}
        if "contract_parcels" in held:
            held["contract_parcels"] = self.before.places.shares
        found = {}
        for name, rows in held.items():
            columns = metadata.tables[name].c
            also = or_(columns.row_id.in_(self.since.added[name]), columns.contract_no.in_(coming))
            new_rows = self.asked.rows(name, also, of=numbers)
            found[name] = self._next(name, rows, new_rows, are_in(rows["contract_no"], going))
        return found

    def _places(self, shares: pd.DataFrame) -> DatedPlaces:
        """Move the parcels on; the contracts over one that changed are touched, too."""
        before = self.before.places
        if "parcels" not in self.since.tables:
            return replace(before, shares=shares)
        added = metadata.tables["parcels"].c.row_id.in_(self.since.added["parcels"])
        rows = self.asked.rows("parcels", added)
        ended = np.isin(self.row_ids["parcels"], list(self.since.superseded["parcels"]))
        changed = {*before.parcels.loc[ended, "parcel_no"], *rows["parcel_no"]}
        parcels = self._next("parcels", before.parcels, rows)
        for ground in (before.shares, shares):
            self.touched.update(ground.loc[are_in(ground["parcel_no"], changed), "contract_no"])
        return replace(before, parcels=parcels, shares=shares)

    def _next(
        self, name: str, held: pd.DataFrame, rows: pd.DataFrame, going: NDArray[np.bool_] | None = None
    ) -> pd.DataFrame:
        """Leave out of a frame what holds no more, and put new rows in at their places."""
        ids, new_ids = self.row_ids[name], rows.pop("row_id").to_numpy(np.int64)
        gone = np.isin(ids, list(self.since.superseded[name]))
        gone = gone if going is None else gone | going
        if not len(rows) and not gone.any():
            return held
        if name not in _PLACES:
            rows = frame(name, rows)
        if "contract_no" in held:
            self.touched.update(held.loc[gone, "contract_no"], rows["contract_no"])
        stay = np.flatnonzero(~gone)
        together = np.concatenate([ids[stay], new_ids])
        order = np.argsort(together)
        if name == "contract_parcels":
            position = np.concatenate([held["position"].to_numpy(np.int64)[stay], rows["position"]])
            order = np.lexsort((together, position))
        self.row_ids[name] = together[order]
        return woven(held, stay, rows, order >= len(stay))
