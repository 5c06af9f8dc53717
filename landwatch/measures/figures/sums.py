"""The sums a map prints: contracts counted once, mu added exactly, default rates by area and by count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import pandas as pd

from landwatch.measures.figures.pools import OBLIGATIONS, Obligation, Unit, in_default
from landwatch.measures.figures.states import Idle, State
from landwatch.rules import Conventions

__all__ = ["Figures", "Rate", "Tally", "figures", "tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of contracts or parcels and their area.

    Attributes
    ----------
    count
        How many.
    area_cm2
        Sum of the known areas in cm².
    unmeasured
        How many of them have no known area and are missing from the sum.
    """

    count: int
    area_cm2: int
    unmeasured: int

    def __add__(self, other: Tally) -> Tally:
        """Add up two tallies that have nothing in common."""
        return Tally(
            self.count + other.count, self.area_cm2 + other.area_cm2, self.unmeasured + other.unmeasured
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of a pool, kept as its two exact sizes (contracts or parts of them, or cm²)."""

    part: int
    whole: int

    def share(self) -> Fraction:
        """Divide part by whole.

        Returns
        -------
        Fraction
            The exact share.

        Raises
        ------
        ZeroDivisionError
            If the pool is empty: then there is no rate.
        """
        return Fraction(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a page says of a group of contracts in numbers.

    Attributes
    ----------
    live
        The contracts in force.
    states
        Each state of a contract in force; ``NO_CONTRACT`` counts parcels.
    idle
        Contracts in force on suspected and on recognised idle land.
    by_area, by_count
        Default rates of each obligation. The area in default of a contract in phases is that of its
        phases in default.
    unit
        What the rates by count count.
    meant
        Which of the two is meant where there is room for one.
    """

    live: Tally
    states: Mapping[State, Tally]
    idle: Mapping[Idle, Tally]
    by_area: Mapping[Obligation, Rate]
    by_count: Mapping[Obligation, Rate]
    unit: Unit = "contract"
    meant: Literal["area", "count"] = "area"

    def rate(self, obligation: Obligation) -> Rate:
        """Give the default rate that is meant where there is room for one.

        Parameters
        ----------
        obligation
            Commencement or completion.
        """
        return (self.by_area if self.meant == "area" else self.by_count)[obligation]


def tally(areas: pd.Series) -> Tally:
    """Count and add up.

    Parameters
    ----------
    areas
        Areas in cm², missing where not known.

    Returns
    -------
    Tally
        Exact: the sum is a Python integer.
    """
    known = areas.dropna()
    return Tally(len(areas), sum(map(int, known)), len(areas) - len(known))


def figures(
    contracts: pd.DataFrame,
    units: pd.DataFrame,
    parcels: pd.DataFrame,
    *,
    on: pd.Timestamp,
    conventions: Conventions,
) -> Figures:
    """Add up contracts and parcels as the map shows them.

    Parameters
    ----------
    contracts
        Contracts with their `state` and `idle`; only those in force count.
    units
        What is counted of them, as :func:`landwatch.measures.figures.pools.units_of` gives it.
    parcels
        Parcels with their `state`; only those without a contract in force count.
    on
        The day judged.
    conventions
        Which pool the rates are shares of, and what they count.

    Returns
    -------
    Figures
        Counts, areas and rates.
    """
    live = contracts[contracts["state"] != State.NO_CONTRACT]
    vacant = parcels[parcels["state"] == State.NO_CONTRACT]
    states = {state: tally(live.loc[live["state"] == state, "area_cm2"]) for state in State}
    states[State.NO_CONTRACT] = tally(vacant["registered_area_cm2"])
    rates = {
        obligation: _rates(in_default(contracts, units, obligation, conventions.rate_pool, on))
        for obligation in OBLIGATIONS
    }
    return Figures(
        live=tally(live["area_cm2"]),
        states=states,
        idle={mark: tally(live.loc[live["idle"] == mark, "area_cm2"]) for mark in Idle},
        by_area={obligation: pair[0] for obligation, pair in rates.items()},
        by_count={obligation: pair[1] for obligation, pair in rates.items()},
        unit=conventions.breach_unit,
        meant=conventions.rate_unit,
    )


def _rates(counted: pd.DataFrame) -> tuple[Rate, Rate]:
    whole, part = counted[counted["in_pool"]], counted[counted["in_default"]]
    areas = tally(part["area_in_default_cm2"]).area_cm2, tally(whole["area_cm2"]).area_cm2
    return Rate(*areas), Rate(int(part["units_in_default"].sum()), int(whole["units"].sum()))
