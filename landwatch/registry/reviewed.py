"""Reviews and visits with their photographs, recordings and sketches: fact and contents in one commit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, select

from landwatch.catalogue import ITEMS_OF, photo_item
from landwatch.model import Event, EventType, Source
from landwatch.registry.attachments import owner_of
from landwatch.registry.canonical import canonical_json
from landwatch.registry.change_request import Act, stamps_of
from landwatch.registry.commit import commit
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.personal import Content, bytes_in, new_name, sealed, write_contents
from landwatch.registry.row_mapping import Kind, Row, laid_out, rebuild_event, row_of, source_row
from landwatch.registry.tables import events, personal_contents, personal_items

__all__ = ["Photographed", "Pictured", "photographed", "pictured", "record_review"]


@dataclass(frozen=True, slots=True)
class Photographed:
    """A photograph of a review: the review by its contract and content hash, the file's name, the item."""

    contract_no: str
    event: str
    name: str
    item: str


def photographed(connection: Connection) -> list[Photographed]:
    """Name the photographs of all reviews, also of those that stand no more.

    Parameters
    ----------
    connection
        A connection to the register.

    Returns
    -------
    list of Photographed
        In the order in which the reviews were recorded.
    """
    table = events.c
    reviews = (
        select(table.contract_no, table.content_hash, table.details)
        .where(table.type == EventType.REVIEW.value)
        .order_by(table.row_id)
    )
    return [
        Photographed(contract_no, digest, photo["name"], photo_item(photo))
        for contract_no, digest, details in connection.execute(reviews)
        for photo in json.loads(details).get("photos") or ()
    ]


class Pictured(NamedTuple):
    """A photograph of a visit: its item, and its perceptual hash as 16 hex digits."""

    item: str
    phash: str


def pictured(connection: Connection) -> list[Pictured]:
    """Name the photographs of visits whose perceptual hash is known, also of those that stand no more.

    Parameters
    ----------
    connection
        A connection to the register.

    Returns
    -------
    list of Pictured
        In the order in which the visits were recorded.
    """
    table = events.c
    with_hash = (
        select(table.details)
        .where(table.type == EventType.PATROL.value, table.details.like('%"phash"%'))
        .order_by(table.row_id)
    )
    return [
        Pictured(photo_item(photo), photo["phash"])
        for details in connection.execute(with_hash).scalars()
        for photo in json.loads(details).get("photos") or ()
        if "phash" in photo
    ]


def record_review(connection: Connection, review: Event, contents: Sequence[Content], act: Act) -> Event:
    """Record a review, or a visit, with its photographs, recordings and sketches.

    One that stands already, with the same contents, is not recorded again.

    Parameters
    ----------
    connection
        A connection of the only writer.
    review
        The review or visit; its details name no contents yet.
    contents
        Of the kinds of :data:`landwatch.catalogue.ITEMS_OF`, in their order.
    act
        Who and when.

    Returns
    -------
    Event
        The review as it stands, its contents by name and item.

    Raises
    ------
    RegisterError
        If the contract does not stand, or a value cannot be kept.
    """
    owner_of(connection, contract_no=review.contract_no, parcel_no=None, event=None)
    standing = _same_review(connection, review, contents)
    if standing is not None:
        return standing
    kept = [replace(content, item=new_name()) for content in contents]
    # A review without photographs says so; of recordings and sketches only what is there is told.
    named: dict[str, list[dict[str, str | None]]] = {"photos": []}
    for content in kept:
        said = {"name": content.name, "item": content.item, **content.said}
        named.setdefault(ITEMS_OF[content.kind], []).append(said)
    made = replace(review, details={**review.details, **named})
    entry = laid_out(Kind.EVENTS, made)
    about = {"contract_no": made.contract_no, "parcel_no": None, "event": entry.key}
    items, rows = [], []
    for content in kept:
        item, row = sealed(content, about)
        items.append(row_of(item, item.item))
        rows.append(row)
    added: dict[str, list[Row]] = {events.name: [row for _table, row in entry.rows]}
    digest = sha256(canonical_json([made.contract_no, made.day, made.details]).encode()).hexdigest()
    commit(
        connection,
        verb="import",
        origin=source_row(Source(name=made.type.value, sha256=digest, kind=made.type.value), act.by),
        stamps=stamps_of(act),
        added=added | {personal_items.name: items},
    )
    write_contents(connection, rows)
    return made


def _same_review(connection: Connection, review: Event, contents: Sequence[Content]) -> Event | None:
    """Find a review that says the same: its contents bear other names each time they are recorded."""
    alike = (
        events.c.contract_no == review.contract_no,
        events.c.type == review.type.value,
        events.c.day == (review.day and review.day.isoformat()),
    )
    for row in stamped_rows(connection, events, *alike):
        other = rebuild_event(row)
        said = {name: value for name, value in other.details.items() if name not in ITEMS_OF.values()}
        named = [each for member in ITEMS_OF.values() for each in other.details.get(member, ())]
        if said == review.details and _are_same(connection, named, contents):
            return other
    return None


def _are_same(
    connection: Connection, named: Sequence[Mapping[str, str]], contents: Sequence[Content]
) -> bool:
    if [item["name"] for item in named] != [content.name for content in contents]:
        return False
    table = personal_contents.c
    for said, content in zip(named, contents, strict=True):
        there = connection.execute(select(table.content).where(table.item == photo_item(said))).scalar()
        if there is None or bytes(there) != bytes_in(content.content):
            return False
    return True
