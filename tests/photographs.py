"""Photographs of reviews as an older landwatch kept them: beside the register, under their SHA-256."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from landwatch.model import Event, EventType, Source
from landwatch.registry import Register
from landwatch.registry.paths import evidence_folder
from tests.office import LEDGER

__all__ = ["CONTRACT_NO", "PICTURE", "lay"]

CONTRACT_NO = LEDGER[0]["合同编号"]
PICTURE = b"\xff\xd8\xff\xe0 gate"


def lay(database: str, content: bytes, *, name: str = "gate.jpg", kept: bytes | None = None) -> Path:
    """Record a review with a photograph as it was done once; the file, with other bytes if they are given."""
    digest = sha256(content).hexdigest()
    said = {"verdict": "confirmed", "note": name, "photos": [{"name": name, "sha256": digest}]}
    review = Event(contract_no=CONTRACT_NO, type=EventType.REVIEW, day=date(2023, 12, 20), details=said)
    with Register.open(database) as register:
        register.add(
            source=Source(name="review", sha256=digest, kind="review"),
            recorded_by="杨示远",
            recorded_at=datetime(2023, 12, 20, 9, tzinfo=UTC),
            events=[review],
        )
    folder = evidence_folder(database)
    folder.mkdir(exist_ok=True)
    file = folder / f"{digest}.jpg"
    file.write_bytes(content if kept is None else kept)
    return file
