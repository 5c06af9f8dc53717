"""What is read of the EXIF that another library wrote."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from landwatch.formats.exif import Exif, read_exif

_CAMERA, _PLACE = 0x8769, 0x8825


def picture(camera: dict[int, Any], place: dict[int, Any] | None = None, form: str = "JPEG") -> bytes:
    """A picture with tags."""
    tags = Image.Exif()
    tags[0x0110] = "phone"  # without a tag of its own nothing is written
    tags.get_ifd(_CAMERA).update(camera)
    tags.get_ifd(_PLACE).update(place or {})
    if form == "TIFF":
        return tags.tobytes()[len(b"Exif\0\0") :]
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, form, exif=tags)
    return out.getvalue()


TAKEN = {0x9003: "2023:12:20 10:11:12"}
HERE = {1: "N", 2: (29.0, 3.0, 36.0), 3: "E", 4: (106.0, 39.0, 0.0)}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_instant_and_place_are_read_of_every_kind_of_picture(form: str) -> None:
    found = read_exif(picture(TAKEN | {0x9011: "+08:00"}, HERE, form))
    assert found.taken_at == datetime(2023, 12, 20, 2, 11, 12, tzinfo=UTC)
    assert (found.lon, found.lat) == (pytest.approx(106.65), pytest.approx(29.06))


def test_an_offset_is_minded() -> None:
    found = read_exif(picture(TAKEN | {0x9011: "-03:30"}))
    zone = timezone(-timedelta(hours=3, minutes=30))
    assert found.taken_at == datetime(2023, 12, 20, 10, 11, 12, tzinfo=zone)


def test_a_time_without_an_offset_is_that_of_china() -> None:
    assert read_exif(picture(TAKEN)).taken_at == datetime(2023, 12, 20, 2, 11, 12, tzinfo=UTC)


def test_south_and_west_are_negative() -> None:
    found = read_exif(picture({}, HERE | {1: "S", 3: "W"}))
    assert (found.lon, found.lat) == (pytest.approx(-106.65), pytest.approx(-29.06))


@pytest.mark.parametrize("place", [{}, {2: HERE[2]}, {1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)}], ids=str)
def test_half_a_place_or_none_is_no_place(place: dict[int, Any]) -> None:
    found = read_exif(picture(TAKEN, place))
    assert (found.lon, found.lat) == (None, None)


@pytest.mark.parametrize("text", ["", "0000:00:00 00:00:00", "    :  :     :  :  ", "2023-12-20"])
def test_a_time_that_is_none_is_not_there(text: str) -> None:
    assert read_exif(picture({0x9003: text})).taken_at is None


def test_a_picture_without_tags_says_nothing() -> None:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG")
    assert read_exif(out.getvalue()) == Exif()


@given(st.data())
def test_a_damaged_picture_is_read_without_an_error(data: st.DataObject) -> None:
    whole = bytearray(picture(TAKEN | {0x9011: "+08:00"}, HERE))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=20)):
        whole[place] = data.draw(st.integers(0, 255))
    read_exif(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
