"""A visit may propose a fact; it never is one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch.measures.patrols.proposals import PROPOSABLE, proposals
from landwatch.model import Event, EventType, WorksStage
from tests.measures.patrols.zone import contract, happened, judged, visited

ON = date(2023, 12, 31)
CONTRACTS = [contract("1", date(2023, 6, 30)), contract("2", date(2022, 6, 30), date(2023, 3, 31))]
FACTS = [happened("2", EventType.COMMENCED, date(2022, 5, 1))]
PROPOSING = {"visit": "XC-1", "proposed": "foundation_progress", "proposed_on": "2023-11-01", "share": "1/3"}
DECLINED = happened("1", EventType.PROPOSAL_DECLINED, ON, visit="XC-1", person="李四", note="照片不清")
ACCEPTED = happened(
    "1", EventType.FOUNDATION_PROGRESS, date(2023, 11, 1), visit="XC-1", person="李四", share="1/3"
)


def state(*events: Event) -> str:
    (found,) = proposals(judged(ON, CONTRACTS, visited("1", date(2023, 11, 2), **PROPOSING), *events))
    return found.state


def test_a_proposal_is_open_until_somebody_decides() -> None:
    assert state() == "open"


def test_the_fact_that_names_the_visit_accepts_it() -> None:
    assert state(ACCEPTED) == "accepted"


def test_a_refusal_that_names_the_visit_declines_it() -> None:
    assert state(DECLINED) == "declined"


def test_a_refusal_tells_who_and_why() -> None:
    visit = visited("1", date(2023, 11, 2), **PROPOSING)
    (found,) = proposals(judged(ON, CONTRACTS, visit, DECLINED))
    assert (found.proposed_by, found.decided_by, found.reason) == ("张三", "李四", "照片不清")


VISITS = st.builds(
    lambda number, day, works, fact, share, checked: visited(
        number,
        day,
        works=works,
        proposed=fact,
        proposed_on=day.isoformat(),
        share=share,
        done_share=share,
        not_checked=checked,
        visit="XC-1",
    ),
    st.sampled_from(["1", "2"]),
    st.dates(date(2022, 1, 1), ON),
    st.sampled_from([each.value for each in WorksStage]),
    st.sampled_from([each.value for each in PROPOSABLE]),
    st.sampled_from(["1/3", "1", "0"]),
    st.sampled_from([None, "门卫不让进"]),
)


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(st.lists(VISITS, max_size=4))
def test_a_visit_alone_changes_no_column_of_the_assessment(made: list[Event]) -> None:
    without, with_visits = (judged(ON, CONTRACTS, *FACTS, *more).contracts for more in ([], made))
    pd.testing.assert_frame_equal(without, with_visits)
