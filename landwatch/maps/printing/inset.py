"""The small map that shows where in its cluster a sheet or a parcel lies."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.paper import Box
from landwatch.maps.printing.scene import Scene
from landwatch.maps.printing.shapes import Drawing, Label, outline
from landwatch.maps.printing.symbols import boundary_shape

__all__ = ["inset"]

_SHARE = 0.125  # of the height of the paper, at most
_AIR = 1.04  # of what is shown
_BLACK, _LINE, _LAND, _HERE = "#000000", "#8a939c", "#e3e7ea", "#b9b9b9"


def inset(
    scene: Scene, cluster: str, *, marked: Sequence[BaseGeometry] = (), sheets: Sequence[Frame] = ()
) -> Drawing:
    """Draw the cluster with its parcels, and on it the map of the sheet.

    Parameters
    ----------
    scene
        The land and the paper.
    cluster
        Name of the cluster.
    marked
        Parcels that stand out, in metres of the grid.
    sheets
        The maps of a series, which are numbered; that of the scene is shaded.

    Returns
    -------
    Drawing
        To stand among words.
    """
    ground = scene.ground
    own = scene.content.parcels.index[scene.content.parcels["cluster"] == cluster]
    parcels = ground.parcels[ground.parcels.index.isin(own)]
    boundary = ground.clusters[ground.clusters.index == cluster]
    windows = [shapely.box(*frame.bounds) for frame in (scene.frame, *sheets)]
    west, south, east, north = shapely.total_bounds([*parcels, *boundary, *windows]).tolist()
    width, height = scene.layout.columns[0].width - 2, scene.layout.height * _SHARE
    scale = ceil(max((east - west) / width, (north - south) / height) * 1000 * _AIR)
    box = Box(0, 0, width, (north - south) * 1000 / scale * _AIR)
    small = Frame.around((west, south, east, north), box, scale)
    shapes = [
        outline([small.draw(windows[0])], fill=_HERE if sheets else None),
        outline([small.draw(shape) for shape in parcels], fill=_LAND, stroke=_LINE, width=0.08),
        boundary_shape([small.draw(shape) for shape in boundary]),
        outline([small.draw(shape) for shape in marked], fill=_BLACK, stroke=_BLACK, width=0.3),
        outline([small.draw(window) for window in windows[1:]], stroke=_BLACK, width=0.15),
        outline([small.draw(windows[0])], stroke=_BLACK, width=0.2),
    ]
    middles = [small.draw(window).centroid for window in windows[1:]]
    labels = [
        Label(str(number), middle.x, middle.y, scene.layout.points, bold=True, plate=True)
        for number, middle in enumerate(middles, start=1)
    ]
    return Drawing(box, shapes, labels)
