"""What somebody supposes: a fact that is not recorded, another law, another convention; each checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from landwatch.errors import InputError, UsageError
from landwatch.i18n import gettext as _
from landwatch.model import Event, EventType
from landwatch.rules import Conventions
from landwatch.rules.scenario_files import EVENT_DATES
from landwatch.rules.strict_yaml import Checked
from landwatch.units import fen_from_yuan

__all__ = ["supposed_event", "with_choices"]

_LONGEST = 10_000
_SWITCH = {"true": True, "false": False}


def with_choices(conventions: Conventions, choices: Sequence[str]) -> Conventions:
    """Return the conventions with some of them chosen otherwise.

    Parameters
    ----------
    conventions
        The choices in force.
    choices
        Texts of the form ``name=value``.

    Returns
    -------
    Conventions
        New conventions; those given are untouched.

    Raises
    ------
    UsageError
        If a text has another form, or a name or value is not known; names the known ones.
    """
    kinds = get_type_hints(Conventions)
    chosen: dict[str, Any] = {}
    for choice in choices:
        name, equals, value = (part.strip() for part in choice.partition("="))
        if not equals or name not in kinds:
            raise UsageError(
                _("--set {choice}: is no name=value of a convention; names are {names}").format(
                    choice=choice, names=", ".join(sorted(kinds))
                )
            )
        known = _SWITCH if kinds[name] is bool else {word: word for word in get_args(kinds[name])}
        if value not in known:
            raise UsageError(
                _("--set {choice}: {name} is one of {values}").format(
                    choice=choice, name=name, values=", ".join(known)
                )
            )
        chosen[name] = known[value]
    return replace(conventions, **chosen)


def supposed_event(
    text: str, contract_no: str, on: date, *, phases: Sequence[str] = (), parcels: Sequence[str] = ()
) -> Event:
    """Read a fact that is supposed to have happened, with the keys that events have in scenario files.

    Parameters
    ----------
    text
        A JSON object: ``type``, either ``date`` or ``from`` and ``to``, and what that type needs.
    contract_no
        The contract it is about.
    on
        The judged day; what begins later changes nothing then and is refused.
    phases, parcels
        Those of the contract.

    Returns
    -------
    Event
        The fact.

    Raises
    ------
    UsageError
        If the text is no JSON, or a key has a value that cannot be used; says which and what would do.
    """
    try:
        return _Supposed(text, on, phases, parcels).event(contract_no)
    except InputError as error:
        raise UsageError(str(error)) from error


class _Supposed(Checked):
    """Reads one event; every complaint names the option and the key."""

    def __init__(self, text: str, on: date, phases: Sequence[str], parcels: Sequence[str]) -> None:
        super().__init__("--event", InputError)
        self._raw = dict(self.mapping("event", _parsed(text)))
        self._on = on
        self._parts: Mapping[str, Sequence[str]] = {"phase": phases, "parcel": parcels}

    def event(self, contract_no: str) -> Event:
        kind = str(self._raw.pop("type", ""))
        if kind not in list(EventType):
            raise self.wrong("type", kind, f"one of {', '.join(EventType)}")
        day, start, end = (self.day(key, self._raw.pop(key, None)) for key in ("date", "from", "to"))
        if (day is None) == (start is None) or (end and not start):
            raise self.wrong("date", str(day), "either date, or from and perhaps to")
        if start and end and end < start:
            raise self.wrong("to", str(end), f"a day on or after from {start}")
        begins = day or start
        if begins > self._on:
            raise self.wrong("date" if day else "from", str(begins), f"a day up to the judged {self._on}")
        parts = {key: self._part(key) for key in self._parts}
        document = self._raw.pop("doc", None)
        return Event(
            contract_no=contract_no,
            type=EventType(kind),
            day=day,
            start=start,
            end=end,
            phase=parts["phase"],
            parcel_no=parts["parcel"],
            document=None if document is None else str(document),
            details=self._details(),
        )

    def _part(self, key: str) -> str | None:
        given = self._raw.pop(key, None)
        if given is not None and str(given) not in self._parts[key]:
            known = ", ".join(self._parts[key]) or "none: the contract has none"
            raise self.wrong(key, given, f"one of {known}")
        return None if given is None else str(given)

    def _details(self) -> dict[str, Any]:
        details = {key: value for key, value in self._raw.items() if value is not None}
        for key in EVENT_DATES:
            if key in details:
                details[key] = self.day(key, details[key])
        if "amount_yuan" in details:
            details["amount_fen"] = self.exact("amount_yuan", details.pop("amount_yuan"), fen_from_yuan)
        if "share" in details:
            details["share"] = str(self.fraction("share", details["share"]))
        if not isinstance(details.get("verified", True), bool):
            raise self.wrong("verified", details["verified"], "true or false")
        return details


def _parsed(text: str) -> Any:
    if len(text) > _LONGEST:
        raise InputError(_("--event: is longer than {limit} characters").format(limit=_LONGEST))
    try:
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as problem:
        raise InputError(
            _("--event {text}: cannot be read as JSON ({reason}); write it like {example}").format(
                text=text, reason=problem, example='{"type": "commenced", "date": "2023-12-01"}'
            )
        ) from problem


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for place, (key, __) in enumerate(pairs) if key in dict(pairs[:place]))
        raise ValueError(_("key {key} stands twice; keep one").format(key=twice))
    return found
