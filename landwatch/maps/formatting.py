"""Days, mu, money and terms as the pages print them, in the current language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from landwatch.catalogue import Field, words_of
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.measures.figures.sums import Rate, Tally
from landwatch.model import OperatorBasis
from landwatch.units import FEN_PER_YUAN, PPB_PER_PERMILLE, mu_from_cm2, round_half_up

__all__ = [
    "count_days",
    "day",
    "field_text",
    "known",
    "mu",
    "operator_line",
    "percent",
    "text",
    "total_mu",
    "verdict_label",
    "yuan",
]


def known(value: Any) -> bool:
    """Tell a value from the several ways in which frames say that there is none.

    Parameters
    ----------
    value
        One cell.

    Returns
    -------
    bool
        False for None, NaN, NaT, NA and the empty string.
    """
    return not (value is None or value is pd.NA or value is pd.NaT or value != value or value == "")


def text(value: Any) -> str:
    """Write a text, or that nothing is recorded.

    Parameters
    ----------
    value
        One cell.

    Returns
    -------
    str
        Never empty.
    """
    return str(value) if known(value) else _("not recorded")


def day(value: Any) -> str:
    """Write a day as YYYY-MM-DD, or that nothing is recorded.

    Parameters
    ----------
    value
        One cell of a column of days.

    Returns
    -------
    str
        Never empty.
    """
    return f"{value:%Y-%m-%d}" if known(value) else _("not recorded")


def mu(area_cm2: Any) -> str:
    """Write an area in mu to 0.01 with thousands marked.

    Parameters
    ----------
    area_cm2
        Area in cm².

    Returns
    -------
    str
        E.g. ``1,444.00``; a remark where the area is not recorded.
    """
    return _mu(int(area_cm2)) if known(area_cm2) else _("not recorded")


def total_mu(sum_of: Tally) -> str:
    """Write the area of a tally in mu.

    Parameters
    ----------
    sum_of
        The tally.

    Returns
    -------
    str
        E.g. ``1,444.00``.
    """
    return _mu(sum_of.area_cm2)


def _mu(area_cm2: int) -> str:
    # In integers, not fractions: a page of many parcels writes hundreds of thousands of areas.
    exact = mu_from_cm2(1) * 100
    hundredths = (2 * area_cm2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return f"{hundredths // 100:,}.{hundredths % 100:02}"


def yuan(fen: Any) -> str:
    """Write money in yuan with thousands marked.

    Parameters
    ----------
    fen
        Amount in fen (0.01 yuan).

    Returns
    -------
    str
        E.g. ``3,294,000.00 yuan`` in the current language.
    """
    whole, rest = divmod(int(fen), FEN_PER_YUAN)
    return _("{amount} yuan").format(amount=f"{whole:,}.{rest:02}")


def field_text(field: Field, value: Any) -> str:
    """Write what a contract or a parcel says in a field.

    Parameters
    ----------
    field
        The field.
    value
        Its value as the snapshot has it: a text, a day, or a whole number in cm², fen or parts per billion.

    Returns
    -------
    str
        Never empty: areas in mu, money in yuan, rates in ‰, words in the current language.
    """
    if not known(value):
        return _("not recorded")
    match field.kind:
        case "date":
            return day(value)
        case "area":
            return _("{area} mu").format(area=mu(value))
        case "money":
            return yuan(value)
        case "rate":
            return f"{(Decimal(int(value)) / PPB_PER_PERMILLE).normalize():f} ‰"
        case "word":
            word = words_of(field.words or "").get(str(value))
            return word.label if word else text(value)
    return text(value)


def count_days(number: Any) -> str:
    """Write a number of days.

    Parameters
    ----------
    number
        Whole days.

    Returns
    -------
    str
        E.g. ``184 days`` in the current language.
    """
    return ngettext("{number} day", "{number} days", int(number)).format(number=f"{int(number):,}")


def percent(rate: Rate) -> str:
    """Write a rate to 0.1 %.

    Parameters
    ----------
    rate
        Part and whole.

    Returns
    -------
    str
        E.g. ``2.1 %``; n/a where the pool is empty, for then there is no rate.
    """
    return f"{round_half_up(rate.share() * 100, 1):f} %" if rate.whole else _("n/a")


def operator_line(operator: Any, basis: Any) -> str:
    """Name the operating company of a cluster and how it is known.

    Parameters
    ----------
    operator
        The company, or missing.
    basis
        A value of :class:`landwatch.model.OperatorBasis`, or missing.

    Returns
    -------
    str
        The company with its basis, or that it is not known.
    """
    if not known(operator):
        return _("not known (no source names it)")
    words = words_of("operator_basis")
    how = words.get(str(basis), words[OperatorBasis.UNKNOWN]).label
    return _("{operator} ({basis})").format(operator=operator, basis=how)


def verdict_label(verdict: Any) -> str:
    """Name what an inspector found.

    Parameters
    ----------
    verdict
        A value of :class:`landwatch.model.Verdict`.

    Returns
    -------
    str
        The verdict in the current language.
    """
    word = words_of("verdict").get(str(verdict))
    return word.label if word else text(verdict)
