"""`landwatch target` sets targets, takes them from a file or back, and lists them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from landwatch.cli import app
from tests.measures.office import NORTH, write_register

WHY = ("--reason", "下达任务")


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with the register of ten contracts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANDWATCH_ACTOR", "赵六")
    monkeypatch.setenv("LANDWATCH_LANG", "en")
    monkeypatch.setenv("LANDWATCH_DATABASE", write_register(tmp_path))


def run(*arguments: str, code: int = 0) -> Result:
    """Run a command."""
    result = CliRunner().invoke(app, ["target", *arguments])
    assert result.exit_code == code, result.output
    return result


def listed() -> list[tuple[Any, ...]]:
    """What is set, as the command lists it."""
    found = json.loads(run("list", "--json").stdout)["targets"]
    return [(each["year"], each["cluster"], each["target_mu"]) for each in found]


def test_a_target_is_set_and_listed_with_who_set_it() -> None:
    run("set", "2023", "120.5", "--cluster", NORTH, *WHY, "--document", "1号")
    assert listed() == [(2023, NORTH, "120.50")]
    shown = run("list").output
    assert "赵六" in shown and "下达任务" in shown and "1号" in shown


def test_no_target_is_said_in_words() -> None:
    assert run("list").output.strip() == "No target is set."


def test_a_file_is_taken_in_whole(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"年度,组团,目标(亩)\n2023,,700\n2023,{NORTH},0\n", encoding="utf-8-sig")
    assert json.loads(run("import", "t.csv", *WHY, "--json").stdout)["changed"] is True
    assert listed() == [(2023, None, "700.00"), (2023, NORTH, "0.00")]
    assert "nothing was changed" in run("import", "t.csv", *WHY).output


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("年度,组团,目标(亩)\n2023,,700\n2023,,many\n", "t.csv, row 3: write 年度"),
        ("year,mu\n2023,700\n", "t.csv, row 2: write 年度"),
        ("年度,组团,目标(亩)\n2023,,-1\n", "t.csv, row 2: write 年度"),
        ("年度,组团,目标(亩)\n", "t.csv has no target"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_and_the_row_is_named(
    tmp_path: Path, content: str, why: str
) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    assert why in run("import", "t.csv", *WHY, code=2).stderr
    assert listed() == []


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\xff\xfe\xff")
    assert "cannot be read as a CSV file of targets" in run("import", "t.csv", *WHY, code=2).stderr


def test_a_file_that_is_not_there_is_named() -> None:
    assert "none.csv" in run("import", "none.csv", *WHY, code=2).stderr


@pytest.mark.parametrize(("year", "mu"), [("23", "1"), ("2023", "NaN"), ("2023", "20000000"), ("now", "1")])
def test_a_slip_of_the_pen_is_refused_with_what_to_write(year: str, mu: str) -> None:
    assert "write a year (1990 to 2099) and mu" in run("set", year, mu, *WHY, code=2).stderr


def test_a_cluster_that_is_not_known_is_refused_by_name() -> None:
    assert "无此组团" in run("set", "2023", "1", "--cluster", "无此组团", *WHY, code=2).stderr


def test_a_target_is_taken_back() -> None:
    run("set", "2023", "700", *WHY)
    run("withdraw", "2023", *WHY)
    assert listed() == []
