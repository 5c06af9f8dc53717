"""The commands that change the register after a record has come in, run as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box
from typer.testing import CliRunner, Result

from landwatch.cli import app
from tests.office import LEDGER, write_office, write_parcels, write_table

FIRST, SECOND, _THIRD = (row["合同编号"] for row in LEDGER)
WHY = ("--reason", "台账录入有误", "--document", "綦规资更1号")
SPLIT = ("--on", "2023-06-01", "--document", "綦规资分1号", "--reason", "宗地分割")
HALVES = {"W-2": box(106.605, 29.005, 106.606, 29.007), "W-3": box(106.606, 29.005, 106.607, 29.007)}


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with the register of the office."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANDWATCH_ACTOR", "赵六")
    monkeypatch.setenv("LANDWATCH_LANG", "en")
    write_office(tmp_path / "office")
    run("import", "office")


def run(*arguments: str, code: int = 0) -> Result:
    """Run a command."""
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, result.output
    return result


def answer(*arguments: str) -> Any:
    """Run a command and read its JSON."""
    return json.loads(run(*arguments, "--json").stdout)


def complaint(*arguments: str) -> str:
    """Run a command that ends with exit code 2, and return what it says."""
    return run(*arguments, code=2).stderr


def test_a_field_is_corrected_by_the_header_of_the_ledger() -> None:
    done = answer("correct", "contract", FIRST, "--set", "成交价格=1900万元", *WHY)
    assert (done["changed"], done["changes"]) == (
        True,
        [{"field": "price_fen", "before": 1_800_000_000, "after": 1_900_000_000}],
    )


def test_fields_are_corrected_by_their_names_in_the_model() -> None:
    given = ("--set", "price_fen=7", "--set", "agreed_completion=2025-01-31", "--set", "holder_code=")
    done = answer("correct", "contract", FIRST, *given, *WHY)
    assert [(c["field"], c["after"]) for c in done["changes"]] == [
        ("price_fen", 7),
        ("agreed_completion", "2025-01-31"),
    ]


def test_a_correction_is_told_and_the_second_time_changes_nothing() -> None:
    command = ("correct", "contract", FIRST, "--set", "成交价格=1900万元", *WHY)
    assert "price_fen: 18000000.00 yuan → 19000000.00 yuan" in run(*command).stdout
    assert "The register says so already; nothing was changed." in run(*command).stdout


def test_what_was_known_before_the_correction_is_still_told() -> None:
    now = answer("history", FIRST)["steps"][-1]["at"]
    run("correct", "contract", FIRST, "--set", "约定开工时间=2023-06-30", *WHY)
    before = run("explain", FIRST, "--on", "2023-12-31", "--known-at", now).stdout
    after = run("explain", FIRST, "--on", "2023-12-31").stdout
    assert ("2022-06-30" in before, "2022-06-30" in after, "2023-06-30" in after) == (True, False, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("contract", "渝綦工2021-00l", "--set", "price_fen=1"), "close to it: 渝綦工2021-00"),
        (("contract", FIRST, "--set", "价钱=1"), "is no field=value of a contract; fields are contract_no"),
        (("contract", FIRST, "--set", "成交价格=abc"), "--set 成交价格=abc: write a plain number"),
        (("contract", FIRST, "--set", "price_fen=1.5"), "is no whole number"),
        (("contract", FIRST, "--set", "约定开工时间=明年"), "--set 约定开工时间=明年"),
        (("contract", FIRST, "--set", "合同文本=1999"), "the value is one of GF-2008-2601"),
        (("contract", FIRST, "--set", "phases.一期.area_cm2=1"), "has no 一期; it has none"),
        (("parcel", "W-1", "--set", "组团=桥何"), "桥何 is not a cluster of this register"),
        (("cluster", "桥何", "--set", "name_en=x"), "桥何 is not a cluster of this register"),
        (("event", "abcdef12", "--set", "day=2020-01-01"), "There is no fact abcdef12"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_what_would_do(
    arguments: tuple[str, ...], words: str
) -> None:
    assert words in complaint("correct", *arguments, "--reason", "x")


def test_a_fact_is_corrected_by_the_hash_that_history_names() -> None:
    key = next(
        one["key"]
        for step in answer("history", SECOND)["steps"]
        for one in step["touched"]
        if one["table"] == "events"
    )
    given = ("--set", "日期=2022-06-15", "--set", "核实=是", "--set", "文号=綦规资函2号")
    done = answer("correct", "event", key[:10], *given, *WHY)
    assert [(c["field"], c["after"]) for c in done["changes"]] == [
        ("day", "2022-06-15"),
        ("document", "綦规资函2号"),
        ("verified", True),
    ]
    assert answer("retire", "event", done["key"][:10], "--reason", "重复")["changed"]
    assert not answer("retire", "event", done["key"][:10], "--reason", "重复")["changed"]


def test_a_correction_of_a_version_that_does_not_stand_any_more_is_refused() -> None:
    seen = answer("history", FIRST)["version"]
    run("correct", "contract", FIRST, "--set", "price_fen=7", "--replaces", seen, *WHY)
    told = complaint("correct", "contract", FIRST, "--set", "price_fen=8", "--replaces", seen, *WHY)
    assert "has been changed meanwhile" in told


def test_a_ledger_sent_again_corrects_the_register() -> None:
    sent = write_table(Path("again.csv"), [LEDGER[0] | {"成交价格(万元)": "1900"}, LEDGER[1]])
    assert "--correct --reason" in run("import", str(sent), code=1).stdout
    report = answer("import", str(sent), "--correct", "--reason", "台账更正")
    codes = [issue["code"] for issue in report["files"][0]["issues"] if issue["severity"] != "warning"]
    assert sorted(codes) == ["corrected_record", "duplicate_record"]
    last = answer("history", FIRST)["steps"][-1]
    assert (last["source"], last["reason"], last["touched"][0]["outcome"]) == (
        "again.csv",
        "台账更正",
        "corrected",
    )


def test_a_correcting_import_needs_a_reason() -> None:
    assert "The reason is empty" in complaint("import", "office/ledger.csv", "--correct")
    assert "--reason and --document belong to --correct" in complaint("import", "office", "--reason", "x")


def test_a_contract_typed_in_by_mistake_is_retired() -> None:
    assert "has 1 recorded facts or documents" in complaint("retire", "contract", SECOND, "--reason", "x")
    assert answer("retire", "contract", SECOND, "--with-facts", "--reason", "重复录入")["changed"]
    assert "is not in the register" in complaint("explain", SECOND, "--on", "2023-12-31")
    assert "already" in run("retire", "contract", SECOND, "--reason", "重复录入").stdout
    assert answer("history", SECOND)["version"] is None


def test_a_parcel_is_split_and_the_contract_goes_with_it() -> None:
    survey = write_parcels(Path("survey.gpkg"), HALVES)
    done = run("split", "W-1", "--into", str(survey), *SPLIT)
    assert "W-1 until: 2023-05-31" in done.stdout
    assert "already" in run("split", "W-1", "--into", str(survey), *SPLIT).stdout
    run("map", "桥河", "--on", "2023-12-31", "--out", "after")
    run("map", "桥河", "--on", "2023-05-31", "--out", "before")
    after, before = (
        "".join(page.read_text(encoding="utf-8") for page in Path(name).glob("*.html"))
        for name in ("after", "before")
    )
    assert ("W-2" in after, "W-2" in before, '"W-1"' in before) == (True, False, True)
    run("explain", FIRST, "--on", "2023-12-31")


def test_parcels_are_merged() -> None:
    run("split", "W-1", "--into", str(write_parcels(Path("survey.gpkg"), HALVES)), *SPLIT)
    whole = write_parcels(Path("whole.gpkg"), {"W-9": box(106.605, 29.005, 106.607, 29.007)})
    later = ("--on", "2023-09-01", "--document", "綦规资合1号", "--reason", "宗地合并")
    assert answer("merge", "W-2", "W-3", "--into", str(whole), *later)["changed"]
    assert [step["verb"] for step in answer("history", "W-9")["steps"]] == ["merge"]


def test_a_mistaken_split_is_taken_back() -> None:
    run("split", "W-1", "--into", str(write_parcels(Path("survey.gpkg"), HALVES)), *SPLIT)
    back = ("take-back", "W-1", "--document", "綦规资更2号", "--reason", "分割登记有误")
    assert "W-2 since: 2023-06-01 → empty" in run(*back).stdout
    assert not answer(*back)["changed"]
    assert answer("history", "W-1")["steps"][-1]["verb"] == "take back"
    assert "close to it: W-1" in complaint("take-back", "W-l", *back[2:])


def test_a_split_that_leaves_ground_out_is_refused_by_how_much() -> None:
    survey = write_parcels(Path("survey.gpkg"), HALVES | {"W-3": box(106.606, 29.005, 106.6065, 29.007)})
    assert "m² are left out" in complaint("split", "W-1", "--into", str(survey), *SPLIT)


def test_an_operator_is_recorded_with_its_days() -> None:
    assert answer("operate", "桥河", "甲公司", "--since", "2020-01-01", "--reason", "委托")["changed"]
    told = complaint("operate", "桥何", "甲公司", "--reason", "委托")
    assert "桥何 is not a cluster of this register" in told


def test_a_document_is_attached_listed_and_handed_out() -> None:
    Path("认定书.pdf").write_bytes(b"%PDF \xff")
    command = ("attach", "认定书.pdf", "--contract", FIRST, "--kind", "认定书", "--number", "綦规资闲认1号")
    key = answer(*command, "--date", "2023-05-06")["key"]
    assert not answer(*command, "--date", "2023-05-06")["changed"]
    (found,) = answer("documents", FIRST)
    assert (found["sha256"], found["number"], found["day"]) == (key, "綦规资闲认1号", "2023-05-06")
    assert "认定书.pdf" in run("documents", FIRST).stdout
    assert run("document", "get", key[:10], "--out", "copy.pdf").stdout.strip() == "copy.pdf"
    assert Path("copy.pdf").read_bytes() == b"%PDF \xff"
    assert "copy.pdf is there already" in complaint("document", "get", key[:10], "--out", "copy.pdf")


def test_a_document_that_cannot_be_kept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDWATCH_DOCUMENT_LIMIT_MB", "1")
    Path("large.pdf").write_bytes(bytes(1024**2 + 1))
    Path("empty.pdf").touch()
    assert "is larger than 1 MB" in complaint("attach", "large.pdf", "--contract", FIRST)
    assert "empty.pdf: is empty" in complaint("attach", "empty.pdf", "--contract", FIRST)
    assert "cannot be read" in complaint("attach", "missing.pdf", "--contract", FIRST)
    assert "no contract or parcel 9" in complaint("documents", "9")


def test_history_tells_who_when_from_what_to_what_and_why() -> None:
    run("correct", "contract", FIRST, "--set", "成交价格=1900万元", *WHY)
    told = run("history", FIRST).stdout
    for words in ("赵六", "ledger.csv", "18000000.00 yuan → 19000000.00 yuan", "台账录入有误", "綦规资更1号"):
        assert words in told
    chinese = run("history", FIRST, "--lang", "zh").stdout
    assert "成交价格: 18000000.00 元 → 19000000.00 元" in chinese
    assert "no contract or parcel 渝綦工2021-00l is in the register; close to it" in complaint(
        "history", "渝綦工2021-00l"
    )


def test_history_as_json_has_every_step() -> None:
    run("correct", "contract", FIRST, "--set", "成交价格=1900万元", *WHY)
    told = answer("history", FIRST)
    assert [step["verb"] for step in told["steps"]] == ["import", "correct"]
    assert told["steps"][1]["document"] == "綦规资更1号"
    assert len(told["version"]) == 64
