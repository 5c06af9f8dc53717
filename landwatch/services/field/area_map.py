"""The land around a day of patrols, as a phone draws it where nobody can be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.rules import Assessment

__all__ = ["area_of"]

_PLACES = 6  # of a degree: eleven centimetres


def area_of(assessment: Assessment) -> dict[str, Any]:
    """Give clusters and parcels that a person sees.

    Parameters
    ----------
    assessment
        The judged contracts, cut to what the person sees.

    Returns
    -------
    dict
        A ``FeatureCollection`` (GeoJSON, longitude and latitude on CGCS2000). A cluster has the property
        ``cluster``; a parcel has ``parcel_no``, ``name`` and ``contract_no``: the contract signed last,
        ``None`` where the land is under none.
    """
    return {"type": "FeatureCollection", "features": [*_clusters(assessment), *_parcels(assessment)]}


def _clusters(assessment: Assessment) -> Iterator[dict[str, Any]]:
    clusters = assessment.snapshot.clusters
    for name, shape in zip(clusters["name"], clusters.geometry, strict=True):
        yield from _feature(shape, cluster=str(name))


def _parcels(assessment: Assessment) -> Iterator[dict[str, Any]]:
    parcels = assessment.snapshot.parcels
    contracts = _newest_contracts(assessment)
    for number, name, shape in zip(parcels["parcel_no"], parcels["name"], parcels.geometry, strict=True):
        yield from _feature(
            shape, parcel_no=str(number), name=_text(name), contract_no=contracts.get(str(number))
        )


def _newest_contracts(assessment: Assessment) -> dict[str, str]:
    """The contract signed last on each parcel, by number of the parcel."""
    shares = assessment.snapshot.contract_parcels[["contract_no", "parcel_no"]]
    shares = shares[shares["contract_no"].isin(assessment.contracts.index)]
    signed = assessment.contracts["signed_on"].reindex(shares["contract_no"]).array
    ordered = shares.assign(signed=signed).sort_values("signed", na_position="first", kind="stable")
    return dict(zip(ordered["parcel_no"].astype(str), ordered["contract_no"].astype(str), strict=True))


def _feature(shape: BaseGeometry | None, **properties: str | None) -> Iterator[dict[str, Any]]:
    if shape is None or shape.is_empty:
        return
    rounded = shapely.transform(shape, lambda points: np.round(points, _PLACES))
    geometry = json.loads(shapely.to_geojson(rounded))
    yield {"type": "Feature", "properties": properties, "geometry": geometry}


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
