"""What an office decides from a day on: a name, what it is, and a value by its first day in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from landwatch.i18n import language

__all__ = ["Dated", "Value"]


class Value(Protocol):
    """A value that holds from a day on."""

    @property
    def since(self) -> date:
        """First day in force."""


V = TypeVar("V", bound=Value)


@dataclass(frozen=True)
class Dated(Generic[V]):
    """Something whose value changes with the days.

    Attributes
    ----------
    name
        Its name in the file.
    label_zh, label_en
        What it is.
    values
        The values in the order of their days.
    """

    name: str
    label_zh: str
    label_en: str
    values: tuple[V, ...]

    @property
    def label(self) -> str:
        """What it is, in the current language."""
        return self.label_zh if language() == "zh" else self.label_en

    def on(self, day: date) -> V | None:
        """Return what holds on a day.

        Parameters
        ----------
        day
            The day asked about.

        Returns
        -------
        Value or None
            None before the first day in force.
        """
        return next((value for value in reversed(self.values) if value.since <= day), None)
