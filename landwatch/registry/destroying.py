"""Destroying what is kept about a person, by a decision of two persons on a document."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, or_, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Destruction
from landwatch.registry.amending import write
from landwatch.registry.change_request import Act, Change, Done
from landwatch.registry.faults import file_of, translated
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.personal_lookups import matching
from landwatch.registry.replacing import Writing
from landwatch.registry.row_mapping import row_of
from landwatch.registry.tables import destructions, documents, personal_contents

__all__ = ["Decision", "destroy", "erase"]

_SHORTEST_PREFIX = 6
_PIECE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided to destroy, and when.

    Attributes
    ----------
    decided_by, second_person
        Two persons.
    day
        Day of the decision.
    """

    decided_by: str
    second_person: str
    day: date


def destroy(
    connection: Connection, given: Sequence[str], decision: Decision, act: Act
) -> tuple[Done, list[bytes]]:
    """Remove contents, and record the decision, in one commit.

    Parameters
    ----------
    connection
        A connection of the only writer.
    given
        Names of items; the first digits do. One that is destroyed already is left alone.
    decision
        Who decided, and when.
    act
        Who records it, when, why, and the document it stands on: its number, or its hash.

    Returns
    -------
    tuple
        What was done, with the names of the items as its key, and the salts of what was removed.

    Raises
    ------
    RegisterError
        If there is no such item or no such document, or the second person is the first.
    """
    if not decision.second_person.strip() or _plain(decision.decided_by) == _plain(decision.second_person):
        raise RegisterError(
            _(
                "{person} cannot be both who decides and the second person; nothing was changed. "
                "Let somebody else look at it (--second)."
            ).format(person=decision.decided_by)
        )
    document, digest = _document(connection, act.document)
    meant = matching(connection, given)
    names = [one.item.item for one in meant]
    fresh = [one.item for one in meant if one.destruction is None]
    if not fresh:
        return Done(key=" ".join(names)), []
    writing = Writing()
    for item in fresh:
        made = Destruction(
            item=item.item,
            day=decision.day,
            decided_by=decision.decided_by,
            second_person=decision.second_person,
            reason=act.reason,
            document=document,
            document_sha256=digest,
        )
        writing.add(destructions.name, row_of(made, item.item))
    is_meant = personal_contents.c.item.in_([item.item for item in fresh])
    salts = connection.execute(select(personal_contents.c.salt).where(is_meant)).scalars().all()
    connection.execute(delete(personal_contents).where(is_meant))
    at = write(connection, "destroy", act, writing, *(item.item for item in fresh))
    changes = tuple(Change(item.kind, item.name, None) for item in fresh)
    return Done(key=" ".join(names), changes=changes, recorded_at=at), [bytes(salt) for salt in salts]


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _document(connection: Connection, given: str | None) -> tuple[str, str]:
    """The document a decision stands on: its number, else its hash; and its hash."""
    is_it = documents.c.number == given
    if given and len(given) >= _SHORTEST_PREFIX:
        is_it = or_(is_it, documents.c.sha256.startswith(given.lower(), autoescape=True))
    found = stamped_rows(connection, documents, is_it) if given else []
    digests = {row["sha256"] for row in found}
    if len(digests) != 1:
        raise RegisterError(
            _(
                "The document {document} is not in the register, or more than one is called so; nothing was "
                "changed. Keep it first (landwatch attach), and name its number or its hash (--document)."
            ).format(document=given)
        )
    return found[0]["number"] or found[0]["sha256"], found[0]["sha256"]


def erase(engine: Engine, salts: Collection[bytes]) -> bool | None:
    """Let removed contents leave the file of a GeoPackage, and the file that is written ahead of it.

    Parameters
    ----------
    engine
        The database.
    salts
        Salts of what was removed: wherever bytes of a content are left, its salt is before them. If none are
        named, the whole file is written anew.

    Returns
    -------
    bool or None
        False if others were reading, so that older pages had to stay; ``None`` for a server, which keeps
        removed rows until it cleans up.

    Raises
    ------
    RegisterError
        If the file cannot be written.
    """
    file = file_of(engine.url)
    if file is None:
        return None
    with translated(engine.url), closing(engine.raw_connection()) as connection:
        driver = connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        if not _is_checkpointed(driver):
            return False
        # Overwriting what is deleted misses what SQLite moved from page to page before.
        if salts and not _is_left(file, salts):
            return True
        return _is_written_anew(driver) and _is_checkpointed(driver)


def _is_written_anew(driver: sqlite3.Connection) -> bool:
    """Write the whole file anew; False if somebody works with it."""
    try:
        driver.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    return True


def _is_checkpointed(driver: sqlite3.Connection) -> bool:
    """Bring what was written ahead into the file; False if somebody reads an older state."""
    (is_busy, *_counts) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def _is_left(file: Path, salts: Collection[bytes]) -> bool:
    longest = max(map(len, salts))
    with file.open("rb") as content:
        end = b""
        while piece := content.read(_PIECE):
            if any(salt in end + piece for salt in salts):
                return True
            end = piece[-longest:]
    return False
