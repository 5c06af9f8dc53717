"""What makes a visit count, as dated data: ``validity.yaml`` is what an office reads and changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from landwatch.errors import LawError
from landwatch.i18n import language
from landwatch.rules.parameters import CERTAINTIES
from landwatch.rules.strict_yaml import Checked, read_yaml

__all__ = ["CONDITIONS", "Condition", "Held", "load_conditions"]

_OWN = Path(__file__).with_name("validity.yaml")
CONDITIONS = ("not_rejected", "checked", "in_force", "by_somebody", "photograph")
"""The conditions that can be tested, in the order in which they are told."""


@dataclass(frozen=True)
class Held:
    """Whether a condition is asked for from a day on.

    Attributes
    ----------
    since
        First day in force.
    required
        Whether it is; ``None`` where nobody has decided, which asks for nothing.
    source, certainty
        What it rests on, and how sure that is.
    """

    since: date
    required: bool | None
    source: str
    certainty: str


@dataclass(frozen=True)
class Condition:
    """Something a visit must have to count.

    Attributes
    ----------
    name
        One of :data:`CONDITIONS`.
    label_zh, label_en
        What is asked for.
    held
        Whether it is, in the order of the days.
    """

    name: str
    label_zh: str
    label_en: str
    held: tuple[Held, ...]

    @property
    def label(self) -> str:
        """What is asked for, in the current language."""
        return self.label_zh if language() == "zh" else self.label_en

    def on(self, day: date) -> Held | None:
        """Return what holds on a day.

        Parameters
        ----------
        day
            Day of the visit.

        Returns
        -------
        Held or None
            None before the first day in force.
        """
        return next((held for held in reversed(self.held) if held.since <= day), None)


@cache
def load_conditions(path: Path = _OWN) -> tuple[Condition, ...]:
    """Load what makes a visit count.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Condition
        In the order of :data:`CONDITIONS`.

    Raises
    ------
    LawError
        If the file breaks the form; says file, key and what was expected.
    """
    content = read_yaml(path, LawError)
    if not isinstance(content, dict) or set(content) != set(CONDITIONS):
        raise LawError(f"{path}: should have exactly the keys {', '.join(CONDITIONS)}")
    return tuple(_Reader(path, name).condition(content[name]) for name in CONDITIONS)


class _Reader(Checked):
    """Reads one condition; every complaint names the file, the condition and the key."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(f"{path.name}: {name}", LawError)
        self.name = name

    def condition(self, given: Any) -> Condition:
        body = self._exactly("condition", given, {"label", "values"})
        label = self._exactly("label", body["label"], {"zh", "en"})
        values = self.mapping("values", body["values"])
        held = (self._held(since, value) for since, value in values.items())
        return Condition(
            self.name,
            str(label["zh"]),
            str(label["en"]),
            tuple(sorted(held, key=lambda each: each.since)),
        )

    def _held(self, since: Any, given: Any) -> Held:
        if not isinstance(since, date):
            raise self.wrong("values", since, "a day, YYYY-MM-DD")
        body = self._exactly(f"values.{since}", given, {"required", "source", "certainty"})
        if body["required"] not in (True, False, None):
            raise self.wrong("required", body["required"], "true, false or null")
        if body["certainty"] not in CERTAINTIES:
            raise self.wrong("certainty", body["certainty"], f"one of {', '.join(CERTAINTIES)}")
        return Held(since, body["required"], str(body["source"]), str(body["certainty"]))

    def _exactly(self, key: str, given: Any, keys: set[str]) -> Mapping[str, Any]:
        if not isinstance(given, dict) or set(given) != keys:
            raise self.wrong(key, given, f"exactly the keys {', '.join(sorted(keys))}")
        return given
