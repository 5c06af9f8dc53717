"""What is known of the moment of a photograph and of the picture itself, as a visit keeps it in texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from landwatch.catalogue import photo_item
from landwatch.i18n import gettext as _
from landwatch.model import EventType
from landwatch.snapshot import Snapshot

__all__ = ["Shutter"]

_BITS = 64  # of a perceptual hash
_WITH_PHOTOS = (EventType.PATROL, EventType.REVIEW)


class Shutter:
    """What is known of a photograph; what cannot be read is not known.

    Parameters
    ----------
    photo
        What the details of the visit say of it.
    visit
        The details of the visit.
    snapshot
        The facts that whoever reads may see; ``None`` for none.
    """

    def __init__(self, photo: Mapping[str, Any], visit: Mapping[str, Any], snapshot: Snapshot | None) -> None:
        self.photo, self._snapshot = photo, snapshot
        self.taken_at = _instant(photo.get("taken_at")) or _instant(photo.get("exif_at"))
        self.exif_at = _instant(photo.get("exif_at")) if photo.get("taken_at") else None
        self.exif_place = _place(photo, "exif_lon", "exif_lat")
        self.place = _place(photo, "lon", "lat") or self.exif_place
        self.accuracy = _number(photo.get("accuracy_m"))
        self.located_at = _instant(photo.get("located_at"))
        self.saved_at = _instant(visit.get("phone_at"))
        self.skew = _number(visit.get("phone_skew"))
        self.repeats = str(photo.get("repeats") or "")
        self.alike = str(photo.get("alike") or "")
        bits = _number(photo.get("alike_bits"))
        self.same_bits = None if bits is None else _BITS - bits
        self.software = str(photo.get("software") or "")

    def before(self, item: str) -> str:
        """Say of which contract and day a photograph is, as far as whoever reads may know.

        Parameters
        ----------
        item
            The item that holds it.
        """
        taken = None if self._snapshot is None else _taken(self._snapshot, item)
        if taken is None:
            return _("another contract")
        return _("{contract}, {day}").format(contract=taken[0], day=taken[1].isoformat())


def _taken(snapshot: Snapshot, item: str) -> tuple[str, date] | None:
    """Contract and day of the visit or review that has a photograph."""
    events = snapshot.events
    named = events["type"].isin(_WITH_PHOTOS) & events["details"].str.contains(item, regex=False, na=False)
    for row in events.loc[named, ["contract_no", "day", "details"]].to_dict("records"):
        if any(photo_item(photo) == item for photo in json.loads(row["details"]).get("photos") or ()):
            return str(row["contract_no"]), row["day"].date()
    return None


def _place(photo: Mapping[str, Any], lon: str, lat: str) -> tuple[float, float] | None:
    east, north = _number(photo.get(lon)), _number(photo.get(lat))
    if east is None or north is None or abs(east) > 180 or abs(north) > 90:
        return None
    return east, north


def _number(given: Any) -> float | None:
    try:
        found = float(given)
    except (TypeError, ValueError):
        return None
    return found if abs(found) < 1e12 else None


def _instant(given: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
