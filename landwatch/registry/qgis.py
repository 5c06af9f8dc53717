"""Styles as QGIS writes them (QML): rules, patterned fills, outlines, labels, from the looks of the maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml

__all__ = ["Rule", "add_drawing", "printed", "qml"]

Look = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which features are drawn in which look.

    Attributes
    ----------
    label
        What the legend of QGIS prints.
    where
        An expression of QGIS; every rule that holds draws, in the order of the rules.
    look
        A look of ``style.yaml``: an area, a line, the hatching of idle land, or a dot with its ``size``.
    """

    label: str
    where: str
    look: Look


def qml(rules: Sequence[Rule], label: str, headings: Mapping[str, str] | None = None) -> str:
    """Write the style of a layer.

    Parameters
    ----------
    rules
        What is drawn how.
    label
        An expression of QGIS for the text on each feature.
    headings
        What the tables and forms of QGIS print for columns, by name of the column; others keep their name.

    Returns
    -------
    str
        The XML of a QML file.
    """
    categories = "Symbology|Labeling|Fields"
    root = Xml.Element("qgis", version="3.22.0", styleCategories=categories, labelsEnabled="1")
    add_drawing(root, rules, label)
    aliases = Xml.SubElement(root, "aliases")
    for position, (field, name) in enumerate((headings or {}).items()):
        Xml.SubElement(aliases, "alias", field=field, name=name, index=str(position))
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + printed(root)


def add_drawing(layer: Xml.Element, rules: Sequence[Rule], label: str) -> None:
    """Say in the element of a layer how its features are drawn and labelled.

    Parameters
    ----------
    layer
        The element, of a style or of a project.
    rules
        What is drawn how.
    label
        An expression of QGIS for the text on each feature.
    """
    renderer = Xml.SubElement(layer, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0")
    listed = Xml.SubElement(renderer, "rules", key="{landwatch}")
    symbols = Xml.SubElement(renderer, "symbols")
    for number, rule in enumerate(rules):
        named = {"key": f"{{landwatch-{number}}}", "symbol": str(number), "label": rule.label}
        Xml.SubElement(listed, "rule", named, filter=rule.where)
        symbol = _symbol(symbols, "marker" if "size" in rule.look else "fill", str(number))
        for kind, options, inner in _fills(rule.look):
            _symbol_layer(symbol, kind, options, inner)
    _labels(layer, label)


def printed(root: Xml.Element) -> str:
    """Write XML with one element a line.

    Parameters
    ----------
    root
        The outermost element.

    Returns
    -------
    str
        The text.
    """
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode")


Options = dict[str, str]
_Layer = tuple[str, Options, tuple[str, str, Options] | None]


def _fills(look: Look) -> Iterable[_Layer]:
    if "hatch" in look:
        yield from _hatching(look)
        return
    if "size" in look:
        dot = {"name": "circle", "color": _rgba(look["fill"]), "outline_color": _rgba(look["outline"])}
        yield (
            "SimpleMarker",
            dot | _pixels("outline_width", look["width"]) | _pixels("size", look["size"]),
            None,
        )
        return
    if "fill" in look:
        yield "SimpleFill", {"color": _rgba(look["fill"]), "style": "solid", "outline_style": "no"}, None
    if look.get("pattern"):
        yield from _pattern(look["pattern"])
    line = {"line_color": _rgba(look["outline"]), "line_style": "solid"} | _pixels(
        "line_width", look["width"]
    )
    if look.get("dash"):
        line |= {
            "use_custom_dash": "1",
            "customdash": look["dash"].replace(" ", ";"),
            "customdash_unit": "Pixel",
        }
    yield "SimpleLine", line, None


def _hatching(look: Look) -> Iterable[_Layer]:
    """Idle land: a dark line with a light one beside it, so that it shows on every fill."""
    for place, colour in enumerate((look["hatch"], look["halo"])):
        shifted = _pixels("offset", place * look["hatch_width"])
        yield _lines(45, look["spacing"], look["hatch_width"], colour, shifted)


def _pattern(pattern: Look) -> Iterable[_Layer]:
    spacing, width, colour = pattern["spacing"], pattern["width"], pattern["colour"]
    if pattern["kind"] == "dots":
        dot = {"name": "circle", "color": _rgba(colour), "outline_style": "no"} | _pixels("size", width)
        apart = _pixels("distance_x", spacing) | _pixels("distance_y", spacing)
        yield "PointPatternFill", apart, ("marker", "SimpleMarker", dot)
        return
    angle = pattern["angle"]
    for turned in (angle, angle + 90) if pattern["kind"] == "cross" else (angle,):
        yield _lines(turned, spacing, width, colour, {})


def _lines(angle: float, spacing: float, width: float, colour: str, more: Options) -> _Layer:
    line = {"line_color": _rgba(colour), "line_style": "solid"} | _pixels("line_width", width)
    return (
        "LinePatternFill",
        {"angle": str(angle)} | _pixels("distance", spacing) | more,
        ("line", "SimpleLine", line),
    )


def _symbol(parent: Xml.Element, kind: str, name: str) -> Xml.Element:
    return Xml.SubElement(parent, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1")


def _symbol_layer(
    symbol: Xml.Element, kind: str, options: Options, inner: tuple[str, str, Options] | None
) -> None:
    number = sum(child.tag == "layer" for child in symbol)
    layer = Xml.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    for name, value in options.items():
        Xml.SubElement(layer, "prop", k=name, v=value)
    if inner:
        inner_kind, inner_class, inner_options = inner
        below = _symbol(layer, inner_kind, f"@{symbol.get('name')}@{number}")
        _symbol_layer(below, inner_class, inner_options, None)


def _labels(root: Xml.Element, shown: str) -> None:
    labeling = Xml.SubElement(root, "labeling", type="simple")
    settings = Xml.SubElement(labeling, "settings", calloutType="simple")
    style = Xml.SubElement(settings, "text-style", fieldName=shown, isExpression="1", fontSize="9")
    Xml.SubElement(style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255,255")
    Xml.SubElement(settings, "placement", placement="1")


def _pixels(name: str, value: float) -> Options:
    return {name: str(value), f"{name}_unit": "Pixel"}


def _rgba(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"{red},{green},{blue},255"
