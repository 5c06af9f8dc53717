"""Documents: attached to what, kept with their bytes, handed out again as they came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select, text, update

from landwatch.errors import RegisterError
from landwatch.model import Contract, Document, Event, Parcel
from landwatch.registry import Act, Added, Kind, Register
from landwatch.registry.tables import document_files, events
from tests.registry import backdoor

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
ACT = Act(by="赵六", at=NOON, reason="归档")
BYTES = b"%PDF-1.7 \x00\xff" * 9
DIGEST = sha256(BYTES).hexdigest()


@pytest.fixture
def filled(
    register: Register, add: Callable[..., Added], parcel: Parcel, contract: Contract, commencement: Event
) -> Register:
    """A register with a contract, a parcel and a fact."""
    add(parcels=[parcel], contracts=[contract], events=[commencement])
    return register


@pytest.fixture
def letter(contract: Contract) -> Document:
    """A document of the contract with every field filled."""
    return Document(
        sha256=DIGEST,
        size=len(BYTES),
        file_name="闲置土地认定书.pdf",
        kind="认定书",
        number="綦规资闲认〔2023〕1号",
        day=date(2023, 5, 6),
        title="关于认定闲置土地的决定",
        contract_no=contract.contract_no,
    )


@pytest.fixture
def fact(url: str, filled: Register) -> str:
    """The content hash of the fact."""
    with backdoor.reading(url) as connection:
        found: str = connection.execute(select(events.c.content_hash)).scalar_one()
    return found


def test_a_document_and_its_bytes_come_back(filled: Register, letter: Document) -> None:
    assert filled.attach(letter, BYTES, ACT).key == DIGEST
    assert filled.documents(str(letter.contract_no)) == (letter,)
    assert filled.document(DIGEST[:12]) == (letter, BYTES)


def test_attached_to_several_things_the_bytes_are_kept_once(
    filled: Register, url: str, letter: Document, parcel: Parcel
) -> None:
    filled.attach(letter, BYTES, ACT)
    filled.attach(replace(letter, contract_no=None, parcel_no=parcel.parcel_no), BYTES, ACT)
    assert [one.parcel_no for one in filled.documents(parcel.parcel_no)] == [parcel.parcel_no]
    with backdoor.reading(url) as connection:
        assert connection.execute(select(func.count()).select_from(document_files)).scalar_one() == 1


def test_to_attach_twice_changes_nothing(filled: Register, letter: Document) -> None:
    assert filled.attach(letter, BYTES, ACT).is_new
    assert not filled.attach(letter, BYTES, replace(ACT, at=NOON + timedelta(hours=1))).is_new


def test_all_documents_are_named_once_for_each_thing_they_belong_to(
    filled: Register, letter: Document, parcel: Parcel
) -> None:
    of_parcel = replace(letter, contract_no=None, parcel_no=parcel.parcel_no)
    filled.attach(letter, BYTES, ACT)
    filled.attach(of_parcel, BYTES, replace(ACT, at=NOON + timedelta(hours=1)))
    assert filled.all_documents() == (letter, of_parcel)


def test_what_was_attached_later_is_not_among_all_documents(filled: Register, letter: Document) -> None:
    filled.attach(letter, BYTES, ACT)
    then = (NOON - timedelta(seconds=1), NOON)
    assert [filled.all_documents(known_at) for known_at in then] == [(), (letter,)]


def test_a_document_of_a_fact_is_one_of_its_contract(filled: Register, letter: Document, fact: str) -> None:
    filled.attach(replace(letter, contract_no=None, event=fact[:10]), BYTES, ACT)
    (found,) = filled.documents(str(letter.contract_no))
    assert (found.event, found.contract_no) == (fact, letter.contract_no)


def test_a_document_goes_with_the_fact_that_is_corrected(
    filled: Register, letter: Document, fact: str
) -> None:
    filled.attach(replace(letter, event=fact), BYTES, ACT)
    done = filled.correct(Kind.EVENTS, fact, lambda event: replace(event, day=date(2021, 4, 1)), ACT)
    assert [one.event for one in filled.documents(str(letter.contract_no))] == [done.key]


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        ({"contract_no": "9"}, "There is no contract 9"),
        ({"contract_no": None, "parcel_no": "9"}, "There is no parcel 9"),
        ({"contract_no": None}, "belongs to nothing"),
        ({"event": "0123456789"}, "There is no fact 0123456789"),
    ],
)
def test_a_document_of_nothing_is_refused(
    filled: Register, letter: Document, owner: dict[str, str | None], words: str
) -> None:
    with pytest.raises(RegisterError, match=words):
        filled.attach(replace(letter, **owner), BYTES, ACT)


def test_a_document_that_is_not_there_is_refused_by_name(filled: Register) -> None:
    with pytest.raises(RegisterError, match="There is no document abcdef1 in the register"):
        filled.document("abcdef1")


def test_bytes_changed_behind_the_register_are_not_handed_out(
    filled: Register, url: str, letter: Document
) -> None:
    filled.attach(letter, BYTES, ACT)
    with backdoor.writing(url) as connection:
        connection.execute(update(document_files).values(content=b"other"))
    with pytest.raises(RegisterError, match="are not those that were attached"):
        filled.document(DIGEST)


def test_the_tables_of_documents_open_in_a_gis(filled: Register, url: str, letter: Document) -> None:
    filled.attach(letter, BYTES, ACT)
    if url.startswith("gpkg"):
        import pyogrio

        path = url.removeprefix("gpkg:///")
        found = pyogrio.read_dataframe(path, layer="documents")
        assert found.loc[0, "file_name"] == letter.file_name
        assert bytes(pyogrio.read_dataframe(path, layer="document_files").loc[0, "content"]) == BYTES
    else:
        with backdoor.reading(url) as connection:
            kind = connection.execute(
                text("SELECT pg_typeof(content)::text FROM document_files")
            ).scalar_one()
        assert kind == "bytea"
