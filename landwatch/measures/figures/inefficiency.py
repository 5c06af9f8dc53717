"""Which contracts show a sign of inefficient land, measured against the thresholds of the day."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.thresholds import Threshold, Thresholds
from landwatch.model import Direction, EventType
from landwatch.rules import Assessment
from landwatch.rules.wording import CERTAINTY, word
from landwatch.units import round_half_up

__all__ = ["Sign", "signs"]


@dataclass(frozen=True)
class Sign:
    """A measured value beyond a threshold: a reason to look, no finding.

    Attributes
    ----------
    contract_no
        The contract.
    threshold
        The threshold.
    measured, limit
        The newest measured value, and the number it is measured against, in the unit of the indicator.
    source, certainty
        What the limit rests on.
    """

    contract_no: str
    threshold: Threshold
    measured: Fraction
    limit: Fraction
    source: str
    certainty: str

    def told(self) -> str:
        """Say it in a sentence, in the current language."""
        return _("{sign}: {measured} measured, {limit} required ({source}; {certainty}).").format(
            sign=self.threshold.label,
            measured=_text(self.measured),
            limit=_text(self.limit),
            source=self.source,
            certainty=word(CERTAINTY, self.certainty),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the sign as JSON values."""
        return {
            "contract_no": self.contract_no,
            "threshold": self.threshold.name,
            "measured": _text(self.measured),
            "limit": _text(self.limit),
            "source": self.source,
            "certainty": self.certainty,
            "told": self.told(),
        }


def signs(assessment: Assessment, thresholds: Thresholds, cluster: str | None = None) -> tuple[Sign, ...]:
    """Measure the live contracts against the thresholds of inefficient land.

    Parameters
    ----------
    assessment
        The judged contracts.
    thresholds
        The signs looked for; one without a value on the day that counts is not looked for.
    cluster
        Only this cluster.

    Returns
    -------
    tuple of Sign
        By threshold, then by contract. The value at the limit is no sign; another unit is never converted;
        of several values of one day the one most favourable to the holder counts.
    """
    live = selection.live(assessment, cluster)
    measured = _measured(assessment)
    return tuple(
        sign
        for threshold in thresholds
        for number, signed in zip(live.index, live["signed_on"], strict=True)
        for sign in _signs_of(threshold, str(number), _day(signed), measured, assessment)
    )


_Measured = dict[tuple[str, str], list[tuple[pd.Timestamp, str, Fraction]]]


def _measured(assessment: Assessment) -> _Measured:
    """Day, unit and value of each measurement, by contract and indicator."""
    found: _Measured = {}
    facts = selection.dated(assessment, EventType.INDICATOR_MEASURED)
    for number, day, details in zip(facts["contract_no"], facts["day"], facts["details"], strict=True):
        value = _number(details.get("value"))
        if value is not None:
            key = str(number), str(details.get("indicator") or "")
            found.setdefault(key, []).append((day, _plain(details.get("unit")), value))
    return found


def _signs_of(
    threshold: Threshold, number: str, signed: date | None, measured: _Measured, assessment: Assessment
) -> Iterator[Sign]:
    day = signed if threshold.by_signing else assessment.on
    held = threshold.on(day) if day else None
    values = measured.get((number, threshold.indicator))
    if held is None or held.value is None or not values:
        return
    best = max if threshold.direction is Direction.MIN else min
    for unit, limit in _limits(threshold, held.value, number, assessment):
        # A bare number answers what was agreed, as the engine takes it; a threshold of law has its unit.
        fitting = ("", unit) if threshold.of_agreed else (unit,)
        same = [(on, each) for on, own, each in values if own in fitting]
        if not same:
            continue
        newest = max(on for on, _each in same)
        value = best(value for on, value in same if on == newest)
        beyond = value < limit if threshold.direction is Direction.MIN else value > limit
        if beyond:
            yield Sign(number, threshold, value, limit, held.source, held.certainty)
            return


def _limits(
    threshold: Threshold, value: Fraction, number: str, assessment: Assessment
) -> Iterator[tuple[str, Fraction]]:
    """The unit and the number to measure against; none where nothing of the kind was agreed."""
    if not threshold.of_agreed:
        yield _plain(threshold.unit), value
        return
    agreed = assessment.indicators
    if len(agreed):
        own = agreed[
            agreed["contract_no"].eq(number)
            & agreed["indicator"].eq(threshold.indicator)
            & agreed["direction"].eq(threshold.direction.value)
        ]
        for unit, least in zip(own["unit"], own["agreed"], strict=True):
            yield _plain(None if pd.isna(unit) else unit), value * least


def _text(number: Fraction) -> str:
    return f"{round_half_up(number, 4):f}".rstrip("0").rstrip(".")


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _number(given: Any) -> Fraction | None:
    try:
        return Fraction(Decimal(str(given)))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _plain(unit: Any) -> str:
    """A unit as units are compared: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", str(unit or "")).split())
