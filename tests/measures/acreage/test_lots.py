"""Which lots a worked case may name."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch.errors import ScenarioError
from landwatch.measures.acreage.worked_examples import read_acreage_cases, run_acreage_case

CASE = """
- id: LOTS
  as_of: 2023-12-31
  facts: {lots_mu: [12, 15]}
  events: [{type: lease_out, date: 2023-05-01, lot: %s}]
  expect: {amounts: {mu_2023: %s}}
"""


def write(folder: Path, lot: str, mu: str = "'12.00'") -> Path:
    file = folder / "cases.yaml"
    file.write_text(CASE % (lot, mu), encoding="utf-8")
    return file


@pytest.mark.parametrize("lot", ["0", "3", "-1", "x", "1.5"])
def test_a_lot_that_the_case_does_not_have_is_refused(lot: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"LOTS: events.lot: .* expected a lot from 1 to 2"):
        read_acreage_cases(write(tmp_path, lot))


@pytest.mark.parametrize(("lot", "mu"), [("1", "'12.00'"), ("2", "'15.00'")])
def test_the_first_and_the_last_lot_are_taken_with_their_own_mu(lot: str, mu: str, tmp_path: Path) -> None:
    (case,) = read_acreage_cases(write(tmp_path, lot, mu))
    result = run_acreage_case(case)
    assert (result.mismatches, result.passed) == ([], True)


def test_cases_of_contracts_are_left_to_their_own_reader(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("- {id: A, facts: {price_yuan: '1'}}\n- words\n", encoding="utf-8")
    assert read_acreage_cases(file) == []
