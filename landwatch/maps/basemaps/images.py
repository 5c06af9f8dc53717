"""One picture of the ground: placed by a world file beside it, or by bounds in degrees."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import unpack

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from landwatch import district
from landwatch.errors import InputError
from landwatch.geo import STORAGE_EPSG, candidate_epsgs, transform
from landwatch.i18n import gettext as _
from landwatch.maps.basemaps.page_data import Ground

__all__ = ["Picture", "picture"]

MOST_BYTES = 32 << 20
"""Bytes of the largest picture that is put into a page."""

_WORLD_FILES = {"png": (".pgw", ".pngw", ".wld"), "jpeg": (".jgw", ".jpgw", ".jpegw", ".wld")}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of JPEG that tell the size

Box = tuple[float, float, float, float]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Picture:
    """A picture as a base map.

    Attributes
    ----------
    path
        The file.
    kind
        ``png`` or ``jpeg``.
    corners
        Its corners north-west, north-east and south-west as ``[lat, lon]``; it may stand askew.
    """

    path: Path
    kind: str
    corners: list[list[float]]

    def under(self, bounds: Sequence[Sequence[float]]) -> Ground:
        """Give the whole picture; see :class:`landwatch.maps.basemaps.Basemap`.

        Parameters
        ----------
        bounds
            Not needed: a picture is not cut.
        """
        return Ground(
            {
                "corners": self.corners,
                "kind": self.kind,
                "credit": _("Base map: {file}").format(file=self.path.name),
                "unreachable": _("The picture {file} cannot be shown by this browser.").format(
                    file=self.path.name
                ),
            },
            attached={"basemap": base64.b64encode(self.path.read_bytes()).decode()},
        )


def picture(path: Path, kind: str, bounds: Box | None) -> Picture:
    """Place a picture.

    Parameters
    ----------
    path
        The file.
    kind
        ``png`` or ``jpeg``.
    bounds
        West, south, east and north in degrees; ``None`` where a world file places it.

    Returns
    -------
    Picture
        The base map.

    Raises
    ------
    InputError
        If it is too large, or nothing says where it lies.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            _("{file} is larger than {limit} MB; cut it, or make MBTiles of it.").format(
                file=path, limit=MOST_BYTES >> 20
            )
        )
    if bounds:
        west, south, east, north = bounds
        return Picture(path, kind, [[north, west], [north, east], [south, west]])
    return Picture(path, kind, _corners(path, kind)[:, ::-1].round(7).tolist())


def _corners(path: Path, kind: str) -> Points:
    world = next(
        (file for ending in _WORLD_FILES[kind] if (file := path.with_suffix(ending)).is_file()), None
    )
    if world is None:
        raise InputError(
            _(
                "{file} does not say where it lies: put its world file ({example}) beside it, "
                "or give --bounds WEST,SOUTH,EAST,NORTH in degrees."
            ).format(file=path, example=path.with_suffix(_WORLD_FILES[kind][0]).name)
        )
    width, height = _size(path, kind)
    try:
        a, d, b, e, c, f = (float(line) for line in world.read_text(encoding="ascii").split())
    except ValueError as error:
        raise InputError(_("{file} is no world file: it needs six numbers.").format(file=world)) from error
    # A world file places the middle of the first pixel.
    pixels = np.array([[-0.5, -0.5], [width - 0.5, -0.5], [-0.5, height - 0.5]])
    plane = np.column_stack([pixels @ [a, b] + c, pixels @ [d, e] + f])
    return _degrees(plane, path, world)


def _degrees(plane: Points, path: Path, world: Path) -> Points:
    """Bring the corners to degrees: by the .prj beside the picture, else by the only grid that fits here."""
    projection = path.with_suffix(".prj")
    try:
        if projection.is_file():
            crs = CRS.from_wkt(projection.read_text(encoding="utf-8"))
            made = Transformer.from_crs(crs, STORAGE_EPSG, always_xy=True).transform(plane[:, 0], plane[:, 1])
            return np.column_stack(made)
    except (CRSError, ProjError, UnicodeDecodeError) as error:
        raise InputError(
            _("{file} names no coordinate system that can be read.").format(file=projection)
        ) from error
    envelope = district.current().envelope
    for epsg in candidate_epsgs(envelope):
        lonlat = transform(plane, epsg, STORAGE_EPSG)
        if np.isfinite(lonlat).all() and envelope.covers(lonlat[1:].mean(axis=0, keepdims=True)).all():
            return lonlat
    raise InputError(
        _(
            "{file} places the picture outside the district in every grid that is used here; put the .prj of "
            "its coordinate system beside it, or give --bounds WEST,SOUTH,EAST,NORTH in degrees."
        ).format(file=world)
    )


def _size(path: Path, kind: str) -> tuple[int, int]:
    data = path.read_bytes()
    if kind == "png" and len(data) >= 24:
        return unpack(">II", data[16:24])
    at = 2
    while kind == "jpeg" and at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            height, width = unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    raise InputError(_("{file} is damaged: it does not tell its size.").format(file=path))
