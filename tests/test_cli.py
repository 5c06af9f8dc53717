"""The command line as people use it: words, exit codes, JSON, and never a traceback."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import Result

from landwatch.cli import app
from landwatch.cli.groups import language_of
from landwatch.cli.result_tables import findings_table
from landwatch.errors import UsageError
from landwatch.instants import parse_day
from landwatch.measures.flagged import findings
from landwatch.rules import Conventions
from landwatch.services.assessing.judging import assess_register
from landwatch.settings import Settings, load
from tests.commands import Landwatch, run
from tests.office import FACTS, IN_WEST, LEDGER, write_office, write_parcels, write_table

FIRST, SECOND, THIRD = (row["合同编号"] for row in LEDGER)
COMMANDS = [
    ["init"],
    ["import"],
    ["assess"],
    ["explain"],
    ["stats"],
    ["forecast"],
    ["map"],
    ["atlas"],
    ["print"],
    ["compare"],
    ["review"],
    *(
        ["patrol", verb]
        for verb in (
            *("plan", "due", "record", "proposals", "accept", "decline", "assign", "absent", "ledger"),
            *("letters", "sheet", "file"),
        )
    ),
    *(["case", verb] for verb in ("list", "due", "show", "open", "step", "assign", "close", "reopen")),
    *(["paper", verb] for verb in ("make", "list", "void", "check")),
    *(["target", verb] for verb in ("set", "import", "withdraw", "list")),
    *(["field", verb] for verb in ("pack", "kit", "import", "inbox", "decide", "clear", "export")),
    *(
        [verb]
        for verb in (
            *("correct", "retire", "split", "merge", "take-back", "operate"),
            *("attach", "documents", "history"),
        )
    ),
    ["document", "get"],
    *(["personal", verb] for verb in ("list", "expired", "show", "print", "add", "destroy", "take-in")),
    ["whatif"],
    ["law", "list"],
    ["law", "show"],
    ["law", "diff"],
    ["law", "graph"],
    ["scenarios", "run"],
    ["journal", "verify"],
    ["journal", "head"],
    ["journal", "export"],
    ["journal", "list"],
    ["journal", "verifier"],
    ["audit", "sample"],
    ["db", "upgrade"],
    ["db", "check"],
    ["db", "current"],
    ["db", "copy"],
    ["backup"],
    ["restore"],
    ["snapshot", "export"],
    ["snapshot", "assess"],
    ["report", "annual"],
    ["report", "monthly"],
    *(["person", verb] for verb in ("add", "list", "grant", "revoke", "off", "on", "password", "token")),
    *(["person", "log", verb] for verb in ("list", "verify", "move-out")),
    *(["jobs", verb] for verb in ("work", "list", "show", "cancel")),
    ["demo"],
    ["serve"],
    *(["export", kind] for kind in ("txt", "ledger", "facts", "gpkg", "card")),
    *(["template", kind] for kind in ("ledger", "events")),
]
CASE = """
- id: T-1
  title: A contract that has not commenced a day after the agreed day is in default
  facts: {price_yuan: '18000000.00', area_m2: '40000.00', agreed_commencement: '2023-06-30'}
  events: []
  as_of: '2023-07-01'
  expect: {status: {commencement: %s}}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return write_office(tmp_path / "office")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the office in it: to copy it is faster than to import."""
    folder = tmp_path_factory.mktemp("imported")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        assert run("import", write_office(folder / "office")).exit_code == 0
    return folder / "landwatch.gpkg"


@pytest.fixture
def filled(landwatch: Landwatch, office: Path, imported: Path, tmp_path: Path) -> Landwatch:
    shutil.copy(imported, tmp_path)
    return landwatch


def error_of(result: Result) -> str:
    """The one line on stderr that says what is wrong."""
    (line,) = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    return line


def test_the_commands_are_those_of_the_manual() -> None:
    def names(command: Any, *before: str) -> list[list[str]]:
        below = getattr(command, "commands", None)
        if below is None:
            return [[*before]]
        return [name for key, child in below.items() for name in names(child, *before, key)]

    assert sorted(names(typer.main.get_command(app))) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(landwatch: Landwatch, command: list[str]) -> None:
    result = landwatch(*command, "--help")
    assert result.exit_code == 0
    assert f"Example: landwatch {' '.join(command)}" in result.stdout


def test_the_version_is_that_of_the_installed_package(landwatch: Landwatch) -> None:
    assert landwatch("--version").stdout == f"landwatch {version('landwatch')}\n"


def test_help_is_in_the_language_of_the_user(landwatch: Landwatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDWATCH_LANG", "zh")
    assert "示例：landwatch assess" in landwatch("assess", "--help").stdout


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANDWATCH_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANDWATCH_LANG": "en"}, "en"),
    ],
)
def test_landwatch_lang_goes_before_the_locale(environment: dict[str, str], expected: str) -> None:
    assert language_of(environment) == expected


@pytest.mark.parametrize("written", ["2023-06-30", "20230630", "2023/6/30", "2023-6-30"])
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert parse_day(written).isoformat() == "2023-06-30"


@pytest.mark.parametrize("written", ["2023-06-31", "30.06.2023", "2023630", "202306", "2023-06/30", ""])
def test_what_is_no_day_is_refused_with_the_ways_to_write_one(written: str) -> None:
    with pytest.raises(UsageError, match="is not a day; write it like 2023-06-30, 20230630 or 2023/6/30"):
        parse_day(written)


def test_a_bad_day_is_one_line_and_exit_code_2(landwatch: Landwatch) -> None:
    assert "--on 2023-13-01: is not a day" in error_of(landwatch("assess", "--on", "2023-13-01"))


@pytest.mark.parametrize(
    "command", [["assess"], ["explain", "X"], ["stats"], ["map"], ["atlas"]], ids=" ".join
)
def test_a_missing_register_is_named_with_the_way_to_make_one(
    landwatch: Landwatch, command: list[str]
) -> None:
    line = error_of(landwatch(*command, "--on", "2023-12-31"))
    assert "There is no register at landwatch.gpkg" in line
    assert "landwatch init" in line


def test_an_unknown_option_is_bad_usage(landwatch: Landwatch) -> None:
    assert landwatch("assess", "--nothing").exit_code == 2


def test_a_bad_setting_is_named(landwatch: Landwatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDWATCH_RATE_POOL", "Q")
    line = error_of(landwatch("stats"))
    assert "LANDWATCH_RATE_POOL is Q, which cannot be used" in line


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDWATCH_DISTRICT_WEST", "106")
    monkeypatch.setenv("LANDWATCH_BREACH_UNIT", "parcel")
    monkeypatch.setenv("LANDWATCH_HANDOVER_SHIFT", "none")
    monkeypatch.setenv("LANDWATCH_IDLE_TIME", "gross")
    monkeypatch.setenv("LANDWATCH_ROLL_DEADLINES", "false")
    monkeypatch.setenv("LANDWATCH_ACTOR", "王五")
    settings = load()
    assert settings.readers().envelope.west == 106
    assert settings.conventions() == Conventions(
        breach_unit="parcel", handover_shift="none", idle_time="gross", roll_deadlines=False
    )
    assert settings.actor == "王五"


def test_without_a_name_of_ones_own_the_login_name_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDWATCH_ACTOR", "")
    monkeypatch.setenv("LOGNAME", "zhaoliu")
    assert load().actor == "zhaoliu"


def test_a_user_of_whom_the_environment_says_nothing_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LANDWATCH_ACTOR", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    assert load().actor == pwd.getpwuid(os.getuid()).pw_name


def test_a_user_without_a_name_records_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs under a number nobody has given a name."""
    for variable in ("LANDWATCH_ACTOR", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(variable, raising=False)
    script = """
import pwd
from landwatch.settings import load
pwd.getpwuid = {}.__getitem__
print(load().actor)
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert told.stdout.decode().strip() == str(os.getuid())


def test_every_convention_can_be_set_and_has_the_default_of_the_rules() -> None:
    assert set(vars(Conventions())) <= set(Settings.model_fields)
    assert Settings().conventions() == Conventions()


def test_init_makes_an_empty_register_and_may_be_repeated(landwatch: Landwatch) -> None:
    for _turn in range(2):
        assert "The register is ready" in landwatch("init").stdout
    assert landwatch("assess").stdout.splitlines()[-1].startswith("0 contracts flagged")


def test_the_database_of_the_environment_is_used(
    landwatch: Landwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDWATCH_DATABASE", f"gpkg:///{tmp_path}/other.gpkg")
    landwatch("init")
    assert (tmp_path / "other.gpkg").exists()


def test_the_option_goes_before_the_environment(
    landwatch: Landwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDWATCH_DATABASE", f"gpkg:///{tmp_path}/other.gpkg")
    landwatch("init", "--database", f"gpkg:///{tmp_path}/this.gpkg")
    assert [path.name for path in tmp_path.glob("*.gpkg")] == ["this.gpkg"]


def test_import_makes_the_embedded_register_itself(landwatch: Landwatch, office: Path) -> None:
    result = landwatch("import", office)
    assert result.exit_code == 0
    assert "2 parcels, 3 contracts, 1 fact taken." in result.stdout
    assert Path("landwatch.gpkg").exists()


def test_import_prints_one_json_document(landwatch: Landwatch, office: Path) -> None:
    told = json.loads(landwatch("import", office, "--json").stdout)
    assert list(told) == ["files", "parcels", "contracts"]
    assert [contract["contract_no"] for contract in told["contracts"]] == [FIRST, SECOND, THIRD]


def test_a_dry_run_says_so_and_leaves_nothing(landwatch: Landwatch, office: Path) -> None:
    result = landwatch("import", office, "--dry-run")
    assert "Dry run, nothing was written: 2 parcels, 3 contracts, 1 fact taken." in result.stdout
    assert not Path("landwatch.gpkg").exists()


def test_a_refused_row_names_file_row_field_and_value_and_gives_exit_code_1(
    landwatch: Landwatch, tmp_path: Path
) -> None:
    rows = [LEDGER[0] | {"约定开工时间": "2022-02-30"}, LEDGER[1]]
    result = landwatch("import", write_table(tmp_path / "ledger.csv", rows))
    assert result.exit_code == 1
    told = " ".join(result.stdout.split())
    for words in ("error: ledger.csv, row 2", "约定开工时间", "2022-02-30", "write the day like 2023-06-30"):
        assert words in told
    assert "1 contract" in told


def test_a_file_that_cannot_be_read_gives_exit_code_2(landwatch: Landwatch, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    result = landwatch("import", empty)
    assert result.exit_code == 2
    assert "error: empty.csv" in result.stdout


def test_a_guessed_crs_waits_for_a_decision(landwatch: Landwatch, tmp_path: Path) -> None:
    parcels = write_parcels(tmp_path / "lots.shp", {"W-1": IN_WEST})
    parcels.with_suffix(".prj").unlink()
    waiting = landwatch("import", parcels, "--json")
    assert waiting.exit_code == 2
    assert json.loads(waiting.stdout)["parcels"] == []
    accepted = landwatch("import", parcels, "--accept-guess", "--json")
    assert accepted.exit_code == 0
    assert json.loads(accepted.stdout)["files"][0]["crs"] == {"epsg": 4490, "source": "guessed"}


def test_a_path_that_is_not_there_is_named(landwatch: Landwatch) -> None:
    assert "nowhere: there is no such file or folder" in error_of(landwatch("import", "nowhere"))


def test_assess_says_what_is_due_how_late_how_much_and_why(filled: Landwatch) -> None:
    told = filled("assess", "--on", "2023-12-31").stdout
    for words in (FIRST, "桥河", "甲机械有限公司", "60.00", "due 2022-06-30", "549", "549 days late"):
        assert words in told
    assert told.index(FIRST) < told.index(SECOND)
    assert "2 contracts flagged: 1 commencement, 1 completion, 1 idle land, 0 payment; 0 reviewed." in told


def test_on_a_narrow_screen_no_part_of_a_reason_is_lost(filled: Landwatch, tmp_path: Path) -> None:
    found = findings(assess_register(f"gpkg:///{tmp_path}/landwatch.gpkg", date(2023, 12, 31)))
    console = Console(width=80, file=StringIO(), record=True)
    console.print(findings_table(found, illustrative=False, width=console.width))
    lines = console.export_text().splitlines()
    words = {word for line in lines for word in line.split()}
    assert set(found[0].why.split()) <= words
    assert max(map(len, lines)) <= 80


def test_assess_speaks_chinese(filled: Landwatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "共 2 宗合同有待处理" in filled("assess", "--on", "2023-12-31").stdout


def test_assess_as_json_carries_areas_in_mu_and_money_in_yuan(filled: Landwatch) -> None:
    told = json.loads(filled("assess", "--on", "20231231", "--json").stdout)
    assert (told["on"], told["contracts"], told["illustrative"]) == ("2023-12-31", 3, False)
    second = told["findings"][1]
    assert (second["contract_no"], second["area_mu"], second["amount_yuan"]) == (
        SECOND,
        "60.00",
        "1656000.00",
    )
    assert second["open"] == [{"what": "completion", "due": "2023-06-30", "days": 184}]


def test_findings_fail_only_where_that_was_asked_for(filled: Landwatch) -> None:
    assert filled("assess", "--on", "2023-12-31").exit_code == 0
    assert filled("assess", "--on", "2023-12-31", "--fail-on-findings").exit_code == 1
    assert filled("assess", "--on", "2022-06-30", "--fail-on-findings").exit_code == 0


def test_an_unknown_cluster_is_one_line_with_the_clusters_there_are(filled: Landwatch) -> None:
    assert "there are: 北渡, 桥河" in error_of(filled("assess", "--cluster", "南岸"))


def test_explain_follows_the_language_asked_for(filled: Landwatch) -> None:
    assert f"Contract {FIRST}" in filled("explain", FIRST, "--on", "2023-12-31").stdout
    assert "开工" in filled("explain", FIRST, "--on", "2023-12-31", "--lang", "zh").stdout
    told = json.loads(filled("explain", FIRST, "--on", "2023-12-31", "--json").stdout)
    assert (told["contract_no"], told["reviews"]) == (FIRST, [])


def test_stats_print_numerator_denominator_and_pool(filled: Landwatch) -> None:
    told = " ".join(filled("stats", "--on", "2023-12-31").stdout.split())
    assert "Commencement default rate, by area, pool P 33.3 % 60 / 180" in told


def test_stats_as_json_open_their_rows(filled: Landwatch) -> None:
    told = json.loads(filled("stats", "--on", "2023-12-31", "--cluster", "桥河", "--json").stdout)
    figures = {figure["id"]: figure for figure in told["figures"]}
    rate = figures["commencement_default_rate_count"]
    assert (rate["value"], rate["rows"], rate["cluster"]) == ("100.0", [FIRST], "桥河")


def test_map_draws_the_clusters_named(filled: Landwatch, map_assets: Path) -> None:
    result = filled("map", "桥河", "--on", "2023-12-31", "--out", "pages")
    assert result.stdout.split() == [str(Path("pages/qiaohe.html"))]
    assert "甲机械有限公司" in Path("pages/qiaohe.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("months", "days"), [("2", '"days":["2023-11-30","2023-12-31"]'), ("0", '"timeline":null')]
)
def test_a_map_replays_as_many_months_as_asked_for(
    filled: Landwatch, map_assets: Path, months: str, days: str
) -> None:
    filled("map", "桥河", "--on", "2023-12-31", "--months", months, "--out", "pages")
    assert days in Path("pages/qiaohe.html").read_text(encoding="utf-8")


def test_compare_lists_what_is_new_and_worse_with_the_reasons_of_both_days(filled: Landwatch) -> None:
    told = " ".join(filled("compare", "--from", "2022-12-31", "--to", "2023-12-31").stdout.split())
    assert told.index(f"New {SECOND} 北渡") < told.index(f"Worse {FIRST} 桥河")
    assert "184 days late in commencement" in told and "549 days late in commencement" in told
    assert "In order on both days 1 60.00" in told


def test_compare_as_json_counts_every_contract_and_names_the_page(
    filled: Landwatch, map_assets: Path
) -> None:
    days = ("--from", "2022-12-31", "--to", "2023-12-31", "--cluster", "桥河")
    told = json.loads(filled("compare", *days, "--out", "pages", "--json").stdout)
    assert told["page"] == str(Path("pages/compare-qiaohe-2022-12-31-2023-12-31.html"))
    assert "549" in Path(told["page"]).read_text(encoding="utf-8")
    (only,) = told["contracts"]
    assert (only["contract_no"], only["difference"]) == (FIRST, "worse")
    assert (only["before"]["idle"], only["after"]["idle"]) == (None, "suspected")
    assert told["differences"]["worse"] == {"contracts": 1, "mu": "60.00"}


def test_compare_refuses_days_in_the_wrong_order_and_unknown_clusters(filled: Landwatch) -> None:
    same = error_of(filled("compare", "--from", "2023-12-31", "--to", "2023-12-31"))
    assert "--from 2023-12-31 does not lie before --to 2023-12-31; give the earlier day first" in same
    unknown = filled("compare", "--from", "2022-12-31", "--to", "2023-12-31", "--cluster", "南岸")
    assert "there are: 北渡, 桥河" in error_of(unknown)


def test_a_review_takes_a_contract_off_the_list(filled: Landwatch) -> None:
    made = filled(
        "review", FIRST, "--verdict", "confirmed", "--on", "2023-12-20", "--note", "未见施工", "--by", "杨"
    )
    assert f"Recorded: {FIRST}, 2023-12-20, confirmed." in made.stdout
    left = filled("assess", "--on", "2023-12-31", "--unreviewed").stdout
    assert FIRST not in left and SECOND in left
    assert "2023-12-20 confirmed" in filled("assess", "--on", "2023-12-31").stdout


def test_a_review_of_an_unknown_contract_names_close_ones(filled: Landwatch) -> None:
    result = filled("review", "渝綦工2021-02", "--verdict", "unclear", "--on", "2023-12-20", "--note", "无人")
    assert "contract 渝綦工2021-02 is not in the register; close to it: 渝綦工2021-0" in error_of(result)


@pytest.mark.parametrize(("expected", "code"), [("BREACH", 0), ("COMMENCED", 1)])
def test_a_case_that_comes_out_otherwise_gives_exit_code_1(
    landwatch: Landwatch, tmp_path: Path, expected: str, code: int
) -> None:
    (tmp_path / "case.yaml").write_text(CASE % expected, encoding="utf-8")
    result = landwatch("scenarios", "run", tmp_path / "case.yaml", "--json")
    (case,) = json.loads(result.stdout)
    assert (result.exit_code, case["id"], case["passed"]) == (code, "T-1", code == 0)
    assert case["got"]["days"]["commencement"] == 1
    assert bool(case["mismatches"]) == (code == 1)


def test_a_mismatch_is_shown_beside_what_was_expected(landwatch: Landwatch, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE % "COMMENCED", encoding="utf-8")
    told = landwatch("scenarios", "run", tmp_path / "case.yaml").stdout
    assert "0 of 1 cases passed." in told
    assert all(word in told for word in ("T-1", "COMMENCED", "BREACH"))


def test_a_broken_scenario_file_is_one_line(landwatch: Landwatch, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("id: T-1\n", encoding="utf-8")
    assert "should be a list of cases" in error_of(landwatch("scenarios", "run", tmp_path / "case.yaml"))


def test_names_from_outside_are_printed_as_they_are(landwatch: Landwatch, office: Path) -> None:
    write_table(office / "ledger.csv", [LEDGER[0] | {"土地使用权人": "[red]公司[/red]"}])
    write_table(office / "facts.csv", [FACTS[0] | {"合同编号": FIRST, "日期": "2024-05-01"}])
    landwatch("import", office)
    assert "[red]公司[/red]" in landwatch("assess", "--on", "2023-12-31").stdout


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env={"PATH": "", **environment}
    )


def test_the_command_line_loads_nothing_that_computes() -> None:
    heavy = "{'fiona', 'folium', 'geopandas', 'pandas', 'pydantic', 'pyproj', 'sqlalchemy'}"
    done = run_python("-c", f"import sys, landwatch.cli; print({heavy} & set(sys.modules))")
    assert done.stdout.strip() == "set()", done.stderr


def test_the_module_runs_as_a_program_in_chinese() -> None:
    done = run_python("-m", "landwatch", "assess", "--on", "昨天", LANDWATCH_LANG="zh", PYTHONUTF8="1")
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "landwatch：错误：--on 昨天：不是有效日期；请写成 2023-06-30、20230630 或 2023/6/30"
    )
