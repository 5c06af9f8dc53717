"""What is kept about persons: contents that can be destroyed, while their trace stays.

The row of a personal item is hashed and never changed, like every other; it bears a hash over a random salt
and the content. Salt and content lie apart and are covered by no other hash, so that they can be removed by a
decision of two persons: what is left tells nobody what the content was, not even of a telephone number that
could be tried out.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import Connection, func, select
from sqlalchemy.sql import ColumnElement

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Destruction, PersonalItem
from landwatch.registry import bulk
from landwatch.registry.amending import write
from landwatch.registry.attachments import owner_of
from landwatch.registry.change_request import Act, Change, Done
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.replacing import Writing
from landwatch.registry.row_mapping import Row, read_back, row_of
from landwatch.registry.tables import destructions, personal_contents, personal_items

__all__ = [
    "Content",
    "ContentGone",
    "Held",
    "Owner",
    "bytes_of",
    "content_of",
    "held",
    "keep",
    "matching",
    "new_name",
    "sealed",
    "take_in",
]

_SALT_BYTES = 32
_SHORTEST_PREFIX = 6


class ContentGone(RegisterError):
    """The content of a personal item was destroyed by decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Something about a person, to be kept.

    Attributes
    ----------
    kind, purpose
        Keys of :mod:`landwatch.catalogue.personal`.
    media_type
        What the bytes are, e.g. ``image/jpeg`` or ``text/plain``.
    content
        The bytes; of a text in UTF-8.
    name
        Name of the file, where there is one.
    subject
        What items of one person share.
    item
        The name of the item, where it has one already; by default a random one.
    """

    kind: str
    purpose: str
    media_type: str
    content: bytes
    name: str | None = None
    subject: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What a personal item is about: a contract, a parcel, or a fact by its content hash."""

    contract_no: str | None = None
    parcel_no: str | None = None
    event: str | None = None


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


def keep(connection: Connection, contents: Sequence[Content], owner: Owner, act: Act) -> Done:
    """Keep contents about persons in one commit.

    Parameters
    ----------
    connection
        A connection of the only writer.
    contents
        What to keep; an item that has a name already and is there is left alone.
    owner
        What they are about.
    act
        Who, when and why.

    Returns
    -------
    Done
        Its key is the names of the items, joined by blanks; nothing is written if all are there.

    Raises
    ------
    RegisterError
        If they are about nothing that stands, or a value cannot be kept.
    """
    about = owner_of(connection, contract_no=owner.contract_no, parcel_no=owner.parcel_no, event=owner.event)
    return _written(connection, contents, about, act, "keep")


def take_in(connection: Connection, contents: Sequence[Content], owner: Owner, act: Act) -> Done:
    """Keep contents of a record that is there, whether it stands or not.

    Parameters
    ----------
    connection
        A connection of the only writer.
    contents
        What to keep; an item that has a name already and is there is left alone.
    owner
        What they are about, with whole numbers.
    act
        Who, when and why.

    Returns
    -------
    Done
        As for :func:`keep`.

    Raises
    ------
    RegisterError
        If a value cannot be kept.
    """
    return _written(connection, contents, asdict(owner), act, "take in")


def _written(
    connection: Connection, contents: Sequence[Content], about: Mapping[str, str | None], act: Act, verb: str
) -> Done:
    named = [content.item for content in contents if content.item]
    known = {one.item.item for one in held(connection, personal_items.c.item.in_(named))}
    fresh = [content for content in contents if content.item not in known]
    if not fresh:
        return Done(key=" ".join(named))
    writing, rows = Writing(), []
    for content in fresh:
        item, row = sealed(content, about)
        writing.add(personal_items.name, row_of(item, item.item))
        rows.append(row)
    names = [row["item"] for row in rows]
    # The source bears a hash of what is done: of the names of the items, never of a content.
    at = write(connection, verb, act, writing, *names)
    bulk.append(connection, personal_contents, rows, {})
    changes = tuple(Change(content.kind, None, content.name) for content in fresh)
    return Done(key=" ".join(names), changes=changes, recorded_at=at)


def sealed(content: Content, about: Mapping[str, str | None]) -> tuple[PersonalItem, Row]:
    """Lay out a content as the item that is hashed, and the row that can be removed.

    Parameters
    ----------
    content
        What to keep.
    about
        What it belongs to, from :func:`landwatch.registry.attachments.owner_of`.

    Returns
    -------
    tuple
        The item, and the columns of ``personal_contents``.
    """
    salt, name = secrets.token_bytes(_SALT_BYTES), content.item or new_name()
    item = PersonalItem(
        item=name,
        kind=content.kind,
        purpose=content.purpose,
        media_type=content.media_type,
        size=len(content.content),
        salted_sha256=sha256(salt + content.content).hexdigest(),
        name=content.name,
        subject=content.subject,
        **about,
    )
    return item, {"item": name, "salt": salt, "content": content.content}


def new_name() -> str:
    """Make up a name for an item or a person: 128 random bits in hex."""
    return secrets.token_hex(16)


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
    if found is None or sha256(bytes(found.salt) + bytes(found.content)).hexdigest() != item.salted_sha256:
        raise RegisterError(
            _(
                "The content of {item} is not what was recorded, or gone without a decision: somebody wrote "
                "into the register behind landwatch. Get the register from a backup."
            ).format(item=item.item)
        )
    return bytes(found.content)
