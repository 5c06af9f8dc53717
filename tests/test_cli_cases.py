"""`landwatch case` walks defaults of the sample: to a disposal, and to a recovery that a court upholds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from landwatch.cli import app
from tests.measures.office import write_register

SAMPLE = Path(__file__).parents[1] / "data" / "parcels"
WANG, LI = ("--by", "王样民"), ("--by", "李示平")
CASE = "BJ-2023-0001"
SERVED = ("--service", "direct")


def run(*arguments: str, code: int = 0) -> str:
    """Run a command of cases and give what it prints."""
    result = CliRunner().invoke(app, ["case", *arguments])
    assert result.exit_code == code, result.output
    return result.output


def asked(*arguments: str, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", code=code))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register of ten contracts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANDWATCH_ACTOR", "王样民")
    monkeypatch.setenv("LANDWATCH_LANG", "en")
    monkeypatch.setenv("LANDWATCH_DATABASE", write_register(tmp_path))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the sample."""
    file = tmp_path_factory.mktemp("sample") / "register.gpkg"
    database = ("--database", f"gpkg:///{file}")
    result = CliRunner().invoke(app, ["import", str(SAMPLE), *database])
    assert result.exit_code == 0, result.output
    return file


@pytest.fixture
def sample(imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of it to work on."""
    copy = tmp_path / "register.gpkg"
    copy.write_bytes(imported.read_bytes())
    monkeypatch.setenv("LANDWATCH_LANG", "en")
    monkeypatch.setenv("LANDWATCH_DATABASE", f"gpkg:///{copy}")


@pytest.mark.usefixtures("office")
def test_a_computed_case_has_no_number_and_no_person() -> None:
    found = asked("list", "--on", "2023-12-31", "--kind", "commencement")[0]
    keys = ("case_no", "kind", "stage", "contract_no", "opened_on", "closed_on", "person")
    assert {key: found[key] for key in keys} == {
        "case_no": None,
        "kind": "commencement",
        "stage": "computed",
        "contract_no": "合1",
        "opened_on": "2023-10-01",
        "closed_on": None,
        "person": None,
    }


@pytest.mark.usefixtures("office")
def test_an_unknown_case_is_named_with_close_numbers() -> None:
    run("open", "合1", "--kind", "commencement", "--on", "2023-12-01", "--reason", "逾期")
    assert "close to it: BJ-2023-0001" in run("show", "BJ-2023-001", "--on", "2023-12-31", code=2)


@pytest.mark.usefixtures("office")
def test_an_unknown_kind_names_the_kinds_there_are() -> None:
    assert "there are: commencement, completion" in run("list", "--kind", "theft", code=2)


@pytest.mark.usefixtures("office")
def test_a_detail_without_a_value_is_refused() -> None:
    run("open", "合3", "--kind", "revitalisation", "--on", "2023-12-01", "--reason", "盘活")
    step = ("step", CASE, "listing", "--on", "2023-12-02")
    assert "write --detail NAME=VALUE" in run(*step, "--detail", "stock", code=2)
    assert "expected one of" in run(*step, "--detail", "stock=empty", code=2)
    assert asked(*step, "--detail", "stock=idle")["stage"] == "listing"


@pytest.mark.usefixtures("office")
def test_something_overdue_gives_exit_code_1() -> None:
    run("open", "合1", "--kind", "idle_land", "--on", "2024-11-01", "--reason", "闲置")
    assert asked("due", "--on", "2024-10-31")[0]["due"] == "2024-10-31"
    assert asked("due", "--on", "2024-11-01", code=1)[0]["due"] == "2024-10-31"


@pytest.mark.usefixtures("office")
@pytest.mark.long
def test_a_case_is_handed_over_closed_and_reopened() -> None:
    run("open", "合3", "--kind", "suspension", "--on", "2023-12-01", "--reason", "查")
    assert asked("assign", CASE, "李示平", "--reason", "调离", "--on", "2023-12-02")["person"] == "李示平"
    closed = asked("close", CASE, "--as", "no_breach", "--reason", "无", "--on", "2023-12-03")
    assert (closed["stage"], closed["closed_on"]) == ("closed", "2023-12-03")
    assert asked("reopen", CASE, "--reason", "新情况", "--on", "2023-12-04")["stage"] == "taken"


def taken(step: str, on: str, *said: str) -> str:
    """Take a step and give the stage."""
    stage: str = asked("step", CASE, step, "--on", on, *WANG, *said)["stage"]
    return stage


def by_two(step: str, on: str, *said: str) -> str:
    """Draft a step, and confirm it as a second person."""
    assert asked("step", CASE, step, "--on", on, *WANG, *said)["waits_for_second_person"]
    stage: str = asked("step", CASE, step, "--on", on, *LI)["stage"]
    return stage


@pytest.mark.long
@pytest.mark.usefixtures("sample")
def test_a_default_is_walked_from_the_first_reminder_to_its_disposal() -> None:
    run(
        "open",
        "渝綦工2022-018",
        "--kind",
        "commencement",
        "--on",
        "2023-06-05",
        *WANG,
        "--reason",
        "开工逾期",
    )
    assert taken("reminder", "2023-05-05", "--document", "綦规资提1号") == "reminder"
    paper = ("--document", "綦规资告1号", *SERVED)
    assert "lacks: service of the breach notice" in run(
        "step", CASE, "demand", "--on", "2023-06-08", *paper, *WANG, code=2
    )
    assert taken("breach_notice", "2023-06-06", *paper) == "breach_notice"
    assert taken("interview", "2023-06-20") == "interview"
    assert taken("demand", "2023-07-10", "--document", "綦规资催1号", *SERVED) == "demand"
    assert taken("damages", "2023-08-01") == "damages"
    assert by_two("disposal", "2023-08-10", "--document", "綦规资处1号") == "disposal"
    closed = asked("close", CASE, "--as", "disposed", "--reason", "处置完毕", "--on", "2023-08-11", *WANG)
    assert (closed["stage"], closed["closing"]) == ("closed", "disposed")


@pytest.mark.long
@pytest.mark.usefixtures("sample")
def test_an_idle_parcel_is_walked_to_a_recovery_that_a_court_upholds() -> None:
    contract = "渝綦工2020-042"
    run("open", contract, "--kind", "idle_land", "--on", "2023-07-03", *WANG, "--reason", "满两年未动工")
    taken("investigation_notice", "2023-07-03", "--document", "调1号")
    taken("investigation_service", "2023-07-04", *SERVED)
    early = ("step", CASE, "recognition", "--on", "2023-07-20", "--document", "认1号", *WANG)
    assert "the holder's explanation, or the end of the time for it" in run(*early, code=2)
    taken("explanation", "2023-07-28")
    by_two("recognition", "2023-08-10", "--document", "认1号")
    taken("publication", "2023-08-11")
    taken("hearing_notice", "2023-08-14", "--document", "听1号", *SERVED)
    decision = ("--document", "收1号", *SERVED)
    early = ("step", CASE, "recovery_decision", "--on", "2023-08-15", *decision, *WANG)
    assert "the end of the time to ask for a hearing; approval of the competent government" in run(
        *early, code=2
    )
    taken("hearing_request", "2023-08-16")
    taken("hearing", "2023-09-01")
    taken("approval", "2023-09-11", "--document", "綦府1号")
    assert by_two("recovery_decision", "2023-09-18", *decision) == "recovery_decision"
    taken("deregistration", "2023-10-17")
    close = ("close", CASE, "--as", "disposed", "--reason", "已注销登记", "--on", "2023-10-20", *WANG)
    assert "approvals are still suspended" in run(*close, code=2)
    taken("hold_lifted", "2023-10-19", "--document", "复1号")
    assert asked(*close)["stage"] == "closed"
    told = CliRunner().invoke(app, ["explain", contract, "--on", "2023-12-31", "--json"]).stdout
    route = told[told.index('"recovery_route_status"') :]
    assert '"value": "taken"' in route[: route.index("}")]
