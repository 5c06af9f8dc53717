"""Thresholds of inefficient land (低效用地): which sign, from which day, by whose number.

``inefficient_land.yaml`` is what an office reads and replaces; this module loads it, refuses what breaks the
form, and answers which threshold holds on which day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from landwatch.errors import LawError
from landwatch.i18n import language
from landwatch.model import Direction
from landwatch.rules.parameters import CERTAINTIES
from landwatch.rules.strict_yaml import Checked, read_yaml

__all__ = ["Held", "Threshold", "Thresholds", "load_thresholds"]

_OWN = Path(__file__).with_name("inefficient_land.yaml")
_KEYS = ("label", "indicator", "compared_with", "unit", "direction", "in_force_on", "values")
_KEYS_OF_VALUE = ("value", "source", "certainty")


@dataclass(frozen=True)
class Held:
    """What a threshold is from a day on.

    Attributes
    ----------
    since
        First day in force.
    value
        The number, or the share of what was agreed; ``None`` where nobody has set one.
    source, certainty
        What it rests on, and how sure that is: one of :data:`landwatch.rules.parameters.CERTAINTIES`.
    """

    since: date
    value: Fraction | None
    source: str
    certainty: str


@dataclass(frozen=True)
class Threshold:
    """A sign of inefficient land: an indicator and how far it may go.

    Attributes
    ----------
    name
        Stable name.
    label_zh, label_en
        What it is.
    indicator
        The measured indicator.
    of_agreed
        Whether the value is a share of what the contract agrees; else a number in `unit`.
    unit
        Unit of the number; empty for a plain ratio.
    direction
        Whether land is inefficient below (``min``) or above it (``max``).
    by_signing
        Whether the day the contract was signed decides which value holds; else the day judged.
    held
        The values in order of their days.
    """

    name: str
    label_zh: str
    label_en: str
    indicator: str
    of_agreed: bool
    unit: str
    direction: Direction
    by_signing: bool
    held: tuple[Held, ...]

    @property
    def label(self) -> str:
        """What it is, in the current language."""
        return self.label_zh if language() == "zh" else self.label_en

    def on(self, day: date) -> Held | None:
        """Return what holds on a day.

        Parameters
        ----------
        day
            The day asked about.

        Returns
        -------
        Held or None
            None before the first day in force.
        """
        return next((held for held in reversed(self.held) if held.since <= day), None)


Thresholds = tuple[Threshold, ...]
"""Every sign that is looked for."""


def load_thresholds(path: Path | None = None) -> Thresholds:
    """Load the thresholds of inefficient land.

    Parameters
    ----------
    path
        A file of the office's own; a sign that it names takes the place of the package's.

    Returns
    -------
    tuple of Threshold
        In the order of the package's file, then of the office's.

    Raises
    ------
    LawError
        If a file breaks the form; says file, key and what was expected.
    """
    return _load(path)


@cache
def _load(path: Path | None) -> Thresholds:
    known = {threshold.name: threshold for threshold in _read(_OWN)}
    known |= {threshold.name: threshold for threshold in (_read(path) if path else ())}
    return tuple(known.values())


def _read(path: Path) -> Thresholds:
    content = read_yaml(path, LawError)
    if not isinstance(content, dict):
        raise LawError(f"{path}: should map names to thresholds with the keys {', '.join(_KEYS)}")
    return tuple(_Reader(path, str(name)).threshold(body) for name, body in content.items())


class _Reader(Checked):
    """Reads one threshold; every complaint names the file, the threshold and the key."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(f"{path.name}: {name}", LawError)
        self.name = name

    def threshold(self, given: Any) -> Threshold:
        body = self.exactly("threshold", given, _KEYS)
        label = self.exactly("label", body["label"], ("zh", "en"))
        of_agreed = self.one_of("compared_with", body["compared_with"], "number", "agreed") == "agreed"
        values = self.mapping("values", body["values"])
        if not values:
            raise self.wrong("values", values, "a day with its value, e.g. {2024-01-01: {value: 200, …}}")
        return Threshold(
            name=self.name,
            label_zh=str(label["zh"]),
            label_en=str(label["en"]),
            indicator=str(body["indicator"]),
            of_agreed=of_agreed,
            unit=str(body["unit"]),
            direction=Direction(self.one_of("direction", body["direction"], *Direction)),
            by_signing=self.one_of("in_force_on", body["in_force_on"], "signing", "judged") == "signing",
            held=tuple(sorted((self._held(*pair, of_agreed) for pair in values.items()), key=_since)),
        )

    def _held(self, since: Any, given: Any, of_agreed: bool) -> Held:
        if not isinstance(since, date):
            raise self.wrong("values", since, "a day, YYYY-MM-DD")
        body = self.exactly(f"values.{since}", given, _KEYS_OF_VALUE)
        certainty = self.one_of(f"values.{since}.certainty", body["certainty"], *CERTAINTIES)
        value = None if body["value"] is None else self.fraction(f"values.{since}.value", body["value"])
        if value is not None and not 0 < value <= (1 if of_agreed else 10**9):
            raise self.wrong(
                f"values.{since}.value",
                body["value"],
                "a share above 0 and up to 1" if of_agreed else "a number",
            )
        return Held(since, value, str(body["source"]), certainty)


def _since(held: Held) -> date:
    return held.since
