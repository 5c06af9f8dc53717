"""The worked cases of revitalised acreage come out as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch.errors import ScenarioError
from landwatch.measures.acreage.worked_examples import AcreageCase, read_acreage_cases, run_acreage_case
from landwatch.rules import Conventions
from landwatch.services.law.scenarios import run_scenarios

FILE = Path(__file__).parents[2] / "scenarios" / "acreage_and_rates.yaml"
CASES = read_acreage_cases(FILE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_acreage_scenario(case: AcreageCase) -> None:
    assert run_acreage_case(case).mismatches == []


def test_the_file_has_a_case_of_two_years_and_one_of_an_overlap() -> None:
    assert [case.id for case in CASES] == ["SC-47", "SC-48"]


def test_the_command_runs_acreage_cases_beside_contract_cases() -> None:
    results = run_scenarios([FILE, FILE.with_name("payment.yaml")], Conventions())
    assert {"SC-47", "SC-48"} < {result.id for result in results}
    assert all(result.passed for result in results)


def test_a_case_that_expects_another_sum_does_not_hold(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        "- {id: X, as_of: 2023-12-31, facts: {parcel_mu: 12}, expect: {amounts: {mu_2023: '12.01'}},\n"
        "   events: [{type: lease_out, date: 2023-05-01}]}"
    )
    (told,) = run_acreage_case(*read_acreage_cases(file)).mismatches
    assert (told["key"], told["expected"], told["got"]) == ("amounts.mu_2023", "12.01", "12.00")


def test_an_unknown_event_is_named_with_the_words_that_are_known(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        "- {id: X, as_of: 2023-12-31, facts: {parcel_mu: 12}, events: [{type: sold, date: 2023-01-01}]}"
    )
    with pytest.raises(
        ScenarioError, match=r"X: events.type: 'sold' is not valid; expected one of recovered"
    ):
        read_acreage_cases(file)
