"""Keeping a register from the command line: its journal, its schema, copies and backups."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from landwatch.errors import RegisterError
from landwatch.registry import Register
from tests import photographs
from tests.commands import Landwatch
from tests.office import write_office
from tests.registry import older


@pytest.fixture
def filled(landwatch: Landwatch, tmp_path: Path) -> Landwatch:
    """The same, with a register in it."""
    assert landwatch("import", write_office(tmp_path / "office")).exit_code == 0
    return landwatch


@pytest.fixture
def tampered(filled: Landwatch, tmp_path: Path) -> Landwatch:
    """The same, with a price changed behind landwatch's back."""
    with sqlite3.connect(tmp_path / "landwatch.gpkg") as connection:
        connection.execute("UPDATE contracts SET price_fen = 1 WHERE row_id = 2")
    connection.close()
    return filled


# A sample


def test_a_sample_begins_with_the_smaller_one_of_the_same_seed(filled: Landwatch) -> None:
    one, two = (
        json.loads(filled("audit", "sample", "--count", count, "--seed", "审计", "--json").output)
        for count in ("1", "2")
    )
    assert two["contracts"][:1] == one["contracts"]
    assert (two["population"], len(two["contracts"])) == (3, 2)


def test_a_sample_is_told_with_what_it_was_drawn_from(filled: Landwatch) -> None:
    output = filled("audit", "sample", "--count", "2", "--seed", "审计").output
    assert "2 contracts of 3" in output
    assert "Hash of their sorted numbers:" in output


def test_a_sample_without_a_seed_is_refused(filled: Landwatch) -> None:
    assert filled("audit", "sample", "--count", "2", "--seed", " ").exit_code == 2


# The journal


def test_an_intact_register_ends_with_0(filled: Landwatch) -> None:
    result = filled("journal", "verify")
    assert result.exit_code == 0
    assert result.output.startswith("Intact: ")


def test_a_tampered_register_ends_with_1_and_names_the_row(tampered: Landwatch) -> None:
    result = tampered("journal", "verify")
    assert result.exit_code == 1
    assert "Row 2 of the table contracts was changed after line" in result.output
    assert "Broken: 1 faults in" in result.output


def test_a_verdict_has_a_json_form(tampered: Landwatch) -> None:
    result = tampered("journal", "verify", "--json")
    found = json.loads(result.output)
    assert result.exit_code == 1
    assert (found["intact"], found["head"]["sequence"]) == (False, found["lines"])
    (fault,) = found["faults"]
    assert (fault["kind"], fault["table"], fault["row_id"]) == ("row changed", "contracts", 2)


def test_many_faults_are_counted_where_they_are_not_printed(filled: Landwatch, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "landwatch.gpkg") as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 159) "
            "INSERT INTO events (row_id, contract_no, type, details, source_id, recorded_at, recorded_by, "
            "content_hash) SELECT i, 'C', 'completed', '{}', 1, '2024', 'x', i FROM n"
        )
    connection.close()
    output = filled("journal", "verify").output
    assert output.count("was not written by landwatch") == 50
    assert "… and 10 more (--json has them all)." in output


def test_the_end_of_the_journal_is_kept_in_a_file(filled: Landwatch, tmp_path: Path) -> None:
    head = filled("journal", "head").output
    assert json.loads(filled("journal", "head", "--json").output)["hash"] == head.split()[1]
    (tmp_path / "head.txt").write_text(head, encoding="utf-8")
    assert filled("journal", "verify", "--head", "head.txt").exit_code == 0


def test_an_end_cut_off_is_told(filled: Landwatch, tmp_path: Path) -> None:
    head = filled("journal", "head").output.strip()
    with sqlite3.connect(tmp_path / "landwatch.gpkg") as connection:
        connection.execute("DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)")
    connection.close()
    result = filled("journal", "verify", "--head", head)
    assert result.exit_code == 1
    assert "its end was cut off" in result.output


def test_an_end_that_is_no_hash_is_refused(filled: Landwatch) -> None:
    result = filled("journal", "verify", "--head", "none.txt")
    assert result.exit_code == 2
    assert "--head none.txt: holds no hash of 64 hexadecimal digits; give what" in result.output


def test_the_journal_of_an_empty_register_has_no_end(landwatch: Landwatch) -> None:
    landwatch("init")
    assert "Nothing has been recorded yet" in landwatch("journal", "head").output


def test_the_journal_is_listed(filled: Landwatch) -> None:
    listed = json.loads(filled("journal", "list", "--json").output)
    assert [line["sequence"] for line in listed] == list(range(1, len(listed) + 1))
    assert {line["verb"] for line in listed} == {"import"}
    table = filled("journal", "list").output
    for line in listed:
        assert line["at"] in table
        assert line["source"] in table


def test_an_exported_journal_is_checked_by_the_script_that_landwatch_writes(
    filled: Landwatch, tmp_path: Path
) -> None:
    assert "Written: journal.jsonl" in filled("journal", "export", "journal.jsonl").output
    assert "python verify.py landwatch.gpkg" in filled("journal", "verifier", "verify.py").output
    for file in ("journal.jsonl", "landwatch.gpkg"):
        result = subprocess.run(
            [sys.executable, "-S", "-I", "verify.py", file], capture_output=True, text=True, check=False
        )
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.startswith("intact: ")


def test_an_export_is_not_written_over_a_file(filled: Landwatch) -> None:
    filled("journal", "export", "journal.jsonl")
    result = filled("journal", "export", "journal.jsonl")
    assert result.exit_code == 2
    assert "There is a file journal.jsonl already" in result.output


# The schema


def test_the_schema_of_a_new_register_is_that_of_landwatch(filled: Landwatch) -> None:
    found = json.loads(filled("db", "current", "--json").output)
    assert found["schema"] == found["current"]
    assert filled("db", "check").exit_code == 0
    assert "is up to date" in filled("db", "upgrade").output


def test_an_older_register_is_told_to_be_upgraded_and_is(landwatch: Landwatch) -> None:
    older.make("gpkg:///landwatch.gpkg")
    refused = landwatch("db", "check")
    assert refused.exit_code == 2
    assert "running landwatch db upgrade on it" in refused.output
    assert "was brought from schema 0001 to" in landwatch("db", "upgrade").output
    assert landwatch("db", "check").exit_code == 0
    assert landwatch("journal", "verify").exit_code == 0


def test_an_upgrade_makes_no_register_where_there_is_none(landwatch: Landwatch, tmp_path: Path) -> None:
    result = landwatch("db", "upgrade")
    assert result.exit_code == 2
    assert "There is no file" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_register_whose_rows_lost_their_source_is_called_damaged(filled: Landwatch, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "landwatch.gpkg") as connection:
        connection.execute("DELETE FROM sources WHERE row_id = 1")
    connection.close()
    result = filled("db", "check")
    assert result.exit_code == 2
    assert "is damaged" in result.output


# Copies


def test_a_register_goes_to_postgis_and_back(filled: Landwatch, postgis_url: str) -> None:
    there = filled("db", "copy", "--from", "gpkg:///landwatch.gpkg", "--to", postgis_url)
    assert there.exit_code == 0
    assert "Copied: " in there.output
    back = filled("db", "copy", "--from", postgis_url, "--to", "gpkg:///back.gpkg", "--json")
    assert back.exit_code == 0
    assert json.loads(back.output)["journal"]["intact"] is True
    heads = {
        filled("journal", "head", "--database", url).output
        for url in ("gpkg:///landwatch.gpkg", postgis_url, "gpkg:///back.gpkg")
    }
    assert len(heads) == 1


def test_a_copy_over_something_is_refused(filled: Landwatch) -> None:
    url = "gpkg:///landwatch.gpkg"
    result = filled("db", "copy", "--from", url, "--to", url)
    assert result.exit_code == 2
    assert "already; nothing was changed" in result.output


def test_a_backup_is_made_and_restored(filled: Landwatch) -> None:
    made = filled("backup", "backup.gpkg")
    assert made.exit_code == 0
    assert "Backed up: " in made.output
    restored = filled("restore", "backup.gpkg", "--database", "gpkg:///again.gpkg")
    assert restored.exit_code == 0
    assert "Restored: " in restored.output
    assert filled("journal", "verify", "--database", "gpkg:///again.gpkg").exit_code == 0


def test_a_backup_of_a_tampered_register_says_so(tampered: Landwatch) -> None:
    result = tampered("backup", "backup.gpkg")
    assert result.exit_code == 1
    assert "Row 2 of the table contracts was changed" in result.output


def test_a_backup_names_the_photographs_that_are_not_in_it(filled: Landwatch, tmp_path: Path) -> None:
    photographs.lay(f"gpkg:///{tmp_path}/landwatch.gpkg", photographs.PICTURE)
    told = filled("backup", "backup.gpkg").output
    assert "run landwatch personal take-in before the next backup" in told
    assert "landwatch.gpkg.files too" in " ".join(told.split())


def test_a_backup_of_a_register_that_cannot_be_written_says_that_it_is_not_remembered(
    filled: Landwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> None:
        raise RegisterError("read-only")

    monkeypatch.setattr(Register, "remember_copy", refused)
    assert "does not remember this copy" in " ".join(filled("backup", "backup.gpkg").output.split())
