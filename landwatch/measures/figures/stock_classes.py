"""What the facts on file and the judgement of the day make of each contract's land, class by class."""

from __future__ import annotations

import pandas as pd

from landwatch.measures.figures import selection
from landwatch.measures.figures.compliance import RECOGNISED
from landwatch.measures.figures.inefficiency import signs
from landwatch.measures.figures.thresholds import Thresholds
from landwatch.model import (
    EventType,
    IdleStatus,
    IndicatorStage,
    IndicatorStatus,
    MilestoneStatus,
    StockClass,
)
from landwatch.rules import Assessment

__all__ = ["StockClasses"]

_NOT_PASSED = "full_production_review_not_passed"


class StockClasses:
    """The contracts (and, of land not supplied, the parcels) that the facts put into each class.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    thresholds
        The signs of inefficient land.

    Attributes
    ----------
    on_file
        For each class whether the register holds any fact that the computation needs.
    signs
        What lies beyond which threshold.
    """

    def __init__(self, assessment: Assessment, cluster: str | None, thresholds: Thresholds) -> None:
        self._assessment, self._cluster = assessment, cluster
        self.signs = signs(assessment, thresholds, cluster)
        self._live = selection.live(assessment, cluster)
        kinds = set(assessment.snapshot.events["type"])
        producing = EventType.PRODUCTION_STARTED in kinds
        self.on_file = {each: True for each in StockClass} | {
            StockClass.BUILT_NOT_PRODUCING: producing,
            StockClass.BELOW_TARGET: producing,
            StockClass.INEFFICIENT: EventType.INDICATOR_MEASURED in kinds,
        }
        parts = self._parts()
        begun_in_part = parts.loc[parts["started"], "contract_no"]
        self._begun = self._live["has_started"] | self._live.index.isin(begun_in_part)
        vacant = self._vacant(parts)
        self._partly = vacant[vacant.index.isin(self._live.index[self._begun])]

    def rows(self, stock_class: StockClass) -> pd.DataFrame:
        """Select what stands in a class.

        Parameters
        ----------
        stock_class
            The class.

        Returns
        -------
        pandas.DataFrame
            One row a contract (a parcel where it was never supplied), `area_cm2` what stands in the class.
        """
        live, partly = self._live, self._partly
        used = self._begun & ~live.index.isin(partly.index)
        match stock_class:
            case StockClass.APPROVED_NOT_SUPPLIED:
                return self._never_supplied()
            case StockClass.SUPPLIED_NOT_USED:
                return live[~self._begun]
            case StockClass.PARTLY_USED:
                return live.loc[partly.index].assign(area_cm2=partly)
            case StockClass.BUILT_NOT_PRODUCING:
                built = live["completed_on"].notna() & live["production_started_on"].isna()
                return live[used & built]
            case StockClass.BELOW_TARGET:
                return live[used & live["production_started_on"].notna() & self._below_target()]
            case StockClass.INEFFICIENT:
                return live[live.index.isin({sign.contract_no for sign in self.signs})]
            case StockClass.IDLE:
                status = live["idle_status"]
                return live[~status.isin(RECOGNISED) & (status != IdleStatus.NONE)]

    def _never_supplied(self) -> pd.DataFrame:
        parcels = self._assessment.snapshot.parcels
        supplied = set(self._assessment.snapshot.ground_by_name["name"])
        kept = ~parcels["parcel_no"].isin(supplied)
        if self._cluster is not None:
            kept &= parcels["cluster"].eq(self._cluster)
        return pd.DataFrame(
            {"area_cm2": parcels.loc[kept, "registered_area_cm2"].to_numpy()},
            index=pd.Index(parcels.loc[kept, "parcel_no"], name="parcel_no"),
        )

    def _parts(self) -> pd.DataFrame:
        """The phases of a contract, or else its parcels, each with its area and whether works began."""
        parts = self._assessment.parts
        phased = (
            parts.groupby("contract_no")["is_phase"].transform("max") if len(parts) else parts["is_phase"]
        )
        parts = parts[parts["is_phase"] == phased]
        snapshot = self._assessment.snapshot
        areas = pd.concat(
            [
                snapshot.phases.rename(columns={"number": "part"})[["contract_no", "part", "area_cm2"]],
                snapshot.contract_parcels.rename(columns={"parcel_no": "part"})[
                    ["contract_no", "part", "area_cm2"]
                ],
            ]
        ).drop_duplicates(["contract_no", "part"])
        started = parts["commenced_on"].notna() | parts["completed_on"].notna()
        plain = parts.assign(started=started)[["contract_no", "part", "started"]].astype(
            {"contract_no": object, "part": object}
        )
        return plain.merge(
            areas.astype({"contract_no": object, "part": object}), on=["contract_no", "part"], how="left"
        )

    def _vacant(self, parts: pd.DataFrame) -> pd.Series:
        """What lies unused of a contract: the parts not begun, else the ground left when it was complete."""
        unused = parts[~parts["started"]].groupby("contract_no")["area_cm2"].sum(min_count=1)
        live = self._live
        left = (live["developable_cm2"] - live["developed_cm2"])[live["completed_on"].notna()]
        left = left[(left > 0).fillna(False)]
        both: pd.Series = pd.concat([unused, left[~left.index.isin(unused.index)]])
        return both.astype("Int64")

    def _below_target(self) -> pd.Series:
        """Late with full production, refused by its review, or below an indicator agreed for it."""
        live, agreed = self._live, self._assessment.indicators
        short = agreed[
            agreed["status"].eq(IndicatorStatus.SHORT) & agreed["stage"].eq(IndicatorStage.FULL_PRODUCTION)
        ]
        late = live["full_production_status"] == MilestoneStatus.BREACH
        refused = live["flags"].map(lambda flags: _NOT_PASSED in flags).astype(bool)
        return pd.Series(late | refused | live.index.isin(short["contract_no"]), live.index)
