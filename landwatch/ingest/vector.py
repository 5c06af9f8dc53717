"""Vector files (SHP, GeoPackage, GeoJSON …) to parcels and clusters, feature by feature."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pyproj
import shapely
from fiona.errors import FionaError
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest import shapefile, values, vocabulary
from landwatch.ingest.boundaries import Draft, assemble, parcels_of
from landwatch.ingest.placing import Claim, Placement, place
from landwatch.ingest.reading import Findings, Place, ReaderSettings
from landwatch.ingest.values import BadValue
from landwatch.ingest.vocabulary import Column
from landwatch.model import Cluster, OperatorBasis, Parcel

__all__ = ["VectorContent", "read_vector"]

# What fiona raises on broken content, its own errors aside.
_BROKEN = (FionaError, OSError, SystemError, UnicodeError, ValueError, TypeError, AttributeError, KeyError)
_POLYGONS = ("Polygon", "MultiPolygon")
_SURE_ENOUGH = 70


@dataclass
class VectorContent:
    """What the layers of a file hold."""

    parcels: tuple[Parcel, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    records: int = 0
    encoding: str | None = None
    epsg: int | None = None
    crs_source: str | None = None
