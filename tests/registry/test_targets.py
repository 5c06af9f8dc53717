"""Targets of revitalised land: set, corrected, taken back, and known as they were known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Target
from landwatch.registry import Act, Added, Register
from landwatch.registry.tables import targets as targets_table
from tests.registry import backdoor

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
EVENING = NOON + timedelta(hours=6)
ZONE = Target(year=2024, area_cm2=700)
HERE = Target(year=2024, cluster="桥河", area_cm2=300)


def act(at: datetime = NOON) -> Act:
    return Act(by="赵六", at=at, reason="下达任务", document="綦园区发〔2024〕1号")


@pytest.fixture
def aimed(register: Register, add: Callable[..., Added], cluster: Cluster) -> Register:
    add(clusters=[cluster])
    register.set_targets([HERE, ZONE], act())
    return register


def targets(register: Register, known_at: datetime | None = None) -> list[Target]:
    return [each.target for each in register.targets(known_at)]


def test_the_target_of_the_zone_stands_before_those_of_clusters(aimed: Register) -> None:
    assert targets(aimed) == [ZONE, HERE]


def test_a_target_says_who_set_it_when_why_and_on_which_document(aimed: Register) -> None:
    each = aimed.targets()[0]
    assert (each.recorded_by, each.recorded_at) == ("赵六", NOON)
    assert (each.reason, each.document) == ("下达任务", "綦园区发〔2024〕1号")


def test_a_target_of_the_same_year_and_cluster_takes_the_place_of_the_other(aimed: Register) -> None:
    aimed.set_targets([Target(year=2024, area_cm2=900)], act(EVENING))
    assert targets(aimed) == [Target(year=2024, area_cm2=900), HERE]


def test_what_was_known_before_stays_known(aimed: Register) -> None:
    aimed.set_targets([Target(year=2024, area_cm2=900)], act(EVENING))
    assert targets(aimed, EVENING - timedelta(microseconds=1)) == [ZONE, HERE]


def test_nothing_was_known_before_it_was_set(aimed: Register) -> None:
    assert targets(aimed, NOON - timedelta(microseconds=1)) == []


def test_setting_twice_is_as_good_as_once(aimed: Register) -> None:
    assert not aimed.set_targets([ZONE, HERE], act(EVENING)).is_new


def test_a_target_that_was_never_set_is_taken_back(aimed: Register) -> None:
    aimed.set_targets([Target(year=2024, cluster="桥河", area_cm2=0)], act(EVENING), withdrawn=True)
    assert targets(aimed) == [ZONE]


def test_taking_back_what_is_not_there_changes_nothing(aimed: Register) -> None:
    assert not aimed.set_targets([Target(year=2025, area_cm2=0)], act(EVENING), withdrawn=True).is_new


def test_a_cluster_that_is_not_there_is_refused_with_all_that_came_with_it(aimed: Register) -> None:
    with pytest.raises(RegisterError, match="no cluster 北渡"):
        aimed.set_targets(
            [Target(year=2025, area_cm2=1), Target(year=2025, cluster="北渡", area_cm2=1)], act(EVENING)
        )
    assert targets(aimed) == [ZONE, HERE]


def test_a_year_and_cluster_given_twice_is_refused(aimed: Register) -> None:
    with pytest.raises(RegisterError, match="2024 桥河 is given twice"):
        aimed.set_targets([HERE, HERE], act(EVENING))


def test_the_journal_covers_targets(aimed: Register) -> None:
    assert aimed.verify().faults == ()


def test_a_target_that_somebody_changed_is_found(aimed: Register, url: str) -> None:
    with backdoor.writing(url) as connection:
        connection.execute(targets_table.update().values(area_cm2=1))
    assert any("targets" in str(fault) for fault in aimed.verify().faults)
