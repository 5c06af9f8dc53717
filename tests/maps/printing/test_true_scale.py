"""A ruler on the paper measures the ground: what is known in coordinates lies where it has to, in the PDF."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from pyproj import Transformer

from tests.maps.printing.conftest import SCALE, Printout, printed
from tests.maps.zone import lot

TOLERANCE = 0.1  # mm


def corner(column: int, row: int) -> NDArray[np.float64]:
    """Easting and northing of the south-west corner of a lot, in zone 36."""
    west, south, _east, _north = lot(column, row).bounds
    return np.array(Transformer.from_crs(4490, 4524, always_xy=True).transform(west, south))


def lots(printout: Printout) -> list[NDArray[np.float64]]:
    """The four corners of each parcel on paper."""
    box = printout.sheet.layout.map
    quads = [path.points for path in printout.page.paths if path.filled and len(path.points) == 4]
    inside = [
        quad
        for quad in quads
        if (quad > [box.x, box.y]).all() and (quad < [box.x + box.width, box.y + box.height]).all()
    ]
    return [quad for quad in inside if np.ptp(quad, axis=0).min() > 20]


def on_paper(printout: Printout, column: int, row: int) -> NDArray[np.float64]:
    """The south-west corner of a lot as the paper has it, found by its column and row among the parcels."""
    corners = np.unique([quad[np.argmin(quad @ [1, -1])] for quad in lots(printout)], axis=0)
    # Rows and columns of the grid lean a little, so they are told apart by rank, not by value.
    lowest = corners[:, 1].max()
    in_row = corners[np.rint((lowest - corners[:, 1]) / (0.0018 * 110_850 * 1000 / SCALE)) == row]
    return np.asarray(in_row[np.argsort(in_row[:, 0])][column])


@pytest.mark.parametrize(("one", "other"), [((0, 0), (5, 0)), ((0, 0), (0, 2)), ((0, 1), (5, 0))])
def test_two_known_corners_are_as_far_apart_on_paper_as_on_the_grid(
    cluster_print: Printout, one: tuple[int, int], other: tuple[int, int]
) -> None:
    ground = np.linalg.norm(corner(*one) - corner(*other))
    paper = np.linalg.norm(on_paper(cluster_print, *one) - on_paper(cluster_print, *other))
    assert abs(paper - ground * 1000 / SCALE) < TOLERANCE


def test_every_line_of_the_grid_lies_at_the_coordinate_written_at_its_end(cluster_print: Printout) -> None:
    easting, northing = corner(0, 0)
    x, y = on_paper(cluster_print, 0, 0)
    box = cluster_print.sheet.layout.map
    told = [
        (int(words.replace(" ", "")), at) for words, *at in cluster_print.page.words if is_coordinate(words)
    ]
    assert len(told) >= 8
    for value, (left, top) in told:
        upright = value > 30_000_000
        from_corner = (value - easting if upright else northing - value) * 1000 / SCALE
        line = x + from_corner if upright else y + from_corner
        drawn = [
            path.points[:, 0 if upright else 1]
            for path in cluster_print.page.paths
            if len(path.points) == 2 and np.ptp(path.points[:, 1 if upright else 0]) > box.height / 2
        ]
        assert min(abs(ends - line).max() for ends in drawn) < TOLERANCE
        assert abs((left if upright else top) - line) < 12  # the words begin within their own length of it


def is_coordinate(words: str) -> bool:
    return words.replace(" ", "").isdecimal() and len(words.replace(" ", "")) in {7, 8}


def test_the_scale_bar_is_as_long_as_it_says(cluster_print: Printout) -> None:
    bars = [path.points for path in cluster_print.page.paths if path.closed and is_bar(path.points)]
    length = max(bar[:, 0].max() for bar in bars) - min(bar[:, 0].min() for bar in bars)
    metres = max(int(words.replace(",", "")) for words, x, y in cluster_print.page.words if is_figure(words))
    assert abs(length - metres * 1000 / SCALE) < TOLERANCE


def is_bar(points: NDArray[np.float64]) -> bool:
    width, height = np.ptp(points, axis=0)
    return len(points) == 4 and abs(height - 1.2) < 0.01 and width > 3


def is_figure(words: str) -> bool:
    return words in {"50", "100", "150", "200", "250", "300", "400", "500"}


def test_the_paper_is_an_a2(cluster_print: Printout) -> None:
    assert (cluster_print.page.width, cluster_print.page.height) == pytest.approx((594, 420), abs=0.01)


def test_the_same_sheet_gives_the_same_bytes(cluster_print: Printout) -> None:
    assert printed(cluster_print.sheet).content == cluster_print.content
