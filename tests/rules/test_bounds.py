"""Bounds of single rules, each told by a case small enough to be counted by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from landwatch.i18n import speaking
from landwatch.model import Direction, Event, EventType, Indicator, IndicatorStage
from landwatch.rules import Conventions
from landwatch.rules.clauses.indicators import IndicatorResult, IndicatorStatus
from landwatch.rules.explanation.tree import explain
from landwatch.rules.facts import InstalmentTable
from tests.rules.judging import DUE, assessed, contract, event, judged

STOPPED, RESUMED = EventType.WORK_STOPPED, EventType.WORK_RESUMED


def first_suspended_day(*stops: Event) -> date:
    row = judged(
        contract(agreed_commencement=date(2021, 6, 30), developable_cm2=3_000, developed_cm2=900),
        event(EventType.COMMENCED, date(2021, 6, 20)),
        *stops,
        on=date(2023, 4, 2),
        conventions=Conventions(stop_continuity="cumulative"),
    )
    return row["first_suspended_idle_day"].date()


def test_a_resumption_recorded_twice_counts_from_the_first_to_the_next_stop() -> None:
    """A year from 1 March 2022 is full on 1 March 2023; 1 September to 1 October are 31 days of work."""
    stops = [(STOPPED, date(2022, 3, 1)), (RESUMED, date(2022, 9, 1)), (STOPPED, date(2022, 10, 1))]
    again = event(RESUMED, date(2022, 9, 15))
    assert first_suspended_day(*(event(*stop) for stop in stops)) == date(2023, 4, 2)
    assert first_suspended_day(*(event(*stop) for stop in stops), again) == date(2023, 4, 2)


def test_what_is_due_of_a_row_is_due_of_no_other() -> None:
    days = np.array(["2023-01-01", "2023-07-01", "2023-03-01"], dtype="datetime64[D]")
    table = InstalmentTable(np.array([0, 0, 1]), days, np.array([10, 20, 40]))
    assert [[amount for _day, amount in table.due_of(row)] for row in (0, 1, 2)] == [[10, 20], [40], []]


@pytest.mark.parametrize(("measured", "status"), [(0, "MET"), (-1, "SHORT"), (1, "MET")])
def test_an_indicator_agreed_at_nought_is_met_by_nought(measured: int, status: str) -> None:
    term = Indicator(
        name="tax",
        value=0,
        unit=None,
        direction=Direction.MIN,
        stage=IndicatorStage.FULL_PRODUCTION,
        damages_ppb=None,
    )
    assert IndicatorResult(0, term, Fraction(measured)).status == IndicatorStatus[status]


def test_completed_works_without_a_start_on_file_are_no_day_late() -> None:
    row = judged(contract(), event(EventType.COMPLETED, date(2024, 3, 1)), on=date(2024, 7, 1))
    assert row["commencement_days"] == 0


def test_a_claim_of_an_excuse_is_flagged_only_while_it_is_not_verified() -> None:
    def flags(verified: bool) -> tuple[str, ...]:
        cause = event(
            EventType.GOVERNMENT_CAUSE, start=date(2023, 6, 1), end=date(2023, 6, 30), verified=verified
        )
        return tuple(judged(contract(), cause, on=date(2023, 8, 15))["flags"])

    assert "excuse_claim_unverified" in flags(verified=False)
    assert "excuse_claim_unverified" not in flags(verified=True)


def test_where_nothing_is_late_an_explanation_says_nothing_of_damages() -> None:
    with speaking("en"):
        kept = assessed(contract(), [event(EventType.COMMENCED, DUE)], on=date(2023, 7, 2))
        roots = {root.name for root in explain(kept, "2023-1").roots}
    assert not {name for name in roots if name.endswith("damages_fen")}
