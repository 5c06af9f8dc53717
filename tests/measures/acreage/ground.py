"""Strips of ground for tests: one metre of a strip is 10,000 m² wide, so that areas are whole numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from shapely.geometry import box

from landwatch.measures.acreage import Account, Claim, Kind, Piece, Plot

MU = 20_000_000 // 3
"""One mu in cm², rounded down."""
CM2 = 10_000_000
"""Area of one unit of a strip: 1 m by 1,000 m."""


def strip(first: int, last: int, parcel: str | None = None) -> Piece:
    """The ground from one metre to another, as a parcel of its own or a part of one."""
    return Piece(parcel or f"P{first}-{last}", (last - first) * CM2, box(first, 0, last, 1000))


def plots(*pieces: Piece) -> dict[str, Plot]:
    return {piece.parcel_no: Plot(piece.area_cm2, piece.polygon) for piece in pieces}


def claim(case: str, day: str, *land: Piece, kind: Kind = Kind.REVITALISED, **more: Any) -> Claim:
    return Claim(kind=kind, case_no=case, day=date.fromisoformat(day), land=land, **more)


def listed(case: str, day: str, *land: Piece, stock: Account = Account.INEFFICIENT, **more: Any) -> Claim:
    return claim(case, day, *land, kind=Kind.LISTED, stock=stock, **more)
