"""The code of a project comes in by a ledger, stays with the contract, and stands in its popup."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from landwatch.formats import ReaderSettings
from landwatch.i18n import speaking
from landwatch.maps.cards import contract_cards
from landwatch.maps.content import prepare
from landwatch.registry import Register
from landwatch.rules import assess
from landwatch.services.files.importing import import_files
from tests.office import LEDGER, write_table

CODE = "2004-500110-04-01-123456"
NOW = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("header", ["项目代码", "投资项目统一代码", "project code"])
def test_a_project_code_reaches_the_popup_under_its_name(tmp_path: Path, header: str) -> None:
    ledger = write_table(tmp_path / "ledger.csv", [LEDGER[0] | {header: CODE}])
    database = f"gpkg:///{tmp_path / 'a.gpkg'}"
    import_files(database, [ledger], readers=ReaderSettings(), recorded_by="王五", recorded_at=NOW)
    with Register.open(database) as register, speaking("zh"):
        assessment = assess(register.snapshot(date(2023, 12, 31)))
        (card,) = contract_cards(prepare(assessment), [LEDGER[0]["合同编号"]]).values()
    assert ("项目代码", CODE) in card["facts"]
