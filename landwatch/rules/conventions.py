"""What the rules leave open and this system had to choose, in one documented place.

The values in force are shown with every explanation and are part of its hash.
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
    breach_unit
        Whether the start of any parcel commences the whole contract, or each parcel is judged by itself.
    damages_base
        Whether damages for late commencement run on the price of the contract, or, where it covers several
        parcels, on the price share (by area) of those that are late.
    handover_shift
        Whether a late handover moves the commencement day provisionally, day for day, or gives damages only.
    idle_time
        Whether the idle clock runs net of excused and paused days, or gross from the agreed day; both
        days are always printed.
    partial_idle_logic
        Suspended works (M53 Art. 2(2)): whether one short share suffices or both must be short.
    rate_pool
        Denominator of the default rates: ``P`` all live contracts, ``D`` those that have fallen due.
    roll_deadlines
        Whether deadlines counted in days roll over rest days (Civil Code Art. 203).
    """

    breach_unit: Literal["contract", "parcel"] = "contract"
    damages_base: Literal["contract", "parcel"] = "contract"
    handover_shift: Literal["provisional", "none"] = "provisional"
    idle_time: Literal["net", "gross"] = "net"
    partial_idle_logic: Literal["either_short", "both_short"] = "either_short"
    rate_pool: Literal["P", "D"] = "P"
    roll_deadlines: bool = True

    def inputs(self) -> dict[str, bool]:
        """Return the choices as the rules take them.

        Returns
        -------
        dict
            By name of the parameter.
        """
        return {
            "both_must_be_short": self.partial_idle_logic == "both_short",
            "damages_by_parcel": self.damages_base == "parcel",
            "deadlines_roll": self.roll_deadlines,
            "handover_moves_the_day": self.handover_shift == "provisional",
            "idle_time_is_gross": self.idle_time == "gross",
            "judged_by_parcel": self.breach_unit == "parcel",
        }
