"""What a sheet is drawn from: the land, the paper, and the way from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.maps.content import MapContent
from landwatch.maps.printing.frame import Frame
from landwatch.maps.printing.furniture import crosses, frame_drawing, grid_shape
from landwatch.maps.printing.grid import grid_lines
from landwatch.maps.printing.labels import Placed
from landwatch.maps.printing.paper import Box, Layout
from landwatch.maps.printing.shapes import Drawing, Shape, outline
from landwatch.maps.printing.sheet import Imprint
from landwatch.maps.printing.sheet_land import Ground

__all__ = ["Scene", "pale"]


@dataclass(frozen=True, eq=False)
class Scene:
    """A piece of land before a sheet of paper.

    Attributes
    ----------
    content, ground
        What is drawn, and where it lies.
    layout, frame
        How the paper is divided, and the way from the grid to the map.
    imprint
        What every sheet says of its making.
    colour
        False for white paper and black lines.
    """

    content: MapContent
    ground: Ground
    layout: Layout
    frame: Frame
    imprint: Imprint
    colour: bool

    @property
    def room(self) -> Box:
        """The map, in mm from its own corner."""
        return Box(0, 0, self.layout.map.width, self.layout.map.height)

    def neighbours(self, own: Iterable[str]) -> dict[str, BaseGeometry]:
        """Find the other parcels that the map shows.

        Parameters
        ----------
        own
            Numbers of the parcels that the sheet is about.

        Returns
        -------
        dict
            Outlines on the map in mm, by number.
        """
        return self.seen(self.ground.parcels.drop(list(own), errors="ignore"))

    def other_clusters(self, own: str) -> dict[str, BaseGeometry]:
        """Find the other clusters that the map shows.

        Parameters
        ----------
        own
            Name of the cluster that the sheet is about.

        Returns
        -------
        dict
            Boundaries on the map in mm, by name.
        """
        return self.seen(self.ground.clusters.drop(own, errors="ignore"))

    def seen(self, shapes: pd.Series) -> dict[str, BaseGeometry]:
        """Bring what the map shows of some polygons to the paper.

        Parameters
        ----------
        shapes
            Polygons in metres of the grid, by name.

        Returns
        -------
        dict
            Those that reach into the map, whole, in mm, by name.
        """
        window = shapely.box(*self.frame.bounds)
        return {
            str(name): self.frame.draw(shape)
            for name, shape in shapes.items()
            if shapely.intersects(shapely.envelope(shape), window)
        }

    def cut(self, drawn: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
        """Cut polygons off at the edge of the map, so that their labels stand inside.

        Parameters
        ----------
        drawn
            Polygons in mm, by name.

        Returns
        -------
        dict
            What is left of them, by name; those of which nothing is left are left out.
        """
        room = shapely.box(0, 0, self.room.width, self.room.height)
        pieces = {name: shapely.get_parts(shapely.intersection(shape, room)) for name, shape in drawn.items()}
        # A polygon that also touches the edge from outside leaves a line or a point there.
        areas = {name: parts[shapely.area(parts) > 0] for name, parts in pieces.items()}
        return {name: shapely.MultiPolygon(list(parts)) for name, parts in areas.items() if len(parts)}

    def drawings(self, below: Iterable[Shape], land: Iterable[Shape], labels: Placed) -> tuple[Drawing, ...]:
        """Put the map together and the frame around it.

        Parameters
        ----------
        below
            What lies around the land of the sheet.
        land
            The land of the sheet.
        labels
            The labels.

        Returns
        -------
        tuple of Drawing
            The map with its grid, and the frame with the coordinates.
        """
        grid = grid_lines(self.frame)
        shapes = [grid_shape(grid, self.frame), *below, *land, crosses(grid, self.frame)]
        return Drawing(self.layout.map, shapes, labels.labels), frame_drawing(self.layout, grid)


def pale(polygons: Iterable[BaseGeometry], stroke: str) -> Shape:
    """Draw outlines that stand back.

    Parameters
    ----------
    polygons
        Polygons in mm.
    stroke
        Their colour.
    """
    return outline(list(polygons), stroke=stroke, width=0.15)
