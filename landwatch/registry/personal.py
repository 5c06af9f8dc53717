"""What is kept about persons: contents that can be destroyed, while their trace stays.

The row of a personal item is hashed and never changed, like every other; it bears a hash over a random salt
and the content. Salt and content lie apart and are covered by no other hash, so that they can be removed by a
decision of two persons: what is left tells nobody what the content was, not even of a telephone number that
could be tried out.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from landwatch.model import PersonalItem
from landwatch.registry import bulk
from landwatch.registry.amending import write
from landwatch.registry.attachments import owner_of
from landwatch.registry.change_request import Act, Change, Done
from landwatch.registry.personal_lookups import held, salted
from landwatch.registry.replacing import Writing
from landwatch.registry.row_mapping import Row, row_of
from landwatch.registry.tables import personal_contents, personal_items

__all__ = ["Content", "Owner", "bytes_in", "keep", "new_name", "sealed", "take_in", "write_contents"]

_SALT_BYTES = 32


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
        The bytes, of a text in UTF-8; or the file that holds them, so that twenty photographs need not be in
        memory together.
    name
        Name of the file, where there is one.
    subject
        What items of one person share.
    item
        The name of the item, where it has one already; by default a random one.
    said
        What the visit that names it says of it besides: position, instant and the like.
    """

    kind: str
    purpose: str
    media_type: str
    content: bytes | Path
    name: str | None = None
    subject: str | None = None
    item: str | None = None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What a personal item is about: a contract, a parcel, or a fact by its content hash."""

    contract_no: str | None = None
    parcel_no: str | None = None
    event: str | None = None


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
    write_contents(connection, rows)
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
        The item, and the columns of ``personal_contents`` as :func:`write_contents` takes them.
    """
    salt, name = secrets.token_bytes(_SALT_BYTES), content.item or new_name()
    whole = bytes_in(content.content)
    item = PersonalItem(
        item=name,
        kind=content.kind,
        purpose=content.purpose,
        media_type=content.media_type,
        size=len(whole),
        salted_sha256=salted(salt, whole),
        name=content.name,
        subject=content.subject,
        **about,
    )
    return item, {"item": name, "salt": salt, "content": content.content}


def write_contents(connection: Connection, rows: Iterable[Row]) -> None:
    """Write contents, one after the other: no more than one of them is in memory.

    Parameters
    ----------
    connection
        A connection of the only writer.
    rows
        From :func:`sealed`.
    """
    for row in rows:
        bulk.append(connection, personal_contents, [row | {"content": bytes_in(row["content"])}], {})


def bytes_in(content: bytes | Path) -> bytes:
    """Give a content that is at hand, or read it from its file.

    Parameters
    ----------
    content
        The bytes, or the file.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    return content if isinstance(content, bytes) else content.read_bytes()


def new_name() -> str:
    """Make up a name for an item or a person: 128 random bits in hex."""
    return secrets.token_hex(16)
