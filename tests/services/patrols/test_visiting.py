"""Visits are kept whatever they say; what does not fit is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from landwatch.errors import InputError, UsageError
from landwatch.model import Absence, EventType, Patroller
from landwatch.registry import Act, Register
from landwatch.services.contracts.reviewing import Photo
from landwatch.services.patrols import plans, rostering, visiting
from landwatch.services.patrols.visit import Answers, Proposed, Recorded, Visit
from tests.measures.office import NORTH, SOUTH, write_register

LATER = datetime(2024, 1, 6, 9, 30, tzinfo=UTC)
DAY = date(2023, 11, 2)
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(16)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return write_register(tmp_path)


def record(database: str, day: date = DAY, contract_no: str = "合1", **said: Any) -> Recorded:
    visit = Visit(**({"contract_no": contract_no, "day": day, "person": "张三"} | said))
    return visiting.record(database, visit, recorded_by="张三", recorded_at=LATER)


def events(database: str) -> Iterator[tuple[str, str]]:
    with Register.open(database) as register:
        facts = register.snapshot(date(2024, 1, 6)).events
    return zip(facts["contract_no"], facts["type"], strict=True)


def test_a_visit_that_fits_is_recorded_without_a_word(database: str) -> None:
    made = record(database)
    assert (made.is_new, made.counts, made.told) == (True, True, ())


def test_the_same_visit_twice_is_recorded_once(database: str) -> None:
    first, second = record(database), record(database)
    assert (second.visit, second.is_new) == (first.visit, False)


def test_a_visit_before_the_contract_is_kept_and_told(database: str) -> None:
    made = record(database, date(2021, 2, 28))
    assert (made.is_new, made.counts) == (True, False)
    assert made.told == ("does not count; it lacks: the contract was in force on the day",)


def test_a_visit_in_another_cluster_than_said_is_kept_and_told(database: str) -> None:
    made = record(database, cluster=SOUTH)
    assert (made.is_new, made.told) == (True, (f"the contract is in cluster {NORTH}, not in {SOUTH}",))


def test_a_visit_on_a_parcel_of_another_contract_is_kept_and_told(database: str) -> None:
    made = record(database, parcel_no="G-2")
    assert made.told == ("parcel G-2 is not under the contract; its parcels are G-1",)


def test_two_visits_of_one_day_are_both_kept_and_told(database: str) -> None:
    record(database)
    made = record(database, person="李四")
    assert made.told == ("visited that day by 张三, too; both visits are kept",)
    assert [*events(database)].count(("合1", "patrol")) == 2


def test_what_could_not_be_checked_is_kept_and_does_not_count(database: str) -> None:
    made = record(database, not_checked="门卫不让进")
    assert (made.is_new, made.counts) == (True, False)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"contract_no": "合99"}, "合99 is not in the register"),
        ({"day": date(2024, 1, 7)}, "lies in the future"),
        ({"person": " "}, "nobody is named"),
        ({"answers": Answers({"begun": False})}, "the answer no to begun has no reason"),
        ({"proposed": Proposed(EventType.IDLE_RECOGNITION)}, "cannot be seen on the land"),
    ],
    ids=["no contract", "future", "nobody", "no reason", "not to be seen"],
)
def test_what_is_no_visit_is_refused_and_nothing_recorded(
    database: str, said: dict[str, Any], told: str
) -> None:
    before = [*events(database)]
    with pytest.raises(UsageError, match=told):
        record(database, **said)
    assert [*events(database)] == before


def test_a_cluster_without_a_person_is_named_by_the_plan(database: str) -> None:
    act = Act(by="王五", at=LATER, reason="落实专人")
    rostering.assign(database, Patroller(cluster=NORTH, person="张三", since=date(2023, 1, 1)), act)
    plan = plans.plan_of(database, date(2023, 10, 1), date(2023, 12, 31), date(2023, 12, 31))
    assert plan.without_person == (SOUTH,)


def test_the_list_of_a_person_has_what_the_absent_left(database: str) -> None:
    act = Act(by="王五", at=LATER, reason="落实专人")
    here = Patroller(cluster=NORTH, person="张三", stand_in="李四", since=date(2023, 1, 1))
    rostering.assign(database, here, act)
    away = Absence(person="张三", since=date(2023, 12, 1), until=date(2023, 12, 31))
    rostering.away(database, away, act)
    plan = plans.plan_of(database, date(2023, 12, 20), date(2023, 12, 20), date(2023, 12, 20))
    assert set(plan.of("李四").lines["person"]) == {"张三"}


def test_photographs_are_kept_in_the_register_with_the_visit(database: str) -> None:
    made = record(database, photos=[Photo("大门.png", PIXEL)])
    with Register.open(database) as register:
        (visit,) = (event for event in register.extract().events if event.details.get("visit") == made.visit)
        (photo,) = visit.details["photos"]
        _held, content = register.personal_content(photo["item"])
    assert (photo["name"], content) == ("大门.png", PIXEL)


def test_the_same_visit_with_the_same_photograph_is_recorded_once(database: str) -> None:
    first, second = (record(database, photos=[Photo("大门.png", PIXEL)]) for _time in range(2))
    assert (first.is_new, second.is_new) == (True, False)


def test_what_is_no_picture_is_refused_and_nothing_recorded(database: str) -> None:
    before = [*events(database)]
    with pytest.raises(InputError, match=r"大门\.png: is no photograph"):
        record(database, photos=[Photo("大门.png", b"text")])
    assert [*events(database)] == before
