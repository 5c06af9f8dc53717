"""Web maps: the page asks for their tiles, the data stays where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landwatch.i18n import gettext as _
from landwatch.maps.basemaps.page_data import Ground

__all__ = ["GAODE", "Online", "tianditu"]


@dataclass(frozen=True)
class Online:
    """Tiles of 256 pixels in Web Mercator from one host.

    Attributes
    ----------
    name
        English name; the pages print it in their language.
    host
        The one host that is asked.
    layers
        Addresses with ``{x}``, ``{y}`` and ``{z}``, from the bottom up.
    closest
        Largest zoom of the tiles; closer views enlarge them.
    shifted
        Whether the tiles are in GCJ-02: the page then moves each of them to where it belongs.
    """

    name: str
    host: str
    layers: tuple[str, ...]
    closest: int
    shifted: bool

    def under(self, bounds: Sequence[Sequence[float]]) -> Ground:
        """Give what a page needs of it; see :class:`landwatch.maps.basemaps.Basemap`.

        Parameters
        ----------
        bounds
            Not needed: the page asks for what it shows.
        """
        credit = {
            "tianditu": _(
                "Base map: Tianditu (National Platform for Common Geospatial Information Services)"
            ),
            "gaode": _("Base map: Gaode, its tiles moved from GCJ-02"),
        }[self.name]
        told = _(
            "The base map cannot be reached ({host}). Everything else on this page works without it."
        ).format(host=self.host.removeprefix("https://"))
        return Ground(
            {
                "layers": list(self.layers),
                "closest": self.closest,
                "shifted": self.shifted,
                "credit": credit,
                "unreachable": told,
            },
            host=self.host,
        )


_TIANDITU = "https://t0.tianditu.gov.cn"
_GAODE = "https://webrd01.is.autonavi.com"
_WMTS = (
    "{host}/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)

GAODE = Online(
    name="gaode",
    host=_GAODE,
    layers=(f"{_GAODE}/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={{x}}&y={{y}}&z={{z}}",),
    closest=18,
    shifted=True,
)
"""The streets of Gaode (高德), which are drawn in GCJ-02."""


def tianditu(key: str) -> Online:
    """Give the streets and names of Tianditu (天地图), which is on CGCS2000.

    Parameters
    ----------
    key
        The user's own key. It ends up in the page, since the page asks with it.

    Returns
    -------
    Online
        The base map.
    """
    layers = tuple(_WMTS.format(host=_TIANDITU, layer=layer, key=key) for layer in ("vec", "cva"))
    return Online(name="tianditu", host=_TIANDITU, layers=layers, closest=18, shifted=False)
