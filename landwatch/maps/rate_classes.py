"""Which class of a rate a cluster is drawn in."""

from __future__ import annotations

from decimal import Decimal

from landwatch.measures.figures.sums import Rate
from landwatch.style import Style, style

__all__ = ["Style", "rate_fill", "style"]


def rate_fill(rate: Rate) -> str:
    """Give the fill of a cluster by its default rate.

    Parameters
    ----------
    rate
        The share in default.

    Returns
    -------
    str
        A colour; that of ``rate_unknown`` where the denominator is nought.
    """
    if not rate.whole:
        return str(style()["rate_unknown"]["fill"])
    percent = rate.share() * 100
    return next(
        str(c["fill"]) for c in style()["rates"] if c["to"] is None or percent <= Decimal(str(c["to"]))
    )
