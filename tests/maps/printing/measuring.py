"""A ruler for PDF pages: where the corners of what is drawn lie on paper, in mm from the top left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pypdf import PageObject
from pypdf.generic import ContentStream

MM_A_POINT = 25.4 / 72
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Path:
    """A ring or a line on paper: its corners in mm, whether it is closed, and whether it is filled."""

    points: Points
    closed: bool
    filled: bool


@dataclass(frozen=True)
class Measured:
    """A page: its size in mm, its paths in the order of drawing, and its words with their places in mm."""

    width: float
    height: float
    paths: list[Path]
    words: list[tuple[str, float, float]]


def measured(page: PageObject) -> Measured:
    """Measure a page."""
    width, height = (float(side) * MM_A_POINT for side in (page.mediabox.width, page.mediabox.height))
    words: list[tuple[str, float, float]] = []

    def word(text: str, cm: list[float], tm: list[float], *_font: object) -> None:
        if text.strip():
            x, y = np.array([tm[4], tm[5], 1.0]) @ _matrix(cm)[:, :2]
            words.append((text.strip(), x * MM_A_POINT, height - y * MM_A_POINT))

    page.extract_text(visitor_text=word)
    return Measured(width, height, list(_paths(page, height)), words)


def _matrix(six: list[float]) -> Points:
    a, b, c, d, e, f = map(float, six)
    return np.array([[a, b, 0.0], [c, d, 0.0], [e, f, 1.0]])


def _paths(page: PageObject, height: float) -> list[Path]:
    """Follow the operators of the page that move, draw and paint."""
    now, kept, rings, found = np.eye(3), [], [], []
    stream = ContentStream(page.get_contents(), page.pdf)
    for operands, operator in stream.operations:
        if operator == b"q":
            kept.append(now)
        elif operator == b"Q":
            now = kept.pop()
        elif operator == b"cm":
            now = _matrix(operands) @ now
        elif operator == b"m":
            rings.append(([operands], False))
        elif operator == b"l":
            rings[-1][0].append(operands)
        elif operator == b"h" and rings:
            rings[-1] = (rings[-1][0], True)
        elif operator in {b"f", b"f*", b"S", b"s", b"B", b"B*", b"n", b"b", b"b*"}:
            filled = operator not in {b"S", b"s", b"n"}
            for corners, closed in rings:
                on_page = np.column_stack([np.array(corners, dtype=float), np.ones(len(corners))]) @ now
                place = on_page[:, :2] * MM_A_POINT
                found.append(Path(np.column_stack([place[:, 0], height - place[:, 1]]), closed, filled))
            rings = []
    return found
