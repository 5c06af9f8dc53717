"""A contract of which every paper can be made: everything a paper asks for is on record or given."""

from __future__ import annotations

from datetime import date

import pandas as pd

from landwatch.casework.papers import Judged, Kind, load_particulars
from landwatch.model import CommencementStatus, CompletionStatus

ON = date(2023, 12, 31)
FACTS = (
    ("investigation_notice_issued", "2023-01-05", "调1号"),
    ("investigation_notice_received", "2023-01-06", None),
    ("idle_recognition", "2023-03-01", "定1号"),
    ("hearing_right_notice_served", "2023-04-01", "听1号"),
    ("government_approval", "2023-05-01", "批1号"),
    ("suspension_imposed", "2023-06-01", "停1号"),
    ("recovery_decision_served", "2023-07-01", "收1号"),
)


def whole(kind: Kind) -> Judged:
    """The contract on a day on which the paper is made: a reminder before the day, the others long after."""
    reminded = "reminder" in kind.id
    due = pd.Timestamp("2024-01-20" if reminded else "2021-10-31")
    row = {
        "contract_no": "C-1",
        "form": "GF-2008-2601",
        "current_holder": "甲公司",
        "holder_code": "91500110MA5002220P",
        "project_name": "机械项目",
        "location": "桥河组团",
        "area_cm2": 666_666_667,
        "land_use": "工业用地",
        "grantor": "区规划和自然资源局",
        "signed_on": pd.Timestamp("2020-01-02"),
        "price_fen": 1_550_000_000,
        "damages_base_fen": 1_550_000_000,
        "effective_commencement_due": due,
        "completion_due": due,
        "commenced_on": pd.NaT,
        "completed_on": pd.NaT,
        "commencement_status": CommencementStatus.BREACH,
        "completion_status": CompletionStatus.BREACH,
        "commencement_days": 10,
        "completion_days": 10,
        "commencement_penalised_days": 10,
        "commencement_damages_ppb": 500_000,
        "completion_damages_ppb": 500_000,
        "commencement_damages_fen": 7_750_000,
        "completion_damages_fen": 7_750_000,
        "is_revised_form": False,
        "has_started": False,
        "idle_since": pd.Timestamp("2021-11-01"),
        "first_idle_day": pd.Timestamp("2022-11-01"),
        "first_2y_day": pd.Timestamp("2023-11-01"),
        "idle_fee_new_fen": 310_000_000,
    }
    facts = [
        {"type": each, "day": pd.Timestamp(day), "document": number, "details": "{}"}
        for each, day, number in FACTS
    ]
    return Judged(contract_no="C-1", on=ON, row=row, parcels=["P-1", "P-2"], facts=facts)


def given_for(kind: Kind) -> dict[str, str]:
    """What a person and the office say for a paper."""
    declared = load_particulars()
    return {
        field: f"所述{declared[field].zh}"
        for field in kind.on(ON).must
        if declared[field].source in ("given", "office")
    }
