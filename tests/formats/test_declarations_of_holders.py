"""What a holder declares (动工申报书, 竣工申报书) is kept with its paper and changes no status by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from landwatch.formats import read
from landwatch.model import CommencementStatus, CompletionStatus, EventType
from tests.office import FACTS, write_table
from tests.rules.judging import assessed, contract, event

DECLARED = [
    ("动工申报书", EventType.COMMENCEMENT_DECLARED),
    ("开工申报", EventType.COMMENCEMENT_DECLARED),
    ("completion declared by the holder", EventType.COMPLETION_DECLARED),
    ("竣工申报", EventType.COMPLETION_DECLARED),
]


@pytest.mark.parametrize(("word", "kind"), DECLARED)
def test_a_declaration_is_read_with_its_day_and_paper(tmp_path: Path, word: str, kind: EventType) -> None:
    row = FACTS[0] | {"事项": word, "日期": "2022-06-20", "文号": "申报书 7 号"}
    (declared,) = read(write_table(tmp_path / "facts.csv", [row])).events
    assert (declared.type, declared.day, declared.document) == (kind, date(2022, 6, 20), "申报书 7 号")


def test_a_holder_who_only_declares_is_in_default_as_before() -> None:
    declared = [
        event(EventType.COMMENCEMENT_DECLARED, date(2023, 6, 1)),
        event(EventType.COMPLETION_DECLARED, date(2024, 6, 1)),
    ]
    (row,) = assessed(contract(), declared, on=date(2030, 1, 1)).contracts.to_dict("records")
    found = (row["commencement_status"], row["completion_status"])
    assert found == (CommencementStatus.BREACH, CompletionStatus.BREACH)
