"""Pages of maps from a register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from landwatch.i18n import Language
from landwatch.maps import write_pages
from landwatch.rules import Conventions
from landwatch.services.queries import assess_register

__all__ = ["draw_maps"]


def draw_maps(
    database: str,
    on: date,
    out: Path,
    conventions: Conventions | None = None,
    *,
    clusters: Sequence[str] = (),
    language: Language = "zh",
    known_at: datetime | None = None,
) -> list[Path]:
    """Draw the page of each cluster, and the overview when all are drawn.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day whose end is judged.
    out
        Folder to write to.
    conventions
        The choices the rules leave open.
    clusters
        Names of clusters; all where none is given.
    language
        Language of the pages.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.

    Returns
    -------
    list of Path
        The pages written.

    Raises
    ------
    UsageError
        If a cluster is not known or the folder cannot be written.
    RegisterError
        If the register cannot be opened or read.
    """
    assessment = assess_register(database, on, conventions, known_at=known_at)
    return write_pages(assessment, out, list(clusters) or None, language=language)
