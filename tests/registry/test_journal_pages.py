"""The journal is read in pages, and a line of it tells what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from landwatch.model import Contract, Document, Event, EventType
from landwatch.registry import Act, Added, Kind, Register
from landwatch.registry.journal_pages import Chosen
from tests.registry.conftest import LEDGER, MORNING
from tests.registry.test_lineage import ACT

AddRecords = Callable[..., Added]
HOUR = timedelta(hours=1)
CORRECTED = Act(by="孙七", at=ACT.at, reason="更正", document="綦规资更3号")


@pytest.fixture
def kept(register: Register, add: AddRecords) -> Register:
    """A register with three lines: an import of 王五, a correction of 孙七, a document of 赵六."""
    begun = Event(contract_no="1", type=EventType.COMMENCED, day=date(2022, 6, 1))
    add(contracts=[Contract(contract_no="1")], events=[begun])
    register.correct(Kind.CONTRACTS, "1", lambda deed: replace(deed, holder="甲公司"), CORRECTED)
    act = replace(ACT, at=ACT.at + HOUR)
    register.attach(Document(sha256="", size=0, file_name="认定书.pdf", contract_no="1"), b"x", act)
    return register


def numbers(register: Register, chosen: Chosen, first: int = 0, count: int = 10) -> list[int]:
    page = register.journal_page(chosen, first=first, count=count)
    return [line.sequence for line in page.lines]


def test_the_newest_line_comes_first_and_a_page_has_no_more_than_asked_for(kept: Register) -> None:
    assert numbers(kept, Chosen(), first=1, count=1) == [2]


def test_a_page_says_how_many_lines_there_are_by_whom_and_of_which_verbs(kept: Register) -> None:
    page = kept.journal_page(Chosen(), first=0, count=1)
    assert (page.total, page.actors, page.verbs) == (
        3,
        ("孙七", "王五", "赵六"),
        ("attach", "correct", "import"),
    )


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (Chosen(actor="孙七"), [2]),
        (Chosen(verb="import"), [1]),
        (Chosen(since=ACT.at), [3, 2]),
        (Chosen(until=ACT.at), [2, 1]),
        (Chosen(actor="孙七", verb="import"), []),
    ],
)
def test_only_lines_that_fit_are_read(kept: Register, chosen: Chosen, found: list[int]) -> None:
    assert numbers(kept, chosen) == found
    assert kept.journal_page(chosen, first=0, count=1).total == len(found)


def test_a_line_names_the_rows_that_it_wrote(kept: Register) -> None:
    entry = kept.journal_entry(2)
    assert entry is not None
    assert [(row.table, row.is_new, row.contract_no) for row in entry.written if row.table != "parties"] == [
        ("contracts", True, "1"),
        ("contracts", False, "1"),
    ]
    assert (entry.line.actor, entry.document) == ("孙七", "綦规资更3号")


def test_a_fact_is_named_by_its_kind_and_a_document_by_its_file(kept: Register) -> None:
    told = {
        row.table: row.said
        for number in (1, 3)
        for row in kept.journal_entry(number).written  # type: ignore[union-attr]
    }
    assert (told["events"], told["documents"]) == ("commenced", "认定书.pdf")


def test_an_untouched_line_fits_its_hash_and_the_line_before(kept: Register) -> None:
    entries = [kept.journal_entry(number) for number in (1, 2)]
    assert [(entry.is_sealed, entry.follows) for entry in entries if entry] == [(True, True), (True, True)]


def test_there_is_no_line_beyond_the_end(kept: Register) -> None:
    assert kept.journal_entry(4) is None


def test_history_names_the_line_of_each_step(kept: Register) -> None:
    assert [step.line for step in kept.history("1")] == [1, 2, 3]


# Where something is named


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("綦规资更3号", [("sources", "correct", 2)]),
        ("认定书.pdf", [("documents", "认定书.pdf", 3)]),
        ("2d711642b726", [("documents", "认定书.pdf", 3)]),
        (LEDGER.name, [("sources", LEDGER.name, 1)]),
        ("nothing", []),
    ],
)
def test_a_paper_is_found_by_its_number_its_name_and_its_hash(
    kept: Register, asked: str, found: list[tuple[str, str, int]]
) -> None:
    assert [(one.table, one.said, one.line) for one in kept.mentions(asked)] == found


def test_a_fact_is_found_by_the_first_digits_of_its_hash(kept: Register) -> None:
    (fact,) = [row.key for step in kept.history("1") for row in step.touched if row.table == "events"]
    assert [one.key for one in kept.mentions(fact[:8])] == [fact]


def test_what_was_recorded_later_is_not_found(kept: Register) -> None:
    assert kept.mentions("认定书.pdf", MORNING + HOUR) == ()


def test_what_stood_then_is_told_as_standing(kept: Register) -> None:
    (fact,) = [row.key for step in kept.history("1") for row in step.touched if row.table == "events"]
    kept.retire(Kind.EVENTS, fact, replace(ACT, at=ACT.at + 2 * HOUR))
    assert [one.until is None for known in (ACT.at + HOUR, None) for one in kept.mentions(fact, known)] == [
        True,
        False,
    ]
