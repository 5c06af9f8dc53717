"""Pictures that look alike differ in few of 64 bits, others in many."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageEnhance

from landwatch.formats.likeness import likeness_of


def written(picture: Image.Image, kind: str = "JPEG", **more: int) -> bytes:
    content = BytesIO()
    picture.convert("RGB").save(content, kind, **more)
    return content.getvalue()


def gate(left: float = -2.0) -> Image.Image:
    return Image.effect_mandelbrot((800, 600), (left, -1.2, left + 2.2, 0.45), 40)


def apart(one: bytes, other: bytes) -> int:
    """In how many bits the hashes of two pictures differ."""
    first, second = likeness_of(one), likeness_of(other)
    assert first is not None and second is not None
    return (int(first, 16) ^ int(second, 16)).bit_count()


@pytest.mark.parametrize(
    "changed",
    [
        written(gate(), quality=40),
        written(gate().resize((200, 150))),
        written(gate(), "PNG"),
        written(gate(), "WEBP"),
        written(ImageEnhance.Brightness(gate()).enhance(0.8)),
    ],
    ids=["compressed", "smaller", "png", "webp", "darker"],
)
def test_the_same_picture_written_anew_differs_in_few_bits(changed: bytes) -> None:
    assert apart(written(gate()), changed) <= 4


@pytest.mark.parametrize("other", [gate(-1.0), gate().rotate(90), Image.radial_gradient("L")])
def test_another_picture_differs_in_many_bits(other: Image.Image) -> None:
    assert apart(written(gate()), written(other)) >= 16


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff\xe0no picture", written(gate())[:500], written(Image.new("L", (99, 99), 40))],
    ids=["nothing", "no picture", "cut off", "a covered lens"],
)
def test_what_shows_nothing_has_no_hash(content: bytes) -> None:
    assert likeness_of(content) is None


def test_a_png_of_many_points_is_left_alone() -> None:
    # 26 million points in a few kilobytes, that would be 78 MB in memory.
    assert likeness_of(written(Image.new("1", (5_200, 5_000)), "PNG")) is None
