"""Tables of pages for notebooks: the same rows, with what they mean and rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from landwatch.exhibits import About
from landwatch.measures.figures import Figure
from landwatch.measures.worklist import work_list
from landwatch.rules import Assessment
from landwatch.services.contracts.listing import duties_table
from landwatch.services.figures.listing import figures_table, rows_table

__all__ = ["table"]


def table(assessment: Assessment, shown: Figure | Sequence[Figure] | Literal["work"]) -> pd.DataFrame:
    """Give a table of a page to a notebook, in the current language.

    Parameters
    ----------
    assessment
        The judged contracts.
    shown
        A figure for the contracts behind it, several for the figures themselves, ``work`` for what there is
        to do.

    Returns
    -------
    pandas.DataFrame
        The rows and columns of the page and of its file, columns by their ids; areas in mu, money in yuan,
        exact. ``attrs`` has title, definition, headers, day and instant.
    """
    about = About(
        on=assessment.on,
        known_at=assessment.snapshot.known_at,
        illustrative=assessment.snapshot.illustrative,
    )
    if shown == "work":
        return duties_table(work_list(assessment), about).frame()
    if isinstance(shown, Figure):
        return rows_table(assessment, shown, about).frame()
    return figures_table([each for each in shown if isinstance(each, Figure)], about).frame()
