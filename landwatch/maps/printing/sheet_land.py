"""The land of an assessment on the grid of a sheet, and from there on paper."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from landwatch import geo
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.maps.content import MapContent
from landwatch.maps.printing.grid import Zone, zone_at

__all__ = ["Ground", "ground_of"]

_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, eq=False)
class Ground:
    """Clusters and parcels in one zone.

    Attributes
    ----------
    zone
        The zone.
    middle
        Longitude and latitude of the middle of what the sheets show.
    parcels
        Outlines of the parcels that have one, by number, in metres of the grid.
    clusters
        Boundaries of the clusters that have one, by name, in metres of the grid.
    """

    zone: Zone
    middle: tuple[float, float]
    parcels: pd.Series
    clusters: pd.Series


def ground_of(content: MapContent, cluster: str) -> Ground:
    """Bring what lies in and around a cluster to the grid of its zone.

    Parameters
    ----------
    content
        What is drawn.
    cluster
        Name of the cluster.

    Raises
    ------
    UsageError
        If neither the cluster nor any of its parcels has a boundary.
    """
    clusters = content.assessment.snapshot.clusters.set_index("name").geometry
    clusters = clusters[clusters.geom_type.isin(_POLYGONS) & ~clusters.is_empty]
    parcels = content.parcels[content.parcels["drawn"]]
    own = pd.concat([clusters[clusters.index == cluster], parcels.geometry[parcels["cluster"] == cluster]])
    if own.empty:
        raise UsageError(
            _(
                "{cluster}: neither the cluster nor any of its parcels has a recorded boundary on this day; "
                "import a survey first"
            ).format(cluster=cluster)
        )
    west, south, east, north = gpd.GeoSeries(own).total_bounds
    middle = float(west + east) / 2, float(south + north) / 2
    zone = zone_at(middle[0])
    return Ground(zone, middle, _projected(parcels.geometry, zone), _projected(clusters, zone))


def _projected(shapes: gpd.GeoSeries, zone: Zone) -> pd.Series:
    plane = geo.project(np.asarray(shapes.array, dtype=object), geo.STORAGE_EPSG, zone.epsg)
    return pd.Series(plane, index=shapes.index, dtype=object)
