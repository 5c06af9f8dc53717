"""Parcels that somebody selects, by drawing or by their numbers: the list, and what it adds up to."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.land_drawn import MOST_CORNERS
from landwatch.measures.figures.states import State
from landwatch.measures.figures.sums import Tally

__all__ = [
    "Rule",
    "Selected",
    "Selection",
    "area_text",
    "numbers_of",
    "read_area",
    "select_parcels",
]

_MOST_NUMBERS = 500
_BETWEEN = re.compile(r"[\s,;，；、]+")

Corner = tuple[float, float]
"""Longitude and latitude in degrees of EPSG:4490."""


class Rule(StrEnum):
    """Which parcels an area selects."""

    TOUCHED = "touched"
    INSIDE = "inside"


@dataclass(frozen=True)
class Selected:
    """A parcel of a selection.

    Attributes
    ----------
    parcel_no, cluster
        Its number, and the cluster it lies in; ``None`` where it lies in none that is seen.
    area_cm2
        Its registered area; ``None`` where none is recorded.
    state, idle
        How it stands: that of the gravest contract in force.
    contract_nos
        The contracts in force on it, the gravest first.
    holder
        Holder of the gravest.
    """

    parcel_no: str
    cluster: str | None
    area_cm2: int | None
    state: State
    idle: str | None
    contract_nos: tuple[str, ...]
    holder: str | None


@dataclass(frozen=True)
class Selection:
    """Parcels that were selected.

    Attributes
    ----------
    parcels
        The parcels, by cluster and number.
    unknown
        Numbers asked for that are no parcel, or none that is seen.
    """

    parcels: tuple[Selected, ...]
    unknown: tuple[str, ...]

    @property
    def total(self) -> Tally:
        """Parcels and their registered area; those of which none is recorded are counted beside."""
        return _tally(self.parcels)

    @property
    def contracts(self) -> int:
        """Contracts in force on the parcels, each once."""
        return len({no for parcel in self.parcels for no in parcel.contract_nos})

    @property
    def clusters(self) -> tuple[str, ...]:
        """The clusters that parcels of the selection lie in."""
        return tuple(dict.fromkeys(parcel.cluster for parcel in self.parcels if parcel.cluster))

    def by_state(self) -> dict[State, Tally]:
        """Add up the parcels of each state; states without a parcel are left out."""
        sums = {state: [each for each in self.parcels if each.state is state] for state in State}
        return {state: _tally(parcels) for state, parcels in sums.items() if parcels}

    def by_mark(self) -> dict[str, Tally]:
        """Add up the parcels of each mark of idle land."""
        marks = dict.fromkeys(sorted(each.idle for each in self.parcels if each.idle))
        return {mark: _tally([each for each in self.parcels if each.idle == mark]) for mark in marks}


def read_area(text: str) -> tuple[Corner, ...]:
    """Read an area as an address has it: ``106.561,29.061;106.565,29.061;106.565,29.064``.

    Parameters
    ----------
    text
        Longitude and latitude of each corner in degrees; empty for none.

    Returns
    -------
    tuple
        The corners.

    Raises
    ------
    UsageError
        If it cannot be read, crosses itself, or has too few or too many corners.
    """
    if not text.strip():
        return ()
    try:
        corners = tuple(_corner(pair) for pair in text.split(";"))
    except ValueError as problem:
        raise UsageError(
            _(
                "area: cannot be read at {problem}; write corners as longitude,latitude with ; between them, "
                "or draw the area on the map again"
            ).format(problem=problem)
        ) from problem
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise UsageError(
            _("area: has {count} corners; draw it with 3 to {most}").format(
                count=len(corners), most=MOST_CORNERS
            )
        )
    if not shapely.Polygon(corners).is_valid:
        raise UsageError(_("area: its line crosses itself; draw it again, corner after corner around it"))
    return corners


def _corner(pair: str) -> Corner:
    longitude, comma, latitude = pair.partition(",")
    try:
        corner = float(longitude), float(latitude)
    except ValueError:
        raise ValueError(pair[:40]) from None
    if not comma or not all(map(math.isfinite, corner)) or abs(corner[0]) > 180 or abs(corner[1]) > 90:
        raise ValueError(pair[:40])
    return corner


def area_text(corners: Sequence[Corner]) -> str:
    """Write an area as an address has it.

    Parameters
    ----------
    corners
        Its corners.
    """
    return ";".join(f"{longitude:.6f},{latitude:.6f}" for longitude, latitude in corners)


def numbers_of(text: str) -> tuple[str, ...]:
    """Read the numbers of parcels, with blanks, commas or line ends between them.

    Parameters
    ----------
    text
        As somebody wrote or pasted them.

    Raises
    ------
    UsageError
        If there are too many for an address.
    """
    numbers = tuple(dict.fromkeys(filter(None, _BETWEEN.split(text))))
    if len(numbers) > _MOST_NUMBERS:
        raise UsageError(
            _("parcels: {count} numbers are more than an address takes; give up to {most}").format(
                count=len(numbers), most=_MOST_NUMBERS
            )
        )
    return numbers


def select_parcels(
    land: MapContent, area: Sequence[Corner] = (), numbers: Sequence[str] = (), rule: Rule = Rule.TOUCHED
) -> Selection:
    """Select parcels that lie in an area or have one of some numbers.

    Parameters
    ----------
    land
        How the parcels stand, as far as they are seen.
    area
        Corners of the area; empty for none.
    numbers
        Numbers of parcels.
    rule
        Which parcels the area selects: those of which any land lies in it, or those that lie in it whole.
    """
    parcels = land.parcels
    chosen = parcels.index.isin(numbers)
    if area:
        chosen |= _within(parcels, shapely.Polygon(area), rule)
    found = parcels[chosen]
    held = land.holdings[land.holdings["parcel_no"].isin(found.index)]
    held = held[held["state"] != State.NO_CONTRACT]
    contracts: dict[str, list[str]] = {}
    for parcel_no, contract_no in zip(held["parcel_no"], held["contract_no"], strict=True):
        contracts.setdefault(str(parcel_no), []).append(str(contract_no))
    holders = land.contracts["current_holder"].fillna(land.contracts["holder"])
    rows = [
        Selected(
            parcel_no=str(no),
            cluster=_known(row["cluster"]),
            area_cm2=None if pd.isna(row["registered_area_cm2"]) else int(row["registered_area_cm2"]),
            state=State(row["state"]),
            idle=_known(row["idle"]),
            contract_nos=tuple(contracts.get(str(no), [])),
            holder=_known(holders[contracts[str(no)][0]]) if str(no) in contracts else None,
        )
        for no, row in found.drop(columns="geometry").to_dict("index").items()
    ]
    rows.sort(key=lambda each: (each.cluster or "", each.parcel_no))
    return Selection(tuple(rows), tuple(no for no in numbers if no not in parcels.index))


def _within(parcels: gpd.GeoDataFrame, area: shapely.Polygon, rule: Rule) -> Any:
    """Which parcels lie in the area, as an array of booleans."""
    drawn = parcels["drawn"].to_numpy()
    shapes = parcels.geometry.array
    if rule is Rule.INSIDE:
        return drawn & shapely.covered_by(shapes, area)
    # A neighbour that only shares the line drawn has no land in it.
    return drawn & shapely.intersects(shapes, area) & ~shapely.touches(shapes, area)


def _tally(parcels: Sequence[Selected]) -> Tally:
    areas = [parcel.area_cm2 for parcel in parcels]
    return Tally(len(areas), sum(area or 0 for area in areas), areas.count(None))


def _known(value: object) -> str | None:
    return None if value is None or value is pd.NA or value != value else str(value)
