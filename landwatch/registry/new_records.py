"""What is new in a source, what stands in the register already, and what contradicts it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from landwatch.registry.change_request import refuse_empty_reason
from landwatch.registry.lookups import standing_hashes, standing_records
from landwatch.registry.replacing import Writing, differences, merged, replacement
from landwatch.registry.row_mapping import Entry, Kind, Record, Row, kept_text, laid_out

__all__ = ["Conflict", "Correcting", "Outcome", "taken_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correcting:
    """That a source is brought in to correct what stands, and why.

    Attributes
    ----------
    reason
        Why, in a sentence.
    document
        Number of the document (文号) it stands on.
    """

    reason: str
    document: str | None = None

    def __post_init__(self) -> None:
        refuse_empty_reason(self.reason)

    def columns(self) -> Row:
        """The reason and the document as columns of the source."""
        document = None if self.document is None else kept_text(self.document, "import", "document")
        return {"reason": kept_text(self.reason, "import", "reason"), "document": document}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A record whose number stands in the register already with other content.

    Attributes
    ----------
    key
        The cluster's name, the parcel or contract number.
    current, offered
        The record that stands and the one that was offered.
    """

    key: str
    current: Record
    offered: Record

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in which the two differ."""
        changes = differences(self.current, self.offered)
        return tuple(dict.fromkeys(change.field.split()[0] for change in changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the records of one kind.

    Attributes
    ----------
    written
        Names or numbers newly written; for events the numbers of their contracts, one each.
    duplicates
        Those that stood with the same content already, or came twice.
    conflicts
        Those that were refused because other content stands, or came first.
    corrected
        Those that took the place of what stood, where the source was brought in to correct.
    positions
        Where the newly written stand among those that were offered, from 0.
    """

    written: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    corrected: tuple[Conflict, ...] = ()
    positions: tuple[int, ...] = ()


def taken_in(
    connection: Connection, offered: Mapping[Kind, Sequence[Entry]], correcting: Correcting | None
) -> tuple[Writing, dict[Kind, Outcome]]:
    """Find out what a source adds and corrects.

    Parameters
    ----------
    connection
        A connection of the only writer.
    offered
        The entries of the source by kind.
    correcting
        Lets a record take the place of one that stands with other content.

    Returns
    -------
    tuple
        What is to be written, and the outcome of each kind once it is.
    """
    work = Writing()
    outcomes: dict[Kind, Outcome] = {}
    for kind, some in offered.items():
        fresh, outcome = _sort_out(connection, kind, some)
        for new in fresh:
            for table, row in new.rows:
                work.add(table, row)
        if correcting:
            pairs, outcome = _corrected(outcome, kind, {new.key for new in fresh})
            work.join(replacement(connection, kind, pairs, correcting.document))
        outcomes[kind] = outcome
    return work, outcomes


def _sort_out(connection: Connection, kind: Kind, offered: Sequence[Entry]) -> tuple[list[Entry], Outcome]:
    """Tell the new from what stands already and from what contradicts it; of equal keys the first counts.

    Parameters
    ----------
    connection
        A connection of the only writer.
    kind
        What the entries are.
    offered
        The entries in the order of their source.

    Returns
    -------
    tuple
        The entries to write, and the outcome once they are written.
    """
    # Most files hold one kind of record: the register is not asked about the others.
    standing = standing_hashes(connection, kind, {entry.key for entry in offered}) if offered else {}
    fresh: dict[str, Entry] = {}
    same: list[Entry] = []
    unlike: list[Entry] = []
    positions: list[int] = []
    for position, entry in enumerate(offered):
        if not standing.get(entry.key) and fresh.setdefault(entry.key, entry) is entry:
            positions.append(position)
            continue
        hashes = standing.get(entry.key) or fresh[entry.key].hashes
        (same if entry.hashes == hashes else unlike).append(entry)
    current = {entry.key: fresh[entry.key].record for entry in unlike if entry.key in fresh}
    if unlike:
        current |= standing_records(connection, kind, standing.keys() & {entry.key for entry in unlike})
    refused: list[Conflict] = []
    for entry in unlike:
        if _contradicts(current[entry.key], entry.record):
            refused.append(Conflict(key=entry.key, current=current[entry.key], offered=entry.record))
        else:
            same.append(entry)
    return list(fresh.values()), Outcome(
        written=tuple(entry.label for entry in fresh.values()),
        duplicates=tuple(entry.label for entry in same),
        conflicts=tuple(refused),
        positions=tuple(positions),
    )


def _contradicts(current: Record, offered: Record) -> bool:
    """Whether an offered record says something else than one that stands.

    Of the days on which a parcel begins and ends to be true surveys do not speak; that contradicts nothing.
    """
    unsaid = {
        name: getattr(current, name) for name in ("since", "until") if getattr(offered, name, "") is None
    }
    return bool(differences(current, replace(offered, **unsaid) if unsaid else offered))


def _corrected(
    outcome: Outcome, kind: Kind, new: Collection[str]
) -> tuple[dict[str, tuple[Record, Entry]], Outcome]:
    """Let the conflicts with what stands be corrections; of several with one key the first counts.

    Parameters
    ----------
    outcome
        What :func:`sort_out` found.
    kind
        What the records are.
    new
        Keys that this source brought: what contradicts them is a conflict within it.

    Returns
    -------
    tuple
        What stands and the entry that takes its place, by key; and the outcome once they are written. What
        a source leaves out keeps standing.
    """
    pairs: dict[str, tuple[Record, Entry]] = {}
    done: list[Conflict] = []
    same: list[str] = []
    refused: list[Conflict] = []
    for conflict in outcome.conflicts:
        if conflict.key in new:
            refused.append(conflict)
            continue
        wanted = merged(conflict.current, conflict.offered)
        first = pairs.get(conflict.key)
        if not differences(first[1].record if first else conflict.current, wanted):
            same.append(conflict.key)
        elif first:
            refused.append(replace(conflict, current=first[1].record))
        else:
            pairs[conflict.key] = (conflict.current, laid_out(kind, wanted))
            done.append(replace(conflict, offered=wanted))
    return pairs, replace(
        outcome,
        duplicates=(*outcome.duplicates, *same),
        conflicts=tuple(refused),
        corrected=tuple(done),
    )
