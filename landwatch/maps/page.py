"""One self-contained HTML file: a folium map whose scripts, styles and data are all inside the page.

folium's own page loads ten files from outside. Here Leaflet travels in the page, nothing else is needed,
and a content security policy forbids the page to fetch anything or to run a script it was not written with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Figure
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from landwatch.errors import LandwatchError
from landwatch.i18n import gettext, language

__all__ = ["OfflineMap", "embedded"]

_ASSETS = Path(__file__).parent / "assets" / "leaflet"
_HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}
_OUTSIDE_JSON = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"})

_TEMPLATES = Environment(
    loader=PackageLoader("landwatch.maps"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)


class _Page(Figure):
    """The document around the map.

    folium renders whatever a macro returns a second time, as a template. Words and data that come from
    outside therefore never go through a macro: this class places them itself, once.
    """

    _template = _TEMPLATES.get_template("page.html")

    def __init__(self, title: str, body: Markup, data: Markup, scripts: Sequence[str]) -> None:
        super().__init__(title=title, height="640px")
        self.language = _HTML_LANGUAGE[language()]
        self.body = body
        self.data = data
        self.own_script = "".join(map(_read, ("common.js", *scripts)))

    def render(self, **kwargs: Any) -> str:
        for child in self._children.values():
            child.render(**kwargs)
        scripts = [_leaflet_script(), self.script.render(**kwargs), self.own_script]
        return self._template.render(
            this=self,
            kwargs=kwargs,
            style=Markup(_leaflet_style() + _read("page.css")),
            scripts=[Markup(script) for script in scripts],
            digests=[_digest(script) for script in scripts],
        )


class OfflineMap(folium.Map):
    """A folium map that asks for nothing outside its own file.

    Parameters
    ----------
    title
        Title of the document, plain text.
    template
        Template of the page's body; it places the map by `map_id` and gets `words`.
    scripts
        Names of the scripts that draw `data`, in the order in which they run.
    data
        What the script draws: JSON values.
    words
        What the body prints; escaped where it is printed.
    """

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []
    _template = _TEMPLATES.get_template("map.html")

    def __init__(
        self,
        *,
        title: str,
        template: str,
        scripts: Sequence[str],
        data: Mapping[str, Any],
        words: Mapping[str, Any],
    ) -> None:
        super().__init__(tiles=None)
        self.data = data
        # folium numbers elements at random; the same facts shall give the same file.
        self._id = "landwatch"
        self.options = {
            "attributionControl": False,
            "zoomControl": False,
            "zoomSnap": 0.5,
            "minZoom": 7,
            "maxZoom": 20,
        }
        body = _TEMPLATES.get_template(template).render(map_id=self.get_name(), _=gettext, **words)
        _Page(title, Markup(body), embedded(data), scripts).add_child(self)

    def html(self) -> str:
        """Write the whole page.

        Returns
        -------
        str
            One HTML document; the same map gives the same text.
        """
        return str(self.get_root().render())


def embedded(data: Any) -> Markup:
    """Write JSON that is safe inside a script element.

    Parameters
    ----------
    data
        JSON values.

    Returns
    -------
    markupsafe.Markup
        Compact JSON in which ``<``, ``>``, ``&`` and the Unicode line ends are written as escapes.
    """
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(plain.translate(_OUTSIDE_JSON))


def _digest(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _read(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def _asset(name: str) -> Path:
    path = _ASSETS / name
    if not path.is_file():
        raise LandwatchError(
            gettext(
                "Maps cannot be drawn: {name} is missing from this installation. "
                "Run `make install` in the project, then try again."
            ).format(name=f"maps/assets/leaflet/{name}")
        )
    return path


@cache
def _leaflet_script() -> str:
    script = _asset("leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)
    return f"/*\n{_asset('LICENSE').read_text(encoding='utf-8')}*/\n{script}"


@cache
def _leaflet_style() -> str:
    """Leaflet's style sheet with its images put in as data."""

    def inlined(link: re.Match[str]) -> str:
        image = base64.b64encode(_asset(link[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{image})"

    style = _asset("leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\((images/[\w.-]+\.png)\)", inlined, style)
