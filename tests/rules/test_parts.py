"""What the parts of a contract, its phases and parcels, add to what is said of the whole."""

from __future__ import annotations

from datetime import date

import pandas as pd

from landwatch.model import EventType, Parcel, Phase
from tests.rules.judging import DUE, assessed, contract, event

ON = date(2023, 7, 31)
FIFTEEN_MU = 100_000_000  # cm²


def of_parcels(*areas: int | None) -> pd.Series:
    """A contract of parcels of these areas, on the first of which work began in time."""
    parcels = [
        Parcel(parcel_no=f"P{place}", registered_area_cm2=area) for place, area in enumerate(areas, start=1)
    ]
    numbers = tuple(parcel.parcel_no for parcel in parcels)
    started = event(EventType.COMMENCED, DUE, parcel_no="P1")
    judged = assessed(contract(parcel_nos=numbers), [started], on=ON, parcels=parcels)
    row: pd.Series = judged.contracts.iloc[0]
    return row


def test_a_parcel_whose_area_nobody_recorded_adds_nothing_to_what_is_not_commenced() -> None:
    assert of_parcels(FIFTEEN_MU, FIFTEEN_MU, None)["part_unused_area_cm2"] == FIFTEEN_MU


def test_a_contract_in_default_whose_area_is_not_on_file_has_no_area_in_default() -> None:
    row = assessed(contract(area_cm2=None), on=ON).contracts.iloc[0]
    assert (row["commencement_status"], row["commencement_breach_area_cm2"]) == ("BREACH", 0)


def test_only_the_phases_in_default_whose_area_is_on_file_count_as_area_in_default() -> None:
    phases = tuple(
        Phase(number=number, area_cm2=area, agreed_commencement=day, agreed_completion=date(2025, 6, 30))
        for number, area, day in (("1", FIFTEEN_MU, DUE), ("2", None, DUE), ("3", FIFTEEN_MU, ON))
    )
    row = assessed(contract(area_cm2=3 * FIFTEEN_MU, phases=phases), on=ON).contracts.iloc[0]
    assert row["commencement_breach_area_cm2"] == FIFTEEN_MU
