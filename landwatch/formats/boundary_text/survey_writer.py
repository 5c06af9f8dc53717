"""Parcels as survey boundary files (电子报盘 TXT), for the programs of other offices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import district, geo
from landwatch.errors import UsageError
from landwatch.formats.boundary_text.composer import compose
from landwatch.formats.boundary_text.parser import BoundaryFile, Head, ParcelText, Ring
from landwatch.formats.cells import vocabulary
from landwatch.i18n import gettext as _
from landwatch.model import Parcel
from landwatch.units import CM2_PER_HECTARE, decimal_text

__all__ = ["ENCODINGS", "Encoding", "boundary_bytes", "zone_of"]

Encoding = Literal["gbk", "utf-8"]

ENCODINGS: dict[Encoding, str] = {"gbk": "gb18030", "utf-8": "utf-8-sig"}
"""Codec by name: GBK with the characters that only GB 18030 has, UTF-8 with a byte-order mark."""

_DECIMALS = 3
_HECTARE_DECIMALS = 4
_ILLUSTRATIVE = ("", "", "", "", "示意数据")  # the last of the five further values is the remark
_CODE = re.compile(r"[0-9]{4,6}|[MW][1-3]")


def zone_of(epsg: int) -> tuple[int, bool]:
    """Give the 3-degree zone of a grid, and whether its eastings carry the zone number.

    Parameters
    ----------
    epsg
        EPSG code of a CGCS2000 3-degree Gauss-Kruger grid.

    Returns
    -------
    tuple of int and bool
        Zone number (带号), and whether it is in the eastings.

    Raises
    ------
    UsageError
        If the code is of another kind.
    """
    zones = {geo.zone_epsg(zone, prefixed=p): (zone, p) for zone in range(25, 46) for p in (True, False)}
    if epsg not in zones:
        raise UsageError(
            _(
                "--crs {epsg}: boundary files are written on a CGCS2000 grid of 3-degree zones; "
                "name one from EPSG:4513 to EPSG:4554, e.g. {here}"
            ).format(epsg=epsg, here=district.current().plane_epsg)
        )
    return zones[epsg]


def boundary_bytes(
    parcels: Sequence[Parcel], *, epsg: int, made_on: date, made_by: str, encoding: Encoding = "gbk"
) -> bytes:
    """Write parcels as a survey boundary file.

    The area is the registered one, in hectares, and stays empty where none is registered. Holes are rings 2,
    3, …; each further part of a parcel begins with a ring 1 again.

    Parameters
    ----------
    parcels
        Parcels with a boundary in EPSG:4490.
    epsg
        The CGCS2000 3-degree grid to write in.
    made_on, made_by
        The day and the office that the file names.
    encoding
        ``gbk`` for programs that know nothing else, or ``utf-8``.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    UsageError
        If the grid is of another kind, or a parcel cannot be written; names it.
    """
    zone, _prefixed = zone_of(epsg)
    attributes = {
        "格式版本号": "1.01",
        "数据产生单位": made_by,
        "数据产生日期": made_on.isoformat(),
        "坐标系": "2000国家大地坐标系",
        "几度分带": "3",
        "投影类型": "高斯克吕格",
        "计量单位": "米",
        "带号": str(zone),
        "精度": "0.001",
        "转换参数": ",,,,,,",
    }
    plane = geo.project([parcel.geometry for parcel in parcels if parcel.geometry], geo.STORAGE_EPSG, epsg)
    written = [_parcel_text(parcel, shape) for parcel, shape in zip(parcels, plane, strict=True)]
    try:
        text = compose(BoundaryFile(attributes=attributes, parcels=written), decimals=_DECIMALS)
    except ValueError as error:
        for parcel in written:
            _check(parcel)
        raise UsageError(_("the boundary file cannot be written: {reason}").format(reason=error)) from error
    return text.encode(ENCODINGS[encoding])


def _check(parcel: ParcelText) -> None:
    """Try each parcel alone, so that the one at fault is named."""
    try:
        compose(BoundaryFile(parcels=[parcel]), decimals=_DECIMALS)
    except ValueError as error:
        raise UsageError(
            _("parcel {parcel} cannot be written to a boundary file: {reason}").format(
                parcel=parcel.head.number, reason=error
            )
        ) from error


def _parcel_text(parcel: Parcel, plane: BaseGeometry) -> ParcelText:
    head = Head(
        line=0,
        count="",
        area=_hectares(parcel.registered_area_cm2),
        number=parcel.parcel_no,
        name=parcel.name or "",
        land_use=parcel.land_use or "",
        land_use_code=_land_use_code(parcel.land_use),
        more=_ILLUSTRATIVE if parcel.illustrative else (),
    )
    return ParcelText(head, rings=list(_rings(plane)))


def _hectares(area_cm2: int | None) -> str:
    if area_cm2 is None:
        return ""
    exact = decimal_text(Decimal(area_cm2) / CM2_PER_HECTARE)
    whole, _point, decimals = exact.partition(".")
    return f"{whole}.{decimals.ljust(_HECTARE_DECIMALS, '0')}"


def _land_use_code(land_use: str | None) -> str:
    if land_use is None:
        return ""
    return land_use if _CODE.fullmatch(land_use) else vocabulary.land_use_code(land_use) or ""


def _rings(plane: BaseGeometry) -> Iterator[Ring]:
    for part in shapely.get_parts(plane):
        oriented = shapely.orient_polygons(part, exterior_cw=True)
        for number, ring in enumerate((oriented.exterior, *oriented.interiors), start=1):
            # The format has the northing first.
            corners = np.round(shapely.get_coordinates(ring)[:, ::-1], _DECIMALS)
            yield Ring(number, 0, [(float(x), float(y)) for x, y in corners])
