"""The month or the year that a report speaks of."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = ["Kind", "Period"]

Kind = Literal["monthly", "annual"]

_YEAR, _MONTH = re.compile(r"(\d{4})年?"), re.compile(r"(\d{4})[-/年](\d{1,2})月?")


@dataclass(frozen=True)
class Period:
    """A calendar month or a calendar year.

    Attributes
    ----------
    kind
        ``monthly`` or ``annual``.
    first, last
        Its first and last day.
    """

    kind: Kind
    first: date
    last: date

    @classmethod
    def parse(cls, kind: Kind, text: str) -> Period:
        """Read a period as people write it: 2023 for a year, 2023-06 for a month.

        Parameters
        ----------
        kind
            What is asked for.
        text
            The period.

        Returns
        -------
        Period
            The month or the year.

        Raises
        ------
        UsageError
            If it is no such period.
        """
        form = _YEAR if kind == "annual" else _MONTH
        found = form.fullmatch(text.strip())
        try:
            if found and kind == "annual":
                return cls(kind, date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
            if found:
                year, month = int(found[1]), int(found[2])
                return cls(kind, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        except ValueError:
            pass
        told = (
            _("--period {value}: is not a year; write it like 2023")
            if kind == "annual"
            else _("--period {value}: is not a month; write it like 2023-06")
        )
        raise UsageError(told.format(value=text))

    @property
    def before(self) -> date:
        """The day before it begins, with which the period is compared."""
        return self.first - timedelta(days=1)

    @property
    def code(self) -> str:
        """The period in figures: ``2023`` or ``2023-06``."""
        return f"{self.first:%Y}" if self.kind == "annual" else f"{self.first:%Y-%m}"

    def name(self) -> str:
        """Name the period in the current language.

        Returns
        -------
        str
            E.g. ``2023`` or ``month 2023-06``.
        """
        if self.kind == "annual":
            return _("the year {year}").format(year=self.first.year)
        return _("the month {year}-{month:02}").format(year=self.first.year, month=self.first.month)

    def check(self, on: date) -> None:
        """Refuse a day outside the period.

        Parameters
        ----------
        on
            The day to be judged.

        Raises
        ------
        UsageError
            If the day does not lie in the period.
        """
        if not self.first <= on <= self.last:
            raise UsageError(
                _("--on {day}: lies outside {period}, {first} to {last}; name a day in it").format(
                    day=on.isoformat(),
                    period=self.code,
                    first=self.first.isoformat(),
                    last=self.last.isoformat(),
                )
            )
