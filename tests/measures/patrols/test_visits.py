"""Which visits count, and which line of the due set each answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from landwatch.measures.patrols.visits import first_visits, missed, visited_in, visits
from landwatch.model import Event, EventType
from tests.measures.patrols.zone import contract, happened, judged, visited

ON = date(2023, 12, 31)
DAY = date(2023, 11, 2)


def misses(visit: Event, *events: Event) -> list[str]:
    made = visits(judged(ON, [contract("1", date(2030, 1, 1))], visit, *events))
    return [condition.name for condition in missed(made.iloc[0].to_dict())]


@pytest.mark.parametrize(
    ("visit", "expected"),
    [
        (visited("1", DAY), []),
        (visited("1", DAY, valid=False), ["not_rejected"]),
        (visited("1", DAY, not_checked="门卫不让进"), ["checked"]),
        (visited("1", DAY, person=None), ["by_somebody"]),
        (visited("1", date(2022, 1, 9)), ["in_force"]),
        (visited("1", date(2022, 1, 10)), []),
    ],
    ids=["plain", "rejected", "not checked", "nobody", "before the contract", "on the day of signing"],
)
def test_a_visit_tells_what_it_misses(visit: Event, expected: list[str]) -> None:
    assert misses(visit) == expected


def test_a_visit_after_the_contract_ended_does_not_count() -> None:
    assert misses(visited("1", DAY), happened("1", EventType.CONTRACT_ENDED, DAY)) == ["in_force"]


def test_only_visits_that_count_visit_a_contract() -> None:
    contracts = [contract("1", date(2030, 1, 1)), contract("2", date(2030, 1, 1))]
    assessment = judged(ON, contracts, visited("1", DAY), visited("2", DAY, valid=False))
    assert set(visited_in(visits(assessment), date(2023, 10, 1), ON)) == {"1"}


def line(number: str, opens: str, until: str) -> dict[str, Any]:
    return {"contract_no": number, "opens": pd.Timestamp(opens), "until": pd.Timestamp(until)}


def test_a_line_is_answered_by_the_first_visit_within_its_days() -> None:
    due = pd.DataFrame(
        [
            line("1", "2023-01-01", "2023-03-31"),
            line("1", "2023-04-01", "2023-04-30"),
            line("2", "2023-01-01", "2023-03-31"),
            line("9", "2023-01-01", "2023-03-31"),
        ]
    )
    days = ["2023-03-31", "2023-01-01", "2022-12-31", "2023-05-01"]
    made = pd.DataFrame({"contract_no": ["1", "1", "2", "1"], "day": pd.to_datetime(days)})
    assert first_visits(due, made).tolist() == [1, -1, -1, -1]
