"""Contents about persons: kept apart from what is hashed, and what the journal says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from landwatch.catalogue import ITEMS_OF
from landwatch.errors import RegisterError
from landwatch.model import Contract, Event, EventType
from landwatch.registry import Act, Added, Content, Kind, Owner, Register
from landwatch.registry.tables import journal, personal_contents, personal_items
from tests.registry import backdoor
from tests.registry.conftest import Beginning
from tests.registry.tampering import tamper

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
ACT = Act(by="赵六", at=NOON, reason="巡查")
PICTURE = b"\xff\xd8\xff\xe0" + b"gate " * 2000
PHOTO = Content(kind="photo", purpose="evidence", media_type="image/jpeg", content=PICTURE, name="东侧.jpg")
TELEPHONE = Content(kind="person_phone", purpose="contact", media_type="text/plain", content=b"13800000000")


@pytest.fixture(scope="module")
def beginnings(record: Callable[..., Added], contract: Contract) -> dict[str, Beginning]:
    """A register with a contract."""
    return {"filled": lambda register, _url: record(register, contracts=[contract])}


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with a contract."""
    return register


@pytest.fixture
def owner(contract: Contract) -> Owner:
    """The contract that contents are about."""
    return Owner(contract_no=contract.contract_no)


@pytest.fixture
def looked(contract: Contract) -> Event:
    """A review of the contract."""
    said = {"verdict": "confirmed", "note": "未见施工", "person": "杨示远"}
    return Event(contract_no=contract.contract_no, type=EventType.REVIEW, day=NOON.date(), details=said)


def test_a_content_comes_back_as_it_was_given(filled: Register, owner: Owner) -> None:
    item = filled.keep([TELEPHONE], owner, ACT).key
    held, content = filled.personal_content(item[:8])
    assert (held.item.contract_no, held.recorded_by, content) == (owner.contract_no, "赵六", b"13800000000")


def test_the_row_bears_the_hash_of_salt_and_content(filled: Register, url: str, owner: Owner) -> None:
    filled.keep([TELEPHONE], owner, ACT)
    with backdoor.reading(url) as connection:
        salted = connection.execute(select(personal_items.c.salted_sha256)).scalar_one()
        salt, content = connection.execute(
            select(personal_contents.c.salt, personal_contents.c.content)
        ).one()
    assert len(salt) == 32
    assert salted == sha256(bytes(salt) + bytes(content)).hexdigest()


def test_the_same_content_kept_twice_has_two_hashes(filled: Register, owner: Owner) -> None:
    filled.keep([TELEPHONE, TELEPHONE], owner, ACT)
    first, second = filled.personal_items()
    assert first.item.salted_sha256 != second.item.salted_sha256


def test_no_hash_of_the_content_alone_is_in_the_journal(filled: Register, url: str, owner: Owner) -> None:
    filled.keep([TELEPHONE], owner, ACT)
    with backdoor.reading(url) as connection:
        bodies = connection.execute(select(journal.c.body)).scalars().all()
    assert sha256(b"13800000000").hexdigest() not in "".join(bodies)


def test_what_is_about_nothing_is_refused(filled: Register) -> None:
    with pytest.raises(RegisterError, match="belongs to nothing"):
        filled.keep([TELEPHONE], Owner(), ACT)


def test_an_unknown_item_is_refused_with_the_list(filled: Register) -> None:
    with pytest.raises(RegisterError, match=r"no personal item 5e5e5e5e.*landwatch personal list"):
        filled.personal_content("5e5e5e5e")


# Reviews


def test_a_review_and_its_photographs_are_one_line_of_the_journal(filled: Register, looked: Event) -> None:
    filled.review(looked, [PHOTO, replace(PHOTO, name="西侧.jpg")], ACT)
    last = filled.journal()[-1]
    assert (last.verb, last.added) == ("import", {"sources": 1, "events": 1, "personal_items": 2})


def test_a_review_names_its_photographs_by_item(filled: Register, looked: Event) -> None:
    made = filled.review(looked, [PHOTO], ACT)
    (photo,) = made.details["photos"]
    held, content = filled.personal_content(photo["item"])
    assert (photo["name"], held.item.name, content) == ("东侧.jpg", "东侧.jpg", PICTURE)


def test_a_visit_names_its_recordings_and_sketches_apart_from_its_photographs(
    filled: Register, looked: Event
) -> None:
    voice = replace(PHOTO, kind="voice", media_type="audio/ogg", content=b"OggS", name="voice-01")
    sketch = replace(PHOTO, kind="sketch", media_type="application/geo+json", content=b"{}", name="sketch-01")
    contents = [PHOTO, voice, sketch]
    made = filled.review(looked, contents, ACT)
    assert {member: [each["name"] for each in made.details[member]] for member in ITEMS_OF.values()} == {
        "photos": ["东侧.jpg"],
        "voices": ["voice-01"],
        "sketches": ["sketch-01"],
    }
    assert filled.review(looked, contents, ACT) == made


def test_the_same_review_twice_is_recorded_once(filled: Register, looked: Event) -> None:
    first = filled.review(looked, [PHOTO], ACT)
    again = filled.review(looked, [PHOTO], replace(ACT, at=NOON + timedelta(hours=1)))
    assert again == first
    assert len(filled.personal_items()) == 1


def test_a_review_with_another_photograph_is_another_one(filled: Register, looked: Event) -> None:
    filled.review(looked, [PHOTO], ACT)
    filled.review(looked, [replace(PHOTO, content=PICTURE + b"!")], ACT)
    assert len(filled.photographed()) == 2


def test_a_review_of_an_unknown_contract_leaves_no_photograph(filled: Register, looked: Event) -> None:
    with pytest.raises(RegisterError, match="no contract X-1"):
        filled.review(replace(looked, contract_no="X-1"), [PHOTO], ACT)
    assert filled.personal_items() == []


def test_a_corrected_review_takes_its_photographs_along(filled: Register, looked: Event) -> None:
    filled.review(looked, [PHOTO], ACT)
    (photo,) = filled.photographed()
    later = replace(ACT, at=NOON + timedelta(hours=1))
    new = filled.correct(Kind.EVENTS, photo.event, _with_another_note, later).key
    (held,) = filled.personal_items()
    assert (held.item.event, held.recorded_at) == (new, "2024-01-21T12:30:00.000000Z")
    assert filled.verify().faults == ()


def _with_another_note(event: Event) -> Event:
    return replace(event, details={**event.details, "note": "有零星施工"})


# Verification


def test_contents_as_they_were_recorded_are_intact(filled: Register, owner: Owner) -> None:
    filled.keep([PHOTO, TELEPHONE], owner, ACT)
    assert filled.verify().faults == ()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("DELETE FROM personal_contents", "content gone"),
        ("UPDATE personal_contents SET content = salt", "content changed"),
        ("UPDATE personal_contents SET salt = content", "content changed"),
        ("UPDATE personal_contents SET item = 'another'", "content added"),
    ],
)
def test_a_content_changed_behind_its_back_is_named(
    filled: Register, url: str, owner: Owner, statement: str, kind: str
) -> None:
    item = filled.keep([TELEPHONE], owner, ACT).key
    tamper(url, statement)
    found = {fault.kind: fault.where["item"] for fault in filled.verify().faults}
    assert found[kind] == ("another" if kind == "content added" else item)


def test_a_content_changed_behind_its_back_is_not_handed_out(
    filled: Register, url: str, owner: Owner
) -> None:
    item = filled.keep([TELEPHONE], owner, ACT).key
    tamper(url, "UPDATE personal_contents SET content = salt")
    with pytest.raises(RegisterError, match="somebody wrote into the register behind landwatch"):
        filled.personal_content(item)


def test_the_bodies_of_the_journal_are_json_without_contents(
    filled: Register, url: str, owner: Owner
) -> None:
    filled.keep([replace(TELEPHONE, content="张三".encode())], owner, ACT)
    with backdoor.reading(url) as connection:
        body = (
            connection.execute(select(journal.c.body).order_by(journal.c.sequence.desc())).scalars().first()
        )
    assert set(json.loads(str(body))["added"]) == {"sources", "personal_items"}
    assert "张三" not in str(body)
