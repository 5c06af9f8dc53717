"""Days that lie ahead, counted by windows of 30, 60, 90 and 180 days, the last day inside."""

from __future__ import annotations

from datetime import timedelta

import pytest

from landwatch.i18n import speaking
from landwatch.measures.figures import Due
from landwatch.measures.figures.forecast import Forecast
from tests.measures.office import ON, judged

THREE_MU = 20_000_000  # cm²


def due(days: int, area_cm2: int | None = THREE_MU) -> Due:
    """A commencement due in so many days."""
    return Due(
        kind="commencement",
        rank=1,
        contract_no=f"合{days}",
        part="",
        day=ON + timedelta(days=days),
        days_left=days,
        cluster=None,
        holder=None,
        project_name=None,
        area_cm2=area_cm2,
        probability=None,
    )


def test_a_day_falls_into_the_windows_that_are_no_shorter() -> None:
    dues = tuple(due(days) for days in (0, 30, 31, 60, 61, 90, 91, 180))
    told = Forecast(ON, 180, None, dues, (), judged())
    counted = {window.days: len(window.dues) for window in told.windows() if window.kind == "commencement"}
    assert counted == {30: 2, 60: 4, 90: 6, 180: 8}


@pytest.mark.parametrize(("area_cm2", "mu"), [(THREE_MU, "3.00"), (None, None)])
def test_an_area_is_told_in_mu_where_it_is_on_file(area_cm2: int | None, mu: str | None) -> None:
    with speaking("en"):
        assert due(30, area_cm2).to_dict()["area_mu"] == mu
