"""Pages of maps from a register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
    return write_pages(
        assess_register(database, on, conventions), out, list(clusters) or None, language=language
    )
