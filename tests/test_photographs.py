"""Photographs from before the register kept them are taken in, compared, and found by their reviews."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from landwatch.formats import ReaderSettings
from landwatch.measures.flagged import findings
from landwatch.model import Document
from landwatch.registry import Act, Decision, Kind, Register
from landwatch.services.assessing.judging import assess_register
from landwatch.services.files.importing import import_files
from landwatch.services.maintenance.photographs import TakenIn, left_outside, take_in
from landwatch.services.personal import destroying, looking
from tests.office import write_office
from tests.photographs import CONTRACT_NO, PICTURE, lay

NOON = datetime(2024, 1, 21, 4, tzinfo=UTC)
ON = date(2024, 1, 21)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A register with contracts and no photograph."""
    url = f"gpkg:///{tmp_path}/register.gpkg"
    office = write_office(tmp_path / "office")
    import_files(url, [office], readers=ReaderSettings(), recorded_by="王五", recorded_at=NOON)
    return url


def taken(database: str) -> TakenIn:
    """Take in what lies beside the register."""
    found = take_in(database, by="王五", at=NOON)
    assert found is not None
    return found


def test_without_a_folder_there_is_nothing_to_take_in(database: str) -> None:
    assert take_in(database, by="王五", at=NOON) is None


def test_a_photograph_is_found_under_what_its_review_names(database: str) -> None:
    lay(database, PICTURE)
    assert (taken(database).taken, taken(database).faults) == (1, ())
    review = findings(assess_register(database, ON))[0].review
    assert review is not None
    ((name, item),) = review.photos
    ((kept, content),) = looking.content_of(database, item, ON).contents
    assert (name, kept.held.item.name, kept.about, content) == ("gate.jpg", "gate.jpg", CONTRACT_NO, PICTURE)


def test_to_take_in_twice_changes_nothing(database: str) -> None:
    lay(database, PICTURE)
    taken(database)
    with Register.open(database) as register:
        end = register.journal_end()
    again = taken(database)
    assert (again.taken, again.present) == (0, 1)
    with Register.open(database) as register:
        assert register.journal_end() == end


def test_the_file_stays(database: str) -> None:
    file = lay(database, PICTURE)
    taken(database)
    assert file.read_bytes() == PICTURE


def test_a_file_that_was_changed_is_not_taken_in(database: str) -> None:
    file = lay(database, PICTURE, kept=b"\xff\xd8\xff another")
    found = taken(database)
    assert (found.taken, found.present) == (0, 0)
    assert found.faults[0].startswith(f"{file}: is not what was photographed")


def test_a_missing_file_is_named_by_its_contract(database: str) -> None:
    lay(database, PICTURE).unlink()
    (fault,) = taken(database).faults
    assert f"has no file of the photograph gate.jpg ({sha256(PICTURE).hexdigest()[:12]})" in fault
    assert CONTRACT_NO in fault


def test_a_photograph_of_a_review_that_stands_no_more_is_taken_in_too(database: str) -> None:
    lay(database, PICTURE)
    with Register.open(database) as register:
        (photo,) = register.photographed()
        register.retire(Kind.EVENTS, photo.event, Act(by="王五", at=NOON, reason="重复"))
    assert (taken(database).taken, taken(database).faults) == (1, ())


def test_one_photograph_of_two_reviews_is_kept_once(database: str) -> None:
    lay(database, PICTURE)
    lay(database, PICTURE, name="again.jpg")
    assert taken(database).taken == 1
    assert len(looking.items(database, ON)) == 1


def test_what_is_no_picture_was_taken_once_and_is_taken_in(database: str) -> None:
    lay(database, b"photograph")
    taken(database)
    (kept,) = looking.items(database, ON)
    assert kept.held.item.media_type == "application/octet-stream"


def test_photographs_are_outside_until_they_are_taken_in(database: str, tmp_path: Path) -> None:
    lay(database, PICTURE)
    assert left_outside(database) == tmp_path / "register.gpkg.files"
    taken(database)
    assert left_outside(database) is None


@pytest.fixture
def destroyed(database: str) -> destroying.Destroyed:
    """What destroying a photograph came to whose file is still there."""
    lay(database, PICTURE)
    taken(database)
    paper = Document(sha256="", size=0, file_name="决定.txt", number="文1号", contract_no=CONTRACT_NO)
    with Register.open(database) as register:
        register.attach(paper, b"decided", Act(by="王五", at=NOON, reason="归档"))
    return destroying.destroy(
        database,
        [sha256(PICTURE).hexdigest()],
        Decision(decided_by="王五", second_person="李四", day=ON),
        Act(by="王五", at=NOON, reason="保存期满", document="文1号"),
    )


def test_to_destroy_it_names_the_file_that_is_still_there(
    destroyed: destroying.Destroyed, tmp_path: Path
) -> None:
    folder = tmp_path / "register.gpkg.files"
    assert destroyed.files == (folder / f"{sha256(PICTURE).hexdigest()}.jpg",)


def test_what_was_destroyed_is_not_taken_in_again(destroyed: destroying.Destroyed, database: str) -> None:
    (fault,) = taken(database).faults
    assert "was destroyed by decision in the register, and still lies here; delete it" in fault
    assert [kept.held.destruction is None for kept in looking.items(database, ON)] == [False]
