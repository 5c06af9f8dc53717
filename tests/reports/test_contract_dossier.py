"""The dossier of a contract: what its chapters say beyond the page it prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from landwatch.model import Event, EventType
from landwatch.registry import Register
from landwatch.reports.contract_dossier import contract_dossier
from landwatch.reports.document import Block, Table
from landwatch.services.assessing.judging import assess_register
from landwatch.services.contracts.filing import contract_file
from tests.measures.office import ON, event, write_register

# The first of the ten contracts was to commence by 2023-09-30.
LETTER = event(1, EventType.COMMENCEMENT_REMINDER_SENT, date(2023, 9, 4), document="函〔2023〕7号")


def chapter(folder: Path, *more: Event, contract_no: str = "合1") -> Sequence[Block]:
    """The blocks of the chapter on what was gathered before a default."""
    database = write_register(folder, more)
    with Register.open(database) as register:
        file = contract_file(assess_register(database, ON), register, contract_no, reviews={}, known_at=None)
    sections = contract_dossier(file, journal="", program="landwatch").sections
    return next((each.blocks for each in sections if "Gathered" in each.heading), ())


def test_a_letter_stands_before_the_default_with_the_days_between(tmp_path: Path) -> None:
    (table,) = chapter(tmp_path, LETTER)
    assert isinstance(table, Table)
    # From 4 September to 1 October: 27 days.
    assert [row[:3] for row in table.rows] == [("2023-09-04", "27", "commencement reminder sent")]
    assert "began on 2023-10-01" in table.title


def test_where_nobody_was_reminded_the_dossier_says_so(tmp_path: Path) -> None:
    assert list(chapter(tmp_path)) == [
        "No letter of reminder is on file from before 2023-10-01.",
        "Nothing else is on file from before 2023-10-01.",
    ]


def test_a_contract_without_a_default_has_no_such_chapter(tmp_path: Path) -> None:
    assert chapter(tmp_path, contract_no="合3") == ()
