"""Any column of an assessment on a map, for notebooks: a folium map to look at and to add layers to.

It is used like ``GeoDataFrame.explore`` of geopandas, and like all maps of landwatch it asks nothing outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from html import escape
from typing import TYPE_CHECKING, Any

import folium
import pandas as pd
from branca.element import Element

from landwatch.catalogue import field_in, label
from landwatch.errors import UsageError
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.i18n import language as current_language
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.formatting import known, mu, yuan
from landwatch.maps.page import TEMPLATES, OfflineMap
from landwatch.maps.page_files import check_names
from landwatch.maps.page_parts import bounds, map_words, shapes
from landwatch.maps.rate_classes import style
from landwatch.maps.shading import Shading, shading
from landwatch.measures.figures.states import State, idle_label, state_label
from landwatch.rules.engine import labels
from landwatch.rules.wording import STATUS, word

if TYPE_CHECKING:
    from landwatch.rules import Assessment

__all__ = ["explore"]

_TOOLTIP = ("parcel_no", "state")
_POPUP = ("parcel_no", "contract_no", "current_holder", "state", "idle", "reason", "area_cm2")


def explore(
    assessment: Assessment,
    column: str = "state",
    *,
    cluster: str | None = None,
    cmap: Sequence[str] | Mapping[Any, str] | None = None,
    vmin: float | None = None,
    vmax: float | None = None,
    tooltip: bool | Sequence[str] = True,
    popup: bool | Sequence[str] = True,
    legend: bool = True,
    style_kwds: Mapping[str, Any] | None = None,
    m: folium.Map | None = None,
    language: Language = "zh",
) -> folium.Map:
    """Draw the parcels by a column, e.g. ``assessment.explore("commencement_days")``.

    Parameters
    ----------
    assessment
        The judged contracts.
    column
        ``state`` and ``idle`` as on the cluster maps, or any column of ``assessment.contracts`` or of the
        parcels. A parcel has the values of its gravest contract in force.
    cluster
        Only the parcels of this cluster.
    cmap
        Colours like ``#rrggbb``: for numbers and days the ramp from the least to the greatest, else one a
        value, or a mapping from value to colour. Those of ``style.yaml`` where not given.
    vmin, vmax
        Ends of the ramp of a column of numbers; the least and the greatest value where not given.
    tooltip, popup
        Whether there is one, or the columns that it shows.
    legend
        Whether there is a legend.
    style_kwds
        Options of Leaflet paths that go before those of the style, e.g. ``{"weight": 3}``.
    m
        A map to draw on; a new one that works without network where not given.
    language
        Language of the words.

    Returns
    -------
    folium.Map
        Add layers to it, or let the notebook show it.

    Raises
    ------
    UsageError
        If there is no such cluster or column; the message names those there are, or close ones.
    """
    if cluster is not None:
        check_names(assessment, [cluster])
    with speaking(language):
        content = prepare(assessment)
    table = _table(content, cluster)
    for name in (column, *_columns(tooltip, ()), *_columns(popup, ())):
        _check_column(table, name)
    with speaking(language):
        drawn = _shaded(table[column], cmap, vmin, vmax)
        features = _features(
            table, drawn, _columns(tooltip, dict.fromkeys([*_TOOLTIP, column])), _columns(popup, _POPUP)
        )
        title = f"{_label(column)} · {content.on.isoformat()}"
        shown = _blank(title, table) if m is None else m
        _layer(features, title, style_kwds or {}).add_to(shown)
        if legend:
            _add_legend(shown, title, drawn, illustrative=assessment.snapshot.illustrative)
    return shown


def _table(content: MapContent, cluster: str | None) -> Any:
    """Parcels with a boundary, beside their gravest contract in force."""
    parcels = content.parcels[content.parcels["drawn"]]
    if cluster is not None:
        parcels = parcels[parcels["cluster"] == cluster]
    live = content.holdings[content.holdings["state"] != State.NO_CONTRACT].drop_duplicates("parcel_no")
    contract_of = live.set_index("parcel_no")["contract_no"].reindex(parcels.index)
    contracts = content.contracts.reindex(contract_of.to_numpy())
    own = [name for name in contracts.columns if name not in parcels.columns and name != "contract_no"]
    beside = contracts[own].set_axis(parcels.index, axis="index").assign(contract_no=contract_of)
    return parcels.join(beside)


def _columns(wanted: bool | Sequence[str], usual: Any) -> list[str]:
    if isinstance(wanted, bool):
        return list(usual) if wanted else []
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _check_column(table: Any, name: str) -> None:
    if name in table.columns and name not in ("geometry", "drawn", "rank"):
        return
    near = get_close_matches(name, table.columns, n=5, cutoff=0.4)
    raise UsageError(
        _(
            "There is no column {column}. Close to it: {near}. All of them are assessment.contracts.columns."
        ).format(column=name, near=", ".join(near) or "-")
    )


def _shaded(
    values: pd.Series, cmap: Sequence[str] | Mapping[Any, str] | None, vmin: float | None, vmax: float | None
) -> Shading:
    if values.name == "state" and cmap is None:
        looks = style()["states"]
        here = [state for state in State if state in set(values)]
        return Shading(
            values.map(lambda state: looks[state]),
            [(looks[state]["fill"], state_label(state)) for state in here],
        )
    return shading(values, lambda value: _told(str(values.name), value), cmap=cmap, least=vmin, most=vmax)


def _label(name: str) -> str:
    known_label = labels().get(name)
    if known_label is not None:
        return known_label.zh if current_language() == "zh" else known_label.en
    own = {"state": _("State of the live contract"), "idle": _("Idle land"), "reason": _("Why")}
    if name in own:
        return own[name]
    if name == "current_holder":
        return label("contract", "holder")
    # What a parcel says of itself goes before what its contract says.
    field = field_in("parcel", name) or field_in("contract", name)
    return label(field.section, field.name) if field else name


def _told(name: str, value: Any) -> str:
    """A value as people write it: areas in mu, money in yuan, days as dates, statuses in words."""
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    if not known(value):
        return _("unknown")
    if name == "state":
        return state_label(value)
    if name == "idle":
        return idle_label(value)
    if name in STATUS:
        return word(STATUS[name], str(value))
    if name.endswith("_cm2"):
        return _("{area} mu").format(area=mu(value))
    if name.endswith("_fen"):
        return yuan(value)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _features(table: Any, drawn: Shading, tooltip: list[str], popup: list[str]) -> dict[str, Any]:
    columns = {name: table[name] for name in dict.fromkeys([*tooltip, *popup])}
    rows = [[_html(_told(name, value)) for value in values] for name, values in columns.items()]
    properties = [
        {"look": look} | {name: row[number] for name, row in zip(columns, rows, strict=True)}
        for number, look in enumerate(drawn.looks)
    ]
    features = [
        {"type": "Feature", "geometry": shape, "properties": told}
        for shape, told in zip(shapes(table.geometry), properties, strict=True)
    ]
    return {
        "collection": {"type": "FeatureCollection", "features": features},
        "tooltip": tooltip,
        "popup": popup,
    }


def _html(text: str) -> str:
    """Text that stays text where folium puts it into a template, and its details into the page as HTML."""
    return _inert(escape(text))


def _inert(html: str) -> str:
    """HTML without anything that is a command to a template."""
    return html.replace("{", "&#123;").replace("}", "&#125;")


def _layer(features: dict[str, Any], title: str, own: Mapping[str, Any]) -> folium.GeoJson:
    def path(feature: dict[str, Any]) -> dict[str, Any]:
        look = feature["properties"]["look"]
        return {
            "fillColor": look["fill"],
            "fillOpacity": 0.9,
            "color": look["outline"],
            "weight": look["width"],
            "dashArray": look.get("dash"),
        } | dict(own)

    def detail(kind: Any, columns: list[str], **options: Any) -> Any:
        if not columns or not features["collection"]["features"]:
            return None
        return kind(fields=columns, aliases=[_html(_label(name)) for name in columns], **options)

    return folium.GeoJson(
        features["collection"],
        name=_html(title),
        style_function=path,
        highlight_function=lambda feature: {"weight": feature["properties"]["look"]["width"] + 2},
        tooltip=detail(folium.GeoJsonTooltip, features["tooltip"], sticky=True),
        popup=detail(folium.GeoJsonPopup, features["popup"], max_width=320),
    )


def _blank(title: str, table: Any) -> OfflineMap:
    return OfflineMap(
        title=title,
        template="explore.html",
        script="explore.js",
        data={"bounds": bounds([table.geometry]), "words": map_words()},
        words={"heading": title},
    )


def _add_legend(shown: folium.Map, title: str, drawn: Shading, *, illustrative: bool) -> None:
    legend = TEMPLATES.get_template("explore_legend.html").render(
        title=title,
        rows=drawn.legend,
        outline=style()["values"]["outline"],
        illustrative=_("Illustrative data") if illustrative else None,
    )
    figure = shown.get_root()
    figure.html.add_child(Element(_inert(legend)))  # type: ignore[attr-defined]
