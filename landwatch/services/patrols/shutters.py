"""What is known of the moment of a photograph, laid beside its name in the visit: by phone and by camera."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from landwatch.formats.exif import read_exif
from landwatch.registry import ContentGone, Held, Register
from landwatch.services.contracts.reviewing import Photo

__all__ = ["shutter_said", "with_shutter"]

_DEGREES = 7  # places: a centimetre


def shutter_said(
    *,
    taken_at: datetime | None,
    place: tuple[float, float] | None,
    accuracy_m: float | None,
    located_at: datetime | None,
    heading: float | None,
) -> Mapping[str, str]:
    """Write down what a phone knew at the shutter, as a visit keeps it.

    Parameters
    ----------
    taken_at
        When, by the clock of the phone.
    place
        Longitude and latitude in degrees, as the phone told them.
    accuracy_m
        Metres, as the phone told them.
    located_at
        When the phone found that place.
    heading
        Degrees from north, clockwise.

    Returns
    -------
    Mapping
        Texts; what is not known is left out.
    """
    said = {
        "taken_at": _text(taken_at),
        "lon": None if place is None else f"{place[0]:.{_DEGREES}f}",
        "lat": None if place is None else f"{place[1]:.{_DEGREES}f}",
        "accuracy_m": None if accuracy_m is None else f"{accuracy_m:.0f}",
        "located_at": _text(located_at),
        "heading": None if heading is None else f"{heading:.0f}",
    }
    return {name: text for name, text in said.items() if text is not None}


def with_shutter(photo: Photo, register: Register, known: Sequence[Held]) -> Photo:
    """Add what the camera wrote into a photograph, and whether the register has the same file already.

    Parameters
    ----------
    photo
        The photograph, with what the phone said of it.
    register
        The register.
    known
        What it holds about persons.

    Raises
    ------
    RegisterError
        If it cannot be read.
    """
    exif = read_exif(photo.content)
    said = {
        "exif_at": _text(exif.taken_at),
        "exif_lon": None if exif.lon is None else f"{exif.lon:.{_DEGREES}f}",
        "exif_lat": None if exif.lat is None else f"{exif.lat:.{_DEGREES}f}",
        "repeats": _repeated(photo.content, register, known),
    }
    return replace(
        photo, said={**photo.said, **{name: text for name, text in said.items() if text is not None}}
    )


def _repeated(content: bytes, register: Register, known: Sequence[Held]) -> str | None:
    """The item that holds the same bytes; the first, if there are several."""
    for held in known:
        if held.item.size == len(content) and held.destruction is None:
            try:
                _held, before = register.personal_content(held.item.item)
            except ContentGone:
                continue  # destroyed meanwhile
            if before == content:
                return held.item.item
    return None


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="seconds")
