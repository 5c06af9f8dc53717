"""Destroyed by decision: the content is gone, from the file too; what it was and who decided stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from landwatch.errors import RegisterError
from landwatch.model import Contract, Document
from landwatch.registry import (
    Added,
    ContentGone,
    Register,
    transfer,
)
from landwatch.registry.tables import personal_contents
from landwatch.registry.verify_journal import Head
from tests.registry import backdoor, personal_data
from tests.registry.conftest import Beginning
from tests.registry.personal_data import ACT, DECISION, MARK, NOON, NUMBER, PHOTO
from tests.registry.tampering import tamper


@pytest.fixture(scope="module")
def beginnings(record: Callable[..., Added], contract: Contract) -> dict[str, Beginning]:
    """A register with a contract, and a photograph and a name that are kept for it."""

    def fill(register: Register, _url: str) -> None:
        record(register, contracts=[contract])
        personal_data.fill(register, contract)

    return {"filled": fill}


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with a contract, and a photograph and a name that are kept for it."""
    return register


@pytest.fixture
def items(filled: Register) -> list[str]:
    """The photograph and the name."""
    return [held.item.item for held in filled.personal_items()]


def counted(url: str) -> int:
    """How many contents there are."""
    with backdoor.reading(url) as connection:
        return connection.execute(select(func.count()).select_from(personal_contents)).scalar_one()


def test_a_destroyed_content_is_gone_and_the_others_are_there(
    filled: Register, url: str, items: list[str]
) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    assert counted(url) == 1
    assert filled.personal_content(items[1])[1] == MARK


def test_the_item_stands_with_the_decision(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    (first, _second) = filled.personal_items()
    assert first.destruction is not None
    told = first.destruction
    assert (told.decided_by, told.second_person, told.day) == ("赵六", "李四", date(2024, 1, 21))
    assert (told.reason, told.document) == ("保存期满", NUMBER)
    assert first.item.size == len(PHOTO.content)


def test_who_asks_for_it_is_told_of_the_decision(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    with pytest.raises(ContentGone, match="destroyed on 2024-01-21 by decision of 赵六 and 李四"):
        filled.personal_content(items[0])


def test_it_is_one_line_of_the_journal_with_its_own_verb(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    last = filled.journal()[-1]
    assert (last.verb, last.reason, last.added) == ("destroy", "保存期满", {"sources": 1, "destructions": 2})


def test_to_destroy_twice_changes_nothing(filled: Register, items: list[str]) -> None:
    assert filled.destroy(items, DECISION, ACT)[0].is_new
    assert not filled.destroy(items, DECISION, replace(ACT, at=NOON + timedelta(hours=1)))[0].is_new


# What is refused


@pytest.mark.parametrize("second", ["赵六", " 赵 六", "", "  "])
def test_the_second_person_is_another_one(filled: Register, items: list[str], second: str) -> None:
    with pytest.raises(RegisterError, match="cannot be both"):
        filled.destroy(items, replace(DECISION, second_person=second), ACT)


@pytest.mark.parametrize("document", [None, "", "綦规资信〔2024〕2号"])
def test_the_document_is_in_the_register(filled: Register, items: list[str], document: str | None) -> None:
    with pytest.raises(RegisterError, match="is not in the register.*landwatch attach"):
        filled.destroy(items, DECISION, replace(ACT, document=document))


def test_one_unknown_item_keeps_all_of_them(filled: Register, url: str, items: list[str]) -> None:
    with pytest.raises(RegisterError, match="no personal item 5e5e5e5e"):
        filled.destroy([*items, "5e5e5e5e"], DECISION, ACT)
    assert counted(url) == 2


def test_a_document_without_a_number_is_named_by_its_hash(
    filled: Register, items: list[str], contract: Contract
) -> None:
    paper = Document(sha256="", size=0, file_name="决定.txt", contract_no=contract.contract_no)
    digest = filled.attach(paper, b"decided", ACT).key
    filled.destroy(items, DECISION, replace(ACT, document=digest[:12]))
    destruction = filled.personal_items()[0].destruction
    assert destruction is not None and destruction.document == digest


# Verification


def test_what_was_destroyed_by_decision_is_counted_and_no_fault(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    report = filled.verify()
    assert (report.faults, report.destroyed) == ((), 2)


def test_a_content_that_comes_back_after_the_decision_is_named(
    filled: Register, url: str, items: list[str]
) -> None:
    filled.destroy(items, DECISION, ACT)
    blob = "X'00'" if url.startswith("gpkg") else r"'\x00'"
    tamper(url, f"INSERT INTO personal_contents VALUES (9, '{items[0]}', {blob}, {blob})")  # noqa: S608
    assert [fault.kind for fault in filled.verify().faults] == ["content kept"]


def test_a_decision_written_behind_its_back_is_named(filled: Register, url: str, items: list[str]) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    columns = "day, decided_by, second_person, reason, document, document_sha256, source_id, recorded_at"
    tamper(
        url,
        f"INSERT INTO destructions (row_id, item, {columns}, recorded_by, content_hash) "  # noqa: S608
        f"SELECT 2, '{items[1]}', {columns}, recorded_by, '00' FROM destructions",
        f"DELETE FROM personal_contents WHERE item = '{items[1]}'",  # noqa: S608
    )
    assert [fault.kind for fault in filled.verify().faults] == ["row added"]


# Copies


@pytest.fixture(params=["geopackage", "postgis"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of another place without a register, in each store."""
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/target.gpkg"
    found: str = request.getfixturevalue("other_postgis_url")
    return found


def test_a_copy_holds_contents_and_what_was_destroyed(
    filled: Register, url: str, target: str, items: list[str]
) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    copied = transfer.copy(url, target)
    assert copied.journal is not None
    assert (copied.journal.faults, copied.journal.destroyed) == ((), 1)
    with Register.open(target) as there:
        assert there.personal_items() == filled.personal_items()
        assert there.personal_content(items[1])[1] == MARK


def test_a_backup_made_between_recording_and_destroying_holds_the_content(
    filled: Register, items: list[str]
) -> None:
    (head, at) = (filled.verify().head, NOON)
    assert head is not None
    filled.remember_copy("/backups/before.gpkg", at, Head(1, "0" * 64))
    filled.remember_copy("/backups/between.gpkg", at, head)
    filled.destroy(items, DECISION, ACT)
    after = filled.verify().head
    assert after is not None
    filled.remember_copy("/backups/after.gpkg", at, after)
    assert [copy.place for copy in filled.copies_holding(items)] == ["/backups/between.gpkg"]
