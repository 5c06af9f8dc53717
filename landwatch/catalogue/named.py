"""What the catalogue says of a field, and of a word: the form of a line in its YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from landwatch.i18n import language

__all__ = ["Fact", "Field", "FrameKind", "Kind", "Named", "Place", "Word"]

Kind = Literal[
    "text",
    "identifier",
    "identifiers",
    "designation",
    "word",
    "words",
    "figure",
    "ratio",
    "share",
    "date",
    "area",
    "money",
    "rate",
    "count",
    "bytes",
    "flag",
    "mark",
    "boundary",
    "wkt",
    "json",
    "items",
    "kept",
    "ignored",
    "part",
]
Place = Literal["row", "store", "snapshot", "details", "fact", "part", "source"]
FrameKind = Literal["text", "date", "integer", "boolean", "geometry"]

_FRAME_KINDS: Mapping[Kind, FrameKind] = {
    "date": "date",
    "area": "integer",
    "money": "integer",
    "rate": "integer",
    "count": "integer",
    "bytes": "integer",
    "flag": "boolean",
    "mark": "boolean",
    "boundary": "geometry",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something with a name in both languages.

    Attributes
    ----------
    name
        What the code calls it; it never changes.
    zh, en
        What people call it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    name: str
    zh: str
    en: str

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Named):
    """A word with a meaning, or a state; its `name` is the code in an enumeration.

    Attributes
    ----------
    cells
        How else files write it.
    """

    cells: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which a file may write it, the usual one first."""
        return (self.zh, *self.cells, self.en, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Word):
    """A kind of dated fact.

    Attributes
    ----------
    period
        Whether it lasts: it then has a first day in place of a day.
    details
        Names of the fields that only facts of this kind have.
    asks
        Names of further fields that a form asks for, beside day, document and note.
    form
        Whether a form records it: what somebody saw has its own way in.
    """

    period: bool = False
    details: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    form: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Named):
    """A field of a contract, a parcel, a fact …; ``fields.yaml`` explains its words.

    Attributes
    ----------
    section
        What it is a field of, e.g. ``contract``.
    kind
        How a cell is read and a value is kept.
    column
        Its name in the model, the table and the snapshot.
    cells
        Further headers it is read from; ``None`` = it has no header of its own.
    unit
        Unit of a cell where neither header nor cell names one.
    words
        Name of the list of its words.
    place
        Where it is kept.
    shown_in
        The field under whose header it is read, for the kinds of fact that have it.
    snapshot
        Whether a detail of a fact has a column in the snapshot.
    snapshot_form
        The form of snapshot files that had it first; in files of an earlier form it is empty.
    required
        Whether no row is without it.
    popup
        Whether the popup of a contract has a line for it.
    """

    section: str
    kind: Kind
    column: str
    cells: tuple[str, ...] | None = None
    unit: str | None = None
    words: str | None = None
    place: Place = "row"
    shown_in: str | None = None
    snapshot: bool = False
    snapshot_form: int = 1
    required: bool = False
    popup: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header it is read from, the usual one first; none where it has no header of its own."""
        return () if self.cells is None else (self.zh, *self.cells, self.en)

    @property
    def frame_kind(self) -> FrameKind:
        """What a column of a frame holds for it."""
        return _FRAME_KINDS.get(self.kind, "text")

    @property
    def is_in_store(self) -> bool:
        """Whether it is a column of a table."""
        return self.place in ("row", "store")

    @property
    def is_in_snapshot(self) -> bool:
        """Whether it is a column of a frame of the snapshot."""
        return self.place in ("row", "snapshot") or self.snapshot
