"""The worked scenarios hold, each case by its name; a case that does not hold says in what."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from landwatch.rules import Conventions
from landwatch.rules.scenario_files import read_cases, scenario_files
from landwatch.rules.scenarios import Result, run_cases

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FILES = scenario_files([SCENARIOS])
CASES = [case for path in FILES for case in read_cases(path)]
# A checkout may lie beside a folder of further scenarios.
BESIDE = SCENARIOS.parents[2] / "shared" / "scenarios"


@cache
def results() -> dict[str, Result]:
    return {result.id: result for result in run_cases(CASES)}


@pytest.mark.parametrize("name", [case.id for case in CASES])
def test_scenario(name: str) -> None:
    assert results()[name].mismatches == []


def test_every_case_has_an_identifier_of_its_own() -> None:
    assert [name for name, times in Counter(case.id for case in CASES).items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_case_has_a_title_of_one_sentence_a_certainty_and_a_basis(path: Path) -> None:
    for case in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert case["title"] and "\n" not in case["title"], case["id"]
        assert case["certainty"] and case["basis"] and case["expect"], case["id"]


def test_the_scenarios_beside_the_checkout_hold_as_well() -> None:
    """Where there are none, the project's own run as one folder must hold."""
    cases = [
        case
        for path in scenario_files([BESIDE if BESIDE.is_dir() else SCENARIOS])
        for case in read_cases(path)
    ]
    failed = {result.id: result.mismatches for result in run_cases(cases) if not result.passed}
    assert len(cases) > 0 and failed == {}


def run(folder: Path, text: str, conventions: Conventions | None = None) -> list[Result]:
    path = folder / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return run_cases(read_cases(path), conventions)


LATE = """\
- id: late-1
  facts: {price_yuan: '18000000.00', commencement_damages_permille: '0.5', agreed_commencement: 2023-06-30}
  events: [{type: commenced, date: 2023-07-01}]
  as_of: 2023-07-15
"""


def expecting(section: str) -> str:
    return f"{LATE}  expect: {{{section}}}\n"


def test_a_case_that_expects_nothing_is_computed(tmp_path: Path) -> None:
    [result] = run(tmp_path, LATE)
    assert result.passed
    assert result.got["status"]["commencement"] == "COMMENCED_LATE"
    assert result.got["dates"]["commencement_due"] == "2023-06-30"
    assert result.got["days"]["commencement"] == 1
    assert result.got["amounts"]["commencement_damages_yuan"] == "9000.00"


@pytest.mark.parametrize(
    ("section", "mismatch"),
    [
        ("status: {commencement: BREACH}", ("status.commencement", "BREACH", "COMMENCED_LATE")),
        ("days: {commencement: 2}", ("days.commencement", 2, 1)),
        (
            "amounts: {commencement_damages_yuan: '9000.01'}",
            ("amounts.commencement_damages_yuan", "9000.01", "9000.00"),
        ),
        (
            "dates: {article30_commencement: null}",
            ("dates.article30_commencement", None, "2023-07-01"),
        ),
        ("flags: [works_without_permit]", ("flags.works_without_permit", "works_without_permit", None)),
    ],
)
def test_a_mismatch_says_the_key_and_what_was_expected_and_got(
    tmp_path: Path, section: str, mismatch: tuple[str, object, object]
) -> None:
    [result] = run(tmp_path, expecting(section))
    assert not result.passed
    assert result.mismatches == [dict(zip(("key", "expected", "got"), mismatch, strict=True))]


@pytest.mark.parametrize("amount", ["9000", "'9000.0'", "9000.00"])
def test_amounts_are_compared_as_numbers(tmp_path: Path, amount: str) -> None:
    [result] = run(tmp_path, expecting(f"amounts: {{commencement_damages_yuan: {amount}}}"))
    assert result.passed


def test_only_the_keys_given_are_compared(tmp_path: Path) -> None:
    [result] = run(tmp_path, expecting("days: {commencement: 1}, flags: []"))
    assert result.passed


def test_cases_of_one_batch_keep_their_own_day(tmp_path: Path) -> None:
    before = LATE.replace("late-1", "late-2").replace("as_of: 2023-07-15", "as_of: 2023-06-30")
    late, open_ = run(tmp_path, LATE + before)
    assert late.got["status"]["commencement"] == "COMMENCED_LATE"
    assert open_.got["status"]["commencement"] == "REMIND"


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("days: {commencment: 1}", "no value has this name; close to it: commencement"),
        ("dates: {no_such_day: null}", "no value has this name"),
        ("status: {phase_2: BREACH}", "no value has this name"),
        ("flags: [works_without_permits]", "close to it: works_without_permit"),
    ],
)
def test_an_expected_value_that_no_value_answers_to_is_a_mismatch(
    tmp_path: Path, section: str, problem: str
) -> None:
    [result] = run(tmp_path, expecting(section))
    assert not result.passed
    [mismatch] = result.mismatches
    assert problem in mismatch["problem"]


def test_a_value_that_there_is_not_is_expected_as_null(tmp_path: Path) -> None:
    [result] = run(tmp_path, expecting("status: {payment: null}, dates: {penalty_cap_day: null}"))
    assert result.passed


def test_a_case_may_choose_conventions_of_its_own(tmp_path: Path) -> None:
    late = "  facts: {agreed_commencement: 2022-06-30}\n  as_of: 2023-07-01\n"
    cause = "  events: [{type: government_cause, from: 2022-06-01, to: 2022-06-30, verified: true}]\n"
    text = "".join(
        f"- id: {name}\n{late}{cause}{settings}"
        for name, settings in (("a", ""), ("b", "  settings: {idle_time: gross}\n"), ("c", ""))
    )
    assert [result.got["status"]["idle"] for result in run(tmp_path, text)] == ["NONE", "SUSPECT_1Y", "NONE"]


def test_no_cases_give_no_results() -> None:
    assert run_cases([]) == []


def test_a_result_is_plain_data(tmp_path: Path) -> None:
    [result] = run(tmp_path, LATE)
    assert sorted(result.to_dict()) == ["got", "id", "mismatches", "passed"]


def test_by_the_convention_that_both_shares_must_be_short_one_is_not_enough() -> None:
    cases = [case for case in CASES if case.id == "SC-26"]
    [result] = run_cases(cases, Conventions(partial_idle_logic="both_short"))
    assert result.got["status"]["idle"] == "NONE"


def test_by_the_convention_that_parcels_are_judged_one_without_a_start_is_in_default() -> None:
    cases = [case for case in CASES if case.id == "SC-32"]
    [result] = run_cases(cases, Conventions(breach_unit="parcel"))
    assert result.got["status"]["parcel_B"] == "BREACH"
    assert result.got["days"]["parcel_B"] == 184


def test_a_holder_that_is_not_the_present_one_is_told_like_a_flag_that_is_not_raised(tmp_path: Path) -> None:
    [result] = run(
        tmp_path,
        "- id: sold\n  facts: {agreed_commencement: 2023-06-30}\n  as_of: 2023-07-01\n"
        "  events: [{type: transfer, date: 2023-01-05, to: 甲公司}]\n"
        "  expect: {flags: [current_holder=乙公司]}\n",
    )
    assert result.mismatches == [
        {"key": "flags.current_holder=乙公司", "expected": "current_holder=乙公司", "got": None}
    ]
