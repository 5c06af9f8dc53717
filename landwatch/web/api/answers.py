"""The form of answers, as the description of the API tells it to programs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Figure", "FigureList", "Flag", "FlagList", "NewReview", "Problem", "Review"]


class _Listed(BaseModel):
    """What every list says: day, instant and journal it rests on, and where it goes on."""

    on: str = Field(description="The day judged.")
    known_at: str | None = Field(description="The instant of knowledge.")
    journal_head: str | None = Field(description="Hash of the newest line of the journal.")
    next: str | None = Field(description="Give it as `after` for the next part; null at the end.")


class Flag(BaseModel):
    """One thing that is open about a contract."""

    contract_no: str
    cluster: str | None
    holder: str | None
    kind: str = Field(description="commencement, completion, idle or payment.")
    days: int = Field(description="Days it has been open.")
    due: str | None = Field(description="The last day on which it was in order.")
    gravity: str = Field(description="grave, serious or notice.")
    reviewed: bool


class FlagList(_Listed):
    """Flags, the longest overdue first."""

    items: list[Flag]


class Figure(BaseModel):
    """A figure as `landwatch stats --json` has it."""

    model_config = ConfigDict(extra="allow")

    id: str
    label: str
    unit: str
    value: str | None
    rows: list[Any]


class FigureList(_Listed):
    """Figures in the order of a report."""

    items: list[Figure]


class NewReview(BaseModel):
    """What an inspector found."""

    model_config = ConfigDict(extra="forbid")

    verdict: str = Field(description="confirmed, not-a-breach, unclear or could-not-check.", max_length=40)
    on: str = Field(description="The day of the look, e.g. 2023-12-20.", max_length=40)
    note: str = Field(description="A sentence about it.", max_length=4000)


class Review(BaseModel):
    """A review as recorded."""

    contract_no: str
    on: str
    verdict: str
    note: str
    person: str | None
    photos: list[Any]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
