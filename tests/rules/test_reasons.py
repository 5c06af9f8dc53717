"""One line a contract: what is late, since which day, on what basis."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.i18n import speaking
from landwatch.model import Event, EventType
from landwatch.rules.explanation.reasons import reasons
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
            "1 day late in commencement: due 2023-07-30 (agreed 2023-06-30, contract), not commenced",
        ),
        (
            [SUPPLEMENT],
            "2023-10-01",
            "1 day late in commencement: due 2023-09-30 (supplement), not commenced",
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
        "suspected idle since 2024-07-01, not yet recognised"
    )


DONE = (event(EventType.COMMENCED, DUE), event(EventType.COMPLETED, date(2024, 12, 31)))
RECTIFY = event(EventType.ACCEPTANCE, date(2025, 1, 10), result="rectify", rectify_by=date(2025, 3, 31))
PASS = event(EventType.ACCEPTANCE, date(2025, 4, 2), result="pass")
PRODUCING = event(EventType.PRODUCTION_STARTED, date(2025, 7, 3))


@pytest.mark.parametrize(
    ("events", "on", "words"),
    [
        ([], "2025-01-02", "not accepted yet"),
        ([RECTIFY], "2025-01-10", "to be rectified by 2025-03-31"),
        ([RECTIFY], "2025-03-31", "rectification falls due on 2025-03-31"),
        ([RECTIFY], "2025-04-03", "3 days late in rectification: due 2025-03-31"),
        (
            [RECTIFY, PASS],
            "2025-04-03",
            "accepted 2025-04-02, 2 days after the rectification day 2025-03-31",
        ),
        ([PASS], "2025-06-30", "accepted 2025-04-02; production falls due on 2025-06-30"),
        (
            [PASS],
            "2025-07-02",
            "accepted 2025-04-02; 2 days late in production: due 2025-06-30, not started",
        ),
        (
            [PASS, PRODUCING],
            "2026-07-03",
            "accepted 2025-04-02; in production since 2025-07-03, 3 days after 2025-06-30; "
            "3 days late in full production: due 2026-06-30, no review has passed",
        ),
    ],
)
def test_the_line_speaks_of_the_later_milestones(events: list[Event], on: str, words: str) -> None:
    agreed = {"agreed_production": date(2025, 6, 30), "agreed_full_production": date(2026, 6, 30)}
    line = said(*DONE, *events, on=date.fromisoformat(on), **agreed)
    assert line == f"commenced 2023-06-30 in time; completed 2024-12-31 in time; {words}"


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
