"""A report of one cluster speaks of that cluster alone."""

from __future__ import annotations

import pytest

from landwatch.i18n import speaking
from landwatch.reports import Period
from landwatch.reports.remarks import gaps
from landwatch.services.figures.reporting import gather
from tests.measures.office import NORTH, SOUTH, judged


@pytest.mark.long  # three reports
def test_an_operator_that_is_not_known_is_missed_in_its_own_cluster_only() -> None:
    with speaking("en"):
        lines = {
            cluster: [
                line for line in gaps(gather(judged(), Period.parse("annual", "2023"), cluster=cluster))
            ]
            for cluster in (NORTH, SOUTH, None)
        }
    missed = {
        cluster: [line for line in told if "operating company" in line] for cluster, told in lines.items()
    }
    assert missed == {
        NORTH: [f"No source names the operating company of {NORTH}."],
        SOUTH: [f"No source names the operating company of {SOUTH}."],
        None: [f"No source names the operating company of {NORTH}, {SOUTH}."],
    }
