"""The commands that hand a day's facts over in files and judge them there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from landwatch.formats import ReaderSettings
from landwatch.services.files.importing import import_files
from tests.commands import Landwatch
from tests.office import LEDGER, write_office


@pytest.fixture
def landwatch(landwatch: Landwatch, tmp_path: Path) -> Landwatch:
    """The same, over the register of the small office."""
    import_files(
        "gpkg:///landwatch.gpkg",
        [write_office(tmp_path / "office")],
        readers=ReaderSettings(),
        recorded_by="王五",
        recorded_at=datetime(2024, 1, 21, 9, 30, tzinfo=UTC),
    )
    return landwatch


@pytest.fixture
def exported(landwatch: Landwatch) -> Landwatch:
    """The same, with the facts of a day in the folder ``facts``."""
    assert landwatch("snapshot", "export", "--on", "2023-12-31", "--out", "facts").exit_code == 0
    return landwatch


def test_export_says_which_manifest_it_wrote(landwatch: Landwatch) -> None:
    result = landwatch("snapshot", "export", "--on", "2023-12-31", "--out", "facts")
    assert result.output == "facts/manifest.json\n"


def test_export_counts_as_json(landwatch: Landwatch) -> None:
    result = landwatch("snapshot", "export", "--on", "2023-12-31", "--out", "facts", "--parts", "2", "--json")
    told = json.loads(result.stdout)
    assert told["contracts"] == len(LEDGER)
    assert told["manifests"] == ["facts/part-0001/manifest.json", "facts/part-0002/manifest.json"]


def test_the_files_count_the_same_breaches_as_the_register(exported: Landwatch) -> None:
    listed = json.loads(exported("assess", "--on", "2023-12-31", "--json").stdout)
    counted = json.loads(exported("snapshot", "assess", "facts", "--json").stdout)
    assert counted["contracts"] == listed["contracts"]
    assert counted["law_version"] == listed["law_version"]
    assert counted["counts"]["commencement_status"]["BREACH"] == 1


def test_the_screen_names_statuses_in_words_and_the_day(exported: Landwatch) -> None:
    output = exported("snapshot", "assess", "facts").output
    assert "in force" in output
    assert "3 contracts, as they stand at the end of 2023-12-31." in output


@pytest.mark.parametrize("name", ["table.parquet", "table.csv"])
def test_the_table_has_a_row_for_each_contract_with_its_status(exported: Landwatch, name: str) -> None:
    assert exported("snapshot", "assess", "facts", "--out", name).exit_code == 0
    table = pd.read_parquet(name) if name.endswith("parquet") else pd.read_csv(name, encoding="utf-8-sig")
    assert table["contract_no"].tolist() == [row["合同编号"] for row in LEDGER]
    assert table["commencement_status"].tolist().count("BREACH") == 1


def test_a_table_of_another_kind_is_refused(exported: Landwatch) -> None:
    result = exported("snapshot", "assess", "facts", "--out", "table.doc")
    assert result.exit_code == 2
    assert "write a table that ends in .parquet or .csv" in result.output


def test_a_folder_without_a_snapshot_ends_in_one_clear_line(landwatch: Landwatch) -> None:
    result = landwatch("snapshot", "assess", "office")
    assert result.exit_code == 2
    assert "office holds no snapshot: manifest.json is missing" in result.output
    assert "Traceback" not in result.output
