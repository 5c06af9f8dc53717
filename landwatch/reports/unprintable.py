"""What a printed page could not write as it is recorded: which character, in which record and field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landwatch.catalogue import field_in
from landwatch.characters import is_invisible
from landwatch.i18n import gettext as _
from landwatch.snapshot import SCHEMA, Snapshot
from landwatch.typesetting import SIGN, lacking

__all__ = ["Unwritten", "unwritten"]

# Frame, the column that names a record of it, and the section of the vocabulary that names its columns.
_FRAMES = (
    ("contracts", "contract_no", "contract"),
    ("phases", "contract_no", "phase"),
    ("indicators", "contract_no", "indicator"),
    ("events", "contract_no", "event"),
    ("parcels", "parcel_no", "parcel"),
    ("clusters", "name", "cluster"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """A character of a record for which the font has no glyph.

    Attributes
    ----------
    record
        Contract, parcel or cluster, with its number or name.
    field
        The field, as the ledger calls it.
    character
        The character.
    """

    record: str
    field: str
    character: str

    def sentence(self) -> str:
        """Say what was done, without the character, which nobody could read."""
        told = _("{record}, {field}: no font for {character}, which is left out in print")
        if not is_invisible(self.character):
            told = _("{record}, {field}: no font for {character}; in print the sign {sign} stands for it")
        return told.format(record=self.record, field=self.field, character=self._name(), sign=SIGN)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "record": self.record,
            "field": self.field,
            "character": self.character,
            "message": self.sentence(),
        }

    def _name(self) -> str:
        return f"U+{ord(self.character):04X} {unicodedata.name(self.character, '')}".strip()


def unwritten(snapshot: Snapshot, texts: Iterable[str]) -> tuple[Unwritten, ...]:
    """Find where the characters come from that a page cannot write.

    Parameters
    ----------
    snapshot
        The facts that the page is made from.
    texts
        What the page prints.

    Returns
    -------
    tuple of Unwritten
        Each record, field and character once, in the order of the records.
    """
    missing = lacking(texts)
    return tuple(dict.fromkeys(_found(snapshot, missing))) if missing else ()


def _found(snapshot: Snapshot, missing: frozenset[str]) -> Iterator[Unwritten]:
    for name, key, section in _FRAMES:
        rows = getattr(snapshot, name)
        for column in (column for column, kind in SCHEMA[name].items() if kind == "text"):
            for number, text in rows[[key, column]].dropna().itertuples(index=False):
                for character in sorted(missing.intersection(text)):
                    yield Unwritten(
                        record=_record(key, str(number)),
                        field=_heading(section, column),
                        character=character,
                    )


def _record(key: str, number: str) -> str:
    told: Mapping[str, str] = {
        "contract_no": _("contract {number}"),
        "parcel_no": _("parcel {number}"),
        "name": _("cluster {number}"),
    }
    return told[key].format(number=number)


def _heading(section: str, column: str) -> str:
    field = field_in(section, column)
    return field.label if field else column
