"""Legal numbers, each with its file, day in force, unit, source and certainty.

``rules/law/**.yaml`` is what a lawyer reads and changes; this module loads it, refuses what breaks the
form, and answers which value holds on which day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from landwatch.errors import LawError
from landwatch.rules.constants import is_constant
from landwatch.rules.days import Days, Integers
from landwatch.rules.strict_yaml import exact_fraction, read_yaml

__all__ = ["CERTAINTIES", "UNITS", "Law", "LawValue", "load_law"]

CERTAINTIES = ("seen", "known", "convention", "unsure")
UNITS = ("days", "working days", "months", "years", "share")

_LAW_DIR = Path(__file__).parent / "law"
_KEYS = ("label", "unit", "source", "certainty", "values")


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
    values
        Value by the day it takes force, in order; ``None`` ends it.
    """

    name: str
    label_zh: str
    label_en: str
    unit: str
    source: str
    certainty: str
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
        held = [value for since, value in self.values if since <= day]
        return held[-1] if held else self.values[0][1]


@dataclass(frozen=True)
class Law:
    """All legal numbers, and the hash that names this version of them."""

    values: Mapping[str, LawValue]
    version: str

    def as_of(self, day: date) -> Law:
        """Return the law frozen on a day: each value as in force then, for every judged day.

        Parameters
        ----------
        day
            The day whose law is meant.

        Returns
        -------
        Law
            With one value a name.
        """
        first = date(1900, 1, 1)
        return _law({name: replace(v, values=((first, v.on(day)),)) for name, v in self.values.items()})

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
            If the file breaks the form, or gives a name that no rule takes.
        """
        given = {value.name: value for value in _read(path)}
        unknown = sorted(set(given) - set(self.values))
        if unknown:
            raise LawError(f"{path}: {unknown[0]}: is taken by no rule; known: {', '.join(self.values)}")
        return _law(dict(self.values) | given)

    def inputs(self, on: Days) -> dict[str, Any]:
        """Return every value as the rules take it, for the days judged.

        Parameters
        ----------
        on
            The judged day of each row.

        Returns
        -------
        dict
            By name: an integer column for days, months and years, one fraction for shares.

        Raises
        ------
        LawError
            If a value has ended by one of the days.
        """
        if is_constant(on) or (len(on) and (on == on[0]).all()):
            distinct, place = on[:1], np.zeros(len(on), dtype=np.int64)
        else:
            distinct, place = np.unique(on, return_inverse=True)
        return {name: _column(value, distinct, place) for name, value in self.values.items()}


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


def _column(value: LawValue, distinct: Days, place: Integers) -> Any:
    # With no row to judge any value will do, but the graph still wants one.
    held = [value.on(day.item()) for day in distinct] or [value.values[0][1]]
    if None in held:
        ended = distinct[held.index(None)]
        raise LawError(f"{value.name}: has no value on {ended}; {value.source} had ended by then")
    fractions = [Fraction(v) for v in held if v is not None]
    if value.unit == "share":
        if len(set(fractions)) > 1:
            raise LawError(f"{value.name}: shares may not change between the days judged together")
        return fractions[0]
    if len(fractions) == 1:
        return np.broadcast_to(np.int64(fractions[0]), place.shape)
    return np.array([int(v) for v in fractions], dtype=np.int64)[place]


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
    if body["unit"] not in UNITS:
        raise LawError(f"{where}.unit: {body['unit']!r} is unknown; expected one of {', '.join(UNITS)}")
    if body["certainty"] not in CERTAINTIES:
        raise LawError(
            f"{where}.certainty: {body['certainty']!r} is unknown; expected one of {', '.join(CERTAINTIES)}"
        )
    return LawValue(
        name=name,
        label_zh=str(label["zh"]),
        label_en=str(label["en"]),
        unit=body["unit"],
        source=str(body["source"]),
        certainty=body["certainty"],
        values=_values(where, body["values"], body["unit"]),
    )


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
