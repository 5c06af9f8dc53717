"""How far each photograph of a visit can be trusted: grades A to D with reasons; none refuses anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import district
from landwatch.geo import STORAGE_EPSG, project
from landwatch.i18n import gettext as _
from landwatch.measures.patrols.shutter import Shutter
from landwatch.measures.patrols.trust_lines import GRADES, load_lines
from landwatch.snapshot import Snapshot
from landwatch.web_maps import SHIFTS, before

__all__ = ["Trust", "ground_of", "is_weak", "second_visit", "span", "trust_of"]

_TIMES = ("position_age", "age", "skew", "exif_time")
_Reason = tuple[str, str]
"""A grade, and the sentence that says why."""


@dataclass(frozen=True)
class Trust:
    """How far a photograph can be trusted.

    Attributes
    ----------
    photo, item
        Name of its file, and of the item that holds it.
    grade
        One of :data:`landwatch.measures.patrols.trust_lines.GRADES`: the worst that anything gives it.
    reasons
        What was found, the worst first, in the current language.
    """

    photo: str
    item: str
    grade: str
    reasons: tuple[str, ...]

    def sentence(self) -> str:
        """Say it in one line."""
        return _("{photo}: {grade} ({reasons})").format(
            photo=self.photo, grade=self.grade, reasons=_("; ").join(self.reasons)
        )


def trust_of(
    details: Mapping[str, Any], day: date, ground: BaseGeometry | None, snapshot: Snapshot | None = None
) -> tuple[Trust, ...]:
    """Grade the photographs of a visit.

    Parameters
    ----------
    details
        Details of the visit.
    day
        Its day: that decides which values hold.
    ground
        The parcels that were visited, EPSG:4490; ``None`` where no boundary is recorded.
    snapshot
        The facts that whoever reads may see: a photograph recorded before is named by contract and day if it
        is among them; otherwise it is one of another contract.

    Returns
    -------
    tuple of Trust
        In the order of the photographs.
    """
    return tuple(
        _trust(Shutter(photo, details, snapshot), day, ground) for photo in details.get("photos") or ()
    )


def is_weak(trusts: Sequence[Trust]) -> bool:
    """Whether a visit has photographs, and none of them is better than the worst grade.

    Parameters
    ----------
    trusts
        Of its photographs.
    """
    return bool(trusts) and all(each.grade == GRADES[-1] for each in trusts)


def second_visit() -> str:
    """Say what is asked for where photographs are weak."""
    return _("no photograph is better than D: go again before a decision rests on this visit")


def ground_of(snapshot: Snapshot, contract_no: str, parcel_no: str | None = None) -> BaseGeometry | None:
    """Find what was visited.

    Parameters
    ----------
    snapshot
        The facts.
    contract_no
        The contract.
    parcel_no
        The parcel, where the visit names one.

    Returns
    -------
    BaseGeometry or None
        The parcel, or all parcels of the contract; ``None`` where no boundary is recorded.
    """
    shares = snapshot.contract_parcels
    numbers = {parcel_no} if parcel_no else set(shares.loc[shares["contract_no"] == contract_no, "parcel_no"])
    shapes = snapshot.parcels.loc[snapshot.parcels["parcel_no"].isin(numbers), "geometry"].dropna()
    return None if shapes.empty else shapely.union_all(shapes.to_numpy())


def _trust(shutter: Shutter, day: date, ground: Any) -> Trust:
    found = sorted(_reasons(shutter, day, ground), key=lambda reason: -GRADES.index(reason[0]))
    photo = shutter.photo
    return Trust(
        photo=str(photo.get("name") or ""),
        item=str(photo.get("item") or photo.get("sha256") or ""),
        grade=found[0][0] if found else GRADES[0],
        reasons=tuple(sentence for _grade, sentence in found),
    )


def _reasons(shutter: Shutter, day: date, ground: BaseGeometry | None) -> Iterator[_Reason]:
    yield from _of_place(shutter, day, ground)
    if shutter.place is not None:
        yield from _measured("accuracy", shutter.accuracy, day)
        yield from _measured("position_age", _apart(shutter.taken_at, shutter.located_at), day)
    yield from _measured("age", _apart(shutter.taken_at, shutter.saved_at), day)
    yield from _measured("skew", None if shutter.skew is None else abs(shutter.skew), day)
    yield from _measured("exif_time", _apart(shutter.taken_at, shutter.exif_at), day)
    if shutter.place is not None and shutter.exif_place is not None:
        other = shapely.Point(shutter.exif_place)
        yield from _measured("exif_place", _metres(other, shutter.place), day)
    yield from _of_picture(shutter, day)


def _of_picture(shutter: Shutter, day: date) -> Iterator[_Reason]:
    """What the picture itself gives away."""
    if shutter.repeats:
        yield from _applying("repeated", day, before=shutter.before(shutter.repeats))
    elif shutter.alike:
        yield from _measured("alike", shutter.same_bits, day, before=shutter.before(shutter.alike))
    yield from _of_programs(shutter, day)
    if shutter.photo.get("no_camera"):
        yield from _applying("no_camera", day)
    if shutter.photo.get("manifest"):
        yield from _applying("manifest", day)


def _of_programs(shutter: Shutter, day: date) -> Iterator[_Reason]:
    terms = load_lines()["edited"].on(day)
    named = shutter.software.casefold()
    if terms is not None and any(each in named for each in terms.programs):
        yield from _applying("edited", day, program=shutter.software)
    elif shutter.photo.get("edited"):
        yield from _applying("edited", day, program=shutter.software or _("XMP history"))


def _of_place(shutter: Shutter, day: date, ground: BaseGeometry | None) -> Iterator[_Reason]:
    if shutter.place is None:
        yield from _measured("distance", None, day)
    elif ground is None:
        yield from _applying("no_boundary", day)
    else:
        away = _metres(ground, shutter.place)
        name = _shift(ground, shutter.place, away, day)
        if name is None:
            yield from _measured("distance", away, day)
        else:
            yield from _applying("shifted", day, name=name, metres=f"{away:.0f}")


def _shift(ground: BaseGeometry, place: tuple[float, float], away: float, day: date) -> str | None:
    """The web map whose shift would explain why a place is not on the parcel; it is never shifted back."""
    terms = load_lines()["distance"].on(day)
    if terms is None or away <= terms.up_to["B"]:
        return None
    return next(
        (name for name in SHIFTS if _metres(ground, before(name, *place)) <= terms.up_to["A"]),
        None,
    )


def _measured(name: str, measure: float | None, day: date, **said: str) -> Iterator[_Reason]:
    terms = load_lines()[name].on(day)
    if terms is None:
        return
    if measure is None:
        if terms.otherwise is not None:
            yield terms.otherwise, _unknown()[name]
    else:
        grade = terms.grade(measure)
        # What is as it should be is not told, but for the distance.
        if grade != GRADES[0] or name == "distance":
            told = span(measure) if name in _TIMES else f"{measure:.0f}"
            yield grade, _told()[name].format(measure=told, **said)


def _applying(line: str, day: date, **said: str) -> Iterator[_Reason]:
    terms = load_lines()[line].on(day)
    if terms is not None and terms.otherwise is not None:
        yield terms.otherwise, _told()[line].format(**said)


def span(seconds: float) -> str:
    """Write a length of time short, in the largest unit that has two digits.

    Parameters
    ----------
    seconds
        Its seconds.
    """
    units = ((86_400, _("{count} d")), (3_600, _("{count} h")), (60, _("{count} min")), (1, _("{count} s")))
    unit, text = next((each for each in units if seconds >= 2 * each[0]), units[-1])
    return text.format(count=f"{seconds / unit:.0f}")


def _told() -> Mapping[str, str]:
    return {
        "distance": _("{measure} m from the parcel"),
        "accuracy": _("position accurate to {measure} m"),
        "position_age": _("position found {measure} from the shutter"),
        "age": _("taken {measure} from when the visit was saved"),
        "skew": _("clock of the phone off by {measure}"),
        "exif_time": _("the photograph itself says a time {measure} away"),
        "exif_place": _("the photograph itself says a place {measure} m away"),
        "repeated": _("the same file as a photograph recorded before ({before})"),
        "alike": _("looks like a photograph recorded before ({before}): {measure} of 64 marks are the same"),
        "edited": _("bears traces of a program for pictures ({program})"),
        "no_camera": _("is of a form that no camera writes: a screenshot or a drawing"),
        "manifest": _("a manifest of its origin (C2PA) is there, not verified"),
        "shifted": _(
            "{metres} m from the parcel, but on it if the place was shifted as {name} does: looks like the "
            "coordinates of a web map; kept as it came"
        ),
        "no_boundary": _("no boundary of the parcel is recorded"),
    }


def _unknown() -> Mapping[str, str]:
    return {
        "distance": _("where it was taken is not known"),
        "accuracy": _("how accurate the position is is not known"),
        "position_age": _("when the position was found is not known"),
        "age": _("when it was taken, or the visit saved, is not known"),
        "skew": _("the clock of the phone could not be compared"),
    }


def _metres(shape: BaseGeometry, place: tuple[float, float]) -> float:
    """Plane distance on the measuring grid; 0 inside."""
    grid = district.current().measuring_epsg
    one, other = project([shape, shapely.Point(place)], STORAGE_EPSG, grid)
    return float(shapely.distance(one, other))


def _apart(one: datetime | None, other: datetime | None) -> float | None:
    """Seconds between two instants."""
    return None if one is None or other is None else abs((one - other).total_seconds())
