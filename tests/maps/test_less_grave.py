"""A contract that is late with its completion alone is less grave than one late with its commencement."""

from __future__ import annotations

from datetime import date

from landwatch.measures.figures.differences import Difference, differences
from landwatch.measures.figures.states import with_states
from landwatch.model import EventType
from landwatch.rules import assess
from landwatch.snapshot import Snapshot
from tests.maps.zone import contract, event


def test_works_that_began_late_and_are_late_to_end_are_better_than_none() -> None:
    late = contract(1, agreed_commencement=date(2022, 3, 31), agreed_completion=date(2022, 12, 31))
    begun = event(1, EventType.COMMENCED, date(2022, 7, 1))
    before, after = (
        with_states(assess(Snapshot.from_records(day, contracts=[late], events=[begun])))
        for day in (date(2022, 6, 30), date(2023, 6, 30))
    )
    assert differences(before, after).loc[late.contract_no, "difference"] == Difference.BETTER
