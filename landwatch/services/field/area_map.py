"""The land around a day of patrols, as a phone draws it where nobody can be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

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
    return _features(clusters.geometry, [{"cluster": str(name)} for name in clusters["name"]])


def _parcels(assessment: Assessment) -> Iterator[dict[str, Any]]:
    parcels = assessment.snapshot.parcels
    contracts = _newest_contracts(assessment)
    named = [
        {"parcel_no": str(number), "name": _text(name), "contract_no": contracts.get(str(number))}
        for number, name in zip(parcels["parcel_no"], parcels["name"], strict=True)
    ]
    return _features(parcels.geometry, named)


def _newest_contracts(assessment: Assessment) -> dict[str, str]:
    """The contract signed last on each parcel, by number of the parcel."""
    shares = assessment.snapshot.contract_parcels[["contract_no", "parcel_no"]]
    shares = shares[shares["contract_no"].isin(assessment.contracts.index)]
    signed = assessment.contracts["signed_on"].reindex(shares["contract_no"]).array
    ordered = shares.assign(signed=signed).sort_values("signed", na_position="first", kind="stable")
    return dict(zip(ordered["parcel_no"].astype(str), ordered["contract_no"].astype(str), strict=True))


def _features(shapes: gpd.GeoSeries, properties: Sequence[dict[str, str | None]]) -> Iterator[dict[str, Any]]:
    """Those that have a boundary; all at once, for a zone may have tens of thousands."""
    drawn = (shapes.notna() & ~shapes.is_empty).to_numpy()
    rounded = shapely.transform(shapes.to_numpy()[drawn], lambda points: np.round(points, _PLACES))
    named = (each for each, is_drawn in zip(properties, drawn, strict=True) if is_drawn)
    for each, geometry in zip(named, shapely.to_geojson(rounded), strict=True):
        yield {"type": "Feature", "properties": each, "geometry": json.loads(geometry)}


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
