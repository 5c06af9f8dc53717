"""What a verb is given and gives back: who does it, when, why, on which document; and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Source
from landwatch.registry.canonical import canonical_json, instant_text
from landwatch.registry.row_mapping import Row, kept_text, source_row

__all__ = ["Act", "Change", "Done", "origin_of", "refuse_empty_reason", "stamps_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who changes the register, when, why, and on which document.

    Attributes
    ----------
    by
        Name of the person.
    at
        The instant, with time zone.
    reason
        Why, in a sentence.
    document
        Number of the document (文号) it stands on.
    """

    by: str
    at: datetime
    reason: str
    document: str | None = None

    def __post_init__(self) -> None:
        refuse_empty_reason(self.reason)


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after.

    Attributes
    ----------
    field
        What of the record, e.g. ``price_fen`` or ``phases 一期 agreed_completion``.
    before, after
        The values as the register keeps them; ``None`` where there is none.
    """

    field: str
    before: Any
    after: Any

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON values."""
        return {"field": self.field, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a verb did.

    Attributes
    ----------
    key
        The record: a cluster's name, a parcel or contract number, the content hash of an event.
    changes
        What changed, field by field; empty for a record that stops standing.
    version
        Hash of what stands now, by which the next correction can name what it replaces; ``None`` where
        nothing stands any more.
    recorded_at
        The instant it was recorded at; ``None`` if nothing had to be changed.
    """

    key: str
    changes: tuple[Change, ...] = ()
    version: str | None = None
    recorded_at: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether the register was changed; False if all was so already."""
        return self.recorded_at is not None


def refuse_empty_reason(reason: str) -> None:
    """Make sure that a reason is given.

    Parameters
    ----------
    reason
        Why something is changed.

    Raises
    ------
    RegisterError
        If it is empty.
    """
    if not reason.strip():
        raise RegisterError(_("The reason is empty; nothing was changed. Say in a sentence why (--reason)."))


def origin_of(verb: str, act: Act, *content: Any) -> Row:
    """Lay out a verb as the source of what it writes.

    Parameters
    ----------
    verb
        Name of the verb.
    act
        Who, why and on which document.
    *content
        What it does; its hash is kept, as that of a file is.

    Returns
    -------
    dict
        Column values of the table ``sources``.

    Raises
    ------
    RegisterError
        If a text cannot be kept.
    """
    said = canonical_json([verb, act.by, act.reason, act.document, *map(_plain, content)])
    digest = sha256(said.encode(errors="backslashreplace")).hexdigest()
    row = source_row(Source(name=verb, sha256=digest, kind=verb), act.by)
    return row | {
        "reason": kept_text(act.reason, verb, "reason"),
        "document": None if act.document is None else kept_text(act.document, verb, "document"),
    }


def stamps_of(act: Act) -> Row:
    """The stamps of the rows an act writes.

    Parameters
    ----------
    act
        Who and when.

    Returns
    -------
    dict
        `recorded_at` and `recorded_by`.
    """
    return {"recorded_at": instant_text(act.at), "recorded_by": act.by}


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | date | list | tuple | type(None)) else str(value)
