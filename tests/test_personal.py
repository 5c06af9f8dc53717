"""What is kept about persons: until when, what has expired, what a person is shown, what is destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from landwatch.access import Access
from landwatch.errors import InputError, UsageError
from landwatch.model import Contract, Document, Event, EventType, Source
from landwatch.registry import Act, Decision, Owner, Register
from landwatch.services.maintenance import copying
from landwatch.services.personal import destroying, looking
from landwatch.services.personal.persons_met import record_person

MET = datetime(2024, 2, 29, 4, tzinfo=UTC)
PICTURE = b"\xff\xd8\xff\xe0 face"
OWNER = Owner(contract_no="C-1")
SOURCE = Source(name="台账.csv", sha256="5e" * 32, kind="ledger")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """A register with two contracts."""
    with Register.create(f"gpkg:///{tmp_path}/register.gpkg") as made:
        contracts = [Contract(contract_no="C-1"), Contract(contract_no="C-2")]
        made.add(source=SOURCE, recorded_by="王五", recorded_at=MET, contracts=contracts)
        yield made


@pytest.fixture
def database(register: Register, tmp_path: Path) -> str:
    """Its URL."""
    return f"gpkg:///{tmp_path}/register.gpkg"


def meet(database: str, **given: Any) -> list[str]:
    """Record a person who was met for contract C-1 on 29 February 2024; the items."""
    said: dict[str, Any] = {"by": "杨示远", "at": MET, "name": "张三", "telephone": "138 0000 0000"}
    return record_person(database, OWNER, **said | given).key.split()


def happened(register: Register, kind: EventType, day: date, **details: str) -> None:
    """Record a fact of contract C-1."""
    fact = Event(contract_no="C-1", type=kind, day=day, details=details)
    register.add(source=SOURCE, recorded_by="王五", recorded_at=MET, events=[fact])


def last_day(database: str, on: date) -> date | None:
    """The last day on which the only thing that is kept is kept."""
    (kept,) = looking.items(database, on)
    return kept.last_day


# How long


def test_a_name_is_kept_two_years_from_the_day_it_was_recorded(database: str) -> None:
    meet(database, telephone=None)
    assert last_day(database, date(2024, 3, 1)) == date(2026, 2, 28)


@pytest.mark.parametrize(("on", "count"), [(date(2026, 2, 28), 0), (date(2026, 3, 1), 1)])
def test_it_has_expired_on_the_day_after_its_last(database: str, on: date, count: int) -> None:
    meet(database, telephone=None)
    assert len(looking.expired(database, on)) == count


def test_a_photograph_is_kept_while_the_supervision_goes_on(database: str) -> None:
    meet(database, name=None, telephone=None, recordings=[("face.jpg", PICTURE)])
    assert last_day(database, date(2034, 1, 1)) is None


@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        (EventType.ACCEPTANCE, {"result": "pass"}, date(2028, 6, 30)),
        (EventType.ACCEPTANCE, {}, date(2028, 6, 30)),
        (EventType.ACCEPTANCE, {"result": "fail"}, None),
        (EventType.CONTRACT_ENDED, {}, date(2028, 6, 30)),
        (EventType.COMPLETED, {}, None),
    ],
)
def test_a_photograph_is_kept_three_years_after_the_supervision_was_closed(
    register: Register, database: str, kind: EventType, details: dict[str, str], expected: date | None
) -> None:
    meet(database, name=None, telephone=None, recordings=[("face.jpg", PICTURE)])
    happened(register, kind, date(2025, 6, 30), **details)
    assert last_day(database, date(2026, 1, 1)) == expected


def test_before_the_supervision_is_closed_the_end_is_not_known(register: Register, database: str) -> None:
    meet(database, name=None, telephone=None, recordings=[("face.jpg", PICTURE)])
    happened(register, EventType.CONTRACT_ENDED, date(2025, 6, 30))
    assert last_day(database, date(2025, 6, 29)) is None


def test_a_photograph_recorded_after_the_end_is_kept_from_then_on(register: Register, database: str) -> None:
    meet(database, name=None, telephone=None, recordings=[("face.jpg", PICTURE)])
    happened(register, EventType.CONTRACT_ENDED, date(2020, 6, 30))
    assert last_day(database, date(2024, 3, 1)) == date(2027, 2, 28)


def test_the_oldest_last_day_stands_first(register: Register, database: str) -> None:
    meet(database, name=None, telephone=None, recordings=[("face.jpg", PICTURE)])
    meet(database, telephone=None, at=datetime(2024, 3, 1, 4, tzinfo=UTC))
    happened(register, EventType.CONTRACT_ENDED, date(2025, 6, 30))
    days = [kept.last_day for kept in looking.expired(database, date(2030, 1, 1))]
    assert days == [date(2026, 3, 1), date(2028, 6, 30)]


# Looking


def test_a_person_is_found_by_the_telephone_however_it_is_written(database: str) -> None:
    meet(database)
    look = looking.person_of(database, "138-0000 0000", date(2024, 3, 1))
    assert [content for _kept, content in look.contents] == ["张三".encode(), b"138 0000 0000"]


def test_nothing_of_another_person_is_handed_out(database: str) -> None:
    mine = meet(database, recordings=[("face.jpg", PICTURE)])
    meet(database, name="李四", telephone="139", recordings=[("other.jpg", PICTURE)])
    look = looking.person_of(database, "张三", date(2024, 3, 1))
    assert [kept.held.item.item for kept, _content in look.contents] == mine


def test_the_log_of_access_says_what_was_looked_at_and_not_what_was_seen(database: str) -> None:
    items = meet(database)
    look = looking.person_of(database, "张三", date(2024, 3, 1))
    looking.note_look(database, look.seen, by="王五", at=MET)
    with Access.open(database) as access:
        (line,) = access.log()
    assert (line.deed, line.login) == ("looked at personal data", "王五")
    assert line.about == {"items": " ".join(items), "kinds": "person_name person_phone", "about": "C-1"}


def test_who_is_not_known_is_said(database: str) -> None:
    with pytest.raises(UsageError, match="nothing is kept about a person .* 李四"):
        looking.person_of(database, "李四", date(2024, 3, 1))


def test_what_is_kept_is_listed_for_a_contract(database: str) -> None:
    items = meet(database)
    found, is_person = looking.items_of(database, "C-1", date(2024, 3, 1))
    assert ([kept.held.item.item for kept in found], is_person) == (items, False)
    assert looking.items_of(database, "C-2", date(2024, 3, 1)) == ([], False)


def test_to_list_what_is_kept_of_a_person_is_a_look_at_the_person(database: str) -> None:
    meet(database)
    assert looking.items_of(database, "张三", date(2024, 3, 1)).is_person


def test_a_number_that_is_nothing_is_explained_by_close_ones(database: str) -> None:
    with pytest.raises(UsageError, match="neither a contract, a parcel nor a person C-3 .*C-1"):
        looking.items_of(database, "C-3", date(2024, 3, 1))


# Recording


def test_a_file_that_is_neither_picture_nor_recording_is_refused(database: str) -> None:
    with pytest.raises(InputError, match="note.txt: is neither a picture nor a sound recording"):
        meet(database, recordings=[("note.txt", b"note")])


def test_a_person_of_whom_nothing_is_known_is_not_recorded(database: str) -> None:
    with pytest.raises(UsageError, match="nothing is given to be kept"):
        meet(database, name=" ", telephone=None)


# Destroying


@pytest.fixture
def paper(register: Register) -> Act:
    """An act on a document that is in the register."""
    document = Document(sha256="", size=0, file_name="决定.txt", number="文1号", contract_no="C-1")
    register.attach(document, b"decided", Act(by="王五", at=MET, reason="归档"))
    return Act(by="王五", at=MET, reason="保存期满", document="文1号")


def test_a_backup_that_still_holds_it_is_named(database: str, paper: Act, tmp_path: Path) -> None:
    items = meet(database)
    copying.back_up(database, tmp_path / "backup.gpkg", MET)
    decision = Decision(decided_by="王五", second_person="李四", day=MET.date())
    done = destroying.destroy(database, items, decision, paper)
    assert [copy.place for copy in done.copies] == [str(tmp_path / "backup.gpkg")]


def test_a_restored_register_names_its_backup(database: str, paper: Act, tmp_path: Path) -> None:
    items = meet(database)
    copying.back_up(database, tmp_path / "backup.gpkg", MET)
    again = f"gpkg:///{tmp_path}/again.gpkg"
    copying.restore(tmp_path / "backup.gpkg", again, MET)
    with Register.open(again) as register:
        assert [copy.place for copy in register.copies_holding(items)] == [str(tmp_path / "backup.gpkg")]


def test_a_copy_and_what_it_was_made_from_name_each_other(database: str, tmp_path: Path) -> None:
    items = meet(database)
    target = f"gpkg:///{tmp_path}/target.gpkg"
    copying.copy(database, target, MET)
    with Register.open(database) as origin, Register.open(target) as copied:
        assert [copy.place for copy in origin.copies_holding(items)] == [str(tmp_path / "target.gpkg")]
        assert [copy.place for copy in copied.copies_holding(items)] == [str(tmp_path / "register.gpkg")]


def test_a_decision_of_tomorrow_is_refused(database: str, paper: Act) -> None:
    decision = Decision(decided_by="王五", second_person="李四", day=date(2024, 3, 1))
    with pytest.raises(UsageError, match="2024-03-01 lies in the future"):
        destroying.destroy(database, meet(database), decision, paper)
