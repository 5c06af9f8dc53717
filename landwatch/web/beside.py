"""A figure of another day or instant beside that of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Self

from fastapi import Depends, Query

from landwatch.instants import parse_day, parse_instant
from landwatch.measures.figures import Figure
from landwatch.services.figures.situation_tables import difference
from landwatch.web.asked import Asked, Question

__all__ = ["Beside", "Moved"]


def _beside(
    question: Asked,
    than: Annotated[str, Query(description="A day to compare with, e.g. 2022-12-31.")] = "",
    than_known_at: Annotated[str, Query(description="Compare with what was recorded by then.")] = "",
) -> Question | None:
    """Read the day and instant that an address compares with; ``None`` where it names neither."""
    if not than and not than_known_at:
        return None
    asked = {"on": than or question.on.isoformat()}
    if than_known_at:
        asked["known_at"] = than_known_at
    return Question(
        on=parse_day(than, "than") if than else question.on,
        known_at=parse_instant(than_known_at, "than_known_at") if than_known_at else None,
        asked=asked,
    )


Beside = Annotated[Question | None, Depends(_beside)]


@dataclass(frozen=True)
class Moved:
    """How a figure differs from the same figure of another day or instant.

    Attributes
    ----------
    text
        How far, with its sign and unit.
    came, went
        Rows that stand behind the figure alone, and behind the other alone.
    """

    text: str
    came: tuple[str, ...]
    went: tuple[str, ...]

    @classmethod
    def of(cls, earlier: Figure, later: Figure) -> Self:
        """Compare two figures.

        Parameters
        ----------
        earlier, later
            The figure it is compared with, and the figure.
        """
        before, after = set(earlier.rows), set(later.rows)
        return cls(
            text=difference(earlier, later),
            came=tuple(row for row in later.rows if row not in before),
            went=tuple(row for row in earlier.rows if row not in after),
        )
