"""Who was met on a visit is kept apart from the visit, once, and can be found by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from landwatch.errors import UsageError
from landwatch.registry import Held, Register
from landwatch.services import patrolling
from landwatch.services.patrolling import Recorded, Visit
from landwatch.services.persons_met import Met
from landwatch.services.reviewing import Photo
from tests.measures.office import write_register

AT = datetime(2024, 1, 6, 9, 30, tzinfo=UTC)
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(16)
MET = Met("周门卫", "139 0000 0000")


@pytest.fixture
def database(tmp_path: Path) -> str:
    return write_register(tmp_path)


def record(database: str, met: Met | None, photos: Sequence[Photo] = ()) -> Recorded:
    visit = Visit(contract_no="合1", day=date(2023, 11, 2), person="张三", met=met, photos=photos)
    return patrolling.record(database, visit, recorded_by="张三", recorded_at=AT)


def kept(database: str) -> list[Held]:
    with Register.open(database) as register:
        return [one for one in register.personal_items() if one.item.kind != "photo"]


def texts(database: str) -> list[str]:
    with Register.open(database) as register:
        held = [one for one in register.personal_items() if one.item.kind != "photo"]
        return [content.decode() for content in register.personal_contents(held)]


def test_name_and_telephone_belong_to_the_visit_and_to_one_person(database: str) -> None:
    record(database, MET, [Photo("大门.png", PIXEL)])
    assert texts(database) == ["周门卫", "139 0000 0000"]
    assert len({one.item.subject for one in kept(database)}) == 1
    with Register.open(database) as register:
        photo = next(one.item for one in register.personal_items() if one.item.kind == "photo")
    assert {one.item.event for one in kept(database)} == {photo.event}


def test_nothing_of_the_person_stands_in_the_visit(database: str) -> None:
    record(database, MET)
    with Register.open(database) as register:
        details = register.snapshot(date(2024, 1, 6)).events["details"].dropna()
    assert not details.str.contains("周门卫|0000", regex=True).any()


def test_a_visit_that_is_sent_again_keeps_the_person_once(database: str) -> None:
    first, second = record(database, MET), record(database, MET)
    assert (first.visit, second.is_new, len(kept(database))) == (second.visit, False, 2)


def test_a_visit_that_was_recorded_without_the_person_is_made_whole_when_sent_again(database: str) -> None:
    without, again = record(database, None), record(database, Met(name="周门卫"))
    assert (again.visit, texts(database)) == (without.visit, ["周门卫"])


@pytest.mark.parametrize("met", [Met(), Met(" ", "")])
def test_nobody_is_no_person_and_then_nothing_is_recorded(database: str, met: Met) -> None:
    with pytest.raises(UsageError, match="name or a telephone"):
        record(database, met)
    assert record(database, None).is_new
