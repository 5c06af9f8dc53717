"""Photographs small enough to be taken along."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from PIL import Image

from landwatch.web.small_pictures import MOST_BYTES, small_picture


def written(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photograph_becomes_640_pixels_wide(kind: str) -> None:
    small = opened(small_picture(written(Image.new("RGB", (1280, 960), "green"), kind)))
    assert (small.format, small.size) == ("JPEG", (640, 480))


def test_a_small_photograph_is_not_enlarged() -> None:
    assert opened(small_picture(written(Image.new("RGB", (100, 80)), "PNG"))).size == (100, 80)


def test_what_compresses_badly_is_made_smaller_until_it_fits() -> None:
    noise = Image.frombytes("RGB", (1280, 960), random.Random(1).randbytes(1280 * 960 * 3))
    small = small_picture(written(noise, "PNG"))
    assert small is not None and len(small) <= MOST_BYTES


def test_it_stands_upright_and_says_nothing_of_camera_and_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turned a quarter
    exif[0x010F] = "Camera"
    small = opened(small_picture(written(Image.new("RGB", (800, 600)), "JPEG", exif=exif)))
    assert small.size == (480, 640)
    assert not small.getexif()


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff\xe0 nothing", written(Image.new("RGB", (900, 900)), "PNG")[:400]],
    ids=["empty", "only a head", "cut off"],
)
def test_what_cannot_be_read_has_no_small_picture(content: bytes) -> None:
    assert small_picture(content) is None
