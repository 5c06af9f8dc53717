"""The one definition of colours, hatches and outlines that every page is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from landwatch.maps.figures import Rate

__all__ = ["Style", "rate_fill", "style"]

Style = Mapping[str, Any]
"""The mapping of ``style.yaml``."""


@cache
def style() -> Style:
    """Read the definition that travels with the package.

    Returns
    -------
    Style
        Sections ``states``, ``idle``, ``boundary``, ``rates`` and ``rate_unknown``.
    """
    parsed: Style = yaml.safe_load(
        Path(__file__).parents[1].joinpath("style.yaml").read_text(encoding="utf-8")
    )
    return parsed


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
