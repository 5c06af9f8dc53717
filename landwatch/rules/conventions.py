"""What the rules leave open and this system had to choose, in one documented place.

Each field is a setting of reference section "Settings"; the values in force are shown with every
explanation and are part of its hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Conventions"]


@dataclass(frozen=True, kw_only=True)
class Conventions:
    """Choices that a bureau may make otherwise.

    Attributes
    ----------
    partial_idle_logic
        Suspended works (M53 Art. 2(2)): whether one short share suffices or both must be short.
    breach_unit
        Whether the start of any parcel commences the whole contract, or each parcel is judged by itself.
    rate_pool
        Denominator of the default rates: ``P`` all live contracts, ``D`` those that have fallen due.
    """

    partial_idle_logic: Literal["either_short", "both_short"] = "either_short"
    breach_unit: Literal["contract", "parcel"] = "contract"
    rate_pool: Literal["P", "D"] = "P"
