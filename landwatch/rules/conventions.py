"""What the rules leave open and this system had to choose, in one documented place.

The values in force are shown with every explanation and are part of its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_type_hints

__all__ = ["Conventions", "choices"]


@dataclass(frozen=True, kw_only=True)
class Conventions:
    """Choices that a bureau may make otherwise.

    Attributes
    ----------
    breach_unit
        Whether the start of any parcel commences the whole contract (``contract``), or each parcel is
        judged by itself (``parcel``). Phases written in a contract are always judged by themselves, the
        worst speaks for the contract; with ``phase`` default rates count phases instead of contracts, as
        they count parcels with ``parcel``.
    contract_template
        The form by which a contract is judged that does not name its own.
    damages_base
        Whether damages for late commencement run on the price of the contract, or, where it covers several
        parcels, on the price share (by area) of those that are late.
    extension_base
        From which commencement day the longest extension is counted: that of the contract or its newest
        supplement (``agreed``), that of the contract alone, or the day in force, earlier extensions
        included (M53 Art. 12(1) is ambiguous).
    handover_shift
        Whether a late handover moves the commencement day provisionally, day for day, or gives damages only.
    idle_time
        Whether the idle clock runs net of excused and paused days, or gross from the agreed day; both
        days are always printed.
    partial_idle_logic
        Suspended works (M53 Art. 2(2)): whether one short share suffices or both must be short.
    rate_pool
        Denominator of the default rates: ``P`` all live contracts, ``D`` those that have fallen due.
    rate_unit
        Whether a default rate is meant by area or by count where only one is asked for; the other stands
        beside it wherever both are printed.
    roll_deadlines
        Whether deadlines counted in days roll over rest days (Civil Code Art. 203).
    stop_continuity
        Suspended works: whether only a year without a resumption counts, or stops add up to a year.
    """

    breach_unit: Literal["contract", "parcel", "phase"] = "contract"
    contract_template: Literal["GF-2008-2601", "2025-revision"] = "GF-2008-2601"
    damages_base: Literal["contract", "parcel"] = "contract"
    extension_base: Literal["agreed", "contract", "in_force"] = "agreed"
    handover_shift: Literal["provisional", "none"] = "provisional"
    idle_time: Literal["net", "gross"] = "net"
    partial_idle_logic: Literal["either_short", "both_short"] = "either_short"
    rate_pool: Literal["P", "D"] = "P"
    rate_unit: Literal["area", "count"] = "area"
    roll_deadlines: bool = True
    stop_continuity: Literal["continuous", "cumulative"] = "continuous"

    def inputs(self) -> dict[str, bool | str]:
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
            "extension_base": self.extension_base,
            "handover_moves_the_day": self.handover_shift == "provisional",
            "idle_time_is_gross": self.idle_time == "gross",
            "judged_by_parcel": self.breach_unit == "parcel",
            "stops_add_up": self.stop_continuity == "cumulative",
            "unnamed_form_is_revised": self.contract_template == "2025-revision",
        }


def choices() -> Mapping[str, Mapping[str, Any]]:
    """List what can be chosen.

    Returns
    -------
    Mapping
        For each convention, its values by the text one writes for them.
    """
    kinds = get_type_hints(Conventions)
    switch: Mapping[str, Any] = {"true": True, "false": False}
    return {
        name: switch if kind is bool else {word: word for word in get_args(kind)}
        for name, kind in sorted(kinds.items())
    }
