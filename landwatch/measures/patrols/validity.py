"""What makes a visit count, as dated data: ``validity.yaml`` is what an office reads and changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from landwatch.errors import LawError
from landwatch.measures.patrols.dated import Dated
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


Condition = Dated[Held]
"""Something a visit must have to count; its name is one of :data:`CONDITIONS`."""


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
        body = self.exactly("condition", given, ("label", "values"))
        label = self.exactly("label", body["label"], ("zh", "en"))
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
        body = self.exactly(f"values.{since}", given, ("required", "source", "certainty"))
        if body["required"] not in (True, False, None):
            raise self.wrong("required", body["required"], "true, false or null")
        if body["certainty"] not in CERTAINTIES:
            raise self.wrong("certainty", body["certainty"], f"one of {', '.join(CERTAINTIES)}")
        return Held(since, body["required"], str(body["source"]), str(body["certainty"]))
