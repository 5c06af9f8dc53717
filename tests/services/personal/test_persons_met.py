"""Who was met on a visit is kept apart from the visit, once, and can be found by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from landwatch.errors import UsageError
from landwatch.registry import Held, Register
from landwatch.services.contracts.reviewing import Photo
from landwatch.services.patrols import visiting
from landwatch.services.patrols.visit import Recorded, Visit
from landwatch.services.personal.persons_met import Met

AT = datetime(2024, 1, 6, 9, 30, tzinfo=UTC)
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(16)
MET = Met("周门卫", "139 0000 0000")


def record(office: str, met: Met | None, photos: Sequence[Photo] = ()) -> Recorded:
    visit = Visit(contract_no="合1", day=date(2023, 11, 2), person="张三", met=met, photos=photos)
    return visiting.record(office, visit, recorded_by="张三", recorded_at=AT)


def kept(office: str) -> list[Held]:
    with Register.open(office) as register:
        return [one for one in register.personal_items() if one.item.kind != "photo"]


def texts(office: str) -> list[str]:
    with Register.open(office) as register:
        held = [one for one in register.personal_items() if one.item.kind != "photo"]
        return [content.decode() for content in register.personal_contents(held)]


def test_name_and_telephone_belong_to_the_visit_and_to_one_person(office: str) -> None:
    record(office, MET, [Photo("大门.png", PIXEL)])
    assert texts(office) == ["周门卫", "139 0000 0000"]
    assert len({one.item.subject for one in kept(office)}) == 1
    with Register.open(office) as register:
        photo = next(one.item for one in register.personal_items() if one.item.kind == "photo")
    assert {one.item.event for one in kept(office)} == {photo.event}


def test_nothing_of_the_person_stands_in_the_visit(office: str) -> None:
    record(office, MET)
    with Register.open(office) as register:
        details = register.snapshot(date(2024, 1, 6)).events["details"].dropna()
    assert not details.str.contains("周门卫|0000", regex=True).any()


def test_a_visit_that_is_sent_again_keeps_the_person_once(office: str) -> None:
    first, second = record(office, MET), record(office, MET)
    assert (first.visit, second.is_new, len(kept(office))) == (second.visit, False, 2)


def test_a_visit_that_was_recorded_without_the_person_is_made_whole_when_sent_again(office: str) -> None:
    without, again = record(office, None), record(office, Met(name="周门卫"))
    assert (again.visit, texts(office)) == (without.visit, ["周门卫"])


@pytest.mark.parametrize("met", [Met(), Met(" ", "")])
def test_nobody_is_no_person_and_then_nothing_is_recorded(office: str, met: Met) -> None:
    with pytest.raises(UsageError, match="name or a telephone"):
        record(office, met)
    assert record(office, None).is_new
