"""The runner of ``make mutants``: what it changes, which tests it tries, and what it remembers."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.__main__ import close
from tests.mutants.choosing import Test, contexts_of, stages
from tests.mutants.drawing import Mutant, draw_field, modules, mutants_of
from tests.mutants.forking import ROOT
from tests.mutants.results import Results, read_equivalent
from tests.mutants.swapping import swap_of
from tests.mutants.trying import Verdict

WORDING = "landwatch/maps/formatting.py"


def operators_in(text: str) -> set[str]:
    return {mutant.operator for mutant in mutants_of("landwatch/rules/some.py", text)}


def mutant(path: str = WORDING, line: int = 10, first_line: int = 10) -> Mutant:
    return Mutant(path, line, 4, "AddNot", 0, first_line)


def test_a_comparison_gets_the_other_signs_of_order() -> None:
    assert operators_in("late = due < on\n") == {
        f"ReplaceComparisonOperator_Lt_{other}" for other in ("Eq", "NotEq", "LtE", "Gt", "GtE")
    }


@pytest.mark.parametrize(
    "text",
    [
        "def area(of: int | None) -> int | None: ...\n",
        "def area(one, *, of): ...\n",
        "unit: int | None\n",
        "Column(width=3)\n",
        "pairs = zip(these, those, strict=True)\n",
    ],
    ids=["type of a parameter", "mark among parameters", "type of a variable", "width", "guard"],
)
def test_what_shows_in_no_figure_is_left_alone(text: str) -> None:
    assert operators_in(text) == set()


def test_a_change_names_the_line_before_and_after() -> None:
    text = (ROOT / WORDING).read_text(encoding="utf-8")
    one = next(one for one in mutants_of(WORDING, text) if one.operator == "ReplaceOrWithAnd")
    was, now = one.change()
    assert was == text.splitlines()[one.line - 1].strip()
    assert was != now and " or " in was and " and " in now


def test_the_same_seed_draws_the_same_mutants() -> None:
    drawn = [draw_field("maps: formatting", 5, random.Random(7)) for _ in range(2)]
    assert drawn[0] == drawn[1] and len(drawn[0]) == 5
    assert draw_field("maps: formatting", 5, random.Random(8)) != drawn[0]


def test_a_field_is_written_as_rooms_and_their_modules() -> None:
    assert modules("maps: formatting legend_lists formats/boundaries: checks") == [
        "landwatch/formats/boundaries/checks.py",
        "landwatch/maps/formatting.py",
        "landwatch/maps/legend_lists.py",
    ]


def test_tests_of_the_line_are_taken_before_those_of_the_statement_and_of_the_module() -> None:
    ran = {3: ["of the module"], 9: ["of the statement"], 10: ["of the line", ""]}
    without = ran | {10: [""]}
    assert contexts_of(mutant(first_line=9), ran, is_body=True) == ({"of the line"}, True)
    assert contexts_of(mutant(first_line=9), without, is_body=True) == ({"of the statement"}, True)
    everything = {"of the line", "of the statement", "of the module"}
    assert contexts_of(mutant(line=20, first_line=20), ran, is_body=True) == (everything, False)


def test_what_a_module_does_when_imported_is_shown_to_every_test_that_runs_any_of_it() -> None:
    ran = {3: ["imports it late"], 9: ["runs a function of it"]}
    found = contexts_of(mutant(line=3, first_line=3), ran, is_body=False)
    assert found == ({"imports it late", "runs a function of it"}, False)


def one_of(path: str, operator: str, line: str) -> Mutant:
    text = (ROOT / path).read_text(encoding="utf-8")
    places = [number for number, each in enumerate(text.splitlines(), 1) if line in each]
    found = mutants_of(path, text)
    return next(one for one in found if one.line in places and one.operator == operator)


def test_a_mutant_within_a_function_is_the_body_of_that_function() -> None:
    swap = swap_of(one_of(WORDING, "ReplaceOrWithAnd", "value is pd.NaT"))
    assert swap is not None
    assert (swap.was.co_name, swap.now.co_name) == ("known", "known")
    assert swap.was != swap.now


def test_a_mutant_of_what_a_module_does_when_imported_is_no_body() -> None:
    assert swap_of(one_of("landwatch/formats/cells/quantities.py", "NumberReplacer", "_LARGEST = ")) is None


def test_near_and_fast_tests_come_first() -> None:
    far = Test("tests/reports/test_far.py::test_fast", 0.1, (("tests/reports/test_far.py", 1.0),))
    slow = Test("tests/maps/test_near.py::test_slow", 20.0, (("tests/maps/test_near.py", 1.0),))
    fast = Test("tests/maps/test_near.py::test_fast", 0.1, (("tests/maps/test_near.py", 1.0),))
    assert stages(mutant(), [far, slow, fast]) == [[fast], [slow, far]]


def test_tests_named_after_the_module_come_before_all_others() -> None:
    fast = Test("tests/maps/test_near.py::test_fast", 0.1, ())
    named = Test("tests/maps/test_formatting.py::test_slow", 20.0, ())
    assert stages(mutant(), [fast, named]) == [[named, fast]]


def test_a_test_dearer_than_all_time_is_tried_when_there_is_no_other() -> None:
    only = Test("tests/maps/test_near.py::test_only", 9_999.0, ())
    assert stages(mutant(), [only]) == [[only]]


def test_a_run_goes_on_with_what_is_known(tmp_path: Path) -> None:
    file = tmp_path / "results"
    known = Verdict("killed", "tests/test_units.py::test_some")
    Results(file).add(mutant(), known)
    assert Results(file).verdict(mutant()) == known
    assert Results(file).verdict(mutant(line=11, path="landwatch/maps/legend_lists.py")) is None


def test_a_survivor_is_tried_again_when_tests_have_changed(tmp_path: Path) -> None:
    file = tmp_path / "results"
    results = Results(file)
    results.add(mutant(), Verdict("survived"))
    assert Results(file).verdict(mutant()) == Verdict("survived")
    file.write_text(file.read_text(encoding="utf-8").replace(results.tests, "0" * 16), encoding="utf-8")
    assert Results(file).verdict(mutant()) is None


def test_every_mutant_that_changes_nothing_is_in_the_package_and_has_a_reason() -> None:
    assert all(read_equivalent().values())


def test_an_entry_whose_line_is_gone_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "equivalent.yaml"
    file.write_text(f"- {{path: {WORDING}, was: gone = 1, now: gone = 2, why: nothing}}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"equivalent.yaml: {WORDING} no longer has the line"):
        read_equivalent(file)


def test_the_closing_lines_show_survivors_and_the_share_of_those_that_change_something() -> None:
    row: dict[str, object] = {"path": WORDING, "line": 3, "was": "a < b", "now": "a <= b"}
    ends = ["killed", "killed", "killed", "survived", "changes nothing"]
    told = close([row | {"outcome": end} for end in ends], seed=7).split("\n")
    assert told == [
        f"{WORDING}:3 (survived)",
        "  - a < b",
        "  + a <= b",
        "5 mutants of seed 7: 3 killed, 1 survived, 0 no test, 1 changes nothing, 0 not tried. "
        "Killed of those that change something: 75.0 %",
    ]


TRIED = """
from tests.mutants.choosing import Test
from tests.mutants.test_mutants import WORDING, one_of
from tests.mutants.trying import judge
one = one_of(WORDING, "NumberReplacer", "mu_from_cm2(1) * 100")
for names in {names}:
    print(judge(one, [Test(name, 1.0, ()) for name in names]).outcome)
"""


@pytest.mark.long
def test_a_mutant_is_killed_by_a_test_that_notices_and_survives_one_that_does_not() -> None:
    names = [collected(f"tests/maps/test_{name}.py") for name in ("formatting", "known_or_not")]
    told = subprocess.run(
        [sys.executable, "-c", TRIED.replace("{names}", repr(names))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.split() == ["killed", "survived"], told.stderr


def collected(file: str) -> list[str]:
    """The tests of a file by name."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", file]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [line for line in told.stdout.splitlines() if line.startswith(file)]
