"""Reviews and visits with their photographs: the fact and the contents in one commit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import Connection, select

from landwatch.catalogue import photo_item
from landwatch.model import Event, EventType, Source
from landwatch.registry import bulk
from landwatch.registry.attachments import owner_of
from landwatch.registry.canonical import canonical_json
from landwatch.registry.change_request import Act, stamps_of
from landwatch.registry.commit import commit
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.personal import Content, new_name, sealed
from landwatch.registry.row_mapping import Kind, Row, laid_out, rebuild_event, row_of, source_row
from landwatch.registry.tables import events, personal_contents, personal_items

__all__ = ["Photographed", "photographed", "record_review"]


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


def record_review(connection: Connection, review: Event, photos: Sequence[Content], act: Act) -> Event:
    """Record a review, or a visit, with its photographs.

    One that stands already, with the same photographs, is not recorded again.

    Parameters
    ----------
    connection
        A connection of the only writer.
    review
        The review or visit; its details name no photographs yet.
    photos
        The photographs, in their order.
    act
        Who and when.

    Returns
    -------
    Event
        The review as it stands, its photographs by name and item.

    Raises
    ------
    RegisterError
        If the contract does not stand, or a value cannot be kept.
    """
    owner_of(connection, contract_no=review.contract_no, parcel_no=None, event=None)
    standing = _same_review(connection, review, photos)
    if standing is not None:
        return standing
    kept = [replace(photo, item=new_name()) for photo in photos]
    named = [{"name": photo.name, "item": photo.item, **photo.said} for photo in kept]
    made = replace(review, details={**review.details, "photos": named})
    entry = laid_out(Kind.EVENTS, made)
    about = {"contract_no": made.contract_no, "parcel_no": None, "event": entry.key}
    items, contents = [], []
    for photo in kept:
        item, content = sealed(photo, about)
        items.append(row_of(item, item.item))
        contents.append(content)
    added: dict[str, list[Row]] = {events.name: [row for _table, row in entry.rows]}
    digest = sha256(canonical_json([made.contract_no, made.day, made.details]).encode()).hexdigest()
    commit(
        connection,
        verb="import",
        origin=source_row(Source(name=made.type.value, sha256=digest, kind=made.type.value), act.by),
        stamps=stamps_of(act),
        added=added | {personal_items.name: items},
    )
    bulk.append(connection, personal_contents, contents, {})
    return made


def _same_review(connection: Connection, review: Event, photos: Sequence[Content]) -> Event | None:
    """Find a review that says the same: its photographs bear other names each time they are recorded."""
    alike = (
        events.c.contract_no == review.contract_no,
        events.c.type == review.type.value,
        events.c.day == (review.day and review.day.isoformat()),
    )
    for row in stamped_rows(connection, events, *alike):
        other = rebuild_event(row)
        said = {name: value for name, value in other.details.items() if name != "photos"}
        if said == review.details and _are_same(connection, other.details.get("photos", ()), photos):
            return other
    return None


def _are_same(connection: Connection, named: Sequence[Mapping[str, str]], photos: Sequence[Content]) -> bool:
    if [photo["name"] for photo in named] != [photo.name for photo in photos]:
        return False
    table = personal_contents.c
    for said, photo in zip(named, photos, strict=True):
        there = connection.execute(select(table.content).where(table.item == photo_item(said))).scalar()
        if there is None or bytes(there) != photo.content:
            return False
    return True
