"""Acceptance, start of production, full-production review, and the reminders before each milestone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pandas as pd
import pytest

from landwatch.i18n import speaking
from landwatch.model import Event, EventType, Instalment, Phase
from landwatch.rules.explanation.findings import findings
from landwatch.rules.explanation.node import Node
from landwatch.rules.explanation.tree import explain
from tests.rules.judging import assessed, contract, event, judged

PRODUCTION, FULL = date(2025, 6, 30), date(2026, 6, 30)
ONE_DAY = timedelta(1)
AGREED = {"agreed_production": PRODUCTION, "agreed_full_production": FULL}
COMPLETED = event(EventType.COMPLETED, date(2024, 12, 1))


def row(*events: Event, on: date, **facts: Any) -> pd.Series:
    return judged(contract(**AGREED | facts), *events, on=on)


def acceptance(day: date, result: str | None, **details: Any) -> Event:
    return event(EventType.ACCEPTANCE, day, result=result, **details)


def review(day: date, result: str, **details: Any) -> Event:
    return event(EventType.FULL_PRODUCTION_REVIEW, day, result=result, **details)


def produced(day: date, **of: Any) -> Event:
    return event(EventType.PRODUCTION_STARTED, day, **of)


def supplement(day: date, **new: Any) -> Event:
    return event(EventType.SUPPLEMENTARY_AGREEMENT, day, **new)


# Start of production


@pytest.mark.parametrize(
    ("on", "status", "days"),
    [
        (PRODUCTION - timedelta(31), "NOT_DUE", 0),
        (PRODUCTION - timedelta(30), "REMIND", 0),
        (PRODUCTION, "REMIND", 0),
        (PRODUCTION + ONE_DAY, "BREACH", 1),
    ],
)
def test_production_is_reminded_of_thirty_days_ahead_and_late_after_its_day(
    on: date, status: str, days: int
) -> None:
    found = row(on=on)
    assert (found["production_status"], found["production_days"]) == (status, days)


@pytest.mark.parametrize(("late", "status"), [(0, "DONE"), (1, "DONE_LATE")])
def test_production_that_starts_on_the_agreed_day_is_in_time(late: int, status: str) -> None:
    found = row(produced(PRODUCTION + timedelta(late)), on=PRODUCTION + timedelta(50))
    assert (found["production_status"], found["production_days"]) == (status, late)


def test_without_agreed_days_nothing_is_due_and_no_day_is_made_up() -> None:
    found = judged(contract(), on=date(2040, 1, 1))
    assert (found["production_status"], found["full_production_status"]) == ("NOT_DUE", "NOT_DUE")
    assert found[["production_due", "production_reminder_date", "full_production_due"]].isna().all()
    assert (found["production_days"], found["full_production_days"]) == (0, 0)


def test_a_supplement_may_move_the_day_of_production() -> None:
    later = PRODUCTION + timedelta(184)
    found = row(supplement(date(2025, 5, 1), new_production=later), on=PRODUCTION + ONE_DAY)
    assert (found["production_status"], found["production_due"].date()) == ("NOT_DUE", later)
    assert found["full_production_due"].date() == FULL


@pytest.mark.long
def test_the_newest_of_several_supplements_counts_in_whatever_order_they_stand() -> None:
    several = [
        supplement(date(2025, 5, 1), new_production=date(2025, 12, 31)),
        supplement(date(2025, 6, 1), new_production=date(2025, 9, 30)),
        supplement(date(2025, 6, 1), new_production=date(2025, 10, 31)),
        supplement(date(2025, 6, 15), new_commencement=date(2025, 7, 1)),
    ]
    dues = {row(*order, on=PRODUCTION)["production_due"].date() for order in permutations(several)}
    assert dues == {date(2025, 10, 31)}


def test_a_back_dated_day_of_production_is_refused_and_said_so() -> None:
    found = row(supplement(date(2025, 7, 10), new_production=date(2025, 7, 9)), on=date(2025, 8, 1))
    assert found["production_due"].date() == PRODUCTION
    assert "new_production_before_signing" in found["flags"]


def test_a_later_completion_does_not_move_the_day_of_production_but_asks_to_look() -> None:
    moved = supplement(date(2024, 6, 1), new_completion=date(2025, 12, 31))
    found = row(moved, on=PRODUCTION + ONE_DAY)
    assert found["production_status"] == "BREACH"
    assert "production_day_needs_review" in found["flags"]
    assert "production_day_needs_review" not in row(on=PRODUCTION + ONE_DAY)["flags"]


@pytest.mark.parametrize(("started", "status"), [(["P1"], "BREACH"), (["P1", "P2"], "DONE_LATE")])
def test_a_contract_over_several_parcels_produces_when_each_of_them_does(
    started: list[str], status: str
) -> None:
    events = [produced(PRODUCTION + timedelta(n), parcel_no=no) for n, no in enumerate(started)]
    found = row(*events, on=PRODUCTION + timedelta(9), parcel_nos=("P1", "P2"))
    assert found["production_status"] == status


@pytest.mark.parametrize(("started", "status"), [(["1"], "BREACH"), (["1", "2"], "DONE")])
def test_a_contract_in_phases_produces_when_each_phase_does(started: list[str], status: str) -> None:
    events = [produced(PRODUCTION, phase=number) for number in started]
    phases = (Phase(number="1"), Phase(number="2"))
    assert row(*events, on=PRODUCTION + ONE_DAY, phases=phases)["production_status"] == status


def test_production_without_a_completion_on_file_asks_for_the_record() -> None:
    on = date(2025, 7, 1)
    assert "completion_record_missing" in row(produced(PRODUCTION), on=on)["flags"]
    assert "completion_record_missing" not in row(COMPLETED, produced(PRODUCTION), on=on)["flags"]


# Full production


def test_full_production_ends_with_a_passed_review() -> None:
    passed = row(review(FULL, "pass"), on=FULL + timedelta(90))
    assert (passed["full_production_status"], passed["full_production_days"]) == ("DONE", 0)
    assert row(on=FULL + ONE_DAY)["full_production_status"] == "BREACH"


def test_a_review_after_the_day_may_say_that_it_was_reached_before() -> None:
    told = row(review(FULL + timedelta(60), "pass", reached_on=FULL - ONE_DAY), on=FULL + timedelta(90))
    bare = row(review(FULL + timedelta(60), "pass"), on=FULL + timedelta(90))
    assert (told["full_production_status"], told["full_production_on"].date()) == ("DONE", FULL - ONE_DAY)
    assert (bare["full_production_status"], bare["full_production_days"]) == ("DONE_LATE", 60)


@pytest.mark.parametrize("result", ["rectify", "fail"])
def test_a_review_that_does_not_pass_leaves_full_production_open(result: str) -> None:
    found = row(review(FULL - timedelta(60), result), on=FULL + timedelta(5))
    assert (found["full_production_status"], found["full_production_days"]) == ("BREACH", 5)
    assert "full_production_review_not_passed" in found["flags"]


def test_a_second_pass_does_not_make_the_first_one_late() -> None:
    found = row(
        review(FULL - timedelta(9), "pass"), review(FULL + timedelta(300), "pass"), on=date(2028, 1, 1)
    )
    assert found["full_production_status"] == "DONE"


# Acceptance


def test_acceptance_is_open_once_the_works_are_complete() -> None:
    assert row(on=date(2025, 1, 1))["acceptance_status"] == "NOT_DUE"
    assert row(COMPLETED, on=date(2025, 1, 1))["acceptance_status"] == "PENDING"


@pytest.mark.parametrize(("result", "status"), [("pass", "DONE"), ("fail", "FAILED"), ("rectify", "RECTIFY")])
def test_the_result_on_file_decides(result: str, status: str) -> None:
    found = row(COMPLETED, acceptance(date(2025, 1, 10), result), on=date(2025, 3, 1))
    assert found["acceptance_status"] == status


@pytest.mark.parametrize(
    ("on", "status", "days"),
    [
        (date(2025, 3, 31), "RECTIFY", 0),
        (date(2025, 4, 1), "REMIND", 0),
        (date(2025, 5, 1), "REMIND", 0),
        (date(2025, 5, 2), "BREACH", 1),
    ],
)
def test_a_rectification_has_its_reminder_and_its_deadline(on: date, status: str, days: int) -> None:
    found = row(COMPLETED, acceptance(date(2025, 1, 10), "rectify", rectify_by=date(2025, 5, 1)), on=on)
    assert (found["acceptance_status"], found["acceptance_days"]) == (status, days)
    assert found["rectification_deadline"].date() == date(2025, 5, 1)


@pytest.mark.parametrize(("day", "status"), [(date(2025, 5, 1), "DONE"), (date(2025, 5, 2), "DONE_LATE")])
def test_works_that_pass_after_the_rectification_day_pass_late(day: date, status: str) -> None:
    asked = acceptance(date(2025, 1, 10), "rectify", rectify_by=date(2025, 5, 1))
    found = row(COMPLETED, asked, acceptance(day, "pass"), on=date(2026, 1, 1))
    assert (found["acceptance_status"], found["accepted_on"].date()) == (status, day)


def test_a_further_rectification_without_a_day_leaves_the_day_that_was_set() -> None:
    asked = acceptance(date(2025, 1, 10), "rectify", rectify_by=date(2025, 5, 1))
    again = acceptance(date(2025, 3, 10), "rectify")
    assert row(COMPLETED, asked, again, on=date(2025, 5, 2))["acceptance_status"] == "BREACH"


def test_a_rectification_for_which_no_day_was_set_is_never_late_and_asks_for_one() -> None:
    found = row(COMPLETED, acceptance(date(2025, 1, 10), "rectify"), on=date(2035, 1, 1))
    assert (found["acceptance_status"], found["acceptance_days"]) == ("RECTIFY", 0)
    assert "rectification_day_missing" in found["flags"]


def test_an_acceptance_without_a_result_changes_nothing_and_says_so() -> None:
    found = row(COMPLETED, acceptance(date(2025, 1, 10), None), on=date(2025, 3, 1))
    assert found["acceptance_status"] == "PENDING"
    assert "acceptance_result_missing" in found["flags"]


@pytest.mark.long
def test_the_order_of_acceptances_and_their_doubles_do_not_matter() -> None:
    several = [
        acceptance(date(2025, 1, 10), "fail"),
        acceptance(date(2025, 2, 10), "rectify", rectify_by=date(2025, 5, 1)),
        acceptance(date(2025, 2, 10), "rectify", rectify_by=date(2025, 4, 1)),
        acceptance(date(2025, 4, 20), "rectify"),
        acceptance(date(2025, 4, 20), "pass"),
    ]
    found = [row(COMPLETED, *order, *order[:2], on=date(2025, 6, 1)) for order in permutations(several)]
    assert {(r["acceptance_status"], r["accepted_on"], r["rectification_deadline"]) for r in found} == {
        ("DONE", pd.Timestamp("2025-04-20"), pd.Timestamp("2025-05-01"))
    }


@pytest.mark.parametrize(
    ("results", "status"),
    [
        ({"P1": "pass"}, "PENDING"),
        ({"P1": "pass", "P2": "pass"}, "DONE"),
        ({"P1": "pass", "P2": "rectify"}, "RECTIFY"),
        ({"P1": "rectify", "P2": "fail"}, "FAILED"),
    ],
)
def test_over_several_parcels_all_must_pass_and_the_gravest_result_speaks(
    results: dict[str, str], status: str
) -> None:
    events = [acceptance(date(2025, 1, 10), result, parcel_no=no) for no, result in results.items()]
    found = row(COMPLETED, *events, on=date(2025, 3, 1), parcel_nos=("P1", "P2"))
    assert found["acceptance_status"] == status


# Reminders before handover and payment


@pytest.mark.parametrize(
    ("on", "reminded"),
    [
        (date(2023, 1, 30), False),
        (date(2023, 1, 31), True),
        (date(2023, 3, 2), True),
        (date(2023, 3, 3), False),
    ],
)
def test_handover_is_reminded_of_in_the_thirty_days_before_it(on: date, reminded: bool) -> None:
    found = judged(contract(agreed_handover=date(2023, 3, 2)), on=on)
    assert found["handover_reminder_date"].date() == date(2023, 1, 31)
    assert ("handover_reminder" in found["flags"]) is reminded


def test_land_that_is_handed_over_needs_no_reminder() -> None:
    handed = event(EventType.HANDED_OVER, date(2023, 2, 1))
    found = judged(contract(agreed_handover=date(2023, 3, 2)), handed, on=date(2023, 2, 10))
    assert "handover_reminder" not in found["flags"]


def test_payment_is_reminded_of_before_the_oldest_open_instalment() -> None:
    instalments = (
        Instalment(number="2", due_on=date(2023, 9, 1), amount_fen=100),
        Instalment(number="1", due_on=date(2023, 3, 1), amount_fen=100),
        Instalment(number="3", due_on=date(2024, 3, 1), amount_fen=100),
    )
    paid = event(EventType.INSTALMENT_PAID, date(2023, 2, 1), amount_fen=100)
    for events, day in (((), date(2023, 1, 30)), ((paid,), date(2023, 8, 2))):
        found = judged(contract(instalments=instalments), *events, on=date(2023, 2, 15))
        assert found["payment_reminder_date"].date() == day
        assert ("payment_reminder" in found["flags"]) is (not events)


def test_a_price_paid_in_full_has_no_payment_reminder() -> None:
    instalments = (Instalment(number="1", due_on=date(2023, 3, 1), amount_fen=100),)
    paid = event(EventType.INSTALMENT_PAID, date(2023, 2, 1), amount_fen=100)
    assert pd.isna(
        judged(contract(instalments=instalments), paid, on=date(2023, 2, 15))["payment_reminder_date"]
    )


# Findings and explanation


@pytest.fixture
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_a_rectification_says_who_acts_by_when(english: None) -> None:
    asked = acceptance(date(2025, 1, 10), "rectify", rectify_by=date(2025, 5, 1))
    [found] = [f for f in findings(row(COMPLETED, asked, on=date(2025, 4, 10))) if "acceptance" in f.code]
    assert (found.code, found.side, found.deadline) == (
        "acceptance_status=REMIND",
        "holder",
        date(2025, 5, 1),
    )


def told(*events: Event, on: date, **facts: Any) -> dict[str, Node]:
    explanation = explain(assessed(contract(**facts), events, on=on), "2023-1")

    def below(node: Node) -> Iterator[Node]:
        yield node
        for child in node.children:
            yield from below(child)

    return {node.name: node for root in explanation.roots for node in below(root)}


def test_the_explanation_leads_from_the_status_to_the_agreed_day_and_the_record(english: None) -> None:
    nodes = told(produced(PRODUCTION + ONE_DAY, document="投产证明 1号"), on=FULL, **AGREED)
    assert nodes["production_status"].value == "in production, late"
    assert nodes["agreed_production"].value == "2025-06-30"
    assert nodes["production_started"].clause == "投产证明 1号"
    assert nodes["production_reminder_date"].value == "2025-05-31"


def test_the_explanation_tells_what_an_acceptance_asked_for(english: None) -> None:
    asked = acceptance(date(2025, 1, 10), "rectify", rectify_by="2025-05-01")
    nodes = told(COMPLETED, asked, on=date(2025, 5, 2))
    assert nodes["acceptance_status"].value == "not rectified in time"
    assert nodes["acceptance"].value == "2025-01-10; to be rectified; to be rectified by 2025-05-01"


def test_the_explanation_is_silent_about_milestones_nobody_agreed_on(english: None) -> None:
    assert (
        not {"production_status", "full_production_status", "acceptance_status"}
        & told(on=date(2025, 1, 1)).keys()
    )
