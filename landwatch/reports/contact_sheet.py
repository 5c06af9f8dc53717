"""Photographs on paper: several beside each other, upright, each with a line below it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landwatch.reports.document import Drawing

__all__ = ["PRINTABLE", "Picture", "contact_sheets"]

PRINTABLE = frozenset({"image/jpeg", "image/png", "image/webp"})
"""Media types that can be set on a page; the others need a program of their own."""

_ACROSS, _ON_A_PAGE = 3, 6
_WIDTH, _HEIGHT, _GAP, _LINE = 400, 300, 20, 30


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph: the line below it, its media type and bytes, and quarter turns to the right."""

    caption: str
    media_type: str
    content: bytes
    turns: int = 0


def contact_sheets(title: str, pictures: Sequence[Picture]) -> Iterator[Drawing]:
    """Lay photographs out, six a page.

    Parameters
    ----------
    title
        What they show.
    pictures
        The photographs, of the media types of :data:`PRINTABLE`.

    Yields
    ------
    Drawing
        As wide as a page; nothing is cut off a photograph, and none is made larger than its field.
    """
    for first in range(0, len(pictures), _ON_A_PAGE):
        some = pictures[first : first + _ON_A_PAGE]
        width = _ACROSS * (_WIDTH + _GAP) - _GAP
        height = -(-len(some) // _ACROSS) * (_HEIGHT + _LINE + _GAP)
        places = [
            ((place % _ACROSS) * (_WIDTH + _GAP), (place // _ACROSS) * (_HEIGHT + _LINE + _GAP))
            for place in range(len(some))
        ]
        shapes = "".join(_shape(picture, *at) for picture, at in zip(some, places, strict=True))
        yield Drawing(
            title=title,
            svg=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{shapes}</svg>',
            width=width,
            height=height,
            labels=[
                (picture.caption, x + _WIDTH / 2, y + _HEIGHT + _LINE * 0.8, True)
                for picture, (x, y) in zip(some, places, strict=True)
            ],
        )


def _shape(picture: Picture, x: int, y: int) -> str:
    """A photograph in its field, turned about the middle."""
    width, height = (_HEIGHT, _WIDTH) if picture.turns % 2 else (_WIDTH, _HEIGHT)
    address = f"data:{picture.media_type};base64,{b64encode(picture.content).decode()}"
    return (
        f'<g transform="translate({x + _WIDTH / 2} {y + _HEIGHT / 2}) rotate({90 * picture.turns})">'
        f'<image x="{-width / 2}" y="{-height / 2}" width="{width}" height="{height}" '
        f'preserveAspectRatio="xMidYMid meet" href="{address}"/></g>'
    )
