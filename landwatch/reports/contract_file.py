"""What is on file about one contract: what a page shows of it and its dossier prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from landwatch.measures.milestones import TimeLine
from landwatch.measures.patrols.letters import Kind
from landwatch.model import Document
from landwatch.reports.document import Drawing
from landwatch.reports.dossier import Dossier

__all__ = [
    "ContractFile",
    "FileTable",
    "Filed",
    "Gathered",
    "Line",
    "PlaceShown",
    "Step",
    "ToldFact",
    "Touched",
]

Line = tuple[str, str]
"""A name and what stands behind it, both in the current language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """A dated fact.

    Attributes
    ----------
    kind, name
        The kind of fact, and its name.
    when
        The day, or first and last day.
    part
        The phase or parcel it is about; empty for the whole contract.
    said
        What it says besides.
    document
        Number of its document; empty where it has none.
    recorded_by, recorded_at
        Who recorded it, and when to the minute; empty for facts without a recorded history.
    """

    kind: str
    name: str
    when: str
    part: str
    said: tuple[Line, ...]
    document: str
    recorded_by: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was on file before a default began.

    Attributes
    ----------
    kind
        What is in default: ``commencement`` or ``completion``.
    first_day
        Its first day.
    facts
        Letters, visits, declarations and applications before that day, oldest first, each with the number of
        days before it.
    reminded
        Whether a letter about it was sent before.
    """

    kind: Kind
    first_day: date
    facts: tuple[tuple[int, ToldFact], ...]
    reminded: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A document, who attached it, and when to the minute."""

    document: Document
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class FileTable:
    """Phases, instalments or indicators: a title, the heads of the columns, and the rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a commit did to one row: a headline, and field by field what changed."""

    headline: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A commit that touched the contract.

    Attributes
    ----------
    known_at
        The instant as an address or a command takes it.
    line
        Number of its line in the journal; ``None`` for what was recorded before there was one.
    at, by, verb
        When, who, and what was done.
    source
        The file or verb that it came from, with the reason and the document where they were given.
    counts
        How many rows it touched of which kind.
    touched
        What it did, row by row.
    """

    known_at: str
    line: int | None
    at: str
    by: str
    verb: str
    source: str
    counts: str
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceShown:
    """Where the contract lies.

    Attributes
    ----------
    drawing
        A map, north up; ``None`` where no boundary is recorded.
    legend
        Fill and name of the states on it.
    neighbours
        Number, holder and state of the other contracts on it.
    parcels
        Number and area of its own parcels.
    """

    drawing: Drawing | None
    legend: Sequence[Line]
    neighbours: Sequence[tuple[str, str, str]]
    parcels: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFile:
    """Everything on file about a contract, in the current language.

    Attributes
    ----------
    dossier
        Why it stands where it stands, and what inspectors said.
    project, area
        Name of the project, and the area; empty where it is not recorded.
    badges
        The states that apply, with the state, mark or ``suspension`` that gives the colour.
    time_line
        Its days.
    fields, missing
        What the contract says, and the names of what is not recorded.
    tables
        Phases, instalments and indicators, where there are any.
    facts, patrols
        What happened, the oldest first; patrols, which are many, apart.
    gathered
        What office and holder did before each default began.
    documents
        What is attached to it or its facts.
    steps
        What was recorded about it, the newest first.
    place
        Where it lies.
    has_money
        Whether amounts are told; otherwise they are left out everywhere.
    """

    dossier: Dossier
    project: str
    area: str
    badges: tuple[Line, ...]
    time_line: TimeLine
    fields: tuple[Line, ...]
    missing: tuple[str, ...]
    tables: tuple[FileTable, ...]
    facts: tuple[ToldFact, ...]
    patrols: tuple[ToldFact, ...]
    gathered: tuple[Gathered, ...]
    documents: tuple[Filed, ...]
    steps: tuple[Step, ...]
    place: PlaceShown
    has_money: bool
