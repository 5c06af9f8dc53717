"""Each choice that the rules leave open changes what it says it changes, and nothing by default."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from landwatch.model import EventType
from landwatch.rules import Conventions
from tests.rules.judging import DUE, contract, event, judged

CAUSE = event(EventType.GOVERNMENT_CAUSE, start=date(2023, 6, 1), end=date(2023, 6, 30), verified=True)
PAUSE = event(EventType.GOVERNMENT_CAUSE, start=date(2023, 10, 1), end=date(2023, 10, 31), verified=True)
HANDOVER = event(EventType.HANDED_OVER, date(2023, 4, 30))
FEE = event(EventType.IDLE_FEE_DECISION_SERVED, date(2024, 9, 2))
STOPPED = (event(EventType.COMMENCED, date(2021, 6, 20)), event(EventType.WORK_STOPPED, date(2022, 3, 1)))


def by(choice: dict[str, Any], *events: Any, on: date, **facts: Any) -> pd.Series:
    return judged(contract(**facts), *events, on=on, conventions=Conventions(**choice))


def test_idle_time_is_net_of_excused_and_paused_days() -> None:
    row = by({}, CAUSE, PAUSE, on=date(2024, 7, 1))
    assert (row["idle_status"], str(row["first_idle_day"].date())) == ("NONE", "2024-08-31")


def test_gross_idle_time_runs_from_the_day_in_force_and_is_never_paused() -> None:
    row = by({"idle_time": "gross"}, CAUSE, PAUSE, on=date(2024, 7, 1))
    assert (row["idle_status"], str(row["first_idle_day"].date())) == ("SUSPECT_1Y", "2024-07-01")


def test_gross_idle_time_leaves_the_days_late_alone() -> None:
    rows = [by({"idle_time": time}, CAUSE, PAUSE, on=date(2024, 7, 1)) for time in ("net", "gross")]
    assert [row["commencement_days"] for row in rows] == [337, 337]


def test_by_the_convention_of_damages_only_a_late_handover_moves_no_day() -> None:
    facts = {"agreed_handover": date(2023, 1, 31), "paid_fen": 100, "handover_damages_ppb": 10**7}
    moved, kept = (
        by({"handover_shift": shift}, HANDOVER, on=date(2023, 8, 31), **facts)
        for shift in ("provisional", "none")
    )
    assert (moved["commencement_status"], kept["commencement_status"]) == ("EXCUSED_PENDING", "BREACH")
    assert (moved["handover_days"], kept["handover_days"]) == (89, 89)
    assert (moved["handover_damages_fen"], kept["handover_damages_fen"]) == (89, 89)


def test_by_the_convention_that_deadlines_do_not_roll_they_stay_on_rest_days() -> None:
    rolled, unrolled = (by({"roll_deadlines": roll}, FEE, on=date(2024, 9, 10)) for roll in (True, False))
    assert [str(row["pay_deadline"].date()) for row in (rolled, unrolled)] == ["2024-10-08", "2024-10-02"]


@pytest.mark.parametrize(
    ("developed", "invested", "either", "both"),
    [
        (11, 25, "SUSPECT_SUSPENDED", "NONE"),
        (12, 24, "SUSPECT_SUSPENDED", "NONE"),
        (11, 24, "SUSPECT_SUSPENDED", "SUSPECT_SUSPENDED"),
        (12, 25, "NONE", "NONE"),
    ],
)
def test_one_short_share_suffices_or_both_must_be_short(
    developed: int, invested: int, either: str, both: str
) -> None:
    facts = {
        "developable_cm2": 36,
        "developed_cm2": developed,
        "total_investment_fen": 100,
        "invested_fen": invested,
    }
    logics = ("either_short", "both_short")
    rows = [by({"partial_idle_logic": logic}, *STOPPED, on=date(2023, 6, 1), **facts) for logic in logics]
    assert [row["idle_status"] for row in rows] == [either, both]


def test_a_parcel_without_a_start_is_judged_by_itself_or_with_its_contract() -> None:
    started = event(EventType.COMMENCED, DUE, parcel_no="A")
    rows = [
        by({"breach_unit": unit}, started, on=date(2023, 7, 3), parcel_nos=("A", "B"))
        for unit in ("contract", "parcel")
    ]
    assert [row["commencement_status"] for row in rows] == ["COMMENCED", "BREACH"]
    assert [row["commencement_days"] for row in rows] == [0, 3]


def test_the_choices_in_force_can_be_listed_by_name() -> None:
    chosen = vars(replace(Conventions(), breach_unit="parcel"))
    assert set(chosen) == {field.name for field in fields(Conventions)}
    assert chosen["breach_unit"] == "parcel"
