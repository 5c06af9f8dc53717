"""What a phone needs for a day on the land: the list, with boundaries, agreed days and last visits."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.catalogue import field_in, photo_item, words_of
from landwatch.formats.sketches import MOST_POINTS
from landwatch.incoming import FILE_KINDS, LARGEST_PIECE, LARGEST_RECORD
from landwatch.measures.figures.periods import quarter_days
from landwatch.measures.patrols.plan import plan
from landwatch.measures.patrols.proposals import PROPOSABLE
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.route import route
from landwatch.measures.patrols.stages import load_stages
from landwatch.measures.patrols.visits import visits
from landwatch.rules import Assessment
from landwatch.rules.wording import EVENTS
from landwatch.services.field.area_map import area_of
from landwatch.services.field.receipts import Sender
from landwatch.services.patrols.plans import Plan
from landwatch.services.patrols.visit import ANSWERS

__all__ = ["day_of", "forms", "tasks_of"]

_PLACES = 7  # of a degree: a centimetre
_LAST_PHOTOS = 3  # of a contract
_AGREED = {
    "agreed_commencement": "agreed_commencement",
    "agreed_completion": "agreed_completion",
    "commencement_due": "effective_commencement_due",
    "completion_due": "completion_due",
}
_VALUES = ("works", "done_share", "permits", "weather", "note", "not_checked")


def day_of(assessment: Assessment, roster: Roster, person: Sender) -> dict[str, Any]:
    """Put everything together that a person takes along on the judged day.

    Parameters
    ----------
    assessment
        The judged contracts, cut to what the person sees.
    roster
        Who has which cluster.
    person
        Who goes.

    Returns
    -------
    dict
        JSON values: the person, the day, the list as :func:`tasks_of` gives it without photographs, the
        forms, and the map of the area.
    """
    return {
        "login": person.login,
        "person": person.name,
        "on": assessment.on.isoformat(),
        "items": tasks_of(assessment, roster, (person.login, person.name)),
        "forms": forms(),
        "map": {"area": area_of(assessment), "ground": None},
    }


def tasks_of(
    assessment: Assessment, roster: Roster, names: Collection[str], *, photos: bool = False
) -> list[dict[str, Any]]:
    """List the contracts that somebody has to visit on the judged day, what is overdue longest first.

    Parameters
    ----------
    assessment
        The judged contracts, cut to what the person sees.
    roster
        Who has which cluster.
    names
        What the person is called on the roster.
    photos
        Whether photographs are named, which are personal data.

    Returns
    -------
    list of dict
        JSON values: contract, its place on the way as the list on paper has it, why it is to be visited and
        until when, parcels with their boundaries (GeoJSON, longitude and latitude on CGCS2000), agreed days,
        what the last visit said, and the newest photographs.
    """
    on = assessment.on
    quarter = quarter_days(on.year, (on.month + 2) // 3)
    lines = Plan(assessment, *quarter, plan(assessment, roster, *quarter)).due().lines
    mine = lines[lines["goes"].isin(list(names))]
    way = route(assessment.snapshot, mine["contract_no"].unique()).contract_nos
    made = visits(assessment)
    made = made[made["contract_no"].isin(mine["contract_no"])]
    last = made.groupby("contract_no").tail(1)
    before = {row["contract_no"]: _visit(row) for row in last.to_dict("records")}
    pictures = _last_photos(made) if photos else {}
    stages = {stage.name: stage.label for stage in load_stages(on)}
    found = []
    for contract_no, rows in mine.sort_values("until", kind="stable").groupby("contract_no", sort=False):
        told = _contract(assessment, str(contract_no))
        told["route"] = way.index(str(contract_no)) + 1
        told["due"] = [_due(row, stages) for row in rows.to_dict("records")]
        told["last_visit"] = before.get(str(contract_no))
        told["last_photos"] = pictures.get(str(contract_no), [])
        found.append(told)
    return found


def _due(row: Mapping[Any, Any], stages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "stage": row["stage"],
        "label": stages.get(row["stage"], row["stage"]),
        "opens": _day(row["opens"]),
        "until": _day(row["until"]),
        "state": row["state"],
    }


def _contract(assessment: Assessment, contract_no: str) -> dict[str, Any]:
    row = assessment.contracts.loc[contract_no]
    shares = assessment.snapshot.contract_parcels
    numbers = shares.loc[shares["contract_no"] == contract_no, "parcel_no"]
    parcels = assessment.snapshot.parcels
    mine = parcels[parcels["parcel_no"].isin(numbers)]
    return {
        "contract_no": contract_no,
        "cluster": _text(row["cluster"]),
        "project": _text(row["project_name"]),
        "holder": _text(row["current_holder"]) or _text(row["holder"]),
        "parcels": [
            {"parcel_no": number, "name": _text(name), "boundary": _boundary(shape)}
            for number, name, shape in zip(mine["parcel_no"], mine["name"], mine["geometry"], strict=True)
        ],
        "days": {told: _day(row[column]) for told, column in _AGREED.items()},
    }


def _visit(row: Mapping[Any, Any]) -> dict[str, Any]:
    said = row["details"]
    values = {name: said[name] for name in _VALUES if name in said}
    answers = {
        name: {"yes": said[name], "reason": said.get(f"{name}_reason")} for name in ANSWERS if name in said
    }
    return {"on": _day(row["day"]), "person": row["person"], **values, "answers": answers}


def _last_photos(made: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The newest photographs of each contract: item and day, the newest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in made.iloc[::-1].to_dict("records"):
        taken = [
            {"item": photo_item(photo), "taken_on": _day(row["day"])}
            for photo in row["details"].get("photos") or ()
        ]
        before = found.setdefault(str(row["contract_no"]), [])
        before += taken[: _LAST_PHOTOS - len(before)]
    return found


def forms() -> dict[str, Any]:
    """Give what a phone needs to draw its forms, with the limits of what it may send.

    Returns
    -------
    dict
        JSON values; every word in both languages.
    """
    questions = {name: field_in("event", name) for name in ANSWERS}
    return {
        "stages": [{"code": code, "zh": word.zh, "en": word.en} for code, word in words_of("works").items()],
        "questions": [
            {"code": name, "zh": field.zh, "en": field.en} for name, field in questions.items() if field
        ],
        "proposable": [
            {"code": fact.value, "zh": EVENTS[fact.value][0], "en": EVENTS[fact.value][1]}
            for fact in PROPOSABLE
        ],
        "limits": {
            "record_bytes": LARGEST_RECORD,
            "photos": FILE_KINDS["photo"].most,
            "blob_bytes": FILE_KINDS["photo"].largest,
            "voices": FILE_KINDS["voice"].most,
            "voice_bytes": FILE_KINDS["voice"].largest,
            "sketches": FILE_KINDS["sketch"].most,
            "sketch_bytes": FILE_KINDS["sketch"].largest,
            "sketch_points": MOST_POINTS,
            "piece_bytes": LARGEST_PIECE,
        },
    }


def _boundary(shape: BaseGeometry | None) -> dict[str, Any] | None:
    if shape is None or shape.is_empty:
        return None
    rounded = shapely.transform(shape, lambda points: np.round(points, _PLACES))
    return dict(json.loads(shapely.to_geojson(rounded)))


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _day(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else f"{value:%Y-%m-%d}"
