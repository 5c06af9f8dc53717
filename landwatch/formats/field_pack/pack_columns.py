"""What a pack holds: its layers, their columns, and how the form asks for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from landwatch.catalogue import field_in, words_of
from landwatch.i18n import gettext as _

__all__ = ["GEOPACKAGE", "PHOTOGRAPHS", "PROJECT", "QUESTIONS", "Column", "Layer", "layer_id", "layers_for"]

GEOPACKAGE, PROJECT, PHOTOGRAPHS = "patrol.gpkg", "patrol.qgs", "DCIM"
"""Names of what lies in a pack: data, project, and the folder into which QField puts photographs."""
QUESTIONS = ("reported", "begun", "developed", "finished")
"""The questions of the official form, as columns."""

# What QField knows of the receiver; a mark that was set by hand has none of it.
_AT_SHUTTER = {
    "taken_at": "format_date(now(), 'yyyy-MM-dd HH:mm:ss')",
    "lon": "x(coalesce(@gnss_coordinate, @position_coordinate))",
    "lat": "y(coalesce(@gnss_coordinate, @position_coordinate))",
    "accuracy_m": "coalesce(@gnss_horizontal_accuracy, @position_horizontal_accuracy)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a layer, and how it is asked for.

    Attributes
    ----------
    name, kind
        Its name, and its type as Fiona writes it.
    title
        What the form calls it.
    widget, options
        Widget of QGIS and its settings; ``Hidden`` is not asked for.
    default
        An expression of QGIS for a new row.
    """

    name: str
    kind: str = "str"
    title: str = ""
    widget: str = "TextEdit"
    options: Mapping[str, Any] = field(default_factory=dict)
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer of a pack.

    Attributes
    ----------
    name, title
        Its name in the GeoPackage, and in the project.
    geometry
        Its type as Fiona writes it; ``None`` is a table.
    columns
        Its columns.
    is_filled
        Whether whoever goes fills it in; the others can only be read.
    """

    name: str
    title: str
    geometry: str
    columns: Sequence[Column]
    is_filled: bool = False


def layer_id(name: str) -> str:
    """Give what the project calls a layer; QGIS takes no name of ten characters or fewer.

    Parameters
    ----------
    name
        Its name in the GeoPackage.
    """
    return f"landwatch_{name}"


def layers_for(login: str) -> tuple[Layer, ...]:
    """Give the layers of a pack in the current language, the topmost first.

    Parameters
    ----------
    login
        Whose pack it is: each visit bears it.
    """
    return (
        Layer(name="visits", title=_("Visits"), geometry="Point", columns=(*_visit(login),), is_filled=True),
        Layer(name="photos", title=_("Photographs"), geometry="None", columns=_photo(), is_filled=True),
        Layer(name="tasks", title=_("To be visited"), geometry="Point", columns=_task()),
        Layer(name="parcels", title=_("Boundaries of parcels"), geometry="MultiPolygon", columns=_parcel()),
    )


def _visit(login: str) -> Sequence[Column]:
    quoted = login.replace("'", "''")
    return (
        Column(name="uuid", widget="Hidden", default="uuid('WithoutBraces')"),
        Column(name="login", widget="Hidden", default=f"'{quoted}'"),
        Column(name="recorded_at", widget="Hidden", default=_AT_SHUTTER["taken_at"]),
        Column(name="contract_no", title=_("Contract"), widget="ValueRelation", options=_of_tasks()),
        Column(name="other_contract", title=_("A contract that is not on the list")),
        Column(
            name="stage",
            title=_("Stage of works"),
            widget="ValueMap",
            options={"map": [{word.label: code} for code, word in words_of("works").items()]},
        ),
        Column(
            name="done_percent",
            kind="int32",
            title=_("Share done, in percent"),
            widget="Range",
            options={"Min": 0, "Max": 100, "Step": 5, "AllowNull": True, "Style": "SpinBox"},
        ),
        Column(name="note", title=_("Note"), options={"IsMultiline": True}),
        Column(name="not_checked", title=_("Why it could not be checked")),
        *(column for question in QUESTIONS for column in _question(question)),
        Column(name="weather", title=_("Weather")),
        Column(name="met_name", title=_("person met")),
        Column(name="met_telephone", title=_("telephone")),
    )


def _of_tasks() -> Mapping[str, Any]:
    return {
        "Layer": layer_id("tasks"),
        "LayerName": _("To be visited"),
        "Key": "contract_no",
        "Value": "contract_no",
        "AllowNull": True,
        "AllowMulti": False,
        "OrderByValue": False,
    }


def _question(name: str) -> Sequence[Column]:
    asked = field_in("event", name)
    label = asked.label if asked else name
    answers = [{_("yes"): "yes"}, {_("no"): "no"}]
    return (
        Column(name=name, title=label, widget="ValueMap", options={"map": answers}),
        Column(name=f"{name}_reason", title=f"{label}{_(': ')}{_('Reason for the no')}"),
    )


def _photo() -> Sequence[Column]:
    picture = {
        "DocumentViewer": 1,
        "FileWidget": True,
        "FileWidgetButton": True,
        "RelativeStorage": 1,
        "StorageMode": 0,
        "DefaultRoot": "",
    }
    return (
        Column(name="visit", widget="Hidden"),
        Column(name="photo", title=_("Photograph"), widget="ExternalResource", options=picture),
        *(
            Column(
                name=name, kind="str" if name == "taken_at" else "float", widget="Hidden", default=expression
            )
            for name, expression in _AT_SHUTTER.items()
        ),
    )


def _task() -> Sequence[Column]:
    return (
        Column(name="place", kind="int32", title=_("No.")),
        Column(name="contract_no", title=_("Contract")),
        Column(name="holder", title=_("Holder")),
        Column(name="project", title=_("Project")),
        Column(name="parcels", title=_("Parcels")),
        Column(name="stage", title=_("What for")),
        Column(name="until", title=_("Until")),
        Column(name="state", widget="Hidden"),
        Column(name="last", title=_("Last visit")),
    )


def _parcel() -> Sequence[Column]:
    return (
        Column(name="parcel_no", title=_("Parcel")),
        Column(name="name", title=_("Name")),
        Column(name="cluster", title=_("Cluster")),
        Column(name="contract_no", title=_("Contract")),
        Column(name="state", title=_("State")),
        Column(name="idle", title=_("Idle")),
    )
