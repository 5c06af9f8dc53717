"""What is kept about persons: listed, looked at, printed for the person, destroyed.

Whoever hands out a content gets a :class:`Look` and notes it: `Look.noted` says in a form for a log what was
looked at, without any content.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from landwatch.catalogue import personal as declared
from landwatch.catalogue.personal import PersonalRule
from landwatch.errors import UsageError
from landwatch.i18n import BEIJING
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import close_matches
from landwatch.model import Destruction, Event, EventType, ReviewResult
from landwatch.registry import Act, Copy, Decision, Done, Held, Register
from landwatch.registry.new_files import FileTaken, new_file
from landwatch.reports.person import PersonLine, PersonPrint
from landwatch.rules.days import add_months
from landwatch.services.photographs import file_beside

__all__ = [
    "Destroyed",
    "Kept",
    "Look",
    "content_of",
    "destroy",
    "expired",
    "items",
    "items_of",
    "person_of",
    "print_of",
    "sentence_of",
    "write_out",
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

    def noted(self) -> dict[str, list[str]]:
        """Say what was looked at, without saying what was seen."""
        seen = [kept for kept, _content in self.contents]
        return {
            "items": [kept.held.item.item for kept in seen],
            "kinds": sorted({kept.held.item.kind for kept in seen}),
            "about": sorted({kept.about for kept in seen if kept.about}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """What a decision to destroy came to.

    Attributes
    ----------
    done
        What was recorded.
    is_erased
        Whether the bytes left the file of the register; False while others read an older state, ``None`` on
        a server, which keeps removed rows until it cleans up.
    copies
        Backups and copies that still hold the contents, as far as the register remembers them.
    files
        Photographs that were taken into the register and still lie beside it.
    """

    done: Done
    is_erased: bool | None
    copies: tuple[Copy, ...]
    files: tuple[Path, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "items": self.done.key.split(),
            "changed": self.done.is_new,
            "recorded_at": self.done.recorded_at,
            "erased": self.is_erased,
            "copies": [asdict(copy) for copy in self.copies],
            "files": [str(file) for file in self.files],
        }


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
    start: date | None = datetime.fromisoformat(held.recorded_at).astimezone(BEIJING).date()
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


def write_out(content: bytes, file: Path) -> None:
    """Write a content to a new file.

    Parameters
    ----------
    content
        The bytes.
    file
        The file; there must be none of that name.

    Raises
    ------
    UsageError
        If the file is there already.
    RegisterError
        If it cannot be written.
    """
    try:
        with new_file(file) as draft:
            draft.write_bytes(content)
    except FileTaken as error:
        raise UsageError(
            _("{file} is there already; name another file with --out").format(file=file)
        ) from error


def items_of(database: str, of: str, on: date) -> list[Kept]:
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
    list of Kept
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
            return [one for one in kept if one.about == of]
        found = _of_person(register, kept, of)
    if not found:
        close = close_matches(of, numbers)
        raise UsageError(
            _("neither a contract, a parcel nor a person {given} is in the register{close}").format(
                given=of, close=close
            )
        )
    return found


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


def print_of(look: Look, person: str) -> PersonPrint:
    """Lay out everything that is kept about a person, for the person.

    Parameters
    ----------
    look
        From :func:`person_of`.
    person
        The name or telephone that was asked for.

    Returns
    -------
    PersonPrint
        As text, JSON or a page.
    """
    lines = [_line(kept, content) for kept, content in look.contents]
    return PersonPrint(person=person, lines=(*lines, *(_line(kept, None) for kept in look.destroyed)))


def _line(kept: Kept, content: bytes | None) -> PersonLine:
    item, known = kept.held.item, declared.loaded()
    kind, purpose = known.kinds.get(item.kind), known.purposes.get(item.purpose)
    gone = kept.held.destruction
    return PersonLine(
        item=item.item,
        kind=kind.label if kind else item.kind,
        purpose=purpose.label if purpose else item.purpose,
        about=kept.about,
        recorded_at=datetime.fromisoformat(kept.held.recorded_at),
        recorded_by=kept.held.recorded_by,
        kept_until=kept.last_day,
        source=kept.rule.source if kept.rule else "",
        name=item.name,
        media_type=item.media_type,
        content=content,
        destroyed=sentence_of(gone) if gone else None,
    )


def sentence_of(gone: Destruction) -> str:
    """Say by which decision a content was destroyed.

    Parameters
    ----------
    gone
        The decision.
    """
    return _("destroyed on {day} by decision of {decider} and {second} ({document}): {reason}").format(
        day=gone.day,
        decider=gone.decided_by,
        second=gone.second_person,
        document=gone.document,
        reason=gone.reason,
    )


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


def destroy(database: str, named: Sequence[str], decision: Decision, act: Act) -> Destroyed:
    """Destroy the contents of items by decision: all of them, or none.

    Parameters
    ----------
    database
        URL of the register.
    named
        Names of items; the first digits do. One that was destroyed already is left alone.
    decision
        Who decided, and when.
    act
        Who records it, when, why, and on which document of the register.

    Returns
    -------
    Destroyed
        What was done, and where the contents may still lie.

    Raises
    ------
    UsageError
        If the decision lies in the future.
    RegisterError
        If an item or the document is not in the register, both persons are one, or the register cannot be
        written; then nothing was destroyed.
    """
    if decision.day > act.at.astimezone(BEIJING).date():
        raise UsageError(
            _("{day} lies in the future; give the day of the decision (--on)").format(day=decision.day)
        )
    with Register.open(database) as register:
        done, is_erased = register.destroy(named, decision, act)
        destroyed = done.key.split()
        copies = register.copies_holding(destroyed)
    files = [file_beside(database, item) for item in destroyed]
    return Destroyed(
        done=done,
        is_erased=is_erased,
        copies=copies,
        files=tuple(file for file in files if file is not None),
    )
