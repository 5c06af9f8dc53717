"""The pack for QField of a person: parcels, the list of the day, an empty layer of visits, a project."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import shapely
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.formats.field_pack import GEOPACKAGE, PHOTOGRAPHS, PROJECT, project_xml, write_layers
from landwatch.formats.field_pack.pack_columns import layers_for
from landwatch.formats.field_pack.pack_layers import Rows
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.measures.flagged import check_cluster
from landwatch.measures.land_states import land_states
from landwatch.measures.patrols.route import Stop, route
from landwatch.registry.qgis import Rule
from landwatch.rules import Assessment, Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.services.assessing.seeing import seen
from landwatch.services.field.day_out import tasks_of
from landwatch.services.field.receipts import Sender
from landwatch.services.patrols.rostering import roster_of
from landwatch.style import style

__all__ = ["WrittenPack", "write_pack"]

_AROUND = 0.002  # of a degree around the parcels, so that none lies at the edge


@dataclass(frozen=True)
class WrittenPack:
    """What was written.

    Attributes
    ----------
    path
        The archive.
    contract_nos
        The contracts on the list, in the order of the way.
    parcels
        Number of parcels with a boundary.
    """

    path: Path
    contract_nos: Sequence[str]
    parcels: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"path": str(self.path), "contracts": list(self.contract_nos), "parcels": self.parcels}


def write_pack(
    database: str,
    out: Path,
    person: Sender,
    on: date,
    conventions: Conventions | None = None,
    *,
    cluster: str | None = None,
    speech: Language = "zh",
    replace: bool = False,
) -> WrittenPack:
    """Write what a person takes along in QField.

    Parameters
    ----------
    database
        URL of the register.
    out
        The archive.
    person
        Who goes; the pack holds nothing of land that they do not see.
    on
        The day.
    conventions
        What the rules leave open; the due days depend on it.
    cluster
        Only this cluster.
    speech
        Language of layers and forms.
    replace
        Whether a file that is there may be replaced.

    Raises
    ------
    UsageError
        If the file is no archive or is there already, or the person sees no such cluster or no parcel.
    RegisterError
        If the register cannot be read.
    """
    if out.suffix.lower() != ".zip":
        raise UsageError(_("{path}: name a file that ends in .zip").format(path=out))
    land = seen(assess_register(database, on, conventions), person.clusters)
    if cluster is not None:
        check_cluster(land.snapshot.clusters["name"], cluster)
        land = seen(land, frozenset({cluster}))
    tasks = tasks_of(land, roster_of(database), (person.login, person.name))
    with speaking(speech):
        parcels = [*_parcels(land)]
        if not parcels:
            raise UsageError(
                _(
                    "{person} sees no parcel with a boundary there; landwatch person list names the clusters"
                ).format(person=person.login)
            )
        found = {task["contract_no"]: task for task in tasks}
        way = route(land.snapshot, found)
        stops = {stop.contract_no: stop for stop in way.stops}
        listed = [
            _task(place, found[number], stops.get(number)) for place, number in enumerate(way.contract_nos, 1)
        ]
        with put_in_place(out, replace=replace) as draft:
            _pack(draft, person, on, {"tasks": listed, "parcels": parcels})
    return WrittenPack(out, way.contract_nos, len(parcels))


def _pack(archive: Path, person: Sender, on: date, rows: Mapping[str, Rows]) -> None:
    layers = layers_for(person.login)
    shapes = [shape for shape, _values in rows["parcels"]]
    west, south, east, north = shapely.total_bounds(shapes)
    project = project_xml(
        layers,
        _rules(),
        title=_("Patrol of {person}").format(person=f"{person.name} {on.isoformat()}"),
        bounds=(west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND),
    )
    with (
        TemporaryDirectory(prefix="landwatch-") as scratch,
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        write_layers(Path(scratch) / GEOPACKAGE, layers, rows)
        packed.write(Path(scratch) / GEOPACKAGE, GEOPACKAGE)
        packed.writestr(PROJECT, project)
        packed.writestr(f"{PHOTOGRAPHS}/", "")


def _parcels(land: Assessment) -> Iterator[tuple[BaseGeometry, Mapping[str, Any]]]:
    states = land_states(land)
    contracts = states.holdings.drop_duplicates("parcel_no").set_index("parcel_no")["contract_no"]
    for parcel_no, row in states.parcels[states.parcels["drawn"]].iterrows():
        idle = row["idle"]
        yield (
            _many(row["geometry"]),
            {
                "parcel_no": str(parcel_no),
                "name": _text(row["name"]),
                "cluster": _text(row["cluster"]),
                "contract_no": _text(contracts.get(parcel_no)),
                "state": state_label(row["state"]),
                "idle": None if pd.isna(idle) else idle_label(idle),
            },
        )


def _many(shape: BaseGeometry) -> BaseGeometry:
    return MultiPolygon(shapely.get_parts(shapely.force_2d(shape)).tolist())


def _task(
    place: int, task: Mapping[str, Any], stop: Stop | None
) -> tuple[BaseGeometry | None, Mapping[str, Any]]:
    due, last = task["due"][0], task["last_visit"]
    return (
        None if stop is None else Point(stop.lon, stop.lat),
        {
            "place": place,
            "contract_no": task["contract_no"],
            "holder": task["holder"],
            "project": task["project"],
            "parcels": "、".join(parcel["parcel_no"] for parcel in task["parcels"]),
            "stage": "、".join(each["label"] for each in task["due"]),
            "until": due["until"],
            "state": due["state"],
            "last": last and " ".join(filter(None, [last["on"], last.get("note")])),
        },
    )


def _rules() -> dict[str, list[Rule]]:
    looks = style()
    states = [
        Rule(state_label(each), _is("state", state_label(each)), looks["states"][each]) for each in State
    ]
    marks = [Rule(idle_label(each), _is("idle", idle_label(each)), looks["idle"][each]) for each in Idle]
    dots = looks["field_pack"]
    return {
        "visits": [Rule(_("Visits"), "", dots["visit"])],
        "tasks": [
            Rule(_("overdue"), _is("state", "overdue"), dots["overdue"]),
            Rule(_("To be visited"), _is("state", "open"), dots["open"]),
        ],
        "parcels": [*states, *marks],
    }


def _is(column: str, value: str) -> str:
    return f"\"{column}\" = '{value}'"


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
