"""The lists behind the numbers of the legend: which land, since when, how many mu and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from landwatch.maps import cluster_map
from landwatch.maps.content import prepare
from landwatch.measures.figures.states import Idle, State
from landwatch.model import EventType
from landwatch.rules import Assessment
from landwatch.units import CM2_PER_M2
from tests.maps.zone import EVENTS, contract, event, judged

pytestmark = pytest.mark.usefixtures("map_assets")


@pytest.fixture(scope="module")
def page(zone: Assessment) -> dict[str, Any]:
    """The data of the page of 北渡."""
    return dict(cluster_map(zone, "北渡").data)


@pytest.fixture(scope="module")
def lists(page: dict[str, Any]) -> dict[str, Any]:
    """Its lists."""
    lists: dict[str, Any] = page["lists"]
    return lists


def test_suspected_idle_land_is_listed_with_parcel_day_and_mu(lists: dict[str, Any]) -> None:
    numbered = [row[:4] for row in lists[Idle.SUSPECTED]["rows"]]
    assert numbered == [["渝地綦（2021）合字第03号", ["BD-03"], "2021-07-01", "60.00"]]


def test_recognised_idle_land_names_the_document(lists: dict[str, Any]) -> None:
    assert [row[4] for row in lists[Idle.RECOGNISED]["rows"]] == ["2023-03-01 认定，綦规资闲认〔2023〕1号"]


def test_a_recognition_after_the_day_judged_is_not_named() -> None:
    later = event(13, EventType.IDLE_RECOGNITION, date(2024, 2, 1), document="綦规资闲认〔2024〕9号")
    rows = cluster_map(judged(events=[*EVENTS, later]), "北渡").data["lists"][Idle.RECOGNISED]["rows"]
    assert rows[0][4].endswith("〔2023〕1号")


def test_both_kinds_of_idle_land_stand_in_one_list_with_their_sum(lists: dict[str, Any]) -> None:
    assert lists["idle"]["of"] == ["recognised", "suspected"]
    assert lists["idle"]["total"] == "2 宗合同，120.00 亩"


def test_every_list_has_as_many_rows_as_the_legend_counts(zone: Assessment, lists: dict[str, Any]) -> None:
    sums = prepare(zone).figures("北渡")
    counts = {key: tally.count for key, tally in [*sums.states.items(), *sums.idle.items()]}
    assert {key: len(lists[key]["rows"]) for key in counts} == counts


def test_the_longest_standing_comes_first_and_what_has_no_day_last(lists: dict[str, Any]) -> None:
    days = [row[2] for row in lists[State.COMMENCEMENT_DEFAULT]["rows"]]
    assert days == sorted(days) and len(set(days)) > 1


def test_idle_land_whose_day_nobody_knows_stands_behind_the_rest() -> None:
    undated = contract(1, agreed_commencement=None, agreed_completion=None)
    recognised = [event(number, EventType.IDLE_RECOGNITION, date(2023, 3, 1)) for number in (1, 13)]
    data = cluster_map(judged(contracts=[undated, contract(13)], events=recognised), "北渡").data
    rows = data["lists"][Idle.RECOGNISED]["rows"]
    assert [row[1:3] for row in rows] == [[["BD-13"], "2022-01-01"], [["BD-01"], "未记录"]]


def test_a_default_is_late_since_the_day_after_the_day_that_counts(lists: dict[str, Any]) -> None:
    days = {row[0]: row[2] for row in lists[State.COMMENCEMENT_DEFAULT]["rows"]}
    assert days["渝地綦（2021）合字第01号"] == "2023-10-01"


def test_land_without_a_contract_is_listed_by_parcel(lists: dict[str, Any]) -> None:
    assert lists[State.NO_CONTRACT]["rows"] == [[None, ["BD-14"], "", "60.00", ""]]


def test_works_that_stopped_are_idle_since_the_day_they_stopped() -> None:
    works = contract(6, developable_cm2=40_000 * CM2_PER_M2, developed_cm2=1)
    stopped = event(6, EventType.WORK_STOPPED, date(2022, 3, 1))
    commenced = event(6, EventType.COMMENCED, date(2021, 12, 1))
    data = cluster_map(judged(contracts=[works], events=[commenced, stopped]), "北渡").data
    assert [row[2] for row in data["lists"]["suspected"]["rows"]] == ["2022-03-01"]
