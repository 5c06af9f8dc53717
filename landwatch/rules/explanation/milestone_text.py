"""How reviews, measurements and indicators are told in an explanation."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.model import Consequence, EventType
from landwatch.rules.clauses.indicators import IndicatorResult
from landwatch.rules.wording import CONSEQUENCES, DIRECTIONS, FACTS, RESULTS, SERVICES, STAGES, STATUS, word
from landwatch.units import decimal_text, is_money_unit, round_half_up

__all__ = ["event_words", "indicator_words"]

_DECIMALS = 40
_NEW_DAYS = ("new_commencement", "new_completion", "new_production", "new_full_production")
_REVIEWS = (EventType.ACCEPTANCE, EventType.FULL_PRODUCTION_REVIEW)


def event_words(event: Any, *, shows_money: bool = True) -> list[str]:
    """Tell the new days an event names, what a review came to, or what was measured.

    Parameters
    ----------
    event
        A row of ``Snapshot.events``.
    shows_money
        Whether amounts are told.

    Returns
    -------
    list of str
        In the current language; empty for events that say nothing of the kind.
    """
    said = [
        f"{word(FACTS, column.replace('new', 'agreed'))} → {event[column].date()}"
        for column in _NEW_DAYS
        if not pd.isna(event[column])
    ]
    if not pd.isna(event["service"]):
        said.append(word(SERVICES, event["service"]))
    if event["type"] in _REVIEWS:
        details = _details(event)
        if details.get("result"):
            said.append(word(RESULTS, str(details["result"])))
        if details.get("rectify_by"):
            said.append(_("to be rectified by {day}").format(day=details["rectify_by"]))
        if details.get("reached_on"):
            said.append(_("reached on {day}").format(day=details["reached_on"]))
    if event["type"] == EventType.INDICATOR_MEASURED:
        details = _details(event)
        told = shows_money or not is_money_unit(details.get("unit"))
        names = ("indicator", "value", "unit") if told else ("indicator",)
        parts = (str(details[name]) for name in names if details.get(name))
        said.append(" ".join(parts))
        if details.get("stage"):
            said.append(word(STAGES, str(details["stage"])))
    return said


def _details(event: Any) -> dict[str, Any]:
    return dict(json.loads(event["details"])) if isinstance(event["details"], str) else {}


def indicator_words(result: IndicatorResult, *, shows_money: bool = True) -> str:
    """Tell what was agreed, what was measured, and what follows.

    Parameters
    ----------
    result
        One agreed indicator.
    shows_money
        Whether amounts are told.

    Returns
    -------
    str
        One line in the current language.
    """
    term = result.term
    is_told = shows_money or not is_money_unit(term.unit)
    agreed = word(DIRECTIONS, term.direction)
    agreed += f" {decimal_text(term.value)} {term.unit or ''}".rstrip() if is_told else ""
    said = [f"{agreed} ({word(STAGES, term.stage)})", word(STATUS["standard_land_status"], result.status)]
    if result.measured is not None and is_told:
        # Measured values are decimals: nothing is rounded here.
        value = decimal_text(round_half_up(result.measured, _DECIMALS))
        said.append(_("measured {value} on {day}").format(value=value, day=result.measured_on))
    if result.shortfall:
        said.append(_("differs by {share}").format(share=_percent(result.shortfall)))
    if result.consequence is not Consequence.NONE:
        said.append(word(CONSEQUENCES, result.consequence))
    return "; ".join(said)


def _percent(share: Fraction) -> str:
    return f"{round_half_up(share * 100, 2):f} %"
