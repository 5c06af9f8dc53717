"""What is known of the moment of a photograph, laid beside its name in the visit: by phone and by camera."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from landwatch.formats.exif import read_exif
from landwatch.formats.likeness import likeness_of
from landwatch.formats.picture_traces import traces_of
from landwatch.registry import Register
from landwatch.registry.personal import bytes_in
from landwatch.registry.reviewed import Pictured
from landwatch.services.contracts.reviewing import Photo

__all__ = ["shutter_said", "with_shutter"]

_DEGREES = 7  # places: a centimetre
_FAR = 16  # of 64 bits: two pictures of different things differ in half of them


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


def with_shutter(photo: Photo, register: Register, known: Sequence[Pictured]) -> Photo:
    """Add what the picture itself says, and whether the register has it, or one that looks like it, already.

    Parameters
    ----------
    photo
        The photograph, with what the phone said of it.
    register
        The register.
    known
        The photographs of visits whose perceptual hash is known.

    Raises
    ------
    RegisterError
        If it cannot be read.
    """
    content = bytes_in(photo.content)
    exif, traces = read_exif(content), traces_of(content)
    said = {
        "exif_at": _text(exif.taken_at),
        "exif_lon": None if exif.lon is None else f"{exif.lon:.{_DEGREES}f}",
        "exif_lat": None if exif.lat is None else f"{exif.lat:.{_DEGREES}f}",
        "software": exif.software or traces.tool,
        "edited": "xmp" if traces.is_edited else None,
        "no_camera": "png" if traces.is_no_camera else None,
        "manifest": "c2pa" if traces.has_manifest else None,
        "repeats": register.twin_of(content),
    }
    phash = likeness_of(content)
    if phash is not None:
        said["phash"] = phash
        if said["repeats"] is None:
            said |= _alike(phash, known)
    told = {name: text for name, text in said.items() if text is not None}
    return replace(photo, said={**photo.said, **told})


def _alike(phash: str, known: Sequence[Pictured]) -> Mapping[str, str]:
    """The photograph that looks most like one, and in how many of 64 bits they differ."""
    if not known:
        return {}
    hashes = np.array([int(each.phash, 16) for each in known], dtype=np.uint64)
    apart = np.bitwise_count(hashes ^ np.uint64(int(phash, 16)))
    nearest = int(apart.argmin())
    # What counts as alike is said by the trust lines of the day; what is far from it is not worth keeping.
    return {"alike": known[nearest].item, "alike_bits": str(apart[nearest])} if apart[nearest] <= _FAR else {}


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="seconds")
