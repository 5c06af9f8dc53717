"""One line a contract: what is late, since which day, on what basis."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.i18n import speaking
from landwatch.model import Event, EventType
from landwatch.rules.reasons import reasons
from tests.rules.judging import DUE, assessed, contract, event

CAUSE = event(EventType.GOVERNMENT_CAUSE, start=date(2023, 6, 1), end=date(2023, 6, 30), verified=True)
SUPPLEMENT = event(EventType.SUPPLEMENTARY_AGREEMENT, date(2023, 5, 1), new_commencement=date(2023, 9, 30))


def said(*events: Event, on: date, **facts: object) -> str:
    with speaking("en"):
        return str(reasons(assessed(contract(**facts), events, on=on)).item())


@pytest.mark.parametrize(
    ("events", "on", "words"),
    [
        ([], "2023-05-01", "commencement due 2023-06-30 (contract)"),
        ([], "2023-06-30", "commencement falls due on 2023-06-30 (contract)"),
        ([], "2023-07-02", "2 days late in commencement: due 2023-06-30 (contract), not commenced"),
        ([CAUSE], "2023-07-02", "commencement excused until 2023-07-30: 30 verified days"),
        (
            [CAUSE],
            "2023-07-31",
            "1 days late in commencement: due 2023-07-30 (agreed 2023-06-30, contract), not commenced",
        ),
        (
            [SUPPLEMENT],
            "2023-10-01",
            "1 days late in commencement: due 2023-09-30 (supplement), not commenced",
        ),
        ([event(EventType.COMMENCED, DUE)], "2023-07-02", "commenced 2023-06-30 in time"),
        (
            [event(EventType.COMMENCED, date(2023, 7, 9))],
            "2023-08-01",
            "commenced 2023-07-09, 9 days after 2023-06-30 (contract)",
        ),
        ([event(EventType.RETURN_APPROVED, DUE)], "2023-08-01", "terminated"),
    ],
)
def test_the_line_says_why_the_contract_stands_where_it_stands(
    events: list[Event], on: str, words: str
) -> None:
    assert said(*events, on=date.fromisoformat(on)) == words


def test_the_line_names_completion_and_suspicion_as_well() -> None:
    assert said(on=date(2025, 1, 2)) == (
        "552 days late in commencement: due 2023-06-30 (contract), not commenced; "
        "2 days late in completion: due 2024-12-31, not completed; "
        "suspected idle, over one year since 2024-07-01, not yet recognised"
    )


def test_the_line_of_a_contract_without_any_day_says_so() -> None:
    words = said(on=DUE, agreed_commencement=None, agreed_completion=None)
    assert words == "no commencement day agreed and no handover on file"


def test_the_lines_stand_under_the_contract_numbers() -> None:
    lines = reasons(assessed([contract("A"), contract("B")], on=DUE))
    assert lines.index.tolist() == ["A", "B"]


def test_the_same_facts_give_the_same_line() -> None:
    assert said(CAUSE, on=date(2023, 7, 31)) == said(CAUSE, on=date(2023, 7, 31))


def test_the_line_can_be_had_in_chinese() -> None:
    with speaking("zh"):
        line = reasons(assessed(contract(), on=date(2023, 7, 2))).item()
    assert "2023-06-30" in line and "合同约定" in line
