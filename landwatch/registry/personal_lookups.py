"""What is or was kept about persons: the items, with the decisions that destroyed them, and the contents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import ColumnElement

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Destruction, PersonalItem
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.row_mapping import read_back
from landwatch.registry.tables import destructions, personal_contents, personal_items

__all__ = ["ContentGone", "Held", "bytes_of", "content_of", "held", "matching", "salted", "twin_of"]

_SHORTEST_PREFIX = 6


class ContentGone(RegisterError):
    """The content of a personal item was destroyed by decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A personal item, since when it is kept, and the decision that destroyed its content.

    Attributes
    ----------
    item
        The item as it stands.
    recorded_at, recorded_by
        When it was recorded first, as text in UTC, and by whom.
    destruction
        ``None`` while the content is there.
    """

    item: PersonalItem
    recorded_at: str
    recorded_by: str
    destruction: Destruction | None


def held(connection: Connection, *where: ColumnElement[bool]) -> list[Held]:
    """Name what is or was kept about persons.

    Parameters
    ----------
    connection
        A connection to the register.
    *where
        Conditions on ``personal_items``; by default everything.

    Returns
    -------
    list of Held
        In the order in which they were recorded; destroyed ones with the decision.
    """
    table = personal_items.c
    standing = {
        row["item"]: read_back(PersonalItem, row) for row in stamped_rows(connection, personal_items, *where)
    }
    decided = {row["item"]: read_back(Destruction, row) for row in stamped_rows(connection, destructions)}
    # A fact that is corrected takes its items along in new rows; the first row says since when.
    first = select(func.min(table.row_id)).group_by(table.item)
    since = select(table.item, table.recorded_at, table.recorded_by).where(table.row_id.in_(first))
    return [
        Held(item=standing[item], recorded_at=at, recorded_by=by, destruction=decided.get(item))
        for item, at, by in connection.execute(since.where(*where).order_by(table.row_id))
        if item in standing
    ]


def matching(connection: Connection, given: Collection[str]) -> list[Held]:
    """Find items by their names.

    Parameters
    ----------
    connection
        A connection to the register.
    given
        Names of items; the first digits do.

    Returns
    -------
    list of Held
        One for each, in the order given; none twice.

    Raises
    ------
    RegisterError
        If there is no such item, or more than one begins like that.
    """
    column = personal_items.c.item
    found: dict[str, Held] = {}
    for name in given:
        meant = held(connection, column == name.lower())
        if not meant and len(name) >= _SHORTEST_PREFIX:
            meant = held(connection, column.startswith(name.lower(), autoescape=True))
        if len(meant) != 1:
            raise RegisterError(
                _(
                    "There is no personal item {item} in the register, or more than one begins like that. "
                    "landwatch personal list names them."
                ).format(item=name)
            )
        found[meant[0].item.item] = meant[0]
    return list(found.values())


def content_of(connection: Connection, given: str) -> tuple[Held, bytes]:
    """Read the content of an item.

    Parameters
    ----------
    connection
        A connection to the register.
    given
        Name of the item; the first digits do.

    Returns
    -------
    tuple
        The item, and its content.

    Raises
    ------
    ContentGone
        If it was destroyed by decision.
    RegisterError
        If there is no such item, or the content is not what was recorded.
    """
    (one,) = matching(connection, [given])
    if one.destruction is not None:
        raise ContentGone(
            _(
                "The content of {item} was destroyed on {day} by decision of {decider} and {second} "
                "({document}): {reason}"
            ).format(
                item=one.item.item[:12],
                day=one.destruction.day,
                decider=one.destruction.decided_by,
                second=one.destruction.second_person,
                document=one.destruction.document,
                reason=one.destruction.reason,
            )
        )
    return one, bytes_of(connection, one.item)


def bytes_of(connection: Connection, item: PersonalItem) -> bytes:
    """Read a content that is there.

    Parameters
    ----------
    connection
        A connection to the register.
    item
        The item.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    RegisterError
        If it is gone without a decision, or not what was recorded.
    """
    table = personal_contents.c
    found = connection.execute(select(table.salt, table.content).where(table.item == item.item)).first()
    if found is None or salted(bytes(found.salt), bytes(found.content)) != item.salted_sha256:
        raise RegisterError(
            _(
                "The content of {item} is not what was recorded, or gone without a decision: somebody wrote "
                "into the register behind landwatch. Get the register from a backup."
            ).format(item=item.item)
        )
    return bytes(found.content)


def twin_of(connection: Connection, content: bytes) -> str | None:
    """Find an item that holds the same bytes.

    Parameters
    ----------
    connection
        A connection to the register.
    content
        The bytes.

    Returns
    -------
    str or None
        Name of the item recorded first. Of others only the salt is read, however large they are.
    """
    of_its_size = (
        select(personal_items.c.item, personal_items.c.salted_sha256, personal_contents.c.salt)
        .join(personal_contents, personal_contents.c.item == personal_items.c.item)
        .where(personal_items.c.size == len(content))
        .order_by(personal_items.c.row_id)
    )
    for row in connection.execute(of_its_size):
        if salted(bytes(row.salt), content) == row.salted_sha256:
            return str(row.item)
    return None


def salted(salt: bytes, content: bytes) -> str:
    """Hash a content so that the hash tells nothing to whoever has it alone.

    Parameters
    ----------
    salt
        Random bytes of its own.
    content
        The bytes.

    Returns
    -------
    str
        SHA-256 of both in hex.
    """
    digest = sha256(salt)
    digest.update(content)
    return digest.hexdigest()
