"""Lots get numbers, names and registered areas."""

from random import Random

from .blocks import Drawing
from .records import Lot

__all__ = ["register"]

# Registered from an older survey: the stated area differs from the boundary by more than 0.1 % and 5 m².
_OLD_SURVEYS = {("桥河", 17): 1.0042, ("北渡", 31): 0.9965, ("通惠", 9): 1.0028}


def register(drawing: Drawing, rng: Random) -> list[Lot]:
    """Enter the lots of a cluster in the cadastre.

    Parameters
    ----------
    drawing
        The cluster on the plane.
    rng
        Decides which older lots were registered to 1 m², the others to 0.01 m².

    Returns
    -------
    list of Lot
        One lot a polygon; 宗地代码 = division, cadastral zone, GB (state land on the surface), serial.
    """
    lots = []
    for serial, polygon in enumerate(drawing.lots, start=1):
        grain = rng.choice((10_000, 100))
        measured = polygon.area * _OLD_SURVEYS.get((drawing.layout.name, serial), 1.0)
        lots.append(
            Lot(
                cluster=drawing.layout.name,
                parcel_no=f"500110{drawing.layout.cadastral_zone}GB{serial:05d}",
                name=f"{_place(drawing.layout.name)}{serial:03d}号地块",
                geometry=polygon,
                area_cm2=round(measured * 10_000 / grain) * grain,
            )
        )
    return lots


def _place(cluster: str) -> str:
    return cluster if cluster.endswith("园") else f"{cluster}组团"
