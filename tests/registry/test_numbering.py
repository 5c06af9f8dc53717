"""Numbers of official papers: without gaps, never twice, and kept when a paper is voided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from random import Random

import pytest

from landwatch.errors import LandwatchError, RegisterError, UsageError
from landwatch.model import Contract, Document, OfficialPaper
from landwatch.registry import Act, Added, Register

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
DAY = date(2024, 1, 21)
SERIES = "綦规资闲调〔2024〕{n}号"


def act(at: datetime = NOON, reason: str = "制作文书") -> Act:
    return Act(by="赵六", at=at, reason=reason)


def draft(contract_no: str, series: str = SERIES) -> OfficialPaper:
    return OfficialPaper(
        number="",
        kind="investigation_notice",
        series=series,
        serial=0,
        contract_no=contract_no,
        day=DAY,
        sha256="",
        rests_on="{}",
    )


def drawn(contract_no: str) -> Callable[[str], tuple[Document, bytes]]:
    def make(number: str) -> tuple[Document, bytes]:
        document = Document(sha256="", file_name=f"{number}.pdf", size=0, contract_no=contract_no)
        return document, number.encode()

    return make


@pytest.fixture
def number(register: Register, add: Callable[..., Added], bare_contract: Contract) -> str:
    add(contracts=[bare_contract])
    return bare_contract.contract_no


@pytest.fixture
def bare_contract() -> Contract:
    return Contract(contract_no="C-1")


def issue(register: Register, contract_no: str, series: str = SERIES) -> OfficialPaper:
    return register.issue_paper(draft(contract_no, series), drawn(contract_no), act())


def test_papers_of_a_series_are_numbered_from_one(register: Register, number: str) -> None:
    assert [issue(register, number).number for _each in range(2)] == [
        "綦规资闲调〔2024〕1号",
        "綦规资闲调〔2024〕2号",
    ]


def test_each_series_is_numbered_by_itself(register: Register, number: str) -> None:
    issue(register, number)
    assert issue(register, number, "綦规资闲调〔2025〕{n}号").serial == 1


def test_the_bytes_of_a_paper_are_a_document_of_its_contract(register: Register, number: str) -> None:
    paper = issue(register, number)
    assert register.document(paper.sha256)[1] == paper.number.encode()
    assert [each.number for each in register.documents(number)] == [paper.number]


def test_a_paper_that_cannot_be_drawn_takes_no_number(register: Register, number: str) -> None:
    def fail(_number: str) -> tuple[Document, bytes]:
        raise UsageError("no font")

    with pytest.raises(UsageError):
        register.issue_paper(draft(number), fail, act())
    assert issue(register, number).serial == 1


def test_a_voided_paper_keeps_its_number_with_the_reason(register: Register, number: str) -> None:
    paper = issue(register, number)
    register.void_paper(paper.number, act(NOON + timedelta(hours=1), "收件人有误"))
    (found,) = register.papers()
    assert (found.paper.number, found.paper.voided, found.reason) == (paper.number, True, "收件人有误")
    assert issue(register, number).serial == 2


def test_a_paper_voided_later_was_not_void_before(register: Register, number: str) -> None:
    paper = issue(register, number)
    register.void_paper(paper.number, act(NOON + timedelta(hours=1), "收件人有误"))
    assert not register.papers(NOON)[0].paper.voided


def test_voiding_twice_changes_nothing(register: Register, number: str) -> None:
    paper = issue(register, number)
    register.void_paper(paper.number, act(reason="收件人有误"))
    assert not register.void_paper(paper.number, act(reason="收件人有误")).is_new


def test_an_unknown_paper_cannot_be_voided(register: Register, number: str) -> None:
    with pytest.raises(RegisterError, match="no paper"):
        register.void_paper("綦规资闲调〔2024〕9号", act())


def _work(url: str, seed: int) -> int:
    """Make forty papers, of which three in ten break off after their number was taken."""
    chance, made = Random(seed), 0
    for _each in range(40):
        fails = chance.random() < 0.3

        def make(number: str, fails: bool = fails) -> tuple[Document, bytes]:
            if fails:
                raise UsageError(number)
            return drawn("C-1")(number)

        try:
            with Register.open(url) as register:
                register.issue_paper(draft("C-1"), make, act())
            made += 1
        except LandwatchError:
            continue
    return made


@pytest.mark.long
def test_two_processes_leave_neither_gap_nor_double(register: Register, number: str, url: str) -> None:
    with get_context("spawn").Pool(2) as pool:
        made = sum(pool.starmap(_work, [(url, 1), (url, 2)]))
    assert [each.paper.serial for each in register.papers()] == list(range(1, made + 1))
    assert made > 40
