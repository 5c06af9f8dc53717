"""What an explanation tells of which value: one table, and when a value says anything at all.

Hardly any of the values of a contract has something to say: most days are not agreed, most flags do not
stand. An explanation that told them all could not be read, one that leaves out the wrong one is false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from landwatch.rules.amounts import UNKNOWN
from landwatch.rules.conventions import Conventions
from landwatch.rules.values import WORDS, ValueLabel

__all__ = ["HEADS", "NEEDED", "PLAIN", "When", "is_aside", "is_told", "is_told_again", "says_something"]

HEADS = (
    *("contract_status", "handed_over_on", "commencement_status", "completion_status"),
    *("idle_status", "idle_since", "fee_route_status", "recovery_route_status"),
    *("payment_status", "suspension_status", "data_status"),
    *("commencement_damages_fen", "completion_damages_fen", "idle_fee_potential_fen"),
    *("acceptance_status", "production_status", "full_production_status", "standard_land_status"),
    *("shortfall_damages_fen", "building_shortfall_damages_fen", "indicator_damages_fen"),
)
"""The values that head an explanation, in this order; flags that stand follow them."""


class When(StrEnum):
    """When a value is told."""

    OR_RECORD = "when it says something, or a record stands below it"
    SAYS = "when it says something"
    ALWAYS = "always: an inspector looks for it first"
    NEVER = "never: it only says on which day a route is judged, and flags tell that by name"


@dataclass(frozen=True)
class _Telling:
    """How a value is told.

    Attributes
    ----------
    when
        When it is told.
    again
        Whether it is told in full again further down, where others rest on it too.
    only_if
        The day without which it is not spoken of while it is not due.
    """

    when: When = When.OR_RECORD
    again: bool = False
    only_if: str = ""


_USUAL = _Telling()
_TABLE: Mapping[str, _Telling] = {
    "contract_status": _Telling(When.ALWAYS),
    "commencement_status": _Telling(When.ALWAYS),
    "completion_status": _Telling(When.ALWAYS),
    "commenced_on": _Telling(When.ALWAYS),
    "completed_on": _Telling(When.ALWAYS),
    "commencement_due": _Telling(again=True),
    "effective_commencement_due": _Telling(again=True),
    "completion_due": _Telling(again=True),
    "commencement_days": _Telling(again=True),
    # A day that is derived only where none is agreed.
    "derived_commencement_due": _Telling(When.SAYS),
    "production_status": _Telling(only_if="production_due"),
    "full_production_status": _Telling(only_if="full_production_due"),
    "acceptance_status": _Telling(only_if="accepted_on"),
    "fee_decision": _Telling(When.NEVER),
    "recovery_decision": _Telling(When.NEVER),
    "route_judged_on": _Telling(When.NEVER),
    "recovery_judged_on": _Telling(When.NEVER),
    "transfer_judged_on": _Telling(When.NEVER),
    "is_idle_when_judged": _Telling(When.NEVER),
    "is_recoverable_when_judged": _Telling(When.NEVER),
    "contract_text_on": _Telling(When.NEVER),
}

# What a rule reads without resting on it.
_ASIDE = {
    # By these the days that were replaced were late or not: they explain superseded days alone.
    "amendments": {
        *("verified_excuses", "late_handover", "commenced_on", "agreed_handover", "handed_over_on")
    },
    # The area only divides a price among parcels; of a base that is the whole price it says nothing.
    "damages_base_fen": {"area_cm2"},
}

NEEDED = frozenset({"price_fen", "commencement_damages_ppb", "completion_damages_ppb", "area_cm2"})
"""Facts whose absence is told, because amounts rest on them."""

PLAIN = frozenset({"on", "contract_row", "is_phase", "is_parcel", "has_phases", *Conventions().inputs()})
"""What rules read that is no fact of the contract: the day, its place in the table, and the conventions."""

_NOTHING = frozenset({"NONE", "OK", "NOT_APPLICABLE", "unknown"})


def is_told(name: str, says: bool, on_record: bool = False) -> bool:
    """Tell whether an explanation speaks of a value.

    Parameters
    ----------
    name
        The value.
    says
        Whether it says something, see :func:`says_something`.
    on_record
        Whether a dated fact stands somewhere below it.
    """
    when = _TABLE.get(name, _USUAL).when
    return {
        When.OR_RECORD: says or on_record,
        When.SAYS: says,
        When.ALWAYS: True,
        When.NEVER: False,
    }[when]


def is_told_again(name: str) -> bool:
    """Tell whether a value that stands further up is told again.

    Parameters
    ----------
    name
        The value.
    """
    return _TABLE.get(name, _USUAL).again


def is_aside(rule: str, read: str, *, by_parcel: bool) -> bool:
    """Tell whether a rule reads something that its value does not rest on.

    Parameters
    ----------
    rule
        The rule.
    read
        What it reads.
    by_parcel
        Whether damages are counted by parcel.
    """
    if rule == "damages_base_fen" and by_parcel:
        return False
    return _TABLE.get(read, _USUAL).when == When.NEVER or read in _ASIDE.get(rule, ())


def says_something(label: ValueLabel, values: Mapping[str, Any], row: int) -> bool:
    """Tell whether a value says something: a day, a yes, a number that is not nought, a status that counts.

    Parameters
    ----------
    label
        The value.
    values
        The values of all rows by name.
    row
        The row.
    """
    name, found = label.name, values[label.name][row]
    if name in WORDS:
        word = list(WORDS[name])[found].value if found >= 0 else "unknown"
        needed = _TABLE.get(name, _USUAL).only_if
        if needed and word == "NOT_DUE":
            return not np.isnat(values[needed][row])
        return word not in _NOTHING
    if isinstance(found, np.datetime64):
        return not np.isnat(found)
    if name.endswith("_damages_fen"):
        # Damages are unknown only where something is late: that is to be said.
        return found is not None and found != 0
    if label.kind == "share" or name.endswith("_fen"):
        return found is not None and found not in (0, UNKNOWN)
    return bool(found)
