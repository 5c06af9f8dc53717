"""What a report says in words of the ten contracts of :mod:`tests.measures.office`, and of a small zone."""

from __future__ import annotations

import pytest

from landwatch.i18n import speaking
from landwatch.model import Cluster, OperatorBasis
from landwatch.reports import Material, Period
from landwatch.reports.composing import report_title
from landwatch.reports.patrols import by_quarter
from landwatch.reports.remarks import gaps
from landwatch.services.figures.reporting import gather
from tests.maps import zone
from tests.measures.office import judged

pytestmark = pytest.mark.long


def material(kind: str, name: str) -> Material:
    with speaking("en"):
        return gather(judged(), Period.parse(kind, name))


@pytest.mark.parametrize(
    ("kind", "name", "word"), [("annual", "2023", "annual report"), ("monthly", "2023-12", "monthly report")]
)
def test_a_report_is_named_by_its_period(kind: str, name: str, word: str) -> None:
    with speaking("en"):
        title, _period = report_title(material(kind, name))
    assert word in title


def test_the_coverage_of_patrols_is_what_was_visited_of_what_was_due() -> None:
    with speaking("en"):
        columns = by_quarter(material("annual", "2023")).columns
    heads = [column.head for column in columns]
    share = columns[-1].share
    assert share is not None
    assert [heads[place] for place in share] == ["With a valid patrol", "Contracts due for patrol"]


def test_only_an_operator_inferred_from_its_position_is_said_to_be() -> None:
    bases = {"北渡": OperatorBasis.NAMED, "安稳": OperatorBasis.POSITION}
    clusters = [
        Cluster(
            name=each.name,
            name_en=each.name_en,
            operator="园区公司",
            operator_basis=bases[each.name],
            geometry=each.geometry,
        )
        for each in zone.CLUSTERS
    ]
    with speaking("en"):
        told = list(gaps(gather(zone.judged(clusters=clusters), Period.parse("annual", "2023"))))
    assert [line for line in told if "inferred" in line] == [
        "The operating company of 安稳 is inferred from its position in the source."
    ]
