"""The commands of patrols, run as a person runs them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pypdf
import pytest
from time_machine import travel
from typer.testing import CliRunner, Result

from landwatch.cli import app
from tests.measures.office import NORTH, SOUTH, write_register

SINCE = ("--since", "2023-01-01", "--reason", "落实专人")
VISIT = (
    "patrol",
    "record",
    "合1",
    "--person",
    "张三",
    "--on",
    "2023-11-02",
    "--works",
    "pit",
    "--done",
    "1/4",
)


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with the register of ten contracts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANDWATCH_ACTOR", "赵六")
    monkeypatch.setenv("LANDWATCH_LANG", "en")
    monkeypatch.setenv("LANDWATCH_DATABASE", write_register(tmp_path))


def run(*arguments: str, code: int = 0) -> Result:
    """Run a command."""
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, result.output
    return result


def answer(*arguments: str, code: int = 0) -> Any:
    """Run a command and read its JSON."""
    return json.loads(run(*arguments, "--json", code=code).stdout)


def test_a_plan_names_the_clusters_that_nobody_patrols() -> None:
    run("patrol", "assign", NORTH, "张三", *SINCE)
    assert answer("patrol", "plan", "--on", "2023-12-31")["without_person"] == [SOUTH]


def test_what_is_overdue_ends_with_exit_code_1() -> None:
    found = answer("patrol", "due", "--on", "2023-12-20", code=1)
    assert {line["state"] for line in found["visits"]} == {"open", "overdue"}


def test_nothing_overdue_ends_with_exit_code_0() -> None:
    assert answer("patrol", "due", "--on", "2023-12-20", "--person", "李四")["visits"] == []


def test_the_rate_is_told_with_what_makes_a_visit_count() -> None:
    run(*VISIT)
    run("patrol", "assign", NORTH, "张三", *SINCE)
    told = answer("patrol", "plan", "--rates", "--on", "2023-12-31")
    # In force all quarter: 1, 2, 3, 4, 5 and 9 in the north, 7, 8 and 11 in the south.
    assert [(row["cluster"], row["person"], row["visited"], row["due"]) for row in told["rates"]] == [
        (SOUTH, None, 0, 3),
        (NORTH, "张三", 1, 6),
    ]
    assert "somebody is named who went" in told["counts_if"]


def test_who_is_behind_stands_on_one_page() -> None:
    run("patrol", "assign", NORTH, "张三", *SINCE)
    told = run("patrol", "plan", "--behind", "--on", "2023-12-31").stdout
    assert "张三" in told and "nobody" in told


def test_a_no_without_a_reason_is_refused_with_the_way_out() -> None:
    assert "--no begun=REASON" in run(*VISIT, "--no", "begun", code=2).stderr


def test_a_question_that_there_is_not_is_refused_with_those_there_are() -> None:
    assert "reported, begun, developed, finished" in run(*VISIT, "--yes", "paid", code=2).stderr


@pytest.mark.parametrize("share", ["35", "a third", "-0.1"])
def test_what_is_no_share_is_refused(share: str) -> None:
    assert "write one from 0 to 1" in run(*VISIT[:-1], share, code=2).stderr


def test_a_proposal_goes_from_visit_to_fact() -> None:
    visit = answer(*VISIT, "--propose", "construction_permit")["visit"]
    assert [each["visit"] for each in answer("patrol", "proposals")] == [visit]
    assert "on visit " + visit in run("patrol", "accept", visit, "--by", "李四").stdout
    assert answer("patrol", "proposals") == []


def test_a_declined_proposal_is_decided_too() -> None:
    visit = answer(*VISIT, "--propose", "construction_permit")["visit"]
    run("patrol", "decline", visit, "--by", "李四", "--reason", "照片不清")
    assert [each["reason"] for each in answer("patrol", "proposals", "--all")] == ["照片不清"]


def test_a_visit_without_a_day_is_one_of_the_day_in_china_wherever_the_machine_stands(
    tmp_path: Path,
) -> None:
    with travel(datetime(2023, 12, 31, 11, 30, tzinfo=ZoneInfo("America/New_York"))):
        run("patrol", "record", "合1", "--person", "张三", "--works", "pit")
    run("patrol", "ledger", "巡查台账.xlsx", "--on", "2024-01-31")
    _head, row = openpyxl.load_workbook(tmp_path / "巡查台账.xlsx").active.iter_rows(values_only=True)
    assert datetime(2024, 1, 1) in row


def test_the_list_of_somebody_away_is_that_of_the_stand_in() -> None:
    run("patrol", "assign", NORTH, "张三", "--stand-in", "李四", *SINCE)
    run("patrol", "absent", "张三", "--since", "2023-12-01", "--until", "2023-12-31", "--reason", "休假")
    found = answer("patrol", "due", "--on", "2023-12-20", "--person", "李四")["visits"]
    assert {line["person"] for line in found} == {"张三"}


def test_the_ledger_has_the_columns_of_the_offices(tmp_path: Path) -> None:
    run(*VISIT, "--note", "现场有挖机", "--no", "begun=基坑未挖完")
    run("patrol", "ledger", "巡查台账.xlsx", "--on", "2023-12-31")
    head, row = openpyxl.load_workbook(tmp_path / "巡查台账.xlsx").active.iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    assert (cells["巡查人"], cells["合同编号"], cells["施工阶段"], cells["完成%"]) == (
        "张三",
        "合1",
        "基坑",
        25,
    )
    assert (cells["异常"], cells["巡查意见"]) == ("基坑未挖完", "现场有挖机")


def test_the_ledger_can_be_printed(tmp_path: Path) -> None:
    run(*VISIT, "--note", "现场有挖机")
    run("patrol", "ledger", "巡查台账.pdf", "--on", "2023-12-31")
    page = pypdf.PdfReader(tmp_path / "巡查台账.pdf").pages[0].extract_text()
    assert "巡查台账" in page and "现场有挖机" in page


def test_a_ledger_of_another_kind_is_refused() -> None:
    assert "ends in .xlsx or .pdf" in run("patrol", "ledger", "台账.docx", code=2).stderr


def test_letters_are_written_in_one_go_with_what_the_register_does_not_know() -> None:
    told = answer("patrol", "letters", "--on", "2023-12-31", "--out", "letters")
    (letter,) = told["letters"]
    assert (letter["contract_no"], letter["due"], letter["days_left"]) == ("合4", "2023-12-31", 0)
    assert "construction_permit" in [missing["fact"] for missing in letter["missing"]]
    assert Path(letter["file"]).is_file() and all(Path(path).is_file() for path in told["lists"])


def test_a_day_on_which_nothing_falls_due_has_no_letters() -> None:
    told = run("patrol", "letters", "--on", "2023-10-31", "--out", "letters").stdout
    assert "Nothing falls due soon." in told


def test_letters_of_one_kind() -> None:
    told = answer("patrol", "letters", "--on", "2023-12-31", "--out", "letters", "--kind", "completion")
    assert told["letters"] == []


def test_a_sheet_names_the_contracts_of_a_person_in_order() -> None:
    run("patrol", "assign", NORTH, "张三", *SINCE)
    told = answer("patrol", "sheet", "--person", "张三", "--on", "2023-12-20", "--out", "list.pdf")
    assert told["sheets"][0]["contracts"] == ["合1", "合2", "合3", "合4", "合5", "合9"]
    assert "张三" in pypdf.PdfReader("list.pdf").pages[0].extract_text()


@pytest.mark.parametrize("whose", [(), ("--person", "张三", "--all")])
def test_a_sheet_wants_to_know_whose_list(whose: tuple[str, ...]) -> None:
    assert "--person NAME, or --all" in run("patrol", "sheet", "--out", "list.pdf", *whose, code=2).stderr


def test_the_ledger_says_what_followed_a_visit(tmp_path: Path) -> None:
    visit = answer(*VISIT, "--propose", "construction_permit")["visit"]
    run("patrol", "accept", visit, "--by", "李四")
    run("review", "合1", "--verdict", "confirmed", "--on", "2023-11-20", "--note", "属实", "--by", "王二")
    run("patrol", "ledger", "巡查台账.xlsx", "--on", "2023-12-31")
    head, row = openpyxl.load_workbook(tmp_path / "巡查台账.xlsx").active.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))["后续处理"]
    assert told == f"2023-11-02 施工许可 ({visit})；2023-11-20 复核：属实"


def test_the_file_of_a_parcel_tells_what_is_in_it(tmp_path: Path) -> None:
    run(*VISIT)
    told = run("patrol", "file", "合1", "--on", "2023-12-31", "--out", "file.zip").stdout
    assert told == "file.zip: 1 visits, 0 photographs, 0 documents\n"
    assert (tmp_path / "file.zip").is_file()


@pytest.mark.parametrize("whose", [(), ("合1", "--cluster", NORTH)])
def test_a_file_wants_to_know_of_what(whose: tuple[str, ...]) -> None:
    assert "name a contract, or a cluster" in run("patrol", "file", *whose, "--out", "x.zip", code=2).stderr


def test_who_was_met_is_listed_with_the_personal_data_of_the_contract() -> None:
    run(*VISIT, "--met", "周门卫", "--telephone", "13900000000")
    kinds = [each["kind"] for each in answer("personal", "list", "--of", "合1")]
    assert kinds == ["person_name", "person_phone"]
