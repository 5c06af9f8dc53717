"""The form of answers, as the description of the API tells it to programs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from landwatch.model import Verdict

__all__ = [
    "Contract",
    "Explanation",
    "Figure",
    "FigureList",
    "Flag",
    "FlagList",
    "History",
    "Listed",
    "NewReview",
    "Problem",
    "Review",
]


class _Dated(BaseModel):
    """What every answer says: day, instant and journal it rests on."""

    on: str = Field(description="The day judged.")
    known_at: str | None = Field(description="The instant of knowledge.")
    journal_head: str | None = Field(description="Hash of the newest line of the journal.")


class Listed(_Dated):
    """What every list says: where it goes on, too."""

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


class FlagList(Listed):
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


class FigureList(Listed):
    """Figures in the order of a report."""

    items: list[Figure]


class NewReview(BaseModel):
    """What an inspector found."""

    model_config = ConfigDict(extra="forbid")

    verdict: str = Field(
        description="What was found.", max_length=40, json_schema_extra={"enum": list(map(str, Verdict))}
    )
    on: str = Field(
        description="The day of the look, e.g. 2023-12-20.",
        max_length=40,
        json_schema_extra={"format": "date"},
    )
    note: str = Field(
        description="A sentence about it.", max_length=4000, json_schema_extra={"pattern": r"\S"}
    )


class Review(BaseModel):
    """A review as recorded."""

    contract_no: str
    on: str
    verdict: str
    note: str
    person: str | None
    photos: list[Any]


class Contract(_Dated):
    """What is open about a contract, its reviews and its documents."""

    contract_no: str
    cluster: str | None
    holder: str | None
    headline: str = Field(description="What is open, in a sentence.")
    flags: list[Flag]
    reviews: list[dict[str, Any]] = Field(description="Verdict, day, note, person and photographs of each.")
    documents: list[dict[str, Any]] = Field(description="Name, number, day and SHA-256 of each.")


class Explanation(_Dated):
    """Why a contract stands where it stands, as `landwatch explain --json` has it."""

    model_config = ConfigDict(extra="allow")

    contract_no: str
    headline: str
    findings: list[dict[str, Any]] = Field(description="What to do next, by whom, and the clause.")
    tree: list[dict[str, Any]] = Field(description="Values with clause and record, each above its grounds.")


class History(BaseModel):
    """What became of a contract, as `landwatch history --json` has it."""

    number: str
    version: str | None = Field(description="Hash of what stands now.")
    steps: list[dict[str, Any]] = Field(description="Commits that touched it, in the order of time.")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
