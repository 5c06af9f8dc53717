"""A mistaken split or merger, taken back: the ground of contracts afterwards, and at instants before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from landwatch.errors import RegisterError
from landwatch.model import Contract, Document, Event, EventType
from landwatch.registry import Act, Added, Content, Kind, Owner, Register
from tests.registry.conftest import LEDGER
from tests.registry.test_lineage import ACT, DAY, DAY_BEFORE, HALVES, NOON, WHOLE, A, B, M, ground, plot

AddRecords = Callable[..., Added]

BACK = Act(by="赵六", at=NOON + timedelta(hours=1), reason="分割登记有误", document="綦规资更2号")
LATER = replace(BACK, at=NOON + timedelta(hours=2))


@pytest.fixture
def split(register: Register, add: AddRecords) -> Register:
    """A register in which P, under contract 1, became P1 and P2."""
    add(parcels=[WHOLE], contracts=[Contract(contract_no="1", parcel_nos=("P",))])
    register.split("P", HALVES, DAY, ACT)
    return register


@pytest.fixture
def merged(register: Register, add: AddRecords) -> Register:
    """A register in which A, under contract 1, and B, under contract 2, became M."""
    deeds = [Contract(contract_no="1", parcel_nos=("A",)), Contract(contract_no="2", parcel_nos=("B",))]
    add(parcels=[A, B], contracts=deeds)
    register.merge(["A", "B"], [M], DAY, ACT)
    return register


def test_after_it_the_parcel_of_before_is_true_on_every_day(split: Register) -> None:
    split.take_back("P", BACK)
    assert [split.snapshot(day).parcels["parcel_no"].tolist() for day in (DAY_BEFORE, DAY)] == [["P"], ["P"]]
    assert ground(split, DAY) == [("1", "P", 10)]


def test_at_an_instant_before_the_pieces_are_still_known(split: Register) -> None:
    split.take_back("P", BACK)
    then = BACK.at - timedelta(microseconds=1)
    assert ground(split, DAY, known_at=then) == [("1", "P1", 4), ("1", "P2", 6)]


def test_every_contract_of_a_merger_has_its_own_parcel_again(merged: Register) -> None:
    merged.take_back("B", BACK)
    assert ground(merged, DAY) == [("1", "A", 4), ("2", "B", 6)]


def test_it_names_what_stands_again_and_what_was_retired(merged: Register) -> None:
    done = merged.take_back("A", BACK)
    assert [(one.field, one.before, one.after) for one in done.changes] == [
        ("A until", "2023-05-31", None),
        ("B until", "2023-05-31", None),
        ("M since", "2023-06-01", None),
    ]


@pytest.mark.parametrize("parcel", ["A", "B"])
def test_twice_changes_nothing(merged: Register, parcel: str) -> None:
    merged.take_back("A", BACK)
    assert not merged.take_back(parcel, LATER).is_new


def test_a_correction_of_the_parcel_made_since_the_split_stays(split: Register) -> None:
    split.correct(Kind.PARCELS, "P", lambda parcel: replace(parcel, land_use="工业用地"), ACT)
    split.take_back("P", BACK)
    assert split.snapshot(DAY).parcels["land_use"].tolist() == ["工业用地"]


def test_the_right_split_may_have_the_numbers_of_the_mistaken_one(split: Register) -> None:
    split.take_back("P", BACK)
    right = [plot("P1", 0, 5, 5), plot("P2", 5, 10, 5)]
    split.split("P", right, date(2023, 7, 1), LATER)
    assert ground(split, date(2023, 7, 1)) == [("1", "P1", 5), ("1", "P2", 5)]


def test_the_same_split_can_be_recorded_again(split: Register) -> None:
    split.take_back("P", BACK)
    assert split.split("P", HALVES, DAY, LATER).is_new
    assert ground(split, DAY) == [("1", "P1", 4), ("1", "P2", 6)]


def test_history_tells_it(split: Register) -> None:
    split.take_back("P", BACK)
    last = split.history("P")[-1]
    assert (last.verb, last.reason, last.document) == ("take back", BACK.reason, BACK.document)
    assert [(one.table, one.outcome) for one in last.touched] == [
        ("parcels", "corrected"),
        ("lineage", "retired"),
    ]
    assert [step.verb for step in split.history("P1")] == ["split", "take back"]


def test_the_journal_stays_whole(split: Register) -> None:
    split.take_back("P", BACK)
    assert split.verify().faults == ()


# What was recorded on the pieces since


def test_a_document_of_a_piece_goes_to_the_whole(split: Register) -> None:
    split.attach(Document(sha256="", size=0, file_name="测绘.pdf", parcel_no="P1"), b"x", ACT)
    split.take_back("P", BACK)
    assert [one.file_name for one in split.documents("P")] == ["测绘.pdf"]
    assert split.documents("P1") == ()


def test_a_document_of_both_pieces_hangs_on_the_whole_once(split: Register) -> None:
    for piece in ("P1", "P2"):
        split.attach(Document(sha256="", size=0, file_name="测绘.pdf", parcel_no=piece), b"x", ACT)
    split.take_back("P", BACK)
    assert len(split.documents("P")) == 1


def test_a_document_of_a_merged_parcel_goes_to_each_of_before(merged: Register) -> None:
    merged.attach(Document(sha256="", size=0, file_name="测绘.pdf", parcel_no="M"), b"x", ACT)
    merged.take_back("A", BACK)
    assert [len(merged.documents(number)) for number in "AB"] == [1, 1]


def test_a_photograph_kept_of_a_merged_parcel_goes_to_the_first(merged: Register) -> None:
    photo = Content(kind="photo", purpose="evidence", media_type="image/jpeg", content=b"x", name="门.jpg")
    merged.keep([photo], Owner(parcel_no="M"), ACT)
    merged.take_back("B", BACK)
    assert [held.item.parcel_no for held in merged.personal_items()] == ["A"]


def test_a_fact_of_a_piece_is_named_and_the_split_stays(split: Register) -> None:
    begun = Event(contract_no="1", type=EventType.COMMENCED, day=DAY, parcel_no="P1")
    split.add(source=LEDGER, events=[begun], recorded_by="王五", recorded_at=NOON)
    with pytest.raises(RegisterError, match=r"1 fact speaks of parcel P1 \(1 [0-9a-f]{12}\)"):
        split.take_back("P", BACK)
    assert ground(split, DAY) == [("1", "P1", 4), ("1", "P2", 6)]


def test_once_the_fact_speaks_of_the_whole_the_split_is_taken_back(split: Register) -> None:
    begun = Event(contract_no="1", type=EventType.COMMENCED, day=DAY, parcel_no="P1")
    split.add(source=LEDGER, events=[begun], recorded_by="王五", recorded_at=NOON)
    (fact,) = [row.key for step in split.history("1") for row in step.touched if row.table == "events"]
    split.correct(Kind.EVENTS, fact, lambda event: replace(event, parcel_no="P"), ACT)
    assert split.take_back("P", BACK).is_new


def test_a_contract_of_a_piece_is_named(split: Register, add: AddRecords) -> None:
    add(contracts=[Contract(contract_no="2", parcel_nos=("P2",))], recorded_at=NOON)
    with pytest.raises(RegisterError, match=r"1 contract names parcel P2 \(2\)"):
        split.take_back("P", BACK)


def test_what_came_later_is_taken_back_first(split: Register) -> None:
    split.split("P2", [plot("P21", 4, 7, 3), plot("P22", 7, 10, 3)], date(2023, 9, 1), ACT)
    with pytest.raises(RegisterError, match=r"P2 was itself split or merged since \(split 2023-09-01\)"):
        split.take_back("P", BACK)
    split.take_back("P2", BACK)
    split.take_back("P", LATER)
    assert ground(split, date(2023, 9, 1)) == [("1", "P", 10)]


@pytest.mark.parametrize(
    ("number", "words"),
    [("P1", "name the parcel that ended: P"), ("Q", "Q was neither split nor merged")],
)
def test_a_parcel_that_did_not_end_is_refused_with_what_would_do(
    split: Register, add: AddRecords, number: str, words: str
) -> None:
    add(parcels=[plot("Q", 20, 30, 10)], recorded_at=NOON)
    with pytest.raises(RegisterError, match=words):
        split.take_back(number, BACK)


@pytest.mark.parametrize("document", [None, " "])
def test_without_a_document_nothing_is_taken_back(split: Register, document: str | None) -> None:
    with pytest.raises(RegisterError, match="No document is named"):
        split.take_back("P", replace(BACK, document=document))
