"""From the days of a filter to the instants between which something was recorded."""

from __future__ import annotations

from datetime import datetime, time

from landwatch.i18n import BEIJING
from landwatch.instants import parse_day

__all__ = ["instants_of"]


def instants_of(first: str, last: str) -> tuple[datetime | None, datetime | None]:
    """Read the days of a filter.

    Parameters
    ----------
    first, last
        The first and the last day as people write them; empty for no bound.

    Returns
    -------
    tuple
        The begin of the first day and the end of the last one, in China.

    Raises
    ------
    UsageError
        If one of them is no day.
    """
    begin = datetime.combine(parse_day(first, "first"), time.min, BEIJING) if first else None
    end = datetime.combine(parse_day(last, "last"), time.max, BEIJING) if last else None
    return begin, end
