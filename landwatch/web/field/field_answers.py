"""The form of what phones are answered, as the description of the protocol tells it to programs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["AreaMap", "Decision", "Inbox", "InboxItem", "Person", "Receipt", "Tasks"]


class Receipt(BaseModel):
    """What proves that a record is here: nothing may leave a phone before."""

    uuid: str
    record: str = Field(description="SHA-256 over the record in the form of RFC 8785.")
    photos: list[str] = Field(description="SHA-256 of each photograph that the record names.")
    voices: list[str] = Field(description="SHA-256 of each sound recording.")
    sketches: list[str] = Field(description="SHA-256 of each sketch.")
    missing: list[str] = Field(description="Those of all these that are not here; empty when all is here.")
    received_at: str
    state: Literal["waiting", "complete", "recorded", "held", "aside"]
    conflict: bool = Field(description="Whether other content came under this uuid, too.")
    reason: str | None = Field(description="Why it is held.")
    visit: str | None = Field(description="Number of the visit that it became.")


class Person(BaseModel):
    """Whoever is signed in."""

    login: str
    person: str = Field(description="What the person is called.")


class Tasks(BaseModel):
    """What a day on the land needs."""

    model_config = ConfigDict(extra="allow")

    on: str = Field(description="The day judged.")
    known_at: str | None
    journal_head: str | None
    person: str
    login: str
    items: list[dict[str, Any]] = Field(
        description="Contract, place on the way, why and until when, parcels with boundaries, agreed "
        "days, last visit, addresses of its newest photographs."
    )
    forms: dict[str, Any] = Field(description="Stages of works, questions, facts to propose, limits.")


class Ground(BaseModel):
    """Image tiles under the map."""

    url: str = Field(description="Address of a tile with {z}, {x} and {y}; rows count from the north.")
    tiles: list[tuple[int, int, int]] = Field(description="Those to take along: zoom, column, row.")
    bytes: int = Field(description="Of all these tiles together.")
    credit: str


class AreaMap(BaseModel):
    """The land around a day."""

    model_config = ConfigDict(extra="allow")

    on: str = Field(description="The day judged.")
    known_at: str | None
    journal_head: str | None
    area: dict[str, Any] = Field(description="GeoJSON of the clusters and parcels that the person sees.")
    ground: Ground | None = Field(description="Null where the office has no tiles.")


class InboxItem(Receipt):
    """A record as the office sees it."""

    login: str
    person: str = Field(description="What whoever recorded it is called.")
    on: str = Field(description="The day of the visit.")
    contract_no: str | None
    parcel_no: str | None
    waits_for: int | None = Field(
        description="Place of the first file that is missing, among its kind, from 1."
    )
    waits_for_kind: Literal["photo", "voice", "sketch"] | None = Field(description="What that file is.")
    phone_skew: int | None = Field(description="Seconds by which the clock of the phone was ahead.")
    decided_by: str | None
    decision: str | None


class Inbox(BaseModel):
    """Records from phones, the newest first."""

    items: list[InboxItem]
    next: str | None = Field(description="Give it as `after` for the next part; null at the end.")


class Decision(BaseModel):
    """What a person decides about a record that is held."""

    model_config = ConfigDict(extra="forbid")

    record: str = Field(description="Hash of the record.", pattern=r"^[0-9a-f]{64}$")
    keep: bool = Field(description="Whether it becomes a visit; otherwise it is set aside and stays.")
    reason: str = Field(max_length=1000, json_schema_extra={"pattern": r"\S"})
    on: str | None = Field(
        None, max_length=40, description="The day that counts, where that of the phone is wrong."
    )
