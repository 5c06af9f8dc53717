"""Vector tiles of many parcels: generalised at small scales, and a flagged parcel is at every scale.

A parcel is drawn from the scale on at which its side has three pixels. At smaller scales squares of four
pixels stand for the land, each in the state that most of its ground is in; whoever is flagged stays a dot of
its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import freestiler
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landwatch.measures.figures.states import Idle, State

__all__ = ["CLOSEST", "TILE_PIXELS", "VectorTiles", "farthest_zoom", "flagged", "layer_names", "vector_tiles"]

TILE_PIXELS = 512
"""Width of a tile on the screen."""

CLOSEST = 14
"""Largest zoom of the tiles: half a metre to a unit of a tile; closer views enlarge it."""

_DOTS = "flagged"
_VISIBLE = 3  # pixels
_CELL = 4  # pixels
_AT_A_GLANCE = 256  # pixels that the whole layer has at the farthest
_FLAGGED = (State.COMMENCEMENT_DEFAULT, State.COMPLETION_DEFAULT)
_STATES = {state: code for code, state in enumerate(State)}
_MARKS = {mark: code for code, mark in enumerate(Idle, 1)}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class VectorTiles:
    """An archive of vector tiles (PMTiles, version 3).

    Its features have the attributes ``n`` (row of the parcel in what was given), ``state`` (place in
    :class:`~landwatch.measures.figures.states.State`) and ``idle`` (0 for none, else the place in
    :class:`~landwatch.measures.figures.states.Idle`, from 1); squares have ``state`` alone.

    Attributes
    ----------
    archive
        The bytes of the file.
    farthest, closest
        Smallest and largest zoom of the tiles, which are 512 pixels wide.
    outlines
        Names of the layers of parcels, those for small scales first.
    squares
        Names of the layers of squares, a zoom each.
    dots
        Name of the layer of dots; ``None`` where nothing is flagged.
    """

    archive: bytes
    farthest: int
    closest: int
    outlines: tuple[str, ...]
    squares: tuple[str, ...]
    dots: str | None


def flagged(parcels: pd.DataFrame) -> pd.Series:
    """Tell which parcels somebody has to act on: in default, or suspected or recognised idle land.

    Parameters
    ----------
    parcels
        Parcels with their `state` and `idle` mark.

    Returns
    -------
    pandas.Series
        Boolean, with the index of `parcels`.
    """
    return parcels["state"].isin(_FLAGGED) | parcels["idle"].notna()


def vector_tiles(parcels: gpd.GeoDataFrame, *, farthest: int | None = None) -> VectorTiles:
    """Write parcels as vector tiles.

    Parameters
    ----------
    parcels
        Parcels with their `state`, `idle` mark and whether they are `drawn`, at least one; EPSG:4490. The
        same parcels give the same bytes.
    farthest
        Smallest zoom of the tiles; that at which these parcels are seen at a glance where not given.

    Returns
    -------
    VectorTiles
        The tiles.
    """
    numbered = _numbered(parcels)
    sides = _sides(numbered.geometry)
    farthest = farthest_zoom(numbered.total_bounds) if farthest is None else farthest
    first = np.clip(_zoom_of(_VISIBLE, sides), farthest, CLOSEST)
    acted_on = flagged(parcels)[parcels["drawn"]].to_numpy()
    outlines = {
        _outlines(zoom): freestiler.FreestileLayer(numbered[first == zoom], int(zoom), CLOSEST)
        for zoom in np.unique(first)
    }
    squares = _mosaics(numbered[~acted_on], sides[~acted_on] ** 2, first[~acted_on], farthest)
    dots = {_DOTS: _dots(numbered[acted_on])} if acted_on.any() else {}
    return VectorTiles(
        archive=_written(outlines | squares | dots, farthest),
        farthest=farthest,
        closest=CLOSEST,
        outlines=tuple(outlines),
        squares=tuple(squares),
        dots=next(iter(dots), None),
    )


def layer_names(farthest: int) -> tuple[list[str], list[str], str]:
    """Name every layer that an archive may have: parcels and squares, a layer a zoom, and dots.

    Parameters
    ----------
    farthest
        Smallest zoom of the tiles.
    """
    zooms = range(farthest, CLOSEST + 1)
    return [_outlines(zoom) for zoom in zooms], [_squares_of(zoom) for zoom in zooms], _DOTS


def _outlines(zoom: int) -> str:
    return f"parcels-{zoom}"


def _squares_of(zoom: int) -> str:
    return f"squares-{zoom}"


def _numbered(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Say of each drawn parcel only what the tiles carry."""
    drawn = parcels["drawn"].to_numpy()
    columns = {
        "n": np.flatnonzero(drawn),
        "state": parcels["state"][drawn].map(_STATES).to_numpy("int64"),
        "idle": parcels["idle"][drawn].map(_MARKS).fillna(0).to_numpy("int64"),
    }
    # The maps draw degrees of CGCS2000 where Leaflet expects WGS 84; the two differ by less than a metre.
    return gpd.GeoDataFrame(columns, geometry=np.asarray(parcels.geometry[drawn].array), crs=4326)


def _sides(shapes: gpd.GeoSeries) -> Floats:
    """Side of a square as large as each polygon, as a share of the width of the world in Web Mercator."""
    polygons = np.asarray(shapes.array)
    latitudes = np.radians(shapely.bounds(polygons)[:, 1])
    return np.asarray(np.sqrt(shapely.area(polygons) / np.cos(latitudes)) / 360)


def _zoom_of(pixels: float, sides: Floats) -> npt.NDArray[np.int64]:
    """Smallest zoom at which each side has so many pixels."""
    with np.errstate(divide="ignore"):
        zooms = np.ceil(np.log2(pixels / (TILE_PIXELS * sides)))
    return np.where(np.isfinite(zooms), zooms, CLOSEST).astype("int64")


def farthest_zoom(bounds: Floats) -> int:
    """Give the zoom at which a whole layer is seen at a glance.

    Parameters
    ----------
    bounds
        West, south, east and north of the layer in degrees.
    """
    west, south, east, north = bounds
    extent = _mercator(np.array([[west, south], [east, north]]))
    width = float(np.abs(extent[1] - extent[0]).max())
    # One less, since the zoom found is the first at which it is larger than a glance.
    return int(np.clip(_zoom_of(_AT_A_GLANCE, np.array([width]))[0] - 1, 0, CLOSEST - 2))


def _mercator(lonlat: Floats) -> Floats:
    """Place on the square of Web Mercator, 0 to 1 from the north-west."""
    sine = np.sin(np.radians(lonlat[:, 1]))
    return np.column_stack([lonlat[:, 0] / 360 + 0.5, 0.5 - np.arctanh(sine) / (2 * np.pi)])


def _degrees(places: Floats) -> Floats:
    latitudes = np.degrees(np.arctan(np.sinh((0.5 - places[:, 1]) * 2 * np.pi)))
    return np.column_stack([(places[:, 0] - 0.5) * 360, latitudes])


def _dots(acted_on: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return acted_on.set_geometry(acted_on.geometry.representative_point())


def _mosaics(
    parcels: gpd.GeoDataFrame, areas: Floats, first: npt.NDArray[np.int64], farthest: int
) -> dict[str, Any]:
    """One layer a zoom: squares for the parcels that are too small to be drawn there."""
    places = _mercator(shapely.get_coordinates(shapely.centroid(parcels.geometry.array)))
    states = parcels["state"].to_numpy()
    layers = {}
    for zoom in range(farthest, int(first.max(initial=farthest))):
        small = first > zoom
        squares = _squares(places[small], states[small], areas[small], zoom)
        layers[_squares_of(zoom)] = freestiler.FreestileLayer(squares, zoom, zoom)
    return layers


def _squares(places: Floats, states: npt.NDArray[np.int64], areas: Floats, zoom: int) -> gpd.GeoDataFrame:
    """Give each square the state that most ground in it has; neighbours in a row become one."""
    across = 2**zoom * TILE_PIXELS / _CELL
    column, row = np.floor(places * across).astype("int64").T
    table = pd.DataFrame({"row": row, "column": column, "state": states, "area": areas})
    summed = table.groupby(["row", "column", "state"])[["area"]].sum().reset_index()
    most = summed.sort_values("area", kind="stable").drop_duplicates(["row", "column"], keep="last")
    most = most.sort_values(["row", "column"], ignore_index=True)
    follows = (
        most["row"].eq(most["row"].shift())
        & most["column"].eq(most["column"].shift() + 1)
        & most["state"].eq(most["state"].shift())
    )
    runs = most.groupby((~follows).cumsum()).agg(
        row=("row", "first"), west=("column", "first"), east=("column", "last"), state=("state", "first")
    )
    corner = _degrees(np.column_stack([runs["west"], runs["row"]]) / across)
    opposite = _degrees(np.column_stack([runs["east"] + 1, runs["row"] + 1]) / across)
    boxes = shapely.box(corner[:, 0], opposite[:, 1], opposite[:, 0], corner[:, 1])
    return gpd.GeoDataFrame({"state": runs["state"].to_numpy()}, geometry=boxes, crs=4326)


def _written(layers: dict[str, Any], farthest: int) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "parcels.pmtiles"
        freestiler.freestile(
            layers, file, min_zoom=farthest, max_zoom=CLOSEST, generate_ids=False, quiet=True
        )
        return file.read_bytes()
