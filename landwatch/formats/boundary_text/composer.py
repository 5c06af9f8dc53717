"""The text format of survey boundaries (勘测定界界址点坐标交换格式, 电子报盘), written strictly.

What :func:`compose` writes, :func:`landwatch.formats.boundary_text.parser.parse` reads as the same
content. Every ring is closed by repeating its first point, the count of a head has the closing points in
it, and every head ends in ``,@``.
"""

from __future__ import annotations

from collections.abc import Iterator

from landwatch.formats.boundary_text.parser import BoundaryFile, ParcelText, Ring

__all__ = ["compose"]

_END = "\r\n"  # the programs that read this run on Windows
_KIND = "面"


def compose(file: BoundaryFile, *, decimals: int = 3) -> str:
    """Write the text of a boundary file.

    Parameters
    ----------
    file
        Attributes in the order they are to stand, and the parcels; its faults are passed over.
    decimals
        Digits after the point of each ordinate, in metres; three are millimetres.

    Returns
    -------
    str
        The text, lines ending in CR LF.

    Raises
    ------
    ValueError
        If a value holds what the format cannot carry (a line break; a comma anywhere but in the name of a
        parcel; ``@`` at its end), or a parcel has no ring of three points.
    """
    lines = ["[属性描述]"]
    lines += [f"{_plain(key)}={_plain(value, commas=True)}" for key, value in file.attributes.items()]
    lines.append("[地块坐标]")
    for parcel in file.parcels:
        lines += _parcel(parcel, decimals)
    return _END.join(lines) + _END


def _parcel(parcel: ParcelText, decimals: int) -> Iterator[str]:
    head = parcel.head
    rings = [_closed(ring, head.number) for ring in parcel.rings]
    if not rings:
        raise ValueError(f"parcel {head.number} has no ring")
    values = (
        str(sum(map(len, rings))),
        _plain(head.area),
        _plain(head.number),
        # A comma would move the values after it; the full-width one looks the same and separates nothing.
        _plain(head.name, commas=True).replace(",", "，"),
        _KIND,
        "",
        _plain(head.land_use),
        _plain(head.land_use_code),
        *map(_plain, head.more),
    )
    yield ",".join(values) + ",@"
    number = 0
    for ring, points in zip(parcel.rings, rings, strict=True):
        first = number + 1
        for position, (x, y) in enumerate(points):
            is_closing = position == len(points) - 1
            number += not is_closing
            name = first if is_closing else number
            yield f"J{name},{ring.number},{x:.{decimals}f},{y:.{decimals}f}"


def _closed(ring: Ring, parcel_no: str) -> list[tuple[float, float]]:
    points = ring.points if ring.is_closed else [*ring.points, *ring.points[:1]]
    if len(set(points)) < 3:
        raise ValueError(f"ring {ring.number} of parcel {parcel_no} has fewer than three different points")
    return points


def _plain(value: str, *, commas: bool = False) -> str:
    if len(value.splitlines()) > 1 or value != value.strip() or value.endswith(("@", "\n", "\r")):
        raise ValueError(f"“{value}” has a line break, a blank at its edge or an @ at its end")
    if not commas and ("," in value or "，" in value):
        raise ValueError(f"“{value}” has a comma")
    return value
