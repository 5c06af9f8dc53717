"""Who patrols what, and who is away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from landwatch.errors import UsageError
from landwatch.model import Absence
from landwatch.registry import Act
from landwatch.services.patrols import rostering
from tests.measures.office import KNOWN_AT, write_register


def test_somebody_who_patrols_nothing_cannot_be_away(tmp_path: Path) -> None:
    database, day = write_register(tmp_path), date(2023, 11, 2)
    act = Act(by="王五", at=KNOWN_AT, reason="休假")
    with pytest.raises(UsageError, match="patrols no cluster"):
        rostering.away(database, Absence(person="张三", since=day, until=day), act)
