"""Long work logs its steps as lines of JSON, and no line holds a word of a record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from landwatch.log import LOGGER, Lines, step
from tests.commands import Landwatch
from tests.office import LEDGER, write_office


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write_office(tmp_path / "office")


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stderr.splitlines()]


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(Lines().format(record)) for record in caplog.records]


def test_nothing_is_logged_where_nobody_asks(landwatch: Landwatch, office: Path) -> None:
    assert landwatch("import", office).stderr == ""


def test_an_import_logs_how_many_records_of_each_file_were_taken(
    landwatch: Landwatch, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDWATCH_LOG", "info")
    result = landwatch("import", office, "--json")
    files = [line for line in lines_of(result) if line["step"] == "record file"]
    told = [(file["records"], file["accepted"]) for file in json.loads(result.stdout)["files"]]
    assert sorted((line["records"], line["accepted"]) for line in files) == sorted(told)
    assert {line["level"] for line in files} == {"info"}


def test_debug_tells_the_beginning_of_each_step_too(
    landwatch: Landwatch, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDWATCH_LOG", "debug")
    steps = [line["step"] for line in lines_of(landwatch("import", office))]
    assert steps[:2] == ["read files begins", "read files"]


def test_a_failed_step_names_the_class_of_its_error_and_not_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("INFO", logger=LOGGER.name), pytest.raises(ValueError), step("write report"):
        raise ValueError("渝南例峰模具有限公司")
    (line,) = logged(caplog)
    assert (line["level"], line["step"], line["error"]) == ("error", "write report", "ValueError")
    assert "渝南" not in json.dumps(line, ensure_ascii=False)


def test_days_are_written_as_days(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger=LOGGER.name), step("assess", on=date(2023, 12, 31)):
        pass
    assert logged(caplog)[0]["on"] == "2023-12-31"


@pytest.mark.long
def test_no_line_of_an_import_or_an_atlas_holds_a_word_of_the_records(
    landwatch: Landwatch, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDWATCH_LOG", "debug")
    said = landwatch("import", office).stderr + landwatch("atlas", "--on", "2023-12-31", "--out", "p").stderr
    assert '"draw atlas"' in said
    words = {str(value) for row in LEDGER for value in row.values() if len(str(value)) > 3}
    assert {word for word in words if word in said or word.encode("unicode_escape").decode() in said} == set()


def test_another_level_is_refused_by_name(landwatch: Landwatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDWATCH_LOG", "loud")
    result = landwatch("stats")
    assert result.exit_code == 2
    assert "LANDWATCH_LOG is loud, which cannot be used" in result.stderr


def test_the_log_ends_with_the_wish_for_it(
    landwatch: Landwatch, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDWATCH_LOG", "info")
    assert landwatch("import", office).stderr != ""
    monkeypatch.delenv("LANDWATCH_LOG")
    assert landwatch("atlas", "--on", "2023-12-31", "--out", "p").stderr == ""
