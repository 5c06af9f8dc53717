"""One self-contained HTML file: a folium map whose scripts, styles and data are all inside the page.

folium's own page loads ten files from outside. Here Leaflet travels in the page, nothing else is needed,
and a content security policy forbids the page to fetch anything or to run a script it was not written with.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import folium
from branca.element import Figure
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from landwatch import district
from landwatch.characters import json_text, shown
from landwatch.i18n import gettext, language
from landwatch.maps.basemaps.page_data import Ground
from landwatch.maps.page_assets import FOLIUM, LEAFLET, built, leaflet, page_style

__all__ = ["HTML_LANGUAGE", "TEMPLATES", "Around", "OfflineMap", "Parts", "Sent", "digest", "embedded"]

HTML_LANGUAGE = {"zh": "zh-CN", "en": "en"}
_OUTSIDE_JSON = {c: f"\\u{ord(c):04x}" for c in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}

TEMPLATES = Environment(
    loader=PackageLoader("landwatch.maps"),
    autoescape=True,
    finalize=shown,
    undefined=StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)


class _Page(Figure):
    """The document around the map.

    folium renders whatever a macro returns a second time, as a template. Words and data that come from
    outside therefore never go through a macro: this class places them itself, once.
    """

    _template = TEMPLATES.get_template("page.html")

    def __init__(
        self,
        title: str,
        body: Markup,
        data: Mapping[str, Any],
        script: str,
        attached: Mapping[str, str],
        host: str | None,
    ) -> None:
        super().__init__(title=title, height="640px")
        self.language = HTML_LANGUAGE[language()]
        self.body = body
        self.values = data
        self.host = host
        self.script_name = script
        self.attached = Markup("").join(
            Markup('<script type="text/plain" id="attached-{}">{}</script>\n').format(name, Markup(text))
            for name, text in attached.items()
        )

    @property
    def data(self) -> Markup:
        """What the scripts draw, as JSON."""
        return embedded(self.values)

    def render(self, **kwargs: Any) -> str:
        scripts = self.scripts(**kwargs)
        return self._template.render(
            this=self,
            kwargs=kwargs,
            style=Markup(page_style()),
            scripts=[Markup(script) for script in scripts],
            digests=[digest(script) for script in scripts],
        )

    def scripts(self, **kwargs: Any) -> list[str]:
        """The texts of the scripts, in the order in which they run."""
        for child in self._children.values():
            child.render(**kwargs)
        return [leaflet(), built(FOLIUM), self.script.render(**kwargs), built(self.script_name)]


@dataclass(frozen=True, slots=True)
class Parts:
    """A page in pieces.

    Attributes
    ----------
    title
        Title of the document, plain text.
    body
        Its body as HTML.
    data
        What its scripts draw, as JSON that is safe inside a script element.
    scripts
        The texts of its scripts, in the order in which they run.
    host
        Where it asks for the images of its base map; ``None`` where it asks nobody.
    """

    title: str
    body: str
    data: str
    scripts: tuple[str, ...]
    host: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A page for a server, which puts it into a document of its own and sends the scripts by themselves.

    Attributes
    ----------
    title
        Title of the document, plain text.
    body
        The page as HTML, without scripts.
    data
        What the scripts draw, as JSON that is safe inside a script element; of the id ``landwatch-data``.
    attached
        What the scripts read when they need it, as elements that stand behind them.
    scripts
        Names of the scripts, in the order in which they run; :func:`landwatch.maps.page_assets.linked` has
        their texts.
    """

    title: str
    body: Markup
    data: Markup
    attached: Markup
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page that a server draws.

    Attributes
    ----------
    tools
        What stands below the heading: HTML as it is.
    contract, explained
        Addresses of a contract, and of :meth:`landwatch.services.maps.drawn_land.Land.explained` of it, with
        ``{no}`` where its number goes, encoded.
    seen
        Names of the clusters that the visitor sees; ``None`` where all of the zone are.
    """

    tools: Markup
    contract: str
    explained: str
    seen: tuple[str, ...] | None = None

    def pages(self) -> dict[str, str]:
        """Say to the scripts where contracts have pages, in the current language."""
        return {"address": self.contract, "explained": self.explained, "open": gettext("Open the contract")}


class OfflineMap(folium.Map):
    """A folium map that asks for nothing outside its own file.

    Parameters
    ----------
    title
        Title of the document, plain text.
    template
        Template of the page's body; it places the map by `map_id` and gets `words`.
    script
        Name of the bundle of ``frontend/src/pages`` that draws `data`.
    data
        What the script draws: JSON values.
    words
        What the body prints; escaped where it is printed.
    attached
        Base64 text by name, for what the scripts read when they need it. It stands behind the scripts, so
        that a page of many megabytes draws while it is still being read.
    options
        Options of the Leaflet map that differ from those of the other pages.
    ground
        The base map, where there is one.
    """

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []
    _template = TEMPLATES.get_template("map.html")

    def __init__(
        self,
        *,
        title: str,
        template: str,
        script: str,
        data: Mapping[str, Any],
        words: Mapping[str, Any],
        attached: Mapping[str, str] | None = None,
        options: Mapping[str, Any] | None = None,
        ground: Ground | None = None,
    ) -> None:
        super().__init__(tiles=None)
        host = ground.host if ground else None
        if ground:
            data = {**data, "basemap": ground.data}
            attached = {**(attached or {}), **ground.attached}
        self.data = data = {**data, "zone": district.current().zone}
        # folium numbers elements at random; the same facts shall give the same file.
        self._id = "landwatch"
        self.options = {
            "attributionControl": False,
            "zoomControl": False,
            "zoomSnap": 0.5,
            "minZoom": 7,
            "maxZoom": 20,
            **(options or {}),
        }
        body = TEMPLATES.get_template(template).render(map_id=self.get_name(), _=gettext, **words)
        self._page = _Page(title, Markup(body), data, script, attached or {}, host)
        self._page.add_child(self)

    def parts(self) -> Parts:
        """Take the page apart, for a document that holds several.

        Returns
        -------
        Parts
            What :meth:`html` puts together.
        """
        page = self._page
        return Parts(
            str(page.title), page.body + page.attached, str(page.data), tuple(page.scripts()), page.host
        )

    def sent(self) -> Sent:
        """Take the page apart, for a server whose pages may hold no scripts.

        Returns
        -------
        Sent
            What :meth:`html` draws; layers that were added to the map are not in it.
        """
        page = self._page
        # Nothing written by folium runs there: the scripts make the map by themselves.
        data = embedded({**self.data, "map": self.options})
        return Sent(str(page.title), page.body, data, page.attached, (LEAFLET, FOLIUM, page.script_name))

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
    text = json_text(data)
    # One after the other takes a hundredth of the time of `translate`, which looks at each character.
    for character, escape in _OUTSIDE_JSON.items():
        text = text.replace(character, escape)
    return Markup(text)


def digest(script: str) -> str:
    """Name a script in a content security policy.

    Parameters
    ----------
    script
        Its text.

    Returns
    -------
    str
        The source expression that allows this script and no other.
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
