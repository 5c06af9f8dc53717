"""Legal numbers in words a person reads: the value, and which day chose it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from landwatch.i18n import gettext as _
from landwatch.rules.parameters import LawValue
from landwatch.rules.wording import SELECTORS, UNITS, word

__all__ = ["law_value_text", "version_text"]


def law_value_text(value: LawValue, held: Fraction | None) -> str:
    """Write a legal number with its unit.

    Parameters
    ----------
    value
        The value, for its unit.
    held
        The number; ``None`` where it has ended.
    """
    if held is None:
        return _("ended")
    unit = word(UNITS, value.unit)
    return f"{held} {unit.removesuffix('s') if held == 1 else unit}".strip()


def version_text(value: LawValue, day: date, on: date) -> str:
    """Say which day chose a legal number, and since when what it chose has been in force.

    Parameters
    ----------
    value
        The number through time.
    day
        The day that chose.
    on
        The judged day: where another number holds on it, that is told, too.

    Returns
    -------
    str
        E.g. ``by the day of the act 2015-01-10, in force since 1990-10-01; from 2015-05-01 6 months``.
    """
    since, _held = value.version_on(day)
    # While there is no act or decision, the judged day chooses in its place.
    by = "judged_day" if day == on and value.selected_by != "signing" else value.selected_by
    told = (
        _("by the {selector} {day}, in force since {since}")
        if since <= day
        else _("by the {selector} {day}, first in force {since}")
    )
    text = told.format(selector=word(SELECTORS, by), day=day.isoformat(), since=since.isoformat())
    now, held = value.version_on(on)
    if now == since:
        return text
    later = _("{text}; from {since} {held}")
    return later.format(text=text, since=now.isoformat(), held=law_value_text(value, held))
