"""What somebody supposes: a fact that is not recorded, another law, another convention; each checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.model import Contract, Event
from landwatch.rules import Conventions
from landwatch.rules.conventions import choices as choices_of
from landwatch.rules.event_form import event_of
from landwatch.rules.strict_yaml import Checked

__all__ = ["supposed_event", "with_choices"]

_LONGEST = 10_000


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
    known = choices_of()
    chosen: dict[str, Any] = {}
    for choice in choices:
        name, equals, value = (part.strip() for part in choice.partition("="))
        if not equals or name not in known:
            raise UsageError(
                _("--set {choice}: is no name=value of a convention; names are {names}").format(
                    choice=choice, names=", ".join(known)
                )
            )
        if value not in known[name]:
            raise UsageError(
                _("--set {choice}: {name} is one of {values}").format(
                    choice=choice, name=name, values=", ".join(known[name])
                )
            )
        chosen[name] = known[name][value]
    return replace(conventions, **chosen)


def supposed_event(text: str, contract: Contract, on: date) -> Event:
    """Read a fact that is supposed to have happened, with the keys that events have in scenario files.

    Parameters
    ----------
    text
        A JSON object: ``type``, either ``date`` or ``from`` and ``to``, and what that type needs.
    contract
        The contract it is about, with its phases and parcels.
    on
        The judged day; what begins later changes nothing then and is refused.

    Returns
    -------
    Event
        The fact.

    Raises
    ------
    UsageError
        If the text is no JSON, or a key has a value that cannot be used; says which and what would do.
    """
    event = event_of(_parsed(text), "--event", contract, error=UsageError)
    begins = event.start or event.day
    if begins and begins > on:
        key = "from" if event.start else "date"
        raise Checked("--event", UsageError).wrong(key, str(begins), f"a day up to the judged {on}")
    return event


def _parsed(text: str) -> Any:
    if len(text) > _LONGEST:
        raise UsageError(_("--event: is longer than {limit} characters").format(limit=_LONGEST))
    try:
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as problem:
        raise UsageError(
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
