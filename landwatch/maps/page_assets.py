"""The scripts and style sheets of the pages: inside a saved page, or under a name that a server sends."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from landwatch.errors import LandwatchError
from landwatch.i18n import gettext
from landwatch.style import style

__all__ = ["FOLIUM", "LEAFLET", "LINKED", "STYLE", "built", "leaflet", "linked", "page_style"]

_ASSETS = Path(__file__).parent / "assets"

LEAFLET, FOLIUM, STYLE, LEAFLET_STYLE = "leaflet.js", "folium.js", "maps.css", "leaflet.css"
_PAGES = {"cluster.js", "compare.js", "overview.js", "tiled.js", "zone.js", "zone-tiled.js"}
LINKED = frozenset({LEAFLET, LEAFLET_STYLE, FOLIUM, STYLE, *_PAGES})
"""What the pages that a server sends link to, by name."""


def page_style() -> str:
    """Give the style sheet that all pages share, that of Leaflet included.

    Returns
    -------
    str
        CSS that links to nothing.
    """
    return _leaflet_style() + _colours() + built("page.css")


def _colours() -> str:
    """The colours of the style definition as variables, so that no style sheet writes them again."""
    looks = style()
    colours = {f"state-{name}": look["fill"] for name, look in looks["states"].items()}
    colours |= {"recognised": looks["idle"]["recognised"]["outline"]}
    return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in colours.items()) + " }\n"


@cache
def built(name: str) -> str:
    """Read a script or style sheet that was built from ``frontend``.

    Parameters
    ----------
    name
        Name of the file, e.g. ``cluster.js``.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    LandwatchError
        If the installation lacks it.
    """
    return _asset(f"pages/{name}").read_text(encoding="utf-8")


def linked(name: str) -> str:
    """Read what a page that a server sends links to.

    Parameters
    ----------
    name
        One of :data:`LINKED`.

    Returns
    -------
    str
        The script or style sheet.

    Raises
    ------
    LandwatchError
        If the installation lacks it.
    """
    if name == LEAFLET:
        return leaflet()
    if name == LEAFLET_STYLE:
        return _leaflet_style()
    return page_style() if name == STYLE else built(name)


def _asset(name: str) -> Path:
    path = _ASSETS / name
    if not path.is_file():
        raise LandwatchError(
            gettext(
                "Maps cannot be drawn: {name} is missing from this installation. "
                "Run `make install` in the project, then try again."
            ).format(name=f"maps/assets/{name}")
        )
    return path


@cache
def leaflet() -> str:
    """Read Leaflet, under its licence.

    Returns
    -------
    str
        Its script.

    Raises
    ------
    LandwatchError
        If the installation lacks it.
    """
    script = _asset("leaflet/leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)
    licence = _asset("leaflet/LICENSE").read_text(encoding="utf-8")
    return f"/*\n{licence}*/\n{script}"


@cache
def _leaflet_style() -> str:
    """Leaflet's style sheet with its images put in as data."""

    def inlined(link: re.Match[str]) -> str:
        image = base64.b64encode(_asset(f"leaflet/{link[1]}").read_bytes()).decode()
        return f"url(data:image/png;base64,{image})"

    style = _asset("leaflet/leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\((images/[\w.-]+\.png)\)", inlined, style)
