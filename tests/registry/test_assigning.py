"""Who patrols a cluster, and when somebody is away: dated, corrected, and known as it was known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from landwatch.errors import RegisterError
from landwatch.model import Absence, Cluster, Patroller
from landwatch.registry import Act, Added, Register
from landwatch.registry.tables import patrollers as patrollers_table
from tests.registry import backdoor

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
EVENING = NOON + timedelta(hours=6)
FIRST = Patroller(cluster="桥河", person="张三", stand_in="李四", since=date(2023, 1, 1))
AWAY = Absence(person="张三", since=date(2023, 3, 1), until=date(2023, 3, 10))


def act(at: datetime = NOON) -> Act:
    return Act(by="赵六", at=at, reason="落实专人")


@pytest.fixture
def assigned(register: Register, add: Callable[..., Added], cluster: Cluster) -> Register:
    add(clusters=[cluster])
    register.assign(FIRST, act())
    return register


def patrollers(register: Register, known_at: datetime | None = None) -> list[tuple[str, date, date | None]]:
    return [(each.person, each.since, each.until) for each in register.patrollers(known_at)[0]]


def test_a_successor_ends_the_one_before_on_the_day_before(assigned: Register) -> None:
    assigned.assign(Patroller(cluster="桥河", person="王五", since=date(2023, 7, 1)), act(EVENING))
    assert patrollers(assigned) == [
        ("张三", date(2023, 1, 1), date(2023, 6, 30)),
        ("王五", date(2023, 7, 1), None),
    ]


def test_what_was_known_before_stays_known(assigned: Register) -> None:
    assigned.assign(Patroller(cluster="桥河", person="王五", since=date(2023, 7, 1)), act(EVENING))
    before = EVENING - timedelta(microseconds=1)
    assert patrollers(assigned, before) == [("张三", date(2023, 1, 1), None)]


def test_assigning_from_the_same_day_corrects(assigned: Register) -> None:
    assigned.assign(Patroller(cluster="桥河", person="王五", since=date(2023, 1, 1)), act(EVENING))
    assert patrollers(assigned) == [("王五", date(2023, 1, 1), None)]


def test_assigning_twice_is_as_good_as_once(assigned: Register) -> None:
    assert not assigned.assign(FIRST, act(EVENING)).is_new


def test_two_persons_on_one_day_are_refused_with_the_way_out(assigned: Register) -> None:
    early = Patroller(cluster="桥河", person="王五", since=date(2022, 1, 1))
    with pytest.raises(RegisterError, match="is patrolled by 张三 from 2023-01-01 to …; nothing was changed"):
        assigned.assign(early, act(EVENING))


def test_nobody_stands_in_for_oneself(assigned: Register) -> None:
    alone = Patroller(cluster="桥河", person="王五", stand_in="王五", since=date(2023, 7, 1))
    with pytest.raises(RegisterError, match="cannot stand in for"):
        assigned.assign(alone, act(EVENING))


def test_a_cluster_that_is_not_there_is_refused(assigned: Register) -> None:
    with pytest.raises(RegisterError, match="no cluster 北渡"):
        assigned.assign(Patroller(cluster="北渡", person="王五", since=date(2023, 7, 1)), act(EVENING))


def test_an_absence_from_the_same_day_takes_the_place_of_the_other(assigned: Register) -> None:
    assigned.absent(AWAY, act())
    shorter = Absence(person="张三", since=date(2023, 3, 1), until=date(2023, 3, 5))
    assigned.absent(shorter, act(EVENING))
    assert assigned.patrollers()[1] == (shorter,)


def test_an_absence_that_never_was_is_withdrawn(assigned: Register) -> None:
    assigned.absent(AWAY, act())
    assigned.absent(AWAY, act(EVENING), withdrawn=True)
    assert (assigned.patrollers()[1], assigned.patrollers(EVENING - timedelta(microseconds=1))[1]) == (
        (),
        (AWAY,),
    )


def test_days_in_the_wrong_order_are_refused(assigned: Register) -> None:
    backwards = Absence(person="张三", since=date(2023, 3, 2), until=date(2023, 3, 1))
    with pytest.raises(RegisterError, match="2023-03-01 is before 2023-03-02"):
        assigned.absent(backwards, act())


def test_the_journal_covers_assignments_and_absences(assigned: Register) -> None:
    assigned.absent(AWAY, act(EVENING))
    assert assigned.verify().faults == ()


def test_a_row_that_somebody_changed_is_found(assigned: Register, url: str) -> None:
    with backdoor.writing(url) as connection:
        connection.execute(patrollers_table.update().values(person="王五"))
    assert any("patrollers" in str(fault) for fault in assigned.verify().faults)
