"""What is kept about persons: listed, looked at, printed for the person, destroyed.

Whoever hands something out notes it in the log of access: `Look.noted` says what was looked at, without any
content.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np

from landwatch.access import Access, Deed
from landwatch.catalogue import personal as declared
from landwatch.catalogue.personal import PersonalRule
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.measures.flagged import close_matches
from landwatch.model import Event, EventType, ReviewResult
from landwatch.registry import Held, Register, fact_key
from landwatch.rules.days import add_months

__all__ = [
    "Kept",
    "Listed",
    "Look",
    "content_of",
    "expired",
    "items",
    "items_of",
    "met_on",
    "note_look",
    "person_of",
]

_TEXTS = ("person_name", "person_phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A personal item, and until when it is kept.

    Attributes
    ----------
    held
        The item, since when it is kept, and the decision that destroyed it.
    rule
        What counts for its kind; ``None`` if nothing is declared.
    last_day
        The last day on which it is kept; ``None`` if that day is not known yet.
    """

    held: Held
    rule: PersonalRule | None
    last_day: date | None

    def is_expired(self, on: date) -> bool:
        """Whether the content is still there, and should not be any longer.

        Parameters
        ----------
        on
            The day.
        """
        return self.held.destruction is None and self.last_day is not None and self.last_day < on

    @property
    def about(self) -> str:
        """Number of the contract or the parcel it is about."""
        return self.held.item.contract_no or self.held.item.parcel_no or ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values, without its content."""
        gone = self.held.destruction
        decided = gone and {name: str(value) for name, value in asdict(gone).items() if name != "item"}
        return {
            **asdict(self.held.item),
            "recorded_at": self.held.recorded_at,
            "recorded_by": self.held.recorded_by,
            "kept_until": self.last_day and self.last_day.isoformat(),
            "seen_by": sorted(self.rule.seen_by) if self.rule else [],
            "source": self.rule and self.rule.source,
            "destroyed": decided,
        }


@dataclass(frozen=True, slots=True)
class Look:
    """Contents that were handed out, each with its item; `destroyed` are items whose content is gone."""

    contents: tuple[tuple[Kept, bytes], ...]
    destroyed: tuple[Kept, ...] = ()

    @property
    def seen(self) -> tuple[Kept, ...]:
        """The items whose content was handed out."""
        return tuple(kept for kept, _content in self.contents)


class Listed(NamedTuple):
    """What is kept for a contract or a parcel, or about a person, which then is a look at that person."""

    items: list[Kept]
    is_person: bool


def note_look(database: str, seen: Sequence[Kept], *, by: str, at: datetime) -> None:
    """Note in the log of access who looked at what, without what was seen.

    Parameters
    ----------
    database
        URL of the register.
    seen
        The items.
    by, at
        Who looked, and when, with time zone.

    Raises
    ------
    AccessError
        If the log cannot be opened.
    RegisterError
        If it cannot be written; then nothing is to be shown.
    """
    about = {
        "items": " ".join(kept.held.item.item for kept in seen),
        "kinds": " ".join(sorted({kept.held.item.kind for kept in seen})),
        "about": " ".join(sorted({kept.about for kept in seen if kept.about})),
    }
    with Access.open(database) as access:
        access.note(Deed.LOOKED_AT_PERSONAL_DATA, login=by, about=about, at=at)


def items(database: str, on: date) -> list[Kept]:
    """List everything that is or was kept about persons.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day whose rules count.

    Returns
    -------
    list of Kept
        In the order in which they were recorded.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return _kept(register, on)


def _kept(register: Register, on: date) -> list[Kept]:
    closed = _closed(register.facts_of(declared.loaded().closing), on)
    return [_with_rule(one, closed, on) for one in register.personal_items()]


def _closed(facts: Sequence[Event], on: date) -> dict[str, date]:
    """The day by which the supervision of each contract was closed; the last, if it was several times."""
    closed: dict[str, date] = {}
    for fact in facts:
        is_passed = fact.details.get("result") in (None, ReviewResult.PASS)
        if fact.day is not None and fact.day <= on and (is_passed or fact.type is not EventType.ACCEPTANCE):
            closed[fact.contract_no] = max(fact.day, closed.get(fact.contract_no, fact.day))
    return closed


def _with_rule(held: Held, closed: Mapping[str, date], on: date) -> Kept:
    rule = declared.rule_of(held.item.kind, on)
    if rule is None:
        return Kept(held=held, rule=None, last_day=None)
    start: date | None = day_in_china(datetime.fromisoformat(held.recorded_at))
    if rule.after == "closed" and held.item.contract_no is not None:
        ended = closed.get(held.item.contract_no)
        # What is recorded after the end (a photograph for the file) is kept as long as anything else.
        start = None if ended is None or start is None else max(ended, start)
    if start is None:
        return Kept(held=held, rule=rule, last_day=None)
    (last,) = add_months(np.array([start], dtype="datetime64[D]"), rule.kept_months).tolist()
    return Kept(held=held, rule=rule, last_day=last)


def expired(database: str, on: date) -> list[Kept]:
    """List what should not be kept any longer, for a person to decide.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day.

    Returns
    -------
    list of Kept
        What is still there after its last day, the oldest last day first.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    due = [kept for kept in items(database, on) if kept.is_expired(on)]
    return sorted(due, key=lambda kept: kept.last_day or on)


def content_of(database: str, item: str, on: date) -> Look:
    """Hand out the content of one item.

    Parameters
    ----------
    database
        URL of the register.
    item
        Name of the item, as a review names its photographs; the first digits do.
    on
        The day whose rules count.

    Returns
    -------
    Look
        The item and its content, to be noted.

    Raises
    ------
    ContentGone
        If it was destroyed by decision.
    RegisterError
        If there is no such item, its content is not what was recorded, or the register cannot be read.
    """
    with Register.open(database) as register:
        held, content = register.personal_content(item)
        contract_no = held.item.contract_no
        facts = register.facts_of(declared.loaded().closing, contract_no) if contract_no else ()
    return Look(((_with_rule(held, _closed(facts, on), on), content),))


def items_of(database: str, of: str, on: date) -> Listed:
    """List what is kept for a contract or a parcel, or about a person.

    Parameters
    ----------
    database
        URL of the register.
    of
        Number of the contract or the parcel, or the name or telephone of the person.
    on
        The day whose rules count.

    Returns
    -------
    Listed
        In the order in which they were recorded.

    Raises
    ------
    UsageError
        If neither is in the register; close numbers are named.
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        known = register.known()
        numbers = known.contract_nos | known.parcel_nos
        kept = _kept(register, on)
        if of in numbers:
            return Listed([one for one in kept if one.about == of], is_person=False)
        found = _of_person(register, kept, of)
    if not found:
        close = close_matches(of, numbers)
        raise UsageError(
            _("neither a contract, a parcel nor a person {given} is in the register{close}").format(
                given=of, close=close
            )
        )
    return Listed(found, is_person=True)


def met_on(database: str, fact: Event, on: date) -> Look:
    """Read who was met for a fact: names and telephones that are kept with it.

    Parameters
    ----------
    database
        URL of the register.
    fact
        The fact as it stands, e.g. a visit.
    on
        The day whose rules count.

    Returns
    -------
    Look
        The contents, to be noted, and what was destroyed.

    Raises
    ------
    RegisterError
        If the register cannot be read, or a content is not what was recorded.
    """
    key = fact_key(fact)
    with Register.open(database) as register:
        kept = [one for one in _kept(register, on) if one.held.item.event == key]
        kept = [one for one in kept if one.held.item.kind in _TEXTS]
        there = [one for one in kept if one.held.destruction is None]
        contents = register.personal_contents([one.held for one in there])
    gone = tuple(one for one in kept if one.held.destruction is not None)
    return Look(tuple(zip(there, contents, strict=True)), gone)


def person_of(database: str, person: str, on: date) -> Look:
    """Hand out everything that is kept about a person, for the person to see.

    Parameters
    ----------
    database
        URL of the register.
    person
        Name or telephone, as it was recorded; blanks and hyphens do not count.
    on
        The day whose rules count.

    Returns
    -------
    Look
        The contents, to be noted, and what was destroyed.

    Raises
    ------
    UsageError
        If nothing is kept under that name or telephone.
    RegisterError
        If the register cannot be read, or a content is not what was recorded.
    """
    with Register.open(database) as register:
        found = _of_person(register, _kept(register, on), person)
        if not found:
            raise UsageError(
                _(
                    "nothing is kept about a person of the name or telephone {person}; it is found as it was "
                    "recorded, and not any more once it was destroyed"
                ).format(person=person)
            )
        there = [kept for kept in found if kept.held.destruction is None]
        contents = register.personal_contents([kept.held for kept in there])
    gone = tuple(kept for kept in found if kept.held.destruction is not None)
    return Look(tuple(zip(there, contents, strict=True)), gone)


def _of_person(register: Register, kept: Sequence[Kept], person: str) -> list[Kept]:
    texts = [one for one in kept if one.held.item.kind in _TEXTS and one.held.destruction is None]
    wanted = _plain(person)
    matched = [
        one.held.item
        for one, content in zip(texts, register.personal_contents([one.held for one in texts]), strict=True)
        if _plain(content.decode(errors="replace")) == wanted
    ]
    names = {item.item for item in matched}
    subjects = {item.subject for item in matched if item.subject}
    return [one for one in kept if one.held.item.item in names or one.held.item.subject in subjects]


def _plain(text: str) -> str:
    signs = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in signs if not sign.isspace() and sign not in "-()")
