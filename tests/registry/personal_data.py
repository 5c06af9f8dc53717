"""A register with something about a person in it, and a decision to destroy that."""

from __future__ import annotations

from datetime import UTC, date, datetime

from landwatch.model import Contract, Document
from landwatch.registry import Act, Content, Decision, Owner, Register

__all__ = ["ACT", "DECISION", "MARK", "NAME", "NOON", "NUMBER", "PHOTO", "fill"]

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
NUMBER = "綦规资信〔2024〕1号"
ACT = Act(by="赵六", at=NOON, reason="保存期满", document=NUMBER)
DECISION = Decision(decided_by="赵六", second_person="李四", day=date(2024, 1, 21))
MARK = b"a telephone 13800000000 and a face"
PHOTO = Content(kind="photo", purpose="evidence", media_type="image/jpeg", content=MARK * 300)
NAME = Content(kind="person_name", purpose="contact", media_type="text/plain", content=MARK)


def fill(register: Register, contract: Contract) -> list[str]:
    """Keep a photograph and a name for a contract that stands, and the paper of a decision; their items."""
    number = contract.contract_no
    paper = Document(sha256="", size=0, file_name="决定.pdf", number=NUMBER, contract_no=number)
    register.attach(paper, b"%PDF", ACT)
    return register.keep([PHOTO, NAME], Owner(contract_no=number), ACT).key.split()
