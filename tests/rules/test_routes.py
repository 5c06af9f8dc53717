"""A route to fee or recovery is offered only with a complete file; what is missing is named."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from landwatch.model import Event, EventType
from tests.rules.judging import contract, event, judged

HANDED_OVER = event(EventType.HANDED_OVER, date(2022, 1, 31))
NOTICE = event(EventType.INVESTIGATION_NOTICE_RECEIVED, date(2024, 7, 8))
RECOGNITION = event(EventType.IDLE_RECOGNITION, date(2024, 8, 5))
HEARING = event(EventType.HEARING_RIGHT_NOTICE_SERVED, date(2024, 8, 12))
APPROVAL = event(EventType.GOVERNMENT_APPROVAL, date(2024, 8, 30))
COMPLETE = (HANDED_OVER, NOTICE, RECOGNITION, HEARING, APPROVAL)
# Hearing and approval of the recovery come when two full years are over.
AGAIN = (
    event(EventType.HEARING_RIGHT_NOTICE_SERVED, date(2025, 7, 1)),
    event(EventType.GOVERNMENT_APPROVAL, date(2025, 7, 10)),
)
FIRST_YEAR, SECOND_YEAR = date(2024, 9, 10), date(2025, 7, 1)


def routes(*events: Event, on: date) -> tuple[str, str]:
    row = judged(contract(), *events, on=on)
    return row["fee_route_status"], row["recovery_route_status"]


def test_before_a_full_year_no_route_is_spoken_of() -> None:
    row = judged(contract(), on=date(2024, 6, 30))
    assert (row["fee_route_status"], row["recovery_route_status"]) == ("NOT_APPLICABLE", "NOT_APPLICABLE")
    assert pd.isna(row["idle_since"])
    assert not any(flag.endswith("_missing") for flag in row["flags"])


def test_a_complete_file_opens_the_fee_after_one_year() -> None:
    assert routes(*COMPLETE, on=FIRST_YEAR) == ("OPEN", "NOT_APPLICABLE")


def test_a_complete_file_opens_both_routes_after_two_years() -> None:
    assert routes(*COMPLETE, *AGAIN, on=date(2025, 7, 31)) == ("OPEN", "OPEN")


def test_hearing_and_approval_of_the_fee_do_not_open_the_recovery() -> None:
    assert routes(*COMPLETE, on=SECOND_YEAR) == ("OPEN", "BLOCKED")
    flags = judged(contract(), *COMPLETE, on=SECOND_YEAR)["flags"]
    assert {"recovery_hearing_notice_missing", "recovery_approval_missing"} <= set(flags)


def test_a_decision_with_a_complete_file_is_taken() -> None:
    decision = event(EventType.IDLE_FEE_DECISION_SERVED, date(2024, 9, 2))
    assert routes(*COMPLETE, decision, on=FIRST_YEAR) == ("TAKEN", "NOT_APPLICABLE")


@pytest.mark.parametrize(
    ("missing", "flag"),
    [
        (HANDED_OVER, "handover_confirmation_missing"),
        (NOTICE, "cause_inquiry_missing"),
        (RECOGNITION, "idle_recognition_missing"),
        (HEARING, "hearing_notice_missing"),
        (APPROVAL, "government_approval_missing"),
    ],
)
def test_a_missing_record_blocks_both_routes_by_name(missing: Event, flag: str) -> None:
    file = [record for record in COMPLETE if record is not missing]
    decision = event(EventType.IDLE_FEE_DECISION_SERVED, date(2024, 9, 2))
    assert routes(*file, decision, on=SECOND_YEAR) == ("BLOCKED", "BLOCKED")
    assert flag in judged(contract(), *file, on=SECOND_YEAR)["flags"]


def test_a_fee_decided_without_its_file_is_told_apart_once_the_recovery_is_in_play() -> None:
    file = [record for record in COMPLETE if record is not NOTICE]
    decision = event(EventType.IDLE_FEE_DECISION_SERVED, date(2024, 9, 2))
    told = {
        on: "fee_decided_on_incomplete_file" in judged(contract(), *file, decision, on=on)["flags"]
        for on in (FIRST_YEAR, SECOND_YEAR)
    }
    assert told == {FIRST_YEAR: False, SECOND_YEAR: True}


def test_nothing_is_decided_while_the_hearing_window_is_open() -> None:
    assert routes(*COMPLETE, on=date(2024, 8, 19)) == ("BLOCKED", "NOT_APPLICABLE")
    assert "hearing_window_open" in judged(contract(), *COMPLETE, on=date(2024, 8, 19))["flags"]


def test_a_permit_after_the_default_blocks_the_routes() -> None:
    permit = event(EventType.CONSTRUCTION_PERMIT, date(2024, 1, 10))
    assert routes(*COMPLETE, permit, on=FIRST_YEAR)[0] == "BLOCKED"


def test_a_permit_in_time_blocks_nothing() -> None:
    permit = event(EventType.CONSTRUCTION_PERMIT, date(2023, 6, 30))
    assert routes(*COMPLETE, permit, on=FIRST_YEAR)[0] == "OPEN"


def test_land_below_its_agreed_condition_blocks_until_the_condition_is_met() -> None:
    unmet = event(EventType.SITE_CONDITION_UNMET, date(2022, 2, 1))
    met = event(EventType.SITE_CONDITION_MET, date(2022, 5, 1))
    assert routes(*COMPLETE, unmet, on=FIRST_YEAR)[0] == "BLOCKED"
    assert routes(*COMPLETE, unmet, met, on=FIRST_YEAR)[0] == "OPEN"


def cause(start: date, end: date, verified: bool = True) -> Event:
    return event(EventType.GOVERNMENT_CAUSE, start=start, end=end, verified=verified)


def test_a_verified_cause_over_the_agreed_day_blocks_while_no_new_day_was_agreed() -> None:
    covering = cause(date(2023, 6, 25), date(2023, 7, 4))
    row = judged(contract(), *COMPLETE, covering, on=SECOND_YEAR)
    assert {"cause_covers_agreed_day", "government_cause_verified"} <= set(row["flags"])
    assert row["fee_route_status"] == "BLOCKED"


def test_a_cause_that_is_not_verified_blocks_nothing() -> None:
    claimed = cause(date(2023, 6, 25), date(2023, 7, 4), verified=False)
    assert routes(*COMPLETE, claimed, on=FIRST_YEAR)[0] == "OPEN"


def test_a_cause_that_begins_after_two_full_years_does_not_save_the_holder() -> None:
    late = cause(date(2025, 7, 1), date(2025, 7, 20))
    assert routes(*COMPLETE, *AGAIN, late, on=date(2025, 7, 31)) == ("OPEN", "OPEN")


def test_gross_and_net_time_stand_side_by_side() -> None:
    row = judged(contract(), cause(date(2023, 6, 1), date(2023, 6, 30)), on=SECOND_YEAR)
    days = [str(row[n].date()) for n in ("first_idle_day", "gross_first_idle_day", "gross_first_2y_day")]
    assert days == ["2024-07-31", "2024-07-01", "2025-07-01"]


def test_land_is_idle_since_the_first_day_of_delay() -> None:
    assert str(judged(contract(), on=SECOND_YEAR)["idle_since"].date()) == "2023-07-01"


def test_land_that_has_started_has_no_route() -> None:
    started = event(EventType.COMMENCED, date(2024, 9, 1))
    assert routes(*COMPLETE, started, on=FIRST_YEAR) == ("NOT_APPLICABLE", "NOT_APPLICABLE")
