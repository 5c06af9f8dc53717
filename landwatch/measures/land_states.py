"""How every contract and parcel stands on a day, and who holds what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from landwatch.measures.figures.states import State, with_states

if TYPE_CHECKING:
    from landwatch.rules import Assessment

__all__ = ["LandStates", "land_of", "land_states"]

_POLYGONS = ("Polygon", "MultiPolygon")
_GRAVITY = {state: rank for rank, state in enumerate(State)}


@dataclass(frozen=True, eq=False)
class LandStates:
    """The contracts and parcels of an assessment with their states.

    Attributes
    ----------
    contracts
        The judged contracts with their `state`, `idle` mark and `reason`; index `contract_no`.
    parcels
        The parcels with their `state` and `idle` mark, taken from the gravest contract in force, the
        `rank` of the state (0 is the gravest) and whether they are `drawn` (have a boundary); index
        `parcel_no`, EPSG:4490.
    holdings
        One row a contract and parcel, with the `state`, `idle` mark and `rank` of the contract, the
        gravest first, then the newest.
    """

    contracts: pd.DataFrame
    parcels: gpd.GeoDataFrame
    holdings: pd.DataFrame


def land_states(assessment: Assessment, told: pd.Series | None = None) -> LandStates:
    """Tell how contracts and parcels stand.

    Parameters
    ----------
    assessment
        The judged contracts. The reasons are written in the current language.
    told
        As for :func:`landwatch.measures.figures.states.with_states`.
    """
    snapshot = assessment.snapshot
    return land_of(with_states(assessment, told), snapshot.parcels, snapshot.contract_parcels)


def land_of(contracts: pd.DataFrame, parcels: gpd.GeoDataFrame, contract_parcels: pd.DataFrame) -> LandStates:
    """Tell how some parcels stand.

    Parameters
    ----------
    contracts
        Judged contracts with their `state` and `idle` mark and the day they were signed on.
    parcels, contract_parcels
        Parcels, and which contract has which, as a snapshot has them.
    """
    holdings = _holdings(contract_parcels, contracts)
    colouring = holdings[holdings["state"] != State.NO_CONTRACT].drop_duplicates("parcel_no")
    colouring = colouring.set_index("parcel_no")
    parcels = parcels.set_index("parcel_no", drop=False)
    shapes = parcels.geometry
    parcels = parcels.assign(
        state=colouring["state"].reindex(parcels.index).fillna(State.NO_CONTRACT),
        rank=colouring["rank"].reindex(parcels.index).fillna(_GRAVITY[State.NO_CONTRACT]),
        idle=colouring["idle"].reindex(parcels.index),
        drawn=shapes.geom_type.isin(_POLYGONS) & ~shapes.is_empty,
    )
    return LandStates(contracts, parcels, holdings)


def _holdings(contract_parcels: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    told = contracts[["state", "idle", "signed_on"]]
    joined = contract_parcels[["contract_no", "parcel_no"]].merge(
        told, left_on="contract_no", right_index=True, how="inner"
    )
    joined = joined.assign(rank=joined["state"].map(_GRAVITY).astype("int64"))
    return joined.sort_values(
        ["rank", "signed_on"], ascending=[True, False], kind="stable", ignore_index=True
    )
