"""Whose the ground is: no square centimetre is counted for two cases.

Two areas meet here. The legal one is stated in a document or registered; the measured one is that of a
polygon on the measuring grid. Overlap is always measured, as a share of the polygon, and that share of
the stated area goes to the case that came first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["PRINTED_CM2", "Ground", "Piece", "Plot", "Taken", "measured_cm2"]

PRINTED_CM2 = 66_667
"""0.01 mu in cm²: what a ledger in mu rounds to, and what is too little to be a part of a parcel."""


@dataclass(frozen=True)
class Plot:
    """A parcel: the most it can give, and where it lies.

    Attributes
    ----------
    capacity_cm2
        Registered area; ``None`` where it is not known.
    polygon
        Boundary on the measuring grid; ``None`` where it is not known.
    """

    capacity_cm2: int | None
    polygon: BaseGeometry | None = None


@dataclass(frozen=True)
class Piece:
    """A part of a parcel, or all of it, that a case claims.

    Attributes
    ----------
    parcel_no
        The parcel; the number of the contract where no parcel is known.
    area_cm2
        Stated area.
    polygon
        Its boundary on the measuring grid; ``None`` where it lies somewhere in its parcel.
    """

    parcel_no: str
    area_cm2: int
    polygon: BaseGeometry | None = None


@dataclass(frozen=True)
class Taken:
    """What a case got of a piece.

    Attributes
    ----------
    case_no
        The case.
    piece
        What it claimed.
    area_cm2
        What it got, in the terms of the stated area.
    polygon
        The part of the piece's polygon that nobody had; ``None`` where the place is not known.
    yielded
        What earlier cases had of the claim already, in cm², by case number.
    """

    case_no: str
    piece: Piece
    area_cm2: int
    polygon: BaseGeometry | None
    yielded: Mapping[str, int] = field(default_factory=dict)


class Ground:
    """The ground counted so far.

    A part without a polygon is taken to lie where nothing of its parcel has been counted, until the parcel
    is full; seen from another parcel that overlaps this one, it is taken to lie in the overlap.

    Parameters
    ----------
    plots
        The parcels by number.
    """

    def __init__(self, plots: Mapping[str, Plot]) -> None:
        self._plots = plots
        placed = {number: plot.polygon for number, plot in plots.items() if plot.polygon is not None}
        self._numbers = list(placed)
        self._tree = shapely.STRtree(list(placed.values()))
        self._taken: dict[str, dict[int, Taken]] = defaultdict(dict)
        self._next = 0

    def take(self, case_no: str, piece: Piece) -> Taken:
        """Give a case what earlier ones left of a piece.

        Parameters
        ----------
        case_no
            The case.
        piece
            What it claims.

        Returns
        -------
        Taken
            With an area of 0 where nothing was left.
        """
        earlier = self._near(piece.parcel_no, piece.polygon)
        yielded: Counter[str] = Counter()
        rest, left = piece.polygon, piece.area_cm2
        if piece.polygon is not None:
            rest, left = self._outside(piece, piece.polygon, earlier, yielded)
        open_cm2 = left
        room = self._room(piece.parcel_no, earlier)
        if room is not None and room < left:
            self._blame(piece, left - room, earlier, yielded)
            left = room
        if piece.polygon is None and left < min(PRINTED_CM2, piece.area_cm2):
            left = 0
        # A part of a polygon that lost ground whose place is not known has no place of its own either.
        placed = rest if 0 < left and open_cm2 - left < PRINTED_CM2 else None
        taken = Taken(case_no, piece, left, placed, dict(yielded))
        if left:
            self.put(taken)
        return taken

    def put(self, taken: Taken) -> None:
        """Note that a case has a piece.

        Parameters
        ----------
        taken
            What it got; the place it lies in is looked up by the parcels it touches.
        """
        for number in {taken.piece.parcel_no, *self._touched(self._reach(taken))}:
            self._taken[number][self._next] = taken
        self._next += 1

    def release(self, taken: Taken) -> None:
        """Give back what a case got: later claims find the ground free.

        Parameters
        ----------
        taken
            What it got.
        """
        for pieces in self._taken.values():
            for number in [number for number, other in pieces.items() if other is taken]:
                del pieces[number]

    def _reach(self, taken: Taken) -> BaseGeometry | None:
        """Where a piece lies for certain, or may lie: somewhere in its parcel."""
        plot = self._plots.get(taken.piece.parcel_no)
        return taken.polygon if taken.polygon is not None or plot is None else plot.polygon

    def _touched(self, polygon: BaseGeometry | None) -> list[str]:
        if polygon is None:
            return []
        found = self._tree.query(polygon, predicate="intersects")
        return [self._numbers[place] for place in np.sort(found)]

    def _near(self, parcel_no: str, polygon: BaseGeometry | None) -> list[Taken]:
        own = self._plots.get(parcel_no)
        reach = polygon if polygon is not None or own is None else own.polygon
        found: dict[int, Taken] = {}
        for number in {parcel_no, *self._touched(reach)}:
            found |= self._taken.get(number, {})
        return [found[number] for number in sorted(found)]

    def _outside(
        self, piece: Piece, polygon: BaseGeometry, earlier: Sequence[Taken], yielded: Counter[str]
    ) -> tuple[BaseGeometry, int]:
        """What of the polygon nobody had, and its part of the stated area."""
        whole = measured_cm2(polygon)
        scale = Fraction(piece.area_cm2, whole) if whole else Fraction(0)
        rest = polygon
        for taken in earlier:
            if taken.polygon is None:
                continue
            common = rest.intersection(taken.polygon)
            if bite := round(measured_cm2(common) * scale):
                yielded[taken.case_no] += bite
                rest = rest.difference(common)
        left = round(measured_cm2(rest) * scale)
        for taken in (t for t in earlier if t.polygon is None and t.piece.parcel_no != piece.parcel_no):
            plot = self._plots.get(taken.piece.parcel_no)
            if plot and plot.polygon is not None:
                shared = round(measured_cm2(rest.intersection(plot.polygon)) * scale)
                bite = min(taken.area_cm2, shared, left)
                if bite:
                    yielded[taken.case_no] += bite
                    left -= bite
        return rest, left

    def _room(self, parcel_no: str, earlier: Sequence[Taken]) -> int | None:
        plot = self._plots.get(parcel_no)
        if plot is None or plot.capacity_cm2 is None:
            return None
        return max(0, plot.capacity_cm2 - sum(self._bite(taken, parcel_no, plot) for taken in earlier))

    def _bite(self, taken: Taken, parcel_no: str, plot: Plot) -> int:
        """What an earlier case has of a parcel."""
        if taken.piece.parcel_no == parcel_no:
            return taken.area_cm2
        reach = self._reach(taken)
        if reach is None or plot.polygon is None or not plot.capacity_cm2:
            return 0
        share = Fraction(measured_cm2(plot.polygon.intersection(reach)), measured_cm2(plot.polygon) or 1)
        common = round(share * plot.capacity_cm2)
        return common if taken.polygon is not None else min(common, taken.area_cm2)

    def _blame(self, piece: Piece, missing: int, earlier: Sequence[Taken], yielded: Counter[str]) -> None:
        """Say who has what a full parcel cannot give: the earliest first."""
        plot = self._plots[piece.parcel_no]
        for taken in earlier:
            has = self._bite(taken, piece.parcel_no, plot) - yielded.get(taken.case_no, 0)
            share = min(missing, max(has, 0))
            if share:
                yielded[taken.case_no] += share
                missing -= share


def measured_cm2(polygon: BaseGeometry) -> int:
    """Measure a polygon that lies on the measuring grid.

    Parameters
    ----------
    polygon
        In metres.

    Returns
    -------
    int
        Plane area in cm².
    """
    return round(polygon.area * 10_000)
