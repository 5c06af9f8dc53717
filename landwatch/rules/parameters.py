"""Legal numbers, each with its file, day in force, unit, source and certainty.

``rules/law/**.yaml`` is what a lawyer reads and changes; this module loads it, refuses what breaks the
form, and answers which value holds on which day. Which day that is, each value says itself
(``selected_by``): a rule asks for the value of that day, so that a change of the law alters neither a
deadline that has begun nor a decision that was taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from landwatch.errors import LawError
from landwatch.rules.amounts import Shares
from landwatch.rules.constants import constant, is_constant
from landwatch.rules.days import NO_DAY, Days, Integers
from landwatch.rules.strict_yaml import exact_fraction, read_yaml

__all__ = ["CERTAINTIES", "SELECTORS", "UNITS", "Law", "LawValue", "load_law"]

CERTAINTIES = ("seen", "known", "convention", "unsure")
UNITS = ("working days", "days", "months", "years", "share")
SELECTORS = ("act", "decision", "signing", "judged_day")
"""What can choose a value: the day of the act that starts a clock, of the decision (while there is none, the
judged day), of the signing of the contract, or the judged day."""

_LAW_DIR = Path(__file__).parent / "law"
_KEYS = ("label", "unit", "source", "certainty", "selected_by", "values")


@dataclass(frozen=True)
class LawValue:
    """One legal number through time.

    Attributes
    ----------
    name
        Name of the value, which rules take as a parameter.
    label_zh, label_en
        What it is.
    unit
        One of :data:`UNITS`.
    source
        Clause it rests on.
    certainty
        How sure the source is: one of :data:`CERTAINTIES`.
    selected_by
        Which day chooses the value: one of :data:`SELECTORS`.
    values
        Value by the day it takes force, in order; ``None`` ends it.
    """

    name: str
    label_zh: str
    label_en: str
    unit: str
    source: str
    certainty: str
    selected_by: str
    values: tuple[tuple[date, Fraction | None], ...]

    def on(self, day: date) -> Fraction | None:
        """Return the value in force on a day.

        Parameters
        ----------
        day
            The day asked about.

        Returns
        -------
        Fraction or None
            The value; the earliest one for days before it took force, since contracts of that time were
            judged by the practice it wrote down; None where it has ended.
        """
        return self.version_on(day)[1]

    def version_on(self, day: date) -> tuple[date, Fraction | None]:
        """Return the value in force on a day, and the day it took force.

        Parameters
        ----------
        day
            The day asked about.

        Returns
        -------
        tuple
            The day since when it holds, and the value as :meth:`on` gives it.
        """
        held = [version for version in self.values if version[0] <= day]
        return held[-1] if held else self.values[0]

    def held_on(self, day: date) -> Fraction:
        """Return the value in force on a day, which must not have ended.

        Parameters
        ----------
        day
            The day that chooses.

        Returns
        -------
        Fraction
            The value.

        Raises
        ------
        LawError
            If the value has ended by then.
        """
        value = self.on(day)
        if value is None:
            raise LawError(f"{self.name}: has no value on {day}; {self.source} had ended by then")
        return value

    def counts(self, days: Days) -> Integers:
        """Return the number of days, months or years in force on each of several days.

        Parameters
        ----------
        days
            The days that choose; an unknown one chooses the earliest value.

        Returns
        -------
        Integers
            One whole number a day.

        Raises
        ------
        LawError
            If the value has ended by one of the days.
        """
        return self._chosen(days, [_part(value, "numerator") for _since, value in self.values])

    def shares(self, days: Days) -> Shares:
        """Return the share in force on each of several days.

        Parameters
        ----------
        days
            The days that choose; an unknown one chooses the earliest value.

        Returns
        -------
        Shares
            One share a day.

        Raises
        ------
        LawError
            If the value has ended by one of the days.
        """
        above, below = (
            self._chosen(days, [_part(value, side) for _since, value in self.values])
            for side in ("numerator", "denominator")
        )
        return Shares(above, below)

    def since(self, days: Days) -> Days:
        """Return since when the value of each of several days has been in force.

        Parameters
        ----------
        days
            The days that choose.

        Returns
        -------
        Days
            One day a day; NaT for the earliest value, which holds for all time before.
        """
        if len(self.values) == 1:
            return constant(NO_DAY, len(days))
        known = [NO_DAY, *(np.datetime64(since, "D") for since, _value in self.values[1:])]
        return np.asarray(np.array(known)[self._versions(days)])

    def _chosen(self, days: Days, values: Sequence[int | None]) -> Integers:
        if len(values) == 1 and values[0] is not None:
            return constant(np.int64(values[0]), len(days))
        if is_constant(days):
            return constant(self._chosen(days[:1].copy(), values)[0], len(days))
        version = self._versions(days)
        for ended in np.flatnonzero([value is None for value in values]):
            if (version == ended).any():
                self.held_on(days[version == ended][0].item())
        return np.array([value or 0 for value in values], dtype=np.int64)[version]

    def _versions(self, days: Days) -> Integers:
        later = np.array([since for since, _value in self.values[1:]], dtype="datetime64[D]")
        version: Integers = np.searchsorted(later, days, side="right")
        return np.where(np.isnat(days), 0, version)


@dataclass(frozen=True)
class Law:
    """All legal numbers, and the hash that names this version of them."""

    values: Mapping[str, LawValue]
    version: str

    def as_of(self, day: date) -> Law:
        """Return the law as it stood on a day: without what took force later.

        Parameters
        ----------
        day
            The day whose law is meant.

        Returns
        -------
        Law
            The values that had taken force by then; of a value that had not, the earliest.
        """
        return _law({name: replace(v, values=_until(v.values, day)) for name, v in self.values.items()})

    def amended(self, path: Path) -> Law:
        """Return the law with the values of one more file in place of its own.

        Parameters
        ----------
        path
            A law file; a name it gives replaces the value of that name.

        Returns
        -------
        Law
            With a version of its own.

        Raises
        ------
        LawError
            If the file breaks the form, gives a name that no rule takes, or has a value chosen by another
            day than the rules ask for.
        """
        given = {value.name: value for value in _read(path)}
        unknown = sorted(set(given) - set(self.values))
        if unknown:
            raise LawError(f"{path}: {unknown[0]}: is taken by no rule; known: {', '.join(self.values)}")
        for name, value in given.items():
            due = self.values[name].selected_by
            if value.selected_by != due:
                raise LawError(
                    f"{path}: {name}.selected_by: {value.selected_by!r}, but the rules choose this value by "
                    f"another day; expected {due}"
                )
        return _law(dict(self.values) | given)


def load_law(folder: Path | None = None) -> Law:
    """Load every law file of a folder.

    Parameters
    ----------
    folder
        Folder of ``*.yaml`` files; the package's own law where it is not given.

    Returns
    -------
    Law
        The values and the version, which is the first 12 digits of a SHA-256 over them.

    Raises
    ------
    LawError
        If a file breaks the form; the message names file, key and expected form.
    """
    return _load(folder or _LAW_DIR)


@cache
def _load(folder: Path) -> Law:
    values: dict[str, LawValue] = {}
    for path in sorted(folder.rglob("*.yaml")):
        for value in _read(path):
            if value.name in values:
                raise LawError(f"{path.name}: {value.name}: is already given by another law file; keep one")
            values[value.name] = value
    return _law(values)


def _law(values: Mapping[str, LawValue]) -> Law:
    digest = hashlib.sha256("\n".join(repr(values[name]) for name in sorted(values)).encode())
    return Law(values, digest.hexdigest()[:12])


def _until(
    values: tuple[tuple[date, Fraction | None], ...], day: date
) -> tuple[tuple[date, Fraction | None], ...]:
    return tuple(version for version in values if version[0] <= day) or values[:1]


def _part(value: Fraction | None, side: str) -> int | None:
    return None if value is None else int(getattr(value, side))


def _read(path: Path) -> Iterable[LawValue]:
    content = read_yaml(path, LawError)
    if not isinstance(content, dict):
        raise LawError(f"{path.name}: should map names to values with the keys {', '.join(_KEYS)}")
    return [_value(path.name, str(name), body) for name, body in content.items()]


def _value(file: str, name: str, body: Any) -> LawValue:
    where = f"{file}: {name}"
    if not isinstance(body, dict) or set(body) != set(_KEYS):
        given = ", ".join(map(str, body)) if isinstance(body, dict) else repr(body)
        raise LawError(f"{where}: has {given}; expected exactly the keys {', '.join(_KEYS)}")
    label = body["label"]
    if not isinstance(label, dict) or set(label) != {"zh", "en"}:
        raise LawError(f"{where}.label: expected {{zh: …, en: …}}")
    for key, words in (("unit", UNITS), ("certainty", CERTAINTIES), ("selected_by", SELECTORS)):
        if body[key] not in words:
            raise LawError(f"{where}.{key}: {body[key]!r} is unknown; expected one of {', '.join(words)}")
    due = _unit_of(name)
    if due and body["unit"] != due:
        raise LawError(f"{where}.unit: {body['unit']!r}, but the rules read it in {due}; expected {due}")
    return LawValue(
        name=name,
        label_zh=str(label["zh"]),
        label_en=str(label["en"]),
        unit=body["unit"],
        source=str(body["source"]),
        certainty=body["certainty"],
        selected_by=body["selected_by"],
        values=_values(where, body["values"], body["unit"]),
    )


def _unit_of(name: str) -> str | None:
    """The unit in which the rules read a value, which the end of its name says."""
    return next((unit for unit in UNITS if name.endswith("_" + unit.replace(" ", "_"))), None)


def _values(where: str, given: Any, unit: str) -> tuple[tuple[date, Fraction | None], ...]:
    if not isinstance(given, dict) or not given:
        raise LawError(f"{where}.values: expected days in force with their values, e.g. {{2012-07-01: 1}}")
    values: list[tuple[date, Fraction | None]] = []
    for since, raw in given.items():
        if not isinstance(since, date):
            raise LawError(f"{where}.values: {since!r} is no day; expected YYYY-MM-DD")
        values.append((since, None if raw is None else _number(f"{where}.values.{since}", raw, unit)))
    return tuple(sorted(values, key=lambda pair: pair[0]))


def _number(where: str, raw: Any, unit: str) -> Fraction:
    try:
        number = exact_fraction(raw)
    except ValueError:
        raise LawError(f"{where}: {raw!r} is no number; expected e.g. 30 or 1/3") from None
    if unit != "share" and (number.denominator != 1 or number < 0):
        raise LawError(f"{where}: {raw!r} is no whole number of {unit}")
    if unit == "share" and not 0 < number <= 1:
        raise LawError(f"{where}: {raw!r} is no share above 0 and up to 1")
    return number
